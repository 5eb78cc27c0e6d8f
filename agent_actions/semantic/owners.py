"""Who answers for a figure: the metric's owner, else the owners of the datasets that it counts."""

from __future__ import annotations

from collections.abc import Iterable

from agent_actions.semantic.model import Metric, SemanticModel


def owners_of(model: SemanticModel, metrics: Iterable[Metric]) -> tuple[str, ...]:
    """Slack user or channel ids, or ``#channel``, as ``outcrop.yaml`` has them; each once."""
    found: list[str] = []
    for metric in metrics:
        datasets = (model.dataset(name) for name in metric.datasets)
        found += [metric.owner] if metric.owner else [d.owner for d in datasets if d and d.owner]
    return tuple(dict.fromkeys(found))
