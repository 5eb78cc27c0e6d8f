"""Averages per day, week, month... of a period: how many whole ones it has. No I/O.

A period that is under way counts as far as its last whole unit has passed: "this month" per day on the 15th is the
first 14 days. A period that is not made of whole units of the kind is refused rather than rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlglot import exp

from agent_actions.errors import FixableError
from agent_actions.semantic import divided_words as words
from agent_actions.semantic import moment_words
from agent_actions.semantic.config import Defaults
from agent_actions.semantic.formulas import Formula
from agent_actions.semantic.moments import ALL, NO_MOMENTS, PARTS_OF_WEEK, Moments
from agent_actions.semantic.periods import Period, months_of, range_label, unit_start
from agent_actions.semantic.request import MetricRequest
from agent_actions.semantic.timekeys import step
from agent_actions.semantic.trees import day_of

_WEEK = 7
DAYS_BY = ("weekday", "part_of_week", "hour")
"""Parts of the calendar by which an average per day can be had."""


def averaged_over(
    formulas: Sequence[Formula], request: MetricRequest, period: Period | None, today: date, defaults: Defaults
) -> Period | None:
    """The period as far as it is made of whole units, where a metric is averaged by them. Raises FixableError."""
    units = list(dict.fromkeys(part.unit for formula in formulas for part in formula.parts if part.unit))
    for unit in units:
        if request.grain and (request.weekdays or request.hours):
            raise FixableError(moment_words.NOT_OVER_BUCKETS)
        if (request.by and (unit != "day" or request.by not in DAYS_BY)) or (
            request.grain and (unit != "day" or request.grain == "day" or request.compare)
        ):
            raise FixableError(words.average_alone(unit))
        if period is None or period.open_start or period.open_end:
            raise FixableError(words.average_needs_period(unit))
        period = _as_far(period, unit, today, defaults)
    return period


@dataclass(frozen=True)
class Units:
    """What the number of days, weeks... is counted of: a period, or its part in each of the first key's values."""

    defaults: Defaults
    period: Period | None
    grain: str | None = None
    by: str | None = None
    key: exp.Expr | None = None
    """The grain's bucket, or the part of the calendar that the rows are grouped by."""
    moments: Moments = NO_MOMENTS

    def number(self, unit: str) -> exp.Expr:
        """As an aggregate over any rows. Raises FixableError where the period is not made of whole units."""
        period = self.period
        count = units_of(unit, period, self.defaults) if period else 0
        if not period or not count:
            raise FixableError(words.not_whole(period.label if period else "", unit))
        if self.grain and self.key is not None:
            following = exp.cast(exp.Add(this=self.key.copy(), expression=step(self.grain)), "date")
            first = exp.Greatest(this=self.key.copy(), expressions=[day_of(period.start)])
            last = exp.Least(this=following, expressions=[day_of(period.end)])
            return exp.Max(this=exp.DateDiff(this=last, expression=first, unit=exp.var("DAY")))
        if unit != "day":
            return exp.Max(this=exp.Literal.number(count))
        kinds = {"weekday": [(n,) for n in ALL], "part_of_week": PARTS_OF_WEEK}.get(self.by or "")
        if kinds is None or self.key is None:
            return exp.Max(this=exp.Literal.number(self.moments.days_of(period)))
        cases = [
            exp.If(
                this=exp.EQ(this=self.key.copy(), expression=exp.Literal.number(i)),
                true=exp.Literal.number(self.moments.days_of(period, kind)),
            )
            for i, kind in enumerate(kinds, 1)
        ]
        return exp.Max(this=exp.Case(ifs=cases))


def over_units(
    unit: str, period: Period | None, defaults: Defaults, by: str | None = None, moments: Moments = NO_MOMENTS
) -> str:
    """What an average is over, in words; empty where it is over no unit of the calendar."""
    count = units_of(unit, period, defaults) if unit and period else 0
    if period and count and unit == "day" and by in ("weekday", "part_of_week"):
        return moment_words.over_each(period.label)
    if period and count and unit == "day" and moments.weekdays:
        return moment_words.over_days(moments.days_of(period), moments.words()[0], period.label)
    return words.over_units(count, unit, period.label) if period and count else ""


def units_of(unit: str, period: Period, defaults: Defaults) -> int:
    """How many whole units the period is made of; 0 when it is not."""
    if any(_start(day, unit, defaults) != day for day in (period.start, period.end)):
        return 0
    months = months_of(unit)
    if months:
        return ((period.end.year - period.start.year) * 12 + period.end.month - period.start.month) // months
    return (period.end - period.start).days // (_WEEK if unit == "week" else 1)


def _as_far(period: Period, unit: str, today: date, defaults: Defaults) -> Period:
    end = _start(today, unit, defaults) if period.end > today else period.end
    if end <= period.start:
        raise FixableError(words.not_whole(period.label, unit))
    cut = period if end == period.end else replace(period, end=end, label=range_label(period.start, end))
    if not units_of(unit, cut, defaults):
        raise FixableError(words.not_whole(period.label, unit))
    return cut


def _start(day: date, unit: str, defaults: Defaults) -> date:
    return unit_start(day, unit, defaults.week_start, defaults.fiscal_year_start)
