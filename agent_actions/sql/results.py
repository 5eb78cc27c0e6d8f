"""Pages of GetQueryResults as typed rows."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent_actions.contract import Scalar

if TYPE_CHECKING:
    from types_boto3_athena.type_defs import ResultSetTypeDef


class PageReader:
    """Keeps the first ``keep_rows`` rows and counts the rest, up to ``max_rows``."""

    def __init__(self, keep_rows: int, max_rows: int) -> None:
        self._keep_rows = keep_rows
        self._max_rows = max_rows
        self._first = True
        self._convert: list[Callable[[str], Scalar]] = []
        self.columns: tuple[tuple[str, str], ...] = ()
        self.rows: list[tuple[Scalar, ...]] = []
        self.total_rows = 0

    @property
    def full(self) -> bool:
        return self.total_rows >= self._max_rows

    def add(self, result: ResultSetTypeDef) -> None:
        """One page, in order. The first row of the first page repeats the column names."""
        rows = result.get("Rows", [])
        if self._first:
            self._first = False
            info = result.get("ResultSetMetadata", {}).get("ColumnInfo", [])
            self.columns = tuple((c["Name"], c["Type"].lower()) for c in info)
            self._convert = [_CONVERSIONS.get(kind, str) for _, kind in self.columns]
            if rows and [d.get("VarCharValue") for d in rows[0].get("Data", [])] == [name for name, _ in self.columns]:
                rows = rows[1:]
        for row in rows:
            if self.full:
                return
            self.total_rows += 1
            if len(self.rows) < self._keep_rows:
                texts = [datum.get("VarCharValue") for datum in row.get("Data", [])]
                cells = zip(self._convert, texts, strict=True)
                self.rows.append(tuple(None if text is None else convert(text) for convert, text in cells))


def _whole(text: str) -> Scalar:
    return int(text)


def _number(text: str) -> Scalar:
    """NaN and infinity have no JSON number; they are shown as nothing."""
    value = float(text)
    return value if math.isfinite(value) else None


def _decimal(text: str) -> Scalar:
    return float(text) if "." in text or "e" in text.lower() else int(text)


def _boolean(text: str) -> Scalar:
    return text.lower() == "true"


def _timestamp(text: str) -> Scalar:
    """``2026-10-05 12:30:00.000`` -> ``2026-10-05T12:30:00``; a zone becomes an offset."""
    day, _, rest = text.partition(" ")
    clock, _, zone = rest.partition(" ")
    if not clock:
        return text
    if "." in clock:
        clock = clock.rstrip("0").rstrip(".")
    if not zone:
        return f"{day}T{clock}"
    if zone in ("UTC", "Z"):
        return f"{day}T{clock}+00:00"
    if zone[0] in "+-":
        return f"{day}T{clock}{zone}"
    try:
        return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone)).isoformat()
    except (ValueError, KeyError, OSError):
        return text


_CONVERSIONS: dict[str, Callable[[str], Scalar]] = {
    **dict.fromkeys(("tinyint", "smallint", "integer", "int", "bigint"), _whole),
    **dict.fromkeys(("real", "float", "double"), _number),
    "decimal": _decimal,
    "boolean": _boolean,
    "timestamp": _timestamp,
    "timestamp with time zone": _timestamp,
}
"""Every other type stays text: varchar, char, date (ISO already), time, json, array, map, row, varbinary."""
