"""The request of the thread that a message may build on."""

from __future__ import annotations

from dataclasses import dataclass

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import MetricRequest


@dataclass(frozen=True)
class Earlier:
    """The request to build on."""

    request: MetricRequest
    metrics: tuple[Metric, ...]

    @property
    def refs(self) -> tuple[str, ...]:
        return (*self.request.dimensions, *(f.field for f in self.request.filters))
