"""Draws the files of the second lake: stations, riders, tariffs, bikes, rides, repairs and van moves, with a seed.

``python -m tests.second_lake.generate FOLDER`` writes ``FOLDER/velo/<table>/<table>.csv``.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

FIRST, LAST = date(2025, 1, 1), date(2026, 11, 14)
RIDES, REPAIRS, MOVES = 6_000, 500, 900
DISTRICTS = ("Old Town", "Riverside", "Hillcrest", "Docklands")
PLANS = ("member", "casual", "student")
FAULTS = ("flat tyre", "brakes", "chain", "battery")
WORKSHOPS = ("Canal Yard", "Depot Nine")
Row = tuple[object, ...]


def stations(draws: random.Random) -> list[Row]:
    names = ("Abbey", "Bastion", "Chapel", "Dyke", "Elm", "Ferry", "Gallows", "Harbourfront", "Ivy", "Junction")
    return [
        (100 + n, f"{name} Square", DISTRICTS[n % 4], draws.randrange(12, 48, 4), date(2025, 1 + n % 12, 3))
        for n, name in enumerate(names)
    ]


def tariffs() -> list[Row]:
    """Keyed by code and year: the same code costs another amount each year."""
    prices = {"S": 1.0, "M": 2.0, "L": 3.5}
    names = {"S": "short hop", "M": "day rider", "L": "explorer"}
    return [
        (code, year, names[code], round(price * (1 + 0.1 * (year - 2025)), 2))
        for code, price in prices.items()
        for year in (2025, 2026)
    ]


def riders(draws: random.Random) -> list[Row]:
    found: list[Row] = []
    for number in range(1, 301):
        joined = FIRST + timedelta(days=draws.randrange((LAST - FIRST).days))
        plan = draws.choices(PLANS, (5, 3, 2))[0]
        found.append((number, f"Rider {number:03d}", plan, draws.choice(("email", "friend", "poster", None)), joined))
    return found


def bikes(draws: random.Random) -> list[Row]:
    kinds = ("classic", "electric", "cargo")
    return [
        (n, draws.choices(kinds, (5, 4, 1))[0], draws.choice(("Swift", "Heron", "Kite")), date(2024, 1 + n % 12, 1))
        for n in range(1, 61)
    ]


def rides(draws: random.Random, docks: Sequence[Row]) -> list[Row]:
    found: list[Row] = []
    days = (LAST - FIRST).days + 1
    for number in range(1, RIDES + 1):
        share = draws.random() ** 0.8
        day = FIRST + timedelta(days=min(int(share * days), days - 1))
        at = datetime(day.year, day.month, day.day, draws.randrange(6, 23), draws.randrange(60))
        start, end = draws.choice(docks), draws.choice(docks)
        minutes = draws.randrange(3, 90)
        code = "S" if minutes < 20 else "M" if minutes < 60 else "L"
        fare = None if draws.random() < 0.02 else f"{minutes * 0.11 + 1:.2f}"
        state = draws.choices(("finished", "aborted", "training"), (90, 7, 3))[0]
        found.append(
            (
                number, draws.randrange(1, 301), draws.randrange(1, 61), start[0], end[0], start[2], at, minutes,
                round(minutes * 0.2 + draws.random(), 2), fare, code, day.year, draws.random() < 0.3, state,
            )
        )  # fmt: skip
    return found


def repairs(draws: random.Random) -> list[Row]:
    days = (LAST - FIRST).days + 1
    return [
        (
            n, draws.randrange(1, 61), draws.choice(FAULTS), draws.choice(WORKSHOPS),
            FIRST + timedelta(days=draws.randrange(days)), f"{draws.randrange(500, 9_000) / 100:.2f}",
        )
        for n in range(1, REPAIRS + 1)
    ]  # fmt: skip


def moves(draws: random.Random, docks: Sequence[Row]) -> list[Row]:
    days = (LAST - FIRST).days + 1
    return [
        (
            n, draws.choice(docks)[0], draws.choice(("van one", "van two")),
            FIRST + timedelta(days=draws.randrange(days)), draws.randrange(1, 15),
        )
        for n in range(1, MOVES + 1)
    ]  # fmt: skip


COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "stations": (
        ("station_id", "bigint"), ("station_name", "varchar"), ("district", "varchar"), ("docks", "bigint"),
        ("opened_on", "date"),
    ),
    "tariffs": (
        ("tariff_code", "varchar"), ("tariff_year", "bigint"), ("tariff_name", "varchar"), ("unlock_price", "double"),
    ),
    "riders": (
        ("rider_id", "bigint"), ("rider_name", "varchar"), ("plan", "varchar"), ("referral", "varchar"),
        ("joined_on", "date"),
    ),
    "bikes": (("bike_id", "bigint"), ("kind", "varchar"), ("frame", "varchar"), ("bought_on", "date")),
    "rides": (
        ("ride_id", "bigint"), ("rider_id", "bigint"), ("bike_id", "bigint"), ("start_station_id", "bigint"),
        ("end_station_id", "bigint"), ("start_district", "varchar"), ("started_at", "timestamp"), ("minutes", "bigint"),
        ("distance_km", "double"), ("fare", "double"), ("tariff_code", "varchar"), ("tariff_year", "bigint"),
        ("with_helmet", "boolean"), ("state", "varchar"),
    ),
    "repairs": (
        ("repair_id", "bigint"), ("bike_id", "bigint"), ("fault", "varchar"), ("workshop", "varchar"),
        ("repaired_on", "date"), ("cost", "double"),
    ),
    "moves": (
        ("move_id", "bigint"), ("station_id", "bigint"), ("van", "varchar"), ("moved_on", "date"),
        ("bikes_moved", "bigint"),
    ),
}  # fmt: skip
"""Each table's columns with their Athena types."""


def tables() -> dict[str, list[Row]]:
    """Every table's rows."""
    draws = random.Random(20_261_115)
    docks = stations(draws)
    return {
        "stations": docks,
        "tariffs": tariffs(),
        "riders": riders(draws),
        "bikes": bikes(draws),
        "rides": rides(draws, docks),
        "repairs": repairs(draws),
        "moves": moves(draws, docks),
    }


def write(folder: Path) -> Path:
    """The files under the folder, which is returned."""
    for name, found in tables().items():
        target = folder / "velo" / name
        target.mkdir(parents=True, exist_ok=True)
        with (target / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(column for column, _ in COLUMNS[name])
            writer.writerows([_text(v) for v in row] for row in found)
    return folder


def _text(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value


if __name__ == "__main__":
    write(Path(sys.argv[1]))
