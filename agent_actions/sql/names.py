"""The known names nearest to one that is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """At most ``limit`` of ``known`` that look like ``name``: close spellings first, then names that contain it."""
    wanted = name.casefold()
    by_folded = {k.casefold(): k for k in known}
    close = get_close_matches(wanted, list(by_folded), n=limit, cutoff=0.6)
    inside = [k for k in by_folded if k not in close and len(wanted) > 2 and (wanted in k or k in wanted)]
    return tuple(by_folded[k] for k in [*close, *inside][:limit])
