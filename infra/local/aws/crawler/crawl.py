"""Crawl a folder, reading again only what has changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from infra.local.aws.crawler import words
from infra.local.aws.crawler.glue import glue_table
from infra.local.aws.crawler.infer import infer
from infra.local.aws.crawler.inferred import InferError
from infra.local.aws.crawler.layout import Source, find_sources
from infra.local.aws.crawler.result import CrawledTable, CrawlProblem, CrawlResult

VERSION = 1
"""Raised when the same files would give another result."""


def crawl(
    folder: Path, bucket: str, progress: Callable[[str], None] = lambda _: None, *, cache: Path | None = None
) -> CrawlResult:
    """Find the tables of a folder.

    Parameters
    ----------
    folder
        What lies behind ``s3://<bucket>/``. Layouts: see ``layout``.
    progress
        Called with a sentence when a table is read.
    cache
        A JSON file that keeps what was found, by path, size and time of the files: a second crawl costs milliseconds.

    Raises
    ------
    FileNotFoundError
        There is no such folder; the message is for a person. Everything else is a problem in the result.
    """
    if not folder.is_dir():
        raise FileNotFoundError(words.no_folder(str(folder)))
    root = folder.resolve()
    sources = find_sources(root)
    known = _read_cache(cache, root, bucket)
    kept: dict[str, Any] = {}
    tables: list[CrawledTable] = []
    problems: list[CrawlProblem] = []
    names: dict[tuple[str, str], Source] = {}
    connection: duckdb.DuckDBPyConnection | None = None
    spill = Path(tempfile.mkdtemp(prefix="crawl-"))
    try:
        for source in sources:
            shown = str(source.root.relative_to(root))
            other = names.setdefault((source.database, source.name), source)
            if other is not source:
                first = str(other.root.relative_to(root))
                problems.append(CrawlProblem(shown, words.same_name(shown, first, f"{source.database}.{source.name}")))
                continue
            fingerprint = _fingerprint(source, root, bucket)
            entry = known.get(fingerprint)
            if entry is None:
                if connection is None:
                    connection = _connect(spill)
                progress(words.reading(f"{source.database}.{source.name}", len(source.files)))
                entry = _read(connection, source, root, bucket, fingerprint)
            kept[fingerprint] = entry
            if entry["table"]:
                tables.append(_table(entry["table"]))
            problems += [CrawlProblem(**problem) for problem in entry["problems"]]
    finally:
        if connection is not None:
            connection.close()
        shutil.rmtree(spill, ignore_errors=True)
    if not sources:
        problems.append(CrawlProblem(".", words.nothing_found(str(folder))))
    if tables and connection is None:
        progress(words.unchanged(len(tables)))
    if kept != known:
        _write_cache(cache, root, bucket, kept)
    databases = tuple(sorted({table.database for table in tables}))
    return CrawlResult(databases, tuple(tables), tuple(problems))


def _connect(spill: Path) -> duckdb.DuckDBPyConnection:
    config = {"threads": "2", "memory_limit": "1500MB", "temp_directory": str(spill)}
    connection = duckdb.connect(config=config)  # type: ignore[arg-type]
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _read(
    connection: duckdb.DuckDBPyConnection, source: Source, root: Path, bucket: str, fingerprint: str
) -> dict[str, Any]:
    shown = str(source.root.relative_to(root))
    try:
        found = infer(connection, source, root)
    except InferError as error:
        problem = CrawlProblem(str(error.path.relative_to(root)), error.message)
        return {"table": None, "problems": [asdict(problem)]}
    except (duckdb.Error, OSError, UnicodeError) as error:
        text = str(error).strip().splitlines()
        detail = text[0][:160] if text else type(error).__name__
        problem = CrawlProblem(shown, words.corrupt(shown, source.files[0].format, detail))
        return {"table": None, "problems": [asdict(problem)]}
    table = glue_table(source, found, root, bucket, fingerprint)
    kept = {"database": table.database, "input": table.input, "partitions": list(table.partitions)}
    return {"table": kept, "problems": [asdict(CrawlProblem(shown, note)) for note in found.notes]}


def _table(kept: dict[str, Any]) -> CrawledTable:
    return CrawledTable(kept["database"], kept["input"], tuple(kept["partitions"]))


def _fingerprint(source: Source, root: Path, bucket: str) -> str:
    """Of everything that a table's definition depends on."""
    parts: list[Sequence[object]] = [(VERSION, bucket, source.database, source.name)]
    parts += [(str(file.path.relative_to(root)), file.size, file.mtime_ns) for file in source.files]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _read_cache(cache: Path | None, root: Path, bucket: str) -> dict[str, Any]:
    if cache is None or not cache.exists():
        return {}
    try:
        held = json.loads(cache.read_text())
    except (OSError, ValueError):
        return {}
    same = isinstance(held, dict) and held.get("root") == str(root) and held.get("bucket") == bucket
    return held["entries"] if same and held.get("version") == VERSION else {}


def _write_cache(cache: Path | None, root: Path, bucket: str, entries: dict[str, Any]) -> None:
    if cache is None:
        return
    cache.parent.mkdir(parents=True, exist_ok=True)
    new = cache.with_suffix(".new")
    new.write_text(json.dumps({"version": VERSION, "root": str(root), "bucket": bucket, "entries": entries}))
    new.replace(cache)
