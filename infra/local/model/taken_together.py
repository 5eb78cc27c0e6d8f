"""Two months with something else that is told apart: "top 5 brands in July and August" are one list over both.

Nobody who says no more wants a list of each. Rows of each are given where it is said that they stand apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts
from infra.local.model.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.spans import Span
from infra.local.model.text import Token
from infra.local.model.vocabulary import PREPOSITIONS

UNITS = frozenset(["month", "quarter", "year"])
RELATIVE = ("this", "last", "next")
""" "This month and last month" are rather set beside each other."""
COMPARED = frozenset(
    ["compared", "comparison", "comparing", "contrasted", "contrast", "separate", "apart", "difference"]
)
MOST = 2
"""Periods: of more of them each may well be meant."""


def settle(parts: Parts, items: Sequence[Item], tokens: Sequence[Token]) -> None:
    """Note "in September and October compared", "in September and in October"."""
    at = [i for i in items if i.kind == "period"]
    between = {t.norm for before, after in pairwise(at) for t in tokens[before.last + 1 : after.first]}
    parts.months_apart = bool(between & PREPOSITIONS or COMPARED & {t.norm for t in tokens})


def as_one(parts: Parts, found: Sequence[Span]) -> bool:
    """Whether neighbouring periods are meant as one, beside something that is told apart.

    Raises Stop where those are asked for that had something in them: in both, in either, or in both together.
    """
    if _apart(parts):
        return False
    asked = any(d.target for d in parts.dimensions) and not (parts.ranked or parts.limit or parts.sorting)
    if asked or parts.thresholds:
        raise Stop(refuse("two periods"))
    named = all(s.unit in UNITS and s.text and not s.text.startswith(RELATIVE) for s in found)
    return named and len(found) <= MOST


def _apart(parts: Parts) -> bool:
    """ "September and October, each", "both September and October", "September against October"."""
    if parts.months_apart or parts.chart not in ("", "table") or parts.by == "month_of_year":
        return True
    if parts.each or parts.trend or parts.versus or parts.compare or parts.changes or "both" in parts.flags:
        return True
    return parts.asks("running", "rolling", "year")
