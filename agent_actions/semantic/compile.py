"""A metric request -> one Athena SELECT. Every fact is aggregated apart; several are merged (:mod:`merging`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlglot import exp

from agent_actions.errors import FixableError, UnknownNameError
from agent_actions.semantic import derived_words, graph, tally_words, words
from agent_actions.semantic.absent import absent
from agent_actions.semantic.asked import Compiled, condition_of, output_names, period_of
from agent_actions.semantic.averages import averaged_over
from agent_actions.semantic.blocks import Block, BlockSql, Shape, block_sql
from agent_actions.semantic.columns import Columns
from agent_actions.semantic.derive import plan
from agent_actions.semantic.describe import assumptions, columns_of_result, title
from agent_actions.semantic.entities import told_apart
from agent_actions.semantic.expressions import DIALECT
from agent_actions.semantic.filters import Condition, to_sql, understand
from agent_actions.semantic.formulas import Formula, Part, empty_is_zero, formula_of
from agent_actions.semantic.havings import Having, having
from agent_actions.semantic.layers import Bound, Layers
from agent_actions.semantic.listing import listing
from agent_actions.semantic.lookup import field_named, label_for, metric_named
from agent_actions.semantic.merging import fact_column, merged, parts_of, single
from agent_actions.semantic.model import ModelField, SemanticModel
from agent_actions.semantic.moments import moments_of
from agent_actions.semantic.names import fold
from agent_actions.semantic.ranking import Ranked
from agent_actions.semantic.request import Filter, MetricRequest
from agent_actions.semantic.tally import Tallier, tally_of
from agent_actions.semantic.whole_units import check_units
from agent_actions.sql.tables import Tables


def compile_metrics(
    model: SemanticModel, request: MetricRequest, today: date, tables: Tables, repeating: Collection[str] = ()
) -> Compiled:
    """The request as SQL over physical tables; rights are applied to the SQL later, by the guard.

    ``repeating``: fields (``dataset.field``) that name rows of which some share a name; their key stands beside them.

    Raises UnknownNameError, AmbiguousError and FixableError (graph.PathError among them) with sentences for a person.
    """
    if not request.metrics:
        return listing(model, request, today, tables, repeating)
    metrics = list(dict.fromkeys(metric_named(model, name).name for name in request.metrics))
    anew = bool(request.rest or request.rolling or request.why)
    formulas = [
        formula_of(model, metric_named(model, name), i + 1, averages_split=anew) for i, name in enumerate(metrics)
    ]
    facts = list(dict.fromkeys(part.fact for formula in formulas for part in formula.parts))
    bounds = [(f, having(formulas, f, compared=bool(request.compare))) for f in request.filters]
    havings = [bound for _, bound in bounds if bound]
    asked = [f for f, bound in bounds if not bound]
    fields = list({f.ref: f for name in request.dimensions if (f := field_named(model, name, facts))}.values())
    conditions = [condition_of(model, f, facts, today) for f in asked]
    tally = tally_of(model, request, formulas, havings)
    shown = [tally.formula] if tally else formulas
    period = averaged_over(shown, request, period_of(model, request, today), today, model.config.defaults)
    moments = moments_of(request)
    planned = plan(model, request, period, shown, today)
    period, in_time = planned.period, bool(request.grain or request.by or moments or (tally and tally.grain))
    blocks = _blocks(model, formulas, dated=period is not None or in_time, grain=in_time)
    check_units(request, [block for block, _ in blocks], period, today)
    times = {block.time.ref for block, _ in blocks if block.time}
    if request.grain:
        fields = [f for f in fields if f.ref not in times]
    fields, beside = told_apart(model, fields, repeating)
    taken = [*(f.metric.name for f in shown), *(a.name for a in planned.added)]
    taken += [name for name in (request.grain, request.by) if name]
    names = output_names(fields, taken)
    shape = Shape(
        tuple(zip(names, fields, strict=True)), request.grain, period, tuple(conditions), request.by, moments=moments
    )
    output = {field.ref: name for name, field in shape.dimensions}
    shape = replace(shape, beside={output[key]: output[name] for key, name in beside.items()})
    shape = replace(shape, within=_within(model, request, shape), shown=_shown(model, request, shape, today))
    columns = Columns(model, tables)
    tallier = Tallier(columns, tally, shape, [block for block, _ in blocks]) if tally else None
    if tallier:
        every, havings = tallier.blocks_of(planned.scopes), []
    else:
        every = [block_sql(columns, block, shape, scope) for scope in planned.scopes for block, _ in blocks]
    nothing = None if tally or planned.layered else absent(columns, shape, facts, havings, period)
    every += [nothing.block] if nothing else []
    parts = [part for block, _ in blocks for part in block.parts] if not tally else tally.formula.parts
    counts = {part.name + scope.suffix: part.counts for scope in planned.scopes for part in parts}
    outputs = [(f.metric.name, f) for f in shown]
    ranked = Ranked(model, request, shape, shown, planned)
    if planned.layered:
        select = _layered(ranked, every, counts, havings)
    else:
        if len(every) == 1:
            select = single(every[0], outputs, havings)
        else:
            select = merged(every, counts, outputs, havings, empty_is_zero=nothing is not None)
        if ranked.keys:
            select.order_by(*ranked.order(), copy=False)
        if request.limit:
            select.limit(request.limit, copy=False)
        if request.limit or havings:
            _leave_out_nameless(select, shape, dict(every[0].keys) if len(every) == 1 else {})
    heading = ", ".join([title(model, shape, shown, request, planned), *(h.words for h in havings)])
    none_pass = bool(havings) and all(empty_is_zero(h.formula) and h.passes(0) for h in havings)
    told = assumptions(model, shape, request, blocks, planned, today, bounded=bool(havings))
    return Compiled(
        sql=select.sql(dialect=DIALECT, identify=True),
        columns=tuple(columns_of_result(model, shape, shown, request, planned)),
        title=heading,
        assumptions=(
            *told,
            *(tallier.assumptions(request) if tallier else ()),
            *((nothing.told,) if nothing else ()),
            *((tally_words.NONE_NOT_LISTED,) if none_pass and not nothing and (fields or request.grain) else ()),
        ),
        metrics=tuple(f.metric for f in formulas),
        datasets=tuple(dict.fromkeys(name for block in every for name in block.datasets)),
        period=period,
        times=tuple(sorted(times)),
        compared=planned.compared.previous if planned.compared else None,
        spine=planned.spine,
        conditions=(*moments.words(), *(c.words for c in conditions), *(h.words for h in havings)),
        told_apart=tuple(tallier.key_columns()) if tallier else (),
    )


def _layered(
    ranked: Ranked, blocks: Sequence[BlockSql], counts: Mapping[str, bool], havings: Sequence[Having]
) -> exp.Select:
    request, planned, shape = ranked.request, ranked.plan, ranked.shape
    layers = Layers(ranked.model, planned, shape, ranked.formulas)
    layers.push("parts", parts_of(blocks, counts))
    if request.rest and request.limit:
        layers.rest(request.limit, ranked.ranking())
    if planned.spine:
        layers.every_bucket(planned.spine)
    layers.figures()
    select = layers.shown(layers.kept([Bound(h.formula, h.op, h.value, h.role) for h in havings]))
    named = (request.limit or havings) and not request.rest and not any(c.asks_for_null for c in shape.conditions)
    windowed = bool(named and layers.dimensions and (request.share or request.why))
    if windowed or shape.shown or ranked.by_size_of_change:
        select = layers.again(select)
    if shape.shown:
        name, condition = shape.shown
        select.where(to_sql(condition, layers.column(name), ranked.model.config.defaults.timezone), copy=False)
    if named:
        for name in layers.dimensions:
            select.where(exp.Not(this=exp.Is(this=layers.column(name), expression=exp.Null())), copy=False)
    ordered = ranked.order()
    in_each = bool(shape.within) and not shape.one_of_each
    if in_each and request.limit:
        select = layers.first_of_each(select, ordered, shape.within, request.limit)
    spelled = layers.spelled(select, ranked.model.config.defaults.week_start)
    if spelled:
        position = 2 if shape.grain else 1
        ordered = [spelled[0].copy() if o.this == exp.Literal.number(position) else o for o in ordered]
        ordered[0].set("desc", ranked.descending)
    if ranked.by_size_of_change:
        change = layers.column(ranked.formulas[0].metric.name + "_change")
        ordered.insert(0, exp.Ordered(this=exp.Abs(this=change), desc=True, nulls_first=False))
    rested = layers.rest_last()
    if rested:
        ordered[1 if shape.grain else 0 : 0] = rested
    if ordered:
        select.order_by(*ordered, copy=False)
    if request.limit and not request.rest and not in_each:
        select.limit(request.limit, copy=False)
    return layers.finished(select)


def _within(model: SemanticModel, request: MetricRequest, shape: Shape) -> tuple[str, ...]:
    """Output names of the request's ``within``. Raises FixableError for what is no part of the request."""
    known = {fold(n): n for n in (request.grain, request.by) if n}
    for name, field in shape.named:
        known |= {fold(text): name for text in (name, field.name, field.ref, field.label, label_for(model, field))}
    found: list[str] = []
    for asked in request.within:
        if fold(asked) not in known:
            raise FixableError(derived_words.unknown_within(asked, [n for n in (request.grain, request.by) if n] + [
                field.ref for _, field in shape.named
            ]))  # fmt: skip
        found.append(known[fold(asked)])
        found += [key for key, name in shape.beside.items() if name == found[-1]]
    return tuple(dict.fromkeys(found))


def _shown(model: SemanticModel, request: MetricRequest, shape: Shape, today: date) -> tuple[str, Condition] | None:
    """The dimension that knows the values of the request's ``show``, the last first. Raises UnknownNameError."""
    unknown: UnknownNameError | None = None
    for name, field in reversed(shape.named):
        asked = Filter(field=field.ref, values=request.show)
        try:
            return (name, understand(model, field, asked, label_for(model, field), today)) if request.show else None
        except UnknownNameError as error:
            unknown = unknown or error
    if unknown:
        raise unknown
    return None


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
    for ref in (part.time or metric.time, graph.default_time(model, part.fact)):
        field = model.field(ref) if ref else None
        if field and graph.reaches(model, part.fact, field.dataset):
            return field
    beside = part.fact != formula.fact and graph.reaches(model, formula.fact, part.fact)
    if beside and not grain:
        return None
    dataset = model.dataset(part.fact)
    raise FixableError(words.cannot_be_dated(metric.label, dataset.label if dataset else part.fact))


def _leave_out_nameless(select: exp.Select, shape: Shape, keys: dict[str, exp.Expr]) -> None:
    """A ranking names things: rows without one of its dimensions (an order without a store) take no place in it."""
    if any(condition.asks_for_null for condition in shape.conditions):
        return
    for name, _ in shape.dimensions:
        key = keys[name].copy() if keys else fact_column(name)
        select.having(exp.Not(this=exp.Is(this=key, expression=exp.Null())), copy=False)
