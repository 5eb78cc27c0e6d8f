"""Words into rows and lines, along the angle at which the text runs."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from infra.local.aws.reading.layout import Box, Frame, Line, Page, Quad, Word, slope

SAME_ROW = 0.42
"""Middles of two words in one row are at most this share of the lower one's height apart."""
GAP = 1.0
"""A gap wider than this many heights of the row's words ends a line (a space is about a quarter)."""


def arrange(
    number: int, width: float, height: float, words: Sequence[Word], regions: Sequence[Quad] | None = None
) -> Page:
    """A page of words in reading order. ``regions``: longer boxes, from which the angle is told more exactly."""
    quads = regions if regions is not None else [word.quad for word in words]
    frame = Frame(width, height, slope(quads, width, height))
    boxes = [frame.box(word.quad) for word in words]
    rows = [tuple(Line(tuple(part)) for part in split(row, boxes)) for row in group(boxes)]
    order = [index for row in rows for line in row for index in line.words]
    place = {index: position for position, index in enumerate(order)}
    return Page(
        number=number,
        width=width,
        height=height,
        angle=frame.angle,
        words=tuple(words[index] for index in order),
        rows=tuple(tuple(Line(tuple(place[index] for index in line.words)) for line in row) for row in rows),
    )


def group(boxes: Sequence[Box]) -> list[list[int]]:
    """Rows from the top, each from the left."""
    rows: list[list[int]] = []
    for index in sorted(range(len(boxes)), key=lambda i: boxes[i].middle):
        row = _nearest(rows[-4:], boxes, boxes[index])
        if row is None:
            rows.append([index])
        else:
            row.append(index)
    rows.sort(key=lambda row: median(boxes[i].middle for i in row))
    return [sorted(row, key=lambda i: boxes[i].left) for row in rows]


def _nearest(rows: Sequence[list[int]], boxes: Sequence[Box], box: Box) -> list[int] | None:
    found: tuple[float, list[int]] | None = None
    for row in rows:
        apart = abs(median(boxes[i].middle for i in row) - box.middle)
        lower = min(box.height, median(boxes[i].height for i in row))
        if apart <= SAME_ROW * lower and (found is None or apart < found[0]):
            found = (apart, row)
    return found[1] if found else None


def split(row: Sequence[int], boxes: Sequence[Box]) -> list[list[int]]:
    """A row's lines: cut where there is a large gap."""
    height = median(boxes[i].height for i in row)
    parts: list[list[int]] = []
    for index in row:
        if parts and boxes[index].left - max(boxes[i].right for i in parts[-1]) <= GAP * height:
            parts[-1].append(index)
        else:
            parts.append([index])
    return parts
