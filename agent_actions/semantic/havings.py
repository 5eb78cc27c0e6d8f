"""Conditions on figures: "stores with revenue over 1000", and on how they changed: "stores that sold less"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from agent_actions.contract import ColumnRole
from agent_actions.errors import FixableError
from agent_actions.semantic import derived_words, words
from agent_actions.semantic.filters import compare_metric, number_literal
from agent_actions.semantic.formulas import Formula
from agent_actions.semantic.names import fold
from agent_actions.semantic.request import Filter

COMPARISONS = ("gt", "gte", "lt", "lte", "in")
"""What a figure can be kept by; ``in`` with one value: exactly that."""


@dataclass(frozen=True)
class Having:
    formula: Formula
    op: str
    value: exp.Expr
    words: str
    role: ColumnRole = "metric"
    """Which of the metric's columns: its own, or its change on what it is compared with."""

    @property
    def number(self) -> float:
        return float(self.value.sql())

    def passes(self, number: float) -> bool:
        match self.op:
            case "gt":
                return number > self.number
            case "gte":
                return number >= self.number
            case "lt":
                return number < self.number
            case "lte":
                return number <= self.number
            case _:
                return number == self.number

    def tree(self, figure: exp.Expr) -> exp.Expr:
        """``figure``: the metric's own expression."""
        return compare_metric(self.op, exp.paren(figure, copy=False), self.value.copy())


def metric_in(formulas: Sequence[Formula], name: str) -> Formula | None:
    folded = fold(name)
    return next((f for f in formulas if folded in (fold(f.metric.name), fold(f.metric.label))), None)


def having(formulas: Sequence[Formula], asked: Filter, *, compared: bool = False) -> Having | None:
    """The filter as a condition on a metric of the request; None when it is on a field. Raises FixableError.

    ``compared``: the request compares, so that what it adds to a metric for that can be bounded too.
    """
    role: ColumnRole = "metric"
    formula, label = metric_in(formulas, asked.field), ""
    if formula is None and compared:
        formula, role, label = _changed(formulas, asked.field)
    if formula is None:
        return None
    label = label or formula.metric.label
    if asked.op not in COMPARISONS:
        raise FixableError(words.metric_comparison(label))
    if len(asked.values) != 1:
        raise FixableError(words.one_value(label, asked.op))
    value = number_literal(asked.values[0], label)
    shown = _shown(value, percent=role == "change_pct" or str(formula.metric.format or "").endswith("%"))
    return Having(formula, asked.op, value, words.compared(label, asked.op, shown), role)


def _changed(formulas: Sequence[Formula], name: str) -> tuple[Formula | None, ColumnRole, str]:
    """The metric whose change this column is, as a number or in percent, and how that is called."""
    for formula in formulas:
        own, label = formula.metric.name, formula.metric.label
        if fold(name) == fold(f"{own}_change"):
            return formula, "change", derived_words.change_in(label)
        if fold(name) == fold(f"{own}_change_pct"):
            return formula, "change_pct", derived_words.change_in(label, percent=True)
    return None, "metric", ""


def _shown(value: exp.Expr, *, percent: bool) -> str:
    """The number as people say it: 0.12 of a rate is 12%."""
    return f"{round(float(value.sql()) * 100, 6):g}%" if percent else value.sql()
