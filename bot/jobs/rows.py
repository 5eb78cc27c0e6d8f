"""The ledger's rows of jobs: which turns wait for which job. Their keys are in the table of :mod:`bot.ledger`.

Two turns may wait for one job, as two people may ask about one file; a turn may wait for several.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from agent_actions.contract import Frozen, Job, JobService
from bot.ledger_item import text_of, to_item
from bot.records import TurnRecord

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

KEPT_S = 7 * 24 * 3600
"""As long as the files that they work on."""
OPEN = "jobs#open"
ROUNDS = 5
"""How often a question is asked again for jobs: what waits still is told so then, or it might go on for ever."""
LISTED = 200
"""Open jobs looked at in one poll; the rest come with the next."""

State = Literal["open", "done", "expired"]


class Waiting(Frozen):
    """A turn that waits for a job."""

    job: Job
    turn: str
    team: str
    channel: str
    thread_ts: str
    user: str
    """Who asked."""
    question: str
    started: int
    """When the turn began to wait: epoch seconds."""
    state: State = "open"


def waiting_for(record: TurnRecord, jobs: Sequence[Job], now: Callable[[], float] = time.time) -> list[Waiting]:
    """The rows of a turn that waits for ``jobs``; none when its question has been asked often enough."""
    if record.round >= ROUNDS:
        return []
    return [
        Waiting(
            job=job,
            turn=record.turn,
            team=record.team,
            channel=record.channel,
            thread_ts=record.thread_ts,
            user=record.user,
            question=record.question,
            started=int(now()),
        )
        for job in jobs
    ]


class JobRows:
    def __init__(self, dynamodb: DynamoDBClient, table: str, *, now: Callable[[], float] = time.time) -> None:
        self._dynamodb, self._table, self._now = dynamodb, table, now

    def begin(self, waiting: Sequence[Waiting]) -> None:
        """Write down what a turn waits for. The same again changes nothing but the time."""
        for one in waiting:
            before = self._one(one)
            if before is not None:
                self._delete(OPEN, _line(before))
            self._save(one)
            self._put(_job(one.job.service, one.job.id), f"turn#{one.turn}", one)
            self._put(OPEN, _line(one), one)

    def end(self, one: Waiting, state: State) -> None:
        """Nothing waits for this any more; that it was waited for is kept with the turn."""
        self._save(one.model_copy(update={"state": state}))
        self._delete(_job(one.job.service, one.job.id), f"turn#{one.turn}")
        self._delete(OPEN, _line(one))

    def waiters(self, service: JobService, job: str) -> list[Waiting]:
        """The turns that wait for a job; none for a job that isn't ours."""
        return self._query(_job(service, job), "turn#")

    def of_turn(self, turn: str) -> list[Waiting]:
        """What a turn waits for, and what it waited for."""
        return self._query(f"turn#{turn}", "job#")

    def open(self, before: float) -> list[Waiting]:
        """What is waited for since ``before`` (epoch seconds) or longer, the oldest first."""
        answer = self._dynamodb.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk < :before",
            ExpressionAttributeValues=to_item({":pk": OPEN, ":before": f"{int(before):011d}"}),
            Limit=LISTED,
            ConsistentRead=True,
        )
        return [_waiting(item) for item in answer.get("Items", [])]

    def _one(self, one: Waiting) -> Waiting | None:
        key = to_item({"pk": f"turn#{one.turn}", "sk": _job(one.job.service, one.job.id)})
        item = self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return _waiting(item) if item else None

    def _query(self, pk: str, sk: str) -> list[Waiting]:
        answer = self._dynamodb.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
            ExpressionAttributeValues=to_item({":pk": pk, ":sk": sk}),
            ConsistentRead=True,
        )
        return [_waiting(item) for item in answer.get("Items", [])]

    def _save(self, one: Waiting) -> None:
        self._put(f"turn#{one.turn}", _job(one.job.service, one.job.id), one)

    def _put(self, pk: str, sk: str, one: Waiting) -> None:
        item = to_item(
            {"pk": pk, "sk": sk, "waiting": one.model_dump_json(), "expires": int(self._now()) + KEPT_S},
        )
        self._dynamodb.put_item(TableName=self._table, Item=item)

    def _delete(self, pk: str, sk: str) -> None:
        self._dynamodb.delete_item(TableName=self._table, Key=to_item({"pk": pk, "sk": sk}))


def _job(service: str, job: str) -> str:
    return f"job#{service}#{job}"


def _line(one: Waiting) -> str:
    return f"{one.started:011d}#{one.job.service}#{one.job.id}#{one.turn}"


def _waiting(item: dict[str, AttributeValueTypeDef]) -> Waiting:
    return Waiting.model_validate_json(text_of(item, "waiting"))
