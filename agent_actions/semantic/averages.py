"""Averages per day, week, month... of a period: how many whole ones it has. No I/O.

A period that is under way counts as far as its last whole unit has passed: "this month" per day on the 15th is the
first 14 days. A period that is not made of whole units of the kind is refused rather than rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlglot import exp

from agent_actions.errors import FixableError
from agent_actions.semantic import divided_words as words
from agent_actions.semantic.config import Defaults
from agent_actions.semantic.formulas import Formula
from agent_actions.semantic.periods import Period, months_of, range_label, unit_start
from agent_actions.semantic.request import MetricRequest
from agent_actions.semantic.timekeys import step
from agent_actions.semantic.trees import day_of

_WEEK = 7


def averaged_over(
    formulas: Sequence[Formula], request: MetricRequest, period: Period | None, today: date, defaults: Defaults
) -> Period | None:
    """The period as far as it is made of whole units, where a metric is averaged by them. Raises FixableError."""
    units = list(dict.fromkeys(part.unit for formula in formulas for part in formula.parts if part.unit))
    for unit in units:
        if request.by or (request.grain and (unit != "day" or request.grain == "day" or request.compare)):
            raise FixableError(words.average_alone(unit))
        if period is None or period.open_start or period.open_end:
            raise FixableError(words.average_needs_period(unit))
        period = _as_far(period, unit, today, defaults)
    return period


def number_of_units(
    unit: str, period: Period | None, defaults: Defaults, bucket: exp.Expr | None = None, grain: str | None = None
) -> exp.Expr:
    """The number of units of the period, as an aggregate over any rows; of its part in each ``bucket``, for days."""
    count = units_of(unit, period, defaults) if period else 0
    if period and count and bucket is not None and grain:
        following = exp.cast(exp.Add(this=bucket.copy(), expression=step(grain)), "date")
        first = exp.Greatest(this=bucket.copy(), expressions=[day_of(period.start)])
        last = exp.Least(this=following, expressions=[day_of(period.end)])
        return exp.Max(this=exp.DateDiff(this=last, expression=first, unit=exp.var("DAY")))
    if not period or not count:
        raise FixableError(words.not_whole(period.label if period else "", unit))
    return exp.Max(this=exp.Literal.number(count))


def over_units(unit: str, period: Period | None, defaults: Defaults) -> str:
    """What an average is over, in words; empty where it is over no unit of the calendar."""
    count = units_of(unit, period, defaults) if unit and period else 0
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
