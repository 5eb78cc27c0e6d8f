# ruff: noqa: ARG001 - all readers have one signature
"""Glue tables as DuckDB views over the lake's files. Runs in the engine's process.

A view is made when a query first needs the table and made anew when its definition or its files have changed (path,
size or time), so that a table or partition registered a moment ago is found. As in Athena, files whose name starts
with ``_`` or ``.`` don't belong to a table, and columns that a Parquet file lacks are NULL.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from duckdb import DuckDBPyConnection

from infra.local.aws.athena.protocol import FileTable

NOT_DATA = (".md", ".html", ".pdf", ".yaml", ".yml", ".crc", ".png", ".jpg", ".py", ".sql")
"""Notes that people keep beside their data. (Athena itself would try to read them.)"""
_GLOB = re.compile(r"([*?\[])")


@dataclass(frozen=True)
class LakeFile:
    path: str
    size: int
    mtime_ns: int
    values: tuple[str, ...]
    """Values of the table's partition keys."""


@dataclass
class View:
    """A table as it is now: its files, and for Parquet each file's bytes by column (read when first needed)."""

    table: FileTable
    files: tuple[LakeFile, ...]
    hive: bool
    column_bytes: list[dict[str, int]] | None = field(default=None)


class Views:
    """The views of one engine. Links that lead out of ``root`` aren't followed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._views: dict[tuple[str, str], View] = {}
        self._lock = threading.Lock()

    def ensure(self, cursor: DuckDBPyConnection, table: FileTable) -> View:
        """Make the table's view, or find that it is up to date. Raises duckdb.Error when the files can't be read."""
        with self._lock:
            key = (table.schema, table.name)
            files = tuple(_files(table, self._root))
            known = self._views.get(key)
            if known and known.table == table and known.files == files:
                return known
            view = View(table, files, hive=_is_hive(table))
            select = _select(cursor, view)
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(table.schema)}")
            cursor.execute(f"CREATE OR REPLACE VIEW {quoted(table.schema)}.{quoted(table.name)} AS {select}")
            self._views[key] = view
            return view


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def file_column(table: FileTable, index: int) -> str:
    """The name under which a CSV's column is read: unique among all tables, so that a plan tells whose it is."""
    return f"{table.schema}.{table.name}~{index}"


def _files(table: FileTable, root: Path) -> Iterator[LakeFile]:
    for values, folder in table.folders:
        for path in _walk(Path(folder)):
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                continue
            stat = path.stat()
            if stat.st_size:
                yield LakeFile(str(path), stat.st_size, stat.st_mtime_ns, values)


def _walk(folder: Path) -> Iterable[Path]:
    if folder.is_file():
        return [folder]
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not any(_hidden(part) for part in path.relative_to(folder).parts))


def _hidden(part: str) -> bool:
    return part.startswith(("_", ".")) or part.lower().endswith(NOT_DATA)


def _is_hive(table: FileTable) -> bool:
    """Whether every partition's folder says its values as ``key=value``, so that DuckDB prunes by path."""
    names = [name for name, _ in table.keys]
    for values, folder in table.folders:
        parts = [part.partition("=") for part in Path(folder).parts[-len(names) :]] if names else []
        if [(key.lower(), unquote(value)) for key, _, value in parts] != list(zip(names, values, strict=True)):
            return False
    return bool(names)


def _select(cursor: DuckDBPyConnection, view: View) -> str:
    table = view.table
    if not view.files:
        columns = ", ".join(f"CAST(NULL AS {type_}) AS {quoted(name)}" for name, type_ in (*table.columns, *table.keys))
        return f"SELECT {columns} WHERE false"
    reader = _READERS[table.format]
    if not table.keys or view.hive:
        keys = [f"{quoted(name)}" for name, _ in table.keys]
        return reader(cursor, table, [file.path for file in view.files], keys)
    parts: list[str] = []
    for values in dict.fromkeys(file.values for file in view.files):
        typed = zip(table.keys, values, strict=True)
        keys = [f"CAST({literal(value)} AS {type_}) AS {quoted(name)}" for (name, type_), value in typed]
        parts.append(reader(cursor, table, [file.path for file in view.files if file.values == values], keys))
    return " UNION ALL ".join(f"({part})" for part in parts)


def _paths(paths: list[str]) -> str:
    return "[" + ", ".join(literal(_GLOB.sub(r"[\1]", path)) for path in paths) + "]"


def _hive(table: FileTable, keys: list[str]) -> str:
    if not keys or " AS " in keys[0]:
        return "hive_partitioning = false"
    types = ", ".join(f"{literal(name)}: {type_}" for name, type_ in table.keys)
    return f"hive_partitioning = true, hive_types = {{{types}}}"


def _parquet(cursor: DuckDBPyConnection, table: FileTable, paths: list[str], keys: list[str]) -> str:
    uneven = _uneven(cursor, paths)
    union = ", union_by_name = true" if uneven and not table.by_position else ""
    source = f"read_parquet({_paths(paths)}, {_hive(table, keys)}{union})"
    relation = cursor.sql(f"SELECT * FROM read_parquet({_paths(paths)}, hive_partitioning = false{union})")
    found = {name.lower(): (name, str(type_)) for name, type_ in zip(relation.columns, relation.types, strict=True)}
    columns: list[str] = []
    for index, (name, type_) in enumerate(table.columns):
        if table.by_position:
            held = found.get(relation.columns[index].lower()) if index < len(relation.columns) else None
        else:
            held = found.get(name)
        columns.append(_cast(held, name, type_))
    return f"SELECT {', '.join([*columns, *keys])} FROM {source}"


def _cast(held: tuple[str, str] | None, name: str, type_: str) -> str:
    if held is None:
        return f"CAST(NULL AS {type_}) AS {quoted(name)}"
    column, found = held
    return (
        f"{quoted(column)} AS {quoted(name)}"
        if found == type_
        else f"CAST({quoted(column)} AS {type_}) AS {quoted(name)}"
    )


def _uneven(cursor: DuckDBPyConnection, paths: list[str]) -> bool:
    """Whether the Parquet files differ in their columns: only then is every file's footer read for each query."""
    described = "string_agg(concat_ws(' ', name, type, logical_type), ',' ORDER BY column_id)"
    files = f"SELECT file_name, {described} AS columns FROM parquet_schema({_paths(paths)}) GROUP BY file_name"
    query = f"SELECT count(DISTINCT columns) FROM ({files})"
    found = cursor.execute(query).fetchone()
    return bool(found and found[0] > 1)


def _csv(cursor: DuckDBPyConnection, table: FileTable, paths: list[str], keys: list[str]) -> str:
    names = [file_column(table, index) for index in range(len(table.columns))]
    declared = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    # The parallel reader can't pad rows when quoted values hold line ends.
    parallel = str(not table.quote).lower()
    quoting = f"quote = {literal(table.quote)}, escape = {literal(table.escape)}, parallel = {parallel}"
    source = (
        f"read_csv({_paths(paths)}, auto_detect = false, header = false, skip = {int(table.header)},"
        f" columns = {{{declared}}}, delim = {literal(table.delimiter)}, {quoting}, null_padding = true,"
        f" strict_mode = false, nullstr = '', {_hive(table, keys)})"
    )
    columns = [
        f"{_typed(quoted(raw), type_, table)} AS {quoted(name)}"
        for raw, (name, type_) in zip(names, table.columns, strict=True)
    ]
    return f"SELECT {', '.join([*columns, *keys])} FROM {source}"


def _typed(column: str, type_: str, table: FileTable) -> str:
    """As Hive's reader does, a value that isn't of the column's type is NULL."""
    if type_ == "VARCHAR":
        return column
    if type_ == "DATE" and table.date_format:
        return f"CAST(try_strptime({column}, {literal(table.date_format)}) AS DATE)"
    if type_ == "TIMESTAMP" and table.timestamp_format:
        return f"try_strptime({column}, {literal(table.timestamp_format)})"
    return f"TRY_CAST({column} AS {type_})"


def _json(cursor: DuckDBPyConnection, table: FileTable, paths: list[str], keys: list[str]) -> str:
    sources = [source or name for source, (name, _) in zip(table.sources, table.columns, strict=True)]
    declared = ", ".join(
        f"{literal(source)}: {literal(type_)}" for source, (_, type_) in zip(sources, table.columns, strict=True)
    )
    columns = [f"{quoted(source)} AS {quoted(name)}" for source, (name, _) in zip(sources, table.columns, strict=True)]
    source = (
        f"read_json({_paths(paths)}, format = 'auto', records = true, columns = {{{declared}}},"
        f" maximum_object_size = 16777216, {_hive(table, keys)})"
    )
    return f"SELECT {', '.join([*columns, *keys])} FROM {source}"


_Reader = Callable[[DuckDBPyConnection, FileTable, list[str], list[str]], str]
_READERS: dict[str, _Reader] = {"parquet": _parquet, "csv": _csv, "json": _json}
