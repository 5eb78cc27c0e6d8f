"""Tables without rulings: rows whose parts stand in the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from infra.local.aws.reading.grids import has_header
from infra.local.aws.reading.layout import Box, Cell, Frame, Page, Table, around

BRIDGED = 0.2
"""A gap between columns may be crossed in this share of the rows (a long name, a heading over two columns)."""
PITCH = 2.6
"""Rows of one table are at most this many of their usual distance apart."""
WIDER = 1.8
"""A space between rows this many times the usual one ends a table."""
NARROWEST = 0.35
"""Least width of a gap between columns, in heights of a row."""


@dataclass(frozen=True)
class _Row:
    lines: tuple[tuple[int, ...], ...]
    box: Box

    @property
    def words(self) -> tuple[int, ...]:
        return tuple(index for line in self.lines for index in line)


def tables(page: Page, frame: Frame, boxes: Sequence[Box], free: set[int]) -> list[Table]:
    """Tables among the words whose places are in ``free``."""
    rows = [
        _Row(kept, around(boxes[i] for line in kept for i in line))
        for row in page.rows
        if (kept := tuple(held for line in row if (held := tuple(i for i in line.words if i in free))))
    ]
    found: list[Table] = []
    for part in (part for run in _runs(rows) for part in _apart(run)):
        table = _table(part, page, frame, boxes)
        if table is not None:
            found.append(table)
    return found


def _runs(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Stretches of rows with several parts; a row with one part may stand between two of them."""
    runs: list[list[_Row]] = []
    current: list[_Row] = []
    for row in rows:
        if current and row.box.top - current[-1].box.bottom > PITCH * row.box.height:
            runs.append(current)
            current = []
        if len(row.lines) > 1:
            current.append(row)
        elif current:
            runs.append(current)
            current = []
    return [run for run in (*runs, current) if len(run) > 1]


def _apart(rows: Sequence[_Row]) -> list[list[_Row]]:
    """A stretch cut where the space between two rows is clearly larger than between most."""
    gaps = [two.box.top - one.box.bottom for one, two in pairwise(rows)]
    usual = median(gaps)
    parts: list[list[_Row]] = [[rows[0]]]
    for gap, row in zip(gaps, rows[1:], strict=True):
        if gap > max(WIDER * usual, 0.6 * row.box.height):
            parts.append([])
        parts[-1].append(row)
    for heading, part in pairwise(tuple(parts)):  # a row of headings may stand further off
        if len(heading) == 1 and len(part) > 1 and abs(len(heading[0].lines) - len(part[0].lines)) <= 1:
            part.insert(0, heading[0])
    return [part for part in parts if len(part) > 1]


def _table(rows: Sequence[_Row], page: Page, frame: Frame, boxes: Sequence[Box]) -> Table | None:
    rows = _alike(rows)
    bands = _columns(rows, boxes)
    if len(bands) < 2 or len(rows) < 2 or (len(bands) == 2 and len(rows) < 3):
        return None
    whole = around(row.box for row in rows)
    edges = [whole.left, *((one[1] + two[0]) / 2 for one, two in pairwise(bands)), whole.right]
    levels = [
        whole.top,
        *((one.box.bottom + two.box.top) / 2 for one, two in pairwise(rows)),
        whole.bottom,
    ]
    cells: list[Cell] = []
    for at, row in enumerate(rows):
        held = _assigned(row, boxes, bands)
        for column in range(len(bands)):
            box = Box(edges[column], levels[at], edges[column + 1], levels[at + 1])
            cells.append(Cell(at, column, 1, 1, frame.quad(box), held.get(column, ())))
    if _is_form(page, rows):
        return None
    filled = sum(bool(cell.words) for cell in cells)
    if filled < 0.55 * len(cells):
        return None
    return Table(tuple(cells), len(rows), len(bands), frame.quad(whole), has_header(page, cells))


def _alike(rows: Sequence[_Row]) -> Sequence[_Row]:
    """Without rows at the ends that have fewer parts than half of the fullest: a letterhead, a signature line."""
    most = max(len(row.lines) for row in rows)
    first, last = 0, len(rows)
    while first < last and len(rows[first].lines) * 2 <= most and most > 2:
        first += 1
    while last > first and len(rows[last - 1].lines) * 2 < most and most > 2:
        last -= 1
    return rows[first:last]


def _columns(rows: Sequence[_Row], boxes: Sequence[Box]) -> list[tuple[float, float]]:
    """Left and right of each column: stretches that words cover, between gaps that nearly all rows leave free."""
    if not rows:
        return []
    height = median(row.box.height for row in rows)
    allowed = int(BRIDGED * len(rows))
    events: list[tuple[float, int]] = []
    for row in rows:
        for left, right in _covered(row, boxes, height):
            events += [(left, 1), (right, -1)]
    events.sort()
    bands: list[tuple[float, float]] = []
    depth, began = 0, 0.0
    for at, change in events:
        before, depth = depth, depth + change
        if before <= allowed < depth:
            began = at
        elif depth <= allowed < before:
            bands.append((began, at))
    joined: list[tuple[float, float]] = []
    for band in bands:
        if joined and band[0] - joined[-1][1] < NARROWEST * height:
            joined[-1] = (joined[-1][0], band[1])
        else:
            joined.append(band)
    return _without_strays(joined, rows, boxes)


def _without_strays(
    bands: list[tuple[float, float]], rows: Sequence[_Row], boxes: Sequence[Box]
) -> list[tuple[float, float]]:
    """Neighbours that no row fills both are one column: a heading at its left, amounts at its right."""
    at = 0
    while at + 1 < len(bands):
        filled = [_assigned(row, boxes, bands).keys() for row in rows]
        if any(at in row and at + 1 in row for row in filled):
            at += 1
        else:
            bands = [*bands[:at], (bands[at][0], bands[at + 1][1]), *bands[at + 2 :]]
    return bands


def _covered(row: _Row, boxes: Sequence[Box], height: float) -> list[tuple[float, float]]:
    """A row's words with the ordinary spaces between them filled."""
    return [(boxes[part[0]].left, max(boxes[i].right for i in part)) for part in _phrases(row, boxes, height)]


def _phrases(row: _Row, boxes: Sequence[Box], height: float) -> list[list[int]]:
    """A row's words, those with an ordinary space between them together."""
    held: list[list[int]] = []
    for index in row.words:
        if held and boxes[index].left - max(boxes[i].right for i in held[-1]) < NARROWEST * height:
            held[-1].append(index)
        else:
            held.append([index])
    return held


def _assigned(row: _Row, boxes: Sequence[Box], bands: Sequence[tuple[float, float]]) -> dict[int, tuple[int, ...]]:
    """The words of each column: a phrase is in the column it touches; one that touches several is told by words."""
    columns: dict[int, tuple[int, ...]] = {}
    for phrase in _phrases(row, boxes, row.box.height):
        left, right = boxes[phrase[0]].left, max(boxes[i].right for i in phrase)
        touched = [at for at, band in enumerate(bands) if left < band[1] and right > band[0]]
        for part in [phrase] if len(touched) < 2 else [[index] for index in phrase]:
            middle = (boxes[part[0]].left + max(boxes[i].right for i in part)) / 2
            column = touched[0] if len(touched) == 1 else _nearest(bands, middle)
            columns[column] = (*columns.get(column, ()), *part)
    return columns


def _nearest(bands: Sequence[tuple[float, float]], middle: float) -> int:
    return min(range(len(bands)), key=lambda at: max(bands[at][0] - middle, middle - bands[at][1], 0.0))


def _is_form(page: Page, rows: Sequence[_Row]) -> bool:
    """Whether the rows are labels with colons beside their values."""
    labelled = sum(any(page.words[line[-1]].text.endswith(":") for line in row.lines) for row in rows)
    return labelled * 5 > len(rows) * 2
