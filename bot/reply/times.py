"""Calendar units of a result's time column: which column it is, and its days as a person says them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Column, Receipt, Scalar

Grain = Literal["day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year")
_MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "year": 12, "fiscal_quarter": 3, "fiscal_year": 12}


def time_column(columns: Sequence[Column], receipt: Receipt | None) -> tuple[int, Grain] | None:
    """Index of the column that the request's ``grain`` made, and the grain; None where no unit was asked for."""
    grain = ((receipt.request if receipt else None) or {}).get("grain")
    if grain not in GRAINS:
        return None
    for index, column in enumerate(columns):
        if column.role == "time" or (column.role is None and column.name == grain):
            return index, grain
    return None


def day_of(value: Scalar) -> date | None:
    """The day of a date or timestamp; None for anything else, and for a moment within a day."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.date() if (moment.hour, moment.minute, moment.second) == (0, 0, 0) else None


def grain_of(days: Iterable[date]) -> Grain:
    """The calendar unit that these days begin."""
    found = list(days)
    if any(day.day != 1 for day in found):
        return "day"
    return "month" if any(day.month != 1 for day in found) else "year"


def times(days: Iterable[date], grain: Grain, words: Words) -> list[str]:
    """Labels of an axis: ``5 Nov``, ``Jan 26``, ``Q3 26``, ``2026``; days carry their year where there are several."""
    found = list(days)
    several = len({day.year for day in found}) > 1
    return [words.chart_time(day, grain, several) for day in found]


def following(day: date, grain: Grain) -> date:
    """The first day of the next calendar unit."""
    if grain in ("day", "week"):
        return day + timedelta(days=1 if grain == "day" else 7)
    year, month = divmod(day.year * 12 + day.month - 1 + _MONTHS[grain], 12)
    return date(year, month + 1, 1)
