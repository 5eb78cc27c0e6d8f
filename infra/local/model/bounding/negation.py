"""What a "not" is of, where a verb stands between it and the value: "not paid by card", "didn't ship from Leipzig"."""

from __future__ import annotations

from infra.local.model.scan import Item
from infra.local.model.sentence import Sentence

BETWEEN = 2
"""Prepositions and articles between the verb and its value."""


def reaches_value(sentence: Sentence, index: int) -> bool:
    """True where a known value or a yes-or-no field follows the verb, with no more than a preposition between."""
    for j in range(index + 1, index + 2 + BETWEEN):
        item = sentence.at(j)
        if item is None:
            return False
        if item.kind == "term":
            return _told(item) or sentence.is_flag(item)
        if item.kind != "preposition":
            return False
    return False


def _told(item: Item) -> bool:
    return item.has("value") and not item.has("metric")
