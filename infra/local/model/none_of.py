""" "Which countries received no express parcels?": those that have none of these, not what the others are of theirs."""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts
from infra.local.model.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.text import Token
from infra.local.model.vocabulary import word_set

NONE = word_set("no without not never zero")
SOME = word_set("any a an one single even at all had have got received seen taken handled")
"""Between "not" and what there is none of."""
ONES = word_set("one ones")


def check(parts: Parts, items: Sequence[Item], tokens: Sequence[Token]) -> None:
    """Raises Stop: a row that has none is no row whose rows are others."""
    told = [d.item for d in parts.dimensions] or [i for i in items if i.kind == "unit"]
    counted = {(s.kind, s.ref) for m in parts.measures for s in m.item.senses}
    counted |= {(s.kind, s.ref) for d in parts.datasets for s in d.senses} if not parts.measures else set()
    for known in (k.item for k in parts.known if k.negative):
        noun = next((i for i in items if i.first == known.last + 1 and i.kind == "term"), None)
        behind = noun is not None and {(s.kind, s.ref) for s in noun.senses} & counted
        noun = noun if behind else next(iter(_to(items, known)), None)
        own = noun is not None and {(s.kind, s.ref) for s in noun.senses} & counted
        others = [i for i in items if i.first < known.first and i is not noun]
        again = noun is not None and any(i.senses == noun.senses for i in others)
        heads = [i for i in told if i.last < known.first]
        first = min(known.first, noun.first) if noun else known.first
        if heads and own and not again and _none_before(tokens, first):
            raise Stop(refuse("none of those"))


def _to(items: Sequence[Item], known: Item) -> list[Item]:
    """The "parcels" of "(no) parcels to Germany"."""
    at = next((n for n, i in enumerate(items) if i.first == known.first), 0)
    return [items[at - 2]] if at > 2 and items[at - 1].kind == "preposition" and items[at - 2].kind == "term" else []


def _none_before(tokens: Sequence[Token], at: int) -> bool:
    at -= 1
    while at > 0 and tokens[at].norm in SOME:
        at -= 1
    return at >= 0 and tokens[at].norm in NONE
