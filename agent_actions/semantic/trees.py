"""Small pieces of SQL trees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlglot import exp


def table_named(name: str) -> exp.Table:
    return exp.table_(name, quoted=True)


def column_of(name: str, table: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True), table=exp.to_identifier(table, quoted=True))


def day_of(day: date) -> exp.Expr:
    return exp.cast(exp.Literal.string(day.isoformat()), "date")


def is_null(tree: exp.Expr) -> exp.Expr:
    return exp.Is(this=tree, expression=exp.Null())


def missing(tree: exp.Expr) -> exp.Expr:
    return case(is_null(tree), exp.Literal.number(1), exp.Literal.number(0))


def case(condition: exp.Expr, true: exp.Expr, false: exp.Expr | None) -> exp.Expr:
    return exp.Case(ifs=[exp.If(this=condition, true=true)], default=false)


def or_zero(tree: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=tree.copy(), expressions=[exp.Literal.number(0)])


def fraction(part: exp.Expr, whole: exp.Expr) -> exp.Expr:
    return exp.Div(
        this=exp.cast(part.copy(), "double"),
        expression=exp.Nullif(this=whole, expression=exp.Literal.number(0)),
        typed=True,
    )


def ordered(tree: exp.Expr, descending: bool) -> exp.Ordered:
    return exp.Ordered(this=tree, desc=descending, nulls_first=False)


def window(
    aggregate: exp.Expr,
    by: Sequence[exp.Expr],
    order: Sequence[exp.Expr] = (),
    spec: exp.WindowSpec | None = None,
) -> exp.Expr:
    return exp.Window(
        this=aggregate,
        partition_by=[b.copy() for b in by],
        order=exp.Order(expressions=list(order)) if order else None,
        spec=spec,
        over="OVER",
    )
