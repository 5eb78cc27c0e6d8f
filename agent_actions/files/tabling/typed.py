"""Files that say their own types: JSON, JSON lines and Parquet, as columns of types that Athena reads from Parquet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from agent_actions.files import dataset_words as words
from agent_actions.files.confined import UnfitError
from agent_actions.files.limits import ROWS
from agent_actions.files.looks.plain import encoding_of
from agent_actions.files.tabling.load import COLUMNS, transcoded, value
from agent_actions.files.tabling.readings import Kind, literal

SOURCE = "source"
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_OBJECT_BYTES = 64_000_000


@dataclass(frozen=True)
class Native:
    """A column of SOURCE. ``sql``: what of it is kept."""

    column: str
    label: str
    kind: Kind
    sql: str
    note: str = ""


def load_json(connection: DuckDBPyConnection, path: Path, name: str, folder: Path) -> list[Native]:
    encoding = encoding_of(path, name)
    if encoding != "utf-8":
        path = transcoded(path, encoding, folder)
    read = f"read_json({literal(str(path))}, sample_size = -1, maximum_object_size = {_OBJECT_BYTES}, records = 'auto')"
    columns = _load(connection, f"SELECT * FROM {read}", name)
    lists = [c for c, type_ in columns if type_.startswith("STRUCT") and type_.endswith("[]")]
    if len(lists) == 1 and value(connection, f"SELECT count(*) FROM {SOURCE}") == 1:
        # {"data": [{...}, {...}]}: the rows are in the only list.
        quoted = _quoted(lists[0])
        connection.execute(
            f"CREATE OR REPLACE TABLE {SOURCE} AS SELECT unnest(r) FROM (SELECT unnest({quoted}) AS r FROM {SOURCE})"
        )
        columns = _columns(connection)
    if [c for c, _ in columns] == ["json"]:
        raise UnfitError(words.not_records(name))
    return _natives(connection, columns, name)


def load_parquet(connection: DuckDBPyConnection, path: Path, name: str) -> list[Native]:
    return _natives(connection, _load(connection, f"SELECT * FROM read_parquet({literal(str(path))})", name), name)


def _load(connection: DuckDBPyConnection, select: str, name: str) -> list[tuple[str, str]]:
    try:
        connection.execute(f"CREATE TABLE {SOURCE} AS {select} LIMIT {ROWS + 1}")
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise UnfitError(words.unreadable(name)) from error
    return _columns(connection)


def _columns(connection: DuckDBPyConnection) -> list[tuple[str, str]]:
    return [(str(row[0]), str(row[1])) for row in connection.execute(f"DESCRIBE {SOURCE}").fetchall()]


def _natives(connection: DuckDBPyConnection, columns: list[tuple[str, str]], name: str) -> list[Native]:
    rows = value(connection, f"SELECT count(*) FROM {SOURCE}")
    if rows > ROWS:
        raise UnfitError(words.too_many_rows(name, ROWS))
    if not rows:
        raise UnfitError(words.no_rows(name))
    if len(columns) > COLUMNS:
        raise UnfitError(words.too_many_columns(name, len(columns), COLUMNS))
    found = [_native(column, type_) for column, type_ in columns]
    if not any(native.sql for native in found):
        raise UnfitError(words.no_table(name))
    return found


def _native(column: str, type_: str) -> Native:
    cell = _quoted(column)
    decimal = _DECIMAL.fullmatch(type_)
    if type_ in _WHOLE:
        return Native(column, column, "integer", f"CAST({cell} AS BIGINT)")
    if type_ in ("UBIGINT", "HUGEINT", "UHUGEINT"):
        return Native(column, column, "number", f"TRY_CAST({cell} AS DECIMAL(38,0))")
    if decimal:
        return Native(column, column, "number", cell)
    if type_ in ("FLOAT", "DOUBLE"):
        return Native(column, column, "number", f"CAST({cell} AS DOUBLE)")
    if type_ == "BOOLEAN":
        return Native(column, column, "boolean", cell)
    if type_ == "DATE":
        return Native(column, column, "date", cell)
    if type_ == "TIMESTAMP WITH TIME ZONE":
        return Native(column, column, "timestamp", f"{cell} AT TIME ZONE 'UTC'", words.to_utc(column))
    if type_.startswith("TIMESTAMP"):
        return Native(column, column, "timestamp", f"CAST({cell} AS TIMESTAMP)")
    if type_ == "BLOB":
        return Native(column, column, "text", "", words.bytes_left_out(column))
    if type_.endswith("]") or type_.startswith(("STRUCT", "MAP", "UNION", "JSON")):
        return Native(column, column, "text", f"CAST(to_json({cell}) AS VARCHAR)", words.nested(column))
    return Native(column, column, "text", f"nullif(CAST({cell} AS VARCHAR), '')")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
