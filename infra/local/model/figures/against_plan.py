"""A question that sets a figure against its plan, resolved: both figures with the gap, and what is kept of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent_actions.semantic.divided import by_share
from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import Filter, FilterOp
from infra.local.model.around import plan_words as w
from infra.local.model.english.text import fold, name_words
from infra.local.model.everyday.breakdowns import only_beside
from infra.local.model.figures import plans
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts import Dimension, Parts
from infra.local.model.says import plan_sentences as say
from infra.local.model.scan import Item

if TYPE_CHECKING:
    from infra.local.model.figures.meant import Meant

_LIMITS: dict[str, FilterOp] = {w.MISSED: "lt", w.MET: "gte", w.BEATEN: "gt"}


def figures(parts: Parts, meant: Meant, lexicon: Lexicon) -> None:
    """Put the figure, its plan and the gap in; counted things stay to be counted."""
    plan = plans.of(lexicon)
    if plan is None:
        return
    dataset = plans.home(plan, lexicon)
    named = {dataset.name.casefold()} if dataset else set[str]()
    counted = [m for m in parts.measures if m.counts and any(s.ref.casefold() in named for s in m.item.senses)]
    counters = {c.name for name in named for c in lexicon.reach.counters(name)}
    counted += [m for m in parts.measures if m not in counted and any(s.ref in counters for s in m.item.senses)]
    ordering = any(m.ordering and any(s.ref == plan.actual.name for s in m.item.senses) for m in parts.measures)
    if {"total", "pooled", "sum"} & set(parts.aggregates):
        parts.dimensions = [d for d in parts.dimensions if not (_of_home(d, named) and only_beside(d, parts))]
    own = {plan.actual.name, plan.planned.name}
    parts.measures = [m for m in parts.measures if m not in counted and not any(s.ref in own for s in m.item.senses)]
    for known in list(parts.known):
        if not known.negative and _told(known.item, plan, lexicon):
            parts.known.remove(known)
            meant.taken.append(say.planned_so(known.item.text, plan.planned.label))
    things = [i for i in parts.datasets if any(s.ref.casefold() in named for s in i.senses)]
    parts.datasets = [i for i in parts.datasets if i not in things]
    things = [m.item for m in counted] or things
    if counted and parts.counting and parts.plan in _LIMITS:
        parts.counted = counted[0].item
        meant.metrics.append(plan.gap)
        return
    if things and parts.plan in _LIMITS and not parts.dimensions:
        parts.dimensions.append(Dimension(things[0], True, True))
    meant.metrics += [plan.actual, plan.planned, *([plan.gap] if parts.plan != w.BOTH else [])]
    if parts.asks("share"):
        parts.figures = [f for f in parts.figures if f.name != "share"]
        meant.metrics.append(by_share(plan.actual, plan.planned))
    if parts.ranked and parts.plan in (w.BESIDE, w.BOTH):
        meant.order_metric = plan.actual if ordering or parts.plan == w.BOTH else plan.gap
    if parts.plan in _LIMITS or parts.plan in (w.LOWEST, w.HIGHEST):
        falls = parts.plan in (w.MISSED, w.LOWEST)
        meant.order_metric, parts.direction = plan.gap, "asc" if falls else "desc"
        parts.ranked |= parts.plan in (w.LOWEST, w.HIGHEST)
        parts.sorting |= not parts.ranked


def _of_home(dimension: Dimension, home: set[str]) -> bool:
    """ "Total shop takings against target": all that the plan is made for."""
    return any(s.ref.casefold().partition(".")[0] in home for s in dimension.item.senses)


def _told(item: Item, plan: plans.Plan, lexicon: Lexicon) -> bool:
    """The plan can't be split by the value, but is of it by the model's own words: "the revenue of channel retail"."""
    fields = lexicon.fields(item.senses, "value")
    reached = any(lexicon.reach.distance([plan.planned], f.dataset) is not None for f in fields)
    values = {fold(s.value) for s in item.senses if s.kind == "value" and s.value}
    return bool(fields) and not reached and bool(values & set(name_words(plan.planned.description)))


def limits(parts: Parts, meant: Meant) -> list[Filter]:
    """Only what missed its plan, or met it."""
    if parts.plan not in _LIMITS or not any(m.terms for m in meant.metrics):
        return []
    gap = next(m for m in meant.metrics if m.terms)
    return [Filter(field=gap.name, op=_LIMITS[parts.plan], values=(0,))]


def keep_own(meant: Meant, metrics: Sequence[Metric], lexicon: Lexicon) -> None:
    """Beside a plan only what is of something that it is made for."""
    if not any(set(name_words(m.name)) & plans.PLANS for m in metrics):
        return
    plan = plans.of(lexicon)
    if plan is None or not plans.both([m.name for m in metrics], plan, lexicon):
        return
    kept, dataset = plans.scope(plan, meant.filters, lexicon), plans.home(plan, lexicon)
    if kept and dataset and kept not in meant.filters:
        meant.filters.append(kept)
        meant.taken.append(say.of_home(plan.actual.label, dataset.label))
