"""A metric request -> one Athena SELECT. Every fact is aggregated apart; several are merged by UNION ALL and GROUP BY.

The merge avoids full joins with IS NOT DISTINCT FROM (wrong results on Trino: trinodb/trino issue 26257).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from agent_actions.contract import Column
from agent_actions.errors import FixableError
from agent_actions.semantic import graph, words
from agent_actions.semantic.blocks import Block, BlockSql, Shape, block_sql
from agent_actions.semantic.columns import Columns
from agent_actions.semantic.describe import assumptions, columns_of_result, title
from agent_actions.semantic.expressions import DIALECT
from agent_actions.semantic.filters import Condition, compare_metric, number_literal, understand
from agent_actions.semantic.formulas import Formula, Part, formula_of
from agent_actions.semantic.lookup import field_named, label_for, metric_named
from agent_actions.semantic.model import Metric, ModelField, SemanticModel
from agent_actions.semantic.names import fold, nearest
from agent_actions.semantic.periods import Period, parse_period
from agent_actions.semantic.request import Filter, MetricRequest
from agent_actions.sql.tables import Tables

_COMPARISONS = ("gt", "gte", "lt", "lte")
_TIME_WORDS = ("time", "date", "period", "metric_time")


@dataclass(frozen=True)
class Compiled:
    sql: str
    columns: tuple[Column, ...]
    title: str
    assumptions: tuple[str, ...]
    metrics: tuple[Metric, ...]
    datasets: tuple[str, ...]
    """Every dataset that the statement reads."""
    period: Period | None
    times: tuple[str, ...] = ()
    """Fields (``dataset.field``) by which the facts are dated."""


@dataclass(frozen=True)
class _Having:
    formula: Formula
    op: str
    value: exp.Expr
    words: str


def compile_metrics(model: SemanticModel, request: MetricRequest, today: date, tables: Tables) -> Compiled:
    """The request as SQL over physical tables; rights are applied to the SQL later, by the guard.

    Raises UnknownNameError, AmbiguousError and FixableError (graph.PathError among them) with sentences for a person.
    """
    _refuse_unanswered(request)
    metrics = list(dict.fromkeys(metric_named(model, name).name for name in request.metrics))
    formulas = [formula_of(model, metric_named(model, name), i + 1) for i, name in enumerate(metrics)]
    facts = list(dict.fromkeys(part.fact for formula in formulas for part in formula.parts))
    havings = [h for f in request.filters if (h := _having(formulas, f))]
    asked = [f for f in request.filters if not _metric_in(formulas, f.field)]
    fields = list({f.ref: f for name in request.dimensions if (f := field_named(model, name, facts))}.values())
    conditions = [_condition(model, f, facts, today) for f in asked]
    period = _period(model, request, today)
    plan = _blocks(model, formulas, dated=period is not None or request.grain is not None, grain=bool(request.grain))
    times = {block.time.ref for block, _ in plan if block.time}
    if request.grain:
        fields = [f for f in fields if f.ref not in times]
    names = _output_names(fields, [f.metric.name for f in formulas], request.grain)
    shape = Shape(tuple(zip(names, fields, strict=True)), request.grain, period, tuple(conditions))
    columns = Columns(model, tables)
    blocks = [block_sql(columns, block, shape) for block, _ in plan]
    outputs = [(f.metric.name, f) for f in formulas]
    select = _single(blocks[0], outputs, havings) if len(blocks) == 1 else _merged(plan, blocks, outputs, havings)
    _order(select, model, request, shape, formulas)
    if request.limit:
        select.limit(request.limit, copy=False)
        _leave_out_nameless(select, shape, dict(blocks[0].keys) if len(blocks) == 1 else {})
    heading = ", ".join([title(model, shape, formulas, request), *(h.words for h in havings)])
    return Compiled(
        sql=select.sql(dialect=DIALECT, identify=True),
        columns=tuple(columns_of_result(model, shape, outputs)),
        title=heading,
        assumptions=tuple(assumptions(model, shape, request, plan, today)),
        metrics=tuple(f.metric for f in formulas),
        datasets=tuple(dict.fromkeys(name for block in blocks for name in block.datasets)),
        period=period,
        times=tuple(sorted(times)),
    )


def _refuse_unanswered(request: MetricRequest) -> None:
    asked = ("by", "rest", "compare", "why", "share", "running", "rolling")
    found = [name for name in asked if getattr(request, name)]
    found += [request.grain] if request.grain and request.grain.startswith("fiscal") else []
    if found:
        raise FixableError(words.not_computed(found))


def _period(model: SemanticModel, request: MetricRequest, today: date) -> Period | None:
    if request.period is None or not request.period.strip():
        return None
    defaults = model.config.defaults
    return parse_period(
        request.period, today, week_start=defaults.week_start, fiscal_year_start=defaults.fiscal_year_start
    )


def _condition(model: SemanticModel, asked: Filter, facts: Sequence[str], today: date) -> Condition:
    field = field_named(model, asked.field, facts)
    return understand(model, field, asked, label_for(model, field), today)


def _metric_in(formulas: Sequence[Formula], name: str) -> Formula | None:
    folded = fold(name)
    return next((f for f in formulas if folded in (fold(f.metric.name), fold(f.metric.label))), None)


def _having(formulas: Sequence[Formula], asked: Filter) -> _Having | None:
    """A filter on a metric of the request: "stores with revenue over 1000"."""
    formula = _metric_in(formulas, asked.field)
    if formula is None:
        return None
    label = formula.metric.label
    if asked.op not in _COMPARISONS:
        raise FixableError(words.metric_comparison(label))
    if len(asked.values) != 1:
        raise FixableError(words.one_value(label, asked.op))
    value = number_literal(asked.values[0], label)
    return _Having(formula, asked.op, value, words.compared(label, asked.op, value.sql()))


def _blocks(
    model: SemanticModel, formulas: Sequence[Formula], *, dated: bool, grain: bool
) -> list[tuple[Block, list[Formula]]]:
    """The passes over facts that give every part: one for each fact and time field."""
    parts: dict[tuple[str, str | None], list[Part]] = {}
    users: dict[tuple[str, str | None], list[Formula]] = {}
    for formula in formulas:
        for part in formula.parts:
            time = _time_of(model, formula, part, grain) if dated else None
            key = (part.fact, time.ref if time else None)
            parts.setdefault(key, []).append(part)
            used = users.setdefault(key, [])
            if formula not in used:
                used.append(formula)
    found: list[tuple[Block, list[Formula]]] = []
    for (fact, ref), members in parts.items():
        dataset = model.dataset(fact)
        assert dataset is not None, "formula_of names datasets of the model only"
        time = model.field(ref) if ref else None
        found.append((Block(dataset, time, tuple(members)), users[fact, ref]))
    return found


def _time_of(model: SemanticModel, formula: Formula, part: Part, grain: bool) -> ModelField | None:
    """The field that dates this part. None only for undated rows on the one side of the metric's own fact."""
    metric = formula.metric
    for ref in (metric.time, graph.default_time(model, part.fact)):
        field = model.field(ref) if ref else None
        if field and graph.reaches(model, part.fact, field.dataset):
            return field
    beside = part.fact != formula.fact and graph.reaches(model, formula.fact, part.fact)
    if beside and not grain:
        return None
    dataset = model.dataset(part.fact)
    raise FixableError(words.cannot_be_dated(metric.label, dataset.label if dataset else part.fact))


def _output_names(fields: Sequence[ModelField], metrics: Sequence[str], grain: str | None) -> list[str]:
    """Output column names: the field's own, with its dataset's before it where that would not be unique."""
    bare = [f.name.casefold() for f in fields]
    taken = {name.casefold() for name in (*metrics, *([grain] if grain else ()))}
    return [
        f"{f.dataset}_{f.name}" if bare.count(f.name.casefold()) > 1 or f.name.casefold() in taken else f.name
        for f in fields
    ]


def _single(block: BlockSql, outputs: Sequence[tuple[str, Formula]], havings: Sequence[_Having]) -> exp.Select:
    select = block.select
    for name, tree in block.keys:
        select.select(exp.alias_(tree, name, quoted=True), copy=False)
    for name, formula in outputs:
        select.select(exp.alias_(formula.combined(block.parts), name, quoted=True), copy=False)
    _group(select, len(block.keys))
    for having in havings:
        tree = exp.paren(having.formula.combined(block.parts), copy=False)
        select.having(compare_metric(having.op, tree, having.value), copy=False)
    return select


def _merged(
    plan: Sequence[tuple[Block, list[Formula]]],
    blocks: Sequence[BlockSql],
    outputs: Sequence[tuple[str, Formula]],
    havings: Sequence[_Having],
) -> exp.Select:
    every = [part for block, _ in plan for part in block.parts]
    keys = [name for name, _ in blocks[0].keys]
    selects = [_branch(block, every) for block in blocks]
    union: exp.Query = selects[0]
    for branch in selects[1:]:
        union = exp.union(union, branch, distinct=False, copy=False)
    select = exp.Select().from_(union.subquery(exp.to_identifier("facts", quoted=True), copy=False), copy=False)
    for name in keys:
        select.select(exp.alias_(_fact_column(name), name, quoted=True), copy=False)
    merged: dict[str, exp.Expr] = {}
    for part in every:
        value: exp.Expr = exp.Max(this=_fact_column(part.name))
        merged[part.name] = exp.Coalesce(this=value, expressions=[exp.Literal.number(0)]) if part.counts else value
    for name, formula in outputs:
        select.select(exp.alias_(formula.combined(merged), name, quoted=True), copy=False)
    _group(select, len(keys))
    for having in havings:
        tree = exp.paren(having.formula.combined(merged), copy=False)
        select.having(compare_metric(having.op, tree, having.value), copy=False)
    return select


def _branch(block: BlockSql, every: Sequence[Part]) -> exp.Select:
    """One fact's rows in the union's columns: null for the parts that other facts give."""
    select = block.select
    for name, tree in block.keys:
        select.select(exp.alias_(tree, name, quoted=True), copy=False)
    for part in every:
        tree = block.parts.get(part.name)
        select.select(exp.alias_(exp.Null() if tree is None else tree, part.name, quoted=True), copy=False)
    _group(select, len(block.keys))
    return select


def _leave_out_nameless(select: exp.Select, shape: Shape, keys: dict[str, exp.Expr]) -> None:
    """A ranking names things: rows without one of its dimensions (an order without a store) take no place in it."""
    if any(condition.asks_for_null for condition in shape.conditions):
        return
    for name, _ in shape.dimensions:
        key = keys[name].copy() if keys else _fact_column(name)
        select.having(exp.Not(this=exp.Is(this=key, expression=exp.Null())), copy=False)


def _fact_column(name: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True), table=exp.to_identifier("facts", quoted=True))


def _group(select: exp.Select, keys: int) -> None:
    if keys:
        select.group_by(*(exp.Literal.number(i + 1) for i in range(keys)), copy=False)


def _order(
    select: exp.Select, model: SemanticModel, request: MetricRequest, shape: Shape, formulas: Sequence[Formula]
) -> None:
    """Series by time, rankings by the first metric from the top, as asked where asked; then by every key: no ties."""
    keys = ([shape.grain] if shape.grain else []) + [name for name, _ in shape.dimensions]
    if not keys:
        return
    if request.order:
        first, descending = _position(model, request.order.by, keys, shape, formulas), request.order.direction == "desc"
    elif shape.grain:
        first, descending = 1, False
    else:
        first, descending = len(keys) + 1, True
    positions = [first, *(i for i in range(1, len(keys) + 1) if i != first)]
    for i, position in enumerate(positions):
        ordered = exp.Ordered(this=exp.Literal.number(position), desc=descending and i == 0, nulls_first=False)
        select.order_by(ordered, copy=False)


def _position(model: SemanticModel, by: str, keys: Sequence[str], shape: Shape, formulas: Sequence[Formula]) -> int:
    """The output position, from 1, of a metric, a dimension or the grain. Raises FixableError."""
    spellings: dict[str, int] = {}
    offset = 1 if shape.grain else 0
    for i, (name, field) in enumerate(shape.dimensions):
        for text in (field.label, label_for(model, field), field.name, name, field.ref):
            spellings[fold(text)] = offset + i + 1
    for i, formula in enumerate(formulas):
        for text in (*formula.metric.synonyms, formula.metric.label, formula.metric.name):
            spellings[fold(text)] = len(keys) + i + 1
    if shape.grain:
        spellings.update(dict.fromkeys((*_TIME_WORDS, shape.grain), 1))
    position = spellings.get(fold(by))
    if position is None:
        allowed = [*(f.metric.name for f in formulas), *(f.ref for _, f in shape.dimensions)]
        allowed += [shape.grain] if shape.grain else []
        raise FixableError(words.unknown_order(by, allowed), nearest=nearest(by, allowed))
    return position
