"""A result in one sentence, by code: the value, the row, or the ends of the list. Figures as the columns show them."""

from __future__ import annotations

from datetime import date

from agent_actions import words
from agent_actions.contract import Column, Scalar, Table, figure
from agent_actions.semantic.periods import grain_label
from agent_actions.semantic.request import Grain
from agent_actions.semantic.words import lower_first

NAMES = ("string", "date", "timestamp", "boolean")


def headline(table: Table, grain: Grain | None = None) -> str:
    """``grain``: the calendar unit of the table's first column, if it has one."""
    columns = list(enumerate(table.columns))
    names = [(i, c) for i, c in columns if c.type in NAMES]
    measures = [(i, c) for i, c in columns if c.type not in NAMES]

    def name(row: tuple[Scalar, ...]) -> str:
        return ", ".join(_name(row[i], c, grain if i == 0 else None) for i, c in names)

    def values(row: tuple[Scalar, ...], *, alone: bool) -> str:
        shown = [exact(row[i], c) if alone else figure(row[i], c) for i, c in measures]
        if len(shown) == 1:
            return shown[0]
        return words.joined([_labelled(c, v) for (_, c), v in zip(measures, shown, strict=True)])

    if not measures or not table.rows:
        return words.rows(table.title, table.total_rows)
    if len(table.rows) == 1:
        row = table.rows[0]
        alone = values(row, alone=True)
        return words.one_row(table.title, name(row), alone) if names else words.one_value(table.title, alone)
    if len(names) == 1 and not table.truncated:
        first, last = table.rows[0], table.rows[-1]
        ends = [words.end(name(row), values(row, alone=False)) for row in (first, last)]
        return words.ends(table.title, table.total_rows, grain or "row", ends[0], ends[1])
    return words.rows(table.title, table.total_rows)


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
