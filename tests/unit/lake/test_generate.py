"""The generator: same day same bytes, later day same history, cached, atomic."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from infra.local.lake import generate, pace
from infra.local.lake.draws import spread
from tests.unit.lake.conftest import THIN, TODAY, Opener, OpenLake


def checksums(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()
    }


def test_the_same_day_gives_the_same_bytes(thin_lake: Opener, tmp_path: Path) -> None:
    again = generate.ensure_lake(tmp_path, TODAY, lambda _: None, scale=THIN)
    assert checksums(again) == checksums(thin_lake(TODAY).folder)


HISTORY = {
    "sales.orders": ("ordered_at", "*"),
    "sales.order_items": ("ordered_at", "*"),
    "sales.customers": ("signed_up_on", "*"),
    "marketing.ad_performance": ("spend_date", "*"),
    "web.sessions": ("started_at", "*"),
    "plant.sensor_readings": ("read_at", "*"),
    "finance.store_targets": ("month_start", "*"),
    # parcels and tickets of the last weeks may still arrive and be resolved: only what was known at once is compared
    "logistics.shipments": ("shipped_at", "* EXCLUDE (delivered_at, delivery_days, late)"),
    "support.tickets": ("created_at", "* EXCLUDE (resolved_at, resolution_hours, status, satisfaction)"),
}


LATER = date(2027, 1, 3)
"""Another month, so that the lake also begins later."""
FIRST = date(2025, 1, 1)
"""First day of the later lake."""


@pytest.mark.parametrize("table", HISTORY)
def test_history_is_the_same_on_a_later_day(thin_lake: Opener, table: str) -> None:
    time, columns = HISTORY[table]
    # up to five days before the earlier today: after that rows may still have been under way
    query = f"SELECT {columns} FROM {table} WHERE {time} >= '{FIRST}' AND {time} < DATE '{TODAY}' - 5 ORDER BY ALL"
    before, after = thin_lake(TODAY).rows(query), thin_lake(LATER).rows(query)
    assert len(before) > 100
    assert before == after


def test_a_lake_holds_the_orders_that_had_arrived_by_then(thin_lake: Opener) -> None:
    query = f"SELECT * FROM sales.orders WHERE ordered_at >= '{FIRST}' AND loaded_at < '{TODAY} 12:00:00' ORDER BY ALL"
    assert thin_lake(TODAY).rows(query) == thin_lake(LATER).rows(query)
    assert thin_lake(TODAY).value(f"SELECT max(loaded_at) < '{TODAY} 12:00:00' FROM sales.orders")


def test_a_parcel_delivered_by_an_earlier_day_stays_as_it_was(thin_lake: Opener) -> None:
    delivered = f"shipped_at >= '{FIRST}' AND delivered_at < DATE '{TODAY}' - 1"
    query = f"SELECT * FROM logistics.shipments WHERE {delivered} ORDER BY ALL"
    assert thin_lake(TODAY).rows(query) == thin_lake(LATER).rows(query)


def test_a_lake_in_the_cache_is_not_made_again(thin_lake: Opener) -> None:
    lake = thin_lake(TODAY)
    said: list[str] = []
    home = lake.folder.parent.parent
    assert generate.ensure_lake(home, TODAY, said.append, scale=THIN) == lake.folder
    assert said == []


def test_a_day_before_the_company_had_two_years_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2021"):
        generate.ensure_lake(tmp_path, date(2020, 6, 1), lambda _: None)


@pytest.mark.parametrize("scale", [0, -1, 1.5])
def test_a_scale_that_makes_no_sense_is_refused(tmp_path: Path, scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        generate.ensure_lake(tmp_path, TODAY, lambda _: None, scale=scale)


def test_the_earliest_and_a_far_later_day_work(tmp_path: Path) -> None:
    for today in (generate.EARLIEST, date(2036, 2, 29)):
        folder = generate.ensure_lake(tmp_path, today, lambda _: None, scale=0.01)
        assert (folder / "sales" / "orders").is_dir()


def test_it_says_what_it_does(lake: OpenLake) -> None:
    assert len(lake.said) == len(generate.SUBJECTS) + 2
    assert lake.said[-1].startswith("Demo lake ready")


def test_shares_are_spread_over_all_slots() -> None:
    assert spread({"a": 1, "b": 1, "c": 1}, 10).count("a") == 4
    assert len(spread({"a": 0.5, "b": 99.5}, 200)) == 200


def test_numbers_of_a_day_do_not_depend_on_the_last_day() -> None:
    short, long = list(pace.days(date(2019, 3, 1), 1.0)), list(pace.days(date(2019, 6, 1), 1.0))
    assert long[: len(short)] == short
