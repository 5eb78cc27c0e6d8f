"""``data_visualization`` -> inline SVG. Colours are CSS variables, so that dark and light both work."""

from __future__ import annotations

import html
import math
from typing import Any

Json = dict[str, Any]

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 76, 12, 12, 34
LETTER, WIDE_LETTER = 7.4, 12
"""Width of a letter, about: on a wide page, and on a narrow one, whose text is larger than the drawing's scale."""
NAMES, ROW = 228, 28
"""Bars that lie: room for their names, and height of one category."""
DASHES = ("", "7 4", "2 4", "9 4 2 4", "5 3 1 3 1 3", "14 5")
"""Lines differ in more than their colour, for people who don't tell colours apart."""


def short(value: float) -> str:
    """12_300 -> 12.3k; figures for an axis."""
    for size, mark in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.4g}{mark}"
    return f"{value:.4g}"


def _exact(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round steps that cover low..high."""
    if high <= low:
        high = low + 1
    raw = (high - low) / wanted
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * i for i in range(first, last + 1)]


def _text(x: float, y: float, words: str, anchor: str = "middle", css: str = "tick") -> str:
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{html.escape(words)}</text>'


def _legend(names: list[str], *, lines: bool) -> str:
    css = "d" if lines else ""
    items = "".join(
        f'<li><i class="c{i}{f" {css}{i}" if css else ""}"></i>{html.escape(name)}</li>' for i, name in enumerate(names)
    )
    return f'<ul class="legend">{items}</ul>'


def _values(one: Json, categories: list[str]) -> list[float]:
    points = {str(p["label"]): float(p["value"]) for p in one["data"]}
    return [points.get(c, 0.0) for c in categories]


def _axes(chart: Json, scale: list[float], categories: list[str], y_of: Any, x_of: Any, foot: float) -> str:
    out = []
    for tick in scale:
        y = y_of(tick)
        css = "zero" if tick == 0 else "grid"
        out.append(f'<line class="{css}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        out.append(_text(LEFT - 8, y + 4, short(tick), "end"))
    room = (WIDTH - LEFT - RIGHT) / max(len(categories), 1)
    every, seldom = (max(1, math.ceil(_widest(categories, letter) / room)) for letter in (LETTER, WIDE_LETTER))
    for index, category in enumerate(categories):
        if index % every == 0 or index % seldom == 0:
            css = "" if index % every == 0 else " narrow"
            css = css if index % seldom == 0 else " spare"
            out.append(_text(x_of(index), HEIGHT - BOTTOM + 18, category, css=f"tick{css}"))
    axis = chart.get("axis_config") or {}
    if axis.get("y_label"):
        middle = (TOP + HEIGHT - BOTTOM) / 2
        out.append(f'<text class="axis" transform="translate(12 {middle}) rotate(-90)" text-anchor="middle">'
                   f"{html.escape(axis['y_label'])}</text>")  # fmt: skip
    if axis.get("x_label"):
        out.append(_text((LEFT + WIDTH - RIGHT) / 2, foot - 3, axis["x_label"], css="axis"))
    return "".join(out)


def _widest(categories: list[str], letter: float) -> float:
    return max((len(c) for c in categories), default=1) * letter + 8


def _lying(chart: Json, rows: list[tuple[str, list[float]]], categories: list[str]) -> str:
    """Bars from left to right, for names that don't fit below bars that stand."""
    everything = [v for _, values in rows for v in values]
    scale = ticks(min(*everything, 0.0), max(*everything, 0.0))
    high = max(ROW, 13 * len(rows) + 10)
    floor = TOP + high * len(categories)

    def x_of(value: float) -> float:
        return NAMES + (value - scale[0]) / (scale[-1] - scale[0]) * (WIDTH - NAMES - RIGHT - 16)

    out = []
    for tick in scale:
        x, css = x_of(tick), "zero" if tick == 0 else "grid"
        out.append(f'<line class="{css}" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{floor}"/>')
        out.append(_text(x, floor + 18, short(tick)))
    wide = (high - 8) / len(rows)
    for index, category in enumerate(categories):
        top = TOP + high * index + 4
        out.append(_text(NAMES - 8, top + (high - 8) / 2 + 4.5, category, "end", "tick name"))
        for number, (name, values) in enumerate(rows):
            x, end = x_of(min(values[index], 0.0)), x_of(max(values[index], 0.0))
            said = f"{html.escape(name)}, {html.escape(category)}: {_exact(values[index])}"
            y, width = top + wide * number + 0.5, max(end - x, 0.5)
            out.append(f'<rect class="c{number}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{wide - 1:.1f}" '
                       f'rx="2"><title>{said}</title></rect>')  # fmt: skip
    label = (chart.get("axis_config") or {}).get("y_label")
    if label:
        out.append(_text((NAMES + WIDTH - RIGHT) / 2, floor + 36, label, css="axis"))
    drawing, legend = "".join(out), _legend([name for name, _ in rows], lines=False) if len(rows) > 1 else ""
    return f'<svg viewBox="0 0 {WIDTH} {floor + 40}" role="img" aria-label="__TITLE__">{drawing}</svg>{legend}'


def _xy(chart: Json) -> str:
    categories = [str(c) for c in chart["axis_config"]["categories"]]
    rows = [(str(s["name"]), _values(s, categories)) for s in chart["series"]]
    room = (WIDTH - LEFT - RIGHT) / len(categories)
    if chart["type"] == "bar" and max(map(len, categories)) > 9 and _widest(categories, LETTER) > room:
        return _lying(chart, rows, categories)
    everything = [v for _, values in rows for v in values]
    low, high = min(everything), max(everything)
    if chart["type"] != "line" or (low >= 0 and low < 0.5 * high):
        low, high = min(low, 0.0), max(high, 0.0)
    scale = ticks(low, high)
    bottom, top = scale[0], scale[-1]
    foot = HEIGHT + (8 if (chart.get("axis_config") or {}).get("x_label") else 0)

    def y_of(value: float) -> float:
        return HEIGHT - BOTTOM - (value - bottom) / (top - bottom) * (HEIGHT - TOP - BOTTOM)

    def x_of(index: float) -> float:
        return LEFT + room * (index + 0.5)

    marks = []
    for number, (name, values) in enumerate(rows):
        said = [f"{html.escape(name)}, {html.escape(c)}: {_exact(v)}" for c, v in zip(categories, values, strict=True)]
        if chart["type"] == "bar":
            wide = min(room * 0.76 / len(rows), 44)
            for i, value in enumerate(values):
                x = x_of(i) - wide * len(rows) / 2 + wide * number
                y, base = y_of(max(value, 0)), y_of(min(value, 0))
                marks.append(f'<rect class="c{number}" x="{x + 1:.1f}" y="{y:.1f}" width="{max(wide - 2, 1):.1f}" '
                             f'height="{max(base - y, 0.5):.1f}" rx="2"><title>{said[i]}</title></rect>')  # fmt: skip
            continue
        points = " ".join(f"{x_of(i):.1f},{y_of(v):.1f}" for i, v in enumerate(values))
        if chart["type"] == "area":
            zero = y_of(max(bottom, 0.0))
            marks.append(f'<polygon class="c{number} area" points="{x_of(0):.1f},{zero:.1f} {points} '
                         f'{x_of(len(values) - 1):.1f},{zero:.1f}"/>')  # fmt: skip
        dash = DASHES[number % len(DASHES)]
        marks.append(f'<polyline class="c{number} line" points="{points}" stroke-dasharray="{dash}"/>')
        marks += [f'<g class="c{number} point"><circle class="reach" cx="{x_of(i):.1f}" cy="{y_of(v):.1f}" r="10"/>'
                  f'<circle class="dot" cx="{x_of(i):.1f}" cy="{y_of(v):.1f}" r="3"/><title>{said[i]}</title></g>'
                  for i, v in enumerate(values)]  # fmt: skip
    legend = _legend([name for name, _ in rows], lines=chart["type"] != "bar") if len(rows) > 1 else ""
    drawing = _axes(chart, scale, categories, y_of, x_of, foot) + "".join(marks)
    return f'<svg viewBox="0 0 {WIDTH} {foot}" role="img" aria-label="__TITLE__">{drawing}</svg>{legend}'


def _pie(chart: Json) -> str:
    segments = [(str(s["label"]), float(s["value"])) for s in chart["segments"]]
    total = sum(v for _, v in segments) or 1
    radius, cx, cy = 92.0, 120.0, 110.0
    out, angle = [], -math.pi / 2
    for number, (label, value) in enumerate(segments):
        share = value / total
        turn = share * 2 * math.pi
        x1, y1 = cx + radius * math.cos(angle), cy + radius * math.sin(angle)
        angle += turn
        x2, y2 = cx + radius * math.cos(angle), cy + radius * math.sin(angle)
        said = f"<title>{html.escape(label)}: {_exact(value)} ({share:.1%})</title>"
        if share > 0.9999:
            out.append(f'<circle class="c{number} slice" cx="{cx}" cy="{cy}" r="{radius}">{said}</circle>')
        else:
            big = 1 if turn > math.pi else 0
            path = f"M{cx} {cy} L{x1:.2f} {y1:.2f} A{radius} {radius} 0 {big} 1 {x2:.2f} {y2:.2f} Z"
            out.append(f'<path class="c{number} slice" d="{path}">{said}</path>')
        y = 34 + number * 30
        out.append(f'<rect class="c{number}" x="262" y="{y - 10}" width="12" height="12" rx="3"/>')
        out.append(_text(284, y, label, "start", "pie-label"))
        out.append(_text(500, y, _exact(value), "end", "pie-label"))
        out.append(_text(570, y, f"{share:.1%}", "end", "tick"))
    return f'<svg viewBox="0 0 {WIDTH} 220" role="img" aria-label="__TITLE__">{"".join(out)}</svg>'


def draw(block: Json) -> str:
    """The chart of a checked data_visualization block, as SVG with a legend."""
    chart = block["chart"]
    drawn = _pie(chart) if chart["type"] == "pie" else _xy(chart)
    return drawn.replace("__TITLE__", html.escape(f"{block['title']} ({chart['type']})"))
