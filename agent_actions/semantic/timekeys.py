"""A time as the key of a group: the day its week, month or fiscal year begins on; its weekday, hour or month."""

from __future__ import annotations

from sqlglot import exp

from agent_actions.semantic.comparison import Shift
from agent_actions.semantic.config import Defaults
from agent_actions.semantic.model import ModelField
from agent_actions.semantic.request import Grain, TimePart
from agent_actions.semantic.trees import case

FIRST_OF_WEEKEND = 6
"""ISO number of Saturday."""
_STEPS = {"day": (1, "DAY"), "week": (7, "DAY"), "month": (1, "MONTH"), "quarter": (3, "MONTH"), "year": (12, "MONTH")}
"""Trino's intervals know no week and no quarter."""


def truncated(time: exp.Expr, field: ModelField, grain: Grain, defaults: Defaults) -> exp.Expr:
    """The first day of the time's day, week, month..., as a DATE; of instants, in the model's timezone."""
    time = _local(time, field, defaults.timezone)
    if grain == "day":
        return exp.cast(time, "date")
    # Over a cast to DATE sqlglot reads date_trunc as another node than over a timestamp; one form is enough.
    moment = time if isinstance(time, exp.Column | exp.AtTimeZone) else exp.cast(time, "timestamp")
    if grain == "fiscal_quarter" or grain == "fiscal_year":
        return _fiscal(moment, grain.removeprefix("fiscal_").upper(), defaults.fiscal_year_start)
    if grain != "week" or defaults.week_start == "monday":
        return exp.cast(exp.TimestampTrunc(this=moment, unit=exp.var(grain.upper())), "date")
    monday = exp.TimestampTrunc(this=_add(moment, 1, "DAY"), unit=exp.var("WEEK"))
    return exp.cast(_add(monday, -1, "DAY"), "date")


def _fiscal(moment: exp.Expr, unit: str, fiscal_year_start: str) -> exp.Expr:
    """The fiscal calendar is the common one, moved: back before it is truncated, forth again after."""
    month, day = (int(part) for part in fiscal_year_start.split("-"))
    back = _add(_add(moment, 1 - day, "DAY"), 1 - month, "MONTH")
    begun = exp.TimestampTrunc(this=back, unit=exp.var(unit))
    return exp.cast(_add(_add(begun, month - 1, "MONTH"), day - 1, "DAY"), "date")


def part_of_time(time: exp.Expr, field: ModelField, part: TimePart, zone: str) -> exp.Expr:
    """Weekday from 1 for Monday, hour from 0, month from 1; 2 for Saturday and Sunday, 1 for the other days."""
    time = _local(time, field, zone)
    if part == "weekday":
        return exp.DayOfWeekIso(this=time)
    if part == "part_of_week":
        weekend = exp.GTE(this=exp.DayOfWeekIso(this=time), expression=exp.Literal.number(FIRST_OF_WEEKEND))
        return case(weekend, exp.Literal.number(2), exp.Literal.number(1))
    return exp.Hour(this=time) if part == "hour" else exp.Month(this=time)


def moved(day: exp.Expr, shift: Shift | None) -> exp.Expr:
    if shift is None or not (shift.months or shift.days):
        return day
    by = _add(day, shift.months, "MONTH") if shift.months else _add(day, shift.days, "DAY")
    return exp.cast(by, "date")


def step(grain: str) -> exp.Interval:
    """From one bucket of the grain to the next."""
    count, unit = _STEPS[grain.removeprefix("fiscal_")]
    return exp.Interval(this=exp.Literal.string(str(count)), unit=exp.var(unit))


def _local(time: exp.Expr, field: ModelField, zone: str) -> exp.Expr:
    return exp.AtTimeZone(this=time, zone=exp.Literal.string(zone)) if field.datatype == "DateTimeTz" else time


def _add(moment: exp.Expr, count: int, unit: str) -> exp.Expr:
    if not count:
        return moment
    return exp.DateAdd(this=moment, expression=exp.Literal.number(count), unit=exp.var(unit))
