"""Where the generator's parts meet: one DuckDB connection, the dates, and the ways of writing a table to the lake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb

from infra.local.lake.draws import quoted

Value = str | int | float | bool | date | None


@dataclass(frozen=True)
class Lake:
    """A lake in the making."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    first: date
    """First day with rows: the first of a month."""
    last: date
    """Last day with rows: the day before today."""
    scale: float
    written: list[int] = field(default_factory=list)
    """Rows of each file written so far."""

    @property
    def today(self) -> date:
        return self.last + timedelta(days=1)

    def rows(self) -> int:
        """Rows written so far."""
        return sum(self.written)

    def run(self, sql: str) -> None:
        self.connection.execute(sql)

    def table(self, name: str, columns: str, rows: Iterable[Sequence[Value]]) -> None:
        """A table of the connection (not of the lake) with these ``columns`` ("a INTEGER, b VARCHAR") and rows."""
        self.run(f"CREATE TABLE {name} ({columns})")
        by_column = [list(values) for values in zip(*rows, strict=True)]
        if by_column:
            self.connection.execute(f"INSERT INTO {name} SELECT {', '.join('unnest(?)' for _ in by_column)}", by_column)

    def write_months(self, table: str, query: str, *, by: str, partition: str, order: str) -> None:
        """``table`` ("database.table") as one Parquet file a month, ``partition=2026-10/``, by the time column ``by``.

        One file at a time, ordered: the same rows give the same bytes, and a month reads as one row group.
        """
        for month, start, end in self.months():
            target = self._path(table) / f"{partition}={month}" / "part-0.parquet"
            span = f"{by} >= DATE '{start}' AND {by} < DATE '{end}'"
            self._copy(f"SELECT * FROM ({query}) WHERE {span} ORDER BY {order}", target)

    def write(self, table: str, query: str, *, order: str) -> None:
        """``table`` ("database.table") as one Parquet file."""
        self._copy(f"SELECT * FROM ({query}) ORDER BY {order}", self._path(table) / "part-0.parquet")

    def write_csv(self, table: str, query: str, *, order: str) -> None:
        """``table`` ("database.table") as one CSV file with a header."""
        target = self._path(table) / f"{table.partition('.')[2]}.csv"
        self._copy(f"SELECT * FROM ({query}) ORDER BY {order}", target)

    def months(self) -> Iterator[tuple[str, date, date]]:
        """(name such as ``2026-10``, first day, day after the last) of every month with rows."""
        start = self.first
        while start <= self.last:
            end = next_month(start)
            yield f"{start:%Y-%m}", start, end
            start = end

    def _path(self, table: str) -> Path:
        database, _, name = table.partition(".")
        return self.folder / database / name

    def _copy(self, query: str, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        options = "FORMAT csv, HEADER" if target.suffix == ".csv" else "FORMAT parquet, COMPRESSION snappy"
        copied = self.connection.execute(f"COPY ({query}) TO {quoted(str(target))} ({options})").fetchall()
        self.written.append(sum(rows for (rows,) in copied))


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
