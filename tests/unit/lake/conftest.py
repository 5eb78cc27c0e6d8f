"""Demo lakes for these tests: the whole one, and thin ones to compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from infra.local.lake.generate import ensure_lake

TODAY = date(2026, 11, 15)
THIN = 0.05


@dataclass(frozen=True)
class OpenLake:
    """A generated lake with one view a table (``sales.orders``), and what was said while it was made."""

    folder: Path
    connection: duckdb.DuckDBPyConnection
    said: tuple[str, ...]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def value(self, sql: str) -> Any:
        return self.rows(sql)[0][0]

    def tables(self) -> list[str]:
        return sorted(f"{p.parent.name}.{p.name}" for p in self.folder.glob("*/*") if p.is_dir())


Opener = Callable[[date], OpenLake]


def opened(home: Path, today: date, scale: float) -> OpenLake:
    said: list[str] = []
    folder = ensure_lake(home, today, said.append, scale=scale)
    connection = duckdb.connect()
    lake = OpenLake(folder, connection, tuple(said))
    for name in lake.tables():
        database, _, table = name.partition(".")
        path = folder / database / table
        csv = next(path.glob("*.csv"), None)
        source = f"read_csv('{csv}')" if csv else f"read_parquet('{path}/**/*.parquet', hive_types_autocast=false)"
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {database}")
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {source}")
    return lake


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenLake]:
    """The whole demo lake of 15 November 2026."""
    found = opened(tmp_path_factory.mktemp("lake"), TODAY, 1.0)
    yield found
    found.connection.close()


@pytest.fixture(scope="session")
def thin_lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    """Makes thin lakes, one for each day asked for."""
    home = tmp_path_factory.mktemp("thin")
    made: dict[date, OpenLake] = {}

    def make(today: date) -> OpenLake:
        if today not in made:
            made[today] = opened(home, today, THIN)
        return made[today]

    yield make
    for found in made.values():
        found.connection.close()
