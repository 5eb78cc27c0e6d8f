"""The demo company's data lake: Fell & Hearth, an outdoor and home retailer, made up to the day before today.

``ensure_lake`` writes ``DIR/<database>/<table>/...``: facts as Parquet in monthly hive partitions
(``order_month=2026-10/``), small tables as one Parquet or CSV file. The data cover two full years before the current
month, and the current month up to and including yesterday; today itself has no rows, as in a warehouse that is loaded
every night. Timestamps are local time at the head office (Europe/Berlin), amounts are EUR.

The same ``today`` gives the same bytes. A later ``today`` gives the same history: every draw depends on the entity and
its day (see :mod:`infra.local.lake.draws`). Only the last days may still change, as they do in a real lake: an order
in 170 arrives up to four days late, parcels get delivered and tickets resolved. ``docs/demo-lake.md`` describes
the tables.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb

from infra.local.lake import (
    draws,
    finance,
    logistics,
    marketing,
    pace,
    people,
    plant,
    sales,
    shops,
    support,
    web,
    words,
)
from infra.local.lake.cache import cached
from infra.local.lake.writer import Lake

EARLIEST = date(2021, 2, 1)
"""Earliest ``today``: two years of history must not begin before the company did."""

LAKES = "lake"
"""Folder of the generated lakes below the home folder."""

SUBJECTS: tuple[tuple[str, Callable[[Lake], None]], ...] = (
    ("customers", people.build),
    ("products, stores", shops.build),
    ("orders, order items", sales.build),
    ("campaigns, ad spend", marketing.build),
    ("web sessions", web.build),
    ("support tickets", support.build),
    ("shipments", logistics.build),
    ("machines, sensor readings", plant.build),
    ("store targets", finance.build),
)


def ensure_lake(home: Path, today: date, progress: Callable[[str], None], *, scale: float = 1.0) -> Path:
    """The folder of the lake as it stands on the morning of ``today``, generated unless ``home`` has it already.

    ``progress`` gets a sentence for each step. ``scale`` below 1 thins customers, orders, sessions and tickets (for
    tests). Raises ValueError for a ``today`` before the company had two years, or a scale outside (0, 1].
    """
    if today < EARLIEST:
        raise ValueError(words.too_early(EARLIEST))
    if not 0 < scale <= 1:
        raise ValueError(words.bad_scale(scale))
    return cached(home / LAKES, _name(today, scale), lambda folder: generate(folder, today, progress, scale=scale))


def cached_lake(home: Path, today: date) -> Path | None:
    """The folder of the whole lake of ``today``, when ``home`` has it already."""
    folder = home / LAKES / _name(today, 1.0)
    return folder if folder.is_dir() else None


def generate(folder: Path, today: date, progress: Callable[[str], None], *, scale: float = 1.0) -> None:
    """Write the lake of ``today`` into the empty ``folder``."""
    began = time.monotonic()
    last = today - timedelta(days=1)
    first = date(today.year - 2, today.month, 1)
    progress(words.building(first, last))
    with duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder / ".spill")}) as connection:
        lake = Lake(connection, folder, first, last, scale)
        draws.install(connection)
        _calendar(lake)
        for name, build in SUBJECTS:
            started = time.monotonic()
            build(lake)
            progress(words.subject(name, time.monotonic() - started))
        rows = lake.rows()
    shutil.rmtree(folder / ".spill", ignore_errors=True)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    progress(words.built(rows, size / 1e6, time.monotonic() - began))


def _calendar(lake: Lake) -> None:
    """The table ``days``: every day since the company began and how much happened on it."""
    lake.table(
        "days",
        "day DATE, number INTEGER, orders INTEGER, sessions INTEGER, tickets INTEGER, signups INTEGER,"
        "signups_before INTEGER, promo_share DOUBLE, promo_depth DOUBLE, demand DOUBLE",
        [
            (
                d.day, d.number, d.orders, d.sessions, d.tickets, d.signups,
                d.signups_before, d.promo_share, d.promo_depth, d.demand,
            )
            for d in pace.days(lake.last, lake.scale)
        ],
    )  # fmt: skip


def _name(today: date, scale: float) -> str:
    return f"{today:%Y-%m-%d}-{_fingerprint(today, scale)}"


def _fingerprint(today: date, scale: float) -> str:
    """Changes with the generator's code, so that a new version never serves an old lake."""
    digest = hashlib.sha256(f"{today} {scale} duckdb {duckdb.__version__}".encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
