"""Where a node stands in the query's text."""

from __future__ import annotations

from sqlglot import exp

from infra.local.aws.athena.dialect.syntax import where


def place(node: exp.Expr, sql: str) -> str:
    """The node's first character: ``line 1:8``."""
    starts = [found.meta["start"] for found in node.walk() if "start" in found.meta]
    return where(sql, min(starts, default=0))


def operator_place(node: exp.Binary, sql: str) -> str:
    """The operator's first character, where Trino reports a type mismatch."""
    ends = [found.meta["end"] for found in node.left.walk() if "end" in found.meta]
    index = max(ends, default=-1) + 1
    while index < len(sql) and (sql[index].isspace() or sql[index] in ")]'\""):
        index += 1
    return where(sql, min(index, max(len(sql) - 1, 0)))
