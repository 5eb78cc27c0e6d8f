"""A request without metrics: rows of one dataset, told by some of its fields, each combination of values once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlglot import exp

from agent_actions.contract import Column
from agent_actions.errors import FixableError
from agent_actions.semantic import graph, listing_words, words
from agent_actions.semantic.asked import Compiled, condition_of, output_names, period_of
from agent_actions.semantic.blocks import Block, Shape, block_sql
from agent_actions.semantic.columns import Columns
from agent_actions.semantic.describe import column_type, namesakes
from agent_actions.semantic.entities import told_apart
from agent_actions.semantic.expressions import DIALECT
from agent_actions.semantic.lookup import field_named, label_for
from agent_actions.semantic.merging import single
from agent_actions.semantic.model import Dataset, ModelField, SemanticModel
from agent_actions.semantic.names import fold, nearest
from agent_actions.semantic.plain import default_filter
from agent_actions.semantic.request import MetricRequest
from agent_actions.sql.tables import Tables

_FIGURES = (
    "grain", "by", "count", "rest", "within", "compare", "why", "share", "show", "running", "rolling", "mean", "file",
)  # fmt: skip
"""What only goes beside metrics."""


def listing(
    model: SemanticModel, request: MetricRequest, today: date, tables: Tables, repeating: Collection[str] = ()
) -> Compiled:
    """The list as SQL over physical tables. The dataset listed is the one whose rows have all fields that are named.

    Raises UnknownNameError, AmbiguousError and FixableError, as :func:`compile.compile_metrics` does.
    """
    if given := [name for name in _FIGURES if getattr(request, name)]:
        raise FixableError(listing_words.only_beside_metrics(given))
    if not request.dimensions:
        raise FixableError(listing_words.NOTHING_ASKED)
    fields = list({f.ref: f for name in request.dimensions if (f := field_named(model, name, ()))}.values())
    own = _dataset(model, [*fields, *(field_named(model, f.field, [fields[0].dataset]) for f in request.filters)])
    conditions = [condition_of(model, f, [own.name], today) for f in request.filters]
    period = period_of(model, request, today)
    time = model.field(ref) if period and (ref := graph.default_time(model, own.name)) else None
    if period and not time:
        raise FixableError(words.cannot_be_dated(own.label, own.label))
    fields, beside = told_apart(model, fields, repeating)
    shape = Shape(tuple(zip(output_names(fields, []), fields, strict=True)), None, period, tuple(conditions))
    output = {field.ref: name for name, field in shape.dimensions}
    shape = Shape(
        shape.dimensions, None, period, shape.conditions,
        beside={output[key]: output[name] for key, name in beside.items()},
    )  # fmt: skip
    block = block_sql(Columns(model, tables), Block(own, time, ()), shape)
    select = single(block, [], [])
    select.order_by(*_order(model, request, shape), copy=False)
    if request.limit:
        select.limit(request.limit, copy=False)
    said = [c.words for c in conditions]
    dated = [words.period_means("", period.label, [words.by_date(label_for(model, time))])] if period and time else []
    filtered = [default_filter(own, own.default_filter)] if own.default_filter else []
    return Compiled(
        sql=select.sql(dialect=DIALECT, identify=True),
        columns=tuple(_column(model, name, field, key=name in shape.beside) for name, field in shape.dimensions),
        title=_title(model, own, request, shape),
        assumptions=(*dated, *(a for c in conditions for a in c.assumptions), *namesakes(model, shape), *filtered),
        metrics=(),
        datasets=block.datasets,
        period=period,
        times=(time.ref,) if time else (),
        conditions=tuple(said),
    )


def _dataset(model: SemanticModel, fields: Sequence[ModelField]) -> Dataset:
    """The one dataset, of those that are named, from which each of the others is reached. Raises FixableError."""
    names = list(dict.fromkeys(f.dataset for f in fields))
    found = [n for n in names if all(graph.reaches(model, n, other) for other in names)]
    dataset = model.dataset(found[0]) if found else None
    if dataset is None:
        labels = [d.label if (d := model.dataset(n)) else n for n in names]
        raise FixableError(listing_words.apart(labels))
    return dataset


def _column(model: SemanticModel, name: str, field: ModelField, *, key: bool) -> Column:
    return Column(
        name=name,
        label=label_for(model, field),
        type=column_type(field.datatype),
        unit=field.unit,
        format=field.format,
        role="key" if key else "dimension",
    )


def _order(model: SemanticModel, request: MetricRequest, shape: Shape) -> list[exp.Ordered]:
    """By the column that is asked for, then from left to right; what has no value comes last. Raises FixableError."""
    names = [name for name, _ in shape.dimensions]
    first, descending = 0, False
    if request.order:
        spelled = {
            fold(text): i
            for i, (name, field) in enumerate(shape.dimensions)
            for text in (field.label, label_for(model, field), field.name, name, field.ref)
        }
        asked = spelled.get(fold(request.order.by))
        if asked is None:
            allowed = [field.ref for _, field in shape.named]
            raise FixableError(
                words.unknown_order(request.order.by, allowed), nearest=nearest(request.order.by, allowed)
            )
        first, descending = asked, request.order.direction == "desc"
    places = [first, *(i for i in range(len(names)) if i != first)]
    return [
        exp.Ordered(this=exp.Literal.number(i + 1), desc=descending and i == first, nulls_first=False) for i in places
    ]


def _title(model: SemanticModel, own: Dataset, request: MetricRequest, shape: Shape) -> str:
    """ "Shops by shop and city, Netherlands only"."""
    parts = [words.metric_by([own.label], [label_for(model, field) for _, field in shape.named])]
    if request.limit:
        parts.append(listing_words.first_rows(request.limit))
    parts += [shape.period.label] if shape.period else []
    return ", ".join([*parts, *(condition.words for condition in shape.conditions)])
