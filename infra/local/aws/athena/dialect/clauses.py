"""Clauses that DuckDB has and Trino refuses as it analyses a statement, in Trino's words."""

from __future__ import annotations

from sqlglot import exp

from infra.local.aws.athena import words
from infra.local.aws.athena.dialect.places import place
from infra.local.aws.athena.errors import QueryError


def check_clauses(tree: exp.Expr, sql: str) -> None:
    """Raise NOT_SUPPORTED, MISSING_ORDER_BY or EXPRESSION_NOT_IN_DISTINCT for the first that Trino would refuse."""
    for node in tree.walk():
        if isinstance(node, exp.Join) and str(node.args.get("method") or "").upper() == "NATURAL":
            raise QueryError(words.natural_join(place(node, sql)))
        if isinstance(node, exp.Window):
            _window(node, sql)
        elif isinstance(node, exp.Select) and node.args.get("distinct"):
            _distinct(node, sql)


def _window(node: exp.Window, sql: str) -> None:
    function: exp.Expr = node.this
    while isinstance(function, exp.Filter | exp.IgnoreNulls | exp.RespectNulls):
        function = function.this
    if isinstance(function.args.get("this"), exp.Distinct):
        raise QueryError(words.distinct_window(place(node, sql), node.sql(dialect="trino")))
    if isinstance(function, exp.Lag | exp.Lead) and not (node.args.get("order") or node.args.get("alias")):
        raise QueryError(words.window_order(place(node, sql), function.key))


def _distinct(node: exp.Select, sql: str) -> None:
    outputs = [o.this if isinstance(o, exp.Alias) else o for o in node.expressions]
    names = {o.alias_or_name.casefold() for o in node.expressions}
    if any(o.is_star for o in outputs):
        return
    order = node.args.get("order")
    for item in order.expressions if order else ():
        key = item.this
        named = isinstance(key, exp.Column) and key.name.casefold() in names
        if not (isinstance(key, exp.Literal) or named or key in outputs):
            raise QueryError(words.distinct_order(place(key, sql)))
