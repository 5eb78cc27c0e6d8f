"""Figures straight from a column that no published metric aggregates: its sum, average, smallest or largest value.

"sum(orders.shipping_cost)", "avg(products.price)", and "count(sensor_readings)" for the rows of a dataset. Each is a
figure like any other, with an identifier for a name (``avg_of_products_price``), by which it is found again; nobody has
published it, and every answer says so. What adds up or averages the column already is the published metric itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from sqlglot import exp

from agent_actions.semantic import column_words as words
from agent_actions.semantic import graph
from agent_actions.semantic.expressions import ExpressionError, aggregates_of, parse_expression
from agent_actions.semantic.model import NUMBER_TYPES, Dataset, DataType, Metric, ModelField, SemanticModel

FUNCTIONS = ("sum", "avg", "min", "max")
COUNT = "count"
_ANY = "|".join((*FUNCTIONS, COUNT))
_CALLED = re.compile(rf"\s*({_ANY})\s*\(\s*([^()]+?)\s*\)\s*", re.IGNORECASE)
_NAMED = re.compile(rf"({_ANY})_of_(.+)", re.IGNORECASE | re.DOTALL)


def column_named(model: SemanticModel, name: str) -> Metric | None:
    """The figure that the text names: a published metric where it is the same, else one of its own; None for neither.

    Keys add up to nothing, nor do texts, dates and true-or-false fields.
    """
    if called := _CALLED.fullmatch(name):
        function, ref = called[1].casefold(), called[2]
        found = model.field(ref), model.dataset(ref)
    elif named := _NAMED.fullmatch(name):
        function = named[1].casefold()
        found = _field(model, named[2]), model.dataset(named[2])
    else:
        return None
    field, dataset = found
    if function == COUNT:
        return rows(model, dataset) if dataset else None
    return column(model, function, field) if field and is_measure(model, field) else None


def is_measure(model: SemanticModel, field: ModelField) -> bool:
    """Whether the field holds quantities: numbers that name no row of this dataset or of another one."""
    dataset = model.dataset(field.dataset)
    if dataset is None or field.datatype not in NUMBER_TYPES:
        return False
    named = {c.casefold() for r in model.relationships if r.many == dataset.name for c in r.many_columns}
    named |= {c.casefold() for key in (dataset.primary_key, *dataset.unique_keys) for c in key}
    named |= {d.primary_key[0].casefold() for d in model.datasets if len(d.primary_key) == 1}
    return field.name.casefold() not in named


def column(model: SemanticModel, function: str, field: ModelField) -> Metric:
    """One of ``FUNCTIONS`` over a field; the published metric that is just this, where there is one."""
    expression = f"{function.upper()}({field.ref})"
    label = words.LABELS[function](field.label)
    kind = "Float" if function == "avg" else field.datatype
    name = f"{function}_of_{field.dataset}_{field.name}"
    return _published(model, expression) or _metric(model, name, expression, label, kind, field)


def rows(model: SemanticModel, dataset: Dataset) -> Metric:
    """How many rows a dataset has; the published metric that is just this, where there is one."""
    keys = [f"{dataset.name}.{key}" for key in dataset.primary_key] if len(dataset.primary_key) == 1 else []
    expression = f"COUNT({keys[0] if keys else f'{dataset.name}.*'})"
    made = _metric(model, f"{COUNT}_of_{dataset.name}", expression, dataset.label, "Integer", None, dataset.name)
    return _published(model, expression) or made


def aggregated(model: SemanticModel) -> set[tuple[str, str]]:
    """What published metrics do with a column alone: (one of ``FUNCTIONS``, ``dataset.field`` folded).

    Over some of the rows too; and what divides a sum of it is an average of it.
    """
    found: set[tuple[str, str]] = set()
    for tree, aggregate in _aggregates(model):
        if ref := _over(aggregate):
            found |= {(_function(aggregate), ref), *([("avg", ref)] if tree.find(exp.Div) else [])}
    return found


def added_up(model: SemanticModel, field: ModelField) -> bool:
    """Whether some published metric adds up values of the field, so that its sum means something."""
    return any(
        _function(aggregate) == "sum" and field.ref.casefold() in map(_ref, aggregate.find_all(exp.Column))
        for _, aggregate in _aggregates(model)
    )


def usual_condition(model: SemanticModel, dataset: str) -> tuple[ModelField, str] | None:
    """A field that limits every published sum over the dataset, and the value to which most of them are limited.

    What is added up regardless of it may not be what people expect: money of cancelled orders too.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    for _, aggregate in _aggregates(model):
        own = {c.table.casefold() for c in aggregate.find_all(exp.Column)}
        if _function(aggregate) == "sum" and own == {dataset.casefold()}:
            condition = _condition(aggregate)
            if condition is None:
                return None
            found.append(condition)
    fields, single = {ref for ref, _ in found}, [values[0] for _, values in found if len(values) == 1]
    field = model.field(fields.pop()) if len(fields) == 1 else None
    return (field, max(single, key=single.count)) if field and single else None


def _metric(
    model: SemanticModel,
    name: str,
    expression: str,
    label: str,
    kind: DataType | None,
    field: ModelField | None,
    dataset: str = "",
) -> Metric:
    of = model.dataset(field.dataset if field else dataset)
    time = graph.default_time(model, of.name) if of else None
    definition = f"{expression}\0{time}\0{of.default_filter if of else ''}"
    return Metric(
        name=name,
        expression=expression,
        label=label,
        description=words.DESCRIPTION,
        datatype=kind,
        unit=field.unit if field else None,
        format="0,0.00" if kind in ("Decimal", "Float") else "0,0",
        time=time,
        owner=of.owner if of else None,
        datasets=(of.name,) if of else (),
        version=hashlib.sha256(definition.encode()).hexdigest()[:12],
        column=True,
    )


def _published(model: SemanticModel, expression: str) -> Metric | None:
    plain = expression.casefold().replace(" ", "")
    return next((m for m in model.metrics if m.expression.casefold().replace(" ", "") == plain), None)


def _field(model: SemanticModel, text: str) -> ModelField | None:
    folded = text.casefold()
    return next((f for d in model.datasets for f in d.fields if f"{d.name}_{f.name}".casefold() == folded), None)


def _aggregates(model: SemanticModel) -> Iterator[tuple[exp.Expr, exp.Expr]]:
    """Each published metric's expression with each of its aggregates."""
    for metric in model.metrics:
        try:
            tree = parse_expression(metric.expression)
        except ExpressionError:
            continue
        yield from ((tree, aggregate) for aggregate in aggregates_of(tree))


def _function(aggregate: exp.Expr) -> str:
    kinds: dict[type[exp.Expr], str] = {exp.Sum: "sum", exp.Avg: "avg", exp.Min: "min", exp.Max: "max"}
    return kinds.get(type(_inner(aggregate)), "")


def _inner(aggregate: exp.Expr) -> exp.Expr:
    return aggregate.this if isinstance(aggregate, exp.Filter) else aggregate


def _over(aggregate: exp.Expr) -> str:
    """``dataset.field`` of the column that is aggregated, of some of the rows or all; empty for anything else."""
    value = _inner(aggregate).this
    if isinstance(value, exp.Case) and len(value.args["ifs"]) == 1 and value.args.get("default") is None:
        value = value.args["ifs"][0].args["true"]
    return _ref(value) if isinstance(value, exp.Column) else ""


def _condition(aggregate: exp.Expr) -> tuple[str, tuple[str, ...]] | None:
    """(``dataset.field``, values) of "the sum where the field is one of the values"; None for anything else."""
    value = _inner(aggregate).this
    if isinstance(aggregate, exp.Filter):
        test: exp.Expr = aggregate.expression.this
    elif isinstance(value, exp.Case) and len(value.args["ifs"]) == 1:
        test = value.args["ifs"][0].this
    else:
        return None
    if not isinstance(test, exp.EQ | exp.In) or not isinstance(test.this, exp.Column):
        return None
    values = test.expressions if isinstance(test, exp.In) else [test.expression]
    literal = bool(values) and all(isinstance(v, exp.Literal) for v in values)
    return (_ref(test.this), tuple(v.name for v in values)) if literal else None


def _ref(column: exp.Column) -> str:
    return f"{column.table}.{column.name}".casefold()
