"""Cells as boxes into a table with rows, columns and the words in each cell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from infra.local.aws.reading.layout import Box, Cell, Frame, Page, Table, around

_NUMERIC = re.compile(r"[-+(]?\s*(?:[€$£¥]|[A-Z]{3})?\s*[-+]?\d[\d.,' ]*\s*(?:%|[€$£¥]|[A-Z]{3})?\)?(?: [A-D*])?")
FILLED = 0.3
"""Share of a grid's cells that hold words; below it the lines are a drawing."""


def table_of_cells(cells: Sequence[Box], page: Page, frame: Frame, boxes: Sequence[Box]) -> Table | None:
    """A table from the boxes of its cells, or None when they are no table (a frame, a chart's grid)."""
    snap = max(3.0, min(cell.height for cell in cells) * 0.3) if cells else 0.0
    across = _edges((edge for cell in cells for edge in (cell.left, cell.right)), snap)
    down = _edges((edge for cell in cells for edge in (cell.top, cell.bottom)), snap)
    columns, rows = len(across) - 1, len(down) - 1
    if columns < 2 or rows < 2:
        return None
    taken: set[tuple[int, int]] = set()
    made: list[Cell] = []
    for cell in sorted(cells, key=lambda c: (c.top, c.left)):
        row, column = _place(down, cell.top), _place(across, cell.left)
        row_span = max(1, _place(down, cell.bottom) - row)
        column_span = max(1, _place(across, cell.right) - column)
        if (row, column) in taken or row >= rows or column >= columns:
            continue
        taken |= {(row + i, column + j) for i in range(row_span) for j in range(column_span)}
        held = tuple(index for index, box in enumerate(boxes) if cell.holds(box))
        made.append(Cell(row, column, row_span, column_span, frame.quad(cell), held))
    made.sort(key=lambda cell: (cell.row, cell.column))
    filled = sum(bool(cell.words) for cell in made)
    if len(made) < 4 or filled < FILLED * len(made) or filled < 3:
        return None
    return Table(tuple(made), rows, columns, frame.quad(around(cells)), has_header(page, made))


def has_header(page: Page, cells: Sequence[Cell]) -> bool:
    """The first row holds names only, and a row below it a number."""
    first = [page.text(cell.words) for cell in cells if cell.row == 0]
    below = [page.text(cell.words) for cell in cells if cell.row > 0]
    named = [text for text in first if text]
    return (
        len(named) * 2 > len(first)
        and not any(is_number(text) for text in named)
        and any(is_number(text) for text in below)
    )


def is_number(text: str) -> bool:
    return bool(_NUMERIC.fullmatch(text.strip()))


def _edges(values: Iterable[float], snap: float) -> list[float]:
    """Values that lie within ``snap`` of each other are one edge."""
    edges: list[list[float]] = []
    for value in sorted(values):
        if edges and value - edges[-1][-1] <= snap:
            edges[-1].append(value)
        else:
            edges.append([value])
    return [sum(edge) / len(edge) for edge in edges]


def _place(edges: Sequence[float], value: float) -> int:
    at = bisect_left(edges, value)
    near = [index for index in (at - 1, at) if 0 <= index < len(edges)]
    return min(near, key=lambda index: abs(edges[index] - value), default=0)
