"""Periods as pairs of dates: units of the calendar, canonical text for a request, neighbours and unions.

The canonical text is the grammar of ``MetricRequest.period``. Days are inclusive at both ends here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from agent_actions.errors import FixableError
from agent_actions.semantic.periods import parse_period

Unit = Literal["day", "week", "month", "quarter", "year"]
UNITS: tuple[Unit, ...] = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True)
class Span:
    """A stretch of days and how a request names it. ``text`` None: all time."""

    text: str | None
    start: date
    end: date
    unit: Unit | None = None
    """The calendar unit that it is exactly one of; None for other stretches."""
    yearless: bool = False
    """The words gave no year: it is the latest one not in the future."""
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    """What it is within its year, so that a year said elsewhere can be put in."""
    half: int | None = None
    """1 or 2: that half of a year."""
    weekday: bool = field(default=False, compare=False)
    """The words named only a weekday, or the weekend: it is the latest one."""
    in_year: Callable[[int], date] | None = None
    """A day that moves from year to year, such as Easter."""

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def unit_start(day: date, unit: Unit, week_start: str = "monday") -> date:
    """First day of the calendar unit that holds this day."""
    if unit == "day":
        return day
    if unit == "week":
        offset = day.weekday() if week_start == "monday" else (day.weekday() + 1) % 7
        return day - timedelta(days=offset)
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return date(day.year, 1, 1)


def shift(start: date, unit: Unit, count: int) -> date:
    """The first day of the unit ``count`` units after the one that starts at ``start``."""
    if unit in ("day", "week"):
        return start + timedelta(days=count * (7 if unit == "week" else 1))
    months = {"month": 1, "quarter": 3, "year": 12}[unit] * count + start.month - 1
    year = start.year + months // 12
    return date(min(max(year, 1), 9998), months % 12 + 1, 1)


def days_back(day: date, unit: Unit, count: int) -> date:
    """The same day so many units before: a month before 31 March is the end of February."""
    if unit in ("day", "week"):
        return shift(day, unit, -count)
    first = shift(day.replace(day=1), unit, -count)
    last = shift(first, "month", 1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def whole(start: date, unit: Unit) -> Span:
    """The whole unit that starts at this day, named absolutely."""
    end = shift(start, unit, 1) - timedelta(days=1)
    text = {
        "day": start.isoformat(),
        "week": f"{start.isoformat()}..{end.isoformat()}",
        "month": f"{start:%Y-%m}",
        "quarter": f"{start.year:04d}-Q{(start.month - 1) // 3 + 1}",
        "year": f"{start.year:04d}",
    }[unit]
    return Span(
        text,
        start,
        end,
        unit,
        month=start.month if unit in ("day", "month") else None,
        day=start.day if unit == "day" else None,
        quarter=(start.month - 1) // 3 + 1 if unit == "quarter" else None,
    )


def between(start: date, end: date) -> Span:
    """From one day to another, both included."""
    return Span(f"{start.isoformat()}..{end.isoformat()}", start, end)


def edge(span: Span, unit: Unit, count: int, *, last: bool) -> Span | None:
    """The first or the last so many days, months or quarters of a longer unit; None when it has no more than those."""
    if last:
        start = shift(unit_start(span.end, unit), unit, 1 - count)
        found = between(start, span.end) if start > span.start else None
    else:
        end = shift(unit_start(span.start, unit), unit, count) - timedelta(days=1)
        found = between(span.start, end) if end < span.end else None
    return whole(found.start, unit) if found and count == 1 else found


def is_long(span: Span, number: int, unit: Unit) -> bool:
    """Whether the period is so many of these units."""
    if unit in ("day", "week"):
        return span.days == number * (7 if unit == "week" else 1)
    return (shift(span.start, unit, number) - span.end).days == 1 if span.start > date.min else False


def until(end: date) -> Span:
    """Everything up to a day, included."""
    return Span(f"..{end.isoformat()}", date.min, end)


def relative(unit: Unit, back: int, today: date, week_start: str = "monday") -> Span:
    """``back`` 0: this unit; 1: the last one."""
    span = whole(shift(unit_start(today, unit, week_start), unit, -back), unit)
    if back > 1:
        return span
    text = ("today", "yesterday")[back] if unit == "day" else f"{('this', 'last')[back]} {unit}"
    return replace(span, text=text)


def last_units(count: int, unit: Unit, today: date) -> Span:
    """The rolling stretch ``last N units``; its dates here only serve to choose a grain."""
    days = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}[unit] * count
    return Span(f"last {count} {unit}s", today - timedelta(days=min(days, 300_000) - 1), today)


def with_year(span: Span, year: int) -> Span:
    """The same month, day or quarter in another year; 29 February becomes the 28th."""
    if span.in_year:
        return replace(whole(span.in_year(year), "day"), in_year=span.in_year)
    if span.half:
        first = date(year, 6 * span.half - 5, 1)
        return replace(between(first, shift(first, "month", 6) - timedelta(days=1)), half=span.half)
    if span.quarter:
        return whole(date(year, 3 * span.quarter - 2, 1), "quarter")
    if span.month and span.day:
        return whole(date(year, span.month, span.day if _exists(year, span.month, span.day) else 28), "day")
    return whole(date(year, span.month or 1, 1), "month")


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def join(spans: Sequence[Span]) -> tuple[Span, Unit] | None:
    """One stretch and the grain that tells its parts apart, when the spans are units of one kind side by side."""
    ordered = sorted(spans, key=lambda s: s.start)
    unit = ordered[0].unit
    if unit is None or any(s.unit != unit for s in ordered):
        return None
    for left, right in pairwise(ordered):
        if right.start != left.end + timedelta(days=1):
            return None
    return between(ordered[0].start, ordered[-1].end), unit


def years_shared(found: Sequence[Span]) -> list[Span]:
    """ "October, November and December 2025": those without a year are of the year that is said after them."""
    years = [s for s in found if s.unit == "year" and s.text and s.text.isdigit()]
    others = [s for s in found if s.unit != "year"]
    if len(years) == 1 and len(others) > 1 and all(s.yearless for s in others):
        return [with_year(s, years[0].start.year) for s in others]
    named = [(s.half, s.month, s.day, s.quarter) for s in found]
    shared = list(found)
    for i in reversed(range(len(found) - 1)):
        after = shared[i + 1]
        halves = bool(after.half and found[i].half)
        alike = after.unit == found[i].unit and (halves or after.unit in ("day", "month", "quarter"))
        listed = alike and not found[i].in_year
        if found[i].yearless and not after.yearless and listed and named[i] < named[i + 1]:
            shared[i] = with_year(found[i], after.start.year)
    return shared


def fitting_grain(span: Span | None) -> Unit:
    """A grain that gives a readable line for this stretch."""
    if span is None or span.text is None:
        return "month"
    if span.days <= 45:
        return "day"
    return "week" if span.days <= 100 else "month"


def read(text: str | None, today: date, week_start: str = "monday", fiscal_year_start: str = "01-01") -> Span | None:
    """A canonical period back as a span, or None when it is all time or not in the grammar."""
    if not text:
        return None
    try:
        period = parse_period(text, today, week_start=week_start, fiscal_year_start=fiscal_year_start)
    except FixableError:
        return None
    if period.open_start or period.open_end:
        return Span(text, period.start, period.last)
    for unit in UNITS:
        if unit_start(period.start, unit, week_start) == period.start and shift(period.start, unit, 1) == period.end:
            return replace(whole(period.start, unit), text=text)
    return Span(text, period.start, period.last)


def before(span: Span) -> Span | None:
    """The unit or the stretch of as many days just before."""
    if span.text is None or span.start <= date(1000, 1, 1) or span.end >= date(9000, 1, 1):
        return None
    if span.unit:
        return whole(shift(span.start, span.unit, -1), span.unit)
    following = span.end + timedelta(days=1)
    if span.start.day == following.day == 1:
        months = (following.year - span.start.year) * 12 + following.month - span.start.month
        return between(shift(span.start, "month", -months), span.start - timedelta(days=1))
    return between(span.start - timedelta(days=span.days), span.start - timedelta(days=1))


def day(year: int, month: int, number: int) -> Span:
    """That day of the month; the 28th where the month has no such day."""
    try:
        return whole(date(year, month, number), "day")
    except ValueError:
        return whole(date(year, month, 28), "day")
