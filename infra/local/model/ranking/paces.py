""" "Fastest" and "slowest" of what takes no time: "which grew fastest", "the slowest products by pieces sold"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.arithmetic_words import FALLS, MOVING
from infra.local.model.english.text import Token, name_words, norm_at
from infra.local.model.english.vocabulary import LESS_IS_BETTER, RANK_TAILS, word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.reach import aggregate

FAST = word_set("fastest quickest")
SLOW = word_set("slowest")
ROSE = word_set("grew grow grows grown rose rise rises risen increased increase increases climbed")
WITHIN = 6
"""Words between the verb and how fast: "grew its number of buyers the fastest"."""
ENDS = word_set("and but which who what so") | {"", ","}
"""Between the two they begin another clause."""
LEADS = word_set("the our which what show list give me and") | {"", ","}


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with "most" in its place behind such a verb, and with "top" where things are ranked by a figure."""
    for i, token in enumerate(tokens):
        if token.norm not in FAST | SLOW or norm_at(tokens, i + 1) in MOVING:
            continue
        fast = token.norm in FAST
        if grown := _growing(tokens, i):
            order = ("highest" if fast else "lowest", "first")
            return [*tokens[:i], *(replace(token, norm=word, surface=word) for word in order), *tokens[grown:]]
        clause = [t.norm for t in tokens[max(i - WITHIN, 0) : i]]
        clause = clause[max((n + 1 for n, word in enumerate(clause) if word in ENDS), default=0) :]
        if set(clause) & (ROSE | FALLS):
            return [*tokens[:i], replace(token, norm="most" if fast else "least"), *tokens[i + 1 :]]
        sold = norm_at(tokens, i + 1) in RANK_TAILS
        ranked = norm_at(tokens, i - 1) in LEADS and (sold or "by" in {t.norm for t in tokens[i:]})
        if ranked and _amounts(tokens, lexicon):
            return [*tokens[:i], replace(token, norm="top" if fast else "bottom"), *tokens[i + 1 :]]
    return list(tokens)


def _growing(tokens: Sequence[Token], i: int) -> int:
    """The place behind "fastest first", of growth: by the change in percent."""
    said = any(t.norm == "growth" for t in tokens[:i])
    return i + 2 if said and norm_at(tokens, i + 1) == "first" else 0


def _amounts(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Figures are named, all of them counts and sums of which more is better: no times, no rates, no late parcels."""
    terms = [term[1] for j in range(len(tokens)) if (term := lexicon.at(tokens, j))]
    metrics = [m for found in terms for s in found if s.kind == "metric" and (m := lexicon.model.metric(s.ref))]
    unclear = any(s.kind == "choice" for found in terms for s in found)
    worse = any(set(name_words(m.label)) & LESS_IS_BETTER for m in metrics)
    sums = all(aggregate(m) in ("sum", "count") for m in metrics)
    return bool(metrics) and sums and not (unclear or worse)
