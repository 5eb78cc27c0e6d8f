"""Words with several meanings of which the person chose one before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from agent_actions.contract import MEANINGS_ATTRIBUTE
from agent_actions.semantic.meanings import chosen
from agent_actions.semantic.words import lower_first
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.parts import Parts
from infra.local.model.says import words
from infra.local.model.scan import Item


def read(attributes: Mapping[str, str]) -> dict[str, str]:
    """What the session attributes tell; what cannot be read counts as nothing."""
    try:
        found = json.loads(attributes.get(MEANINGS_ATTRIBUTE) or "{}")
    except ValueError:
        return {}
    return {str(word): str(metric) for word, metric in found.items()} if isinstance(found, dict) else {}


def settle(parts: Parts, meanings: Mapping[str, str], lexicon: Lexicon) -> None:
    """Put the figure that the person means in the place of the word; what was taken for granted is told."""

    def settled(item: Item | None) -> Item | None:
        word = next((s.ref for s in item.senses if s.kind == "choice"), "") if item else ""
        metric = chosen(lexicon.model, meanings, word) if word else None
        if item is None or metric is None:
            return item
        said = words.as_chosen(item.text, lower_first(metric.label)), words.other_meaning(word)
        if said not in parts.chosen:
            parts.chosen.append(said)
        return replace(item, senses=(Sense("metric", metric.name),))

    parts.measures = [replace(m, item=settled(m.item) or m.item) for m in parts.measures]
    parts.thresholds = [replace(t, item=settled(t.item)) for t in parts.thresholds]
