"""One table's definition from its files: columns, types, reader, statistics and values of text columns.

The files are read through the same views as the engine's (``athena/views.py``), so that what is found here is what
queries will see.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from infra.local.aws.athena.files import (
    DATE_FORMAT,
    LAZY_SIMPLE,
    OPEN_CSV,
    OPENX_JSON,
    PARQUET,
    TIMESTAMP_FORMAT,
    duckdb_type,
)
from infra.local.aws.athena.protocol import FileTable
from infra.local.aws.athena.views import Views, literal, quoted
from infra.local.aws.crawler import words
from infra.local.aws.crawler.layout import Source, SourceFile, clean_name, open_file
from infra.local.aws.crawler.types import LOOKS_WIDTH, csv_type, hive_type, looks, looks_query

MAX_VALUES = 200
MAX_VALUE_LENGTH = 60
SCAN_ROWS = 20_000_000
"""Beyond so many rows the values of text columns come from the first of them."""
_SNIFF_BYTES = 262_144
_IDENTIFIER = re.compile(r"[^\W\d][\w .,()/%#&$€+:-]*")


class InferError(Exception):
    """A table that can't be made. ``path`` is the file's, the message a sentence for a person."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


@dataclass(frozen=True)
class Inferred:
    """A table's columns (names, Hive types) and how its files are read."""

    format: str
    columns: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    keys: tuple[str, ...]
    rows: int
    values: Mapping[str, tuple[str, ...]]
    """All values of each text column, or partition key, that has few."""
    serde: str
    serde_parameters: Mapping[str, str]
    parameters: Mapping[str, str]
    notes: tuple[str, ...] = ()


def infer(cursor: DuckDBPyConnection, source: Source, root: Path) -> Inferred:
    """Look at the files. Raises InferError."""
    files = [file for file in source.files if file.size]
    if not files:
        raise InferError(source.files[0].path, words.empty(_shown(source.files[0], root)))
    formats = sorted({file.format for file in files})
    if len(formats) > 1:
        raise InferError(source.root, words.mixed_formats(source.name, formats))
    _check_partitions(files, root)
    for file in files:
        _check_readable(file, root)
    made = {"csv": _csv, "json": _json, "parquet": _parquet}[formats[0]](cursor, source, files, root)
    return _with_statistics(cursor, source, files, made, root)


def _shown(file: SourceFile, root: Path) -> str:
    return str(file.path.relative_to(root))


def _check_partitions(files: Sequence[SourceFile], root: Path) -> None:
    keys = [key for key, _ in files[0].partition]
    for file in files:
        if [key for key, _ in file.partition] != keys:
            raise InferError(file.path, words.other_partitions(_shown(file, root), _shown(files[0], root)))


def _check_readable(file: SourceFile, root: Path) -> None:
    try:
        with open_file(file.path) as stream:
            start = stream.read(_SNIFF_BYTES)
    except PermissionError as error:
        raise InferError(file.path, words.not_readable(_shown(file, root))) from error
    except (OSError, EOFError) as error:
        raise InferError(file.path, words.corrupt(_shown(file, root), file.format, _short(error))) from error
    if file.format == "parquet":
        return
    if b"\0" in start:
        raise InferError(file.path, words.not_text(_shown(file, root), file.format.upper()))
    try:
        start[: max(0, len(start) - 4)].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 8:
            raise InferError(file.path, words.not_utf8(_shown(file, root))) from error


def _short(error: Exception) -> str:
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return re.sub(r"^[A-Z][A-Za-z ]*Error: ", "", text)[:160].rstrip(".")


def _blame(
    cursor: DuckDBPyConnection, files: Sequence[SourceFile], reader: str, root: Path, error: Exception
) -> InferError:
    """Find the file that can't be read."""
    for file in files:
        try:
            cursor.execute(f"SELECT * FROM {reader}({literal(str(file.path))}) LIMIT 0").fetchall()
        except duckdb.Error as own:
            return InferError(file.path, words.corrupt(_shown(file, root), file.format, _short(own)))
    return InferError(files[0].path, words.corrupt(_shown(files[0], root), files[0].format, _short(error)))


def _columns(names: Sequence[str], source: Source, root: Path) -> list[str]:
    cleaned = [clean_name(name) for name in names]
    for name in cleaned:
        if cleaned.count(name) > 1:
            raise InferError(source.root, words.same_column(str(source.root.relative_to(root)), name))
    return cleaned


def _keys(source: Source) -> tuple[str, ...]:
    return tuple(key for key, _ in source.files[0].partition)


def _made(format_: str, columns: Sequence[tuple[str, str]], source: Source, serde: str, **more: Any) -> Inferred:
    return Inferred(
        format=format_,
        columns=tuple(columns),
        sources=more.get("sources", ("",) * len(columns)),
        keys=_keys(source),
        rows=0,
        values={},
        serde=serde,
        serde_parameters=more.get("serde_parameters", {}),
        parameters=more.get("parameters", {}),
    )


# Parquet


def _parquet(cursor: DuckDBPyConnection, source: Source, files: Sequence[SourceFile], root: Path) -> Inferred:
    paths = _paths(files)
    try:
        relation = cursor.sql(f"SELECT * FROM read_parquet({paths}, union_by_name = true, hive_partitioning = false)")
    except duckdb.Error as error:
        raise _blame(cursor, files, "parquet_schema", root, error) from error
    names = _columns(relation.columns, source, root)
    columns = list(zip(names, (hive_type(type_) for type_ in relation.types), strict=True))
    by_name = all(name == column.lower() for name, column in zip(names, relation.columns, strict=True))
    parameters = {"serialization.format": "1"}
    if not by_name:
        parameters["parquet.column.index.access"] = "true"
    return _made("parquet", columns, source, PARQUET, serde_parameters=parameters)


# JSON


def _json(cursor: DuckDBPyConnection, source: Source, files: Sequence[SourceFile], root: Path) -> Inferred:
    size = sum(file.size for file in files)
    sample = -1 if size < 64_000_000 else 200_000
    try:
        relation = cursor.sql(
            f"SELECT * FROM read_json({_paths(files)}, format = 'auto', records = true, union_by_name = true,"
            f" hive_partitioning = false, sample_size = {sample}, maximum_object_size = 64000000)"
        )
    except duckdb.Error as error:
        raise _blame(cursor, files, "read_json_auto", root, error) from error
    if not relation.columns:
        raise InferError(files[0].path, words.no_columns(_shown(files[0], root)))
    names = _columns(relation.columns, source, root)
    columns = list(zip(names, (hive_type(type_) for type_ in relation.types), strict=True))
    renamed = {name: key for name, key in zip(names, relation.columns, strict=True) if name != key}
    return _made(
        "json",
        columns,
        source,
        OPENX_JSON,
        sources=tuple(renamed.get(name, "") for name in names),
        serde_parameters={"paths": ",".join(names), **{f"mapping.{name}": key for name, key in renamed.items()}},
    )


# CSV


def _csv(cursor: DuckDBPyConnection, source: Source, files: Sequence[SourceFile], root: Path) -> Inferred:
    first = _dialect(cursor, files[0], root)
    for file in files[1:]:
        other = _dialect(cursor, file, root)
        if (other.names, other.delimiter) != (first.names, first.delimiter) and (first.header or other.header):
            raise InferError(file.path, words.other_columns(_shown(file, root), _shown(files[0], root)))
    names = _columns(first.names, source, root)
    quote = '"' if any(_holds_quote(file.path) for file in files) else ""
    table = FileTable(
        schema="crawl",
        name=f"{source.database}.{source.name}",
        format="csv",
        columns=tuple((name, "VARCHAR") for name in names),
        sources=("",) * len(names),
        keys=(),
        folders=tuple(((), str(file.path)) for file in files),
        delimiter=first.delimiter,
        quote=quote,
        escape=quote,
        header=first.header,
    )
    try:
        Views(root).ensure(cursor, table)
        selected = ", ".join(part for name in names for part in looks_query(quoted(name)))
        row = cursor.execute(f"SELECT {selected} FROM {quoted(table.schema)}.{quoted(table.name)}").fetchone()
    except duckdb.Error as error:
        raise _blame(cursor, files, "read_csv", root, error) from error
    found = [looks(tuple(row[at : at + LOOKS_WIDTH])) for at in range(0, len(row or ()), LOOKS_WIDTH)] if row else []
    types = [csv_type(item) for item in found]
    parameters = {"skip.header.line.count": "1"} if first.header else {}
    for hive, key, forms in (
        ("date", DATE_FORMAT, [item.date_formats for item in found if not item.date]),
        ("timestamp", TIMESTAMP_FORMAT, [item.timestamp_formats for item in found if not item.timestamp]),
    ):
        odd = {form for forms_ in forms if len(forms_) == 1 for form in forms_}
        plain = [
            item for item, type_ in zip(found, types, strict=True) if type_ == hive and (item.date or item.timestamp)
        ]
        if len(odd) == 1 and not plain:
            parameters[key] = odd.pop()
        elif odd:  # one table has one format; the others stay text
            types = [
                "string" if type_ == hive and not (item.date or item.timestamp) else type_
                for item, type_ in zip(found, types, strict=True)
            ]
    if quote:
        serde, settings = OPEN_CSV, {"separatorChar": first.delimiter, "quoteChar": quote, "escapeChar": quote}
    else:
        settings = {"field.delim": first.delimiter, "serialization.format": first.delimiter}
        serde = LAZY_SIMPLE
    parameters["delimiter"] = first.delimiter
    columns = list(zip(names, types, strict=True))
    return _made("csv", columns, source, serde, serde_parameters=settings, parameters=parameters)


@dataclass(frozen=True)
class _Dialect:
    delimiter: str
    header: bool
    names: tuple[str, ...]


def _dialect(cursor: DuckDBPyConnection, file: SourceFile, root: Path) -> _Dialect:
    try:
        row = cursor.execute(
            "SELECT Delimiter, HasHeader, Columns FROM sniff_csv(?, sample_size = 20480, strict_mode = false,"
            " null_padding = true, ignore_errors = true)",
            [str(file.path)],
        ).fetchone()
    except duckdb.Error as error:
        raise InferError(file.path, words.corrupt(_shown(file, root), "CSV", _short(error))) from error
    if row is None or not row[2]:
        raise InferError(file.path, words.no_columns(_shown(file, root)))
    delimiter, header, columns = row
    names = tuple(str(column["name"]) for column in columns)
    first = _first_record(file.path, delimiter)
    # Without a typed column the sniffer can't tell a header; then the first line decides by how it reads.
    if not header and len(first) == len(names) and all(_IDENTIFIER.fullmatch(part) for part in first):
        header = len(set(first)) == len(first)
    if header and len(first) == len(names):
        names = tuple(part or f"col{index}" for index, part in enumerate(first))
    elif not header:
        names = tuple(f"col{index}" for index in range(len(names)))
    return _Dialect(str(delimiter), bool(header), names)


def _first_record(path: Path, delimiter: str) -> list[str]:
    with open_file(path) as stream, io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
        return [part.strip() for part in next(csv.reader(text, delimiter=delimiter), [])]


def _holds_quote(path: Path) -> bool:
    with open_file(path) as stream:
        while block := stream.read(4_000_000):
            if b'"' in block:
                return True
    return False


# Statistics


def _paths(files: Sequence[SourceFile]) -> str:
    return "[" + ", ".join(literal(str(file.path)) for file in files) + "]"


def _with_statistics(
    cursor: DuckDBPyConnection, source: Source, files: Sequence[SourceFile], made: Inferred, root: Path
) -> Inferred:
    """Drop columns that are partition keys, count the rows, list the values of text columns with few."""
    columns = [column for column in made.columns if column[0] not in made.keys]
    notes = [words.key_in_columns(source.name, name) for name, _ in made.columns if name in made.keys]
    table = FileTable(
        schema="crawl",
        name=f"{source.database}.{source.name}",
        format=made.format,
        columns=tuple((name, duckdb_type(type_)) for name, type_ in made.columns),
        sources=made.sources,
        keys=(),
        folders=tuple(((), str(file.path)) for file in files),
        delimiter=made.parameters.get("delimiter", ","),
        quote=made.serde_parameters.get("quoteChar", ""),
        escape=made.serde_parameters.get("quoteChar", ""),
        header="skip.header.line.count" in made.parameters,
        date_format=made.parameters.get(DATE_FORMAT),
        timestamp_format=made.parameters.get(TIMESTAMP_FORMAT),
        by_position="parquet.column.index.access" in made.serde_parameters,
    )
    view = f"{quoted(table.schema)}.{quoted(table.name)}"
    try:
        Views(root).ensure(cursor, table)
        texts = [name for name, type_ in columns if type_ == "string"]
        rows, few = _few(cursor, view, texts)
        values = {name: _values(cursor, view, name) for name in few}
    except duckdb.Error as error:
        reader = {"csv": "read_csv", "json": "read_json_auto", "parquet": "read_parquet"}[made.format]
        raise _blame(cursor, files, reader, root, error) from error
    finally:
        cursor.execute(f"DROP VIEW IF EXISTS {view}")
    for index, key in enumerate(made.keys):
        distinct = sorted({file.partition[index][1] for file in files})
        if len(distinct) <= MAX_VALUES:
            values[key] = tuple(distinct)
    kept = {name: found for name, found in values.items() if found}
    by_position = "parquet.column.index.access" in made.serde_parameters
    return Inferred(
        format=made.format,
        columns=made.columns if by_position and not notes else tuple(columns),
        sources=tuple(
            held for held, (name, _) in zip(made.sources, made.columns, strict=True) if name not in made.keys
        ),
        keys=made.keys,
        rows=rows,
        values=kept,
        serde=made.serde,
        serde_parameters=made.serde_parameters,
        parameters=made.parameters,
        notes=tuple(notes),
    )


def _few(cursor: DuckDBPyConnection, view: str, texts: Sequence[str]) -> tuple[int, list[str]]:
    """The number of rows, and the text columns that have few and short values."""
    parts = ["count(*)"]
    for name in texts:
        parts += [f"approx_count_distinct({quoted(name)})", f"avg(length({quoted(name)}))"]
    row = cursor.execute(f"SELECT {', '.join(parts)} FROM {view}").fetchone() or (0,)
    few = [
        name
        for index, name in enumerate(texts)
        if row[1 + 2 * index] <= MAX_VALUES * 1.5 and (row[2 + 2 * index] or 0) < MAX_VALUE_LENGTH
    ]
    return int(row[0]), few


def _values(cursor: DuckDBPyConnection, view: str, name: str) -> tuple[str, ...]:
    column = quoted(name)
    rows = cursor.execute(
        f"SELECT DISTINCT {column} FROM (SELECT {column} FROM {view} LIMIT {SCAN_ROWS}) WHERE {column} IS NOT NULL"
        f" LIMIT {MAX_VALUES + 1}"
    ).fetchall()
    return tuple(sorted(row[0] for row in rows)) if len(rows) <= MAX_VALUES else ()


def encode_values(values: Sequence[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
