"""The whole way of a query's text: parse, parameters, names, types, rewrite, DuckDB SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError, UnsupportedError

from infra.local.aws.athena import words
from infra.local.aws.athena.catalog import GlueTable
from infra.local.aws.athena.dialect.clauses import check_clauses
from infra.local.aws.athena.dialect.names import Names, bind
from infra.local.aws.athena.dialect.rewrite import rewrite
from infra.local.aws.athena.dialect.rules.base import Context
from infra.local.aws.athena.dialect.strict import check_types
from infra.local.aws.athena.dialect.syntax import Statement, check_functions, parse_query
from infra.local.aws.athena.dialect.typing import find_types
from infra.local.aws.athena.errors import QueryError, SyntaxQueryError
from infra.local.aws.athena.protocol import Hint


@dataclass(frozen=True)
class Prepared:
    """A query for the engine: DuckDB SQL over views named ``"database"."table"``, and the tables it reads."""

    sql: str
    tables: tuple[GlueTable, ...]
    hints: tuple[Hint, ...] = ()
    """What the engine can't tell of the result's columns; empty, or one for each column."""


def prepare(statement: Statement, names: Names, parameters: Sequence[str] = (), today: date | None = None) -> Prepared:
    """Turn a query into DuckDB's SQL.

    Parameters
    ----------
    parameters
        Values of the ``?`` in order, each the text of a literal.
    today
        The date that ``current_date`` gives; the real one by default.

    Raises
    ------
    QueryError
        The query is wrong, in Athena's words; SyntaxQueryError when it doesn't parse.
    """
    try:
        tree = parse_query(statement)
        check_functions(statement)
        _fill(tree, parameters)
        check_clauses(tree, statement.text)
        bound = bind(tree, statement.text, names)
        types = find_types(bound.tree, bound.tables)
        check_types(bound.tree, types, statement.text)
        rewritten = rewrite(bound.tree, Context(types, statement.text, today))
        sql = rewritten.sql(dialect="duckdb", unsupported_level=ErrorLevel.RAISE, comments=False)
    except UnsupportedError as error:
        raise QueryError(words.not_supported("line 1:1", str(error).splitlines()[0])) from error
    except RecursionError as error:
        raise QueryError(words.too_deep()) from error
    return Prepared(sql, tuple(bound.tables.values()), types.hints)


def check_parameters(tree: exp.Expr, parameters: Sequence[str]) -> None:
    """Raise SyntaxQueryError unless there are as many values as ``?`` and each is a literal."""
    holes = list(tree.find_all(exp.Placeholder))
    if len(holes) != len(parameters):
        raise SyntaxQueryError(words.parameter_count(len(holes), len(parameters)))
    for index, text in enumerate(parameters, 1):
        literal_value(text, index)


def _fill(tree: exp.Expr, parameters: Sequence[str]) -> None:
    check_parameters(tree, parameters)
    holes = list(tree.find_all(exp.Placeholder, bfs=False))
    for index, (hole, text) in enumerate(zip(holes, parameters, strict=True), 1):
        hole.replace(literal_value(text, index))


def literal_value(text: str, index: int) -> exp.Expr:
    """A parameter's text as a literal. Raises SyntaxQueryError for anything else."""
    try:
        found = sqlglot.parse_one(text, read="athena")
    except SqlglotError as error:
        raise SyntaxQueryError(words.bad_parameter(index)) from error
    plain = found.this if isinstance(found, exp.Neg | exp.Cast) else found
    if not isinstance(plain, exp.Literal | exp.Boolean | exp.Null):
        raise SyntaxQueryError(words.bad_parameter(index))
    return found
