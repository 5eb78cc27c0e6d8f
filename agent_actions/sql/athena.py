"""Run one guarded statement on Athena and read its result.

https://docs.aws.amazon.com/athena/latest/APIReference/ (StartQueryExecution, GetQueryExecution, GetQueryResults)
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from agent_actions.contract import RESULT_ROWS, Scalar
from agent_actions.errors import ActionError, FinalError
from agent_actions.sql import words
from agent_actions.sql.failures import cancelled, failed, is_throttling, request_refused
from agent_actions.sql.results import PageReader

if TYPE_CHECKING:
    from types_boto3_athena import AthenaClient
    from types_boto3_athena.type_defs import QueryExecutionTypeDef

log = logging.getLogger(__name__)

PAGE_ROWS = 1_000
"""Most rows of one GetQueryResults page, header included."""
FIRST_WAIT_S = 0.01
WAIT_GROWTH = 1.25
"""A result is seen a fifth of the query's time late at most; some 15 polls in the first second."""
LONGEST_WAIT_S = 1.0
CATALOG = "AwsDataCatalog"

T = TypeVar("T")


@dataclass(frozen=True)
class QueryResult:
    query_id: str
    columns: tuple[tuple[str, str], ...]
    """(name, Athena type in lower case, without its parameters: ``decimal``, ``varchar``)."""
    rows: list[tuple[Scalar, ...]]
    """The first ``keep_rows`` rows."""
    total_rows: int
    """Rows of the whole result; at most ``max_rows`` are counted."""
    bytes_scanned: int
    output: str
    """S3 URI of the engine's own CSV; empty where the work group manages results."""
    engine_ms: int
    reused: bool
    """Whether Athena answered from an earlier result."""


def never_stopped() -> bool:
    return False


class Athena:
    """Runs statements in one work group. ``wait(seconds)`` sleeps; ``clock()`` is monotonic seconds."""

    def __init__(
        self,
        client: AthenaClient,
        work_group: str,
        *,
        keep_rows: int = RESULT_ROWS,
        max_rows: int = 10_000,
        output_location: str | None = None,
        wait: Callable[[float], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._work_group = work_group
        self._keep_rows = keep_rows
        self._max_rows = max_rows
        self._output_location = output_location
        self._wait = wait or threading.Event().wait
        self._clock = clock

    def run(
        self,
        sql: str,
        *,
        token_seed: str,
        deadline: float,
        database: str | None,
        stopped: Callable[[], bool] = never_stopped,
    ) -> QueryResult:
        """Start, wait and read.

        ``token_seed`` names the action call: the same seed and statement run once, however often it is delivered.
        ``deadline`` is a time of ``clock``. Raises FixableError when other SQL would help, FinalError otherwise,
        also when ``stopped()`` or the deadline ended the query.
        """
        query_id = self._patiently(lambda: self._start(sql, token_seed, database), deadline, stopped, None)
        try:
            execution = self._finished(query_id, deadline, stopped)
        except ActionError:
            raise
        except BaseException:
            self._stop(query_id)
            raise
        return self._result(query_id, execution, deadline, stopped)

    def _start(self, sql: str, token_seed: str, database: str | None) -> str:
        token = hashlib.sha256(f"{token_seed}\0{sql}".encode()).hexdigest()
        context = {"Catalog": CATALOG, **({"Database": database} if database else {})}
        if self._output_location is None:
            started = self._client.start_query_execution(
                QueryString=sql,
                ClientRequestToken=token,
                QueryExecutionContext=context,  # pyright: ignore[reportArgumentType]
                WorkGroup=self._work_group,
            )
        else:
            started = self._client.start_query_execution(
                QueryString=sql,
                ClientRequestToken=token,
                QueryExecutionContext=context,  # pyright: ignore[reportArgumentType]
                WorkGroup=self._work_group,
                ResultConfiguration={"OutputLocation": self._output_location},
            )
        return started["QueryExecutionId"]

    def _finished(self, query_id: str, deadline: float, stopped: Callable[[], bool]) -> QueryExecutionTypeDef:
        """The execution in state SUCCEEDED. It may go back from RUNNING to QUEUED in between."""
        pause = FIRST_WAIT_S
        while True:
            execution = self._patiently(
                lambda: self._client.get_query_execution(QueryExecutionId=query_id)["QueryExecution"],
                deadline,
                stopped,
                query_id,
            )
            status = execution.get("Status", {})
            state = status.get("State", "QUEUED")
            if state == "SUCCEEDED":
                return execution
            if state == "FAILED":
                log.warning("query %s failed: %s", query_id, status.get("StateChangeReason", ""))
                raise failed(status)
            if state == "CANCELLED":
                log.warning("query %s cancelled: %s", query_id, status.get("StateChangeReason", ""))
                raise cancelled(status)
            self._pause(pause, deadline, stopped, query_id)
            pause = min(pause * WAIT_GROWTH, LONGEST_WAIT_S)

    def _result(
        self, query_id: str, execution: QueryExecutionTypeDef, deadline: float, stopped: Callable[[], bool]
    ) -> QueryResult:
        reader = PageReader(self._keep_rows, self._max_rows)
        token: str | None = None
        while True:
            at = token
            page = self._patiently(
                lambda at=at: (
                    self._client.get_query_results(QueryExecutionId=query_id, MaxResults=PAGE_ROWS, NextToken=at)
                    if at
                    else self._client.get_query_results(QueryExecutionId=query_id, MaxResults=PAGE_ROWS)
                ),
                deadline,
                stopped,
                None,
            )
            reader.add(page.get("ResultSet", {}))
            token = page.get("NextToken")
            if not token or reader.full:
                break
        statistics = execution.get("Statistics", {})
        return QueryResult(
            query_id=query_id,
            columns=reader.columns,
            rows=reader.rows,
            total_rows=reader.total_rows,
            bytes_scanned=statistics.get("DataScannedInBytes", 0),
            output=execution.get("ResultConfiguration", {}).get("OutputLocation", ""),
            engine_ms=statistics.get("EngineExecutionTimeInMillis", 0),
            reused=statistics.get("ResultReuseInformation", {}).get("ReusedPreviousResult", False),
        )

    def _patiently(
        self, call: Callable[[], T], deadline: float, stopped: Callable[[], bool], query_id: str | None
    ) -> T:
        """The call, again and again while Athena throttles, until the deadline."""
        pause = 0.1
        while True:
            try:
                return call()
            except ClientError as error:
                if not is_throttling(error):
                    log.exception("Athena refused a request")
                    raise request_refused(error) from error
                log.warning("Athena throttles: %s", error.response.get("Error", {}).get("Code"))
                if self._clock() + pause >= deadline:
                    self._stop(query_id)
                    raise FinalError(words.BUSY) from error
                self._pause(pause, deadline, stopped, query_id)
                pause = min(pause * 2, 5.0)
            except BotoCoreError as error:
                log.exception("Athena cannot be reached")
                self._stop(query_id)
                raise FinalError(words.ATHENA_UNAVAILABLE) from error

    def _pause(self, seconds: float, deadline: float, stopped: Callable[[], bool], query_id: str | None) -> None:
        if stopped():
            self._stop(query_id)
            raise FinalError(words.STOPPED)
        left = deadline - self._clock()
        if left <= 0:
            self._stop(query_id)
            raise FinalError(words.TOOK_TOO_LONG)
        self._wait(min(seconds, left))

    def _stop(self, query_id: str | None) -> None:
        """Leave no query running behind; that it cannot be stopped is only worth a line in the log."""
        if query_id is None:
            return
        try:
            self._client.stop_query_execution(QueryExecutionId=query_id)
        except (ClientError, BotoCoreError):
            log.exception("query %s could not be stopped", query_id)
