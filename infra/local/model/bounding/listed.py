"""Values in a list: what is said of the last one is said of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import name_words
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts import Known
from infra.local.model.scan import Item

NEXT = 2
"""Tokens from one value of a list to the next, with "and" or a comma between them."""


def with_the_last(known: Sequence[Known]) -> list[Known]:
    """ "Online and retail customers": the noun behind the last value of a list is said of all of them."""
    found = list(known)
    for i in reversed(range(len(found) - 1)):
        one, following = found[i], found[i + 1]
        near = following.item.first - one.item.last <= NEXT and one.negative == following.negative
        if not near or not following.datasets or one.fields:
            continue
        shared = _refs(one) & _refs(following)
        named = {name.casefold() for name in following.datasets}
        if any(ref.partition(".")[0].casefold() in named for ref in shared):
            found[i] = replace(one, datasets=following.datasets)
    return found


def as_values(items: Sequence[Item], lexicon: Lexicon) -> tuple[Item, ...]:
    """ "Chat, email and phone": what is a field's name as well is a value beside values of one field."""
    found = list(items)
    for step in (1, -1):
        for i in range(len(found))[::step]:
            link, beside = i - step, i - 2 * step
            listed = 0 <= beside < len(found) and found[link].kind == "mark" and found[link].name in ("and", "versus")
            if not listed or not found[i].has("field") or in_each(found, min(i, beside)):
                continue
            shared = {s.ref for s in found[beside].senses if s.kind == "value"}
            senses = (*found[i].senses, *lexicon.lookup(("by", *name_words(found[i].text))))
            values = tuple(s for s in senses if s.kind == "value" and s.ref in shared)
            found[i] = replace(found[i], senses=values or found[i].senses)
    return tuple(found)


def in_each(items: Sequence[Item], at: int) -> bool:
    """ "For each category, the product ...": the word behind "each" begins no list of values."""
    before = items[at - 1] if at else None
    return before is not None and before.name == "by" and bool({"each", "every"} & set(before.text.casefold().split()))


def _refs(known: Known) -> set[str]:
    return {s.ref for s in known.item.senses if s.kind == "value"}
