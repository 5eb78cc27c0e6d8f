"""The second lock on SQL (IAM is the first): whatever statement comes in, only granted rows and columns are read.

The statement is parsed, checked node by node against allowlists, its names are bound to granted tables and columns,
each table is replaced by what is granted of it, and the *regenerated* statement is what runs, never the original:
what a parser could misread is not in it. The result is parsed and checked once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from sqlglot import exp
from sqlglot.errors import ErrorLevel, ParseError, SqlglotError, TokenError, UnsupportedError
from sqlglot.tokenizer_core import Token, TokenType

from agent_actions.errors import FixableError, RefusedError
from agent_actions.semantic.model import TableRef
from agent_actions.sql import words
from agent_actions.sql.allowed import check_names, check_nodes
from agent_actions.sql.binder import Binder
from agent_actions.sql.bounds import check_bounds
from agent_actions.sql.comparisons import mend_comparisons
from agent_actions.sql.dialect import ATHENA
from agent_actions.sql.gaps import check_gaps
from agent_actions.sql.lint import check_athena
from agent_actions.sql.lookup import Granted, TableLookup
from agent_actions.sql.rewrite import limit_rows, place_table
from agent_actions.sql.strictness import check_strictly
from agent_actions.sql.tables import Tables

MAX_CHARACTERS = 20_000
MAX_PARENTHESES = 40
"""Deeper nesting exhausts the parser's stack (measured: about 50 under Python's default limit)."""
MAX_TYPE_BRACKETS = 6
"""Nested brackets that follow a type's name, as in ``array[array[1]]``: the parser tries each as a type and again as
an expression, so its time doubles with every level (measured: 1.7 s at 14)."""
MAX_DEPTH = 120
MAX_NODES = 8_000

_DIALECT = ATHENA
_OPENING = frozenset({TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE})
_CLOSING = frozenset({TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE})
_STARTS = frozenset({TokenType.SELECT, TokenType.WITH, TokenType.L_PAREN, TokenType.VALUES, TokenType.TABLE})
_TYPES = frozenset(_DIALECT.parser().TYPE_TOKENS)
_TELLING = frozenset({TokenType.STRING, TokenType.NUMBER, TokenType.IDENTIFIER, TokenType.VAR})
_LENGTHS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
_NOISE = frozenset({"at", "time", "zone", "first", "next", "row", "rows", "only", "nulls", "last", "awsdatacatalog",
                    "key", "value"})  # fmt: skip
"""Words that may go without a change of meaning: NULLS LAST is Athena's default, FETCH becomes LIMIT, JSON_OBJECT(KEY a
VALUE b) becomes JSON_OBJECT(a: b)."""


@dataclass(frozen=True)
class Guarded:
    sql: str
    """Athena SQL, safe to run."""
    tables: tuple[TableRef, ...]
    """Every table that it reads, once each, in order of first appearance."""
    limit: int
    capped: bool = False
    """Whether the limit is ours: a result of ``limit`` rows may have been cut."""
    theirs: int | None = None
    """The statement's own limit."""


def guard(
    sql: str, *, tables: Tables, grant: Granted, default_database: str | None, max_rows: int, pretty: bool = False
) -> Guarded:
    """Make ``sql`` safe to run, or say why not. ``pretty``: over several lines, for people read what was run.

    Raises RefusedError (not allowed), UnknownNameError (no such table or column; with the nearest ones) and
    FixableError (broken, or Athena would fail it; the message says what to change).
    """
    if len(sql) > MAX_CHARACTERS:
        raise FixableError(words.too_long(len(sql), MAX_CHARACTERS))
    try:
        return _guard(sql, tables, grant, default_database, max_rows, pretty=pretty)
    except RecursionError as error:
        raise RefusedError(words.TOO_DEEP) from error
    except (UnsupportedError, ValueError) as error:  # ValueError: a kind of node that sqlglot cannot write
        raise FixableError(words.NOT_CARRIED) from error
    except SqlglotError as error:
        raise FixableError(words.broken_sql(_reason(error))) from error


def _guard(
    sql: str, tables: Tables, grant: Granted, default_database: str | None, max_rows: int, *, pretty: bool
) -> Guarded:
    tokens = _DIALECT.tokenize(sql)
    _check_tokens(tokens)
    root = _root(_parse(tokens, sql))
    check_nodes(root, MAX_DEPTH, MAX_NODES)
    for node in root.find_all(exp.Func):
        check_bounds(node)
    bound = Binder(TableLookup(tables, grant, default_database)).bind(root)
    respelled = mend_comparisons(root, bound.types) | check_athena(root, bound.types)
    check_strictly(root, bound.types)
    for node, info in bound.tables:
        if node.name.casefold() == info.alias.casefold():
            respelled.add(node.name)
        place_table(node, info, grant)
    limit, theirs = limit_rows(root, max_rows)
    respelled.add(str(theirs))
    written = root.sql(
        dialect=_DIALECT, comments=False, unsupported_level=ErrorLevel.RAISE, pretty=pretty, max_text_width=100
    )
    refs = tuple(dict.fromkeys(info.ref for _, info in bound.tables))
    again = _DIALECT.tokenize(written)
    _check_nothing_lost(tokens, again, respelled)
    _check_result(_parse(again, written), refs)
    return Guarded(written, refs, limit, capped=theirs is None or theirs > max_rows, theirs=theirs)


def _check_tokens(tokens: list[Token]) -> None:
    if not tokens:
        raise FixableError(words.EMPTY_SQL)
    if tokens[0].token_type not in _STARTS:
        raise RefusedError(words.ONLY_SELECT)
    opened: list[bool] = []
    before = tokens[0]
    for token in tokens:
        if token.token_type in _OPENING:
            opened.append(before.token_type in _TYPES)
        elif token.token_type in _CLOSING and opened:
            opened.pop()
        if len(opened) > MAX_PARENTHESES or sum(opened) > MAX_TYPE_BRACKETS:
            raise RefusedError(words.TOO_DEEP)
        before = token
    check_gaps(tokens)
    check_names(tokens)


def _parse(tokens: list[Token], sql: str) -> exp.Expr:
    statements = [
        s
        for s in _DIALECT.parser(error_level=ErrorLevel.IMMEDIATE).parse(tokens, sql)
        if s and not isinstance(s, exp.Semicolon)
    ]
    if not statements:
        raise FixableError(words.EMPTY_SQL)
    if len(statements) > 1:
        raise RefusedError(words.ONE_STATEMENT)
    return statements[0]


def _root(tree: exp.Expr) -> exp.Expr:
    """The query itself, without needless parentheses. Raises RefusedError for what is not a query."""
    while isinstance(tree, exp.Subquery) and not any(v for k, v in tree.args.items() if k != "this"):
        tree = tree.this
    if isinstance(tree, exp.Values):
        return exp.select("*").from_(
            exp.Values(expressions=tree.expressions, alias=exp.TableAlias(this=exp.to_identifier("v")))
        )
    if not isinstance(tree, exp.Select | exp.SetOperation | exp.Subquery):
        raise RefusedError(words.ONLY_SELECT)
    return tree


def _check_nothing_lost(before: list[Token], after: list[Token], respelled: set[str]) -> None:
    """Every name and literal of the statement must still be in what is run: sqlglot drops some in silence."""
    kept = {_spelling(t) for t in after}
    for token, following in pairwise([*before, before[-1]]):
        if token.token_type not in _TELLING:
            continue
        is_call = token.token_type is TokenType.VAR and following.token_type is TokenType.L_PAREN
        text = _spelling(token)
        if text not in kept and _length_of_time(text) <= kept:
            continue
        if not is_call and text not in kept and text not in _NOISE and token.text not in respelled:
            raise FixableError(words.lost(token.text[:80]))


def _length_of_time(text: str) -> set[str]:
    """What is written for "days" and for "7 days" of an interval: 7 and day."""
    words = text.split()
    unit = words[-1].removesuffix("s") if words else ""
    if unit not in _LENGTHS or len(words) > 2 or not all(word.isdigit() for word in words[:-1]):
        return {text}
    return {*words[:-1], unit}


def _spelling(token: Token) -> str:
    """sqlglot spells units, names and time formats its own way."""
    return token.text.replace("%H:%i:%s", "%T").casefold()


def _check_result(tree: exp.Expr, refs: tuple[TableRef, ...]) -> None:
    """The regenerated statement must stand up to the same checks, and read only the tables that were bound."""
    root = _root(tree)
    check_nodes(root, MAX_DEPTH + 10, 2 * MAX_NODES)
    read = {str(ref).casefold() for ref in refs}
    ctes = {cte.alias.casefold() for cte in root.find_all(exp.CTE)}
    for table in root.find_all(exp.Table):
        known = f"{table.db}.{table.name}".casefold() in read if table.db else table.name.casefold() in ctes
        if not known or table.catalog:
            raise RefusedError(words.NOT_REWRITABLE)


def _reason(error: SqlglotError) -> str:
    """The parser's description and place, without its excerpt."""
    if isinstance(error, ParseError) and error.errors:
        first = error.errors[0]
        description = str(first.get("description") or "").partition(" but got ")[0].rstrip(".")
        place = f"line {first.get('line')}, column {first.get('col')}"
        return words.syntax_at("" if "<" in description else description, place)
    return words.QUOTE if isinstance(error, TokenError) else ""
