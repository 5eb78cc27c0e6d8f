"""One table's definition from its files: columns, types, reader, statistics and values of text columns.

The files are read through the same views as the engine's (``athena/views.py``), so that what is found here is what
queries will see.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from infra.local.aws.athena.files import DATE_FORMAT, TIMESTAMP_FORMAT, duckdb_type
from infra.local.aws.athena.protocol import FileTable
from infra.local.aws.athena.views import Views, quoted
from infra.local.aws.crawler import words
from infra.local.aws.crawler.csv_files import infer_csv
from infra.local.aws.crawler.inferred import InferError, Inferred, blame, short, shown
from infra.local.aws.crawler.layout import Source, SourceFile, open_file
from infra.local.aws.crawler.self_describing import infer_json, infer_parquet

MAX_VALUES = 200
MAX_VALUE_LENGTH = 60
SCAN_ROWS = 20_000_000
"""Beyond so many rows the values of text columns come from the first of them."""
_SNIFF_BYTES = 262_144


def infer(cursor: DuckDBPyConnection, source: Source, root: Path) -> Inferred:
    """Look at the files. Raises InferError."""
    files = [file for file in source.files if file.size]
    if not files:
        raise InferError(source.files[0].path, words.empty(shown(source.files[0], root)))
    formats = sorted({file.format for file in files})
    if len(formats) > 1:
        raise InferError(source.root, words.mixed_formats(source.name, formats))
    _check_partitions(files, root)
    for file in files:
        _check_readable(file, root)
    made = {"csv": infer_csv, "json": infer_json, "parquet": infer_parquet}[formats[0]](cursor, source, files, root)
    return _with_statistics(cursor, source, files, made, root)


def _check_partitions(files: Sequence[SourceFile], root: Path) -> None:
    keys = [key for key, _ in files[0].partition]
    for file in files:
        if [key for key, _ in file.partition] != keys:
            raise InferError(file.path, words.other_partitions(shown(file, root), shown(files[0], root)))


def _check_readable(file: SourceFile, root: Path) -> None:
    try:
        with open_file(file.path) as stream:
            start = stream.read(_SNIFF_BYTES)
    except PermissionError as error:
        raise InferError(file.path, words.not_readable(shown(file, root))) from error
    except (OSError, EOFError) as error:
        raise InferError(file.path, words.corrupt(shown(file, root), file.format, short(error))) from error
    if file.format == "parquet":
        return
    if b"\0" in start:
        raise InferError(file.path, words.not_text(shown(file, root), file.format.upper()))
    try:
        start[: max(0, len(start) - 4)].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 8:
            raise InferError(file.path, words.not_utf8(shown(file, root))) from error


def _with_statistics(
    cursor: DuckDBPyConnection, source: Source, files: Sequence[SourceFile], made: Inferred, root: Path
) -> Inferred:
    """Count the rows, list the values of text columns with few."""
    made = _without_keys(made, source)
    columns = made.columns
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
        reader = {"csv": "read_csv", "json": "read_json_auto", "parquet": "parquet_schema"}[made.format]
        raise blame(cursor, files, reader, root, error) from error
    finally:
        cursor.execute(f"DROP VIEW IF EXISTS {view}")
    for index, key in enumerate(made.keys):
        distinct = sorted({file.partition[index][1] for file in files})
        if len(distinct) <= MAX_VALUES:
            values[key] = tuple(distinct)
    kept = {name: found for name, found in values.items() if found}
    return replace(made, rows=rows, values=kept)


def _without_keys(made: Inferred, source: Source) -> Inferred:
    """A column may not have a partition key's name: it is left out, or renamed where columns go by position."""
    if not {name for name, _ in made.columns} & set(made.keys):
        return made
    positional = made.format == "csv" or "parquet.column.index.access" in made.serde_parameters
    columns: list[tuple[str, str]] = []
    sources: list[str] = []
    notes: list[str] = []
    for (name, type_), held in zip(made.columns, made.sources, strict=True):
        if name in made.keys:
            notes.append(words.key_in_columns(source.name, name, f"{name}_in_files" if positional else None))
            name_ = f"{name}_in_files"
        else:
            name_ = name
        if positional or name not in made.keys:
            columns.append((name_, type_))
            sources.append(held)
    return replace(made, columns=tuple(columns), sources=tuple(sources), notes=tuple(notes))


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
