"""What is found out about a table's files, and what all formats' readers share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from infra.local.aws.athena.views import literal
from infra.local.aws.crawler import words
from infra.local.aws.crawler.layout import Source, SourceFile, clean_name


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


def shown(file: SourceFile, root: Path) -> str:
    return str(file.path.relative_to(root))


def short(error: Exception) -> str:
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return re.sub(r"^[A-Z][A-Za-z ]*Error: ", "", text)[:160].rstrip(".")


def blame(
    cursor: DuckDBPyConnection, files: Sequence[SourceFile], reader: str, root: Path, error: Exception
) -> InferError:
    """Find the file that can't be read."""
    for file in files:
        try:
            cursor.execute(f"SELECT count(COLUMNS(*)) FROM {reader}({literal(str(file.path))})").fetchall()
        except duckdb.Error as own:
            return InferError(file.path, words.corrupt(shown(file, root), file.format, short(own)))
    return InferError(files[0].path, words.corrupt(shown(files[0], root), files[0].format, short(error)))


def clean_columns(names: Sequence[str], source: Source, root: Path) -> list[str]:
    cleaned = [clean_name(name) for name in names]
    for name in cleaned:
        if cleaned.count(name) > 1:
            raise InferError(source.root, words.same_column(str(source.root.relative_to(root)), name))
    return cleaned


def made_of(format_: str, columns: Sequence[tuple[str, str]], source: Source, serde: str, **more: Any) -> Inferred:
    return Inferred(
        format=format_,
        columns=tuple(columns),
        sources=more.get("sources", ("",) * len(columns)),
        keys=tuple(key for key, _ in source.files[0].partition),
        rows=0,
        values={},
        serde=serde,
        serde_parameters=more.get("serde_parameters", {}),
        parameters=more.get("parameters", {}),
    )


def path_list(files: Sequence[SourceFile]) -> str:
    return "[" + ", ".join(literal(str(file.path)) for file in files) + "]"
