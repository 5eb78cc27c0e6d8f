"""Stretches told by one end and a length: "the three months to September", "week ending 8 November", halves of a month.

The first week of a month may be its first seven days or a week of the calendar, so that it is asked which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from agent_actions.semantic.periods import add_months
from infra.local.model.english.numerals import number_at
from infra.local.model.english.text import Token, longest
from infra.local.model.english.vocabulary import LAST, THIS, UNITS, word_set
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.says import date_says
from infra.local.model.times import spans
from infra.local.model.times.dates import Match, PointReader
from infra.local.model.times.feasts import christmas_at, feast_at
from infra.local.model.times.spans import Span, Unit

_END = ("", " end", " end of", " the end of")
ENDING = tuple(
    tuple(f"{verb}{link}".split())
    for verb in ("ending", "ended")
    for link in ("", " on", " in", " with", *(f" at{end}" for end in _END[1:]), *(f" with{end}" for end in _END[1:]))
)
UP_TO = tuple(
    tuple(f"{to}{end}".split()) for to in ("to", "until", "till", "up to", "up until", "through") for end in _END
)
COMMENCING = (("commencing",), ("beginning",), ("starting",), ("commencing", "on"), ("beginning", "on"),
              ("starting", "on"), ("starting", "from"))  # fmt: skip
HALF_OF_A_MONTH = 15
BEFORE_OR_SINCE = word_set("before preceding since from after following starting")
MOST = 400
"""Units of a stretch."""
WEEKS_OF_A_MONTH = 3
SATURDAY = 5


def stretch_at(reader: PointReader, i: int) -> Match | None:
    """The longest of such stretches that begins at token i."""
    readers = (_ending, _commencing, _half, _around, _feast_week, _weekend)
    found = [m for read in readers if (m := read(reader, i))]
    return max(found, key=lambda m: m[0], default=None)


def _ending(reader: PointReader, i: int) -> Match | None:
    """ "(The) 3 months to September 2026", "12 weeks ending 8 November", "(the) week ending 8 November"."""
    count, used = number_at(reader.tokens, i)
    unit = UNITS.get(reader.norm(i + used))
    if unit is None or (used and (not count or count != int(count) or not 1 <= count <= MOST)):
        return None
    # "month to date" and "by month to September" have no number: there only "ending" says a stretch
    if not used and reader.norm(i).endswith("s"):
        return None
    j = i + used + 1
    linked = longest(reader.tokens, j, (*ENDING, *UP_TO) if used else ENDING)
    at = reader.skip(j + linked, "the")
    found = reader.point(at) if linked else None
    if found is None or found[1].text is None or reader.norm(at) in ("now", "date", "today"):
        return None
    span = _back_from(found[1], int(count or 1), cast("Unit", unit))
    return (at + found[0] - i, span) if span else None


def _back_from(end: Span, count: int, unit: Unit) -> Span | None:
    """So many units up to this point, which must be as long as one of them, or a day."""
    if end.unit == unit or (end.unit == "month" and unit in ("quarter", "year")):
        months = {"month": 1, "quarter": 3, "year": 12}
        if unit in months and end.unit in months:
            whole = spans.shift(spans.unit_start(end.end, "month"), "month", 1 - months[unit] * count)
            return spans.between(whole, end.end)
        return spans.between(spans.shift(end.start, unit, 1 - count), end.end)
    if end.unit != "day":
        return None
    if unit in ("day", "week"):
        days = count * (7 if unit == "week" else 1)
        return spans.between(end.end - timedelta(days=days - 1), end.end)
    after = end.end + timedelta(days=1)
    if after.day != 1:
        return None
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    return spans.between(spans.shift(after, "month", -months * count), end.end)


def _commencing(reader: PointReader, i: int) -> Match | None:
    """ "Week commencing 5 October", "w/c 5 October": seven days from there."""
    w_c = [reader.norm(i + n) for n in range(3)] == ["w", "/", "c"]
    linked = 2 if w_c else longest(reader.tokens, i + 1, COMMENCING) if reader.norm(i) == "week" else 0
    at = reader.skip(i + 1 + linked, "the")
    found = reader.point(at) if linked else None
    if found is None or found[1].unit != "day":
        return None
    return at + found[0] - i, spans.between(found[1].start, found[1].start + timedelta(days=6))


def _half(reader: PointReader, i: int) -> Match | None:
    """ "(The) first half of October": up to the 15th; of a February its first 14 days. "Of the year": of this one."""
    word = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "last": 2}.get(reader.norm(i))
    if word is None or reader.norm(i + 1) != "half" or reader.norm(i + 2) not in ("of", "in"):
        return None
    at = reader.skip(i + 3, "the")
    if at == i + 4 and reader.norm(at) == "year" and reader.norm(at + 1) not in ("before", "to", "after"):
        start = date(reader.today.year, 1 if word == 1 else 7, 1)
        return at + 1 - i, spans.between(start, spans.shift(start, "month", 6) - timedelta(days=1))
    found = reader.point(at)
    if found is None or found[1].unit != "month" or found[1].days == 29:
        return None
    start, end = found[1].start, found[1].end
    middle = start + timedelta(days=min(HALF_OF_A_MONTH, found[1].days // 2) - 1)
    half = spans.between(start, middle) if word == 1 else spans.between(middle + timedelta(days=1), end)
    return at + found[0] - i, half


def _around(reader: PointReader, i: int) -> Match | None:
    """ "The four weeks before 12 October", "the four weeks since 12 October", "2 weeks from 5 October"."""
    count, used = number_at(reader.tokens, i)
    unit = UNITS.get(reader.norm(i + used))
    word = reader.norm(i + used + 1)
    bounded = count is not None and count == int(count) and 1 <= count <= MOST
    if unit is None or not used or not bounded or word not in BEFORE_OR_SINCE:
        return None
    at = reader.skip(i + used + 2, "the")
    found = reader.point(at)
    if found is None or found[1].unit != "day":
        return None
    day = found[1].start
    size = cast("Unit", unit)
    if word in ("before", "preceding"):
        first = _moved(day, size, -int(count or 1))
        span = spans.between(first, day - timedelta(days=1))
    else:
        day += timedelta(days=word in ("after", "following"))
        span = spans.between(day, _moved(day, size, int(count or 1)) - timedelta(days=1))
    return at + found[0] - i, span


def _moved(day: date, unit: Unit, count: int) -> date:
    """The same day so many units on."""
    if unit in ("day", "week"):
        return spans.shift(day, unit, count)
    return add_months(day, count * {"month": 1, "quarter": 3, "year": 12}[unit])


def _feast_week(reader: PointReader, i: int) -> Match | None:
    """ "Black Friday week last year": the week of the calendar that holds the day."""
    found = feast_at([t.norm for t in reader.tokens], i) or christmas_at(reader.norm(i))
    if found is None or reader.norm(i + found[0]) != "week":
        return None
    used, day_of = found[0] + 1, found[1]
    more, year = reader.year_after(i + used)
    latest = reader.today.year if day_of(reader.today.year) <= reader.today else reader.today.year - 1
    start = spans.unit_start(day_of(year or latest), "week", reader.week_start)
    return used + more, spans.whole(start, "week")


def _weekend(reader: PointReader, i: int) -> Match | None:
    """ "This weekend", "last weekend", and "the weekend", which is the latest one begun."""
    word = reader.norm(i)
    if word == "weekend" and reader.norm(i + 1) == "of":
        at = reader.skip(i + 2, "the")
        day = reader.month_day(at)
        if day is None or day[1].start.weekday() < SATURDAY - 1:
            return None
        first = spans.unit_start(day[1].start, "week") + timedelta(days=SATURDAY)
        return at + day[0] - i, spans.between(first, first + timedelta(days=1))
    if reader.norm(i + 1) != "weekend" or reader.norm(i + 2) == "of" or word not in {"the", *LAST, *THIS}:
        return None
    saturday = spans.unit_start(reader.today, "week") + timedelta(days=SATURDAY)
    if word in LAST or (word == "the" and saturday > reader.today):
        saturday -= timedelta(days=7)
    found = replace(spans.between(saturday, saturday + timedelta(days=1)), weekday=word == "the")
    return (2, found) if saturday <= reader.today else None


def ask_weeks(tokens: Sequence[Token], reader: PointReader) -> None:
    """Raises Stop for "the first two weeks of October", which may be 14 days or two weeks of the calendar."""
    for i, token in enumerate(tokens):
        if token.norm not in ("first", "last"):
            continue
        count, used = number_at(tokens, i + 1)
        j = i + 1 + used
        month = reader.point(reader.skip(j + 2, "the")) if reader.norm(j + 1) in ("of", "in") else None
        whole = count is None or (count == int(count) and 1 <= count <= WEEKS_OF_A_MONTH)
        if UNITS.get(reader.norm(j)) != "week" or not month or month[1].unit != "month" or not whole:
            continue
        end = tokens[reader.skip(j + 2, "the") + month[0] - 1].end
        raise Stop(_weeks(month[1], int(count or 1), token.norm == "last", reader, token.start, end))


def _weeks(month: Span, count: int, last: bool, reader: PointReader, start: int, end: int) -> Ask:
    week = timedelta(days=7)
    if last:
        tail = spans.unit_start(month.end, "week", reader.week_start)
        full = tail if tail + week - timedelta(days=1) == month.end else tail - week
        found = [month.end - count * week + timedelta(days=1), full - (count - 1) * week, tail - (count - 1) * week]
    else:
        head = spans.unit_start(month.start, "week", reader.week_start)
        found = [month.start, head if head == month.start else head + week, head]
    texts = [date_says.days(d, d + count * week - timedelta(days=1)) for d in dict.fromkeys(found)]
    name = f"{month.start:%B %Y}"
    question = date_says.which_weeks(count, name, last=last)
    return Ask(name, question, tuple(Option(t, t) for t in texts), "word", start, end, frozenset())
