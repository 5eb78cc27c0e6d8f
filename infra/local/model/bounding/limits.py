"""Conditions on figures as filters of a request, or why they cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import Filter
from infra.local.model.bounding.quantities import converted
from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts, Threshold
from infra.local.model.reach import Reach
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.sentence import PERCENT


def limits(
    parts: Parts,
    named: Callable[[Item], Metric | None],
    metrics: Sequence[Metric],
    reach: Reach,
    held: Collection[str] = (),
) -> list[Filter]:
    """``named``: the metric of a word; ``metrics``: those that are asked for; ``held``: what was limited before.

    Raises Stop where the words can mean a number of a single row as well: "orders over 1,000" may be orders worth more,
    "orders with less than 3 units" are single orders; and money in another currency than the figure's.
    """
    found: list[Filter] = []
    limited: list[Metric] = []
    for limit in parts.thresholds:
        metric = named(limit.item) if limit.item is not None else None
        metric = metric or (metrics[0] if len(set(metrics)) == 1 else None)
        again = limit.item is None and metric is not None and metric.name in held
        if metric is None or (reach.counts(metric) and not (limit.counted or again)):
            raise Stop(refuse("condition"))
        found.append(Filter(field=metric.name, op=limit.op, values=(value_of(limit, metric, reach),)))
        limited.append(metric)
    if parts.none_too is False:
        found += [Filter(field=f.field, op="gt", values=(0,)) for f in found]
    facts = {fact for metric in limited for fact in reach.facts(metric)}
    if any(m not in limited and reach.counts(m) in facts for m in metrics):
        raise Stop(refuse("condition"))
    return found


def value_of(limit: Threshold, metric: Metric, reach: Reach) -> float | int:
    """The number in the metric's own unit: 40 % of a rate that is kept as a fraction is 0.4.

    A number above 1 without a percent sign is not taken for one of the two: it is refused.
    """
    if limit.unit:
        value = converted(limit.value, limit.unit, reach.unit(metric))
        if value is None:
            raise Stop(refuse("unit", limit.unit))
        return int(value) if value == int(value) else value
    fraction = metric.unit != PERCENT and bool(metric.format) and str(metric.format).endswith("%")
    if limit.currency == PERCENT:
        if not fraction and metric.unit != PERCENT:
            raise Stop(refuse("share limit" if limit.counted else "percent"))
        return round(limit.value / 100, 12) if fraction else limit.value
    if limit.currency and metric.unit != limit.currency:
        raise Stop(refuse("currency" if metric.unit else "condition"))
    if fraction and limit.value > 1:
        raise Stop(refuse("percent"))
    return int(limit.value) if limit.value == int(limit.value) else limit.value
