"""A figure and what was planned of it: "target revenue" is the plan of "revenue". Pure functions of the model.

The two are found by their names: what is left of the plan's without the word for a plan names the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agent_actions.semantic.model import Dataset, Metric, TimeUnit
from agent_actions.semantic.request import Filter, MetricRequest
from agent_actions.semantic.summed import summed
from agent_actions.semantic.whole_units import parts_of_unit
from infra.local.model.english.text import name_words
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Query, Refuse, Stop
from infra.local.model.says import plan_sentences as say
from infra.local.model.times import spans

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
    return _made_of(names, lexicon, plan.actual, plan.planned)


def _made_of(names: Sequence[str], lexicon: Lexicon, *metrics: Metric) -> bool:
    made = {m.name for name in names if (metric := lexicon.model.metric(name)) for m in metric.made_of}
    return {m.name for m in metrics} <= made


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
    if plan is None or not both(before.metrics, plan, lexicon) or _made_of(request.metrics, lexicon, plan.planned):
        return request
    kept = scope(plan, (), lexicon)
    return request.model_copy(update={"filters": tuple(f for f in request.filters if f != kept)})


def scoped(query: Query, before: MetricRequest, lexicon: Lexicon) -> Query:
    """With only what is of something that has a plan, once a reply sets the plan beside, and that said."""
    plan = of(lexicon) if any(set(name_words(name)) & PLANS for name in query.request.metrics) else None
    if plan is None or both(before.metrics, plan, lexicon) or not both(query.request.metrics, plan, lexicon):
        return query
    kept, dataset = scope(plan, query.request.filters, lexicon), home(plan, lexicon)
    if kept is None or dataset is None or kept in query.request.filters:
        return query
    request = query.request.model_copy(update={"filters": (*query.request.filters, kept)})
    return replace(query, request=request, taken=(*query.taken, say.of_home(plan.actual.label, dataset.label)))


def check(request: MetricRequest, lexicon: Lexicon, today: date) -> list[str]:
    """What is to be said of the period of figures by the month. Raises Stop where only a part of one is asked for."""
    planned = _by_units(request, lexicon)
    if planned is None:
        return []
    label, unit = planned
    defaults = lexicon.model.config.defaults
    span = spans.read(request.period, today, defaults.week_start, defaults.fiscal_year_start)
    whole = (
        span is None or span.start == date.min or spans.unit_start(span.start, unit, defaults.week_start) == span.start
    )
    following = span.end + timedelta(days=1) if span and span.end < date.max else None
    so_far = following is None or following in (today, today + timedelta(days=1))
    whole &= following is None or so_far or spans.unit_start(following, unit, defaults.week_start) == following
    if parts_of_unit(request, unit) or not whole:
        raise Stop(Refuse("", say.planned_by(label, unit), label))
    if request.period and (following is None or following >= today):
        plan = of(lexicon)
        beside = plan is not None and both(request.metrics, plan, lexicon)
        return [say.under_way(label, unit) if beside else say.whole_one(label, unit)]
    return []


def _by_units(request: MetricRequest, lexicon: Lexicon) -> tuple[str, TimeUnit] | None:
    """The label of a figure of the request that is of whole units of time, and the unit."""
    for name in (*request.metrics, *(f.field for f in request.filters)):
        metric = lexicon.model.metric(name)
        for part in metric.made_of or (metric,) if metric else ():
            if unit := _unit_of(part, lexicon):
                return part.label, unit
    return None


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


def _unit_of(metric: Metric, lexicon: Lexicon) -> TimeUnit | None:
    """As the model says it, or for a plan the name of its date: "month start"."""
    field = lexicon.model.field(metric.time) if metric.time else None
    dataset = lexicon.model.dataset(field.dataset) if field else None
    if field is None or dataset is None:
        return None
    if dataset.time_unit and field.name == dataset.time:
        return dataset.time_unit
    said = {w for name in (field.name, field.label, *field.synonyms) for w in name_words(name)}
    units: tuple[TimeUnit, ...] = ("month", "quarter", "year")
    planned = set(name_words(metric.name)) & PLANS
    return next((unit for unit in units if planned and unit in said), None)
