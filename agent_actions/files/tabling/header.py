"""Where a table begins: titles above it, its header, and whether the first row is one. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Row = Sequence[str | None]

LOOKED_AT = 200
"""Rows from the top that decide."""
_BODY = 50
_HEADER_ROWS = 10
"""A merged cell further down is no header."""
_FIGURE = re.compile(r"[-+(]?[€$£¥]?\s*[\d.,'’\s]*\d[\d.,'’\s]*\s*(?:[€$£¥%)]|[A-Z]{3})?")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[T ].*)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Header:
    skip: int
    """Rows above the first row of data."""
    labels: tuple[str, ...]
    """One for each column, empty where there is none."""
    found: bool
    titles: tuple[str, ...] = ()
    """Rows of one cell above the table."""
    grouped: bool = False
    """Two header rows were put together, the upper one with cells that span several columns."""


def find_header(rows: Sequence[Row], merged: Sequence[tuple[int, int, int]] = ()) -> Header:
    """``rows``: the first rows of the file. ``merged``: (row, first column, last column) of merged cells, from 0."""
    width = max((len(row) for row in rows), default=0)
    filled = [_filled(row) for row in rows]
    at, titles = _first(rows, filled, width)
    if at >= len(rows):
        return Header(len(rows), ("",) * width, found=False, titles=tuple(titles))
    spans = {row: [(a, b) for r, a, b in merged if r == row and b > a] for row, _, _ in merged}
    below = at + 1
    if at < _HEADER_ROWS and spans.get(at) and below < len(rows) and _may_be_header(rows[below], width):
        upper = _spread(rows[at], spans[at], width)
        labels = tuple(
            " ".join(dict.fromkeys(part for part in (u, _cell(rows[below], i)) if part)) for i, u in enumerate(upper)
        )
        return Header(below + 1, labels, found=True, titles=tuple(titles), grouped=True)
    if not _is_header(rows[at], rows[at + 1 : at + 1 + _BODY], width):
        return Header(at, ("",) * width, found=False, titles=tuple(titles))
    labels = tuple(_cell(rows[at], i) for i in range(width))
    return Header(at + 1, labels, found=True, titles=tuple(titles))


def _first(rows: Sequence[Row], filled: Sequence[int], width: int) -> tuple[int, list[str]]:
    """The row that the table begins with, and the titles above: rows of one cell over a wider one."""
    titles: list[str] = []
    for at, count in enumerate(filled):
        wider = max(filled[at + 1 : at + 4], default=0)
        if count == 0:
            continue
        if count == 1 and width > 1 and wider > 1:
            titles += [cell for cell in rows[at] if cell and cell.strip()]
            continue
        return at, titles
    return len(rows), titles


def _is_header(row: Row, body: Sequence[Row], width: int) -> bool:
    if not _may_be_header(row, width):
        return False
    for i in range(width):
        cell, below = _cell(row, i), [c for r in body if (c := _cell(r, i))]
        if not cell or not below:
            continue
        figures = sum(_is_figure(c) for c in below)
        if figures == len(below) and not _is_figure(cell):
            return True
    for i in range(width):
        cell, below = _cell(row, i), [c for r in body if (c := _cell(r, i))]
        if cell and cell in below:
            return False
        alike = sum(_shape(c) == _shape(cell) for c in below)
        if any(c.isdigit() for c in cell) and not _YEAR.fullmatch(cell) and below and alike * 2 > len(below):
            return False
    return True


def _may_be_header(row: Row, width: int) -> bool:
    """Names in at least half of the columns, and no figure but years beside names."""
    cells = [c for i in range(width) if (c := _cell(row, i))]
    if len(cells) * 2 < width:
        return False
    figures = [c for c in cells if _is_figure(c)]
    return len(figures) < len(cells) and all(_YEAR.fullmatch(c) for c in figures)


def _spread(row: Row, spans: Sequence[tuple[int, int]], width: int) -> list[str]:
    cells = [_cell(row, i) for i in range(width)]
    for first, last in spans:
        for i in range(first, min(last + 1, width)):
            cells[i] = cells[first]
    return cells


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell and cell.strip())


def _cell(row: Row, at: int) -> str:
    return " ".join((row[at] or "").split()) if at < len(row) else ""


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(text) or _DATE.fullmatch(text))


def _shape(text: str) -> str:
    """ "S001" -> "A0": runs of letters and digits."""
    return re.sub(r"[^\W\d_]+", "A", re.sub(r"\d+", "0", text))
