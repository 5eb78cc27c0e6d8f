"""A chart as a Vega-Lite specification. Pure; the data are in it, and nothing in it is fetched or evaluated.

https://vega.github.io/vega-lite/docs/. Texts of a catalogue are data here: they stand in values and titles, never in
an expression.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.pictures import theme

if TYPE_CHECKING:
    from bot.reply.charts import Chart

Spec = dict[str, object]

SHORT = "abs(datum.value) < 1 ? format(datum.value, '.3~g') : replace(format(datum.value, '.3~s'), 'G', 'B')"
"""2,716,134 on an axis is 2.72M, and 0.05 is itself."""
POINTS = 40
"""More points than this are a line without dots."""
FLAT = 0.5
"""A line whose lowest value is over this part of its highest need not begin at 0."""


def picture_spec(chart: Chart, notes: Sequence[str], figures: Sequence[str] = ()) -> Spec:
    """``notes`` stand below the title; ``figures``: how the values of a chart of one series are written beside them."""
    spec: Spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": theme.CONFIG,
        "padding": 24,
        "title": _title(chart, notes),
        "data": {"values": _rows(chart, figures)},
    }
    if chart.kind == "pie":
        return spec | _pie(chart)
    if chart.kind == "bar" and not chart.is_time:
        return spec | _lying_bars(chart, labelled=len(chart.series) == 1 and bool(figures))
    return spec | _over_time(chart)


def _title(chart: Chart, notes: Sequence[str]) -> Spec:
    wrapped = [line for note in notes for line in textwrap.wrap(note, theme.NOTE_LINE)]
    if len(wrapped) > theme.NOTE_LINES:
        wrapped = [*wrapped[: theme.NOTE_LINES - 1], "…"]
    title = textwrap.wrap(chart.title, theme.TITLE_LINE)[: theme.TITLE_LINES]
    return {"text": title, **({"subtitle": wrapped} if wrapped else {})}


def _rows(chart: Chart, figures: Sequence[str]) -> list[dict[str, object]]:
    return [
        {
            "c": category,
            "s": one.name,
            "v": value,
            "e": max(value or 0, 0),  # where the figure of a bar is written: beyond its end, or beside 0
            "t": figures[index] if index < len(figures) else "",
        }
        for one in chart.series
        for index, (category, value) in enumerate(zip(chart.categories, one.data, strict=True))
    ]


def _lying_bars(chart: Chart, *, labelled: bool) -> Spec:
    """Bars from left to right in the table's order, from 0 on."""
    several = len(chart.series) > 1
    step = theme.BAR if not several else 14 * len(chart.series) + 12
    height = min(step * len(chart.categories), theme.TALLEST)
    named: Spec = {"field": "c", "type": "nominal", "sort": None, "title": None}
    named["axis"] = {"domain": False, "ticks": False, "labelColor": theme.INK, "labelPadding": 8}
    value: Spec = {"field": "v", "type": "quantitative", "title": chart.y_label or None, "axis": _figures_axis()}
    bars: Spec = {"y": named, "x": value, "color": _colour(chart)}
    if several:
        bars["yOffset"] = {"field": "s", "sort": None}
    size: Spec = {"width": theme.WIDTH, "height": height}
    drawn: Spec = {"mark": {"type": "bar"}, "encoding": bars}
    if not labelled:
        return size | drawn
    label: Spec = {
        "mark": {"type": "text", "align": "left", "dx": 6},
        "encoding": {"y": named, "x": value | {"field": "e"}, "text": {"field": "t"}},
    }
    return size | {"layer": [drawn, label]}


def _over_time(chart: Chart) -> Spec:
    """Lines, areas and bars that stand, from the past on."""
    turned = max(map(len, chart.categories)) * len(chart.categories) > theme.WIDTH / 8
    across: Spec = {"field": "c", "type": "ordinal", "sort": None, "title": chart.x_label or None}
    many = len(chart.categories) > POINTS
    angle = -45 if turned and not many else 0
    across["axis"] = {"labelAngle": angle, "labelOverlap": "greedy", "labelSeparation": 10, "ticks": not many}
    scale: Spec = {"zero": chart.kind != "line" or _from_zero(chart)}
    up: Spec = {"field": "v", "type": "quantitative", "title": chart.y_label or None, "scale": scale}
    up["axis"] = _figures_axis()
    size: Spec = {"width": theme.WIDTH, "height": theme.HEIGHT}
    encoding: Spec = {"x": across, "y": up, "color": _colour(chart)}
    if chart.kind == "bar":
        offset: Spec = {"xOffset": {"field": "s", "sort": None}} if len(chart.series) > 1 else {}
        return size | {"mark": {"type": "bar"}, "encoding": encoding | offset}
    mark: Spec = {"type": "line", "strokeWidth": 2.5}
    if len(chart.categories) <= POINTS:
        mark["point"] = {"filled": True, "size": 45}
    if len(chart.series) > 1:
        names = [one.name for one in chart.series]
        dashes = [list(dash) for dash in theme.DASHES[: len(names)]]
        legend = {"symbolType": "stroke", "symbolSize": 300}
        encoding["strokeDash"] = {"field": "s", "sort": None, "scale": {"domain": names, "range": dashes}}
        encoding["strokeDash"] |= {"legend": legend}
    lines: Spec = {"mark": mark, "encoding": encoding}
    if chart.kind != "area":
        return size | lines
    filled = {"x": across, "y": {**up, "stack": None}, "color": encoding["color"]}
    return size | {"layer": [{"mark": {"type": "area", "opacity": 0.18}, "encoding": filled}, lines]}


def _pie(chart: Chart) -> Spec:
    values = [value or 0 for value in chart.series[0].data]
    total = sum(values) or 1
    slices = [
        {"c": f"{category}  {value / total:.1%}", "v": value}
        for category, value in zip(chart.categories, values, strict=True)
    ]
    colour: Spec = {
        "field": "c",
        "sort": None,
        "scale": {"domain": [one["c"] for one in slices], "range": _colours(chart)},
    }
    colour["legend"] = {"orient": "right", "labelFontSize": 13, "symbolType": "circle", "rowPadding": 8}
    return {
        "width": theme.HEIGHT,
        "height": theme.HEIGHT,
        "data": {"values": slices},
        "mark": {"type": "arc", "stroke": theme.PAPER, "strokeWidth": 2},
        "encoding": {
            "theta": {"field": "v", "type": "quantitative", "stack": True},
            "color": colour,
            "order": {"field": "v", "sort": "descending"},
        },
    }


def _colour(chart: Chart) -> Spec:
    names = [one.name for one in chart.series]
    colour: Spec = {"field": "s", "sort": None, "scale": {"domain": names, "range": _colours(chart)}}
    if len(names) == 1:
        return colour | {"legend": None}
    return colour if chart.kind == "bar" else colour | {"legend": {"symbolType": "stroke", "symbolSize": 300}}


def _colours(chart: Chart) -> list[str]:
    count = len(chart.categories) if chart.kind == "pie" else len(chart.series)
    return [theme.COLOURS[i % len(theme.COLOURS)] for i in range(count)]


def _figures_axis() -> Spec:
    return {"labelExpr": SHORT, "domain": False, "ticks": False, "tickCount": 6}


def _from_zero(chart: Chart) -> bool:
    values = [value for one in chart.series for value in one.data if value is not None]
    return bool(values) and min(values) >= 0 and min(values) < FLAT * max(values)
