# ruff: noqa: ARG001, ARG005 - all rules have one signature
"""What the rewrite rules are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from infra.local.aws.athena import words
from infra.local.aws.athena.dialect.places import place
from infra.local.aws.athena.dialect.typing import MARK, Types
from infra.local.aws.athena.errors import QueryError


@dataclass(frozen=True)
class Context:
    """What the rules may look at."""

    types: Types
    sql: str
    today: date | None = None

    def unsupported(self, node: exp.Expr, what: str) -> QueryError:
        return QueryError(words.not_supported(place(node, self.sql), what))


Rule = Callable[..., "exp.Expr | None"]
"""From a node and the context to what takes its place; None leaves it."""
Named = Callable[[exp.Anonymous, list[exp.Expr], Context], exp.Expr]
"""A rule for a function that sqlglot has no class for: from the call, its arguments and the context."""


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(arguments))


def cast(node: exp.Expr, type_: str | exp.DataType) -> exp.Cast:
    return exp.Cast(this=node, to=exp.DataType.build(type_, dialect="duckdb") if isinstance(type_, str) else type_)


def wrap(node: exp.Expr, make: Callable[[exp.Expr], exp.Expr]) -> None:
    """Put a call around an aggregate together with its FILTER and OVER."""
    outer = node
    while isinstance(outer.parent, exp.Filter | exp.Window | exp.WithinGroup) and outer.parent.this is outer:
        outer = outer.parent
    hole = exp.Null()
    new = make(hole)
    if MARK in node.meta:
        new.meta.setdefault(MARK, node.meta[MARK])
    outer.replace(new)
    hole.replace(outer)


def renamed(name: str) -> Rule:
    """The same arguments to another function."""

    def rule(node: exp.Expr, context: Context) -> exp.Expr | None:
        return call(name, *arguments_of(node))

    return rule


def named(name: str) -> Named:
    """The same arguments to another function."""
    return lambda node, arguments, context: call(name, *arguments)


def arguments_of(node: exp.Expr) -> list[exp.Expr]:
    """A call's arguments in the order of its class."""
    found: list[exp.Expr] = []
    for key in node.arg_types:
        value = node.args.get(key)
        items: Sequence[object] = value if isinstance(value, list) else [value]
        found += [item for item in items if isinstance(item, exp.Expr)]
    return found
