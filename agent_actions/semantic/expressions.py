"""SQL expressions of the model as parsed trees, cached by their text; callers copy before they change a tree."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from sqlglot import exp, parse
from sqlglot.errors import SqlglotError

from agent_actions.semantic import model_words as words

DIALECT = "athena"
_DIALECTS = {"SNOWFLAKE": "snowflake", "DATABRICKS": "databricks", "BIGQUERY": "bigquery"}
_LONGEST = 10_000
_STATEMENTS = (exp.Command, exp.DDL, exp.Insert, exp.Update, exp.Delete, exp.Merge)
_NO_PLACE = (*_STATEMENTS, exp.Query, exp.Subquery, exp.Window, exp.Placeholder, exp.Alias)


class ExpressionError(Exception):
    """The text is not an expression that a model may hold. The message says why, in words."""


def parse_expression(sql: str, dialect: str = "ANSI_SQL") -> exp.Expr:
    """The tree of a row-level or aggregate expression, shared: copy it before changing it.

    ``dialect`` is an Ossie dialect; ANSI_SQL and all that have no parser of their own are read as Athena reads SQL.
    Raises ExpressionError for broken SQL, subqueries, window functions and statements.
    """
    result = _parsed(sql, _DIALECTS.get(dialect, DIALECT))
    if isinstance(result, str):
        raise ExpressionError(result)
    return result


@lru_cache(maxsize=16_384)
def _parsed(sql: str, dialect: str) -> exp.Expr | str:
    if not sql.strip():
        return words.EXPRESSION_EMPTY
    if len(sql) > _LONGEST:
        return words.EXPRESSION_TOO_LONG
    try:
        trees = parse(sql, read=dialect)
    except (SqlglotError, RecursionError) as error:
        return words.expression_broken(sql, _reason(error))
    if len(trees) != 1 or trees[0] is None:
        return words.EXPRESSION_NOT_ONE
    tree = trees[0]
    if isinstance(tree, _NO_PLACE) or any(isinstance(node, _NO_PLACE) for node in tree.walk()):
        return words.EXPRESSION_NO_SUBQUERY
    return tree


def broken_statement(sql: str) -> str | None:
    """Why the text is not one SELECT, in words; None when it is."""
    try:
        trees = parse(sql, read=DIALECT)
    except (SqlglotError, RecursionError) as error:
        return words.expression_broken(sql, _reason(error))
    return None if len(trees) == 1 and isinstance(trees[0], exp.Query) else words.NOT_ONE_SELECT


def _reason(error: Exception) -> str:
    details = getattr(error, "errors", None)
    if details:
        first = details[0]
        return f"{str(first.get('description', '')).rstrip('.')}, column {first.get('col')}"
    return str(error).splitlines()[0]


def to_sql(tree: exp.Expr) -> str:
    """The expression as text, as the model keeps it."""
    return tree.sql(dialect=DIALECT)


def columns_of(tree: exp.Expr) -> Iterator[exp.Column]:
    return tree.find_all(exp.Column)


def is_aggregate(node: exp.Expr) -> bool:
    """Whether this very node turns rows into one value; a FILTER or WITHIN GROUP around an aggregate counts as one."""
    return isinstance(node, exp.AggFunc | exp.Filter | exp.WithinGroup)


def aggregates_of(tree: exp.Expr) -> list[exp.Expr]:
    """The outermost aggregates, in order of appearance."""
    found: list[exp.Expr] = []

    def inside(node: exp.Expr) -> bool:
        if is_aggregate(node):
            found.append(node)
            return True
        return False

    for _ in tree.walk(bfs=False, prune=inside):
        pass
    return found


def blind_to_repeats(aggregate: exp.Expr) -> bool:
    """Whether rows that a join repeats leave the aggregate as it is: COUNT(DISTINCT ...), MIN, MAX and their like."""
    if isinstance(aggregate, exp.Filter | exp.WithinGroup):
        return blind_to_repeats(aggregate.this)
    if isinstance(aggregate, exp.Count | exp.Sum | exp.Avg):
        return isinstance(aggregate.this, exp.Distinct)
    blind = (exp.ApproxDistinct, exp.Min, exp.Max, exp.ArgMax, exp.ArgMin, exp.AnyValue, exp.LogicalOr, exp.LogicalAnd)
    return isinstance(aggregate, blind)
