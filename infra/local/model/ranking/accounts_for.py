"""The verb of "which region accounts for most of the revenue", where a model calls somebody's account a thing."""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import DO, RANK_ASC, RANK_DESC, UNITS, word_set

ACCOUNTS = word_set("account accounts accounted")
EXTENT = word_set("more less half")
CLOSING = word_set("? . ! please in last this during since on for")
NEAR = 6
"""Tokens within which "does" comes before it."""


def read(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without it: what is said around it asks the same."""
    kept = list(tokens)
    for i in range(len(kept) - 1, 0, -1):
        if kept[i].norm not in ACCOUNTS or norm_at(kept, i + 1) != "for":
            continue
        the = i + 2 + (norm_at(kept, i + 2) == "the")
        ranks = norm_at(kept, the) in RANK_DESC | RANK_ASC | EXTENT and norm_at(kept, the + 1) not in UNITS
        asked = {t.norm for t in kept[max(i - NEAR, 0) : i]} & DO and norm_at(kept, i + 2) in CLOSING | {""}
        if (ranks and kept[i].norm != "account") or asked:
            kept = [*kept[:i], *kept[i + 2 :]]
    return kept
