"""How much happens on a day: growth, season, weekday, holidays and noise, as a pure function of the date."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from infra.local.lake.company import FOUNDED, REGIONS

SEASON = (0.84, 0.79, 0.86, 0.93, 0.97, 0.97, 0.93, 0.90, 0.93, 1.04, 1.36, 1.72)
"""Demand by month, January to December, against an average year."""
WEEKDAYS = (0.95, 0.92, 0.94, 0.98, 1.10, 1.30, 0.81)
"""Monday to Sunday."""
CLOSED = {(12, 25): 0.35, (12, 26): 0.5, (1, 1): 0.4, (12, 24): 0.7}
"""(month, day) -> what remains of demand."""

ORDERS_A_DAY = 255
SESSIONS_A_DAY = 1050
TICKETS_A_DAY = 44
SIGNUPS_A_DAY = 19
"""Averages of the year 2024 at scale 1."""

IDS_A_DAY = 10_000
"""Ids are the day's number and the row's number within the day in one integer: no day has more."""


@dataclass(frozen=True)
class Day:
    day: date
    number: int
    """Days since the company was founded."""
    orders: int
    sessions: int
    tickets: int
    signups: int
    signups_before: int
    """Everyone who signed up on an earlier day."""
    promo_share: float
    """Share of order lines sold at a promotion price."""
    promo_depth: float
    """Their typical discount, as a fraction."""
    demand: float
    """1.0 is an average day of 2024."""


def days(last: date, scale: float) -> Iterator[Day]:
    """Every day from the company's first to ``last``; ``scale`` thins all counts. Each day's numbers are its own."""
    before = 0
    day = FOUNDED
    while day <= last:
        noise = random.Random(f"pace {day:%Y-%m-%d}")
        demand = demand_on(day) * noise.uniform(0.93, 1.07)
        share, depth = promotion_on(day)
        pull = 1 + share * depth  # a sale brings people in
        signups = _count(SIGNUPS_A_DAY * (0.4 + 0.6 * demand) * scale, noise)
        yield Day(
            day=day,
            number=(day - FOUNDED).days,
            orders=min(_count(ORDERS_A_DAY * demand * pull * scale, noise), IDS_A_DAY - 1),
            sessions=min(_count(SESSIONS_A_DAY * (0.25 + 0.75 * demand) * pull * scale, noise), IDS_A_DAY - 1),
            tickets=_count(TICKETS_A_DAY * demand * noise.uniform(0.85, 1.15) * scale, noise),
            signups=signups,
            signups_before=before,
            promo_share=share,
            promo_depth=depth,
            demand=demand,
        )
        before += signups
        day += timedelta(days=1)


def demand_on(day: date) -> float:
    """Expected demand without noise: growth x season x weekday x holidays."""
    return growth_on(day) * _season_on(day) * WEEKDAYS[day.weekday()] * CLOSED.get((day.month, day.day), 1.0)


def growth_on(day: date) -> float:
    """Growth since the start of 2024: 13 points a year, levelling off at 1.8; before, compound."""
    years = years_since_2024(day)
    return min(1 + 0.13 * years, 1.8) if years >= 0 else max(1.13**years, 0.2)


def years_since_2024(day: date) -> float:
    return (day - date(2024, 1, 1)).days / 365.25


def _season_on(day: date) -> float:
    """The month's factor, blended from one month's middle to the next's so that no first of the month jumps."""
    position = day.month - 1 + (day.day - 1) / 31 - 0.5
    left = int(position // 1)
    share = position - left
    return SEASON[left % 12] * (1 - share) + SEASON[(left + 1) % 12] * share


def promotion_on(day: date) -> tuple[float, float]:
    """(share of lines on promotion, their typical discount): Black Friday week, two sales, else little."""
    black_friday = _black_friday(day.year)
    if black_friday - timedelta(days=4) <= day <= black_friday + timedelta(days=3):
        return (0.75, 0.24) if day >= black_friday else (0.5, 0.18)
    if (day.month, day.day) >= (12, 27) or (day.month == 1 and day.day <= 20):
        return 0.4, 0.22
    if (day.month == 6 and day.day >= 24) or (day.month == 7 and day.day <= 14):
        return 0.4, 0.18
    return 0.12, 0.10


def _black_friday(year: int) -> date:
    """The day after November's fourth Thursday."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21 + 1)


def climate(month: str) -> dict[str, float]:
    """Region -> share of would-be orders that a month (``2026-10``) brought in: some months go worse than others."""
    moods = random.Random(f"climate {month}")
    return {region: 1 - moods.choice((0.0, 0.02, 0.05, 0.09, 0.16)) for region in REGIONS}


def _count(expected: float, noise: random.Random) -> int:
    """A whole number whose mean is ``expected``."""
    return int(expected + noise.random())
