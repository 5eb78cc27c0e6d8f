""" "The top cities by store revenue": whose revenue it is, and no ranking in each of the stores.

Nor is "the format with the most revenue per store": each store has one format, so an average of them is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token, norm_at
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Dimension, Parts
from infra.local.model.reach import entity


def settle(parts: Parts, tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Takes the noun out where what is ranked is known of the same things. Raises Stop where it isn't."""
    targets = [n for n, d in enumerate(parts.dimensions) if d.target]
    for noun in [d for d in parts.dimensions if parts.ranked and targets and not (d.target or d.listed)]:
        at = next((i for i, t in enumerate(tokens) if t.start == noun.item.start), 0)
        if norm_at(tokens, at - 1) == "per" and _one_each(noun, [parts.dimensions[n] for n in targets], lexicon):
            said = f"per {noun.item.text}"
            raise Stop(Unplaced((said,), tokens[at - 1].start, noun.item.end))
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


def _one_each(thing: Dimension, kinds: Sequence[Dimension], lexicon: Lexicon) -> bool:
    """What is ranked tells something of such a thing: the format of a store."""
    model = lexicon.model
    named = {s.ref for s in thing.item.senses}
    rows = [d for d in model.datasets if d.name in named or named & {f.ref for f in entity(model, d)}]
    refs = {s.ref.partition(".")[0] for d in kinds for s in d.item.senses if s.kind == "field"}
    return any(d.name in refs for d in rows)
