"""What of a result can be drawn: an axis, and series with a value, or none, for each of its categories."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast

from bot.reply.chart_labels import GRAINS, Grain, cut, day_of, following, grain_of, named, times, unit_of, with_unit
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Column, Receipt, Scalar, Table

# https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block, the smaller of the published limits
MAX_SERIES = 6
MAX_POINTS = 20
MAX_CATEGORIES = 50
"""More than this is read in a table, not in a chart."""
TOP = 5
"""Series drawn when there are more than MAX_SERIES; the rest go together where they add up."""
LONGEST_TIME = 400
"""Calendar units between the first and the last point at most; a gap in more is not filled."""

Value = float | None


class NotDrawableError(Exception):
    """The result makes no chart. The message is the reason in words."""


@dataclass(frozen=True)
class Line:
    """One series: a value for each category of the axis, or none."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Grid:
    """A result laid out for drawing. ``days`` says that the axis is time."""

    categories: tuple[str, ...]
    lines: tuple[Line, ...]
    measure: Column
    axis: Column
    x_label: str
    days: tuple[date, ...] = ()
    grain: Grain | None = None
    pivoted: bool = False
    """The series are values of a second breakdown."""
    y_label: str = ""
    title: str = ""
    """A title of its own, where the result's would promise more than is drawn."""
    adds_up: bool | None = None
    """Whether the values of parts make the value of the whole; None: not known."""
    zero: bool = False
    """No rows mean 0."""
    notes: tuple[str, ...] = ()

    def at(self, indexes: Sequence[int]) -> Grid:
        """The same with these categories only."""
        lines = tuple(replace(line, values=tuple(line.values[i] for i in indexes)) for line in self.lines)
        days = tuple(self.days[i] for i in indexes) if self.days else ()
        return replace(self, categories=tuple(self.categories[i] for i in indexes), lines=lines, days=days)

    def noted(self, note: str) -> Grid:
        return replace(self, notes=(*self.notes, note))


def number_of(value: Scalar) -> Value:
    """A cell as a figure: None for text, for null and for what is not finite."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def grid(table: Table, receipt: Receipt, words: Words) -> Grid:
    """The result as a chart could show it, before it is cut to Slack's limits. Raises NotDrawableError."""
    measures, keys = _columns(table, receipt)
    dated = _dated(table, receipt)
    undated, table = len(table.rows) - len(dated.rows), dated
    if not measures:
        raise NotDrawableError(words.chart_no_figures)
    values = [number_of(row[i]) for row in table.rows for i in measures]
    if all(value is None for value in values):
        raise NotDrawableError(words.chart_only_nulls)
    if len(table.rows) < 2 or not keys:
        raise NotDrawableError(words.chart_one_value)
    if table.truncated:
        raise NotDrawableError(words.chart_cut_result)
    if len(keys) > 2 or any(table.columns[i].type == "json" for i in keys):
        raise NotDrawableError(words.chart_many_breakdowns)
    first = table.columns[measures[0]]
    pivoted = len(keys) == 2
    drawn = measures[:1] if pivoted else [i for i in measures if _alike(table.columns[i], first)]
    made = _pivot(table, receipt, keys, measures[0], words) if pivoted else _plain(table, keys[0], drawn)
    if len(drawn) < len(measures):
        rest = [table.columns[i].label for i in measures if i not in drawn]
        by = [table.columns[i].label for i in keys]
        made = replace(made, title=words.chart_title_of([table.columns[i].label for i in drawn], by))
        made = made.noted(words.chart_left_out_metrics(rest))
    versions = [m for m in receipt.metrics if m.name in {table.columns[i].name for i in drawn}]
    made = replace(
        made,
        y_label=with_unit(first) if len(drawn) == 1 else unit_of(first),
        adds_up=all(m.adds_up for m in versions) if versions else None,
        zero=bool(versions) and all(m.empty_is_zero for m in versions),
    )
    made = made.noted(words.chart_undated) if undated else made
    return _named(_in_time(made, receipt), words)


def _dated(table: Table, receipt: Receipt) -> Table:
    """Without the row of what has no date, which has no place on an axis of time."""
    grain = (receipt.request or {}).get("grain")
    at = next((i for i, column in enumerate(table.columns) if column.name == grain), None)
    if at is None:
        return table
    return table.model_copy(update={"rows": tuple(row for row in table.rows if row[at] is not None)})


def _columns(table: Table, receipt: Receipt) -> tuple[list[int], list[int]]:
    """Indexes of the figures and of what they are broken down by."""
    names = {metric.name for metric in receipt.metrics}
    if names:
        measures = [i for i, column in enumerate(table.columns) if column.name in names]
    else:
        measures = [i for i, c in enumerate(table.columns) if c.type in ("integer", "number") and not _is_key(c.name)]
    numbers = {i for i, c in enumerate(table.columns) if c.type in ("integer", "number")}
    skipped: set[int] = set() if names else numbers
    keys = [i for i in range(len(table.columns)) if i not in measures and i not in skipped]
    return [i for i in measures if i in numbers], keys


def _is_key(name: str) -> bool:
    """Numbers that name a thing: of a statement's own columns nothing else tells them from figures."""
    return name.casefold() in ("id", "year", "month", "day", "week", "quarter") or name.casefold().endswith(
        ("_id", "_key", "_no", "_year", "_month")
    )


def _alike(column: Column, first: Column) -> bool:
    """Two figures share an axis when both say the same unit, or count in none and are of one kind."""
    if column is first:
        return True
    if not column.unit and not first.unit:
        both_shares = [(c.format or "").endswith("%") for c in (column, first)]
        return all(both_shares) or (not any(both_shares) and column.type == first.type == "integer")
    return unit_of(column) == unit_of(first)


def _plain(table: Table, key: int, drawn: Sequence[int]) -> Grid:
    lines = [Line(table.columns[i].label, tuple(number_of(row[i]) for row in table.rows)) for i in drawn]
    return _laid_out(table.columns[key], [row[key] for row in table.rows], lines, table.columns[drawn[0]])


def _pivot(table: Table, receipt: Receipt, keys: Sequence[int], measure: int, words: Words) -> Grid:
    """Rows of (axis, series, figure): the time, else the longer breakdown, makes the axis."""
    axis, series = keys
    distinct = {i: list(dict.fromkeys(row[i] for row in table.rows)) for i in keys}
    timed = [i for i in keys if _is_time(table.columns[i], distinct[i])]
    grain = (receipt.request or {}).get("grain")
    timed.sort(key=lambda i: table.columns[i].name != grain)
    if timed:
        axis = timed[0]
        series = next(i for i in keys if i != axis)
    elif len(distinct[series]) > MAX_SERIES >= len(distinct[axis]):
        axis, series = series, axis
    cells: dict[tuple[Scalar, Scalar], Value] = {}
    for row in table.rows:
        if (row[axis], row[series]) in cells:
            raise NotDrawableError(words.chart_repeated)
        cells[row[axis], row[series]] = number_of(row[measure])
    if len(distinct[axis]) < 2:
        axis, series = series, axis
        cells = {(b, a): value for (a, b), value in cells.items()}
    column = table.columns[series]
    lines = [Line(named(s, column, words), tuple(cells.get((a, s)) for a in distinct[axis])) for s in distinct[series]]
    made = _laid_out(table.columns[axis], distinct[axis], lines, table.columns[measure])
    return replace(made, pivoted=True)


def _is_time(column: Column, values: Iterable[Scalar]) -> bool:
    return column.type in ("date", "timestamp") and all(day_of(value) for value in values)


def _laid_out(axis: Column, keys: Sequence[Scalar], lines: Sequence[Line], measure: Column) -> Grid:
    days = tuple(day for key in keys if (day := day_of(key))) if _is_time(axis, keys) else ()
    return Grid(
        categories=tuple("" if key is None else str(key) for key in keys),
        lines=tuple(lines),
        measure=measure,
        axis=axis,
        x_label=axis.label or axis.name,
        days=days,
    )


def _in_time(made: Grid, receipt: Receipt) -> Grid:
    """Time runs from left to right, without gaps where no rows mean 0; a ranking of months stays a ranking."""
    if not made.days:
        return made
    request = receipt.request or {}
    if made.axis.name == request.get("grain") in GRAINS:
        grain = cast("Grain", request["grain"])
    else:
        grain = grain_of(made.days)
    order = cast("dict[str, object]", request.get("order") or {})
    if order.get("by") in {metric.name for metric in receipt.metrics}:
        return replace(made, grain=grain)
    made = replace(made.at(sorted(range(len(made.days)), key=lambda i: made.days[i])), grain=grain)
    whole = [made.days[0]]
    while whole[-1] < made.days[-1] and len(whole) <= LONGEST_TIME:
        whole.append(following(whole[-1], grain))
    places = {day: i for i, day in enumerate(made.days)}
    if not made.zero or len(whole) > LONGEST_TIME or not set(places) <= set(whole) or len(places) < len(made.days):
        return made
    lines = tuple(
        replace(line, values=tuple(line.values[places[day]] if day in places else None for day in whole))
        for line in made.lines
    )
    return replace(made, categories=tuple(day.isoformat() for day in whole), lines=lines, days=tuple(whole))


def in_order(made: Grid) -> bool:
    """The axis is time and runs from the past on."""
    return bool(made.days) and all(a < b for a, b in zip(made.days, made.days[1:], strict=False))


def _named(made: Grid, words: Words) -> Grid:
    if made.days and made.grain:
        labels = times(made.days, made.grain, words)
    else:
        labels = [named(key, made.axis, words) for key in made.categories]
    return replace(made, categories=tuple(labels))


def fitted(made: Grid, words: Words) -> Grid:
    """Cut to what a chart can hold, every series whole. Raises NotDrawableError."""
    if len(made.categories) > MAX_CATEGORIES:
        raise NotDrawableError(words.chart_too_many(len(made.categories), MAX_CATEGORIES))
    made = _top_series(_cut_axis(made, words), words)
    if made.zero:
        filled = (replace(line, values=tuple(value or 0 for value in line.values)) for line in made.lines)
        return replace(made, lines=tuple(filled))
    there = [i for i in range(len(made.categories)) if any(line.values[i] is not None for line in made.lines)]
    if len(there) < len(made.categories):
        gone = [label for i, label in enumerate(made.categories) if i not in there]
        made = made.at(there).noted(words.chart_without_value(gone))
    whole = tuple(line for line in made.lines if None not in line.values)
    if len(whole) < len(made.lines):
        gone = [line.name for line in made.lines if line not in whole]
        made = replace(made, lines=whole).noted(words.chart_with_gaps([cut(name, 40) for name in gone]))
    if not made.lines:
        raise NotDrawableError(words.chart_gaps_only)
    if len(made.categories) < 2:
        raise NotDrawableError(words.chart_one_value)
    return made


def _cut_axis(made: Grid, words: Words) -> Grid:
    count = len(made.categories)
    if count <= MAX_POINTS:
        return made
    if in_order(made):
        cut_off = made.at(range(count - MAX_POINTS, count))
        return cut_off.noted(words.chart_latest(MAX_POINTS, count, made.grain or "day"))
    return made.at(range(MAX_POINTS)).noted(words.chart_first(MAX_POINTS, count))


def _top_series(made: Grid, words: Words) -> Grid:
    """At most MAX_SERIES: the largest, and all others as one where they add up."""
    count = len(made.lines)
    if count <= MAX_SERIES:
        return made
    if not made.pivoted:
        return replace(made, lines=made.lines[:MAX_SERIES]).noted(words.chart_first_series(MAX_SERIES, count))

    def size(line: Line) -> float:
        there = [value for value in line.values if value is not None]
        if not there:
            return float("-inf")
        return sum(there) if made.adds_up else sum(there) / len(there)

    ranked = sorted(made.lines, key=size, reverse=True)
    top, rest = ranked[:TOP], ranked[TOP:]
    if not made.adds_up:
        return replace(made, lines=tuple(top)).noted(words.chart_top(TOP, count))
    summed = (sum(value or 0 for value in column) for column in zip(*(line.values for line in rest), strict=True))
    others = Line(words.other, tuple(summed))
    return replace(made, lines=(*top, others)).noted(words.chart_top_and_other(TOP, count))
