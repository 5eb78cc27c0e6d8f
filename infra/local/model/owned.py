""" "With their city", "and its carrier": what is known of each row, neither a value to keep nor a breakdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.lexicon import Lexicon
from infra.local.model.listing_words import BESIDE, THEIR
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.reach import aggregate
from infra.local.model.scan import Item
from infra.local.model.text import Token

COUNTED = ("count", "distinct")


def as_fields(items: Sequence[Item], tokens: Sequence[Token]) -> tuple[Item, ...]:
    """ "Shops with their city" are no city shops: a word for a field means that one here, and no value."""
    owned = of_rows(items, tokens)
    return tuple(_of_the_thing(items, n) if i.first in owned else i for n, i in enumerate(items))


def _of_the_thing(items: Sequence[Item], at: int) -> Item:
    """The word as a field of what was named last: in "revenue by store and their country" the store's."""
    fields = tuple(s for s in items[at].senses if s.kind != "value")
    for before in reversed(items[:at]):
        things = {s.ref.partition(".")[0] for s in before.senses if s.kind in ("field", "dataset")}
        if own := tuple(s for s in fields if s.kind == "field" and s.ref.partition(".")[0] in things):
            return replace(items[at], senses=own)
    return replace(items[at], senses=fields)


def of_rows(items: Sequence[Item], tokens: Sequence[Token]) -> dict[int, Item]:
    """Words for fields and for no figure right behind "their", or in one row with such; by their first tokens."""
    found: dict[int, Item] = {}
    for n, item in enumerate(items):
        if item.kind != "term" or not item.has("field") or item.has("metric") or item.has("choice"):
            continue
        before = [t.norm or t.surface for t in tokens if t.end <= item.start][-2:]
        joined = n > 1 and items[n - 1].name == "and" and items[n - 2].first in found
        if joined or (len(before) > 1 and before[0] in BESIDE and before[1] in THEIR):
            found[item.first] = item
    return found


def check(parts: Parts, items: Sequence[Item], tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "Late parcels and their carrier" asks for rows: how many each carrier has is something else. Raises Stop."""
    owned = of_rows(items, tokens) if parts.known or parts.conditions or parts.periods else {}
    counted = [m for x in parts.measures for m in lexicon.measured(x.item.senses)]
    broken = [d.item.first for d in parts.dimensions]
    if not broken or not set(broken) <= set(owned) or not all(aggregate(m) in COUNTED for m in counted):
        return
    item = owned[broken[0]]
    raise Stop(Unplaced((item.text,), item.start, item.end))
