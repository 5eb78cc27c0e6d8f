"""What of a result can be drawn: an axis, and series with a value, or none, for each of its categories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, cast

from bot.reply.chart_columns import NO_PARTS, Picked, picked
from bot.reply.chart_labels import named, unit_of, with_unit
from bot.reply.graphemes import cut
from bot.reply.times import Grain, day_of, following, grain_of, time_column, times
from bot.reply.values import Value, number_of
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Column, Receipt, Scalar, Table

MAX_SERIES = 6
"""Slack's limit, and as many as people tell apart."""
MAX_CATEGORIES = 50
"""More than this is read in a table, not in a chart; time may be longer."""
TOP = 5
"""Series drawn when there are more than MAX_SERIES; the rest go together where they add up."""
LONGEST_TIME = 400
"""Calendar units between the first and the last point at most; a gap in more is not filled."""


@dataclass(frozen=True)
class Room:
    """What a chart has room for, in points and in characters."""

    points: int
    """Categories; of a ranking the first ones are drawn."""
    times: int
    """Points of time; the latest are drawn."""
    label: int
    title: int
    axis_label: int
    gaps: bool
    """A series may have points without a value."""


# https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block, the smaller of the published limits
SLACK = Room(points=20, times=20, label=20, title=50, axis_label=50, gaps=False)
PICTURE = Room(points=20, times=LONGEST_TIME, label=40, title=200, axis_label=100, gaps=True)


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
    parts: bool = True
    """False for what makes no whole whatever its metric does: running totals, changes."""
    suggests: Literal["area", "pie"] | None = None
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


def grid(table: Table, receipt: Receipt, words: Words) -> Grid:
    """The result as a chart could show it, before it is cut to Slack's limits. Raises NotDrawableError."""
    dated = _dated(table, receipt)
    undated, table = len(table.rows) - len(dated.rows), dated
    found = picked(table, receipt)
    columns, keys = table.columns, found.keys
    if not found.drawn:
        raise NotDrawableError(words.chart_no_figures)
    if all(number_of(row[i]) is None for row in table.rows for i in found.drawn):
        raise NotDrawableError(words.chart_only_nulls)
    if len(table.rows) < 2 or not keys:
        raise NotDrawableError(words.chart_one_value)
    if table.truncated:
        raise NotDrawableError(words.chart_cut_result)
    if len(keys) > 2 or any(columns[i].type == "json" for i in keys):
        raise NotDrawableError(words.chart_many_breakdowns)
    made = _pivot(table, receipt, found, words) if len(keys) > 1 else _plain(table, found)
    if found.left_out:
        labels = [columns[i].label for i in found.drawn]
        made = replace(made, title=words.chart_title_of(labels, [columns[i].label for i in keys]))
        made = made.noted(words.chart_left_out_metrics([columns[i].label for i in found.left_out]))
    names = {columns[i].of or columns[i].name for i in found.drawn}
    versions = [m for m in receipt.metrics if m.name in names]
    parts = all(columns[i].role not in NO_PARTS for i in found.drawn)
    made = replace(
        made,
        y_label=_axis_label(table, found),
        adds_up=all(m.adds_up for m in versions) if versions else None,
        parts=parts,
        suggests=found.suggests,
        zero=bool(versions) and parts and all(m.empty_is_zero for m in versions) and not _some_left_out(receipt),
    )
    made = made.noted(words.chart_undated) if undated else made
    return _named(_in_time(made, receipt, {columns[i].name for i in found.figures}), words)


def _dated(table: Table, receipt: Receipt) -> Table:
    """Without the row of what has no date, which has no place on an axis of time."""
    timed = time_column(table.columns, receipt)
    if timed is None:
        return table
    return table.model_copy(update={"rows": tuple(row for row in table.rows if row[timed[0]] is not None)})


def _axis_label(table: Table, found: Picked) -> str:
    """What the figures are: the metric, where all that is drawn belongs to one; else their unit."""
    columns = [table.columns[i] for i in found.drawn]
    one = len(columns) == 1 or (columns[0].of is not None and {c.of for c in columns} == {columns[0].of})
    return with_unit(columns[0]) if one else unit_of(columns[0])


def _plain(table: Table, found: Picked) -> Grid:
    (key,) = found.keys
    lines = [Line(table.columns[i].label, tuple(number_of(row[i]) for row in table.rows)) for i in found.drawn]
    return _laid_out(table.columns[key], _apart(table, key), lines, table.columns[found.drawn[0]])


def _apart(table: Table, key: int) -> list[Scalar]:
    """The names of the rows, each that comes more than once with the key behind it: "Ana Silva (1042)"."""
    names = [row[key] for row in table.rows]
    beside = [i for i, column in enumerate(table.columns) if column.role == "key"]
    shared = {name for name, count in Counter(names).items() if beside and count > 1 and name is not None}

    def told(row: Sequence[Scalar]) -> Scalar:
        return f"{row[key]} ({', '.join(str(row[i]) for i in beside)})" if row[key] in shared else row[key]

    return [told(row) for row in table.rows]


def _pivot(table: Table, receipt: Receipt, found: Picked, words: Words) -> Grid:
    """Rows of (axis, series, figure): the time, else the longer breakdown, makes the axis."""
    axis, series = keys = found.keys
    measure = found.drawn[0]
    distinct = {i: list(dict.fromkeys(row[i] for row in table.rows)) for i in keys}
    timed = [i for i in keys if _is_time(table.columns[i], distinct[i])]
    unit = time_column(table.columns, receipt)
    timed.sort(key=lambda i: unit is None or i != unit[0])
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


def _some_left_out(receipt: Receipt) -> bool:
    """Rows were left out for their figures or their weekday, so that a missing one is no 0."""
    request = receipt.request or {}
    filters = cast("list[dict[str, object]]", request.get("filters") or [])
    return bool(request.get("weekdays")) or any("." not in str(f.get("field", ".")) for f in filters)


def _in_time(made: Grid, receipt: Receipt, figures: set[str]) -> Grid:
    """Time runs from left to right, without gaps where no rows mean 0; a ranking of months stays a ranking."""
    if not made.days:
        return made
    unit = time_column((made.axis,), receipt)
    grain = unit[1] if unit else grain_of(made.days)
    order = cast("dict[str, object]", (receipt.request or {}).get("order") or {})
    if order.get("by") in figures:
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


def fitted(made: Grid, words: Words, room: Room = SLACK) -> Grid:
    """Cut to what a chart has room for. Raises NotDrawableError."""
    if len(made.categories) > MAX_CATEGORIES and not in_order(made):
        raise NotDrawableError(words.chart_too_many(len(made.categories), MAX_CATEGORIES))
    made = _top_series(_cut_axis(made, words, room), words)
    if made.zero:
        filled = (replace(line, values=tuple(value or 0 for value in line.values)) for line in made.lines)
        return replace(made, lines=tuple(filled))
    there = [i for i in range(len(made.categories)) if any(line.values[i] is not None for line in made.lines)]
    if len(there) < len(made.categories) and not (room.gaps and in_order(made)):
        gone = [label for i, label in enumerate(made.categories) if i not in there]
        made = made.at(there).noted(words.chart_without_value(gone))
    whole = tuple(line for line in made.lines if room.gaps or None not in line.values)
    if len(whole) < len(made.lines):
        gone = [line.name for line in made.lines if line not in whole]
        made = replace(made, lines=whole).noted(words.chart_with_gaps([cut(name, 40) for name in gone]))
    if not made.lines:
        raise NotDrawableError(words.chart_gaps_only)
    if len(made.categories) < 2:
        raise NotDrawableError(words.chart_one_value)
    return made


def _cut_axis(made: Grid, words: Words, room: Room) -> Grid:
    count = len(made.categories)
    if in_order(made):
        if count <= room.times:
            return made
        cut_off = made.at(range(count - room.times, count))
        in_picture = room.times < count <= PICTURE.times
        return cut_off.noted(words.chart_latest(room.times, count, made.grain or "day", in_picture=in_picture))
    if count <= room.points:
        return made
    return made.at(range(room.points)).noted(words.chart_first(room.points, count))


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
