"""Query executions: what was asked, in which state it is, what came of it. The states and their order are data."""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from infra.local.aws.athena.errors import QueryError
from infra.local.aws.athena.results import Result
from infra.local.aws.athena.work_groups import ENGINE

State = Literal["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"]

# https://docs.aws.amazon.com/athena/latest/APIReference/API_QueryExecutionStatus.html
NEXT: dict[State, frozenset[State]] = {
    "QUEUED": frozenset({"RUNNING", "FAILED", "CANCELLED"}),
    "RUNNING": frozenset({"SUCCEEDED", "FAILED", "CANCELLED"}),
    "SUCCEEDED": frozenset(),
    "FAILED": frozenset(),
    "CANCELLED": frozenset(),
}


@dataclass
class Execution:
    """One query execution. Changes only through ``move``."""

    query: str
    work_group: str
    database: str
    catalog: str
    output_location: str
    statement_type: str
    substatement_type: str
    parameters: tuple[str, ...] = ()
    reuse_minutes: int | None = None
    given_database: bool = False
    managed: bool = False
    """The work group keeps the result itself, in no bucket of the account's."""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    state: State = "QUEUED"
    reason: str | None = None
    error: QueryError | None = None
    result: Result | None = None
    rows: int = 0
    scanned_bytes: int = 0
    planning_ms: int = 0
    running_ms: int = 0
    publishing_ms: int = 0
    reused: bool = False
    submitted: datetime = field(default_factory=lambda: datetime.now(UTC))
    completed: datetime | None = None
    stop_asked: threading.Event = field(default_factory=threading.Event)
    finished: threading.Event = field(default_factory=threading.Event)
    _clock: dict[str, float] = field(default_factory=lambda: {"submitted": time.monotonic()})
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def move(self, state: State, reason: str | None = None, error: QueryError | None = None) -> bool:
        """Go into ``state`` if that may follow the present one; False, and no change, if not."""
        with self._lock:
            if state not in NEXT[self.state]:
                return False
            self._clock.setdefault("started" if state == "RUNNING" else "ended", time.monotonic())
            self.reason = reason
            self.error = error
            if not NEXT[state]:
                self.completed = datetime.now(UTC)
            self.state = state
        if not NEXT[state]:
            self.finished.set()
        return True

    def describe(self) -> dict[str, Any]:
        """The API's ``QueryExecution``."""
        status: dict[str, Any] = {"State": self.state, "SubmissionDateTime": self.submitted}
        if self.reason is not None:
            status["StateChangeReason"] = self.reason
        if self.completed is not None:
            status["CompletionDateTime"] = self.completed
        if self.error is not None:
            status["AthenaError"] = {
                "ErrorCategory": self.error.category,
                "ErrorType": self.error.kind,
                "Retryable": self.error.retryable,
                "ErrorMessage": self.error.message,
            }
        context = {"Database": self.database, "Catalog": self.catalog} if self.given_database else {}
        described: dict[str, Any] = {
            "QueryExecutionId": self.id,
            "Query": self.query,
            "StatementType": self.statement_type,
            "SubstatementType": self.substatement_type,
            "ResultConfiguration": {} if self.managed else {"OutputLocation": self.output_location},
            "ResultReuseConfiguration": {"ResultReuseByAgeConfiguration": self._reuse()},
            "QueryExecutionContext": context,
            "Status": status,
            "Statistics": self.statistics(),
            "WorkGroup": self.work_group,
            "EngineVersion": ENGINE,
        }
        if self.managed:
            described["ManagedQueryResultsConfiguration"] = {"Enabled": True}
        if self.parameters:
            described["ExecutionParameters"] = list(self.parameters)
        return described

    def _reuse(self) -> dict[str, Any]:
        if self.reuse_minutes is None:
            return {"Enabled": False}
        return {"Enabled": True, "MaxAgeInMinutes": self.reuse_minutes}

    def statistics(self) -> dict[str, Any]:
        """The API's ``QueryExecutionStatistics``; milliseconds and bytes."""
        now = time.monotonic()
        submitted = self._clock["submitted"]
        ended = self._clock.get("ended", now)
        started = self._clock.get("started", ended)
        total, queued = _ms(ended - submitted), _ms(started - submitted)
        return {
            "EngineExecutionTimeInMillis": self.planning_ms + self.running_ms,
            "DataScannedInBytes": self.scanned_bytes,
            "TotalExecutionTimeInMillis": total,
            "QueryQueueTimeInMillis": queued,
            "ServicePreProcessingTimeInMillis": 0,
            "QueryPlanningTimeInMillis": self.planning_ms,
            "ServiceProcessingTimeInMillis": self.publishing_ms,
            "ResultReuseInformation": {"ReusedPreviousResult": self.reused},
        }


def _ms(seconds: float) -> int:
    return max(0, round(seconds * 1000))
