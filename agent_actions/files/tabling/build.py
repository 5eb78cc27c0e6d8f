"""``python -m agent_actions.files.tabling.build``: a file -> typed rows in Parquet, in a process with limits.

The request: ``path``, ``name``, ``form`` (csv, xlsx, json, parquet or rows: JSON of rows of text), ``sheet``, ``types``
(column -> type that a person chose), ``month_first``, ``folder``, ``out``. The answer: ``columns``, ``rows``,
``preview``, ``notes``, ``doubts``, ``sheet``, ``sheets``; or ``problem``, a sentence about ``types``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import duckdb
from duckdb import DuckDBPyConnection

from agent_actions.files import dataset_words as words
from agent_actions.files.confined import UnfitError, serve
from agent_actions.files.tabling.choose import RAW, Choice, choose_types
from agent_actions.files.tabling.load import Loaded, load_csv, load_rows, rows_of
from agent_actions.files.tabling.names import column_names
from agent_actions.files.tabling.readings import Kind, literal
from agent_actions.files.tabling.typed import SOURCE, Native, load_json, load_parquet

PREVIEW = 50
MEMORY = "1GB"
TYPES: Mapping[str, Kind] = {
    "text": "text", "string": "text", "varchar": "text", "str": "text",
    "integer": "integer", "int": "integer", "bigint": "integer", "whole number": "integer",
    "number": "number", "decimal": "number", "double": "number", "float": "number",
    "date": "date",
    "timestamp": "timestamp", "datetime": "timestamp", "time": "timestamp",
    "boolean": "boolean", "bool": "boolean", "true/false": "boolean", "yes/no": "boolean",
}  # fmt: skip
_GLUE = {"VARCHAR": "string", "BIGINT": "bigint", "DOUBLE": "double", "DATE": "date", "TIMESTAMP": "timestamp",
         "BOOLEAN": "boolean"}  # fmt: skip
_VALUES = 100
_VALUES_BYTES = 8_000


_CASTS: Mapping[Kind, str] = {
    "text": "CAST({value} AS VARCHAR)",
    "integer": "CASE WHEN TRY_CAST({value} AS DOUBLE) = round(TRY_CAST({value} AS DOUBLE))"
    " THEN TRY_CAST({value} AS BIGINT) END",
    "number": "TRY_CAST({value} AS DOUBLE)",
    "date": "TRY_CAST({value} AS DATE)",
    "timestamp": "TRY_CAST({value} AS TIMESTAMP)",
    "boolean": "TRY_CAST({value} AS BOOLEAN)",
}
"""From one type of a file's own to another."""


@dataclass(frozen=True)
class _Column:
    name: str
    label: str
    kind: Kind
    sql: str
    unit: str = ""


@dataclass
class Said:
    notes: list[str] = field(default_factory=list[str])
    """How the file was read."""
    doubts: list[str] = field(default_factory=list[str])

    def add(self, choice: Choice) -> None:
        self.notes += choice.notes
        self.doubts += choice.doubts


class _TypesError(Exception):
    """What a person chose can't be understood; the message is a sentence."""


def build(request: dict[str, Any]) -> dict[str, Any]:
    """Raises UnfitError with the sentence for a person."""
    try:
        return _build(request)
    except duckdb.OutOfMemoryException as error:
        raise UnfitError(words.too_heavy(str(request["name"]))) from error


def _build(request: dict[str, Any]) -> dict[str, Any]:
    folder, path, name = Path(request["folder"]), Path(request["path"]), str(request["name"])
    connection = _connect(folder)
    sheet, sheets, said = "", list[str](), Said()
    try:
        if request["form"] in ("json", "parquet"):
            json_ = request["form"] == "json"
            natives = load_json(connection, path, name, folder) if json_ else load_parquet(connection, path, name)
            columns = _native(connection, natives, request, said)
            source = SOURCE
        else:
            loaded, sheet, sheets = _loaded(connection, request, path, name, folder)
            said.notes += loaded.notes
            said.doubts += loaded.doubts
            columns = _typed(connection, loaded, request, said)
            source = RAW
    except _TypesError as error:
        return {"problem": str(error)}
    selected = ", ".join(f'{column.sql} AS "{column.name}"' for column in columns)
    connection.execute(f"CREATE TABLE typed AS SELECT {selected} FROM {source}")
    connection.execute(f"DROP TABLE {source}")
    connection.execute(f"COPY typed TO {literal(str(request['out']))} (FORMAT parquet, COMPRESSION snappy)")
    rows = connection.execute("SELECT count(*) FROM typed").fetchone()
    return {
        "columns": _described(connection, columns),
        "rows": rows[0] if rows else 0,
        "preview": [[_json(v) for v in row] for row in connection.execute(f"FROM typed LIMIT {PREVIEW}").fetchall()],
        "notes": said.notes,
        "doubts": [f"{doubt}." for doubt in said.doubts],
        "sheet": sheet,
        "sheets": sheets,
    }


def _connect(folder: Path) -> DuckDBPyConnection:
    """Closed off: files of this folder only, no extensions, a bounded share of memory."""
    spill = folder / "spill"
    connection = duckdb.connect(config={"threads": 2, "memory_limit": MEMORY, "temp_directory": str(spill)})
    for statement in (
        "SET TimeZone = 'UTC'",
        "SET preserve_insertion_order = true",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        f"SET allowed_directories = [{literal(str(folder))}]",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ):
        connection.execute(statement)
    return connection


def _loaded(
    connection: DuckDBPyConnection, request: dict[str, Any], path: Path, name: str, folder: Path
) -> tuple[Loaded, str, list[str]]:
    if request["form"] == "xlsx":
        from agent_actions.files.tabling.workbook import open_sheet

        sheet = open_sheet(path, name, str(request.get("sheet", "")))
        loaded = load_rows(connection, sheet.rows, name, folder, sheet.merged)
        if sheet.others:
            loaded.notes.insert(0, words.of_sheets(sheet.name, sheet.others))
        return loaded, sheet.name, list(sheet.others)
    if request["form"] == "rows":
        return load_rows(connection, rows_of(path), name, folder), "", []
    return load_csv(connection, path, name, folder), "", []


def _typed(connection: DuckDBPyConnection, loaded: Loaded, request: dict[str, Any], said: Said) -> list[_Column]:
    labels = [label for _, label in loaded.columns]
    names = column_names(labels)
    wanted = _wanted(request, names, labels)
    physical: dict[str, Kind] = {}
    for (column, _), name in zip(loaded.columns, names, strict=True):
        if name in wanted:
            physical[column] = wanted[name]
    chosen = choose_types(
        connection,
        loaded.columns,
        physical,
        delimiter=loaded.delimiter,
        month_first=bool(request.get("month_first")),
    )
    found: list[_Column] = []
    for (column, label), name in zip(loaded.columns, names, strict=True):
        choice = chosen[column]
        said.add(choice)
        found.append(_Column(name, label, choice.kind, choice.sql, choice.unit))
    return found


def _native(
    connection: DuckDBPyConnection, natives: list[Native], request: dict[str, Any], said: Said
) -> list[_Column]:
    """Types as the file has them; a column that a person wants as another is read from its text."""
    kept = [native for native in natives if native.sql]
    names = column_names([native.label for native in kept])
    wanted = _wanted(request, names, [native.label for native in kept])
    said.notes += [native.note for native in natives if native.note]
    found: list[_Column] = []
    for name, native in zip(names, kept, strict=True):
        kind = wanted.get(name, native.kind)
        if kind == native.kind:
            found.append(_Column(name, native.label, kind, native.sql))
            continue
        if native.kind != "text":
            found.append(_Column(name, native.label, kind, _CASTS[kind].format(value=native.sql)))
            said.doubts += _lost(connection, native, found[-1])
            continue
        connection.execute(f"CREATE OR REPLACE TABLE {RAW} AS SELECT CAST({native.sql} AS VARCHAR) AS c0 FROM {SOURCE}")
        choice = choose_types(connection, [("c0", native.label)], {"c0": kind})["c0"]
        said.add(choice)
        sql = choice.sql.replace('"c0"', f"CAST({native.sql} AS VARCHAR)")
        found.append(_Column(name, native.label, choice.kind, sql, choice.unit))
    connection.execute(f"DROP TABLE IF EXISTS {RAW}")
    return found


def _lost(connection: DuckDBPyConnection, native: Native, column: _Column) -> list[str]:
    """How many cells didn't become what a person wants them to be."""
    row = connection.execute(f"SELECT count({native.sql}), count({column.sql}) FROM {SOURCE}").fetchone()
    if row is None or row[0] == row[1]:
        return []
    return [words.left_empty(column.label, column.kind, row[0] - row[1], row[0], ())]


def _wanted(request: dict[str, Any], names: list[str], labels: list[str]) -> dict[str, Kind]:
    """What a person chose, by column name. Raises _TypesError."""
    spelled = {text.casefold(): name for name, label in zip(names, labels, strict=True) for text in (label, name)}
    found: dict[str, Kind] = {}
    asked = cast("dict[str, object]", request.get("types") or {})
    for column, type_ in asked.items():
        name, kind = spelled.get(column.strip().casefold()), TYPES.get(str(type_).strip().casefold())
        if name is None:
            raise _TypesError(words.no_column(column, names))
        if kind is None:
            raise _TypesError(words.no_type(str(type_)))
        found[name] = kind
    return found


def _described(connection: DuckDBPyConnection, columns: list[_Column]) -> list[dict[str, Any]]:
    types = {str(row[0]): str(row[1]) for row in connection.execute("DESCRIBE typed").fetchall()}
    found: list[dict[str, Any]] = []
    for column in columns:
        held = types[column.name]
        found.append(
            {
                "name": column.name,
                "label": column.label,
                "kind": column.kind,
                "type": _GLUE.get(held, held.lower()),
                "unit": column.unit,
                "unique": _is_unique(connection, column.name),
                "values": _values(connection, column) if column.kind == "text" else [],
            }
        )
    return found


def _is_unique(connection: DuckDBPyConnection, name: str) -> bool:
    row = connection.execute(f'SELECT approx_count_distinct("{name}"), count("{name}") FROM typed').fetchone()
    if row is None or not row[1] or row[0] < 0.8 * row[1]:
        return False
    exact = connection.execute(f'SELECT count(DISTINCT "{name}") FROM typed').fetchone()
    return exact is not None and exact[0] == row[1]


def _values(connection: DuckDBPyConnection, column: _Column) -> list[str]:
    """Every value of a column that has few."""
    name = f'"{column.name}"'
    rows = connection.execute(
        f"SELECT DISTINCT {name} FROM typed WHERE {name} IS NOT NULL ORDER BY 1 LIMIT {_VALUES + 1}"
    ).fetchall()
    values = [str(row[0]) for row in rows]
    return values if len(values) <= _VALUES and len(json.dumps(values)) <= _VALUES_BYTES else []


def _json(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return value


if __name__ == "__main__":
    serve(build)
