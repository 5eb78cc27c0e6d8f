"""What a question names, in the model's own names."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent_actions.semantic.model import Metric, ModelField
from agent_actions.semantic.request import Filter
from infra.local.model.english.text import fold

Scalar = str | float | int | bool


@dataclass(frozen=True)
class Place:
    """A value to keep: its first token in the message, its field's ref."""

    first: int
    ref: str
    predicate: bool
    """It is said of the figure: orders that *were online*; a share is asked of such values."""


@dataclass
class Meant:
    """What the parts name, in the model's own names."""

    metrics: list[Metric] = field(default_factory=list[Metric])
    """Metrics that the message itself names; empty: those of the earlier request."""
    order_metric: Metric | None = None
    dimensions: list[ModelField] = field(default_factory=list[ModelField])
    targets: list[ModelField] = field(default_factory=list[ModelField])
    listed: list[ModelField] = field(default_factory=list[ModelField])
    """Dimensions that are only shown beside what is ranked."""
    by_time: bool = False
    """A dimension was the metrics' own date."""
    filters: list[Filter] = field(default_factory=list[Filter])
    places: list[Place] = field(default_factory=list[Place])
    """Where values to keep stand."""
    limits: list[Filter] = field(default_factory=list[Filter])
    """Conditions on the figures themselves."""
    count: str = ""
    """What is counted of that which passes them: a dataset, a field or a grain."""
    sort_field: ModelField | None = None
    all_of: list[ModelField] = field(default_factory=list[ModelField])
    notes: list[str] = field(default_factory=list[str])
    taken: list[str] = field(default_factory=list[str])


def typed(found: ModelField, value: Scalar) -> Scalar:
    """The value in the field's own type: "3" of an integer field is 3."""
    if not isinstance(value, str):
        return value
    if found.datatype == "Boolean" and fold(value) in ("true", "false", "yes", "no"):
        return fold(value) in ("true", "yes")
    if found.datatype == "Integer" and value.lstrip("-").isdigit():
        return int(value)
    return value
