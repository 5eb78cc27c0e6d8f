"""What "compare" sets side by side, where it is no two periods: "revenue with its target", "EMEA with APAC"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import MONTHS, word_set
from infra.local.model.lexicon import Lexicon

BETWEEN = word_set("with to and vs versus against its their the our")
AGAINST = word_set("with vs versus against")
"""Between two figures they set the one against the other."""
PLAN = "plan_"
"""How the marks of :mod:`plan_words` begin, which set a figure against its plan."""
NEAR = 4
"""Tokens from the end of the one value to the other."""


def two_sides(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether two figures are named, or two values of one field, so that "A to B" is one stretch of time."""
    if any(t.norm.startswith(PLAN) for t in tokens):
        return True
    figures: list[frozenset[str]] = []
    ends, values = 0, set[str]()
    i = 0
    while i < len(tokens):
        found = lexicon.at(tokens, i)
        if found is None:
            i += 1
            continue
        if refs := frozenset(s.ref for s in found[1] if s.kind in ("metric", "choice") and not s.weak):
            figures.append(refs)
        named = {s.ref for s in found[1] if s.kind == "value"}
        between = {t.norm for t in tokens[ends:i]}
        if values & named and i - ends <= NEAR and between & BETWEEN:
            return True
        if named:
            values, ends = named, i + found[0]
        i += found[0]
    return len(set(figures)) > 1 and not (_neighbours(tokens) and not {t.norm for t in tokens} & AGAINST)


def _neighbours(tokens: Sequence[Token]) -> bool:
    """ "Revenue and orders from Q2 to Q3": two periods, one right after the other."""
    at = [(i, n) for i, t in enumerate(tokens) if (n := MONTHS.get(t.norm) or _quarter(t.norm))]
    return any(j - i <= NEAR and abs(m - n) in (1, 11) for (i, n), (j, m) in pairwise(at))


def _quarter(word: str) -> int:
    return int(word[1]) if len(word) == 2 and word[0] == "q" and word[1] in "1234" else 0
