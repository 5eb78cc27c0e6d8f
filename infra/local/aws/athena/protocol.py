"""What goes over the pipes between the service and the engine's process: pickled dataclasses, one frame each.

A frame is its length as 4 bytes, big endian, then the pickle. Both ends are this program: the pipes are anonymous
and private to parent and child.
"""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from typing import IO

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True)
class FileTable:
    """A table as the engine needs it: where its files are and how to read them. Types are DuckDB's."""

    schema: str
    name: str
    format: str
    """``parquet``, ``csv`` or ``json``"""
    columns: tuple[tuple[str, str], ...]
    """Names and types."""
    sources: tuple[str, ...]
    """For each column its name in the files; empty: the column's own name, whatever its case."""
    keys: tuple[tuple[str, str], ...]
    """Partition keys and their types."""
    folders: tuple[tuple[tuple[str, ...], str], ...]
    """Partition values and the folder (or file) of each; one entry without values when there are no keys."""
    delimiter: str = ","
    quote: str = ""
    escape: str = ""
    header: bool = False
    date_format: str | None = None
    timestamp_format: str | None = None
    by_position: bool = False
    """Parquet columns are taken by their place, not by name (``parquet.column.index.access``)."""


@dataclass(frozen=True)
class Start:
    """The engine's settings: the first frame."""

    lake: str
    results: str
    temporary: str
    threads: int
    workers: int
    memory_bytes: int
    address_bytes: int
    fetched: str = ""
    """A second folder whose files queries may read."""


@dataclass(frozen=True)
class Run:
    """Run one SELECT and write its result file."""

    id: str
    sql: str
    tables: tuple[FileTable, ...]
    path: str
    cutoff_bytes: int | None = None
    explain: str = ""
    """``text``, ``json`` or ``analyze``: the plan in place of the rows."""
    hints: tuple[Hint, ...] = ()
    """What is known of the result's columns beside DuckDB's own types; empty, or one for each column."""


@dataclass(frozen=True)
class Hint:
    """What DuckDB can't say of a column of the result."""

    type: str | None = None
    """Athena's name of the type, where it isn't DuckDB's."""
    zone: str | None = None
    """The time zone of a ``timestamp with time zone`` that the engine holds as that zone's wall clock."""


@dataclass(frozen=True)
class Cancel:
    id: str


@dataclass(frozen=True)
class Ready:
    """The engine can take queries."""


@dataclass(frozen=True)
class ResultColumn:
    """A column as Athena's ``ColumnInfo`` has it."""

    name: str
    type: str
    precision: int = 0
    scale: int = 0


@dataclass(frozen=True)
class Done:
    """A query's end. ``error`` is (DuckDB exception class, message); ``over_limit`` is the scan cut-off."""

    id: str
    columns: tuple[ResultColumn, ...] = ()
    rows: int = 0
    scanned_bytes: int = 0
    planning_ms: int = 0
    running_ms: int = 0
    error: tuple[str, str] | None = None
    over_limit: bool = False


Message = Start | Run | Cancel | Ready | Done


def send(stream: IO[bytes], message: Message) -> None:
    body = pickle.dumps(message)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """The next message; None when the other end has gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    body = stream.read(_LENGTH.unpack(head)[0])
    return pickle.loads(body)  # noqa: S301 - our own child over an anonymous pipe
