""" "With their city", "and its carrier": what is known of each row, neither a value to keep nor a breakdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from infra.local.model.english.listing_words import BESIDE, NAMES, THEIR
from infra.local.model.english.text import Token, fold, is_plural
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.reach import aggregate
from infra.local.model.scan import Item

COUNTED = ("count", "distinct")


def as_fields(items: Sequence[Item], tokens: Sequence[Token]) -> tuple[Item, ...]:
    """ "Shops with their city" are no city shops: a word for a field means that one here, and no value."""
    owned = {*of_rows(items, tokens), *_beside(items)}
    return tuple(_of_the_thing(items, n) if i.first in owned else i for n, i in enumerate(items))


def _of_the_thing(items: Sequence[Item], at: int) -> Item:
    """The word as a field of what was named last: in "revenue by store and their country" the store's."""
    fields = tuple(s for s in items[at].senses if s.kind != "value")
    counted = [i for i in reversed(items[:at]) if i.has("metric")]  # "customers with 5 orders and their country"
    for before in (*(i for i in reversed(items[:at]) if not i.has("metric")), *counted):
        rows = {s.ref.partition(".")[0] for s in before.senses if s.kind in ("field", "dataset")}
        if own := tuple(s for s in fields if s.kind == "field" and s.ref.partition(".")[0] in rows):
            return replace(items[at], senses=own)
    return replace(items[at], senses=fields)


def _beside(items: Sequence[Item]) -> list[int]:
    """ "Top 10 stores with city", "stores over 1000 m2, city and country": single words for a field of that thing.

    Each may be a value of it as well, but no noun stands behind that it would be said of. By their first tokens.
    """
    found: list[int] = []
    for n, item in enumerate(items):
        single = item.kind == "term" and item.first == item.last and not is_plural(item.text.casefold())
        if not (single and n and item.has("field") and item.has("value")) or item.has("metric") or item.has("choice"):
            continue
        after = items[n + 1] if n + 1 < len(items) else None
        own = _datasets(item) & {d for i in items[: n - 1] if i.kind == "term" for d in _datasets(i)}
        alone = after is None or not (after.has("dataset") or after.has("value"))
        joints = [k for k in (n - 1, n + 1) if k < len(items) and items[k].name == "and"]
        others = [items[2 * k - n] for k in joints if 0 <= 2 * k - n < len(items)]
        told = any(_tells_of(own, i) for i in others)
        shown = items[n - 1].kind == "preposition" and items[n - 1].name == "with"
        if own and alone and (told or shown):
            found += [item.first, *(i.first for i in others if _tells_of(own, i) and i.has("field"))]
    return found


def shown_with(items: Sequence[Item], dataset: str, lexicon: Lexicon) -> bool:
    """Whether such a word was taken as a field behind "with": "stores in Germany with city"."""
    for link, item in pairwise(items):
        only = bool(item.senses) and all(s.kind == "field" for s in item.senses)
        values = {s.ref.partition(".")[0] for s in lexicon.lookup((fold(item.text),)) if s.kind == "value"}
        if link.kind == "preposition" and link.name == "with" and only and dataset in values:
            return True
    return False


def _tells_of(own: set[str], item: Item) -> bool:
    """ "Name", or a field of those things and nothing else."""
    if item.text.casefold() in NAMES:
        return True
    return item.has("field") and not (item.has("value") or item.has("metric")) and bool(_datasets(item) & own)


def _datasets(item: Item) -> set[str]:
    """The datasets that it names, or of which it names a field."""
    return {s.ref.partition(".")[0].casefold() for s in item.senses if s.kind in ("dataset", "field")}


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
