"""What the readers share: cells as text, and cuts that say how much there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from agent_actions.files.limits import TABLE_CELLS, TEXT_READ


def cell_text(value: object) -> str | None:
    """A cell as text: ISO dates, whole numbers without a fraction, true and false; None when it is empty."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0) and value.tzinfo is None
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split()) or None


def text_answer(text: str, notes: Sequence[str] = ()) -> dict[str, Any]:
    return {"text": text[:TEXT_READ], "cut": len(text) if len(text) > TEXT_READ else None, "notes": list(notes)}


def table(
    title: str, rows: Iterable[Sequence[str | None]], *, headed: bool | None = None, more: int | None = None
) -> dict[str, Any]:
    """Rows until the limit of cells; the rest is counted. ``more``: rows known to follow those given."""
    kept: list[list[str | None]] = []
    cells = 0
    following = iter(rows)
    for row in following:
        trimmed = list(row)
        while trimmed and trimmed[-1] is None:
            trimmed.pop()
        kept.append(trimmed)
        cells += max(len(trimmed), 1)
        if cells >= TABLE_CELLS:
            break
    rest = more if more is not None else sum(1 for _ in following)
    while kept and not kept[-1] and not rest:
        kept.pop()
    return {"title": title, "rows": kept, "total": len(kept) + rest, "headed": headed}


def as_lines(rows: Iterable[Sequence[str | None]], limit: int | None = None) -> str:
    return "\n".join("\t".join(cell or "" for cell in row) for row in islice(rows, limit))
