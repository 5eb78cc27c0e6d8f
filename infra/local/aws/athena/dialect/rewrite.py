"""A Trino tree into one that means the same in DuckDB. One small rule for each kind of node that differs.

Run on the tree after names are bound and types found; children are rewritten before their parents.
"""

from __future__ import annotations

from sqlglot import exp

from infra.local.aws.athena.dialect.rules import casts, collections, dates, json_functions, numbers, strings
from infra.local.aws.athena.dialect.rules.base import Context, Named, Rule
from infra.local.aws.athena.dialect.typing import MARK
from infra.local.aws.athena.dialect.unnest import rewrite_unnests


def rewrite(tree: exp.Query, context: Context) -> exp.Query:
    """Rewrite in place and return the tree. Raises QueryError for what has no counterpart."""
    for node in reversed(list(tree.walk(bfs=True))):
        rule = _RULES.get(type(node))
        if rule is None:
            continue
        new = rule(node, context)
        if new is not None and new is not node:
            if MARK in node.meta:
                new.meta.setdefault(MARK, node.meta[MARK])
            node.replace(new)
    return rewrite_unnests(tree, context.types, context.sql)


def _anonymous(node: exp.Anonymous, context: Context) -> exp.Expr | None:
    rule = _NAMED.get(node.name.lower())
    return rule(node, node.expressions, context) if rule else None


_NAMED: dict[str, Named] = {**dates.NAMED, **json_functions.NAMED, **collections.NAMED}
_RULES: dict[type[exp.Expr], Rule] = {
    **numbers.RULES,
    **casts.RULES,
    **dates.RULES,
    **strings.RULES,
    **json_functions.RULES,
    **collections.RULES,
    exp.Anonymous: _anonymous,
}
