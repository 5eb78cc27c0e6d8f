"""CSV, TSV, text, Markdown, JSON and JSON lines, in the encoding that they are in."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from agent_actions.files import words
from agent_actions.files.confined import UnfitError
from agent_actions.files.limits import TEXT_READ
from agent_actions.files.looks.plain import encoding_of
from agent_actions.files.readers.common import cell_text, table, text_answer

_JSON = frozenset({"application/json", "application/x-ndjson", "application/jsonl", "application/x-jsonlines"})
_SNIFFED = 20_000
_DELIMITERS = ",;\t|"
_FIELD = 1_000_000


def text(path: Path, name: str) -> dict[str, Any]:
    encoding = encoding_of(path, name)
    with path.open(encoding=encoding, errors="replace", newline=None) as file:
        taken = file.read(TEXT_READ + 1)
        more = 0
        while piece := file.read(1 << 20):
            more += len(piece)
    notes = [words.guessed_encoding(name)] if encoding == "cp1252" else []
    answer = text_answer(taken, notes)
    return answer | {"cut": len(taken) + more if len(taken) > TEXT_READ else None}


def tables(path: Path, name: str, mime: str) -> dict[str, Any]:
    encoding = encoding_of(path, name)
    if mime in _JSON or name.lower().endswith((".json", ".jsonl", ".ndjson")):
        return {"tables": [_records(path.read_text(encoding, errors="replace"), name)]}
    csv.field_size_limit(_FIELD)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        delimiter = "\t" if name.lower().endswith((".tsv", ".tab")) else _delimiter(file.read(_SNIFFED))
        file.seek(0)
        try:
            return {"tables": [table("", _cells(csv.reader(file, delimiter=delimiter)))]}
        except csv.Error:
            raise UnfitError(words.csv_broken(name)) from None


def _delimiter(sample: str) -> str:
    """The sign that divides the first lines into most columns, equally many in each."""
    lines = [line for line in sample.splitlines()[:20] if line.strip()][:-1] or sample.splitlines()[:1]

    def columns(sign: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        return (min(counts, default=0) if len(set(counts)) == 1 else 0, min(counts, default=0))

    return max(_DELIMITERS, key=columns)


def _cells(reader: Iterator[list[str]]) -> Iterator[list[str | None]]:
    for row in reader:
        if any(cell.strip() for cell in row):
            yield [cell_text(cell) for cell in row]


def _records(content: str, name: str) -> dict[str, Any]:
    """Objects as rows: a list of them, the first list inside an object, or one a line. Inner values stay JSON."""
    try:
        value: Any = json.loads(content)
    except json.JSONDecodeError:
        try:
            value = [json.loads(line) for line in content.splitlines() if line.strip()]
        except json.JSONDecodeError as error:
            raise UnfitError(words.json_broken(name, error.lineno)) from None
    if isinstance(value, dict):
        inner: list[Any] = [v for v in cast("dict[str, Any]", value).values() if isinstance(v, list) and v]
        value = inner[0] if inner else [value]
    given = cast("list[Any]", value if isinstance(value, list) else [value])
    records = [cast("dict[str, Any]", r) if isinstance(r, dict) else {"value": r} for r in given]
    keys = list(dict.fromkeys(key for record in records for key in record))
    rows = ([_scalar(record.get(key)) for key in keys] for record in records)
    return table("", [keys, *rows], headed=True)


def _scalar(value: object) -> str | None:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else cell_text(value)
