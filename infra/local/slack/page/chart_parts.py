"""What every chart is made of: round steps, figures in words, legends, and the same data for a screen reader."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import Any

from infra.local.slack import words

Json = dict[str, Any]

Rows = list[tuple[str, list[float]]]
"""(series, a value for each category)"""

_LEAST = 1e-300
"""Differences below this cannot be divided by any more."""


LETTER = 7.9
"""Width of a letter, about."""


@dataclass(frozen=True)
class Frame:
    """One of the sizes that a chart is drawn in."""

    css: str
    width: int
    height: int
    said: str
    """The chart in a sentence, escaped."""

    def svg(self, height: float, drawing: str) -> str:
        return (
            f'<svg class="{self.css}" viewBox="0 0 {self.width} {height:g}" role="img" aria-label="{self.said}">'
            f"{drawing}</svg>"
        )


@dataclass(frozen=True)
class Plot:
    """What is drawn. The values are times ``shrink``, so that their differences stay numbers."""

    kind: str
    rows: Rows
    categories: list[str]
    x_label: str
    y_label: str
    shrink: float

    @classmethod
    def of(cls, kind: str, rows: Rows, categories: list[str], x_label: str, y_label: str) -> Plot:
        shrink = 1e-20 if max(abs(v) for _, values in rows for v in values) > 1e290 else 1.0
        rows = [(name, [v * shrink for v in values]) for name, values in rows]
        return cls(kind, rows, categories, x_label, y_label, shrink)

    @property
    def several(self) -> bool:
        return len(self.rows) > 1

    def scale(self, *, from_zero: bool) -> list[float]:
        """Ticks over all values. A line may begin above zero where its values are close together."""
        everything = [v for _, values in self.rows for v in values]
        low, high = min(everything), max(everything)
        if from_zero or (low >= 0 and low < 0.5 * high):
            low, high = min(low, 0.0), max(high, 0.0)
        return ticks(low, high)


def widest(categories: list[str]) -> float:
    """Room for the longest name, with some air."""
    return max((len(c) for c in categories), default=1) * LETTER + 10


def short(value: float) -> str:
    """12_300 -> 12.3k; figures for an axis."""
    for size, mark in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.4g}{mark}"
    return f"{value:.4g}"


def exact(value: float) -> str:
    if abs(value) >= 1e15 or 0 < abs(value) < 0.005:
        return f"{value:.4g}"
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round steps that cover low..high, at least two."""
    if high - low <= max(abs(low), abs(high)) * 1e-9 or high - low < _LEAST:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < _LEAST:
        high = low + 1
    raw = (high - low) / wanted
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * m for m in (1, 2, 2.5, 5, 10, 20) if power * m >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * i for i in range(first, max(last, first + 1) + 1)]


def label(x: float, y: float, said: str, anchor: str = "middle", css: str = "tick") -> str:
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{html.escape(said)}</text>'


def tip(name: str, category: str, value: float) -> str:
    """What is shown while one points at a mark."""
    what = f"{category} · {name}" if name else category
    return f' data-tip="{html.escape(what)}" data-value="{html.escape(exact(value))}"'


def legend(names: list[str], *, lines: bool) -> str:
    css = "d" if lines else ""
    items = "".join(
        f'<li><i class="c{i}{f" {css}{i}" if css else ""}"></i>{html.escape(name)}</li>' for i, name in enumerate(names)
    )
    return f'<ul class="legend">{items}</ul>'


def described(title: str, kind: str, rows: Rows, categories: list[str]) -> str:
    """One sentence for who can't see the drawing: what it is of, and its extremes."""
    points = [(value, name, c) for name, values in rows for value, c in zip(values, categories, strict=True)]
    several = len(rows) > 1

    def said(point: tuple[float, str, str]) -> str:
        return f"{point[2]}{f', {point[1]}' if several else ''}: {exact(point[0])}"

    low, high = min(points), max(points)
    return html.escape(
        words.CHART_DESCRIBED.format(title=title, kind=kind, count=len(points), high=said(high), low=said(low))
    )


def as_table(head: str, rows: Rows, categories: list[str]) -> str:
    """The figures of a chart, to be opened: exact, in order, readable by a screen reader."""
    names = "".join(f'<th scope="col" class="num">{html.escape(name)}</th>' for name, _ in rows)
    body = "".join(
        f'<tr><th scope="row">{html.escape(category)}</th>'
        + "".join(f'<td class="num">{exact(values[i])}</td>' for _, values in rows)
        + "</tr>"
        for i, category in enumerate(categories)
    )
    return (
        f'<details class="figures"><summary>{html.escape(words.PAGE["chart_table"])}</summary><div class="scroll">'
        f'<table><thead><tr><th scope="col">{html.escape(head)}</th>{names}</tr></thead><tbody>{body}</tbody></table>'
        "</div></details>"
    )
