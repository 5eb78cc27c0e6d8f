"""Counts of what passes conditions on figures: "how many customers placed more than 5 orders"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from agent_actions.semantic.model import Metric, ModelField
from agent_actions.semantic.request import Filter
from infra.local.model import words
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.parts import Measure, Parts
from infra.local.model.reach import Reach, aggregate, entity
from infra.local.model.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.text import is_plural
from infra.local.model.vocabulary import word_set

if TYPE_CHECKING:
    from infra.local.model.meant import Meant

_SUMS = frozenset(["sum", "count", "distinct"])
_MANY = word_set("busiest quietest most fewest")
"""Said of hours and days they rank by how many there were."""


def thing(
    parts: Parts, metrics: Sequence[Metric], lexicon: Lexicon, place: Callable[[Item, list[ModelField]], ModelField]
) -> str:
    """What the request is to count: a dataset, a field or a grain; empty where nothing is counted so.

    ``place``: the one of some fields that is meant; it raises Stop where none can be had.
    """
    item = parts.counted
    if item is None:
        return ""
    if item.kind == "unit":
        return item.name
    reach, model = lexicon.reach, lexicon.model
    names = {s.ref.casefold() for s in item.senses if s.kind == "dataset"}
    names |= {n for s in item.senses if s.kind == "metric" and (m := model.metric(s.ref)) and (n := reach.counts(m))}
    datasets = [d for n in sorted(names) if (d := model.dataset(n)) and reach.distance(metrics, d.name) is not None]
    keyed = [d for d in datasets if d.primary_key]
    if len(keyed) == 1:
        return keyed[0].name
    fields = [f for s in item.senses if s.kind == "field" and (f := model.field(s.ref))]
    fields += [f for n in sorted(names) if (d := model.dataset(n)) for f in entity(model, d)]
    return place(item, fields).ref


def check(parts: Parts, count: str, limits: Sequence[Filter], metrics: Sequence[Metric], lexicon: Lexicon) -> None:
    """Raises Stop where a count cannot be had, or where it is not clear whether what has none counts as well."""
    limited = [m for f in limits if (m := lexicon.model.metric(f.field))]
    if not limits or any(m not in limited for m in metrics):
        raise Stop(refuse("condition count"))
    item = parts.counted
    if not any(_passes(f, 1) for f in limits):
        return
    sums = all(aggregate(m) in _SUMS for m in limited) and all(_passes(f, 0) for f in limits)
    if item is None or parts.none_too is not None or not sums or lexicon.model.dataset(count) is None:
        return
    options = (
        Option(words.with_some(item.text), words.SOME_ONLY),
        Option(words.with_none_too(item.text), words.NONE_TOO),
    )
    raise Stop(Ask(item.text, words.some_or_none(item.text), options, "added", kinds=frozenset()))


def any_at_all(metrics: Sequence[Metric]) -> list[Filter]:
    """What has any rows at all: the one figure, a count or a sum, is above 0. Raises Stop for other figures."""
    if len(metrics) != 1 or aggregate(metrics[0]) not in _SUMS:
        raise Stop(refuse("condition count"))
    return [Filter(field=metrics[0].name, op="gt", values=(0,))]


def only_none(limits: Sequence[Filter]) -> bool:
    """True for conditions that only what has none at all passes: nothing has a row to be listed by."""
    return any(_passes(f, 0) and not f.values[0] and f.op in ("in", "lte") for f in limits)


def check_none(meant: Meant, by_time: str | None, reach: Reach) -> None:
    """Raises Stop where what has none at all cannot be listed or counted from rows of its own."""
    facts = {fact for f in meant.limits if (m := reach.model.metric(f.field)) for fact in reach.facts(m)}
    owners = {f.dataset.casefold() for f in meant.dimensions}
    counted = reach.model.dataset(meant.count) if meant.count else None
    if meant.count and counted is None:
        return
    home = counted.name.casefold() if counted else owners.pop() if len(owners) == 1 else ""
    if not home or home in facts or (by_time and not counted):
        raise Stop(refuse("none"))
    asked = {f.field.partition(".")[0] for f in meant.filters}
    if any(not reach.leads(home, name) for name in asked):
        raise Stop(refuse("none of those"))


def home(parts: Parts, dimensions: Sequence[ModelField]) -> str:
    """The dataset whose rows are looked for that have none at all; values are meant of them, where they have such."""
    if not parts.thresholds or any(t.op != "in" or t.value for t in parts.thresholds):
        return ""
    if parts.counted is not None:
        names = [s.ref for s in parts.counted.senses if s.kind == "dataset"]
        return names[0] if len(names) == 1 else ""
    owners = {f.dataset for f in dimensions}
    return owners.pop() if len(owners) == 1 else ""


def _passes(limit: Filter, number: float) -> bool:
    bound = float(limit.values[0])
    return {
        "gt": number > bound,
        "gte": number >= bound,
        "lt": number < bound,
        "lte": number <= bound,
    }.get(limit.op, number == bound)


def of_values(parts: Parts, lexicon: Lexicon) -> None:
    """ "How many punctures", "the hour with most calls": rows of the one dataset with such a value that is counted."""
    if parts.measures or parts.datasets or not parts.known:
        return
    item = parts.known[0].item
    most = parts.rank_word in _MANY and (parts.grain_target or parts.by is not None)
    if not (parts.counting or (most and is_plural(item.text.casefold().split()[-1]))):
        return
    owners = {s.ref.partition(".")[0] for s in item.senses if s.kind == "value"}
    if len(owners) == 1 and lexicon.reach.counters(owner := owners.pop()):
        parts.measures.append(Measure(replace(item, senses=(Sense("dataset", owner),)), counts=True))
