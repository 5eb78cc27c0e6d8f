"""A figure and what was planned of it: "target revenue" is the plan of "revenue". Pure functions of the model.

The two are found by their names: what is left of the plan's without the word for a plan names the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from agent_actions.semantic.model import Dataset, Metric
from agent_actions.semantic.request import Filter, MetricRequest
from agent_actions.semantic.summed import summed
from infra.local.model import plan_sentences as say
from infra.local.model import spans
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Refuse, Stop
from infra.local.model.spans import Unit
from infra.local.model.text import name_words
from infra.local.model.vocabulary import word_set

PLANS = word_set("target targets plan plans planned budget budgets budgeted goal goals quota quotas")


@dataclass(frozen=True)
class Plan:
    """``gap``: the actual figure less the planned one."""

    actual: Metric
    planned: Metric
    gap: Metric


def of(lexicon: Lexicon) -> Plan | None:
    """The one figure of the model that has a plan; None where there is none, or where several have."""
    found: dict[tuple[str, str], Plan] = {}
    for planned in lexicon.model.metrics:
        for actual in _actuals(planned, lexicon):
            gap = summed([actual, planned], "-")
            if gap is not None:
                found[actual.name, planned.name] = Plan(actual, planned, gap)
    return next(iter(found.values())) if len(found) == 1 else None


def both(names: Sequence[str], plan: Plan, lexicon: Lexicon) -> bool:
    """The actual figure and the planned one are set against each other."""
    made = {m.name for name in names if (metric := lexicon.model.metric(name)) for m in metric.made_of}
    return {plan.actual.name, plan.planned.name} <= made


def home(plan: Plan, lexicon: Lexicon) -> Dataset | None:
    """What the plan is made for and the figure is of as well: stores, for a target of each store."""
    facts = {fact.casefold() for fact in lexicon.reach.facts(plan.planned)}
    ones = [r.one for r in lexicon.model.relationships if r.many.casefold() in facts]
    shared = [name for name in dict.fromkeys(ones) if lexicon.reach.distance([plan.actual], name)]
    return lexicon.model.dataset(shared[0]) if len(shared) == 1 else None


def scope(plan: Plan, filters: Sequence[Filter], lexicon: Lexicon) -> Filter | None:
    """Only what is of something that has a plan: no revenue without a store beside the targets of stores."""
    dataset = home(plan, lexicon)
    if dataset is None or len(dataset.primary_key) != 1:
        return None
    own = f"{dataset.name}.".casefold()
    if any(f.op == "in" and f.field.casefold().startswith(own) for f in filters):
        return None
    key = dataset.field(dataset.primary_key[0])
    return Filter(field=key.ref, op="is_not_null") if key else None


def unscoped(request: MetricRequest, before: MetricRequest, lexicon: Lexicon) -> MetricRequest:
    """Without what was kept for the plan's sake, once the plan stands beside no more."""
    plan = of(lexicon) if any(set(name_words(name)) & PLANS for name in before.metrics) else None
    if plan is None or not both(before.metrics, plan, lexicon) or both(request.metrics, plan, lexicon):
        return request
    kept = scope(plan, (), lexicon)
    return request.model_copy(update={"filters": tuple(f for f in request.filters if f != kept)})


def check(request: MetricRequest, lexicon: Lexicon, today: date) -> list[str]:
    """What is to be said of a plan's period. Raises Stop where it is no stretch that is planned for."""
    plan = of(lexicon) if any(set(name_words(name)) & PLANS for name in request.metrics) else None
    unit = _unit_of(plan, lexicon) if plan else None
    if plan is None or unit is None or not both(request.metrics, plan, lexicon):
        return []
    defaults = lexicon.model.config.defaults
    span = spans.read(request.period, today, defaults.week_start, defaults.fiscal_year_start)
    grains = spans.UNITS
    finer = request.grain in grains and grains.index(cast("Unit", request.grain)) < grains.index(unit)
    if finer or request.by or (span and spans.unit_start(span.start, unit, defaults.week_start) != span.start):
        raise Stop(Refuse("", say.planned_by(plan.planned.label, unit), plan.planned.label))
    following = span.end + timedelta(days=1) if span else today
    if span and following < today and spans.unit_start(following, unit, defaults.week_start) != following:
        raise Stop(Refuse("", say.planned_by(plan.planned.label, unit), plan.planned.label))
    return [say.under_way(plan.planned.label, unit)] if following >= today else []


def _actuals(planned: Metric, lexicon: Lexicon) -> list[Metric]:
    found: dict[str, Metric] = {}
    for name in (planned.name, planned.label, *planned.synonyms):
        words = name_words(name)
        rest = tuple(word for word in words if word not in PLANS)
        if not rest or len(rest) == len(words):
            continue
        for sense in lexicon.lookup(rest):
            metric = lexicon.model.metric(sense.ref) if sense.kind == "metric" and not sense.weak else None
            if metric and metric != planned and not set(name_words(metric.name)) & PLANS:
                found[metric.name] = metric
    return list(found.values())


def _unit_of(plan: Plan, lexicon: Lexicon) -> Unit | None:
    """The unit of the calendar that the plan is made for, as the name of its date says it: "month start"."""
    field = lexicon.model.field(plan.planned.time) if plan.planned.time else None
    said = {w for name in (field.name, field.label, *field.synonyms) for w in name_words(name)} if field else set()
    return next((unit for unit in spans.UNITS if unit in said and unit != "day"), None)
