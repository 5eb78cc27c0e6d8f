"""Values in a list: what is said of the last one is said of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.parts import Known

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


def _refs(known: Known) -> set[str]:
    return {s.ref for s in known.item.senses if s.kind == "value"}
