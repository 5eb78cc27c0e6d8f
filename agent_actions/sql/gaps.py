"""Statements with a hole: sqlglot mends ``SELECT 1 AS`` and ``SELECT a, FROM t`` in silence, Athena refuses them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot.tokenizer_core import Token, TokenType

from agent_actions.errors import FixableError
from agent_actions.sql import words

_NEEDS_MORE = frozenset(
    {
        TokenType.ALIAS,
        TokenType.COMMA,
        TokenType.DISTINCT,
        TokenType.FROM,
        TokenType.GROUP_BY,
        TokenType.HAVING,
        TokenType.ON,
        TokenType.ORDER_BY,
        TokenType.SELECT,
        TokenType.WHERE,
        TokenType.AND,
        TokenType.OR,
    }
)
_ENDS = frozenset(
    {
        TokenType.COMMA,
        TokenType.FROM,
        TokenType.WHERE,
        TokenType.GROUP_BY,
        TokenType.ORDER_BY,
        TokenType.HAVING,
        TokenType.R_PAREN,
        TokenType.R_BRACKET,
        TokenType.UNION,
        TokenType.EXCEPT,
        TokenType.INTERSECT,
        TokenType.SEMICOLON,
    }
)
_DIRECTIONS = frozenset({TokenType.ASC, TokenType.DESC})
_BRACKETS = frozenset({TokenType.L_PAREN, TokenType.L_BRACKET})


def check_gaps(tokens: Sequence[Token]) -> None:
    """Raise FixableError for the first place where something is missing, or stands there twice."""
    for index, token in enumerate(tokens):
        before = tokens[index - 1].token_type if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        ends = after is None or after.token_type in _ENDS
        if token.token_type in _NEEDS_MORE and ends and not _is_operator(token, before, after):
            raise FixableError(words.missing_after(token.text.upper(), token.line, token.col))
        if token.token_type is TokenType.ALL and before is TokenType.SELECT and ends:
            raise FixableError(words.missing_after("SELECT ALL", token.line, token.col))
        if token.token_type in _BRACKETS and after is not None and after.token_type is TokenType.COMMA:
            raise FixableError(words.missing_after(token.text, token.line, token.col))
        if token.token_type is TokenType.OVER and before is TokenType.R_PAREN and ends:
            raise FixableError(words.missing_after("OVER", token.line, token.col))
        if after is None:
            continue
        if token.token_type in _DIRECTIONS and after.token_type in _DIRECTIONS:
            raise FixableError(words.unexpected(after.text.upper(), after.line, after.col))
        if token.token_type is TokenType.NUMBER and after.text.lower() == "percent":
            raise FixableError(words.LIMIT_NUMBER)
        if before is TokenType.IN and token.token_type is TokenType.L_PAREN and after.token_type is TokenType.R_PAREN:
            raise FixableError(words.missing_after("IN (", token.line, token.col))


def _is_operator(token: Token, before: TokenType | None, after: Token | None) -> bool:
    """``IS DISTINCT FROM`` is one operator."""
    compares = token.token_type is TokenType.DISTINCT and before in (TokenType.IS, TokenType.NOT)
    return compares and after is not None and after.token_type is TokenType.FROM
