""" "The share of Kitchen in Home revenue": the first value's share of a figure that the second one limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token
from infra.local.model.lexicon import Lexicon, Sense

SHARES = frozenset(["share", "part", "portion", "percentage", "percent", "proportion", "fraction", "%"])
WITHIN = frozenset(["in", "of", "within"])
ARTICLES = frozenset(["the", "our", "all", "total"])


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens as "the share of Kitchen in revenue of Home"; only where both are values, of different fields."""
    for i in range(len(tokens) - 4):
        if tokens[i].norm not in SHARES or tokens[i + 1].norm != "of":
            continue
        first = i + 2 + (tokens[i + 2].norm in ARTICLES)
        one = lexicon.at(tokens, first)
        link = first + one[0] if one else 0
        if one is None or link + 2 >= len(tokens) or tokens[link].norm not in WITHIN:
            continue
        start = link + 1 + (tokens[link + 1].norm in ARTICLES)
        whole = lexicon.at(tokens, start)
        at = start + whole[0] if whole else len(tokens)
        figure = lexicon.at(tokens, at)
        if whole is None or figure is None or not any(s.kind == "metric" and not s.weak for s in figure[1]):
            continue
        if not (_fields(one[1]) and _fields(whole[1])) or _fields(one[1]) & _fields(whole[1]):
            continue
        of = replace(tokens[link], norm="of", kind="word")
        end = at + figure[0]
        within = replace(tokens[link], norm="in", kind="word")
        return [*tokens[:link], within, *tokens[at:end], of, *tokens[start:at], *tokens[end:]]
    return list(tokens)


def _fields(senses: Sequence[Sense]) -> set[str]:
    """The fields that have such a value; none where the word is a figure's name too."""
    if any(s.kind in ("metric", "choice") and not s.weak for s in senses):
        return set()
    return {s.ref for s in senses if s.kind == "value"}
