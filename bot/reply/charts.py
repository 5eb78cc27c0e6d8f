"""A result as Slack's ``data_visualization`` block. Pure: which chart fits, what it leaves out, and why not the other.

The rules: one value is a number; time is a line; categories and rankings are bars in the table's order; a pie only
where it was asked for and parts make a whole. Figures go from the receipt's rows into points, past the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal, cast

from bot.reply.big_number import is_one_value
from bot.reply.chart_data import MAX_SERIES, SLACK, Grid, NotDrawableError, Room, fitted, grid, in_order
from bot.reply.chart_labels import unique, unit_of
from bot.reply.graphemes import cut
from bot.reply.inert import inert
from bot.reply.times import day_of
from bot.reply.values import Value, number_of
from bot.slack_api import Block
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Column, Receipt, Table

Kind = Literal["line", "bar", "area", "pie", "number"]
WISHES = ("line", "bar", "area", "pie", "table", "number")

LONGEST = 300
"""Characters of a title or label that are looked at."""
SIGNIFICANT = 3
"""Digits that the largest value of a chart keeps at least."""


@dataclass(frozen=True)
class Series:
    """``data`` has one value for each category of the chart; None where there is none and the chart has room for it."""

    name: str
    data: tuple[Value, ...]


@dataclass(frozen=True)
class Chart:
    """A chart within its room. A ``number`` has no categories and a series for each figure."""

    kind: Kind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    x_label: str = ""
    y_label: str = ""
    is_time: bool = False
    """The categories are points of time, from the past on."""


@dataclass(frozen=True)
class Drawing:
    """What became of a result: its chart if one helps, what the chart leaves out, why a wish could not be met."""

    chart: Chart | None = None
    notes: tuple[str, ...] = ()
    unmet: str = ""
    subtitle: tuple[str, ...] = ()
    """What the title has no room for, the unit, and how far the data reach."""
    measure: Column | None = None
    """The column that says how the chart's figures are written."""


def drawing(table: Table, receipt: Receipt, words: Words, room: Room = SLACK) -> Drawing:
    """The chart for a result, by its columns and by what was asked (``chart`` of the receipt's request)."""
    said = (receipt.request or {}).get("chart")
    wish = cast("str | None", said if said in WISHES else None)
    if wish == "table":
        return Drawing()
    if alone := _number(table, receipt, words, room):
        unmet = words.chart_unmet(words.chart_one_value, "number") if wish not in (None, "number") else ""
        return Drawing(alone, unmet=unmet)
    try:
        made = grid(table, receipt, words)
        kind, reason = _kind(made, wish, words)
        if kind == "pie":
            chart, notes = _pie(made, table, words, room)
            return Drawing(chart, notes, "", _subtitle(made, table, receipt, words, room), made.measure)
        made = fitted(made, words, room)
    except NotDrawableError as error:
        reason = words.chart_is_number if wish == "number" else str(error)
        return Drawing(unmet=words.chart_unmet(reason, None) if wish else "")
    unmet = words.chart_unmet(reason, kind) if reason else ""
    subtitle = _subtitle(made, table, receipt, words, room)
    return Drawing(_chart(kind, made, table, words, room), made.notes, unmet, subtitle, made.measure)


def chart_block(chart: Chart) -> Block | None:
    """None for a number: its sentence and its table say it."""
    if chart.kind == "number":
        return None
    drawn: Block = {"type": chart.kind}
    if chart.kind == "pie":
        values = zip(chart.categories, chart.series[0].data, strict=True)
        drawn["segments"] = [{"label": label, "value": value} for label, value in values]
    else:
        drawn["series"] = [
            {
                "name": one.name,
                "data": [{"label": c, "value": v} for c, v in zip(chart.categories, one.data, strict=True)],
            }
            for one in chart.series
        ]
        axis: Block = {"categories": list(chart.categories)}
        axis |= {"x_label": chart.x_label} if chart.x_label else {}
        axis |= {"y_label": chart.y_label} if chart.y_label else {}
        drawn["axis_config"] = axis
    return {"type": "data_visualization", "title": chart.title, "chart": drawn}


def _subtitle(made: Grid, table: Table, receipt: Receipt, words: Words, room: Room) -> tuple[str, ...]:
    title = _plain(made.title or table.title)
    rest = words.chart_subtitle(_plain(unit_of(made.measure)), day_of((receipt.data_as_of or "")[:10]))
    return tuple(line for line in (title if cut(title, room.title) != title else "", rest) if line)


def _number(table: Table, receipt: Receipt, words: Words, room: Room) -> Chart | None:
    """One row of figures, beside its calendar unit if it has one."""
    if not is_one_value(table, receipt):
        return None
    cells = [(c, v) for c, v in zip(table.columns, table.rows[0], strict=False) if c.role != "time"]
    labels = unique((_plain(c.label or c.name) for c, _ in cells), room.label)
    series = [
        Series(name, rounded([figure], column))
        for name, (column, cell) in zip(labels, cells, strict=True)
        if (figure := number_of(cell)) is not None
    ]
    return Chart("number", _title(table.title, words, room), (), tuple(series)) if series else None


def _kind(made: Grid, wish: str | None, words: Words) -> tuple[Kind, str]:
    """The chart to draw, and why it is not the one that was asked for."""
    fits: Kind = "line" if in_order(made) else "bar"
    if made.suggests == "area" and fits == "line":
        fits = "area"
    if made.suggests == "pie" and not wish and not _no_pie(made, words):
        return "pie", ""
    if wish == "pie":
        reason = _no_pie(made, words)
        return (fits, reason) if reason else ("pie", "")
    if wish == "number":
        return fits, words.chart_is_number
    return (cast("Kind", wish) if wish else fits), ""


def _no_pie(made: Grid, words: Words) -> str:
    """Why the values are no parts of a whole that a pie could show; empty when they are."""
    values = [value for value in made.lines[0].values if value is not None]
    if made.pivoted:
        return words.pie_two_breakdowns
    if made.adds_up is False or not made.parts:
        return words.pie_no_whole(made.lines[0].name)
    if any(value < 0 for value in values):
        return words.pie_negative
    if sum(value > 0 for value in values) > MAX_SERIES:
        return words.pie_too_many(len(made.categories), MAX_SERIES)
    return "" if sum(value > 0 for value in values) > 1 else words.pie_one_slice


def _pie(made: Grid, table: Table, words: Words, room: Room) -> tuple[Chart, tuple[str, ...]]:
    line = made.lines[0]
    pairs = [(c, v) for c, v in zip(made.categories, line.values, strict=True) if v is not None and v > 0]
    notes = list(made.notes)
    title = made.title or table.title
    if len(made.lines) > 1:
        notes.append(words.chart_left_out_metrics([other.name for other in made.lines[1:]]))
        title = words.chart_title_of([line.name], [made.x_label])
    gone = [c for c, v in zip(made.categories, line.values, strict=True) if not v]
    if gone:
        notes.append(words.chart_without_value(gone))
    data = rounded([value for _, value in pairs], made.measure)
    name = cut(_plain(line.name), room.label)
    labels = tuple(unique((label for label, _ in pairs), room.label))
    return Chart("pie", _title(title, words, room), labels, (Series(name, data),)), tuple(notes)


def _chart(kind: Kind, made: Grid, table: Table, words: Words, room: Room) -> Chart:
    names = unique((_plain(line.name) for line in made.lines), room.label)
    data = [rounded(line.values, made.measure) for line in made.lines]
    return Chart(
        kind=kind,
        title=_title(made.title or table.title, words, room),
        categories=tuple(unique(made.categories, room.label)),
        series=tuple(Series(name, values) for name, values in zip(names, data, strict=True)),
        x_label=cut(_plain(made.x_label), room.axis_label),
        y_label=cut(_plain(made.y_label), room.axis_label),
        is_time=in_order(made),
    )


def rounded(values: Sequence[Value], column: Column) -> tuple[Value, ...]:
    """Values as precise as the column's format shows them: shares in percent, whole amounts whole.

    Three digits of the largest are always kept, so that a chart of small values does not turn to zeros.
    """
    pattern = column.format or ""
    factor = 100 if pattern.endswith("%") else 1
    exact = [None if value is None else Decimal(repr(value)) * factor for value in values]
    if pattern and not pattern.endswith("a"):
        decimals = len(pattern.rstrip("%").partition(".")[2])
    else:
        decimals = 0 if column.type == "integer" else 2
    largest = max((abs(value) for value in exact if value is not None), default=Decimal(0))
    if largest:
        decimals = max(decimals, SIGNIFICANT - 1 - largest.adjusted())
    step = Decimal(1).scaleb(-decimals)
    return tuple(None if value is None else _bare(value.quantize(step, ROUND_HALF_UP)) for value in exact)


def _bare(value: Decimal) -> float:
    return int(value) if value == value.to_integral_value() else float(value)


def _title(text: str, words: Words, room: Room) -> str:
    return cut(_plain(text), room.title) or words.chart_untitled


def _plain(text: str) -> str:
    return inert(cut(text, LONGEST)).strip()
