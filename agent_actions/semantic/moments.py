"""Only some weekdays or hours of a metric's own date: "on Saturdays", "from 22:00 until 6:00". No I/O.

Hours are whole ones of the clock of the model's timezone, the second not included: 22 to 6 goes over midnight, and its
early hours count with their own day.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlglot import exp

from agent_actions.errors import FixableError
from agent_actions.semantic import moment_words as words
from agent_actions.semantic.model import ModelField
from agent_actions.semantic.periods import Period
from agent_actions.semantic.request import MetricRequest
from agent_actions.semantic.timekeys import FIRST_OF_WEEKEND, part_of_time

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = 7
ALL = range(1, _WEEK + 1)
PARTS_OF_WEEK = (range(1, FIRST_OF_WEEKEND), range(FIRST_OF_WEEKEND, _WEEK + 1))
_HOURS = re.compile(r"(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class Moments:
    """``weekdays``: ISO numbers, 1 for Monday; none: all. ``hours``: from the first until the second."""

    weekdays: tuple[int, ...] = ()
    hours: tuple[int, int] | None = None

    def __bool__(self) -> bool:
        return bool(self.weekdays or self.hours)

    def conditions(self, time: exp.Expr, field: ModelField, label: str, zone: str) -> list[exp.Expr]:
        """Raises FixableError for hours of a date."""
        found: list[exp.Expr] = []
        if self.weekdays:
            weekday = part_of_time(time.copy(), field, "weekday", zone)
            found.append(exp.In(this=weekday, expressions=[exp.Literal.number(n) for n in self.weekdays]))
        if self.hours:
            if field.datatype == "Date":
                raise FixableError(words.no_hours_kept(label))
            start, end = self.hours
            hour = part_of_time(time.copy(), field, "hour", zone)
            first = exp.GTE(this=hour, expression=exp.Literal.number(start))
            last = exp.LT(this=hour.copy(), expression=exp.Literal.number(end))
            found.append(exp.paren(exp.or_(first, last)) if start > end else exp.and_(first, last))
        return found

    def words(self) -> tuple[str, ...]:
        """ "Saturdays and Sundays only", "22:00 to 6:00 only"."""
        days = [words.weekdays(self.weekdays)] if self.weekdays else []
        return (*days, *([words.hours(*self.hours)] if self.hours else []))

    def days_of(self, period: Period, among: Collection[int] = ALL) -> int:
        """How many of the period's days are such days, on these weekdays."""
        days = (period.end - period.start).days
        kept = set(self.weekdays or ALL) & set(among)
        whole, left = divmod(days, _WEEK)
        rest = {(period.start + timedelta(days=n)).isoweekday() for n in range(left)}
        return whole * len(kept) + len(rest & kept)


NO_MOMENTS = Moments()


def moments_of(request: MetricRequest) -> Moments:
    """Raises FixableError for what cannot be kept, or not together with the rest of the request."""
    weekdays = tuple(sorted({WEEKDAYS.index(day) + 1 for day in request.weekdays}))
    if len(weekdays) == _WEEK:
        weekdays = ()
    found = Moments(weekdays, _hours(request.hours))
    if found and request.grain == "day" and (request.compare or request.rolling):
        raise FixableError(words.DAYS_APART)
    if found and request.count == "day":
        raise FixableError(words.NO_DAYS_COUNTED)
    return found


def _hours(said: str | None) -> tuple[int, int] | None:
    if said is None or not said.strip():
        return None
    match = _HOURS.fullmatch(said.replace(" ", "").replace(":00", ""))
    start, end = (int(match[1]), int(match[2])) if match else (0, 0)
    if not match or start > 23 or end > 24 or start == end:
        raise FixableError(words.hours_unknown(said))
    return None if (start, end) == (0, 24) else (start, end)
