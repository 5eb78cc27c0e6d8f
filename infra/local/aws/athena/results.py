"""Result files and pages of them.

A result is kept as the CSV that also goes to S3: every value in quotes, NULL as nothing between commas
(https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html). A page starts at a byte offset,
which its token holds, so a page of a million-row result costs as much as one of the first.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boto3.s3.transfer import TransferConfig

from infra.local.aws.athena.protocol import ResultColumn

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

MAX_PAGE_ROWS = 1000
"""https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html"""
_MULTIPART_BYTES = 8_000_000
"""MiniStack takes a large PUT far slower than the same bytes in parts: 50 MB in 9 s against 0.8 s."""
_VALUE = re.compile(r'"((?:[^"]|"")*)"|')

Row = list[str | None]


@dataclass(frozen=True)
class Result:
    """A finished query's rows: columns and the file that holds the rows, without header."""

    columns: tuple[ResultColumn, ...]
    path: Path
    header: bool
    """Whether a client's first row is the column names: for queries, not for SHOW and DESCRIBE."""
    plain: bool = False
    """Uploaded as tab-separated text, as for SHOW and DESCRIBE."""


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    next_offset: int | None
    """Where the next page starts in the file; None after the last."""


def read_page(result: Result, offset: int, limit: int) -> Page:
    """Up to ``limit`` rows from byte ``offset``. Raises OSError when the file has gone."""
    rows: list[Row] = []
    with result.path.open("rb") as file:
        file.seek(offset)
        position = offset
        for text, length in _records(file):
            if len(rows) == limit:
                return Page(rows, position)
            rows.append(_values(text))
            position += length
    return Page(rows, None)


def _records(file: io.BufferedReader) -> Iterator[tuple[str, int]]:
    """Records, each with its bytes: lines, joined while a quote is open."""
    held = b""
    for line in file:
        held += line
        if held.count(b'"') % 2 == 0:
            yield held.decode().removesuffix("\n"), len(held)
            held = b""


def _values(text: str) -> Row:
    row: Row = []
    position = 0
    while True:
        found = _VALUE.match(text, position)
        if found is None or found.end() == position:
            row.append(None)
        else:
            row.append(found[1].replace('""', '"'))
            position = found.end()
        if position >= len(text):
            return row
        position += 1


def write_rows(path: Path, rows: Sequence[Sequence[str | None]]) -> None:
    """Write rows that didn't come from the engine, in the same format."""
    path.write_text("".join(_record(row) for row in rows))


def _record(row: Sequence[str | None]) -> str:
    return ",".join("" if value is None else '"' + value.replace('"', '""') + '"' for value in row) + "\n"


def upload(s3: S3Client, result: Result, bucket: str, key: str) -> None:
    """Put the result file where the query wants it. Raises botocore's errors."""
    if result.plain:
        text = "".join("\t".join(value or "" for value in row) + "\n" for row in read_page(result, 0, 1_000_000).rows)
        s3.put_object(Bucket=bucket, Key=key, Body=text.encode(), ContentType="text/plain")
        return
    head = _record([column.name for column in result.columns]).encode()
    if result.path.stat().st_size + len(head) < _MULTIPART_BYTES:
        whole = head + result.path.read_bytes()
        s3.put_object(Bucket=bucket, Key=key, Body=whole, ContentType="application/octet-stream")
    else:
        with result.path.open("rb") as file:
            body: Any = _Headed(head, file)
            s3.upload_fileobj(body, bucket, key, Config=TransferConfig(use_threads=False))


def upload_metadata(s3: S3Client, result: Result, bucket: str, key: str) -> None:
    """Put the ``.metadata`` beside the result file. Raises botocore's errors."""
    described = json.dumps([asdict(column) for column in result.columns])
    s3.put_object(Bucket=bucket, Key=f"{key}.metadata", Body=described.encode())


class _Headed(io.RawIOBase):
    """A file with some bytes before it."""

    def __init__(self, head: bytes, file: io.BufferedReader) -> None:
        self._head = head
        self._file = file

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        taken, self._head = (self._head, b"") if size < 0 else (self._head[:size], self._head[size:])
        rest = -1 if size < 0 else size - len(taken)
        return taken + (self._file.read(rest) if rest else b"")


def column_info(column: ResultColumn) -> dict[str, Any]:
    """https://docs.aws.amazon.com/athena/latest/APIReference/API_ColumnInfo.html"""
    return {
        "CatalogName": "hive",
        "SchemaName": "",
        "TableName": "",
        "Name": column.name,
        "Label": column.name,
        "Type": column.type,
        "Precision": column.precision,
        "Scale": column.scale,
        "Nullable": "UNKNOWN",
        "CaseSensitive": column.type in ("varchar", "char", "json"),
    }


def row_data(row: Sequence[str | None]) -> dict[str, Any]:
    return {"Data": [{} if value is None else {"VarCharValue": value} for value in row]}
