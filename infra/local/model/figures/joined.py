"""Things in a row with figures or values, and such themselves: "parcels, freight cost and late share"."""

from __future__ import annotations

from dataclasses import replace

from agent_actions.semantic.model import NUMBER_TYPES, Metric
from infra.local.model.bounding.listed import in_each
from infra.local.model.lexicon import Sense
from infra.local.model.parts import Dimension, Measure, Parts
from infra.local.model.reach import aggregate, plain_field
from infra.local.model.scan import Item
from infra.local.model.sentence import SUBORDINATING, Sentence

ADDS_UP = ("sum", "count", "distinct")
JOINS = frozenset(["and", "plus", "&"])


def beside_figures(s: Sentence, parts: Parts) -> None:
    """Rows that are named in one row with figures are counted beside them: they are no setting of these.

    What nothing counts is what the figures are of: "machines and their downtime", "campaigns with clicks and CPC".
    """
    figures = {m.item.first for m in parts.measures if not m.under}
    for item in list(parts.datasets):
        index = next((k for k, i in enumerate(s.items) if i.first == item.first), -1)
        if index < 0 or _preceded(s, index) or any(m.item.senses == item.senses for m in parts.measures):
            continue
        row = any(s.items[j].first in figures for j in _row(s, index)) or _heads_row(s, index, figures)
        if not row and not _figures_with(s, index, figures):
            continue
        counted = _counted(s, item)
        if row and (counted or parts.dimensions):
            parts.datasets.remove(item)
            parts.measures.append(Measure(item, counts=True))
            parts.measures.sort(key=lambda m: m.item.first)
        elif not counted and not (parts.dimensions or parts.ranked):
            parts.datasets.remove(item)
            parts.dimensions.append(Dimension(item))


def amounts_beside(s: Sentence, parts: Parts) -> None:
    """ "Clicks, spend and CPC": an amount of single rows in a row with figures is the one figure made of it."""
    figures = {m.item.first for m in parts.measures if not m.under}
    for index, item in enumerate(s.items):
        verb = s.is_mark(index - 1, "which", "howmany")  # "what do we spend"
        metric = _made_of(s, item) if item.kind == "term" and item.text in parts.unknown and not verb else None
        behind = index if s.is_mark(index - 1, "and") or s.is_mark(index + 1, "and") else -1
        if metric is None or not any(s.items[j].first in figures for j in (_row(s, behind) if behind >= 0 else ())):
            continue
        parts.unknown.remove(item.text)
        parts.measures.append(Measure(replace(item, senses=(Sense("metric", metric.name),))))
        parts.measures.sort(key=lambda m: m.item.first)


def the_other(s: Sentence, parts: Parts) -> None:
    """ "Profit and margin", "orders and sales": beside one of its two meanings a word means the other."""
    for k, measure in enumerate(parts.measures):
        index = next((j for j, i in enumerate(s.items) if i.first == measure.item.first), -1)
        words = [x.ref for x in measure.item.senses if x.kind == "choice"]
        if index < 0 or not words:
            continue
        beside = {x.ref for j in _row(s, index) for x in s.items[j].senses if x.kind == "metric"}
        names = [name for word in words for name in s.lexicon.model.config.ambiguous.get(word, [])]
        left = [name for name in names if name not in beside]
        if len(left) == 1 and len(names) > 1:
            parts.measures[k] = replace(measure, item=replace(measure.item, senses=(Sense("metric", left[0]),)))


def _made_of(s: Sentence, item: Item) -> Metric | None:
    """The one figure that adds up or averages the only field of that name."""
    refs = {sense.ref for sense in item.senses if sense.kind == "field"}
    made = [m for m in s.lexicon.model.metrics if plain_field(m) in refs]
    return made[0] if len(made) == 1 and len(refs) == 1 and all(x.kind == "field" for x in item.senses) else None


def rows_of_figures(s: Sentence, parts: Parts) -> None:
    """ "Late share for parcels shipped last month": of those rows it is anyway, so that no second figure is asked for.

    Not so for a figure that is a part of them: "late parcels of parcels shipped".
    """
    if parts.asks("share") or parts.pers or parts.versus:
        return
    for measure in list(parts.measures):
        others = [m for x in parts.measures if x is not measure for m in _named(s, x.item)]
        counted = _named(s, measure.item)
        rows = s.lexicon.reach.counts(counted[0]) if len(counted) == 1 else None
        link = _link(s, measure.item)
        if not (rows and others and link) or measure.ordering:
            continue
        same = all(s.lexicon.reach.facts(m) == (rows,) and m.time == counted[0].time for m in others)
        if same and (link == "for" or not any(aggregate(m) in ADDS_UP for m in others)):
            parts.measures.remove(measure)
            parts.datasets.append(replace(measure.item, senses=(Sense("dataset", rows),)))


def _named(s: Sentence, item: Item) -> list[Metric]:
    return [m for sense in item.senses if sense.kind == "metric" and (m := s.lexicon.model.metric(sense.ref))]


def _link(s: Sentence, item: Item) -> str:
    """The preposition before it and the values that stand right before it."""
    index = next((k for k, i in enumerate(s.items) if i.first == item.first), 0) - 1
    while (
        (before := s.at(index)) is not None and before.kind == "term" and all(x.kind == "value" for x in before.senses)
    ):
        index -= 1
    return before.name if before is not None and before.kind == "preposition" and before.name in SUBORDINATING else ""


def heading(parts: Parts) -> None:
    """ "Customers in Germany by revenue": what the message begins with is the breakdown."""
    by_figure = parts.measures and all(m.ordering for m in parts.measures) and not (parts.ranked or parts.sorting)
    if by_figure and parts.datasets and not parts.dimensions and not parts.grain:
        head = parts.datasets[0]
        if head.first < parts.measures[0].item.first:
            parts.datasets.remove(head)
            parts.dimensions.append(Dimension(head))


def judged_first(parts: Parts, item: Item) -> None:
    """ "Best first", "worst first": which end that is, is still to be looked at."""
    word = item.name.partition("_")[0]
    parts.sorting, parts.rank_word, parts.direction = True, word, "desc" if word == "best" else "asc"
    parts.rank_place = (item.start, item.start + len(word))


def _counted(s: Sentence, item: Item) -> bool:
    return any(s.lexicon.reach.counters(sense.ref) for sense in item.senses if sense.kind == "dataset")


def _preceded(s: Sentence, index: int) -> bool:
    """ "Of parcels", "by parcels", "parcel freight": said of what stands before."""
    while (before := s.at(index - 1)) is not None and _value_only(before):
        index -= 1
    return before is not None and (before.kind in ("preposition", "term", "rank") or s.is_mark(index - 1, "by", "not"))


def _value_only(item: Item) -> bool:
    return item.kind == "term" and all(sense.kind == "value" for sense in item.senses)


def _row(s: Sentence, index: int) -> list[int]:
    """Places of what is joined to the thing by "and" or a comma, behind a value or none."""
    found: list[int] = []
    for step in (1, -1):
        at = index
        while True:
            joined = _past(s, at, step)
            if not s.is_mark(joined, "and", "versus"):
                break
            at = _past(s, joined, step)
            if (other := s.at(at)) is None or other.kind != "term":
                break
            found.append(at)
    return found


def _heads_row(s: Sentence, index: int, figures: set[int]) -> bool:
    """ "Visits from Germany and their bounce rate", "visits per device and bounce rate", "visit count and ..."."""
    if any(item.kind == "term" and not _value_only(item) for item in s.items[:index]):
        return False
    for at in range(index + 1, len(s.items)):
        item = s.items[at]
        behind = s.at(_past(s, at, 1))
        by = any(s.is_mark(j, "by") for j in range(index, at))
        joins = s.is_mark(at, "and") and item.text.casefold() in JOINS
        joins |= by and item.kind == "preposition" and item.name == "with"
        if joins and behind is not None and behind.first in figures:
            return True
        group = item.kind == "term" and not item.has("metric")
        counts = s.is_mark(at, "howmany") and at == index + 1
        linked = item.kind in ("preposition", "period", "unit", "grain") or s.is_mark(at, "by", "and")
        if not (group or counts or linked):
            return False
    return False


def _past(s: Sentence, at: int, step: int) -> int:
    """The next place that way; backwards but for values: "express parcels"."""
    at += step
    while step < 0 and (item := s.at(at)) is not None and _value_only(item):
        at += step
    return at


def _figures_with(s: Sentence, index: int, figures: set[int]) -> bool:
    """ "Campaigns with clicks and CPC": more than one figure of each."""
    with_ = s.at(index + 1)
    first = s.at(_past(s, index + 1, 1))
    if with_ is None or with_.kind != "preposition" or with_.name != "with" or first is None:
        return False
    return first.first in figures and len(_row(s, _past(s, index + 1, 1))) > 0


def field_alone(s: Sentence, index: int) -> bool:
    """ "Average list price": a number of single rows, of which no figure is made."""
    after = s.at(index + 1)
    if after is None or after.kind != "term" or after.first != s.items[index].last + 1:
        return False
    if after.has("metric") or after.has("choice") or after.has("dataset") or after.has("value"):
        return False
    fields = [s.lexicon.model.field(sense.ref) for sense in after.senses if sense.kind == "field"]
    return bool(fields) and all(f is not None and f.datatype in NUMBER_TYPES for f in fields)


def value_in_row(s: Sentence, index: int) -> bool:
    """ "Chat, email and phone": a word that names a field as well, in a row with values of another one."""
    own = {sense.ref for sense in s.items[index].senses if sense.kind == "value"}
    for step in (2, -2):
        other = s.at(index + step)
        joined = s.is_mark(index + step // 2, "and", "versus") and not in_each(s.items, min(index, index + step))
        if joined and other is not None and own & {x.ref for x in other.senses if x.kind == "value"}:
            return True
    return False
