"""Conditions on figures as filters of a request, or why they cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import Filter
from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts
from infra.local.model.reach import Reach
from infra.local.model.refusals import refuse
from infra.local.model.scan import Item


def limits(
    parts: Parts, named: Callable[[Item], Metric | None], metrics: Sequence[Metric], reach: Reach
) -> list[Filter]:
    """``named``: the metric of a word; ``metrics``: those that are asked for.

    Raises Stop where the words can mean a number of a single row as well: "orders over 1,000" may be orders worth more,
    "orders with less than 3 units" are single orders; and money in another currency than the figure's.
    """
    found: list[Filter] = []
    limited: list[Metric] = []
    for limit in parts.thresholds:
        metric = named(limit.item) if limit.item is not None else None
        metric = metric or (metrics[0] if len(set(metrics)) == 1 else None)
        if metric is None or (reach.counts(metric) and not limit.counted):
            raise Stop(refuse("condition"))
        if limit.currency and metric.unit != limit.currency:
            raise Stop(refuse("currency" if metric.unit else "condition"))
        value = int(limit.value) if limit.value == int(limit.value) else limit.value
        found.append(Filter(field=metric.name, op=limit.op, values=(value,)))
        limited.append(metric)
    facts = {fact for metric in limited for fact in reach.facts(metric)}
    if any(m not in limited and reach.counts(m) in facts for m in metrics):
        raise Stop(refuse("condition"))
    return found
