# ruff: noqa: ARG001 - all rules have one signature
"""Numbers: division, precision, what may fail."""

from __future__ import annotations

from sqlglot import exp

from infra.local.aws.athena.dialect.rules.base import Context, Rule, call, cast, wrap
from infra.local.aws.athena.dialect.typing import decimal


def _divide(node: exp.Div, context: Context) -> exp.Expr | None:
    one, other = context.types.family(node.left), context.types.family(node.right)
    if "float" in (one, other):
        return call("t_float_divide", cast(node.left, "DOUBLE"), cast(node.right, "DOUBLE"))
    exact = context.types.of(node)
    if "decimal" in (one, other) and {one, other} <= {"decimal", "integer"} and exact is not None:
        return cast(exp.Div(this=node.left, expression=node.right), exact)
    return None


def _multiply(node: exp.Mul, context: Context) -> exp.Expr | None:
    """DuckDB keeps a product of decimals in 18 digits where Trino takes as many as it needs."""
    one, other = context.types.numeric(node.left), context.types.numeric(node.right)
    families = {context.types.family(node.left), context.types.family(node.right)}
    if one and other and "decimal" in families and one[0] + other[0] > 18:
        wide = decimal(one[0] + other[0] if one[0] + other[0] <= 38 - other[1] else 38 - other[1], one[1])
        return exp.Mul(this=cast(node.left, wide), expression=node.right)
    return None


def _sum(node: exp.Sum, context: Context) -> None:
    if context.types.family(node) == "integer":
        wrap(node, lambda inner: cast(inner, "BIGINT"))


def _average(node: exp.Avg, context: Context) -> None:
    exact = context.types.of(node)
    if context.types.family(node) == "decimal" and exact is not None:
        wrap(node, lambda inner: cast(inner, exact.copy()))


def _try(node: exp.Try, context: Context) -> exp.Expr | None:
    """DuckDB's TRY takes no aggregates: then what can fail inside is made to give NULL instead."""
    aggregated = node.find(exp.AggFunc, exp.Window, exp.Query)
    for found in list(node.find_all(exp.Div, exp.Mod)):
        found.set("expression", exp.Nullif(this=found.expression, expression=exp.Literal.number(0)))
    for found in list(node.find_all(exp.Cast)):
        if not isinstance(found, exp.TryCast) and found.find_ancestor(exp.AggFunc) is None:
            found.replace(exp.TryCast(this=found.this, to=found.to))
    return node.this if aggregated else None


RULES: dict[type[exp.Expr], Rule] = {
    exp.Avg: _average,
    exp.Div: _divide,
    exp.Mul: _multiply,
    exp.Sum: _sum,
    exp.Try: _try,
}
