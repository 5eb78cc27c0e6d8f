"""``data_visualization`` -> inline SVG. Colours are CSS variables, so that dark and light both work.

A chart is drawn in three widths, and a container query shows the one that fits: words keep their size on a telephone.
"""

from __future__ import annotations

from infra.local.slack import words
from infra.local.slack.page.chart_lying import lying
from infra.local.slack.page.chart_parts import Frame, Json, Plot, Rows, as_table, described, legend, widest
from infra.local.slack.page.chart_pie import pie
from infra.local.slack.page.chart_standing import room, standing

FRAMES = (("wide", 640, 260), ("middle", 450, 235), ("slim", 300, 210))
"""Class, width and height; the classes are shown and hidden in blocks.css."""
LONG_NAME = 9


def _values(one: Json, categories: list[str]) -> list[float]:
    points = {str(p["label"]): float(p["value"]) for p in one["data"]}
    return [points.get(c, 0.0) for c in categories]


def draw(block: Json) -> str:
    """The chart of a checked data_visualization block: SVG, a legend, and its figures as a table to open."""
    chart, title = block["chart"], str(block["title"])
    kind = str(chart["type"])
    axis = chart.get("axis_config") or {}
    if kind == "pie":
        categories = [str(s["label"]) for s in chart["segments"]]
        rows: Rows = [(words.CHART_VALUE, [float(s["value"]) for s in chart["segments"]])]
    else:
        categories = [str(c) for c in axis["categories"]]
        rows = [(str(s["name"]), _values(s, categories)) for s in chart["series"]]
    said = described(title, words.CHART_KINDS[kind], rows, categories)
    figures = as_table(str(axis.get("x_label") or ""), rows, categories)
    if kind == "pie":
        return pie(chart, said) + figures
    plot = Plot.of(kind, rows, categories, str(axis.get("x_label") or ""), str(axis.get("y_label") or ""))
    drawn = "".join(_framed(plot, Frame(css, width, height, said)) for css, width, height in FRAMES)
    names = legend([name for name, _ in rows], lines=kind != "bar") if plot.several else ""
    return drawn + names + figures


def _framed(plot: Plot, frame: Frame) -> str:
    long = max(map(len, plot.categories)) > LONG_NAME
    crowded = widest(plot.categories) > room(plot, frame)
    return (lying if plot.kind == "bar" and long and crowded else standing)(plot, frame)
