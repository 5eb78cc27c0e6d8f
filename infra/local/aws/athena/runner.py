"""Runs query executions: a queue, two at once, each from its text to its result file on S3."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlparse

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.aws.athena import words
from infra.local.aws.athena.catalog import Catalog, GlueTable
from infra.local.aws.athena.dialect.names import Names
from infra.local.aws.athena.dialect.prepare import Prepared, prepare
from infra.local.aws.athena.dialect.syntax import Statement, read_statement
from infra.local.aws.athena.engine import WORKERS, Engine
from infra.local.aws.athena.engine_errors import query_error
from infra.local.aws.athena.errors import (
    SYSTEM,
    TYPE_ENGINE,
    TYPE_RESULT_WRITE,
    TYPE_TIMEOUT,
    EngineGoneError,
    QueryCancelled,
    QueryError,
)
from infra.local.aws.athena.executions import Execution
from infra.local.aws.athena.explain import PLAN_COLUMN, VALID_COLUMN, Explained, io_plan, read_explain
from infra.local.aws.athena.files import file_table
from infra.local.aws.athena.locations import Locations
from infra.local.aws.athena.prepared import change, read_execute
from infra.local.aws.athena.protocol import ResultColumn
from infra.local.aws.athena.results import Result, upload, upload_metadata, write_rows
from infra.local.aws.athena.saved import PreparedStatements
from infra.local.aws.athena.show import information_schema, show
from infra.local.aws.athena.work_groups import WorkGroups

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 1800.0
"""DML query timeout, https://docs.aws.amazon.com/athena/latest/ug/service-limits.html"""


class Runner:
    """Takes executions from QUEUED to their end."""

    def __init__(
        self,
        catalog: Catalog,
        s3: S3Client,
        engine: Engine,
        work_groups: WorkGroups,
        prepared: PreparedStatements,
        locations: Locations,
        today: date | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        self._catalog = catalog
        self._s3 = s3
        self._engine = engine
        self._work_groups = work_groups
        self._prepared = prepared
        self._locations = locations
        self._today = today
        self._timeout = timeout_seconds
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="athena")
        self._beside = ThreadPoolExecutor(WORKERS, thread_name_prefix="athena-beside")
        """What is done at the same time as something else."""
        self._known_buckets: set[str] = set()

    def submit(self, execution: Execution) -> None:
        self._pool.submit(self._run, execution)

    def stop(self, execution: Execution) -> None:
        """Cancel: at once when it is queued, by interrupting the engine when it runs."""
        execution.stop_asked.set()
        ran = execution.state == "RUNNING"
        if execution.move("CANCELLED") and ran:
            self._engine.cancel(execution.id)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._beside.shutdown(wait=True)

    def _run(self, execution: Execution) -> None:
        if not execution.move("RUNNING"):
            return
        try:
            result = self._result(execution)
            began = time.monotonic()
            if not execution.managed:
                self._publish(execution, result)
            execution.publishing_ms = round((time.monotonic() - began) * 1000)
            execution.result = result
            execution.move("SUCCEEDED")
        except QueryCancelled as stopped:
            execution.move("CANCELLED", stopped.reason)
        except QueryError as error:
            execution.move("FAILED", error.message, error)
        except EngineGoneError:
            error = QueryError(words.engine_ended(), category=SYSTEM, kind=TYPE_ENGINE, retryable=True)
            execution.move("FAILED", error.message, error)
        except (ClientError, BotoCoreError) as failed:
            log.exception("the catalogue failed a query")
            error = QueryError(words.engine_failed(str(failed)), category=SYSTEM, kind=TYPE_ENGINE, retryable=True)
            execution.move("FAILED", error.message, error)
        except Exception as failed:
            log.exception("a query broke the offline Athena")
            error = QueryError(words.engine_failed(type(failed).__name__), category=SYSTEM, kind=TYPE_ENGINE)
            execution.move("FAILED", error.message, error)

    def _result(self, execution: Execution) -> Result:
        if not execution.managed:
            self._check_bucket(execution)
        path = self._engine.results / f"{execution.id}.csv"
        statement, parameters = self._meant(execution)
        if statement.kind in ("show", "describe"):
            shown = show(statement, self._catalog, execution.database)
            return _written(execution, path, shown.columns, shown.rows, header=False)
        if statement.kind in ("prepare", "deallocate"):
            change(statement, execution.work_group, self._prepared)
            return _written(execution, path, (), (), header=False)
        if statement.kind == "explain":
            explained = read_explain(statement)
            inner = read_statement(explained.text)
            if inner.kind != "query":
                raise QueryError(words.only_reads(f"EXPLAIN {_verb(inner)}"))
            return self._explained(execution, inner, parameters, path, explained)
        if statement.kind != "query":
            raise QueryError(words.only_reads(_verb(statement)))
        prepared = prepare(statement, self._names(execution), parameters, self._today)
        return self._query(execution, statement, prepared, path)

    def _meant(self, execution: Execution) -> tuple[Statement, tuple[str, ...]]:
        """The statement to run and its values: behind EXECUTE, the prepared one."""
        statement = read_statement(execution.query)
        if statement.kind != "execute":
            return statement, execution.parameters
        name, values = read_execute(statement)
        held = self._prepared.find(execution.work_group, name)
        if held is None:
            raise QueryError(words.prepared_not_found(name))
        return read_statement(held.query), values or execution.parameters

    def _explained(
        self, execution: Execution, statement: Statement, parameters: tuple[str, ...], path: Path, explained: Explained
    ) -> Result:
        prepared = prepare(statement, self._names(execution), parameters, self._today)
        if explained.kind == "validate":
            return _written(execution, path, (VALID_COLUMN,), (("true",),), header=False)
        if explained.kind == "io":
            lines = tuple((line,) for line in io_plan(prepared.tables).splitlines())
            return _written(execution, path, (PLAN_COLUMN,), lines, header=False)
        return self._query(execution, statement, prepared, path, explain=explained.mode)

    def _query(
        self, execution: Execution, statement: Statement, prepared: Prepared, path: Path, *, explain: str = ""
    ) -> Result:
        tables = tuple(file_table(table, self._locations) for table in prepared.tables)
        cutoff = self._work_groups.get(execution.work_group).cutoff_bytes
        timer = threading.Timer(self._timeout, self._engine.cancel, (execution.id,))
        timer.daemon = True
        timer.start()
        began = time.monotonic()
        try:
            if execution.stop_asked.is_set():
                raise QueryCancelled
            done = self._engine.run(
                execution.id,
                prepared.sql,
                tables,
                path,
                cutoff_bytes=cutoff,
                explain=explain,
                hints=() if explain else prepared.hints,
                stopped=execution.stop_asked.is_set,
            )
        finally:
            timer.cancel()
        execution.planning_ms, execution.running_ms = done.planning_ms, done.running_ms
        if done.over_limit:
            execution.scanned_bytes = cutoff or 0
            raise QueryCancelled(words.scan_limit())
        if done.error is not None:
            problem = query_error(*done.error, statement.text)
            if isinstance(problem, QueryCancelled) and not execution.stop_asked.is_set():
                if time.monotonic() - began >= self._timeout:
                    raise QueryError(words.timed_out(self._timeout), kind=TYPE_TIMEOUT)
                raise QueryError(words.engine_ended(), category=SYSTEM, kind=TYPE_ENGINE, retryable=True)
            raise problem
        execution.scanned_bytes, execution.rows = done.scanned_bytes, done.rows
        return Result(done.columns, path, header=not explain, plain=bool(explain))

    def _names(self, execution: Execution) -> Names:
        held: dict[tuple[str, str], GlueTable | None] = {}

        def ahead(wanted: set[tuple[str, str]]) -> None:
            if len(wanted) > 1:
                coming = {key: self._beside.submit(self._catalog.table, *key) for key in wanted}
                held.update({key: future.result() for key, future in coming.items()})

        def table(database: str, name: str) -> GlueTable | None:
            if (database, name) not in held:
                held[(database, name)] = self._catalog.table(database, name)
            return held[(database, name)]

        return Names(
            database=execution.database,
            table=table,
            has_database=lambda name: self._catalog.database(name) is not None,
            information=lambda name: information_schema(self._catalog, name),
            ahead=ahead,
        )

    def _check_bucket(self, execution: Execution) -> None:
        """Athena looks at the result bucket before it runs anything."""
        bucket = urlparse(execution.output_location).netloc
        if bucket in self._known_buckets:
            return
        try:
            self._s3.head_bucket(Bucket=bucket)
        except (ClientError, BotoCoreError) as error:
            detail = words.no_bucket() if _is_missing(error) else str(error)
            raise QueryError(words.result_not_written(bucket, detail), kind=TYPE_RESULT_WRITE) from error
        self._known_buckets.add(bucket)

    def _publish(self, execution: Execution, result: Result) -> None:
        bucket, _, key = execution.output_location.removeprefix("s3://").partition("/")
        try:
            described = self._beside.submit(upload_metadata, self._s3, result, bucket, key)
            upload(self._s3, result, bucket, key)
            described.result()
        except (ClientError, BotoCoreError) as error:
            self._known_buckets.discard(bucket)
            raise QueryError(words.result_not_written(bucket, str(error)), kind=TYPE_RESULT_WRITE) from error


def _is_missing(error: Exception) -> bool:
    code = error.response.get("Error", {}).get("Code") if isinstance(error, ClientError) else None
    return code in ("404", "NoSuchBucket")


def _verb(statement: Statement) -> str:
    return statement.tokens[0].text.split()[0].upper()


def _written(
    execution: Execution,
    path: Path,
    columns: tuple[ResultColumn, ...],
    rows: Sequence[Sequence[str | None]],
    *,
    header: bool,
) -> Result:
    """A result that didn't come from the engine."""
    write_rows(path, rows)
    execution.rows = len(rows)
    return Result(columns, path, header=header, plain=True)
