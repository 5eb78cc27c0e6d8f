"""The period that something is set against: "is it higher in Germany or France than last year", "up on last month".

The figure is then asked for now, or for a period that must still be said; never for that one alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.english.text import Token, norm_at
from infra.local.model.parts import Parts
from infra.local.model.scan import Item

LINKS = frozenset(["than", "vs", "versus", "against"])
PAIRS = frozenset(
    [("compared", "to"), ("compared", "with"), ("up", "on"), ("down", "on"), ("up", "from"), ("down", "from")]
)
SMALL = frozenset(["in", "the", "it", "was", "they", "were", "for", "during"])


def settle(parts: Parts, items: Sequence[Item], tokens: Sequence[Token]) -> None:
    periods = [i for i in items if i.kind == "period"]
    if len(periods) != 1 or len(set(parts.periods)) != 1:
        return
    at = periods[0].first - 1
    while norm_at(tokens, at) in SMALL:
        at -= 1
    link = norm_at(tokens, at)
    parts.against_period = link in LINKS or (norm_at(tokens, at - 1), link) in PAIRS
