"""``finance.store_targets``: the revenue each store is to make in a month, planned to the end of the fiscal year."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from infra.local.lake.company import COUNTRIES, STORES, Store
from infra.local.lake.pace import ORDERS_A_DAY, demand_on, promotion_on, years_since_2024
from infra.local.lake.writer import Lake, next_month

FISCAL_YEAR_STARTS = 2
"""February."""
REVENUE_AN_ORDER = (252, 290, 290, 295, 305, 305, 308, 288, 275, 250, 250, 247)
"""EUR that planners reckon with, January to December, returns and cancellations allowed for."""
SHOP_SHARE = 0.375
"""Share of a country's orders that they expect in its shops."""


def build(lake: Lake) -> None:
    region = {country.name: country.region for country in COUNTRIES}
    country = {store.id: store.country for store in STORES}
    lake.table(
        "targets",
        "store_id VARCHAR, month_start DATE, region VARCHAR, revenue_target DECIMAL(12,2)",
        [
            (store, month, region[country[store]], f"{target * lake.scale:.2f}")
            for month in _planned_months(lake.first, lake.last)
            for store, target in targets(month)
        ],
    )
    lake.write_csv("finance.store_targets", "SELECT * FROM targets", order="month_start, store_id")


def targets(month: date) -> Iterator[tuple[str, float]]:
    """(store id, EUR) for the stores that are open in the month that starts on ``month``, rounded to 500."""
    plan = random.Random(f"targets {month:%Y-%m}")
    demand = {day: demand_on(day) * (1 + promotion_on(day)[0] * promotion_on(day)[1]) for day in _days_of(month)}
    for store in STORES:
        ambition = plan.uniform(0.9, 1.12)
        open_days = [weight for day, weight in demand.items() if day >= store.opened]
        if open_days:
            orders = sum(open_days) * ORDERS_A_DAY * SHOP_SHARE * _share(store, month)
            expected = orders * REVENUE_AN_ORDER[month.month - 1]
            yield store.id, max(round(expected * ambition / 500), 1) * 500


def _share(store: Store, month: date) -> float:
    """Share of all orders' customers that live where this store is and would go to it."""
    years = years_since_2024(month)
    weights = {c.name: c.weight * max(1 + c.growth * years, 0.3) for c in COUNTRIES}
    rivals = sum(other.weight for other in STORES if other.country == store.country)
    return weights[store.country] / sum(weights.values()) * store.weight / rivals


def _planned_months(first: date, last: date) -> Iterator[date]:
    year = last.year + (last.month >= FISCAL_YEAR_STARTS)
    end = date(year, FISCAL_YEAR_STARTS, 1)
    month = first
    while month < end:
        yield month
        month = next_month(month)


def _days_of(month: date) -> Iterator[date]:
    day, end = month, next_month(month)
    while day < end:
        yield day
        day += timedelta(days=1)
