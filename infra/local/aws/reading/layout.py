"""What is on a page, whoever read it: words with boxes, lines, tables, pairs. Plain data; corners are page ratios."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners clockwise from the text's own top left, as ratios of the page's width and height."""


@dataclass(frozen=True)
class Word:
    text: str
    quad: Quad
    score: float | None = None
    """0 to 1 as the recogniser gave it; None for a PDF's own text."""


@dataclass(frozen=True)
class Line:
    """Words that stand in one row without a large gap; numbers are places in ``Page.words``."""

    words: tuple[int, ...]


@dataclass(frozen=True)
class Cell:
    """A cell of a table; row and column count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    quad: Quad
    words: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    quad: Quad
    header: bool
    """The first row names the columns."""


@dataclass(frozen=True)
class Pair:
    """A label and its value."""

    key: tuple[int, ...]
    value: tuple[int, ...]


@dataclass(frozen=True)
class Page:
    """A page as read. ``width`` and ``height`` are in any one unit, for the ratio between them."""

    number: int
    width: float
    height: float
    angle: float
    """Radians by which lines fall to the right (clockwise)."""
    words: tuple[Word, ...]
    rows: tuple[tuple[Line, ...], ...]
    """Lines that stand side by side, from the top; each row from the left."""

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for row in self.rows for line in row)

    def text(self, words: Iterable[int]) -> str:
        return " ".join(self.words[index].text for index in words)

    def score(self, words: Sequence[int]) -> float | None:
        """The mean of the words' scores; None when any has none."""
        scores = [score for index in words if (score := self.words[index].score) is not None]
        return sum(scores) / len(scores) if scores and len(scores) == len(words) else None


@dataclass(frozen=True)
class Box:
    """An upright box in the frame in which the page's lines are level; one unit in both directions."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def holds(self, other: Box) -> bool:
        return self.left <= other.centre <= self.right and self.top <= other.middle <= self.bottom


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around some boxes; there must be one."""
    held = list(boxes)
    return Box(
        min(box.left for box in held),
        min(box.top for box in held),
        max(box.right for box in held),
        max(box.bottom for box in held),
    )


@dataclass(frozen=True)
class Frame:
    """Turns corners of a page into level boxes and back."""

    width: float
    height: float
    angle: float

    def box(self, quad: Quad) -> Box:
        cosine, sine = math.cos(-self.angle), math.sin(-self.angle)
        points = [(x * self.width, y * self.height) for x, y in quad]
        turned = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in points]
        # The upper edge is the mean of the two upper corners: a slightly slanted word isn't taller for it.
        left = (turned[0][0] + turned[3][0]) / 2
        right = (turned[1][0] + turned[2][0]) / 2
        top = (turned[0][1] + turned[1][1]) / 2
        bottom = (turned[2][1] + turned[3][1]) / 2
        return Box(min(left, right), min(top, bottom), max(left, right), max(top, bottom))

    def quad(self, box: Box) -> Quad:
        cosine, sine = math.cos(self.angle), math.sin(self.angle)

        def back(x: float, y: float) -> Point:
            turned = (x * cosine - y * sine, x * sine + y * cosine)
            return (within(turned[0] / self.width), within(turned[1] / self.height))

        return (
            back(box.left, box.top),
            back(box.right, box.top),
            back(box.right, box.bottom),
            back(box.left, box.bottom),
        )


def within(ratio: float) -> float:
    return min(1.0, max(0.0, ratio))


def slope(quads: Iterable[Quad], width: float, height: float) -> float:
    """The angle at which most text runs: the median of the upper edges', long ones counting more. Radians."""
    angles: list[float] = []
    for quad in quads:
        across, down = (quad[1][0] - quad[0][0]) * width, (quad[1][1] - quad[0][1]) * height
        tall = math.hypot((quad[3][0] - quad[0][0]) * width, (quad[3][1] - quad[0][1]) * height)
        length = math.hypot(across, down)
        if length > 2 * tall > 0:
            angles += [math.atan2(down, across)] * max(1, round(length / tall))
    return median(angles) if angles else 0.0
