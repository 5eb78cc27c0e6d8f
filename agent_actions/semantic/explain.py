"""What a metric is, for a person: its formula in words, its unit, what is left out, and what it can be split by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from agent_actions.errors import ActionError
from agent_actions.semantic import explain_words as words
from agent_actions.semantic import graph
from agent_actions.semantic.expressions import ExpressionError, parse_expression
from agent_actions.semantic.formulas import adds_up, formula_of
from agent_actions.semantic.lookup import label_for
from agent_actions.semantic.model import Dataset, Metric, ModelField, SemanticModel
from agent_actions.semantic.names import label_of
from agent_actions.semantic.owners import owners_of
from agent_actions.semantic.plain import default_filter
from agent_actions.semantic.words import lower_first

SPLITS = 24
"""Dimensions that an explanation names."""
_SIGNS: dict[type[exp.Expr], str] = {exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<="}
_ARITHMETIC: dict[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}
_AGGREGATES: dict[type[exp.Expr], str] = {
    exp.Sum: "sum",
    exp.Avg: "average",
    exp.Min: "lowest",
    exp.Max: "highest",
    exp.Median: "median",
}

Visible = Callable[[ModelField], bool]


def explained(model: SemanticModel, metric: Metric, visible: Visible) -> dict[str, Any]:
    """JSON of the parts that are known; ``formula`` is left out where the expression has no plain form."""
    datasets = [d for name in metric.datasets if (d := model.dataset(name))]
    time = model.field(metric.time) if metric.time else None
    splits = dimensions(model, metric, visible)
    found: dict[str, Any] = {
        "formula": formula(model, metric),
        "definition": metric.expression,
        "unit": metric.unit,
        "of": [d.label for d in datasets],
        "left_out": [default_filter(d, d.default_filter) for d in datasets if d.default_filter],
        "dated_by": label_for(model, time) if time else None,
        "split_by": splits[:SPLITS],
        "more_splits": max(len(splits) - SPLITS, 0),
        "adds_up": _adds_up(model, metric),
        "owners": list(owners_of(model, [metric])),
        "version": metric.version,
    }
    return {key: value for key, value in found.items() if value not in (None, "", [], 0)}


def formula(model: SemanticModel, metric: Metric) -> str:
    """ "the sum of net amount divided by the number of orders"; empty where some part has no plain form."""
    try:
        return _said(model, parse_expression(metric.expression)) or ""
    except ExpressionError:
        return ""


def dimensions(model: SemanticModel, metric: Metric, visible: Visible) -> list[str]:
    """Labels of the fields with categories that each of its facts reaches by one way: the fact's own first."""
    try:
        facts = list(dict.fromkeys(part.fact for part in formula_of(model, metric, 1).parts))
    except ActionError:
        return []
    reached = [d for d in model.datasets if all(graph.reaches(model, fact, d.name) for fact in facts)]
    reached.sort(key=lambda d: min(len(way) for fact in facts for way in graph.paths(model, fact, d.name)))
    fields = [f for d in reached for f in d.fields if _splits(model, d, f) and visible(f)]
    return list(dict.fromkeys(label_for(model, field) for field in fields))


def _splits(model: SemanticModel, dataset: Dataset, field: ModelField) -> bool:
    keys = {c.casefold() for c in dataset.primary_key}
    keys |= {c.casefold() for r in model.leading_from(dataset.name) for c in r.many_columns}
    keys |= {c.casefold() for r in model.relationships if r.one == dataset.name for c in r.one_columns}
    return bool(field.values) or (field.datatype in ("String", "Boolean") and field.name.casefold() not in keys)


def _adds_up(model: SemanticModel, metric: Metric) -> bool | None:
    try:
        return adds_up(model, formula_of(model, metric, 1))
    except ActionError:
        return None


def _said(model: SemanticModel, tree: exp.Expr) -> str | None:
    """The tree in words, None when it has no plain form."""
    tree = tree.unnest()
    match tree:
        case exp.Cast() | exp.Nullif() | exp.Round():
            return _said(model, tree.this)
        case exp.Coalesce() if all(isinstance(e, exp.Literal) and e.name == "0" for e in tree.expressions):
            return _said(model, tree.this)
        case exp.Literal():
            return tree.name
        case exp.Column():
            return _label(model, tree)
        case exp.Div():
            return _pair(model, tree, words.divided)
        case exp.Add() | exp.Sub() | exp.Mul():
            sign = _ARITHMETIC[type(tree)]
            return _pair(model, tree, lambda left, right: words.binary(sign, left, right))
        case exp.Filter():
            return _where(model, tree.this, tree.expression.this)
        case exp.ApproxQuantile():
            of, share = _said(model, tree.this), tree.args["quantile"]
            if of is None or not isinstance(share, exp.Literal):
                return None
            name = float(share.name)
            return words.aggregate("median", of) if name == 0.5 else words.percentile(f"{name:.0%}", of)
        case exp.CountIf():
            return _counted(model, tree.this)
        case exp.Sum() | exp.Avg() | exp.Min() | exp.Max() | exp.Median() | exp.Count() | exp.ApproxDistinct():
            return _aggregate(model, tree)
        case _:
            return None


def _pair(model: SemanticModel, tree: exp.Binary, say: Callable[[str, str], str]) -> str | None:
    left, right = _side(model, tree.left), _side(model, tree.right)
    return say(left, right) if left and right else None


def _side(model: SemanticModel, tree: exp.Expr) -> str | None:
    """One side of a sum or a quotient; in brackets where it is more than one thing itself."""
    said = _said(model, tree)
    several = tree.find(exp.Binary, exp.Case, exp.Filter)
    return words.bracketed(said) if said and several and not isinstance(tree.unnest(), exp.Mul) else said


def _aggregate(model: SemanticModel, tree: exp.Expr) -> str | None:
    inner = tree.this
    if isinstance(inner, exp.Case):
        return _conditional(model, tree, inner)
    if isinstance(tree, exp.Count | exp.ApproxDistinct):
        return _count(model, tree, inner)
    of = _side(model, inner)
    return words.aggregate(_AGGREGATES[type(tree)], of) if of else None


def _count(model: SemanticModel, tree: exp.Expr, inner: exp.Expr) -> str | None:
    distinct = isinstance(inner, exp.Distinct)
    if isinstance(inner, exp.Distinct) and isinstance(inner.expressions[0], exp.Case):
        return _conditional(model, tree, inner.expressions[0])
    column = inner.expressions[0] if isinstance(inner, exp.Distinct) and len(inner.expressions) == 1 else inner
    if not isinstance(column, exp.Column):
        return None
    dataset = model.dataset(column.table)
    if isinstance(column.this, exp.Star) or (dataset and [column.name.casefold()] == _folded(dataset.primary_key)):
        return words.rows_of(dataset.label) if dataset else None
    kind = "distinct" if distinct or isinstance(tree, exp.ApproxDistinct) else "filled"
    return words.aggregate(kind, _label(model, column))


def _conditional(model: SemanticModel, tree: exp.Expr, case: exp.Case) -> str | None:
    """SUM(CASE WHEN condition THEN value END): the aggregate of the value, where the condition holds."""
    branches, other = case.args["ifs"], case.args.get("default")
    nothing = other is None or isinstance(other, exp.Null) or (isinstance(tree, exp.Sum) and other.name == "0")
    if case.this is not None or len(branches) != 1 or not nothing:
        return None
    condition, value = branches[0].this, branches[0].args["true"]
    if isinstance(value, exp.Literal) and (isinstance(tree, exp.Count) or value.name == "1"):
        return _counted(model, condition) if isinstance(tree, exp.Sum | exp.Count) else None
    aggregate = tree.copy()
    distinct = isinstance(tree.this, exp.Distinct)
    aggregate.set("this", exp.Distinct(expressions=[value.copy()]) if distinct else value.copy())
    return _where(model, aggregate, condition)


def _counted(model: SemanticModel, condition: exp.Expr) -> str | None:
    column = condition.find(exp.Column)
    dataset = model.dataset(column.table) if column else None
    said = _conditions(model, condition)
    return words.where(words.rows_of(dataset.label), said) if dataset and said else None


def _where(model: SemanticModel, what: exp.Expr, condition: exp.Expr) -> str | None:
    value, said = _said(model, what), _conditions(model, condition)
    return words.where(value, said) if value and said else None


def _conditions(model: SemanticModel, tree: exp.Expr) -> list[str] | None:
    tree = tree.unnest()
    if isinstance(tree, exp.And):
        left, right = _conditions(model, tree.left), _conditions(model, tree.right)
        return [*left, *right] if left and right else None
    said = _condition(model, tree, kept=True)
    return [said] if said else None


def _condition(model: SemanticModel, tree: exp.Expr, *, kept: bool) -> str | None:
    tree = tree.unnest()
    if isinstance(tree, exp.Not):
        return _condition(model, tree.this, kept=not kept)
    if isinstance(tree, exp.Column):
        return words.is_one_of(_label(model, tree), ["yes"], kept=kept)
    if isinstance(tree, exp.Is) and isinstance(tree.this, exp.Column) and isinstance(tree.expression, exp.Null):
        return words.is_one_of(_label(model, tree.this), [], kept=not kept)
    column, sign = tree.this, _SIGNS.get(type(tree))
    if not isinstance(column, exp.Column):
        return None
    if sign and kept and isinstance(tree.expression, exp.Literal):
        return words.compared(_label(model, column), sign, tree.expression.name)
    if isinstance(tree, exp.EQ | exp.NEQ):
        values, kept = [tree.expression], kept if isinstance(tree, exp.EQ) else not kept
    elif isinstance(tree, exp.In) and tree.expressions:
        values = list(tree.expressions)
    else:
        return None
    if len(values) == 1 and isinstance(values[0], exp.Boolean):
        return words.is_one_of(_label(model, column), ["yes"], kept=kept if values[0].this else not kept)
    if not all(isinstance(value, exp.Literal) for value in values):
        return None
    return words.is_one_of(_label(model, column), [value.name for value in values], kept=kept)


def _label(model: SemanticModel, column: exp.Column) -> str:
    field = model.field(f"{column.table}.{column.name}")
    return lower_first(field.label if field else label_of(column.name))


def _folded(names: tuple[str, ...]) -> list[str]:
    return [name.casefold() for name in names]
