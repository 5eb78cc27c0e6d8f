"""What a work group keeps by name: prepared statements and named queries.

https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from infra.local.aws.athena import words
from infra.local.aws.athena.paging import cut_page, invalid
from infra.local.aws.athena.work_groups import PRIMARY, WorkGroups
from infra.local.aws.errors import AwsError

MAX_PAGE = 50
MAX_BATCH = 50


@dataclass(frozen=True)
class PreparedStatement:
    name: str
    work_group: str
    query: str
    """The statement, with ``?`` for its values."""
    description: str = ""
    modified: datetime = field(default_factory=lambda: datetime.now(UTC))

    def describe(self) -> dict[str, Any]:
        """The API's ``PreparedStatement``."""
        return {
            "StatementName": self.name,
            "QueryStatement": self.query,
            "WorkGroupName": self.work_group,
            "Description": self.description,
            "LastModifiedTime": self.modified,
        }


class PreparedStatements:
    """Prepared statements of all work groups, shared by the API and by PREPARE, EXECUTE and DEALLOCATE."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], PreparedStatement] = {}
        self._lock = threading.Lock()

    def find(self, work_group: str, name: str) -> PreparedStatement | None:
        return self._held.get((work_group, name))

    def put(self, statement: PreparedStatement) -> None:
        with self._lock:
            self._held[(statement.work_group, statement.name)] = statement

    def drop(self, work_group: str, name: str) -> bool:
        """False when there is none."""
        with self._lock:
            return self._held.pop((work_group, name), None) is not None

    def of(self, work_group: str) -> list[PreparedStatement]:
        return sorted((held for (group, _), held in list(self._held.items()) if group == work_group), key=_name)

    def forget(self, work_group: str) -> None:
        with self._lock:
            self._held = {key: held for key, held in self._held.items() if key[0] != work_group}


def _name(statement: PreparedStatement) -> str:
    return statement.name


class SavedOperations:
    """The API's operations on prepared statements and named queries: a part of the service."""

    def __init__(self, groups: WorkGroups, prepared: PreparedStatements) -> None:
        self._saved_groups = groups
        self._prepared = prepared
        self._named: dict[str, dict[str, Any]] = {}
        self._named_tokens: dict[str, str] = {}

    # Prepared statements

    def create_prepared_statement(self, request: dict[str, Any]) -> dict[str, Any]:
        group = self._saved_groups.get(request["WorkGroup"]).name
        name = request["StatementName"]
        if self._prepared.find(group, name) is not None:
            raise invalid(words.prepared_exists(name, group))
        self._prepared.put(PreparedStatement(name, group, request["QueryStatement"], request.get("Description", "")))
        return {}

    def update_prepared_statement(self, request: dict[str, Any]) -> dict[str, Any]:
        old = self._statement(request)
        self._prepared.put(
            replace(
                old,
                query=request["QueryStatement"],
                description=request.get("Description", old.description),
                modified=datetime.now(UTC),
            )
        )
        return {}

    def delete_prepared_statement(self, request: dict[str, Any]) -> dict[str, Any]:
        found = self._statement(request)
        self._prepared.drop(found.work_group, found.name)
        return {}

    def get_prepared_statement(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"PreparedStatement": self._statement(request).describe()}

    def list_prepared_statements(self, request: dict[str, Any]) -> dict[str, Any]:
        group = self._saved_groups.get(request["WorkGroup"]).name
        listed = [
            {"StatementName": found.name, "LastModifiedTime": found.modified} for found in self._prepared.of(group)
        ]
        page, token = cut_page(listed, request, MAX_PAGE)
        return {"PreparedStatements": page, **token}

    def batch_get_prepared_statement(self, request: dict[str, Any]) -> dict[str, Any]:
        group = self._saved_groups.get(request["WorkGroup"]).name

        def missing(name: str) -> dict[str, str]:
            return {
                "StatementName": name,
                "ErrorCode": "STATEMENT_NOT_FOUND",
                "ErrorMessage": words.no_prepared(name, group),
            }

        wanted = request["PreparedStatementNames"]
        found, unknown = _batch(wanted, lambda name: self._prepared.find(group, name), missing)
        return {
            "PreparedStatements": [statement.describe() for statement in found],
            "UnprocessedPreparedStatementNames": unknown,
        }

    def _statement(self, request: Mapping[str, Any]) -> PreparedStatement:
        group = self._saved_groups.get(request["WorkGroup"]).name
        found = self._prepared.find(group, request["StatementName"])
        if found is None:
            raise AwsError("ResourceNotFoundException", words.no_prepared(request["StatementName"], group))
        return found

    # Named queries

    def create_named_query(self, request: dict[str, Any]) -> dict[str, Any]:
        group = self._saved_groups.get(request.get("WorkGroup") or PRIMARY).name
        token = request.get("ClientRequestToken")
        if token in self._named_tokens:
            return {"NamedQueryId": self._named_tokens[token]}
        query_id = str(uuid.uuid4())
        described = {key: request[key] for key in ("Name", "Description", "Database", "QueryString") if key in request}
        self._named[query_id] = {**described, "NamedQueryId": query_id, "WorkGroup": group}
        if token:
            self._named_tokens[token] = query_id
        return {"NamedQueryId": query_id}

    def get_named_query(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"NamedQuery": self._query(request["NamedQueryId"])}

    def update_named_query(self, request: dict[str, Any]) -> dict[str, Any]:
        changed = {key: request[key] for key in ("Name", "Description", "QueryString") if key in request}
        self._query(request["NamedQueryId"]).update(changed)
        return {}

    def delete_named_query(self, request: dict[str, Any]) -> dict[str, Any]:
        self._query(request["NamedQueryId"])
        self._named.pop(request["NamedQueryId"], None)
        return {}

    def list_named_queries(self, request: dict[str, Any]) -> dict[str, Any]:
        group = self._saved_groups.get(request.get("WorkGroup") or PRIMARY).name
        ids = [query_id for query_id, query in list(self._named.items()) if query["WorkGroup"] == group]
        page, token = cut_page(ids, request, MAX_PAGE)
        return {"NamedQueryIds": page, **token}

    def batch_get_named_query(self, request: dict[str, Any]) -> dict[str, Any]:
        def missing(query_id: str) -> dict[str, str]:
            return {
                "NamedQueryId": query_id,
                "ErrorCode": "INVALID_INPUT",
                "ErrorMessage": words.no_named_query(query_id),
            }

        found, unknown = _batch(request["NamedQueryIds"], self._named.get, missing)
        return {"NamedQueries": found, "UnprocessedNamedQueryIds": unknown}

    def _query(self, query_id: str) -> dict[str, Any]:
        found = self._named.get(query_id)
        if found is None:
            raise invalid(words.no_named_query(query_id))
        return found


def _batch(
    wanted: list[str], find: Callable[[str], Any], missing: Callable[[str], dict[str, str]]
) -> tuple[list[Any], list[dict[str, str]]]:
    """What was found of a batch, and what wasn't. Raises AwsError for too many at once."""
    if len(wanted) > MAX_BATCH:
        raise invalid(words.max_ids(MAX_BATCH))
    looked: Iterable[tuple[str, Any]] = [(name, find(name)) for name in wanted]
    found = [item for _, item in looked if item is not None]
    return found, [missing(name) for name, item in looked if item is None]
