"""Figures that are dated by the first day of a month, quarter or year that they are of as a whole: a monthly plan.

No weekday of them is known, and no part of their unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from agent_actions.errors import FixableError
from agent_actions.semantic import moment_words as words
from agent_actions.semantic.blocks import Block
from agent_actions.semantic.model import TimeUnit
from agent_actions.semantic.periods import Period
from agent_actions.semantic.request import MetricRequest

_MONTHS: dict[TimeUnit, int] = {"month": 1, "quarter": 3, "year": 12}
_GRAINS = {"day": 0, "week": 0, "month": 1, "quarter": 3, "year": 12, "fiscal_quarter": 3, "fiscal_year": 12}


def check_units(request: MetricRequest, blocks: Sequence[Block], period: Period | None, today: date) -> None:
    """Raises FixableError where only some days of such a unit are asked for. A period may end today within one."""
    for block in blocks:
        unit = block.fact.time_unit
        if unit is None or block.time is None or block.time.ref != f"{block.fact.name}.{block.fact.time}":
            continue
        if parts_of_unit(request, unit) or (period and _cuts(period, unit, today)):
            raise FixableError(words.by_whole_units(block.fact.label, unit))


def parts_of_unit(request: MetricRequest, unit: TimeUnit) -> bool:
    """Whether it asks by weekday or hour, or by a stretch of time that is finer than the unit."""
    if request.weekdays or request.hours or (request.by and (request.by, unit) != ("month_of_year", "month")):
        return True
    return request.grain is not None and _GRAINS[request.grain] < _MONTHS[unit]


def _cuts(period: Period, unit: TimeUnit, today: date) -> bool:
    so_far = period.end in (today, today + timedelta(days=1))
    ends = not (period.open_end or so_far or _begins(period.end, unit))
    return ends or not (period.open_start or _begins(period.start, unit))


def _begins(day: date, unit: TimeUnit) -> bool:
    return day.day == 1 and (day.month - 1) % _MONTHS[unit] == 0
