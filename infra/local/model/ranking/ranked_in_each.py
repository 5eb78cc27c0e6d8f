"""A ranking in each of something, asked for in a thread: "the top product in each", after revenue by category.

What is on top overall cannot be followed: "orders by month for the top country" are those of one country, and the top
one in each month may be another each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_actions.semantic.request import MetricRequest
from infra.local.model.compose import CUTS
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, norm_at
from infra.local.model.figures.meant import Meant
from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item

ONES = v.word_set("one ones")
"""Behind "the best" they stand for what was told apart before."""
HELD = v.word_set("for of")
AMOUNTS = v.word_set("most least fewest more less fewer")
""" "For most tickets" names no thing that is on top."""


@dataclass(frozen=True)
class InEach:
    """``things`` are ranked in each of ``groups``; one of these may be a unit of the calendar."""

    groups: tuple[str, ...]
    things: tuple[str, ...]

    @property
    def axes(self) -> tuple[str, ...]:
        return (*self.groups, *self.things)


def axes(request: MetricRequest) -> list[str]:
    """What the rows of a request are told apart by, but for the groups of its ranking."""
    told = [*request.dimensions, *(str(x) for x in (request.grain, request.by) if x)]
    return [axis for axis in told if axis not in request.within]


def asked(parts: Parts, meant: Meant, before: MetricRequest) -> InEach | None:
    """``before``: the question before.

    None where the message says nothing of it, or all of it. Raises Stop where what is ranked, or in each of what, was
    not said: "the most expensive one in each", after average prices by category.
    """
    if not parts.ranked:
        return _same(parts, meant, before)
    broken = axes(before)
    if not parts.of_each or parts.sorting or parts.by or not broken:
        return None
    targets = tuple(f.ref for f in meant.targets)
    named = tuple(f.ref for f in meant.dimensions if f.ref not in targets)
    if parts.grain and parts.grain_target:
        targets = (*targets, parts.grain)  # "the best month in each"
    elif parts.grain:
        named = (*named, parts.grain)
    if targets and named and parts.grain not in targets:
        return None
    groups = named or before.within or tuple(ref for ref in broken if ref not in targets)
    things = targets or tuple(ref for ref in broken if ref not in groups)
    if not things or not (named or targets or before.within) or not groups:
        raise Stop(refuse("top per group"))
    if parts.limit is None and not parts.target_plural:
        parts.limit = 1
    if parts.limit is None and parts.rank_word not in CUTS:
        raise Stop(refuse("top per group"))
    return InEach(groups, things)


def _same(parts: Parts, meant: Meant, before: MetricRequest) -> InEach | None:
    """ "And in each region?", after the top three brands: that ranking, in each of them.

    Raises Stop for what may be said of the very rows of before: "per region"; and where all others were one row.
    """
    groups = tuple(d.ref for d in meant.dimensions)
    things = tuple(axis for axis in axes(before) if axis not in groups)
    ranks = before.limit and before.order and not (before.share or before.compare or before.count)
    other = parts.measures or parts.grain or parts.by or parts.sorting or parts.flags & (v.REPLACE_WORDS | v.ADD_WORDS)
    if not (groups and things and ranks and parts.of_each) or other:
        return None
    if parts.of_each == "per":
        raise Stop(refuse("top kept"))
    if before.rest:
        raise Stop(refuse("top per group"))
    return InEach(groups, things)


def kept(parts: Parts, before: MetricRequest, axes_now: Sequence[str | None]) -> tuple[str, ...]:
    """In each of what a ranking of before goes on, when what its rows are told apart by is changed.

    ``axes_now``: what they are told apart by now, and None. "Swap brand for category", after the best brand in each
    region, is the best category in each; without the region it is the best brand of all. Raises Stop for any other
    change.
    """
    if not (before.within and before.limit) or before.share:
        return ()
    old, now = (*before.within, *axes(before)), [str(x) for x in axes_now if x]
    if (parts.measures or parts.limit) and parts.ranked and not parts.of_each:
        return ()  # a ranking of its own
    if not now:
        raise Stop(refuse("top kept"))
    told = [*before.dimensions, *(str(x) for x in (before.grain, before.by) if x)]
    swapped = [(was, new) for was, new in zip(told, now, strict=False) if was != new]
    named = parts.drops or parts.gone or (before.grain, parts.grain) in swapped
    if parts.flags & v.REPLACE_WORDS and len(told) == len(now) and len(swapped) == 1 and named:
        return tuple(dict(swapped).get(axis, axis) for axis in before.within)
    if set(now) == set(old) - set(before.within) and (parts.drops or parts.flags & v.DROP_WORDS):
        return ()
    raise Stop(refuse("top per group"))


def check(items: Sequence[Item], tokens: Sequence[Token], parts: Parts, before: MetricRequest | None) -> None:
    """Raises Stop for a breakdown of what is on top. ``before``: of the question that a reply goes on from."""
    place = next((n for n, i in enumerate(items) if i.kind == "rank" and i.end == parts.rank_place[1]), None)
    if not parts.ranked or parts.of_each not in ("", "per") or place is None:
        return
    targets = [d for d in parts.dimensions if d.target]
    apart = [d for d in parts.dimensions if not (d.target or d.listed)] or parts.by or parts.trend
    apart = apart or (parts.grain and not parts.grain_target)
    after = next((k for k, t in enumerate(tokens) if t.start >= parts.rank_place[1]), len(tokens))
    one = before is not None and bool(axes(before)) and norm_at(tokens, after) in ONES
    named, held = bool(targets) or parts.grain_target, _held(items, place)
    split = before and parts.flags & v.DRILL_WORDS
    if apart and ((one and not parts.of_each) or (named and (held or split))):
        raise Stop(refuse("top kept"))
    refs = {s.ref for d in targets for s in d.item.senses}
    if before and held and parts.measures and not parts.periods and refs & set(axes(before)):
        raise Stop(refuse("top kept"))  # "revenue of the top country", after orders by country


def _held(items: Sequence[Item], place: int) -> bool:
    """ "For the top 3 brands", "of our best store"."""
    lead = items[place - 1] if place else None
    near = lead is not None and lead.kind == "preposition" and items[place].first - lead.last <= 2
    return near and items[place - 1].text.casefold() in HELD and items[place].text.casefold() not in AMOUNTS
