"""A result in one sentence, by code: the value, the row, or the ends of the list. Figures as the columns show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from agent_actions import words
from agent_actions.changes import Beside, Spoken, beside, ends_beside, moved
from agent_actions.contract import Column, Scalar, Table, figure
from agent_actions.semantic.periods import grain_label
from agent_actions.semantic.request import Grain
from agent_actions.semantic.words import lower_first

NAMES = ("string", "date", "timestamp", "boolean")


def headline(table: Table, grain: Grain | None = None, spoken: Spoken | None = None) -> str:
    """``grain``: the calendar unit of the table's first column, if it has one. ``spoken``: what the table is of."""
    spoken = spoken or Spoken()
    columns = list(enumerate(table.columns))
    names = [(i, c) for i, c in columns if _is_name(c)]
    measures = [(i, c) for i, c in columns if not _is_name(c) and c.role in (None, "metric")]

    def name(row: tuple[Scalar, ...]) -> str:
        return ", ".join(_name(row[i], c, grain if i == 0 else None) for i, c in names)

    def values(row: tuple[Scalar, ...], *, alone: bool) -> str:
        shown = [exact(row[i], c) if alone else figure(row[i], c) for i, c in measures]
        if len(shown) == 1:
            return shown[0]
        return words.joined([_labelled(c, v) for (_, c), v in zip(measures, shown, strict=True)])

    if not measures or not table.rows:
        return words.rows(table.title, table.total_rows, at_least=table.at_least)
    metrics, row = beside(table), table.rows[0]
    if len(table.rows) == 1 and not names and spoken.compared and metrics:
        return _compared(metrics, row, spoken)
    if len(table.rows) == 1 and spoken.shown and len(metrics) == 1 and "share" in metrics[0].roles:
        share = metrics[0].said(metrics[0].cell(row, "share"), "share")
        before = metrics[0].cell(row, "previous_share")
        then = words.only_before(metrics[0].said(before, "previous_share"), spoken.compared) if before else ""
        return words.one_share(table.title, share, values(row, alone=True), then)
    if len(table.rows) == 1:
        alone = values(row, alone=True)
        if spoken.compared and len(metrics) == 1:
            alone = words.and_moved(alone, moved(metrics[0], row, spoken.compared))
        return words.one_row(table.title, name(row), alone) if names else words.one_value(table.title, alone)
    told = replace(spoken, name=name)
    more = [said for metric in metrics for said in ends_beside(metric, table, told)] if not table.truncated else []
    if len(names) == 1 and not table.truncated:
        listed = spoken.of_one(table.rows) or table.rows
        ends = [words.end(name(row), values(row, alone=False)) for row in (listed[0], listed[-1])]
        said = words.ends(table.title, len(listed), (grain or "row").replace("_", " "), ends[0], ends[1])
        if len(listed) < len(table.rows):
            said = words.ends_and_rest(said, words.end(name(table.rows[-1]), values(table.rows[-1], alone=False)))
        return " ".join([said, *more])
    return " ".join([words.rows(table.title, table.total_rows, at_least=table.at_least), *more])


def row_name(table: Table, grain: Grain | None) -> Callable[[tuple[Scalar, ...]], str]:
    """What a row is of: its dimensions and its time, as the headline says them."""
    names = [(i, c) for i, c in enumerate(table.columns) if _is_name(c)]
    return lambda row: ", ".join(_name(row[i], c, grain if i == 0 else None) for i, c in names)


def _is_name(column: Column) -> bool:
    return column.role in ("time", "dimension") if column.role else column.type in NAMES


def _compared(metrics: list[Beside], row: tuple[Scalar, ...], spoken: Spoken) -> str:
    """ "Revenue was €2.72M in October 2026, up 2.9% (€75,548) on September 2026." """
    said = [
        words.was(
            metric.column.label,
            exact(row[metric.at], metric.column),
            words.in_period(spoken.period),
            spoken.filters,
            moved(metric, row, spoken.compared),
        )
        for metric in metrics
    ]
    return " ".join(said)


def _labelled(column: Column, value: str) -> str:
    """ "revenue €1,234", but "12 orders" where the unit says it already."""
    label = lower_first(column.label)
    return value if column.unit == label else words.of(label, value)


def exact(value: Scalar, column: Column) -> str:
    """A figure that stands alone: not shortened to k or M."""
    if column.format and column.format.endswith("a"):
        pattern = "0,0" if isinstance(value, int | float) and abs(value) >= 1_000 else "0,0.00"
        column = column.model_copy(update={"format": pattern})
    return figure(value, column)


def _name(value: Scalar, column: Column, grain: Grain | None) -> str:
    if value is None or value == "":
        return words.NO_NAME
    if isinstance(value, bool):
        return words.yes_no(lower_first(column.label), value)
    if isinstance(value, str) and (grain or column.type == "date"):
        try:
            return grain_label(date.fromisoformat(value[:10]), grain or "day")
        except ValueError:
            return value
    return figure(value, column)
