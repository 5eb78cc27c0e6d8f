"""Conditions on figures: "stores with revenue over 1000"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from agent_actions.errors import FixableError
from agent_actions.semantic import words
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


def having(formulas: Sequence[Formula], asked: Filter) -> Having | None:
    """The filter as a condition on a metric of the request; None when it is on a field. Raises FixableError."""
    formula = metric_in(formulas, asked.field)
    if formula is None:
        return None
    label = formula.metric.label
    if asked.op not in COMPARISONS:
        raise FixableError(words.metric_comparison(label))
    if len(asked.values) != 1:
        raise FixableError(words.one_value(label, asked.op))
    value = number_literal(asked.values[0], label)
    return Having(formula, asked.op, value, words.compared(label, asked.op, _shown(formula, value)))


def _shown(formula: Formula, value: exp.Expr) -> str:
    """The number as people say it: 0.12 of a rate is 12%."""
    if not str(formula.metric.format or "").endswith("%"):
        return value.sql()
    return f"{round(float(value.sql()) * 100, 6):g}%"
