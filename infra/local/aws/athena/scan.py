"""How many bytes a query reads, from its plan: files that survive partition pruning x the columns it asks for.

Parquet counts the compressed bytes of the columns read (``count(*)`` reads none, as in Athena), CSV and JSON whole
files. Runs in the engine's process, before the query.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from infra.local.aws.athena.views import View, literal, quoted


def scanned_bytes(cursor: DuckDBPyConnection, sql: str, views: Sequence[View]) -> int:
    """Bytes that ``sql`` reads from the tables of ``views``."""
    if not views:
        return 0
    plan = cursor.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()[0][1]
    return round(sum(_scan_bytes(cursor, scan, views) for scan in _scans(json.loads(plan))))


def _scans(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        info = node.get("extra_info") or {}
        if str(info.get("Function", "")).startswith(("READ_PARQUET", "READ_CSV", "READ_JSON")):
            yield info
        yield from _scans(node.get("children") or [])


def _scan_bytes(cursor: DuckDBPyConnection, info: dict[str, Any], views: Sequence[View]) -> float:
    columns = [name.strip('"') for name in _list(info.get("Projections"))]
    found = _view(info, columns, views)
    if found is None:
        return 0
    parts = 1
    if found.table.keys and not found.hive:  # one scan for each partition
        parts = len({file.values for file in found.files})
    files = _surviving(cursor, info, found)
    if found.table.format != "parquet":
        return sum(found.files[index].size for index in files) / parts
    sizes = _column_bytes(cursor, found)
    read = {word.lower() for part in _list(info.get("Filters")) for word in re.findall(r"\w+", part)}
    # A field of a row is read alone: "address.street". Parquet keeps the row's bytes under its column.
    wanted = {name.lower() for name in columns} | {name.lower().partition(".")[0] for name in columns} | read
    return sum(size for index in files for name, size in sizes[index].items() if name in wanted) / parts


def _view(info: dict[str, Any], columns: list[str], views: Sequence[View]) -> View | None:
    """Whose scan this is. A CSV's columns say it; for others the columns and the number of files must fit."""
    function = str(info["Function"]).lower()
    fitting = [view for view in views if view.files and function.startswith(f"read_{view.table.format}")]
    owner = columns[0].rpartition("~")[0] if columns and "~" in columns[0] else None
    if owner:
        fitting = [view for view in fitting if f"{view.table.schema}.{view.table.name}" == owner] or fitting
    total = str(info.get("Scanning Files", "")).rpartition("/")[2]
    if total.isdigit():
        fitting = [view for view in fitting if len(view.files) == int(total)] or fitting
    wanted = {name.lower() for name in columns}

    def known(view: View) -> int:
        names = {name for name, _ in (*view.table.columns, *view.table.keys)}
        return len(wanted & (names | {source.lower() for source in view.table.sources}))

    return max(fitting, key=known, default=None)


def _surviving(cursor: DuckDBPyConnection, info: dict[str, Any], view: View) -> list[int]:
    everything = list(range(len(view.files)))
    filters = _list(info.get("File Filters"))
    if not filters or not view.table.keys:
        return everything
    names = ", ".join(quoted(name) for name, _ in view.table.keys)
    rows = ", ".join(
        f"({index}, "
        + ", ".join(f"CAST({literal(v)} AS {t})" for v, (_, t) in zip(file.values, view.table.keys, strict=True))
        + ")"
        for index, file in enumerate(view.files)
    )
    condition = " AND ".join(f"({part})" for part in filters)
    try:
        query = f"SELECT i FROM (VALUES {rows}) AS files(i, {names}) WHERE {condition}"
        return [row[0] for row in cursor.execute(query).fetchall()]
    except duckdb.Error:
        # The plan's text isn't always SQL; then every file counts its share of those that the plan says are read.
        left, _, total = str(info.get("Scanning Files", "")).partition("/")
        share = int(left) if left.isdigit() and total.isdigit() else len(everything)
        return everything[:share]


def _column_bytes(cursor: DuckDBPyConnection, view: View) -> list[dict[str, int]]:
    if view.column_bytes is None:
        paths = "[" + ", ".join(literal(file.path) for file in view.files) + "]"
        sizes: dict[str, dict[str, int]] = {file.path: {} for file in view.files}
        query = (
            f"SELECT file_name, path_in_schema, sum(total_compressed_size) FROM parquet_metadata({paths}) GROUP BY ALL"
        )
        for path, column, size in cursor.execute(query).fetchall():
            name = str(column).split(", ")[0].lower()
            held = sizes.setdefault(path, {})
            held[name] = held.get(name, 0) + int(size)
        view.column_bytes = [sizes[file.path] for file in view.files]
    return view.column_bytes


def _list(value: Any) -> list[str]:
    if not value:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
