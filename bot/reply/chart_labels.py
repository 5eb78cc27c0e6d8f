"""Labels of a chart: short enough for Slack, each one different, and times as a person says them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from bot.reply.inert import inert
from bot.reply.numbers import SYMBOLS, shown
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Column, Scalar

Grain = Literal["day", "week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
ELLIPSIS = "…"
TAIL = 0.4
"""Share of a label that its end takes where it is cut in the middle."""
_JOINERS = "\u200d\ufe0f"


def length(text: str) -> int:
    """Characters as JavaScript and Java count them, the larger of the ways: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, most: int) -> str:
    """At most ``most`` characters, an ellipsis at the end of what was longer; no letter is parted from its accents."""
    text = " ".join(text.split())
    if length(text) <= most:
        return text
    kept = text
    while kept and length(kept) > most - 1:
        removed, kept = kept[-1], kept[:-1]
        while kept and (unicodedata.combining(removed) or removed in _JOINERS or kept[-1] in _JOINERS):
            removed, kept = kept[-1], kept[:-1]
    return kept.rstrip(" ,;:-–") + ELLIPSIS


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


def cut_middle(text: str, most: int) -> str:
    """At most ``most`` characters with the end in it, where products and versions differ: ``Moss Cabi…binet 284``."""
    text = " ".join(text.split())
    if length(text) <= most:
        return text
    end = ""
    for character in reversed(text):
        if length(character + end) > most * TAIL:
            break
        end = character + end
    while end and (unicodedata.combining(end[0]) or end[0] in _JOINERS or end[0].isspace()):
        end = end[1:]
    return cut(text, most - length(end)) + end


def named(value: Scalar, column: Column, words: Words) -> str:
    """A category as text; ``(none)`` for what has no name."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return words.nameless
    text = " ".join(inert(shown(value, column, words)).split())
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


def day_of(value: Scalar) -> date | None:
    """The day of a date or timestamp; None for anything else, and for a moment within a day."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.date() if (moment.hour, moment.minute, moment.second) == (0, 0, 0) else None


def grain_of(days: Iterable[date]) -> Grain:
    """The calendar unit that these days begin."""
    found = list(days)
    if any(day.day != 1 for day in found):
        return "day"
    return "month" if any(day.month != 1 for day in found) else "year"


def times(days: Iterable[date], grain: Grain, words: Words) -> list[str]:
    """``5 Nov``, ``Jan 26``, ``Q3 26``, ``2026``; days carry their year where there is more than one."""
    found = list(days)
    several = len({day.year for day in found}) > 1
    return [words.chart_time(day, grain, several) for day in found]


def following(day: date, grain: Grain) -> date:
    """The first day of the next calendar unit."""
    if grain in ("day", "week"):
        return day + timedelta(days=1 if grain == "day" else 7)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
