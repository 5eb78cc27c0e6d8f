"""Questions about the data: published metrics, compiled; and SQL that the agent writes, guarded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from agent_actions import words
from agent_actions.action import action
from agent_actions.beside_file import refuse_repeats, unmatched
from agent_actions.certified import certified_answer
from agent_actions.changes import Spoken, arithmetic
from agent_actions.context import Context
from agent_actions.contract import MetricVersion, Scalar, Table
from agent_actions.coverage import Coverage, coverage, nothing_there, partly_there
from agent_actions.errors import FixableError
from agent_actions.headline import headline, row_name
from agent_actions.listed import rows_listed
from agent_actions.namesakes import namesakes
from agent_actions.pivot import Laid, laid_out, some_rows
from agent_actions.query import ATHENA_READ, Ran, columns_of, in_background, run_guarded, settled
from agent_actions.result import ActionResult
from agent_actions.semantic.compile import Compiled
from agent_actions.semantic.file_join import compile_request
from agent_actions.semantic.formulas import Formula, adds_up, empty_is_zero, formula_of
from agent_actions.semantic.guesses import drafted, guesses
from agent_actions.semantic.model import Metric
from agent_actions.semantic.owners import owners_of
from agent_actions.semantic.request import CertifiedRequest, MetricRequest
from agent_actions.semantic.words import lower_first
from agent_actions.tabular import cut, nothing, output_key, result_table
from agent_actions.told_apart import refuse_masked

LESSON = (
    'E.g. {"metrics":["revenue"],"dimensions":["orders.region"],"period":"last month"}. '
    "filters: a metric in 0 lists what has none. by: all Mondays. limit: top N; rest: its others in one row; "
    "within: limit, share in each. compare adds previous, change, change_pct; why: contributions to it. "
    "share: of total; show: only these. running: total so far. rolling: over N grains; mean: their average. "
    "file: its rows beside metrics; against: its number column, adds difference. chart: if asked; pivot: crossed."
)
"""What the fields of a request do, in at most 500 characters."""
COVERAGE_SECONDS = 5.0
"""How long an answer waits to know how far the data reach; mostly it is known from before."""


@action("analytics", title="Querying metrics", iam=ATHENA_READ)
def query_metrics(request: Annotated[MetricRequest, LESSON], context: Context) -> ActionResult:
    """Published metrics by dimensions over a period: the first choice for figures. Not for columns
    that no metric covers (run_sql)."""
    if not request.metrics:
        return rows_listed(context, request)
    shared = namesakes(context, request)
    compiled, joined = compile_request(context.model, request, context.today, context.tables, shared.apart)
    refuse_masked(compiled.told_apart, context.grant.masked_columns)
    looked = in_background(lambda: refuse_repeats(context, joined)) if joined else None
    reach = in_background(lambda: coverage(context, compiled.times) if compiled.period else ())
    ran = run_guarded(context, compiled.sql, f"query_metrics\0{request.model_dump_json()}")
    table = result_table(compiled.title, compiled.columns, ran)
    if looked:
        looked.result()
    covered = settled(reach, COVERAGE_SECONDS) or ()
    figures, sides = (_figures(table, roles) for roles in (("metric",), ("metric", "previous")))
    outside = nothing_there(compiled.period, covered) if compiled.period and not any(figures) else ""
    filtered = any(context.grant.row_filters(table_) for table_ in ran.guarded.tables)
    unseen = not any(sides) and filtered
    is_nothing = unseen or all(value is None for value in sides) or (compiled.spine is not None and not any(sides))
    spoken = Spoken(
        period=compiled.period.label if compiled.period else "",
        compared=compiled.compared.label if compiled.compared else joined.against if joined else "",
        filters=compiled.conditions,
        whole=not table.truncated and (request.limit is None or request.rest),
        name=row_name(table, request.grain),
        rest=request.rest,
        shown=bool(request.show),
    )
    if outside:
        said = words.no_data_for(compiled.title, outside)
    elif is_nothing and not unseen and compiled.conditions and covered:
        said = words.empty_by_filters(compiled.title, compiled.conditions)
    else:
        said = nothing(compiled.title, unseen=unseen) if is_nothing else headline(table, request.grain, spoken)
    partly = _reach(compiled, covered, context.today) if not outside else ()
    lacking = unmatched(context, joined, table, ran) if joined else ()
    laid = Laid(table)
    if request.chart == "pivot" and not is_nothing and not outside:
        zero = not some_rows(request) and all(empty_is_zero(f) for f in _formulas(context, compiled))
        laid = laid_out(table, request.grain, zero=zero)
    notes = () if is_nothing or outside else (*_noughts(table, request), *arithmetic(table, spoken))
    return ActionResult(
        status="empty" if is_nothing or outside else "ok",
        title=compiled.title,
        headline=said,
        table=laid.table,
        provenance="metric",
        sql=ran.guarded.sql,
        query_id=ran.result.query_id,
        bytes_scanned=ran.result.bytes_scanned,
        data_as_of=ran.data_as_of,
        metrics=tuple(_version(context, metric) for metric in compiled.metrics),
        assumptions=(*compiled.assumptions, *shared.together, *guesses(context.model, compiled), *notes),
        hidden=ran.hidden,
        warnings=(
            *partly,
            *lacking,
            *_of_seen(request, filtered=filtered),
            *cut(table),
            *([laid.reason] if laid.reason else []),
            *drafted(context.model),
        ),
        output_key=output_key(ran) if laid.table is table else None,
        source=joined.file if joined else None,
        owners=owners_of(context.model, compiled.metrics),
    )


def _of_seen(request: MetricRequest, *, filtered: bool) -> tuple[str, ...]:
    """A share of rows of which the asker's rights hold some back is none of the whole."""
    return (words.SHARES_OF_SEEN,) if request.share and filtered else ()


@action(
    "analytics", title="Running SQL", iam=ATHENA_READ, right=lambda call: "certified" if call.certified else "run_sql"
)
def run_sql(
    context: Context,
    sql: Annotated[str, "one Athena SELECT; tables as database.table"] = "",
    certified: Annotated[CertifiedRequest | None, "a certified question in place of sql"] = None,
) -> ActionResult:
    """Run a certified question, or one read-only SELECT that you wrote. A certified question that asks exactly what
    the person asks is the first choice of all. Your own SQL only for what no published metric can answer (it is
    labelled unverified), after describe_dataset. Example: SELECT status, count(*) FROM sales.orders GROUP BY 1"""
    if certified is not None:
        return certified_answer(context, certified, also_sql=bool(sql.strip()))
    if not sql.strip():
        raise FixableError(words.NO_STATEMENT)
    ran = run_guarded(context, sql, f"run_sql\0{sql}")
    table = result_table("Result", columns_of(ran.result), ran)
    return ActionResult(
        status="ok" if table.rows else "empty",
        title=table.title,
        headline=headline(table) if len(table.rows) == len(table.columns) == 1 else _listed(table, context, ran),
        table=table,
        provenance="sql",
        sql=ran.guarded.sql,
        query_id=ran.result.query_id,
        bytes_scanned=ran.result.bytes_scanned,
        data_as_of=ran.data_as_of,
        hidden=ran.hidden,
        warnings=(words.SQL_UNVERIFIED, *cut(table)),
        output_key=output_key(ran),
    )


def _formulas(context: Context, compiled: Compiled) -> list[Formula]:
    return [formula_of(context.model, metric, 1) for metric in compiled.metrics]


def _figures(table: Table, roles: tuple[str, ...]) -> list[Scalar]:
    return [v for row in table.rows for v, c in zip(row, table.columns, strict=True) if c.role in roles]


def _reach(compiled: Compiled, covered: Sequence[Coverage], today: date) -> tuple[str, ...]:
    """What the data do not reach, of the period and of what it is compared with."""
    found = partly_there(compiled.period, covered, today) if compiled.period else ()
    if compiled.compared:
        none = nothing_there(compiled.compared, covered)
        beside = (words.no_comparison(compiled.compared.label, none),) if none else ()
        found = (*found, *(beside or partly_there(compiled.compared, covered, today)))
    return tuple(dict.fromkeys(found))


def _noughts(table: Table, request: MetricRequest) -> tuple[str, ...]:
    """How many buckets of a plain series have nothing in them."""
    metrics = [(i, c) for i, c in enumerate(table.columns) if c.role == "metric"]
    if not request.grain or request.by or request.dimensions or table.truncated or len(table.rows) < table.total_rows:
        return ()
    found: list[str] = []
    for i, column in metrics:
        empty = [row[i] for row in table.rows if not row[i]]
        if empty:
            grain, label = request.grain.replace("_", " "), lower_first(column.label)
            zero = all(value is not None for value in empty)
            found.append(words.shown_as_nought(len(empty), len(table.rows), grain, label, zero=zero))
    return tuple(found)


def _version(context: Context, metric: Metric) -> MetricVersion:
    formula = formula_of(context.model, metric, 1)
    gaps = bool(metric.terms) and not empty_is_zero(formula)  # a row of a difference may be empty and its whole not
    return MetricVersion(
        name=metric.name,
        version=metric.version,
        adds_up=adds_up(context.model, formula) and not gaps,
        empty_is_zero=empty_is_zero(formula),
    )


def _listed(table: Table, context: Context, ran: Ran) -> str:
    if table.rows:
        return words.rows(table.title, table.total_rows, at_least=table.at_least)
    return nothing(words.YOUR_SQL, unseen=any(context.grant.row_filters(ref) for ref in ran.guarded.tables))
