"""Casts and texts of values: Trino rounds where DuckDB cuts, and prints dates and doubles in its own way."""

from __future__ import annotations

import re

from sqlglot import exp

from infra.local.aws.athena import words
from infra.local.aws.athena.dialect.rules.base import Context, Rule, call, cast
from infra.local.aws.athena.dialect.typing import decimal, name_of, split_zone
from infra.local.aws.athena.errors import QueryError


def _cast(node: exp.Cast, context: Context) -> exp.Expr | None:
    source = context.types.family(node.this)
    target = node.to
    zone = context.types.zone(node)
    if zone is not None:
        return _zoned(node)
    held = context.types.zone(node.this)
    if held is not None and target.is_type(*exp.DataType.TEXT_TYPES):
        text = call("strftime", node.this, exp.Literal.string("%Y-%m-%d %H:%M:%S.%g"))
        return exp.Paren(this=exp.DPipe(this=text, expression=exp.Literal.string(f" {held}")))
    if target.is_type(*exp.DataType.INTEGER_TYPES) and source == "float":
        return type(node)(this=call("round", node.this), to=target)
    if target.is_type(*exp.DataType.TEXT_TYPES):
        text = _text(node, source)
        if target.expressions and target.expressions[0].name.isdigit():
            return call("left", text, exp.Literal.number(target.expressions[0].name))
        return text
    if target.is_type(exp.DataType.Type.DECIMAL) and not target.expressions:
        return type(node)(this=node.this, to=decimal(38, 0))
    if target.is_type(exp.DataType.Type.TIMESTAMP) and target.expressions:
        return type(node)(this=node.this, to=exp.DataType.build("TIMESTAMP", dialect="duckdb"))
    return None


def _zoned(node: exp.Cast) -> exp.Expr | None:
    """A timestamp whose zone is known is held as that zone's wall clock."""
    if isinstance(node.this, exp.Literal):
        written = split_zone(node.this.name)
        return type(node)(
            this=exp.Literal.string(written[0] if written else node.this.name),
            to=exp.DataType.build("TIMESTAMP", dialect="duckdb"),
        )
    return node.this


def _text(node: exp.Cast, source: str | None) -> exp.Expr:
    if source == "float":
        return call("t_scientific", cast(node.this, "DOUBLE"))
    if source == "timestamp":
        return call("strftime", node.this, exp.Literal.string("%Y-%m-%d %H:%M:%S.%g"))
    if source == "timestamptz":
        text = call("strftime", node.this, exp.Literal.string("%Y-%m-%d %H:%M:%S.%g"))
        return exp.Paren(this=exp.DPipe(this=text, expression=exp.Literal.string(" UTC")))
    return type(node)(this=node.this, to=exp.DataType.build("VARCHAR", dialect="duckdb"))


def _format(node: exp.Format, context: Context) -> exp.Expr | None:
    """Java's format as printf: %s takes any value as text."""
    pattern, arguments = node.this, list(node.expressions)
    if not isinstance(pattern, exp.Literal):
        raise context.unsupported(node, "format with a pattern that isn't a literal")
    marks = re.findall(r"%[-+ 0,(#]*\d*(?:\.\d+)?([a-zA-Z%])", pattern.name)
    kinds = [mark for mark in marks if mark not in "%n"]
    if len(kinds) > len(arguments):
        raise QueryError(words.format_arguments())
    typed: list[exp.Expr] = []
    for kind, argument in zip(kinds, arguments, strict=False):
        if kind in "sS":
            typed.append(
                _text(exp.Cast(this=argument, to=exp.DataType.build("VARCHAR")), context.types.family(argument))
            )
        else:
            typed.append(cast(argument, "BIGINT" if kind in "dx" else "DOUBLE"))
    return call("printf", pattern, *typed)


def _type_name(node: exp.Typeof, context: Context) -> exp.Expr | None:
    found = context.types.of(node.this)
    if found is None:
        return exp.Lower(this=exp.Typeof(this=node.this))
    if isinstance(node.this, exp.Literal) and node.this.is_string:
        return exp.Literal.string(f"varchar({len(node.this.name)})")
    return exp.Literal.string(name_of(found))


RULES: dict[type[exp.Expr], Rule] = {
    exp.Cast: _cast,
    exp.Format: _format,
    exp.TryCast: _cast,
    exp.Typeof: _type_name,
}
