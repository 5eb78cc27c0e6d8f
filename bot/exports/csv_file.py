"""A result as CSV: UTF-8 with a byte order mark, labels as header, no cell that a spreadsheet would run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.exports.source import Cells
from bot.exports.values import NUMBER, harmless

if TYPE_CHECKING:
    from agent_actions.contract import Column

BUFFER_BYTES = 1 << 20
LINE_END = "\r\n"
"""https://www.rfc-editor.org/rfc/rfc4180"""


def write_csv(rows: Iterable[Cells], columns: Sequence[Column], path: Path) -> None:
    """Write ``rows`` as they come. Numbers stand bare, texts in quotes, NULL is nothing between commas."""
    write = [_number if column.type in ("integer", "number") else _text for column in columns]
    with path.open("w", encoding="utf-8-sig", newline="", buffering=BUFFER_BYTES) as out:
        out.write(",".join(_text(column.label or column.name) for column in columns) + LINE_END)
        out.writelines(_line(cells, write) for cells in rows)


def _line(cells: Cells, write: Sequence[Callable[[str], str]]) -> str:
    written = ["" if cell is None else as_text(cell) for cell, as_text in zip(cells, write, strict=True)]
    return ",".join(written) + LINE_END


def _number(text: str) -> str:
    return text if NUMBER.fullmatch(text) else _text(text)


def _text(text: str) -> str:
    return '"' + harmless(text).replace('"', '""') + '"'
