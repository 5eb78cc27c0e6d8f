"""Trino's strictness about types: what DuckDB would convert silently fails here as it fails in Athena.

Only where both types are certain: an unknown type passes.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from infra.local.aws.athena import words
from infra.local.aws.athena.dialect.places import operator_place, place
from infra.local.aws.athena.dialect.typing import Types, family, name_of
from infra.local.aws.athena.errors import QueryError

_NUMBERS = frozenset({"integer", "decimal", "float"})
_TIMES = frozenset({"date", "timestamp", "timestamptz"})
_TRUSTED = (
    exp.Column,
    exp.Literal,
    exp.Cast,
    exp.TryCast,
    exp.Paren,
    exp.Boolean,
    exp.Interval,
    exp.Sum,
    exp.Count,
    exp.Avg,
    exp.Min,
    exp.Max,
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Div,
    exp.Mod,
    exp.Neg,
    exp.Lower,
    exp.Upper,
    exp.Substring,
    exp.Trim,
    exp.Length,
    exp.Year,
    exp.Month,
    exp.Day,
    exp.Quarter,
    exp.CurrentDate,
    exp.CurrentTimestamp,
    exp.DateTrunc,
    exp.TimestampTrunc,
    exp.DateAdd,
    exp.DateDiff,
    exp.TimeToStr,
    exp.StrToTime,
    exp.Extract,
    exp.JSONExtractScalar,
)
_SIGNS: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
    exp.Mod: "%",
}


def check_types(tree: exp.Expr, types: Types, sql: str) -> None:
    """Raise TYPE_MISMATCH, or FUNCTION_NOT_FOUND for an argument's type, for the first that Trino would refuse."""
    for node in tree.walk():
        for kinds, check in _CHECKS:
            if isinstance(node, kinds):
                check(node, types, sql)


def _type(node: exp.Expr | None, types: Types) -> exp.DataType | None:
    if not isinstance(node, _TRUSTED):
        return None
    if isinstance(node, exp.Paren):
        return _type(node.this, types)
    return types.of(node)


def _name(node: exp.Expr, type_: exp.DataType) -> str:
    if isinstance(node, exp.Literal) and node.is_string:
        return f"varchar({len(node.name)})"
    return name_of(type_)


def comparable(left: exp.DataType, right: exp.DataType) -> bool:
    """Whether Trino compares the two; also true when it isn't known."""
    one, other = family(left), family(right)
    if one is None or other is None or one == other:
        return True
    if "json" in (one, other) or "row" in (one, other):
        return True
    return {one, other} <= _NUMBERS or {one, other} <= _TIMES


def _comparison(node: exp.Binary, types: Types, sql: str) -> None:
    left, right = _type(node.left, types), _type(node.right, types)
    if left is None or right is None or comparable(left, right):
        return
    sign = _SIGNS[type(node)]
    raise QueryError(
        words.cannot_apply(operator_place(node, sql), _name(node.left, left), sign, _name(node.right, right))
    )


def _arithmetic(node: exp.Binary, types: Types, sql: str) -> None:
    left, right = _type(node.left, types), _type(node.right, types)
    if left is None or right is None:
        return
    one, other = family(left), family(right)
    if one is None or other is None:
        return
    fine = {one, other} <= _NUMBERS
    if isinstance(node, exp.Add | exp.Sub):
        temporal = _TIMES | {"time", "interval"}
        fine = fine or ("interval" in (one, other) and {one, other} <= temporal) or (one == other and one in _TIMES)
    if isinstance(node, exp.Mul | exp.Div):
        fine = fine or ("interval" in (one, other) and bool({one, other} & _NUMBERS))
    if not fine:
        sign = _SIGNS[type(node)]
        raise QueryError(
            words.cannot_apply(operator_place(node, sql), _name(node.left, left), sign, _name(node.right, right))
        )


def _between(node: exp.Between, types: Types, sql: str) -> None:
    value, low, high = node.this, node.args["low"], node.args["high"]
    found = [_type(item, types) for item in (value, low, high)]
    if found[0] is None:
        return
    for bound in found[1:]:
        if bound is not None and not comparable(found[0], bound):
            names = [
                _name(item, type_) if type_ else "unknown"
                for item, type_ in zip((value, low, high), found, strict=True)
            ]
            raise QueryError(words.between_types(place(node, sql), *names))


def _in(node: exp.In, types: Types, sql: str) -> None:
    value = _type(node.this, types)
    for item in node.expressions:
        found = _type(item, types)
        if value is not None and found is not None and not comparable(value, found):
            raise QueryError(words.in_types(place(item, sql), _name(node.this, value)))


def _joined(node: exp.Expr, types: Types, sql: str) -> None:
    items = node.expressions if isinstance(node, exp.Concat) else [node.this, node.expression]
    found = [(item, _type(item, types)) for item in items]
    certain = [(item, type_) for item, type_ in found if type_ is not None]
    if len(certain) < 2:
        return
    families = {family(type_) for _, type_ in certain}
    if "varchar" in families and families & (_NUMBERS | _TIMES | {"boolean"}):
        names = [_name(item, type_) for item, type_ in certain]
        raise QueryError(
            words.unexpected_parameters(place(node, sql), "concat", names, "concat(varchar), concat(array(T), T)")
        )


def _numbers_only(node: exp.Func, types: Types, sql: str) -> None:
    inner = node.this.expressions[0] if isinstance(node.this, exp.Distinct) else node.this
    found = _type(inner, types)
    if found is not None and family(found) in ("varchar", "date", "timestamp", "boolean"):
        name = node.key
        expected = ", ".join(f"{name}({kind})" for kind in ("decimal(p,s)", "bigint", "double", "real"))
        raise QueryError(words.unexpected_parameters(place(node, sql), name, [_name(inner, found)], expected))


def _times_only(node: exp.Func, types: Types, sql: str) -> None:
    found = _type(node.this, types)
    if found is not None and family(found) in ("varchar", *_NUMBERS):
        name = {"tsordsadd": "date_add", "timestamptrunc": "date_trunc", "datetrunc": "date_trunc"}.get(
            node.key, node.key
        )
        expected = f"{name}(date), {name}(timestamp(p)), {name}(timestamp(p) with time zone)"
        raise QueryError(words.unexpected_parameters(place(node, sql), name, [_name(node.this, found)], expected))


def _text_only(node: exp.Expr, types: Types, sql: str) -> None:
    found = _type(node.this, types)
    if found is not None and family(found) in (*_NUMBERS, *_TIMES, "boolean"):
        if isinstance(node, exp.Like):
            raise QueryError(words.like_type(place(node, sql), _name(node.this, found)))
        raise QueryError(
            words.unexpected_parameters(
                place(node, sql), node.key, [_name(node.this, found)], f"{node.key}(varchar(x))"
            )
        )


def _condition(node: exp.Where | exp.Having, types: Types, sql: str) -> None:
    found = _type(node.this, types)
    if found is not None and family(found) not in (None, "boolean"):
        clause = "WHERE" if isinstance(node, exp.Where) else "HAVING"
        raise QueryError(words.condition_type(place(node, sql), clause, _name(node.this, found)))


_Check = Callable[..., None]
_CHECKS: tuple[tuple[tuple[type[exp.Expr], ...], _Check], ...] = (
    ((exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE), _comparison),
    ((exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod), _arithmetic),
    ((exp.Between,), _between),
    ((exp.In,), _in),
    ((exp.Concat, exp.DPipe), _joined),
    ((exp.Sum, exp.Avg), _numbers_only),
    (
        (exp.Year, exp.Month, exp.Day, exp.Quarter, exp.Hour, exp.DateTrunc, exp.TimestampTrunc, exp.DateAdd),
        _times_only,
    ),
    ((exp.Like, exp.Lower, exp.Upper), _text_only),
    ((exp.Where, exp.Having), _condition),
)
