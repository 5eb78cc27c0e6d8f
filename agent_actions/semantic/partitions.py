"""Predicates on partition columns that follow from a period, so that the engine reads only the partitions it needs."""

from __future__ import annotations

import re
from datetime import date

from sqlglot import exp

from agent_actions.semantic.model import Dataset, ModelField
from agent_actions.semantic.periods import Period
from agent_actions.semantic.sources import datatype_of
from agent_actions.sql.tables import TableInfo

_CODES = re.compile(r"%(-?[a-zA-Z])")
_IN_TIME_ORDER = ("Y", "m", "d")
"""A format sorts as text in time order when its codes are a beginning of these."""


def partition_conditions(dataset: Dataset, field: ModelField, period: Period, info: TableInfo | None) -> list[exp.Expr]:
    """Conditions for every partition column that follows from this field. They never exclude a row of the period."""
    conditions: list[exp.Expr] = []
    for name, rule in dataset.partitions.items():
        if rule.field.casefold() != field.name.casefold():
            continue
        low = None if period.open_start else period.start
        high = None if period.open_end else period.last
        if not _sorts(rule.format, low, high):
            continue
        column = exp.column(exp.to_identifier(name, quoted=True), table=exp.to_identifier(dataset.name, quoted=True))
        known = info.column(name) if info else None
        kind = datatype_of(known.type) if known else "String"
        first = _literal(low, rule.format, kind) if low else None
        last = _literal(high, rule.format, kind) if high else None
        if first is not None and first == last:
            conditions.append(exp.EQ(this=column, expression=first))
            continue
        if first is not None:
            conditions.append(exp.GTE(this=column, expression=first))
        if last is not None:
            conditions.append(exp.LTE(this=column.copy(), expression=last))
    return conditions


def _sorts(pattern: str, low: date | None, high: date | None) -> bool:
    """Whether values between those of the two days are exactly those of the days between.

    ``%m`` alone does so within one year, ``%d`` alone within one month.
    """
    codes = _CODES.findall(pattern)
    if codes == list(_IN_TIME_ORDER[: len(codes)]) and codes:
        return True
    if low is None or high is None:
        return False
    if codes in (["m"], ["m", "d"]):
        return low.year == high.year
    return codes == ["d"] and (low.year, low.month) == (high.year, high.month)


def _literal(day: date, pattern: str, kind: str) -> exp.Expr:
    text = day.strftime(pattern) if day.year >= 1000 else day.isoformat()
    if kind == "Integer" and text.isdigit():
        return exp.Literal.number(int(text))
    if kind == "Date":
        return exp.cast(exp.Literal.string(day.isoformat()), "date")
    return exp.Literal.string(text)
