""" "Which countries received no express parcels?": those that have none of these, not what the others are of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import word_set
from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item

NONE = word_set("no without not never zero")
SOME = word_set("any a an one single even at all had have got received seen taken handled")
"""Between "not" and what there is none of."""
JOINS = word_set("and or")
ONES = word_set("one ones")


def check(parts: Parts, items: Sequence[Item], tokens: Sequence[Token]) -> None:
    """Raises Stop: a row that has none is no row whose rows are others."""
    told = [d.item for d in parts.dimensions] or [i for i in items if i.kind == "unit"]
    told += [parts.counted] if parts.counted else []
    counted = {(s.kind, s.ref) for m in parts.measures for s in m.item.senses}
    counted |= {(s.kind, s.ref) for d in parts.datasets for s in d.senses} if not parts.measures else set()
    denied = [k.item for k in parts.known if k.negative]
    denied += [c.item for c in parts.conditions if c.op == "in" and c.values == (False,)]
    for known in denied:
        nouns = [*_behind(items, known), *_to(items, known)]
        noun = next((i for i in nouns if {(s.kind, s.ref) for s in i.senses} & counted), None)
        others = [i for i in items if i.first < known.first and i is not noun]
        again = noun is not None and any(i.senses == noun.senses for i in others)
        first = min([i.first for i in (noun, *_ahead(items, known)) if i], default=known.first)
        first = min(first, known.first)
        heads = [i for i in told if i.last < first]
        if heads and noun and not again and _none_before(tokens, first):
            raise Stop(refuse("none of those"))


def _behind(items: Sequence[Item], known: Item) -> list[Item]:
    """The "billing tickets" of "(no urgent) billing tickets"."""
    at = next((n for n, i in enumerate(items) if i.first == known.first), 0)
    return list(takewhile(_goes_on, items[at + 1 :]))


def _ahead(items: Sequence[Item], known: Item) -> list[Item]:
    """The "billing" of "(no) billing or urgent tickets"."""
    at = next((n for n, i in enumerate(items) if i.first == known.first), 0)
    return list(takewhile(_goes_on, reversed(items[:at])))


def _goes_on(item: Item) -> bool:
    return item.kind == "term" or item.name in JOINS


def _to(items: Sequence[Item], known: Item) -> list[Item]:
    """The "parcels" of "(no) parcels to Germany"."""
    at = next((n for n, i in enumerate(items) if i.first == known.first), 0)
    return [items[at - 2]] if at > 2 and items[at - 1].kind == "preposition" and items[at - 2].kind == "term" else []


def _none_before(tokens: Sequence[Token], at: int) -> bool:
    at -= 1
    while at > 0 and tokens[at].norm in SOME:
        at -= 1
    return at >= 0 and tokens[at].norm in NONE
