"""A figure as a text gives it: the values that it may stand for. Pure data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

PERCENT, TIMES, BYTES = "%", "x", "B"

Kind = Literal["number", "rank", "count", "date", "name", "unread"]


@dataclass(frozen=True)
class Figure:
    """One reading of a number in prose.

    ``number``: any value from ``low`` to ``high``. ``rank``: the place in a list, such as "No. 3" or "2nd". ``count``:
    a small number in words, a figure only beside a word of the data. ``date``: a day, year or quarter. ``name``: a part
    of a name, such as B2B. ``unread``: surely a number, but none that we can read.
    """

    text: str
    kind: Kind = "number"
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    """An ISO 4217 code, PERCENT (the values are in percent), TIMES, BYTES, or nothing."""
    sign: int = 0
    """-1 and 1 where the text gives a sign; "fell by 12%" gives none."""
    exact: bool = False
    """True where every digit is written out."""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    after: str = ""
    """The words that follow, for a count."""

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    def as_written(self) -> Figure:
        """Without any rounding."""
        return replace(self, low=self.middle, high=self.middle)

    def with_unit(self, unit: str, scale: float) -> Figure:
        return replace(self, unit=self.unit or unit, low=self.low * scale, high=self.high * scale)


Reading = tuple[Figure, ...]
"""Figures that must all be true for a text to be true in this reading."""


@dataclass(frozen=True)
class Number:
    """A number in a text, with every way to read it: "1.234" is 1234 to some and 1.234 to others."""

    start: int
    end: int
    readings: tuple[Reading, ...]

    @property
    def first(self) -> Sequence[Figure]:
        return self.readings[0] if self.readings else ()
