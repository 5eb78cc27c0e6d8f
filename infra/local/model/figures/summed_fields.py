""" "Clicks and spend by campaign": a figure by its head noun, the name of the field that it adds up.

So short a name is taken beside what is of the same rows only: elsewhere "spend" may be anybody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Metric
from infra.local.model.english.text import Token, name_words, norm_at
from infra.local.model.english.vocabulary import GRAIN_ADVERBS, RANK_ASC, RANK_DESC, word_set
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.reach import aggregate, plain_field

LEADS = word_set("a by with and plus of the total in for add show also their its much & + or") | {"", ","}
LEADS |= RANK_ASC | RANK_DESC | set(GRAIN_ADVERBS)
"""Before a noun; "we spend" is none."""


def read(tokens: Sequence[Token], lexicon: Lexicon, before: Sequence[Metric] = ()) -> list[Token]:
    """The tokens with the whole name in its place. ``before``: the figures of the question that these words change."""
    kept: list[Token] = []
    for i, token in enumerate(tokens):
        alone = norm_at(tokens, i - 1) in LEADS and norm_at(tokens, i + 1) not in ("per", "of")
        metric = _summed(token, lexicon) if alone else None
        if metric and (_same_rows(before, metric, lexicon) or _beside(tokens, i, metric, lexicon)):
            kept += [replace(token, norm=word) for word in name_words(metric.label)]
        else:
            kept.append(token)
    return kept


def _summed(token: Token, lexicon: Lexicon) -> Metric | None:
    """The one figure whose name ends with this word, where it is the sum of a field of that name."""
    refs = {s.ref.casefold() for s in lexicon.lookup((token.norm,)) if s.kind == "field"} if token.norm else set[str]()
    if not refs or any(s.kind == "metric" for s in lexicon.lookup((token.norm,))):
        return None
    named = [m for m in lexicon.model.metrics if name_words(m.label)[-1:] == (token.norm,)]
    found = [m for m in named if aggregate(m) == "sum" and plain_field(m).casefold() in refs]
    return found[0] if found and len(named) == 1 else None


def _beside(tokens: Sequence[Token], i: int, metric: Metric, lexicon: Lexicon) -> bool:
    """Another figure of the same rows is named, or something that these rows belong to directly."""
    own = {d.casefold() for d in lexicon.reach.facts(metric)}
    near = own | {r.one.casefold() for r in lexicon.model.relationships if r.many.casefold() in own}
    terms = [term[1] for j in range(len(tokens)) if j != i and (term := lexicon.at(tokens, j))]
    figures = [[m for s in senses if s.kind == "metric" and (m := lexicon.model.metric(s.ref))] for senses in terms]
    return any(_same_rows(found, metric, lexicon) for found in figures) or any(_all_near(s, near) for s in terms)


def _same_rows(found: Sequence[Metric], metric: Metric, lexicon: Lexicon) -> bool:
    own = set(lexicon.reach.facts(metric))
    return bool(found) and all(set(lexicon.reach.facts(m)) == own for m in found)


def _all_near(senses: Sequence[Sense], near: set[str]) -> bool:
    named = [s for s in senses if s.kind in ("field", "dataset", "value") and not s.weak]
    return bool(named) and all(s.ref.partition(".")[0].casefold() in near for s in named)
