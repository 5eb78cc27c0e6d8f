""" "In our shops", where the model calls a value "in shops": the article within such a name says nothing."""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.text import Token
from infra.local.model.vocabulary import PREPOSITIONS, word_set

ARTICLES = word_set("our the all own")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens without it, where every figure that is named can be kept to that value."""
    kept = list(tokens)
    for i in range(len(kept) - 2):
        end = i + 1
        while end < len(kept) and kept[end].norm in ARTICLES:
            end += 1
        if kept[i].norm not in PREPOSITIONS or end in (i + 1, len(kept)):
            continue
        shorter = [kept[i], *kept[end:]]
        found = lexicon.at(shorter, 0)
        if found and found[0] > 1 and all(s.kind == "value" for s in found[1]) and _reached(kept, found[1], lexicon):
            return [*kept[:i], *shorter]
    return kept


def _reached(tokens: Sequence[Token], senses: Sequence[Sense], lexicon: Lexicon) -> bool:
    terms = [term[1] for j in range(len(tokens)) if (term := lexicon.at(tokens, j))]
    named = [m for found in terms for s in found if s.kind == "metric" and (m := lexicon.model.metric(s.ref))]
    return any(all(lexicon.reach.distance([m], s.ref.partition(".")[0]) is not None for m in named) for s in senses)
