"""What a period is compared with, and how the rows of both stand beside each other. No I/O.

Choices. A period that is under way is cut on both sides after the last whole day: "this month" on 15 November is 1 to
14 November beside 1 to 14 October; the day that still runs would be set beside a whole one. Whole months, quarters and
years (fiscal ones too) move by months, so that their lengths follow the calendar; "month to date" moves by its unit;
all others move by their own number of days.
``previous_grain`` sets every row beside the one before it: each month beside the month before.
Another period, named outright, is taken as it is; beside a unit under way a unit of its kind is cut as far.
A year before is the same dates a year before; for weeks it is 52 weeks before, so that weekdays match. With a grain
the k-th row stands beside the k-th row; what has no row to stand beside is left out and said.
29 February has no partner in a common year and counts with 28 February.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from agent_actions.errors import FixableError
from agent_actions.semantic import derived_words
from agent_actions.semantic.periods import Period, add_months, day_label, months_of, range_label, unit_start
from agent_actions.semantic.request import Comparison

_DAY = timedelta(days=1)
_WEEK = 7
_YEAR_OF_WEEKS = 364


@dataclass(frozen=True)
class Shift:
    """How far a row's bucket is moved to stand beside the row that it is compared with."""

    months: int = 0
    days: int = 0


@dataclass(frozen=True)
class Compared:
    current: Period
    previous: Period
    shift: Shift
    """From a bucket of ``previous`` to its partner in ``current``."""
    assumptions: tuple[str, ...]

    @property
    def partners_end(self) -> date:
        """Buckets of ``current`` from this day on have nothing to be compared with."""
        end = self.previous.end
        return add_months(end, self.shift.months) if self.shift.months else end + timedelta(days=self.shift.days)


def compared(
    period: Period | None, kind: Comparison | Period, grain: str | None, today: date, week_start: str
) -> Compared:
    """``kind``: how the other period lies to this one, or that period itself.

    Raises FixableError where there is nothing to compare with, or no way to line the rows up.
    """
    if period is None or period.open_start:
        raise FixableError(derived_words.COMPARE_NEEDS_PERIOD)
    current = _up_to(period, today)
    said: list[str] = []
    if current is not period:
        said.append(derived_words.as_far(current.label))
    if isinstance(kind, Period):
        return _with_another(period, current, kind, grain, today, week_start, said)
    if kind == "previous_grain":
        return _each_before(current, grain, tuple(said))
    weekly = grain == "week" or period.unit == "week"
    if kind == "previous_year":
        shift = Shift(days=_YEAR_OF_WEEKS) if weekly else Shift(months=12)
    else:
        months = _whole_months(period)
        shift = Shift(months=months) if months else Shift(days=_length(period, current))
    previous = _moved(current, shift)
    if kind == "previous_year" and weekly:
        said.append(derived_words.WEEKS_BEFORE)
    if grain:
        previous, shift = _aligned(current, previous, shift, grain, week_start, kind)
    said.insert(0, derived_words.compared_with(previous.label))
    leap = _leap_day(previous) if grain == "day" and shift.months else None
    if leap:
        said.append(derived_words.leap_day(day_label(leap), day_label(leap - _DAY)))
    return Compared(current, previous, shift, tuple(said))


def _with_another(
    period: Period, current: Period, other: Period, grain: str | None, today: date, week_start: str, said: list[str]
) -> Compared:
    """Beside another period that was named outright. Raises FixableError where that says nothing."""
    if other.open_start or other.open_end:
        raise FixableError(derived_words.COMPARE_NEEDS_PERIOD)
    if (other.start, other.end) == (period.start, period.end):
        raise FixableError(derived_words.same_period(period.label))
    months = (period.start.year - other.start.year) * 12 + period.start.month - other.start.month
    by_months = period.start.day == other.start.day and bool(months)
    alike = (_unit(period) and _unit(period) == _unit(other)) or period.end - period.start == other.end - other.start
    previous = other
    if alike and current is not period:
        end = add_months(current.last, -months) + _DAY if by_months else other.start + (current.end - current.start)
        previous = _named(other.start, min(end, other.end))
    elif other.start < today <= other.last:
        previous = _up_to(other, today)
    shift = Shift(months=months) if by_months else Shift(days=(current.start - previous.start).days)
    if grain:
        previous, shift = _aligned(current, previous, shift, grain, week_start, "previous_period")
    said.insert(0, derived_words.compared_with(previous.label))
    lengths = (current.end - current.start).days, (previous.end - previous.start).days
    if lengths[0] != lengths[1] and not alike:
        said.append(derived_words.days_beside(*lengths))
    return Compared(current, previous, shift, tuple(said))


def _unit(period: Period) -> str:
    """The unit of the calendar that a period is exactly one of; empty for others."""
    days = (period.end - period.start).days if not period.open_end else 0
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    if period.start.day == period.end.day == 1 and not period.open_end:
        return {1: "month", 3: "quarter", 12: "year"}.get(months, "")
    return {1: "day", _WEEK: "week"}.get(days, "")


def _each_before(current: Period, grain: str | None, said: tuple[str, ...]) -> Compared:
    """Every day, week, month... beside the one just before it. Raises FixableError without a grain."""
    if not grain:
        raise FixableError(derived_words.COMPARE_NEEDS_GRAIN)
    months = months_of(grain)
    shift = Shift(months=months) if months else Shift(days=_WEEK if grain == "week" else 1)
    previous = replace(_moved(current, shift), label=derived_words.one_before(grain))
    return Compared(current, previous, shift, (derived_words.compared_with(previous.label), *said))


def _up_to(period: Period, today: date) -> Period:
    """The whole days of a period under way that have passed; of one that begins today, today itself."""
    if not period.open_end and not period.start <= today <= period.last:
        return period
    if period.start >= today and not period.open_end and period.last == today:
        return period
    end = today if period.start < today else max(today, period.start) + _DAY
    return replace(period, end=end, label=range_label(period.start, end))


def _whole_months(period: Period) -> int:
    """Calendar months that the period is made of, or that its unit has when it was asked for up to today."""
    if period.unit in ("day", "week") or period.open_end:
        return 0
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    return months if months and period.start.day == period.end.day else months_of(period.unit)


def _length(period: Period, current: Period) -> int:
    days = ((current if period.open_end else period).end - period.start).days
    return -(-days // _WEEK) * _WEEK if period.unit == "week" else days


def _moved(current: Period, shift: Shift) -> Period:
    if not shift.months:
        by = timedelta(days=shift.days)
        return _named(current.start - by, current.end - by)
    start = add_months(current.start, -shift.months)
    whole = current.start.day == 1 and current.end.day == 1
    end = add_months(current.end, -shift.months) if whole else add_months(current.last, -shift.months) + _DAY
    return _named(start, end)


def _named(start: date, end: date) -> Period:
    return Period(start, end, range_label(start, end))


def _aligned(
    current: Period, previous: Period, shift: Shift, grain: str, week_start: str, kind: Comparison
) -> tuple[Period, Shift]:
    months = months_of(grain)
    if months:
        if not shift.months or shift.months % months:
            raise FixableError(derived_words.cannot_align(current.label, grain))
        return previous, shift
    if not shift.months or (kind == "previous_year" and grain == "day"):
        if grain == "week" and shift.days % _WEEK:
            raise FixableError(derived_words.cannot_align(current.label, grain))
        return previous, shift
    first, before = (unit_start(p.start, grain, week_start) for p in (current, previous))
    ends = unit_start(current.last, grain, week_start) + timedelta(days=_WEEK if grain == "week" else 1)
    by = first - before
    partners = min(previous.end, ends - by)
    if partners < previous.end:
        previous = _named(previous.start, partners)
    return previous, Shift(days=by.days)


def _leap_day(period: Period) -> date | None:
    for year in range(period.start.year, period.last.year + 1):
        if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
            day = date(year, 2, 29)
            if period.start <= day < period.end:
                return day
    return None
