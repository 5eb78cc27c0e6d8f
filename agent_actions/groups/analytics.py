"""Questions about the data: published metrics, compiled; and SQL that the agent writes, guarded."""

from __future__ import annotations

from typing import Annotated

from agent_actions import words
from agent_actions.action import action
from agent_actions.context import Context
from agent_actions.contract import RESULT_ROWS, Column, MetricVersion, Scalar, Table, figure
from agent_actions.query import Ran, columns_of, run_guarded
from agent_actions.result import ActionResult
from agent_actions.semantic.compile import compile_metrics
from agent_actions.semantic.request import MetricRequest

ATHENA_READ = ("athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults")


@action("analytics", title="Querying metrics", iam=ATHENA_READ)
def query_metrics(request: Annotated[MetricRequest, "what to compute"], context: Context) -> ActionResult:
    """Compute published metrics by dimensions over a period: the first choice for any question about numbers.
    Not for columns that no metric covers (run_sql). Example: {"metrics":["revenue"],"dimensions":["orders.region"],
    "period":"last month"}"""
    compiled = compile_metrics(context.model, request, context.today, context.tables)
    ran = run_guarded(context, compiled.sql, f"query_metrics\0{request.model_dump_json()}")
    table = _table(compiled.title, compiled.columns, ran, asked=request.limit)
    measures = {m.name for m in compiled.metrics}
    nothing = not table.rows or all(
        cell is None for row in table.rows for cell, c in zip(row, table.columns, strict=True) if c.name in measures
    )
    return ActionResult(
        status="empty" if nothing else "ok",
        title=compiled.title,
        headline=_nothing(compiled.title, ran) if nothing else headline(table),
        table=table,
        provenance="metric",
        sql=ran.guarded.sql,
        query_id=ran.result.query_id,
        bytes_scanned=ran.result.bytes_scanned,
        data_as_of=ran.data_as_of,
        metrics=tuple(MetricVersion(name=m.name, version=m.version) for m in compiled.metrics),
        assumptions=compiled.assumptions,
        hidden=ran.hidden,
        warnings=_cut(table),
        output_key=_key(ran.result.output),
    )


@action("analytics", title="Running SQL", iam=ATHENA_READ)
def run_sql(sql: Annotated[str, "one Athena SELECT; tables as database.table"], context: Context) -> ActionResult:
    """Run one read-only SELECT that you wrote, for what no published metric can answer; the answer is labelled
    unverified. Not when query_metrics can do it. Look up tables and columns first with describe_dataset.
    Example: SELECT status, count(*) FROM sales.orders GROUP BY 1"""
    ran = run_guarded(context, sql, f"run_sql\0{sql}")
    table = _table("Result", columns_of(ran.result), ran)
    return ActionResult(
        status="ok" if table.rows else "empty",
        title=table.title,
        headline=words.rows(table.title, table.total_rows) if table.rows else _nothing("your statement", ran),
        table=table,
        provenance="sql",
        sql=ran.guarded.sql,
        query_id=ran.result.query_id,
        bytes_scanned=ran.result.bytes_scanned,
        data_as_of=ran.data_as_of,
        hidden=ran.hidden,
        warnings=(words.SQL_UNVERIFIED, *_cut(table)),
        output_key=_key(ran.result.output),
    )


def headline(table: Table) -> str:
    """A result in one sentence: the value, the row, or the ends of the ranking."""
    names = [c for c in table.columns if c.type in ("string", "date", "timestamp", "boolean")]
    measures = [c for c in table.columns if c not in names]
    if len(table.rows) == 1 and not names:
        values = [(c.label, exact(v, c)) for c, v in zip(table.columns, table.rows[0], strict=True)]
        return words.one_value(table.title, values[0][1]) if len(values) == 1 else words.one_row(table.title, values)
    if len(table.rows) == 1:
        cells = [(c.label, exact(v, c)) for c, v in zip(table.columns, table.rows[0], strict=True)]
        return words.one_row(table.title, cells)
    if len(names) == 1 and measures and not table.truncated:
        name, measure = table.columns.index(names[0]), table.columns.index(measures[0])
        first, last = table.rows[0], table.rows[-1]
        return words.ranking(
            table.title,
            table.total_rows,
            (figure(first[name], names[0]), figure(first[measure], measures[0])),
            (figure(last[name], names[0]), figure(last[measure], measures[0])),
        )
    return words.rows(table.title, table.total_rows)


def exact(value: Scalar, column: Column) -> str:
    """A figure that stands alone: not shortened to k or M."""
    if column.format and column.format.endswith("a"):
        pattern = "0,0" if isinstance(value, int | float) and abs(value) >= 1_000 else "0,0.00"
        column = column.model_copy(update={"format": pattern})
    return figure(value, column)


def _table(title: str, columns: tuple[Column, ...], ran: Ran, asked: int | None = None) -> Table:
    total = ran.result.total_rows
    return Table(
        title=title,
        columns=columns,
        rows=tuple(ran.result.rows[:RESULT_ROWS]),
        total_rows=total,
        truncated=total > RESULT_ROWS or (ran.limited and asked != total),
    )


def _cut(table: Table) -> tuple[str, ...]:
    if len(table.rows) < table.total_rows:
        return (words.TRUNCATED.format(shown=f"{len(table.rows):,}", total=f"{table.total_rows:,}"),)
    return ()


def _nothing(title: str, ran: Ran) -> str:
    if ran.hidden:
        return words.EMPTY_HIDDEN.format(title=title, hidden=words.joined(ran.hidden))
    return words.EMPTY.format(title=title)


def _key(output: str) -> str | None:
    """``s3://bucket/key`` without its bucket."""
    return output.split("/", 3)[3] if output.startswith("s3://") and output.count("/") > 2 else None
