"""Labels of a chart: short enough for Slack, each one different, with the unit where it helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.reply.graphemes import cut, cut_middle
from bot.reply.inert import inert
from bot.reply.numbers import SYMBOLS, shown
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Column, Scalar

NAME = 200
"""Characters of a category's name that are looked at."""


def unique(labels: Iterable[str], most: int) -> list[str]:
    """Each label cut to ``most`` characters; those that then look alike keep their ends too, or get a number."""
    whole = list(labels)
    short = [cut(label, most) for label in whole]
    alike = {label for label, count in Counter(short).items() if count > 1}
    taken: set[str] = set()
    out: list[str] = []
    for label, cut_label in zip(whole, short, strict=True):
        best = cut_middle(label, most) if cut_label in alike else cut_label
        found, number = best, 1
        while found in taken:
            number += 1
            tail = f" {number}"
            found = cut(best, most - len(tail)) + tail
        taken.add(found)
        out.append(found)
    return out


def named(value: Scalar, column: Column, words: Words) -> str:
    """A category as text; ``(none)`` for what has no name."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return words.nameless
    text = " ".join(inert(cut(shown(value, column, words), NAME)).split())
    return text or words.nameless


def with_unit(column: Column) -> str:
    """An axis' label: ``Revenue (€)``, and ``Orders`` alone where its unit says the same."""
    label, unit = column.label or column.name, unit_of(column)
    return f"{label} ({unit})" if unit and unit.casefold() not in label.casefold() else label


def unit_of(column: Column) -> str:
    """What a chart's figures are counted in; a share is drawn in percent."""
    if (column.format or "").endswith("%"):
        return "%"
    return SYMBOLS.get(column.unit or "", column.unit or "")
