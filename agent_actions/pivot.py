"""A result of two breakdowns laid out as a cross table: the values of one become columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agent_actions import words
from agent_actions.contract import Column, Scalar, Table
from agent_actions.semantic.periods import grain_label
from agent_actions.semantic.request import Grain, MetricRequest

MOST_COLUMNS = 19
"""Slack's tables have twenty columns; the first names the rows."""


@dataclass(frozen=True)
class Laid:
    """``reason``: why the result is as it was, where it is."""

    table: Table
    reason: str = ""


def some_rows(request: MetricRequest) -> bool:
    """Rows were left out for their figures, so that a missing one says nothing of its own: it is no 0."""
    return bool(request.limit or request.show or any("." not in f.field for f in request.filters))


def laid_out(table: Table, grain: Grain | None, *, zero: bool) -> Laid:
    """The last breakdown's values across, or the times where there are few enough of them.

    ``zero``: what has no row is 0, as for sums and counts.
    """
    keys = [i for i, c in enumerate(table.columns) if c.role in ("dimension", "time")]
    metrics = [i for i, c in enumerate(table.columns) if c.role == "metric"]
    if len(keys) != 2:
        return Laid(table, words.pivot_needs(len(keys)))
    if len(table.columns) != 3 or len(metrics) != 1:
        return Laid(table, words.PIVOT_ONE_FIGURE)
    if len(table.rows) < table.total_rows or table.truncated:
        return Laid(table, words.PIVOT_CUT)
    across = _across(table, keys)
    if across is None:
        return Laid(table, words.pivot_too_wide(MOST_COLUMNS))
    down = keys[0] if across == keys[1] else keys[1]
    return Laid(_crossed(table, down, across, metrics[0], grain, zero=zero))


def _across(table: Table, keys: list[int]) -> int | None:
    """Which breakdown becomes columns: the time first, then the last one."""
    order = sorted(keys, key=lambda i: (table.columns[i].role != "time", -i))
    return next((i for i in order if len({row[i] for row in table.rows}) <= MOST_COLUMNS), None)


def _crossed(table: Table, down: int, across: int, metric: int, grain: Grain | None, *, zero: bool) -> Table:
    values = list(dict.fromkeys(row[across] for row in table.rows))
    if table.columns[across].role == "time":
        values.sort(key=str)
    rows: dict[Scalar, dict[Scalar, Scalar]] = {}
    for row in table.rows:
        rows.setdefault(row[down], {})[row[across]] = row[metric]
    measure = table.columns[metric]
    empty = 0 if zero else None
    columns = [table.columns[down]]
    for value in values:
        label = _label(value, table.columns[across], grain)
        columns.append(measure.model_copy(update={"name": str(value) if value is not None else label, "label": label}))
    crossed = tuple((name, *(cells.get(value, empty) for value in values)) for name, cells in rows.items())
    return table.model_copy(update={"columns": tuple(columns), "rows": crossed, "total_rows": len(crossed)})


def _label(value: Scalar, column: Column, grain: Grain | None) -> str:
    if value is None or value == "":
        return words.NO_NAME
    if column.role == "time" and isinstance(value, str):
        return grain_label(date.fromisoformat(value[:10]), grain or "day")
    if isinstance(value, bool):
        return words.yes_no(column.label, value)
    return str(value)
