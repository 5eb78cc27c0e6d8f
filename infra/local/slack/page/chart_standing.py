"""Lines, areas and bars over categories from left to right."""

from __future__ import annotations

import html
import math
from collections.abc import Callable

from infra.local.slack.page.chart_parts import Frame, Plot, label, short, tip, widest

LEFT, RIGHT, TOP, BOTTOM = 66, 10, 20, 34
LABELLED = 44
"""Width from which a bar has room for its figure above it."""
DASHES = ("", "7 4", "2 4", "9 4 2 4", "5 3 1 3 1 3", "14 5")
"""Lines differ in more than their colour, for people who don't tell colours apart. The same in blocks.css."""

Place = Callable[[float], float]


def room(plot: Plot, frame: Frame) -> float:
    return (frame.width - LEFT - RIGHT) / len(plot.categories)


def standing(plot: Plot, frame: Frame) -> str:
    scale = plot.scale(from_zero=plot.kind != "line")
    bottom, top = scale[0], scale[-1]
    wide, base = room(plot, frame), frame.height - BOTTOM

    def y_of(value: float) -> float:
        return base - (value - bottom) / (top - bottom) * (base - TOP)

    def x_of(index: float) -> float:
        return LEFT + wide * (index + 0.5)

    draw = _bars if plot.kind == "bar" else _lines
    foot = frame.height + (8 if plot.x_label else 0)
    return frame.svg(foot, _axes(plot, frame, scale, y_of, x_of, foot) + draw(plot, wide, x_of, y_of, bottom))


def _bars(plot: Plot, wide: float, x_of: Place, y_of: Place, bottom: float) -> str:  # noqa: ARG001 - as _lines
    out = []
    bar = min(wide * 0.76 / len(plot.rows), 48)
    for number, (name, values) in enumerate(plot.rows):
        for i, value in enumerate(values):
            x = x_of(i) - bar * len(plot.rows) / 2 + bar * number
            y, base = y_of(max(value, 0)), y_of(min(value, 0))
            hover = tip(name if plot.several else "", plot.categories[i], value / plot.shrink)
            out.append(f'<rect class="c{number}" x="{x + 1:.1f}" y="{y:.1f}" width="{max(bar - 2, 1):.1f}" '
                       f'height="{max(base - y, 0.5):.1f}" rx="3"{hover}/>')  # fmt: skip
            if not plot.several and wide >= LABELLED:
                above = base + 14 if value < 0 else y - 5
                out.append(label(x + bar / 2, above, short(value / plot.shrink), css="value"))
    return "".join(out)


def _lines(plot: Plot, wide: float, x_of: Place, y_of: Place, bottom: float) -> str:  # noqa: ARG001 - as _bars
    out = []
    for number, (name, values) in enumerate(plot.rows):
        points = " ".join(f"{x_of(i):.1f},{y_of(v):.1f}" for i, v in enumerate(values))
        if plot.kind == "area" or (not plot.several and bottom <= 0):
            zero, css = y_of(max(bottom, 0.0)), "area" if plot.kind == "area" else "area faint"
            out.append(f'<polygon class="c{number} {css}" points="{x_of(0):.1f},{zero:.1f} {points} '
                       f'{x_of(len(values) - 1):.1f},{zero:.1f}"/>')  # fmt: skip
        dash = DASHES[number % len(DASHES)]
        out.append(f'<polyline class="c{number} line" points="{points}" stroke-dasharray="{dash}"/>')
        for i, value in enumerate(values):
            hover = tip(name if plot.several else "", plot.categories[i], value / plot.shrink)
            out.append(f'<circle class="c{number} dot" cx="{x_of(i):.1f}" cy="{y_of(value):.1f}" r="3.2"{hover}/>')
    return "".join(out)


def _axes(plot: Plot, frame: Frame, scale: list[float], y_of: Place, x_of: Place, foot: float) -> str:
    out = []
    for tick in scale:
        y, css = y_of(tick), "zero" if tick == 0 else "grid"
        out.append(f'<line class="{css}" x1="{LEFT}" x2="{frame.width - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        out.append(label(LEFT - 8, y + 4, short(tick / plot.shrink), "end"))
    every = max(1, math.ceil(widest(plot.categories) / room(plot, frame)))
    for index in range(0, len(plot.categories), every):
        out.append(label(x_of(index), frame.height - BOTTOM + 18, plot.categories[index]))
    if plot.y_label:
        middle = (TOP + frame.height - BOTTOM) / 2
        out.append(f'<text class="axis" transform="translate(11 {middle}) rotate(-90)" text-anchor="middle">'
                   f"{html.escape(plot.y_label)}</text>")  # fmt: skip
    if plot.x_label:
        out.append(label((LEFT + frame.width - RIGHT) / 2, foot - 3, plot.x_label, css="axis"))
    return "".join(out)
