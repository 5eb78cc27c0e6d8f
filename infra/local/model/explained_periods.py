"""Periods said twice: "Q3 (July to September)", "this autumn (Sept till now)", "P9 ..., last month"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from infra.local.model import date_says, spans, vague_periods
from infra.local.model.feasts import FEAST_WORDS
from infra.local.model.fiscal import is_code
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.parts import Parts
from infra.local.model.scan import Item
from infra.local.model.spans import Span
from infra.local.model.vocabulary import LAST, THIS

OPEN, CLOSE = "([", ")]"
_FEASTS = FEAST_WORDS | {"christmas", "xmas", "easter"}


def settle(parts: Parts, items: Sequence[Item], text: str, lexicon: Lexicon, today: date) -> None:
    """Leave each period once. Raises Stop with a question back where an explanation is of other days."""
    for before, item in pairwise(items):
        if item.kind != "period" or item.span not in parts.periods or not _in_brackets(item, text):
            continue
        if before.kind == "unknown" and before.text.casefold().split()[-1] in vague_periods.SEASONS:
            parts.unknown = [u for u in parts.unknown if u not in (before.text, *_since(items, before))]
        elif before.kind == "period" and before.span in parts.periods and before.span is not item.span:
            _explained(parts, before, item, text, lexicon, today)
    vague_periods.ask_season(text, parts.unknown, today)
    _once(parts, items, lexicon, today)
    _up_to(parts, lexicon, today)


def _since(items: Sequence[Item], season: Item) -> list[str]:
    """The words before a season that is explained: "since last summer (from 1 June on)"."""
    found: list[str] = []
    first = season.first
    for item in reversed(items):
        if item.last == first - 1 and item.text.casefold() in {"since", "from", "after", *LAST, *THIS}:
            found.append(item.text)
            first = item.first
    return found


def _in_brackets(item: Item, text: str) -> bool:
    before, after = text[: item.start].rstrip(), text[item.end :].lstrip()
    return before[-1:] in OPEN and after[:1] in CLOSE if before and after else False


def _exact(span: Span, lexicon: Lexicon, today: date) -> Span:
    """With its true days: those of "last 3 months" are only about right."""
    defaults = lexicon.model.config.defaults
    return spans.read(span.text, today, defaults.week_start, defaults.fiscal_year_start) or span


def _explained(parts: Parts, period: Item, said: Item, text: str, lexicon: Lexicon, today: date) -> None:
    assert period.span is not None
    assert said.span is not None
    own, other = _exact(period.span, lexicon, today), _exact(said.span, lexicon, today)
    if own.text is None or other.text is None:
        return
    years = own.start.year - other.start.year
    if years and not any(c.isdigit() and len(c) == 4 for c in said.text.split()):
        other = spans.between(_moved(other.start, years), _moved(other.end, years))
    feast_week = {w.casefold() for w in period.text.split()} & _FEASTS and "week" in period.text.casefold()
    same = (own.start, own.end) == (other.start, other.end)
    so_far = own.start == other.start and other.end == today <= own.end
    narrower = own.start <= other.start and other.end <= own.end
    if not same and not so_far and (feast_week or narrower):
        _replace(parts, period.span, other)
        parts.periods.remove(said.span)
    elif same or so_far:
        parts.periods.remove(said.span)
    else:
        end = len(text) - len(text[said.end :].lstrip()) + 1
        days = [date_says.days(s.start, s.end) for s in (own, other)]
        question = date_says.explained_otherwise(period.text, said.text)
        options = tuple(Option(d, d) for d in days)
        raise Stop(Ask(text[period.start : end], question, options, "word", period.start, end, frozenset()))


def _moved(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def _replace(parts: Parts, span: Span, by: Span) -> None:
    parts.periods[parts.periods.index(span)] = by


def _once(parts: Parts, items: Sequence[Item], lexicon: Lexicon, today: date) -> None:
    """ "P9 ..., last month", "in October, last month": the same days in other words."""
    if len(parts.periods) != 2 or parts.versus or parts.compare or parts.befores:
        return
    first, second = (_exact(span, lexicon, today) for span in parts.periods)
    places = [n for n, item in enumerate(items) if item.kind == "period" and item.span in parts.periods]
    beside = len(places) == 2 and all(items[n].text == "," for n in range(places[0] + 1, places[1]))
    coded = any(is_code(items[n].text.casefold()) for n in places)
    if (beside or coded) and first.text and second.text and (first.start, first.end) == (second.start, second.end):
        parts.periods = parts.periods[:1]


def _up_to(parts: Parts, lexicon: Lexicon, today: date) -> None:
    """ "In November up to yesterday": the first of the two as far as the second."""
    if len(parts.periods) != 2 or parts.versus or parts.compare or parts.befores:
        return
    first, second = (_exact(span, lexicon, today) for span in parts.periods)
    for whole, end in ((first, second), (second, first)):
        open_start = end.text is not None and end.text.startswith("..")
        if open_start and whole.text and not whole.text.startswith("..") and whole.start <= end.end <= whole.end:
            parts.periods = [spans.between(whole.start, end.end)]
            return
