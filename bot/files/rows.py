"""The files of a thread in the ledger: which were taken, which were refused, and how far its messages were looked at.

| pk | sk | what |
|---|---|---|
| ``thread#<team>#<channel>#<thread ts>`` | ``file#<Slack file id>`` | a file: taken, or refused for good |
| ``thread#<team>#<channel>#<thread ts>`` | ``files`` | up to which message the thread was looked through for files |

Kept as long as the objects in S3: a row that is over counts as gone, though DynamoDB may delete it days later.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from agent_actions.contract import Frozen, SharedFile
from bot.ledger_item import number_of, text_of, to_item

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

KEPT_S = 7 * 24 * 3600
"""A shared file, its row and the tables made of it are kept for 7 days."""


class FileRow(Frozen):
    id: str
    status: Literal["taken", "refused"]
    file: SharedFile | None = None
    said: str = ""
    """Why it was refused, or what a person should know of it."""
    message: str = ""
    """ts of the message that it was first seen in."""
    place: int = 0
    """Among the files of that message."""


class FileRows:
    def __init__(self, dynamodb: DynamoDBClient, table: str, *, now: Callable[[], float] = time.time) -> None:
        self._dynamodb, self._table, self._now = dynamodb, table, now

    def of(self, thread: str) -> tuple[dict[str, FileRow], str | None]:
        """The thread's rows by file id, newest message first; and the ts up to which it was looked through."""
        rows: list[FileRow] = []
        looked: str | None = None
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :file)",
            ExpressionAttributeValues=to_item({":pk": thread, ":file": "file"}),
            ConsistentRead=True,
        )
        for item in (item for page in pages for item in page.get("Items", [])):
            if number_of(item, "expires") <= self._now():
                continue
            if text_of(item, "sk") == "files":
                looked = text_of(item, "at")
            else:
                rows.append(FileRow.model_validate_json(text_of(item, "row")))
        rows.sort(key=lambda row: (row.message, -row.place), reverse=True)
        return {row.id: row for row in rows}, looked

    def save(self, thread: str, row: FileRow) -> None:
        self._put(thread, f"file#{row.id}", {"row": row.model_dump_json()})

    def looked(self, thread: str, at: str) -> None:
        """The thread was looked through up to the message ``at``."""
        self._put(thread, "files", {"at": at})

    def _put(self, thread: str, sk: str, values: dict[str, str]) -> None:
        item = to_item({"pk": thread, "sk": sk, **values, "expires": int(self._now()) + KEPT_S})
        self._dynamodb.put_item(TableName=self._table, Item=item)
