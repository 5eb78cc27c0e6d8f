"""The engine's process: DuckDB behind two pipes. ``python -m infra.local.aws.athena.child``

It reads ``protocol`` frames from standard input and answers on standard output, runs several queries at once, each
on its own cursor, and ends when its parent does (standard input closes). Before the first query it is closed off:
files only under the lake, the folder of fetched objects and the result folder, no extensions, no changes of settings;
a statement that isn't one SELECT is refused here too, whatever the caller let through.
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import duckdb
from duckdb import DuckDBPyConnection

from infra.local.aws.athena.macros import create_statements
from infra.local.aws.athena.protocol import Cancel, Done, Hint, Message, Ready, Run, Start, receive, send
from infra.local.aws.athena.scan import scanned_bytes
from infra.local.aws.athena.text import column_text, result_column
from infra.local.aws.athena.views import Views, literal


class Engine:
    """DuckDB, set up as Athena's stand-in."""

    def __init__(self, start: Start, output: IO[bytes]) -> None:
        self._output = output
        self._write = threading.Lock()
        self._running: dict[str, DuckDBPyConnection] = {}
        self._cancelled: set[str] = set()
        self._lock = threading.Lock()
        self._connection = connect(start)
        self._views = Views(Path(start.lake))
        self._pool = ThreadPoolExecutor(start.workers, thread_name_prefix="query")

    def submit(self, run: Run) -> None:
        self._pool.submit(self._run, run)

    def cancel(self, query: str) -> None:
        """Interrupt the query until it ends: an interrupt that comes before DuckDB has begun would be lost."""
        with self._lock:
            self._cancelled.add(query)

        def insist() -> None:
            while True:
                with self._lock:
                    cursor = self._running.get(query)
                    if cursor is None:
                        return
                    cursor.interrupt()
                time.sleep(0.02)

        threading.Thread(target=insist, daemon=True).start()

    def answer(self, message: Message) -> None:
        with self._write:
            send(self._output, message)

    def _run(self, run: Run) -> None:
        cursor = self._connection.cursor()
        try:
            with self._lock:
                if run.id in self._cancelled:
                    raise duckdb.InterruptException("INTERRUPT Error: Interrupted!")
                self._running[run.id] = cursor
            done = _query(cursor, self._views, run)
        except duckdb.Error as error:
            done = Done(run.id, error=(type(error).__name__, str(error)))
        except (MemoryError, OSError) as error:
            done = Done(run.id, error=(type(error).__name__, str(error)))
        finally:
            with self._lock:
                self._running.pop(run.id, None)
                self._cancelled.discard(run.id)
            with contextlib.suppress(duckdb.Error):
                cursor.close()
        self.answer(done)


def connect(start: Start) -> DuckDBPyConnection:
    """DuckDB, closed off and set up to count and compare as Trino does."""
    config = {"threads": start.threads, "memory_limit": f"{start.memory_bytes}B", "temp_directory": start.temporary}
    connection = duckdb.connect(config=config)  # type: ignore[arg-type]
    readable = (start.lake, start.fetched, start.results)
    for statement in (
        "SET GLOBAL TimeZone = 'UTC'",
        "SET GLOBAL integer_division = true",
        "SET GLOBAL ieee_floating_point_ops = false",
        "SET GLOBAL preserve_insertion_order = true",
        "SET GLOBAL parquet_metadata_cache = true",
        # It reads a table twice for a top N; the bytes scanned would be counted twice.
        "SET GLOBAL disabled_optimizers = 'late_materialization'",
        *create_statements(),
        # In this order: https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
        f"SET GLOBAL allowed_directories = [{', '.join(literal(folder) for folder in readable if folder)}]",
        "SET GLOBAL enable_external_access = false",
        "SET GLOBAL lock_configuration = true",
    ):
        connection.execute(statement)
    return connection


def _query(cursor: DuckDBPyConnection, views: Views, run: Run) -> Done:
    began = time.monotonic()
    statements = cursor.extract_statements(run.sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise duckdb.PermissionException("Permission Error: only one SELECT may run")
    held = [views.ensure(cursor, table) for table in run.tables]
    sql = run.sql
    scanned = 0 if run.explain in ("text", "json") else scanned_bytes(cursor, sql, held)
    if run.cutoff_bytes is not None and scanned > run.cutoff_bytes:
        return Done(run.id, scanned_bytes=scanned, over_limit=True)
    if run.explain:
        sql = _plan(cursor, run)
    relation = cursor.sql(sql)
    hints = run.hints if len(run.hints) == len(relation.columns) else (Hint(),) * len(relation.columns)
    described = list(zip(relation.columns, relation.types, hints, strict=True))
    columns = tuple(result_column(name, type_, hint) for name, type_, hint in described)
    names = [f"c{index}" for index in range(len(columns))]
    texts = ", ".join(
        f"{column_text(name, type_, hint)} AS {name}" for name, (_, type_, hint) in zip(names, described, strict=True)
    )
    planned = time.monotonic()
    # Quotes around every value, nothing for NULL: Athena's own result format. The rows stream to the file.
    written = cursor.execute(
        f"COPY (SELECT {texts} FROM ({sql}) AS result({', '.join(names)})) TO {literal(run.path)}"
        " (FORMAT csv, HEADER false, FORCE_QUOTE *, QUOTE '\"', ESCAPE '\"', NULLSTR '', DELIMITER ',')"
    ).fetchone()
    ended = time.monotonic()
    return Done(
        run.id,
        columns=columns,
        rows=int(written[0]) if written else 0,
        scanned_bytes=scanned,
        planning_ms=round((planned - began) * 1000),
        running_ms=round((ended - planned) * 1000),
    )


_EXPLAINS = {"text": "EXPLAIN", "json": "EXPLAIN (FORMAT json)", "analyze": "EXPLAIN ANALYZE"}


def _plan(cursor: DuckDBPyConnection, run: Run) -> str:
    """A query whose rows are the lines of the plan."""
    text = "\n".join(str(row[1]) for row in cursor.execute(f"{_EXPLAINS[run.explain]} {run.sql}").fetchall())
    return f'SELECT unnest(string_split({literal(text)}, chr(10))) AS "Query Plan"'


def _limit_memory(address_bytes: int) -> None:
    """A cap that DuckDB's own limit can't be: some functions allocate outside of it."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (address_bytes, address_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    source, output = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not reach the frames
    start = receive(source)
    if not isinstance(start, Start):
        return
    _limit_memory(start.address_bytes)
    Path(start.results).mkdir(parents=True, exist_ok=True)
    engine = Engine(start, output)
    engine.answer(Ready())
    while (message := receive(source)) is not None:
        if isinstance(message, Run):
            engine.submit(message)
        elif isinstance(message, Cancel):
            engine.cancel(message.id)
    os._exit(0)  # the parent has gone: running queries have nobody to answer


if __name__ == "__main__":
    main()
