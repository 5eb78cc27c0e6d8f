"""Periods said twice: "Q3 (July to September)", "this autumn (Sept till now)", "P9 ..., last month"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from infra.local.model.english.vocabulary import LAST, THIS, UNITS
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.parts import Parts
from infra.local.model.says import date_says
from infra.local.model.scan import Item
from infra.local.model.times import spans, vague_periods
from infra.local.model.times.dated_clauses import told_apart
from infra.local.model.times.feasts import FEAST_WORDS
from infra.local.model.times.fiscal import is_code
from infra.local.model.times.spans import Span

CLOSE = ")]"
_MEANS = r"(?:(?:that|which|this|it)\s+(?:is|was|were)|that['’]s|i\.?\s?e\.?|meaning|namely|aka|so)"
_LEAD = rf"(?:{_MEANS}\s*,?\s*)?(?:(?:on|in|the|our)\s+)*"
_BRACKET = re.compile(rf"\s*[(\[]\s*{_LEAD}", re.IGNORECASE)
_ASIDE = re.compile(rf"\s*(?:[,;–—]|-\s)\s*{_MEANS}\s*,?\s*(?:(?:on|in|the|our)\s+)*", re.IGNORECASE)
"""Between a period and the same in other words: ", that was (Black Friday)"."""
_FEASTS = (FEAST_WORDS | {"christmas", "xmas", "easter"}) - set(UNITS)


def of_other_years(items: Sequence[Item]) -> list[Item]:
    """ "In October, and what was it last year": October of both years, and not of the last one alone."""
    found = list(items)
    for i, item in enumerate(found):
        before = next((n for n in reversed(range(i)) if found[n].kind == "period"), -1)
        first = found[before].span if before >= 0 else None
        year = item.span if item.kind == "period" else None
        if first is None or year is None or not first.yearless or year.unit != "year" or (year.text or "").isdigit():
            continue
        between = [b for b in found[before + 1 : i] if b.text]
        if between and between[0].name == "and" and all(b.kind in ("mark", "preposition") for b in between):
            found[i] = replace(item, span=spans.with_year(first, year.start.year))
    return found


def settle(parts: Parts, items: Sequence[Item], text: str, lexicon: Lexicon, today: date) -> None:
    """Leave each period once. Raises Stop with a question back where an explanation is of other days."""
    for before, item in _explanations(items, text):
        if item.span not in parts.periods:
            continue
        if before.kind == "unknown" and before.text.casefold().split()[-1] in vague_periods.SEASONS:
            since = _since(items, before)
            parts.unknown = [u for u in parts.unknown if u not in (before.text, *since)]
            if {"since", "from"} & {word.casefold() for word in since} and item.span and item.span.end < today:
                _replace(parts, item.span, spans.between(item.span.start, today))
        elif before.kind == "period" and before.span in parts.periods and before.span is not item.span:
            said = [i.text for i in items if before.last < i.first < item.first and i.kind == "unknown"]
            parts.unknown = [u for u in parts.unknown if u not in said]
            _explained(parts, before, item, text, lexicon, today)
            told_apart(parts)
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


def _explanations(items: Sequence[Item], text: str) -> Iterator[tuple[Item, Item]]:
    """Each period that explains what stands before it, behind that."""
    for n, item in enumerate(items):
        after = text[item.end :].lstrip()[:1]
        for before in reversed(items[:n]) if item.kind == "period" else ():
            if before.end > item.start:
                continue
            between = text[before.end : item.start]
            bracketed = after in tuple(CLOSE) and _BRACKET.fullmatch(between)
            feast = between.strip() in ("", ",") and _FEASTS & {w.casefold() for w in before.text.split()}
            season = before.text.casefold().split()[-1:]
            quarter = item.span is not None and 80 <= item.span.days <= 125
            feast = feast or (quarter and between.strip() == "," and season and season[0] in vague_periods.SEASONS)
            if before.kind in ("period", "unknown") and (bracketed or feast or _ASIDE.fullmatch(between)):
                yield before, item
                break


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
        days = [_days(s) for s in (own, other)]
        question = date_says.explained_otherwise(period.text, said.text)
        options = tuple(Option(d, d) for d in days)
        raise Stop(Ask(text[period.start : end], question, options, "word", period.start, end, frozenset()))


def _days(span: Span) -> str:
    return date_says.long_day(span.start) if span.start == span.end else date_says.days(span.start, span.end)


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
