"""What becomes of measured numbers: percentiles, spreads, verdicts, and how they are written. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

Unit = Literal["ms", "s", "MB", "x", "%", ""]


@dataclass(frozen=True)
class Row:
    """One line of the table. ``limit`` is in ``unit``; None where no bar is set."""

    key: str
    what: str
    bar: str
    unit: Unit
    limit: float | None
    compared_to: str
    at_limit: bool = False
    """True when a value equal to the limit meets the bar."""


@dataclass(frozen=True)
class Figure:
    """What one run found for one row: our value, the compared one's, and further labelled values (``"p95 ms"``)."""

    ours: float
    compared: float | None = None
    also: dict[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True)
class Spread:
    """Several runs of one value."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Raises ValueError when there is no value."""
        if not values:
            raise ValueError("A spread needs at least one value.")
        return cls(median(values), min(values), max(values))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` (0 to 1) of the values don't exceed. Raises ValueError for none."""
    if not values:
        raise ValueError("A percentile needs at least one value.")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def number(value: float, unit: Unit) -> str:
    """A value as the table writes it: enough digits to compare, none that is noise."""
    if unit == "":
        return f"{value:,.0f}"
    if unit == "x":
        return f"{value:.2f}x"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 or not value else 3
    return f"{value:,.{digits}f} {unit}"


def spread(values: Spread, unit: Unit) -> str:
    """``12.3 ms (11.9..14.0)``"""
    bare = [number(v, unit).removesuffix(unit).strip() for v in (values.low, values.high)]
    return f"{number(values.middle, unit)} ({bare[0]}..{bare[1]})"


def verdict(row: Row, values: Spread) -> str:
    """By the median; a bar that only some runs meet says so."""
    if row.limit is None:
        return "no bar"

    def meets(value: float) -> bool:
        return value <= row.limit if row.at_limit else value < row.limit  # type: ignore[operator]

    if not meets(values.middle):
        return "**not met**"
    return "met" if meets(values.high) else "met by the median, not by every run"
