""" "The top cities by store revenue": whose revenue it is, and no ranking in each of the stores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token, norm_at
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Parts


def settle(parts: Parts, tokens: Sequence[Token]) -> None:
    """Takes the noun out where what is ranked is known of the same things. Raises Stop where it isn't."""
    targets = [n for n, d in enumerate(parts.dimensions) if d.target]
    for noun in [d for d in parts.dimensions if parts.ranked and targets and not (d.target or d.listed)]:
        at = next((i for i, t in enumerate(tokens) if t.start == noun.item.start), 0)
        figure = any(i.first == noun.item.last + 1 for i in (*(m.item for m in parts.measures), *parts.datasets))
        if not figure or norm_at(tokens, at - 1) != "by":
            continue
        things = {s.ref.partition(".")[0].casefold() for s in noun.item.senses if s.kind in ("field", "dataset")}
        for n in targets:
            item = parts.dimensions[n].item
            own = tuple(s for s in item.senses if s.kind == "field" and s.ref.partition(".")[0].casefold() in things)
            if not own:
                raise Stop(Unplaced((noun.item.text,), noun.item.start, noun.item.end))
            parts.dimensions[n] = replace(parts.dimensions[n], item=replace(item, senses=own))
        parts.dimensions.remove(noun)
        return
