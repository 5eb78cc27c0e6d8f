"""Things in a row with figures or values, and such themselves: "parcels, freight cost and late share"."""

from __future__ import annotations

from agent_actions.semantic.model import NUMBER_TYPES
from infra.local.model.parts import Dimension, Measure, Parts
from infra.local.model.scan import Item
from infra.local.model.sentence import Sentence


def beside_figures(s: Sentence, parts: Parts) -> None:
    """Rows that are named in one row with two figures are counted beside them: they are no setting of these."""
    figures = {m.item.first for m in parts.measures if not m.under}
    for item in list(parts.datasets):
        index = next((k for k, i in enumerate(s.items) if i.first == item.first), -1)
        if index < 0 or not _counted(s, item) or _preceded(s, index):
            continue
        row = [j for j in _row(s, index) if s.items[j].first in figures]
        if len(row) > 1 and not any(m.item.senses == item.senses for m in parts.measures):
            parts.datasets.remove(item)
            parts.measures.append(Measure(item, counts=True))
            parts.measures.sort(key=lambda m: m.item.first)


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
    """ "Of parcels", "by parcels", "online parcels": said of what stands before."""
    before = s.at(index - 1)
    return before is not None and (before.kind in ("preposition", "term", "rank") or s.is_mark(index - 1, "by", "not"))


def _row(s: Sentence, index: int) -> list[int]:
    """Places of what is joined to the thing by "and" or a comma, without a break."""
    found: list[int] = []
    for step in (2, -2):
        at = index + step
        while s.is_mark(at - step // 2, "and") and (other := s.at(at)) is not None and other.kind == "term":
            found.append(at)
            at += step
    return found


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
        joined = s.is_mark(index + step // 2, "and", "versus")
        if joined and other is not None and own & {x.ref for x in other.senses if x.kind == "value"}:
            return True
    return False
