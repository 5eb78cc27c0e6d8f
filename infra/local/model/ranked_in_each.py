"""A ranking in each of something, asked for in a thread: "the top product in each", after revenue by category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infra.local.model.compose import CUTS
from infra.local.model.meant import Meant
from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts
from infra.local.model.refusals import refuse


@dataclass(frozen=True)
class InEach:
    """``things`` are ranked in each of ``groups``; one of these may be a unit of the calendar."""

    groups: tuple[str, ...]
    things: tuple[str, ...]


def asked(parts: Parts, meant: Meant, broken: Sequence[str], grain: str | None) -> InEach | None:
    """``broken`` and ``grain``: by what the question before was told apart.

    None where the message says nothing of it, or all of it. Raises Stop where what is ranked, or in each of what, was
    not said: "the most expensive one in each", after average prices by category.
    """
    if not (parts.ranked and parts.of_each) or parts.sorting or not (broken or grain):
        return None
    targets = tuple(f.ref for f in meant.targets)
    named = tuple(f.ref for f in meant.dimensions if f.ref not in targets)
    if parts.grain and parts.grain_target:
        targets = (*targets, parts.grain)  # "the best month in each"
    elif parts.grain:
        named = (*named, parts.grain)
    if targets and named and parts.grain not in targets:
        return None
    groups = named or tuple(ref for ref in (*broken, *([grain] if grain else [])) if ref not in targets)
    things = targets or tuple(ref for ref in broken if ref not in groups)
    if not things or not (named or targets) or not groups:
        raise Stop(refuse("top per group"))
    if parts.limit is None and not parts.target_plural:
        parts.limit = 1
    if parts.limit is None and parts.rank_word not in CUTS:
        raise Stop(refuse("top per group"))
    return InEach(groups, things)
