"""Which columns of a result are drawn, against which breakdowns. Pure.

A metric's result says what its columns are (``Column.role``); of a statement's own columns nothing does, so that
numbers are figures and the rest is what they are broken down by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from bot.payload import at, mapping, text_at
from bot.reply.chart_labels import unit_of
from bot.reply.times import GRAINS
from bot.reply.values import number_of

if TYPE_CHECKING:
    from agent_actions.contract import Column, ColumnRole, Receipt, Table

NUMERIC = ("integer", "number")
NO_PARTS: tuple[ColumnRole, ...] = ("running", "rolling", "change", "change_pct", "contribution")
"""Figures that make no whole, even of a metric whose parts do."""
PIE_SLICES = 6
WHOLE = 0.995
"""Shares that come to this much are all there: rounding takes the rest."""


@dataclass(frozen=True)
class Picked:
    """Indexes of columns: ``drawn``, the first of them deciding the unit, against ``keys``."""

    drawn: tuple[int, ...]
    keys: tuple[int, ...]
    figures: frozenset[int]
    """All columns of figures, drawn or not."""
    left_out: tuple[int, ...] = ()
    """Metrics that are in the table only."""
    suggests: Literal["area", "pie"] | None = None
    """The chart that such figures are best read in, where it can be drawn."""


def picked(table: Table, receipt: Receipt) -> Picked:
    """Of several metrics those that share the first one's unit; of what is computed from one, what was asked for."""
    columns = table.columns
    if any(column.role for column in columns):
        return _by_role(table, _joined(receipt))
    names = {metric.name for metric in receipt.metrics}
    numbers = {i for i, column in enumerate(columns) if column.type in NUMERIC}
    if names:
        measures = [i for i, column in enumerate(columns) if column.name in names]
        keys = [i for i in range(len(columns)) if i not in measures]
    else:
        measures = [i for i in sorted(numbers) if not _is_key(columns[i].name)]
        keys = [i for i in range(len(columns)) if i not in numbers]
    return _metrics(columns, [i for i in measures if i in numbers], tuple(keys), frozenset(numbers - set(keys)))


def _joined(receipt: Receipt) -> frozenset[str]:
    """The columns of a shared file by which figures stand beside its rows: they name a row, the others describe it."""
    pairs = at(receipt.request or {}, "file", "on")
    listed = cast("list[object]", pairs) if isinstance(pairs, list) else []
    return frozenset(text_at(mapping(pair), "column") for pair in listed)


def _by_role(table: Table, joined: frozenset[str]) -> Picked:
    columns = table.columns
    keys = tuple(i for i, c in enumerate(columns) if c.role in ("dimension", "time") or c.type not in NUMERIC)
    keys = tuple(i for i in keys if columns[i].role != "key")
    figures = frozenset(i for i, c in enumerate(columns) if c.role != "key") - set(keys)
    keys = tuple(i for i in keys if columns[i].name in joined) or keys
    metrics = [i for i in sorted(figures) if columns[i].role in ("metric", None)]
    if not metrics:
        return Picked(tuple(sorted(figures))[:1], keys, figures)
    first = columns[metrics[0]]
    of: dict[ColumnRole | None, int] = {
        columns[i].role: i for i in sorted(figures, reverse=True) if columns[i].of in (first.of or first.name, None)
    }
    rest = tuple(metrics[1:])
    if "contribution" in of:
        return Picked((of.get("change", of["contribution"]),), keys, figures, rest)
    if "running" in of:
        return Picked((of["running"],), keys, figures, rest, "area")
    if "rolling" in of:
        return Picked((metrics[0], of["rolling"]) if len(keys) == 1 else (of["rolling"],), keys, figures, rest)
    if "previous" in of:
        return Picked((metrics[0], of["previous"])[: 2 if len(keys) == 1 else 1], keys, figures, rest)
    if "share" in of:
        whole = _is_whole(table, of["share"], keys)
        return Picked((metrics[0] if whole else of["share"],), keys, figures, rest, "pie" if whole else None)
    return _metrics(columns, metrics, keys, figures)


def _metrics(columns: Sequence[Column], metrics: list[int], keys: tuple[int, ...], figures: frozenset[int]) -> Picked:
    drawn = metrics[:1] if len(keys) == 2 else [i for i in metrics if alike(columns[i], columns[metrics[0]])]
    return Picked(tuple(drawn), keys, figures, tuple(i for i in metrics if i not in drawn))


def _is_whole(table: Table, share: int, keys: Sequence[int]) -> bool:
    """Whether the shares are the slices of one whole, few enough to be told apart."""
    values = [number_of(row[share]) or 0 for row in table.rows]
    slices = sum(value > 0 for value in values)
    categories = len(keys) == 1 and table.columns[keys[0]].role != "time"
    return categories and 2 <= slices <= PIE_SLICES and min(values) >= 0 and sum(values) >= WHOLE


def _is_key(name: str) -> bool:
    """Numbers that name a thing: of a statement's own columns nothing else tells them from figures."""
    name = name.casefold()
    return name in ("id", *GRAINS) or name.endswith(("_id", "_key", "_no", "_year", "_month"))


def alike(column: Column, first: Column) -> bool:
    """Two figures share an axis when both say the same unit, or count in none and are of one kind."""
    if column is first:
        return True
    if not column.unit and not first.unit:
        both_shares = [(c.format or "").endswith("%") for c in (column, first)]
        return all(both_shares) or (not any(both_shares) and column.type == first.type == "integer")
    return unit_of(column) == unit_of(first)
