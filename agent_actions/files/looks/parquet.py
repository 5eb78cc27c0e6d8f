"""Parquet: the footer has to be there and to be read. The file may be given by its two ends alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from agent_actions.files import words
from agent_actions.files.confined import UnfitError
from agent_actions.files.limits import PARQUET_FOOTER, ROWS

_MAGIC = b"PAR1"


def look_at_parquet(path: Path, name: str) -> dict[str, Any]:
    size = path.stat().st_size
    with path.open("rb") as file:
        begins = file.read(4)
        file.seek(max(size - 8, 0))
        tail = file.read(8)
    footer = int.from_bytes(tail[:4], "little")
    if begins != _MAGIC or tail[4:] != _MAGIC or not 0 < footer <= min(size - 12, PARQUET_FOOTER):
        raise UnfitError(words.parquet_unreadable(name))
    connection = duckdb.connect(config={"threads": 1, "memory_limit": "400MB", "autoinstall_known_extensions": False})
    try:
        found = connection.execute("SELECT num_rows FROM parquet_file_metadata(?)", [str(path)]).fetchone()
    except duckdb.Error:
        raise UnfitError(words.parquet_unreadable(name)) from None
    finally:
        connection.close()
    if found is None:
        raise UnfitError(words.parquet_unreadable(name))
    if int(found[0]) > ROWS:
        raise UnfitError(words.too_many_rows(name, ROWS))
    return {}
