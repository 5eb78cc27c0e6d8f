"""What sqlglot and DuckDB accept and Athena refuses, said before Athena is asked, with what to write in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlglot import exp

from agent_actions.errors import FixableError
from agent_actions.sql import words
from agent_actions.sql.inference import infer

_WINDOWED = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.PercentRank, exp.CumeDist, exp.Ntile, exp.Lag, exp.Lead,
             exp.FirstValue, exp.LastValue, exp.NthValue)  # fmt: skip
_CLAUSES: tuple[tuple[type[exp.Expr], str], ...] = (
    (exp.Where, "WHERE"),
    (exp.Group, "GROUP BY"),
    (exp.Join, "a join condition"),
)
_AROUND = (exp.Filter, exp.WithinGroup, exp.IgnoreNulls, exp.RespectNulls)
_UNITS = frozenset({"millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"})
_MANY = re.compile(r"\*|\.\.|\[\s*\?|\[[^\"\]]*:")


def check_athena(tree: exp.Expr, columns: Mapping[int, str | None]) -> set[str]:
    """Raise FixableError for the first thing that Athena would refuse.

    A wildcard in the path of ``json_extract``, which Athena knows in ``json_query`` only, is put right in place.
    Returns the texts that were respelled.
    """
    respelled: set[str] = set()
    for node in list(tree.walk()):
        if isinstance(node, exp.AggFunc | exp.Window):
            _check_place(node)
        if isinstance(node, _WINDOWED):
            _check_over(node)
        elif isinstance(node, exp.TimestampTrunc | exp.DateTrunc):
            unit = node.text("unit").lower()
            if unit not in _UNITS:
                raise FixableError(words.date_unit(unit[:40], sorted(_UNITS)))
        elif isinstance(node, exp.Rollup | exp.Cube) and not node.expressions:
            raise FixableError(words.WITH_ROLLUP)
        elif isinstance(node, exp.JSONExtract | exp.JSONExtractScalar) and not node.args.get("json_query"):
            _mend_path(node, columns, respelled)
    return respelled


def _check_place(node: exp.AggFunc | exp.Window) -> None:
    """Aggregates and window functions neither in WHERE, GROUP BY and ON, nor inside an aggregate."""
    if isinstance(node, exp.AggFunc) and _over(node):
        return  # its window is looked at in its stead
    name = "window functions" if isinstance(node, exp.Window) else "aggregates"
    parent = node.parent
    while parent is not None and not isinstance(parent, exp.Query):
        clause = next((spoken for kind, spoken in _CLAUSES if isinstance(parent, kind)), None)
        if clause is not None and not isinstance(parent.parent, exp.Filter):
            raise FixableError(words.not_in_clause(name, clause))
        if isinstance(parent, exp.Having) and isinstance(node, exp.Window):
            raise FixableError(words.not_in_clause(name, "HAVING"))
        if isinstance(parent, exp.AggFunc) and not (_over(parent) and isinstance(node, exp.AggFunc)):
            raise FixableError(words.nested_aggregate(name))
        parent = parent.parent


def _over(node: exp.Expr) -> exp.Window | None:
    """The window that a function is computed over."""
    child, parent = node, node.parent
    while (
        isinstance(parent, exp.Filter | exp.WithinGroup | exp.IgnoreNulls | exp.RespectNulls) and parent.this is child
    ):
        child, parent = parent, parent.parent
    return parent if isinstance(parent, exp.Window) and parent.this is child else None


def _check_over(node: exp.Func) -> None:
    if _over(node) is None:
        raise FixableError(words.needs_over(node.sql_name().lower()))


def _mend_path(node: exp.Expr, columns: Mapping[int, str | None], respelled: set[str]) -> None:
    path = node.args.get("expression")
    if not isinstance(path, exp.Literal) or not _MANY.search(path.name):
        return
    value = node.this
    plain = ".." not in path.name and "?" not in path.name and ":" not in path.name and '"' not in path.name
    if isinstance(value, exp.ParseJSON | exp.JSONExtract):
        value = exp.JSONFormat(this=value)
    elif infer(value, columns) != "varchar":
        plain = False
    if isinstance(node, exp.JSONExtractScalar) or not plain or not path.name.startswith("$"):
        raise FixableError(words.json_path(path.name[:80]))
    respelled.add(path.name)
    query = exp.JSONExtract(
        this=value,
        expression=exp.Literal.string(f"lax {path.name}"),
        option=exp.var("WITH ARRAY WRAPPER"),
        json_query=True,
    )
    node.replace(exp.ParseJSON(this=query))
