"""Which files of a folder make which table.

    DIR/<table>.csv                          database lake
    DIR/<table>/<files>                      database lake, if the files have the same columns
    DIR/<table>/key=value/<files>            database lake, partitioned
    DIR/<database>/<table>.csv               a database, if the folder holds other folders or files of several kinds
    DIR/<database>/<table>/[key=value/]<files>

Files whose name starts with ``_`` or ``.`` don't count, nor do files of unknown kinds.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

DEFAULT_DATABASE = "lake"
_FORMATS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".parquet": "parquet",
    ".pq": "parquet",
}


@dataclass(frozen=True)
class SourceFile:
    path: Path
    format: str
    size: int
    mtime_ns: int
    partition: tuple[tuple[str, str], ...] = ()
    """Keys (lower case) and values of its ``key=value`` folders."""
    folder: Path = Path()
    """The folder of its partition."""


@dataclass(frozen=True)
class Source:
    """The files of one table."""

    database: str
    name: str
    root: Path
    """The table's folder, or its only file."""
    files: tuple[SourceFile, ...]


def clean_name(text: str) -> str:
    """A name for Glue and SQL: lower case letters, digits and ``_``."""
    name = re.sub(r"\W+", "_", text.strip().lower()).strip("_")
    return f"_{name}" if not name or name[0].isdigit() else name


def file_format(path: Path) -> str | None:
    """``csv``, ``json``, ``parquet``, or None."""
    name = path.name.lower().removesuffix(".gz")
    return next((kind for suffix, kind in _FORMATS.items() if name.endswith(suffix)), None)


@contextmanager
def open_file(path: Path) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked when its name ends in ``.gz``."""
    with ExitStack() as stack:
        stream: Any = stack.enter_context(path.open("rb"))
        if path.name.lower().endswith(".gz"):
            stream = stack.enter_context(gzip.GzipFile(fileobj=stream))
        yield stream


def find_sources(folder: Path) -> list[Source]:
    """Every table of the folder, in the order of their names."""
    found: list[Source] = []
    for entry in _entries(folder):
        if entry.is_file():
            found += _of_file(DEFAULT_DATABASE, entry)
        elif _is_table(entry):
            found += _of_folder(DEFAULT_DATABASE, entry)
        else:
            for inner in _entries(entry):
                database = clean_name(entry.name)
                found += _of_file(database, inner) if inner.is_file() else _of_folder(database, inner)
    return found


def _is_table(folder: Path) -> bool:
    """Whether a first-level folder is a table rather than a database."""
    entries = list(_entries(folder))
    folders = [entry for entry in entries if entry.is_dir() and _has_data(entry)]
    if folders:
        return all("=" in entry.name for entry in folders)
    files = [entry for entry in entries if entry.is_file() and file_format(entry)]
    if len({file_format(file) for file in files}) > 1:
        return False
    return len({_head(file) for file in files if file.stat().st_size}) <= 1


def _head(file: Path) -> str:
    """What must be alike in the files of one table, cheaply: a CSV's first line. Others say it in their metadata."""
    if file_format(file) != "csv":
        return _stem_pattern(file)
    try:
        with open_file(file) as stream:
            return stream.readline(65536).decode("utf-8", "replace").strip().lower()
    except OSError:
        return ""


def _stem_pattern(file: Path) -> str:
    """``part-0001`` and ``part-0002`` are one table; ``customers`` and ``orders`` are two."""
    return re.sub(r"[\d\W_]+|[0-9a-f]{8,}", "", file.name.lower().partition(".")[0])


def _has_data(folder: Path) -> bool:
    return any(True for _ in _data_files(folder))


def _entries(folder: Path) -> list[Path]:
    entries = (entry for entry in sorted(folder.iterdir()) if not entry.name.startswith(("_", ".")))
    return [entry for entry in entries if _inside(entry, folder)]


def _data_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(("_", ".")) for part in path.relative_to(folder).parts)
        if path.is_file() and file_format(path) and not hidden and _inside(path, folder):
            yield path


def _inside(path: Path, folder: Path) -> bool:
    """A link that leads out of the folder isn't part of the lake: the engine and S3 wouldn't follow it."""
    return not path.is_symlink() or path.resolve().is_relative_to(folder)


def _of_file(database: str, path: Path) -> list[Source]:
    kind = file_format(path)
    if kind is None:
        return []
    stem = path.name
    while Path(stem).suffix.lower() in (*_FORMATS, ".gz"):
        stem = Path(stem).stem
    return [Source(database, clean_name(stem), path, (_source_file(path, kind, ()),))]


def _of_folder(database: str, folder: Path) -> list[Source]:
    files: list[SourceFile] = []
    for path in _data_files(folder):
        keys = [part.partition("=") for part in path.relative_to(folder).parent.parts if "=" in part]
        partition = tuple((clean_name(key), unquote(value)) for key, _, value in keys)
        files.append(_source_file(path, file_format(path) or "", partition))
    return [Source(database, clean_name(folder.name), folder, tuple(files))] if files else []


def _source_file(path: Path, kind: str, partition: tuple[tuple[str, str], ...]) -> SourceFile:
    stat = path.stat()
    return SourceFile(path, kind, stat.st_size, stat.st_mtime_ns, partition, path.parent)
