""" "Which store sold most, and by how much": how far the first is ahead of the second, which no request tells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.scan import Item

BY_HOW_MUCH = "by how much"


def check(items: Sequence[Item], parts: Parts, *, beside: bool = False) -> None:
    """Raises Stop for such words: they are neither the change since the time before nor a breakdown by day.

    ``beside``: the answer before set one figure against another, as what was sold against the plan, or ranked rows.
    """
    for by, many in pairwise(items):
        if by.kind == "mark" and by.name == "by" and many.kind == "mark" and many.name == "howmany":
            raise Stop(Unplaced((f"{by.text} {many.text}",), by.start, many.end))
    _and_how_many(items, parts)
    said = [f for f in parts.figures if f.name == "change"]
    if (parts.ranked or beside) and len(said) == 1 and said[0].text.casefold() == BY_HOW_MUCH and not _times(items):
        raise Stop(Unplaced((said[0].text,), said[0].start, said[0].end))


def _and_how_many(items: Sequence[Item], parts: Parts) -> None:
    """ "Which carrier shipped most, and how many were late": a second question, of the one that is first."""
    for item in items[2:]:
        asked = item.kind == "mark" and item.name == "howmany" and item.start > parts.rank_place[1] > 0
        if parts.ranked and asked and not any(m.item.start > item.start for m in parts.measures):
            raise Stop(Unplaced((item.text,), item.start, item.end))


def _times(items: Sequence[Item]) -> bool:
    """Two times are set beside each other: "in October than in September"."""
    return any(i.kind == "mark" and i.name in ("versus", "compare") for i in items)
