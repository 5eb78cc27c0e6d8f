"""What a request names, found in the model; and what a request becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_actions.contract import Column
from agent_actions.semantic.derive import Spine
from agent_actions.semantic.filters import Condition, understand
from agent_actions.semantic.lookup import field_named, label_for
from agent_actions.semantic.model import Metric, ModelField, SemanticModel, TableRef
from agent_actions.semantic.periods import Period, parse_period
from agent_actions.semantic.request import Filter, MetricRequest


@dataclass(frozen=True)
class Compiled:
    sql: str
    columns: tuple[Column, ...]
    title: str
    assumptions: tuple[str, ...]
    metrics: tuple[Metric, ...]
    datasets: tuple[str, ...]
    """Every dataset that the statement reads."""
    period: Period | None
    times: tuple[str, ...] = ()
    """Fields (``dataset.field``) by which the facts are dated."""
    compared: Period | None = None
    """What the period is compared with."""
    spine: Spine | None = None
    """The buckets that have a row each, where every one has."""
    conditions: tuple[str, ...] = ()
    """The filters, in words."""
    told_apart: tuple[tuple[TableRef, str], ...] = ()
    """Columns by which what is counted is told apart: who may not see them cannot have the count."""


def period_of(model: SemanticModel, request: MetricRequest, today: date) -> Period | None:
    if request.period is None or not request.period.strip():
        return None
    defaults = model.config.defaults
    return parse_period(
        request.period, today, week_start=defaults.week_start, fiscal_year_start=defaults.fiscal_year_start
    )


def condition_of(model: SemanticModel, asked: Filter, facts: Sequence[str], today: date) -> Condition:
    field = field_named(model, asked.field, facts)
    return understand(model, field, asked, label_for(model, field), today)


def output_names(fields: Sequence[ModelField], others: Sequence[str]) -> list[str]:
    """Output column names: the field's own, with its dataset's before it where that would not be unique."""
    bare = [f.name.casefold() for f in fields]
    taken = {name.casefold() for name in others}
    return [
        f"{f.dataset}_{f.name}" if bare.count(f.name.casefold()) > 1 or f.name.casefold() in taken else f.name
        for f in fields
    ]
