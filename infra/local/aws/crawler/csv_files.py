"""CSV: delimiter, header and quotes of the files, and the types that all values of a column fit."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from infra.local.aws.athena.files import DATE_FORMAT, LAZY_SIMPLE, OPEN_CSV, TIMESTAMP_FORMAT
from infra.local.aws.athena.protocol import FileTable
from infra.local.aws.athena.views import Views, quoted
from infra.local.aws.crawler import words
from infra.local.aws.crawler.inferred import InferError, Inferred, blame, clean_columns, made_of, short, shown
from infra.local.aws.crawler.layout import Source, SourceFile, open_file
from infra.local.aws.crawler.types import LOOKS_WIDTH, csv_type, looks, looks_query

_IDENTIFIER = re.compile(r"[^\W\d][\w .,()/%#&$€+:-]*")


def infer_csv(cursor: DuckDBPyConnection, source: Source, files: Sequence[SourceFile], root: Path) -> Inferred:
    first = _dialect(cursor, files[0], root)
    for file in files[1:]:
        other = _dialect(cursor, file, root)
        if (other.names, other.delimiter) != (first.names, first.delimiter) and (first.header or other.header):
            raise InferError(file.path, words.other_columns(shown(file, root), shown(files[0], root)))
    names = clean_columns(first.names, source, root)
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
        raise blame(cursor, files, "read_csv", root, error) from error
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
    return made_of("csv", columns, source, serde, serde_parameters=settings, parameters=parameters)


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
        raise InferError(file.path, words.corrupt(shown(file, root), "CSV", short(error))) from error
    if row is None or not row[2]:
        raise InferError(file.path, words.no_columns(shown(file, root)))
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
