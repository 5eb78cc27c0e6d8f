"""Athena's grammar where sqlglot's parser is more lenient: what kind of statement it is, and is it well formed.

Positions are Athena's: ``line 1:8``, both from 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError, TokenError
from sqlglot.tokenizer_core import Token, TokenType

from agent_actions.sql.dialect import ATHENA
from infra.local.aws.athena import words
from infra.local.aws.athena.dialect.functions import FOREIGN_KEYWORDS, FUNCTIONS, NO_STRING_TYPES, STRUCTURAL
from infra.local.aws.athena.errors import QueryError, SyntaxQueryError

Kind = Literal["query", "explain", "show", "describe", "prepare", "execute", "deallocate", "other"]

_OTHER = frozenset(
    [
        "alter",
        "analyze",
        "call",
        "commit",
        "create",
        "delete",
        "deny",
        "drop",
        "grant",
        "insert",
        "merge",
        "msck",
        "optimize",
        "refresh",
        "reset",
        "revoke",
        "rollback",
        "set",
        "start",
        "truncate",
        "unload",
        "update",
        "use",
        "vacuum",
        "load",
        "repair",
    ]
)
_QUERY = frozenset({"select", "with", "values", "table", "("})


@dataclass(frozen=True)
class Statement:
    """One statement, tokenised: its text without comments after it and semicolons, and what it is."""

    text: str
    kind: Kind
    tokens: tuple[Token, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(token.text.lower() for token in self.tokens)


def where(sql: str, index: int) -> str:
    """The place of a character: ``line 1:8``."""
    line = sql.count("\n", 0, index) + 1
    return f"line {line}:{index - (sql.rfind(chr(10), 0, index) + 1) + 1}"


def read_statement(sql: str) -> Statement:
    """Tokenise and classify. Raises SyntaxQueryError for what is no single statement of Athena's."""
    try:
        tokens = sqlglot.tokenize(sql, read="trino")
    except TokenError as error:
        raise SyntaxQueryError(words.mismatched(where(sql, len(sql)), "<EOF>")) from error
    while tokens and tokens[-1].token_type is TokenType.SEMICOLON:
        tokens.pop()
    if not tokens:
        raise SyntaxQueryError(words.mismatched(where(sql, len(sql)), "<EOF>", words.STATEMENTS))
    if any(token.token_type is TokenType.SEMICOLON for token in tokens):
        raise SyntaxQueryError(words.one_statement(sql.strip()))
    first = tokens[0].text.lower()
    text = sql[: tokens[-1].end + 1]
    return Statement(text, _kind(sql, first, tokens), tuple(tokens))


def _kind(sql: str, first: str, tokens: Sequence[Token]) -> Kind:
    if tokens[0].token_type in (TokenType.IDENTIFIER, TokenType.STRING):
        first = ""
    if first in _QUERY:
        return "query"
    if first == "explain":
        return "explain"
    if first == "show":
        return "show"
    if first in ("describe", "desc"):
        return "describe"
    if first == "deallocate prepare":
        return "deallocate"
    if first == "prepare" or first == "execute":
        return first
    # sqlglot may take a whole unknown command as one token: "INSTALL httpfs".
    if first.split()[:1] and first.split()[0] in _OTHER:
        return "other"
    raise SyntaxQueryError(words.mismatched(where(sql, tokens[0].start), tokens[0].text.split()[0], words.STATEMENTS))


def parse_query(statement: Statement) -> exp.Expr:
    """The tree of a query. Raises SyntaxQueryError, or QueryError for a function that doesn't exist."""
    sql = statement.text
    _check_tokens(sql, statement.tokens)
    try:
        found = sqlglot.parse_one(_plain_decimals(sql, statement.tokens), read=ATHENA)
    except ParseError as error:
        raise SyntaxQueryError(_parse_message(sql, statement, error)) from error
    except RecursionError as error:
        raise SyntaxQueryError(words.too_deep()) from error
    except SqlglotError as error:
        raise SyntaxQueryError(words.mismatched(where(sql, 0), statement.tokens[0].text)) from error
    _check_tree(sql, found)
    for _ in found.find_all(exp.Command, exp.Insert, exp.Update, exp.Delete, exp.Create, exp.Drop, exp.Into, exp.Lock):
        raise SyntaxQueryError(words.mismatched(where(sql, 0), statement.tokens[0].text))
    return found


def _check_tree(sql: str, tree: exp.Expr) -> None:
    for select in tree.find_all(exp.Select):
        if not select.expressions:
            raise SyntaxQueryError(words.mismatched(where(sql, len(sql)), "<EOF>", "<expression>"))
        for item in select.expressions:
            if isinstance(item.unalias(), exp.Unnest | exp.Explode):
                start = sql.lower().find("unnest")
                raise SyntaxQueryError(words.mismatched(where(sql, max(start, 0)), "unnest", "<expression>"))


def check_functions(statement: Statement) -> None:
    """Raise FUNCTION_NOT_FOUND for the first call of a function that Trino, or the offline Athena, doesn't have."""
    tokens = statement.tokens
    for index, token in enumerate(tokens[:-1]):
        if tokens[index + 1].token_type is not TokenType.L_PAREN:
            continue
        name = token.text.lower()
        called = token.token_type is TokenType.VAR and name not in STRUCTURAL
        if token.token_type is TokenType.IDENTIFIER:
            called = True
        if not called and name not in FOREIGN_KEYWORDS:
            continue
        if name in FUNCTIONS or _is_alias(tokens, index):
            continue
        raise QueryError(words.function_not_found(where(statement.text, token.start), name))


_BEFORE_ALIAS = frozenset({TokenType.R_PAREN, TokenType.VAR, TokenType.IDENTIFIER, TokenType.ALIAS, TokenType.WITH})


def _is_alias(tokens: Sequence[Token], index: int) -> bool:
    """Whether ``name (`` names a table's columns, as in ``UNNEST(x) AS t (a)`` and ``WITH t (a) AS``."""
    if index == 0:
        return False
    before = tokens[index - 1]
    if before.token_type in _BEFORE_ALIAS or before.text.lower() in ("ordinality", "recursive"):
        return True
    if before.token_type is not TokenType.COMMA:
        return False
    depth = 0
    for position in range(index + 1, len(tokens) - 2):
        depth += {TokenType.L_PAREN: 1, TokenType.R_PAREN: -1}.get(tokens[position].token_type, 0)
        if depth == 0:
            following = tokens[position + 1 : position + 3]
            return [token.token_type for token in following] == [TokenType.ALIAS, TokenType.L_PAREN]
    return False


def _plain_decimals(sql: str, tokens: Sequence[Token]) -> str:
    """``DECIMAL '1.50'`` as ``1.50``, every other character in its place: sqlglot would lose its precision."""
    for token, after in pairwise(tokens):
        if token.text.lower() == "decimal" and after.token_type is TokenType.STRING:
            number = after.text if "." in after.text else f"{after.text}."
            if re.fullmatch(r"\d*\.\d*", number):
                sql = sql[: token.start] + number.rjust(after.end + 1 - token.start) + sql[after.end + 1 :]
    return sql


_NOT_TRINO = frozenset({"ilike", "qualify", "rlike", "glob", "semi", "anti", "asof", "pivot", "unpivot", "positional"})
_AFTER_TRAILING_COMMA = frozenset({"from", "where", "group", "order", "having", "limit", "union", ")"})


def _check_tokens(sql: str, tokens: Sequence[Token]) -> None:
    """What sqlglot lets pass and Trino's grammar doesn't."""
    for index, token in enumerate(tokens):
        text = token.text.lower()
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        follows = after.text.lower() if after else "<EOF>"
        quoted = token.token_type in (TokenType.IDENTIFIER, TokenType.STRING)
        place = where(sql, token.start)
        at_next = where(sql, after.start if after else len(sql))
        if sql[token.start] == "`":
            raise SyntaxQueryError(words.backquoted(place))
        if token.token_type is TokenType.DCOLON or sql[token.start : token.end + 1] in ("==", "&&", "||="):
            raise SyntaxQueryError(words.mismatched(place, sql[token.start : token.end + 1]))
        if token.token_type is TokenType.COMMA and follows in _AFTER_TRAILING_COMMA and not _is_text(after):
            raise SyntaxQueryError(words.mismatched(at_next, follows, "<expression>"))
        if quoted:
            continue
        if token.token_type is TokenType.STAR and follows in ("except", "exclude", "replace", "rename"):
            opens = tokens[index + 2 : index + 3]
            if opens and opens[0].token_type is TokenType.L_PAREN:
                raise SyntaxQueryError(words.mismatched(at_next, follows))
        if text == "limit" and index + 2 < len(tokens) and tokens[index + 2].text.lower() == "offset":
            raise SyntaxQueryError(words.mismatched(where(sql, tokens[index + 2].start), "offset", "<EOF>"))
        if text == "interval" and after is not None and after.token_type is TokenType.NUMBER:
            raise SyntaxQueryError(words.mismatched(at_next, follows, "'+', '-', <string>"))
        if text in ("group by", "by") and follows == "all" and index + 2 >= len(tokens):
            raise SyntaxQueryError(words.mismatched(where(sql, len(sql)), "<EOF>"))
        if text in _NOT_TRINO and not _is_name(tokens, index):
            raise SyntaxQueryError(words.mismatched(place, token.text))
        if text == "distinct" and follows == "on":
            raise SyntaxQueryError(words.mismatched(at_next, "on", "<expression>"))
        if token.token_type is TokenType.ALIAS and follows in NO_STRING_TYPES and _closes_cast(tokens, index):
            raise QueryError(words.unknown_type_at(at_next, follows))
        if text == "lateral" and follows == "view":
            raise SyntaxQueryError(words.mismatched(at_next, "view"))


def _is_text(token: Token | None) -> bool:
    return token is not None and token.token_type in (TokenType.STRING, TokenType.IDENTIFIER)


def _is_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word that other dialects reserve is used as a plain name here: ``o.anti``, ``anti,``."""
    before = tokens[index - 1].token_type if index else None
    after = tokens[index + 1].token_type if index + 1 < len(tokens) else None
    ends = (None, TokenType.COMMA, TokenType.FROM, TokenType.R_PAREN, TokenType.EQ, TokenType.DOT)
    return before in (TokenType.DOT, TokenType.ALIAS) or after in ends


def _closes_cast(tokens: Sequence[Token], index: int) -> bool:
    """Whether the AS at ``index`` is a CAST's: the parenthesis around it belongs to CAST or TRY_CAST."""
    depth = 0
    for position in range(index - 1, 0, -1):
        kind = tokens[position].token_type
        depth += {TokenType.R_PAREN: 1, TokenType.L_PAREN: -1}.get(kind, 0)
        if depth < 0:
            return tokens[position - 1].text.lower() in ("cast", "try_cast")
    return False


def _parse_message(sql: str, statement: Statement, error: ParseError) -> str:
    found = error.errors[0] if error.errors else {}
    highlight = str(found.get("highlight") or "")
    at_end = "SENTINEL" in str(found.get("description", "")) or (
        highlight == statement.tokens[-1].text
        and not str(found.get("end_context") or "").strip()
        and "Unexpected token" not in str(found.get("description", ""))
    )
    if at_end or not highlight:
        return words.mismatched(where(sql, len(sql)), "<EOF>")
    line, column = int(found.get("line") or 1), int(found.get("col") or 1)
    return words.mismatched(f"line {line}:{max(1, column - len(highlight) + 1)}", highlight)
