"""Parquet by DuckDB: the first rows, as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from agent_actions.files import words
from agent_actions.files.confined import UnfitError
from agent_actions.files.readers.common import as_lines, cell_text, table, text_answer

_ROWS = 2_000


def tables(path: Path, name: str) -> dict[str, Any]:
    header, rows, total = _read(path, name)
    return {"tables": [table("", [header, *rows], headed=True, more=total - len(rows))]}


def text(path: Path, name: str) -> dict[str, Any]:
    header, rows, _ = _read(path, name)
    return text_answer(as_lines([header, *rows]))


def _read(path: Path, name: str) -> tuple[list[str | None], list[list[str | None]], int]:
    connection = duckdb.connect(config={"threads": 1, "memory_limit": "600MB", "autoinstall_known_extensions": False})
    try:
        counted = connection.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchone()
        result = connection.execute(f"SELECT * FROM read_parquet(?) LIMIT {_ROWS}", [str(path)])
        header: list[str | None] = [str(column[0]) for column in result.description or []]
        rows = [[cell_text(value) for value in row] for row in result.fetchall()]
    except duckdb.Error:
        raise UnfitError(words.parquet_unreadable(name)) from None
    finally:
        connection.close()
    return header, rows, int(counted[0]) if counted else len(rows)
