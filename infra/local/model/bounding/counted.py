"""Counts of what passes conditions on figures: "how many customers placed more than 5 orders"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from agent_actions.semantic.model import Metric, ModelField
from agent_actions.semantic.request import Filter
from infra.local.model.english.text import Token, is_plural, name_words, stems
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.outcomes import Ask, Option, Stop, Unplaced
from infra.local.model.parts import Known, Measure, Parts
from infra.local.model.reach import Reach, aggregate, entity
from infra.local.model.says import words
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item

if TYPE_CHECKING:
    from infra.local.model.figures.meant import Meant

_SUMS = frozenset(["sum", "count", "distinct"])
_BUSY = word_set("busiest quietest peak")
_MANY = _BUSY | word_set("most fewest least")
"""Said of hours and days, or right before what there is, they rank by how many there were."""
_OURS = word_set("send sent give gave make made issue print mail")
"""What is done by us, where the rows are what others did."""


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


def of_values(parts: Parts, tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "How many punctures", "when do most calls come in": counted are the rows of the one dataset with such a value.

    "The share of express" is one of all such rows as well. Raises Stop where the values are no such rows.
    """
    _are_rows(parts, tokens, lexicon)
    if parts.measures or parts.datasets or not parts.known:
        return
    rows = _own_rows(parts.known[0].item, lexicon)
    if rows is not None and not parts.known[0].negative:
        parts.measures.append(Measure(rows, counts=True))
        return
    known = parts.known[0] if parts.counting else _ranked(parts) or _share_of(parts)
    owners = {s.ref.partition(".")[0] for s in known.item.senses if s.kind == "value"} if known else set[str]()
    if known is None or len(owners) != 1 or not lexicon.reach.counters(owner := owners.pop()):
        return
    if not parts.counting:
        parts.known = [replace(k, predicate=True) if k is known and parts.asks("share") else k for k in parts.known]
    parts.measures.append(Measure(replace(known.item, senses=(Sense("dataset", owner),)), counts=True))


def _are_rows(parts: Parts, tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "How many gift cards did we sell", "how many websites do we have": what was paid or bought so is none of these.

    Things that are there are called by their kinds, "how many robots"; and calls are tickets of which the model says
    that people called. What else comes in is counted over a period.
    """
    known = next((k for k in parts.known if parts.counting and _right_behind(k.item, tokens)), None)
    owners = {s.ref.partition(".")[0] for s in known.item.senses if s.kind == "value"} if known else set[str]()
    if known is None or not owners or parts.datasets or parts.counted or _own_rows(known.item, lexicon):
        return
    links = lexicon.model.relationships
    lasting = owners - {r.many for r in links}
    summed = [m for x in parts.measures for m in lexicon.metrics(x.item.senses) if aggregate(m) == "sum"]
    facts = {d.casefold() for m in summed for d in lexicon.reach.facts(m)}
    pieces = {r.one for r in links if r.many.casefold() in facts} & lasting
    if (summed and not pieces) or not (summed or lasting or _come_in(known, owners, parts, tokens, lexicon)):
        raise Stop(Unplaced((known.item.text,), known.item.start, known.item.end))


def _come_in(known: Known, owners: set[str], parts: Parts, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    own = stems(known.item.text.casefold().split()[-1])
    datasets = [d for d in lexicon.model.datasets if d.name in owners]
    texts = [text for d in datasets for text in (d.name, d.label, *d.synonyms, d.description or "")]
    told = any(own & stems(word) for text in texts for word in name_words(text))
    return bool(told or parts.measures or parts.periods) and not any(stems(t.norm) & _OURS for t in tokens)


def _right_behind(item: Item, tokens: Sequence[Token]) -> bool:
    """A plural right behind "how many", and nothing that it tells of."""
    before = [t.norm for t in tokens if t.end <= item.start][-2:]
    return before == ["how", "many"] and is_plural(item.text.casefold().split()[-1])


def _ranked(parts: Parts) -> Known | None:
    """A plural right behind "most" or "fewest", or beside hours and days: "calls" are rows, "urgent" is none."""
    if not parts.ranked or parts.rank_word not in _MANY:
        return None
    plural = [k for k in parts.known if is_plural(k.item.text.casefold().split()[-1]) and not k.negative]
    timed = parts.grain_target or parts.by is not None or parts.rank_word in _BUSY
    near = [k for k in plural if timed or 0 < k.item.start - parts.rank_place[1] <= 1]
    return near[0] if near else None


def _share_of(parts: Parts) -> Known | None:
    """The one value behind "share of"."""
    share = next((f for f in parts.figures if f.name == "share" and f.text.casefold().endswith(" of")), None)
    near = [k for k in parts.known if share and 0 < k.item.start - share.end <= 1 and not k.negative]
    return near[0] if near and len(parts.figures) == 1 else None


def _own_rows(item: Item, lexicon: Lexicon) -> Item | None:
    """The noun for rows at the end of a value's own name: the deliveries of "express deliveries"."""
    text = item.text.split()[-1]
    noun = text.casefold()
    if noun == item.text.casefold() or not is_plural(noun):
        return None
    owners = {s.ref.partition(".")[0].casefold() for s in item.senses if s.kind == "value"}
    senses = lexicon.lookup((noun,))
    counts = {lexicon.reach.counts(m) for s in senses if s.kind == "metric" and (m := lexicon.model.metric(s.ref))}
    rows = {s.ref.casefold() for s in senses if s.kind == "dataset"} | {c for c in counts if c}
    if len(owners) != 1 or rows != owners or not lexicon.reach.counters(next(iter(owners))):
        return None
    dataset = lexicon.model.dataset(owners.pop())
    if dataset is None or any(f.name not in dataset.primary_key for f in entity(lexicon.model, dataset)):
        return None  # clients are things: how many there are is another matter
    return replace(
        item, text=text, senses=(Sense("dataset", dataset.name),), first=item.last, start=item.end - len(text)
    )
