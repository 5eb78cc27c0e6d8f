"""One guarded statement from SQL to table: the only way from an action to Athena."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from agent_actions.context import Context
from agent_actions.contract import Column, Scalar
from agent_actions.errors import ActionError, RefusedError
from agent_actions.semantic.model import Dataset, TableRef
from agent_actions.sql.athena import QueryResult
from agent_actions.sql.guard import Guarded, guard
from agent_actions.sql.rewrite import counting

T = TypeVar("T")

ATHENA_READ = ("athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults")
"""What an action must be allowed to do that runs a query."""
FRESHNESS_SECONDS = 300
"""How long a reading of a dataset's newest row is kept."""
FRESHNESS_DAYS = 62
"""A dataset with partitions by time is read this far back for its newest row."""

_TYPES = {
    "tinyint": "integer",
    "smallint": "integer",
    "integer": "integer",
    "int": "integer",
    "bigint": "integer",
    "real": "number",
    "float": "number",
    "double": "number",
    "decimal": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "array": "json",
    "map": "json",
    "row": "json",
    "json": "json",
}

_background = ThreadPoolExecutor(4, thread_name_prefix="freshness")


@dataclass(frozen=True)
class Ran:
    """A statement that ran: what was executed, what came of it and what the asker's rights withheld."""

    guarded: Guarded
    result: QueryResult
    hidden: tuple[str, ...]
    data_as_of: str | None
    total_rows: int
    """Rows of the whole result, also of one that our row limit cut."""
    limited: bool
    """True when our row limit cut the result."""
    at_least: bool = False
    """True when there are more rows than ``total_rows``, and nobody could count them."""


def run_guarded(context: Context, sql: str, seed: str) -> Ran:
    """Guard ``sql`` for the asker and run it. Raises ActionError in words."""
    guarded = _guarded(context, sql, pretty=True)
    newest = in_background(lambda: newest_of(context, guarded.tables))
    result = _run(context, guarded.sql, seed)
    total, counted = _counted(context, guarded, result, seed)
    return Ran(
        guarded=guarded,
        result=result,
        hidden=context.grant.describe_hidden(guarded.tables),
        data_as_of=settled(newest),
        total_rows=total,
        limited=total > result.total_rows or not counted,
        at_least=not counted,
    )


def _counted(context: Context, guarded: Guarded, result: QueryResult, seed: str) -> tuple[int, bool]:
    """How many rows there are, and whether that is all of them: a result that our limit may have cut is counted."""
    if not guarded.capped or result.total_rows < guarded.limit:
        return result.total_rows, True
    try:
        found = _run(context, counting(guarded.sql, guarded.theirs), f"count\0{seed}").rows
    except ActionError:
        return result.total_rows, False
    total = found[0][0] if found else None
    return (total, True) if isinstance(total, int) else (result.total_rows, False)


def rows_of(context: Context, sql: str, seed: str) -> list[tuple[Scalar, ...]]:
    """The rows of a small statement on the way to an answer. Raises ActionError in words."""
    return _run(context, _guarded(context, sql).sql, seed).rows


def columns_of(result: QueryResult) -> tuple[Column, ...]:
    """Columns of a statement that no model describes: labels are its own names."""
    return tuple(
        Column.model_validate({"name": name, "label": name.replace("_", " ").strip().capitalize(), "type": kind(type_)})
        for name, type_ in result.columns
    )


def kind(athena_type: str) -> str:
    """Athena's type as one of :class:`Column`'s: ``decimal(12,2)`` is ``number``, ``varchar`` is ``string``."""
    return _TYPES.get(athena_type.split("(")[0].split(" ")[0].lower(), "string")


def _guarded(context: Context, sql: str, *, pretty: bool = False) -> Guarded:
    return guard(
        sql,
        tables=context.tables,
        grant=context.grant,
        default_database=context.model.config.defaults.database,
        max_rows=context.services.settings.max_rows,
        pretty=pretty,
    )


def _run(context: Context, sql: str, seed: str) -> QueryResult:
    return context.services.athena.run(
        sql,
        token_seed=f"{context.turn}\0{seed}",
        deadline=context.query_deadline,
        database=context.model.config.defaults.database,
    )


def newest_of(context: Context, tables: Sequence[TableRef]) -> str | None:
    """The oldest of the datasets' newest rows: up to then, all of them are complete."""
    readings = [
        newest
        for table in tables
        if (dataset := context.model.dataset_of(table)) is not None
        and dataset.freshness
        and (newest := _newest_row(context, dataset))
    ]
    return min(readings, default=None)


def _newest_row(context: Context, dataset: Dataset) -> str | None:
    field = dataset.field((dataset.freshness or "").split(".")[-1])
    if field is None:
        return None
    since = context.today - timedelta(days=FRESHNESS_DAYS)
    recent = [
        f"\"{column}\" >= '{since.strftime(rule.format)}'"
        for column, rule in dataset.partitions.items()
        if rule.field.split(".")[-1] == field.name
    ]
    where = f" WHERE {' AND '.join(recent)}" if recent else ""
    return reading(context, dataset, f"max({field.expression})", where, FRESHNESS_SECONDS)


def reading(context: Context, dataset: Dataset, aggregate: str, where: str, seconds: float) -> str | None:
    """One value of one table as the asker may see it, kept for so many seconds; None when it cannot be had."""
    statement = f'SELECT {aggregate} FROM "{dataset.source.database}"."{dataset.source.table}"{where}'
    try:
        key = f"{statement}\0{_rights_of(context, dataset.source)}"
        known = context.services.freshness.get(key)
        if known and time.monotonic() - known[0] < seconds:
            return known[1]
        result = _run(context, _guarded(context, statement).sql, f"reading\0{statement}")
    except ActionError:
        return None
    value = str(result.rows[0][0]) if result.rows and result.rows[0][0] is not None else None
    context.services.freshness[key] = (time.monotonic(), value)
    return value


def _rights_of(context: Context, table: TableRef) -> str:
    """What of a table is shown: who see the same of it share a reading, without a guard for each.

    Raises RefusedError when it isn't granted, or a row filter cannot be read.
    """
    grant = context.grant
    if not grant.allows_table(table):
        raise RefusedError(grant.refusal(table))
    held = (grant.row_filters(table), sorted(grant.hidden_columns(table)), sorted(grant.masked_columns(table)))
    return repr(held)


def in_background(read: Callable[[], T]) -> Future[T]:
    """A reading beside the query itself, on one of a few threads."""
    return _background.submit(read)


def settled(reading: Future[T], seconds: float = 0.5) -> T | None:
    """The reading, if it comes so soon after the result: it never holds an answer up for long."""
    try:
        return reading.result(timeout=seconds)
    except TimeoutError:
        return None
