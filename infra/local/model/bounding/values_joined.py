"""Values behind a sign that may add them or take them away: what it means is asked.

"Germany - France" may be both or what is left of one, and "Germany to France" a way from one to the other; in "without
Germany, French revenue" the second is not left out with the first, as in "without Germany, France and Spain"; "net of
Germany" is without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from infra.local.model.english.text import Token
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Known, Parts
from infra.local.model.scan import Item

DASHES = frozenset(["-", "–", "—", "−"])
WAYS = DASHES | {"to", "→"}


def check(parts: Parts, items: Sequence[Item], tokens: Sequence[Token]) -> None:
    """Raises Stop at such a sign."""
    known = sorted(parts.known, key=lambda one: one.item.first)
    for one in known:
        before = tokens[max(one.item.first - 2, 0) : one.item.first]
        if [t.norm for t in before] == ["net", "of"]:
            raise Stop(Unplaced(("net of",), before[0].start, before[1].end))
    for left, right in pairwise(known):
        between = [t.surface.casefold() for t in tokens[left.item.last + 1 : right.item.first]]
        said = parts.compare or parts.versus or parts.unsupported  # "compare EMEA to AMER"
        joined = bool(_refs(left) & _refs(right)) and between and set(between) <= (DASHES if said else WAYS)
        if joined or (between == [","] and _head_of_figure(left, right, items)):
            at = tokens[left.item.last + 1]
            raise Stop(Unplaced((right.item.text,), at.start, right.item.end))


def _head_of_figure(left: Known, right: Known, items: Sequence[Item]) -> bool:
    """The first is left out at the head of the message, and the second stands right before a figure."""
    if not (left.negative and right.negative):
        return False
    before = [i for i in items if i.last < left.item.first and i.kind not in ("filler", "preposition", "follow")]
    figure = next((i for i in items if i.first == right.item.last + 1), None)
    return len(before) == 1 and figure is not None and (figure.has("metric") or figure.has("choice"))


def _refs(known: Known) -> set[str]:
    return {s.ref for s in known.item.senses if s.kind == "value"}
