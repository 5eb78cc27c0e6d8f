"""A file's rows as a DuckDB table of text: CSV in any encoding, a workbook's sheet, rows that a machine read."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from agent_actions.files import dataset_words as words
from agent_actions.files.confined import UnfitError
from agent_actions.files.limits import ROWS
from agent_actions.files.looks.plain import encoding_of
from agent_actions.files.tabling.choose import RAW
from agent_actions.files.tabling.header import LOOKED_AT, Header, Row, find_header
from agent_actions.files.tabling.readings import literal

COLUMNS = 200
_CHUNK = 1 << 20
_EVEN = 0.8
_UTF8 = ("utf-8", "utf-8-sig")
_BLANK = literal(" \t\r\n\u00a0\ufeff")
csv.field_size_limit(10_000_000)


@dataclass
class Loaded:
    """What lies in RAW: for each column its name there, and its label."""

    columns: list[tuple[str, str]]
    rows: int
    delimiter: str = ""
    notes: list[str] = field(default_factory=list[str])
    doubts: list[str] = field(default_factory=list[str])


def load_csv(connection: DuckDBPyConnection, path: Path, name: str, folder: Path) -> Loaded:
    """Raises UnfitError with the sentence for a person."""
    encoding = encoding_of(path, name)
    notes: list[str] = []
    if encoding not in _UTF8:
        path, notes = transcoded(path, encoding, folder), [words.encoded(encoding)] if encoding == "cp1252" else []
    delimiter, quote, skip = _dialect(connection, path)
    head, lines = _head(path, delimiter, quote, skip)
    header = find_header(head)
    loaded = _read(
        connection, path, name, head, header, delimiter, quote, ([skip, *lines])[header.skip] if lines else 0
    )
    loaded.notes = [*notes, *loaded.notes]
    loaded.delimiter = delimiter
    return loaded


def load_rows(
    connection: DuckDBPyConnection,
    rows: Iterable[Row],
    name: str,
    folder: Path,
    merged: Sequence[tuple[int, int, int]] = (),
) -> Loaded:
    """Rows of any source, by way of a CSV file of one certain form. Raises UnfitError."""
    path, count, width = folder / "rows.csv", 0, 0
    head: list[Row] = []
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for row in rows:
            cells = list(row)
            while cells and not (cells[-1] or "").strip():
                cells.pop()
            if len(head) < LOOKED_AT:
                head.append(cells)
            count, width = count + 1, max(width, len(cells))
            if count > ROWS + LOOKED_AT:
                raise UnfitError(words.too_many_rows(name, ROWS))
            writer.writerow([(cell or "").replace("\r", " ") for cell in cells] or [""])
    if width > COLUMNS:
        raise UnfitError(words.too_many_columns(name, width, COLUMNS))
    header = find_header(head, merged)
    _, lines = _head(path, ",", '"', 0)
    head.append([""] * width)  # a later row may be the widest
    return _read(connection, path, name, head, header, ",", '"', ([0, *lines])[header.skip] if lines else 0)


def _read(
    connection: DuckDBPyConnection,
    path: Path,
    name: str,
    head: Sequence[Row],
    header: Header,
    delimiter: str,
    quote: str,
    lines: int,
) -> Loaded:
    """``lines``: of the file above the first row of data."""
    width = max((len(row) for row in head), default=0)
    if width > COLUMNS:
        raise UnfitError(words.too_many_columns(name, width, COLUMNS))
    if not width:
        raise UnfitError(words.no_table(name))
    # One column more than were seen takes what longer rows hold.
    declared = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width + 1))
    cells = ", ".join(f"nullif(trim(c{i}, {_BLANK}), '') AS c{i}" for i in range(width + 1))
    any_ = ", ".join(f"c{i}" for i in range(width + 1))
    quoting = f"quote = {literal(quote)}, escape = {literal(quote)}"
    try:
        connection.execute(
            f"CREATE TABLE {RAW} AS SELECT * FROM (SELECT {cells} FROM read_csv({literal(str(path))},"
            f" auto_detect = false, header = false, skip = {lines}, columns = {{{declared}}},"
            f" delim = {literal(delimiter)}, {quoting}, null_padding = true, strict_mode = false,"
            " parallel = false, max_line_size = 10000000))"
            f" WHERE coalesce({any_}) IS NOT NULL LIMIT {ROWS + 1}"
        )
    except duckdb.Error as error:
        raise UnfitError(words.unreadable(name)) from error
    rows = value(connection, f"SELECT count(*) FROM {RAW}")
    if rows > ROWS:
        raise UnfitError(words.too_many_rows(name, ROWS))
    if not rows:
        raise UnfitError(words.no_rows(name) if header.found else words.no_table(name))
    labels = [*header.labels, *[""] * (width - len(header.labels))][:width]
    notes, doubts = _notes(header, labels), list[str]()
    longer = value(connection, f"SELECT count(c{width}) FROM {RAW}")
    if longer:
        doubts.append(words.longer_rows(longer, width))
    kept = [i for i in range(width) if labels[i] or value(connection, f"SELECT count(c{i}) FROM {RAW}")]
    columns = [(f"c{i}", labels[i] or f"Column {i + 1}") for i in kept]
    return Loaded(columns, rows, notes=notes, doubts=doubts)


def _notes(header: Header, labels: Sequence[str]) -> list[str]:
    notes: list[str] = []
    if header.titles:
        notes.append(words.titles_left_out(header.titles))
    if header.grouped:
        notes.append(words.merged_header([label for label in labels if label][:3]))
    if not header.found:
        notes.append(words.NO_HEADER)
        return notes
    folded = [label.casefold() for label in labels if label]
    twice = list(dict.fromkeys(label for label in labels if label and folded.count(label.casefold()) > 1))
    if twice:
        notes.append(words.headers_twice(twice[:3]))
    return notes


def value(connection: DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def transcoded(path: Path, encoding: str, folder: Path) -> Path:
    target = folder / "utf8.txt"
    with (
        path.open(encoding=encoding, errors="replace", newline="") as source,
        target.open("w", encoding="utf-8") as out,
    ):
        while piece := source.read(_CHUNK):
            out.write(piece)
    return target


def _dialect(connection: DuckDBPyConnection, path: Path) -> tuple[str, str, int]:
    """(delimiter, quote, lines to skip); by Excel's own first line ``sep=;`` where there is one."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        first = file.readline(20).strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], '"', 1
    found = _even(path)
    if found:
        return found, '"', 0
    try:
        row = connection.execute(
            f"SELECT Delimiter, Quote FROM sniff_csv({literal(str(path))}, all_varchar = true, header = false,"
            " strict_mode = false, null_padding = true, ignore_errors = true)"
        ).fetchone()
    except duckdb.Error:
        row = None
    delimiter, quote = row if row else (",", '"')
    delimiter = delimiter if len(delimiter) == 1 and delimiter in ",;\t|:~ " else ","
    return delimiter, "'" if quote == "'" else '"', 0


def _even(path: Path) -> str:
    """The delimiter by which nearly all of the first rows have as many cells; empty when none does.

    Of several the one that is no decimal mark: ``1,5;2,5`` is even by either.
    """
    shares: list[tuple[float, str]] = []
    for delimiter in "\t;|,":
        rows, _ = _head(path, delimiter, '"', 0)
        widths = Counter(len(row) for row in rows if any(row))
        width, count = max(widths.items(), key=lambda item: item[1], default=(0, 0))
        if width > 1:
            shares.append((count / widths.total(), delimiter))
    best = max(shares, key=lambda share: share[0], default=(0.0, ""))
    return best[1] if best[0] >= _EVEN else ""


def _head(path: Path, delimiter: str, quote: str, skip: int) -> tuple[list[Row], list[int]]:
    """The first rows, and behind how many lines of the file each ends."""
    rows: list[Row] = []
    lines: list[int] = []
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for _ in range(skip):
            file.readline()
        reader = csv.reader(_physical(file), delimiter=delimiter, quotechar=quote)
        try:
            for row in reader:
                rows.append([*row])
                lines.append(skip + reader.line_num)
                if len(rows) >= LOOKED_AT:
                    break
        except csv.Error:
            return rows, lines
    return rows, lines


def _physical(file: Iterable[str]) -> Iterator[str]:
    for line in file:
        yield line.replace("\0", "")


def rows_of(path: Path) -> list[list[str | None]]:
    """Rows that the parent wrote down as JSON."""
    return json.loads(path.read_bytes())
