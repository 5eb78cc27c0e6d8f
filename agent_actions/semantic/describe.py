"""A compiled request in words: title, assumptions, and the columns as a person sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from agent_actions.contract import Column
from agent_actions.semantic import column_words, derived_words, divided_words, words
from agent_actions.semantic.averages import over_units
from agent_actions.semantic.blocks import Block, Shape
from agent_actions.semantic.derive import Added, Plan
from agent_actions.semantic.formulas import Formula, datatype_of_metric
from agent_actions.semantic.lookup import label_for
from agent_actions.semantic.model import DataType, SemanticModel
from agent_actions.semantic.names import label_of
from agent_actions.semantic.periods import unit_start
from agent_actions.semantic.plain import default_filter
from agent_actions.semantic.request import MetricRequest

_ColumnType = Literal["string", "integer", "number", "boolean", "date", "timestamp", "json"]
_TYPES: dict[DataType, _ColumnType] = {
    "String": "string",
    "Integer": "integer",
    "Decimal": "number",
    "Float": "number",
    "Boolean": "boolean",
    "Date": "date",
    "Time": "string",
    "DateTime": "timestamp",
    "DateTimeTz": "timestamp",
    "Opaque": "json",
}


def column_type(datatype: DataType | None) -> _ColumnType:
    return _TYPES[datatype] if datatype else "string"


def columns_of_result(
    model: SemanticModel, shape: Shape, formulas: Sequence[Formula], request: MetricRequest, plan: Plan
) -> list[Column]:
    found: list[Column] = []
    if shape.grain:
        found.append(Column(name=shape.grain, label=label_of(shape.grain), type="date", role="time"))
    if shape.by:
        kind = "integer" if shape.by == "hour" else "string"
        found.append(Column(name=shape.by, label=words.TIME_PARTS[shape.by], type=kind, role="dimension"))
    for name, field in shape.dimensions:
        kind = "string" if request.rest else column_type(field.datatype)
        found.append(
            Column(
                name=name,
                label=label_for(model, field),
                type=kind,
                unit=field.unit,
                format=field.format,
                role="key" if name in shape.beside else "dimension",
            )
        )
    for formula in formulas:
        metric = formula.metric
        own = Column(
            name=metric.name,
            label=metric.label,
            type=column_type(datatype_of_metric(model, formula)),
            unit=metric.unit,
            format=metric.format,
            role="metric",
            of=metric.name,
        )
        found.append(own)
        found += [_added(own, added, request, plan) for added in plan.added if added.formula is formula]
    return found


_FRACTIONS = ("change_pct", "share", "previous_share", "contribution")


def _added(own: Column, added: Added, request: MetricRequest, plan: Plan) -> Column:
    labels = {
        "change": derived_words.change,
        "change_pct": derived_words.change_pct,
        "share": derived_words.share,
        "running": derived_words.running,
        "contribution": derived_words.contribution,
    }
    if added.role == "rolling":
        label = derived_words.rolling(own.label, request.rolling or 0, request.grain or "day", mean=request.mean)
    elif added.role in ("previous", "previous_share"):
        apart = request.grain or request.by or plan.compared is None
        said = derived_words.share(own.label) if added.role == "previous_share" else own.label
        label = derived_words.previous(said, "" if apart or not plan.compared else plan.compared.previous.label)
    else:
        label = labels[added.role](own.label)
    column = own.model_copy(update={"name": added.name, "label": label, "role": added.role})
    if added.role == "rolling" and request.mean and column.type == "integer":
        return column.model_copy(update={"type": "number", "format": "0,0.0"})
    if added.role in _FRACTIONS:
        return column.model_copy(update={"type": "number", "unit": None, "format": "0.0%"})
    return column


def title(model: SemanticModel, shape: Shape, formulas: Sequence[Formula], request: MetricRequest, plan: Plan) -> str:
    """ "Revenue by region, October 2026, EMEA only"."""
    by = [words.lower_first(label_of(shape.grain))] if shape.grain else []
    by += [words.TIME_PARTS[shape.by]] if shape.by else []
    by += [label_for(model, field) for _, field in shape.named]
    parts = [words.metric_by([f.metric.label for f in formulas], by)]
    if request.limit and by:
        descending = request.order is None or request.order.direction == "desc"
        top = words.top_rows(request.limit, descending)
        if request.within and not shape.one_of_each:
            top = derived_words.in_each(top, within_labels(model, shape))
        parts.append(derived_words.and_rest(top) if request.rest else top)
    if shape.period:
        parts.append(shape.period.label)
    if plan.compared:
        parts.append(derived_words.compared_with(plan.compared.previous.label))
    parts += shape.moments.words()
    parts += [condition.words for condition in shape.conditions]
    parts += [derived_words.share_of(shape.shown_values)] if shape.shown else []
    return ", ".join(parts)


def within_labels(model: SemanticModel, shape: Shape) -> list[str]:
    """What a ranking or a share is computed in each of, in words."""
    labels = {name: label_for(model, field) for name, field in shape.dimensions}
    return [labels.get(name) or label_of(name) for name in shape.within if name not in shape.beside]


def assumptions(
    model: SemanticModel,
    shape: Shape,
    request: MetricRequest,
    blocks: Sequence[tuple[Block, Sequence[Formula]]],
    plan: Plan,
    today: date,
    *,
    bounded: bool = False,
) -> list[str]:
    """What was taken for granted. ``blocks``: each with the formulas that draw on it; ``bounded``: by a metric."""
    found: list[str] = []
    dated = [(block, formulas) for block, formulas in blocks if block.time]
    labels = list(dict.fromkeys(label_for(model, block.time) for block, _ in dated if block.time))
    if len(labels) > 1:
        by_metric: dict[str, list[str]] = {}
        for block, formulas in dated:
            for formula in formulas:
                by_metric.setdefault(formula.metric.label, []).extend(
                    [label_for(model, block.time)] if block.time else []
                )
        dates = [words.counted_by(metric, list(dict.fromkeys(times))) for metric, times in by_metric.items()]
    else:
        dates = [words.by_date(label) for label in labels]
    if shape.period and request.period:
        found.append(words.period_means(_said(request.period), shape.period.label, list(dict.fromkeys(dates))))
        if shape.period.start <= today < shape.period.last and not shape.period.open_end:
            found.append(words.period_not_over(shape.period.label))
        found += _cut_edges(model, shape, today)
    else:
        found.append(", ".join([words.ALL_TIME, *dict.fromkeys(dates)]) if shape.grain else words.ALL_TIME)
    found += plan.assumptions
    computed = list(dict.fromkeys(formula.metric for _, used in blocks for formula in used))
    found += [divided_words.computed(m.label, m.description) for m in computed if m.over]
    found += [column_words.straight(part.label) for m in computed for part in m.made_of if part.column]
    found += [
        divided_words.computed_sum(
            m.label, taken_off=any(t.sign == "-" and t.metric.datasets != m.terms[0].metric.datasets for t in m.terms)
        )
        for m in computed
        if m.terms
    ]
    found += [
        said
        for m in computed
        if m.over and (said := over_units(m.over.unit, shape.period, model.config.defaults, shape.by, shape.moments))
    ]
    for condition in shape.conditions:
        found += condition.assumptions
    found += namesakes(model, shape)
    if request.share and shape.within:
        found.append(derived_words.share_within(within_labels(model, shape)))
    if (request.limit or bounded) and not request.rest and not any(c.asks_for_null for c in shape.conditions):
        named = {c.field.ref for c in shape.conditions if c.op != "not_in"}
        nameless = [label_for(model, field) for _, field in shape.named if field.ref not in named]
        found += [words.named_only(nameless, ranked=bool(request.limit))] if nameless else []
    for block, _ in blocks:
        if block.fact.default_filter:
            found.append(default_filter(block.fact, block.fact.default_filter))
        if block.time is None and shape.period:
            found.append(words.not_dated(block.fact.label))
    return list(dict.fromkeys(found))


def namesakes(model: SemanticModel, shape: Shape) -> list[str]:
    """By what rows of one name are told apart."""
    fields = dict(shape.dimensions)
    keys: dict[str, list[str]] = {}
    for key, name in shape.beside.items():
        keys.setdefault(label_for(model, fields[name]), []).append(label_for(model, fields[key]))
    return [words.told_apart(name, labels) for name, labels in keys.items()]


def _cut_edges(model: SemanticModel, shape: Shape, today: date) -> list[str]:
    """Weeks, months... at the ends of the period that are not wholly in it."""
    grain, period = shape.grain, shape.period
    if not grain or grain == "day" or not period:
        return []
    calendar = (model.config.defaults.week_start, model.config.defaults.fiscal_year_start)
    first = not period.open_start and unit_start(period.start, grain, *calendar) != period.start
    last = not period.open_end and period.end <= today and unit_start(period.end, grain, *calendar) != period.end
    return [words.cut_edges(grain, first=first, last=last)] if first or last else []


def _said(period: str) -> str:
    """The period as it was put, when it was put in words; a code such as 2026-10 says less than its label."""
    return period.replace("_", " ") if period[:1].isalpha() else ""
