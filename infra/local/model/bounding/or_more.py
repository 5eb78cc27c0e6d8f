"""Bounds said behind what they bound: "20 tickets or more" is 20 or more tickets, "2025 or later" is since 2025."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import MONTHS, NUMBERS, UNITS, word_set
from infra.local.model.lexicon import Lexicon

MORE = word_set("more fewer less")
LATER = {"later": "since", "after": "since", "newer": "since", "earlier": "until", "before": "until", "older": "until"}
BEFORE_A_DATE = word_set("in on from the of dated")
LIMITS = {
    "min": ("at", "least"), "minimum": ("at", "least"), "max": ("at", "most"), "maximum": ("at", "most"),
}  # fmt: skip
LONGEST = 4
"""Tokens between the number and "or more"."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the bound before what it bounds."""
    kept = list(tokens)
    for i in range(len(kept) - 2, 0, -1):
        if norm_at(kept, i) != "or":
            continue
        after = norm_at(kept, i + 1)
        if (after in MORE and not norm_at(kept, i + 2).isalnum()) or (
            after in MORE and norm_at(kept, i + 2) not in ("than", "of") and lexicon.at(kept, i + 2) is None
        ):
            kept = _moved(kept, i, lexicon)
        elif after in LATER and not _names(kept, i + 2, lexicon):
            kept = _dated(kept, i)
    return kept


def least_or_most(tokens: list[Token]) -> list[Token]:
    """ "Min 50 pieces", "maximum 20": at least, at most."""
    for i in range(1, len(tokens) - 1):
        words = LIMITS.get(tokens[i].norm)
        at = i + 1 + (norm_at(tokens, i + 1) == "of")
        number = at < len(tokens) and tokens[at].kind == "number" and norm_at(tokens, at).isdigit()
        if words and number and tokens[i - 1].kind != "number" and at + 1 < len(tokens):
            return [*tokens[:i], *(replace(tokens[i], norm=w) for w in words), *least_or_most(tokens[at:])]
    return tokens


def _moved(tokens: list[Token], at: int, lexicon: Lexicon) -> list[Token]:
    for first in range(at - 1, max(at - LONGEST - 1, -1), -1):
        number = tokens[first].kind == "number" or tokens[first].norm in NUMBERS
        if not number or first + 1 >= at:
            continue
        found = lexicon.at(tokens, first + 1)
        named = found is not None and first + 1 + found[0] == at
        if found and named and any(s.kind in ("metric", "dataset", "choice") for s in found[1]):
            return [*tokens[: first + 1], *tokens[at : at + 2], *tokens[first + 1 : at], *tokens[at + 2 :]]
        return tokens
    return tokens


def _dated(tokens: list[Token], at: int) -> list[Token]:
    first = at
    while first and (tokens[first - 1].norm in MONTHS or tokens[first - 1].kind == "number"):
        first -= 1
    said = tokens[first:at]
    year = any(t.kind == "number" and len(t.norm) == len("2026") and t.norm.isdigit() for t in said)
    if not said or not (year or any(t.norm in MONTHS for t in said)) or norm_at(tokens, first - 1) in UNITS:
        return tokens
    lead = first
    while lead and tokens[lead - 1].norm in BEFORE_A_DATE:
        lead -= 1
    word = replace(tokens[at + 1], norm=LATER[tokens[at + 1].norm], start=said[0].start, end=said[0].start)
    return [*tokens[:lead], word, *said, *tokens[at + 2 :]]


def _names(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """A date or another thing follows: "before or after 1 May"."""
    word = norm_at(tokens, i)
    known = i < len(tokens) and (tokens[i].kind == "number" or lexicon.at(tokens, i) is not None)
    return word in MONTHS or word in UNITS or word == "that" or known
