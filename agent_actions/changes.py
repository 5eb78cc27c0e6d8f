"""What is worked out beside a metric, in words, by code: changes, shares, running totals, contributions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent_actions import words
from agent_actions.contract import Column, Scalar, Table, figure
from agent_actions.semantic.derived_words import ALL_OTHERS
from agent_actions.semantic.words import lower_first

TERMS = 6
"""Contributions that are written out; the rest of them is one term."""


@dataclass(frozen=True)
class Spoken:
    """What a headline says beside the table: the period, what it is compared with, the filters, each in words."""

    period: str = ""
    compared: str = ""
    filters: tuple[str, ...] = ()
    whole: bool = True
    """The rows are all there are: their figures may be added up."""
    name: Callable[[tuple[Scalar, ...]], str] = str
    rest: bool = False
    """One row stands for all others; it is never the largest of them."""
    shown: bool = False
    """Only the rows whose share was asked for are listed."""

    def of_one(self, rows: Sequence[tuple[Scalar, ...]]) -> Sequence[tuple[Scalar, ...]]:
        """The rows without that of all others."""
        return [row for row in rows if ALL_OTHERS not in row] if self.rest else rows


@dataclass(frozen=True)
class Beside:
    """A metric's column and those worked out beside it, by role: positions in a row."""

    column: Column
    at: int
    roles: dict[str, int]
    columns: Sequence[Column]

    def cell(self, row: tuple[Scalar, ...], role: str) -> float | None:
        """The figure, None where there is none."""
        position = self.at if role == "metric" else self.roles.get(role)
        value = None if position is None else row[position]
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def said(self, value: Scalar, role: str = "metric") -> str:
        return figure(value, self.column if role == "metric" else self.columns[self.roles[role]])


def beside(table: Table) -> list[Beside]:
    """The result's metrics, in order."""
    found: list[Beside] = []
    for i, column in enumerate(table.columns):
        if column.role == "metric":
            roles = {c.role: j for j, c in enumerate(table.columns) if c.of == column.of and c.role and j != i}
            found.append(Beside(column, i, roles, table.columns))
    return found


def moved(metric: Beside, row: tuple[Scalar, ...], before: str) -> str:
    """ "up 2.9% (€75,548) on September 2026": how a figure stands to the one before, ``before`` in words."""
    now, then, change = (metric.cell(row, role) for role in ("metric", "previous", "change"))
    if then is None or now is None or change is None:
        return (
            words.nothing_before(before) if then is None else words.only_before(metric.said(then, "previous"), before)
        )
    if not change:
        return words.unchanged(before)
    share = metric.cell(row, "change_pct")
    size = _points(change) if _in_percent(metric.column) else metric.said(abs(change), "change")
    if share is None or _in_percent(metric.column):
        return words.moved(change > 0, size, before)
    return words.moved_by(change > 0, metric.said(abs(share), "change_pct"), size, before)


def ends_beside(metric: Beside, table: Table, spoken: Spoken) -> list[str]:
    """Sentences on the columns beside a metric of several rows."""
    said: list[str] = []
    label = lower_first(metric.column.label)
    rows = spoken.of_one(table.rows)
    if "change" in metric.roles and "contribution" not in metric.roles:
        found = [(abs(c), row) for row in rows if (c := metric.cell(row, "change"))]
        if found:
            row = max(found, key=lambda pair: pair[0])[1]
            said.append(words.largest_change(label, spoken.name(row), moved(metric, row, spoken.compared)))
    if "contribution" in metric.roles:
        found = [(abs(c), row) for row in rows if (c := metric.cell(row, "contribution"))]
        if found:
            row = max(found, key=lambda pair: pair[0])[1]
            part = metric.said(metric.cell(row, "contribution"), "contribution")
            said += _whole(metric, rows, spoken)
            said.append(words.largest_contribution(label, spoken.name(row), part))
    if "share" in metric.roles:
        found = [(s, row) for row in rows if (s := metric.cell(row, "share")) is not None]
        if found:
            share, row = max(found, key=lambda pair: pair[0])
            said.append(words.largest_share(label, spoken.name(row), metric.said(share, "share")))
    for role, sentence in (("running", words.ran_up), ("rolling", words.rolled)):
        if role in metric.roles and len(table.columns) - len(_figures(table)) == 1:
            position = metric.roles[role]
            said.append(
                sentence(table.columns[position].label, figure(table.rows[-1][position], table.columns[position]))
            )
    return said


def _whole(metric: Beside, rows: Sequence[tuple[Scalar, ...]], spoken: Spoken) -> list[str]:
    """Which way the figure went: who asks why it fell may be told that it rose."""
    changes = [(metric.cell(row, "change"), metric.cell(row, "contribution")) for row in rows]
    if not spoken.whole or any(change is None for change, _ in changes) or _in_percent(metric.column):
        return []
    if metric.columns[0].role == "time":
        return []
    whole = sum(change or 0 for change, _ in changes)
    size = metric.said(abs(whole), "change")
    told = words.whole_change(metric.column.label, words.moved(whole > 0, size, spoken.compared))
    return [told] if _sums(whole, changes) else []


def arithmetic(table: Table, spoken: Spoken) -> tuple[str, ...]:
    """How the parts of each change make the whole one: "EMEA €40,000 + APAC €35,548 = €75,548"."""
    if not spoken.whole:
        return ()
    notes: list[str] = []
    for metric in beside(table):
        if "contribution" not in metric.roles or not table.rows or table.columns[0].role == "time":
            continue
        changes = [
            (metric.cell(row, "change"), metric.cell(row, "contribution"), spoken.name(row)) for row in table.rows
        ]
        if any(change is None for change, _, _ in changes) or _in_percent(metric.column):
            continue
        whole = sum(change or 0 for change, _, _ in changes)
        parts = sorted(changes, key=lambda c: -abs(c[0] or 0))
        terms = [(name, metric.said(change, "change")) for change, _, name in parts[:TERMS]]
        left = parts[TERMS:]
        if left:
            others = sum(change or 0 for change, _, _ in left)
            terms.append((words.more(len(left)), metric.said(others, "change")))
        if _sums(whole, [(change, part) for change, part, _ in changes]):
            notes.append(words.adds_to(lower_first(metric.column.label), terms, metric.said(whole, "change")))
    return tuple(notes)


def _sums(whole: float, changes: Sequence[tuple[float | None, float | None]]) -> bool:
    """Whether contributions are changes over the whole change: those of ratios are not."""
    return bool(whole) and all(
        abs((change or 0) / whole - (part or 0)) < 1e-6 for change, part in changes if part is not None
    )


def _figures(table: Table) -> list[Column]:
    return [c for c in table.columns if c.role not in ("time", "dimension", "key")]


def _in_percent(column: Column) -> bool:
    return bool(column.format and column.format.endswith("%")) or column.unit == "%"


def _points(change: float) -> str:
    return words.points(f"{abs(change) * 100:.1f}")
