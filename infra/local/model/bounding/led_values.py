"""Values by a name with words between: "in our shops", where the model says "in shops"; "chat as contact channel"."""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import PREPOSITIONS, word_set
from infra.local.model.lexicon import Lexicon, Sense

ARTICLES = word_set("our the all own")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens without them, where every figure that is named can be kept to that value."""
    kept = _as_field(list(tokens), lexicon)
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


def _as_field(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "With chat as contact channel" -> "with chat contact channel": whose value it is, and no breakdown by it."""
    for i in range(1, len(tokens) - 1):
        start = i + 1 + (tokens[i + 1].norm in ARTICLES | {"a", "an", "their", "its"})
        field = lexicon.at(tokens, start) if tokens[i].norm == "as" and start < len(tokens) else None
        refs = {s.ref for s in field[1] if s.kind == "field"} if field else set[str]()
        end = i - (bool(field) and i > 1 and tokens[i - 1].norm == tokens[start + field[0] - 1].norm)
        values = [(lexicon.at(tokens[:end], j), j) for j in range(end)] if refs else []
        if any(v and v[0] + j == end and any(s.kind == "value" and s.ref in refs for s in v[1]) for v, j in values):
            return [*tokens[:end], *tokens[start:]]
    return tokens


def _reached(tokens: Sequence[Token], senses: Sequence[Sense], lexicon: Lexicon) -> bool:
    terms = [term[1] for j in range(len(tokens)) if (term := lexicon.at(tokens, j))]
    named = [m for found in terms for s in found if s.kind == "metric" and (m := lexicon.model.metric(s.ref))]
    return any(all(lexicon.reach.distance([m], s.ref.partition(".")[0]) is not None for m in named) for s in senses)
