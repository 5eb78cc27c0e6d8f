"""Whether everything that a message says has its place in what was read of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from agent_actions.semantic.model import NUMBER_TYPES, Metric
from infra.local.model.bounding.quantities import kind_of, unit_of_field
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import is_plural, name_words, stems
from infra.local.model.english.verb_kin import money
from infra.local.model.everyday.timing import is_time, names_part
from infra.local.model.figures import arithmetic
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Ask, Option, Stop, Unplaced
from infra.local.model.parts import Measure, Parts
from infra.local.model.ranking import superlatives
from infra.local.model.reach import is_plain_average
from infra.local.model.says import words
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.unplaced import unplaced

AMOUNTS = frozenset(["amount", "amounts"])


def check(items: Sequence[Item], parts: Parts, lexicon: Lexicon) -> None:
    """Stop at what cannot be placed or cannot be done, before anything is guessed around it."""
    arithmetic.check(parts)
    superlatives.check(parts, items)
    if total := superlatives.told_apart(items, lexicon):
        raise Stop(Unplaced((f"different {total.text}",), total.start, total.end))
    parts.dated |= any(_names_date(u, parts, lexicon) for u in parts.unknown)
    again = {u.text for u in items if u.kind == "unknown" and _said_by_another_name(u, parts, lexicon)}
    parts.unknown = [u for u in parts.unknown if u not in again and not _of_the_name(u, parts, lexicon)]
    if parts.timed:
        parts.time_words = [
            u for u in parts.unknown if any(names_part(m, u) for m in lexicon.model.metrics if is_time(m))
        ]
        parts.unknown = [u for u in parts.unknown if u not in parts.time_words]
    if parts.unsupported:
        topic, said = parts.unsupported[0]
        raise Stop(refuse(topic, said))
    for item in parts.denied.values():
        raise Stop(Unplaced((item.text,), item.start, item.end))
    if parts.unknown:
        vague = [u for u in parts.unknown if u.casefold() in v.VAGUE_PERIODS]
        if vague and len(vague) == len(parts.unknown):
            item = next(i for i in items if i.text == vague[0])
            options = tuple(Option(p, p) for p in words.PERIOD_CHOICES)
            raise Stop(Ask(vague[0], words.VAGUE_PERIOD, options, "word", item.start, item.end))
        raise Stop(unplaced(items, parts))
    limited = {t.item.first for t in parts.thresholds if t.item}
    parts.measures = [m for m in parts.measures if m.item.first in limited or not _own_rows(m, items, parts, lexicon)]
    under = next(
        (m for m in parts.measures if m.under and m.item.first not in limited and not _again(m, parts, lexicon)), None
    )
    if under and not parts.compare:
        raise Stop(refuse("figure of a figure", under.item.text))
    if measured := _per_measured(items, lexicon):
        raise Stop(refuse("ratio", measured.text))
    if _limited_apart(parts):
        raise Stop(refuse("figures apart"))
    if parts.thresholds and parts.counting and not parts.counted:
        raise Stop(refuse("condition count"))


def _own_rows(measure: Measure, items: Sequence[Item], parts: Parts, lexicon: Lexicon) -> bool:
    """ "Average hours to solve a ticket", "satisfaction of tickets": the rows that the figure is of anyway."""
    at = next((i for i, item in enumerate(items) if item.first == measure.item.first), 0)
    link = items[at - 1]
    if not (measure.under and at) or measure.counts or link.name in ("with", "having"):
        return False
    figures = [m for other in parts.measures if other is not measure for m in lexicon.measured(other.item.senses)]
    rows = {lexicon.reach.counts(m) for m in lexicon.measured(measure.item.senses)}
    listed = link.kind == "term" and is_plural(measure.item.text.casefold()) and " to " not in link.text.casefold()
    if listed or len(rows) != 1 or not figures:
        return False
    return all({m.datasets[0].casefold()} == rows and is_plain_average(m) for m in figures)


def _per_measured(items: Sequence[Item], lexicon: Lexicon) -> Item | None:
    """ "Revenue per square metre" is a ratio, and no revenue told apart by how large the shops are."""
    for mark, item in pairwise(items):
        fields = lexicon.fields(item.senses) if item.kind == "term" else []
        sizes = [f for f in fields if kind_of(unit_of_field(f)) in ("area", "length", "mass")]
        if mark.name == "by" and mark.text.casefold() == "per" and fields and sizes == fields:
            return item
    return None


def _again(measure: Measure, parts: Parts, lexicon: Lexicon) -> bool:
    """The same figure is named elsewhere too: "when do people order? number of orders by weekday"."""
    own = {m.name for m in lexicon.measured(measure.item.senses)}
    others = [m for m in parts.measures if m is not measure]
    return any(own and own == {x.name for x in lexicon.measured(m.item.senses)} for m in others)


def _limited_apart(parts: Parts) -> bool:
    """ "Revenue in Germany and orders in France": each of two figures has a value of the same field for itself."""
    figures = sorted(m.item.first for m in parts.measures if not (m.under or m.ordering))
    values = [k for k in parts.known if not k.negative]
    if len(figures) < 2:
        return False

    def fields(low: float, high: float) -> set[str]:
        return {s.ref for k in values if low < k.item.first < high for s in k.item.senses if s.kind == "value"}

    for first, second in pairwise(figures):
        between = fields(first, second)
        if between & (fields(-1, first) | fields(second, float("inf"))):
            return True
    return False


def _of_the_name(word: str, parts: Parts, lexicon: Lexicon) -> bool:
    """True for the rest of a metric's name that stands apart from it: "tickets were opened" for tickets opened.

    Also for the verb of the date that it counts by: "shops opened in 2025", of the opening date.
    """
    extra = [stems(w) for w in name_words(word)]
    for item in [m.item for m in parts.measures] or parts.datasets[:1]:
        said = [stems(w) for w in name_words(item.text)]
        for metric in lexicon.measured(item.senses):
            if _dates(extra, metric, lexicon) and not _amount(word, lexicon):
                return True
            for name in (metric.name, metric.label, *metric.synonyms):
                spelled = [stems(w) for w in name_words(name)]
                if (
                    extra
                    and all(any(e & s for s in spelled) for e in extra)
                    and all(any(s & w for w in (*said, *extra)) for s in spelled)
                ):
                    return True
    return False


def _said_by_another_name(unknown: Item, parts: Parts, lexicon: Lexicon) -> bool:
    """ "Active buyers", where buyers are called active customers as well: the word says nothing more of them.

    Nor does "amount" in a row with what is to be told of each, where one figure is asked for, and that in money.
    """
    if unknown.text.casefold() in AMOUNTS and parts.dimensions:
        said = [m for measure in parts.measures for m in lexicon.measured(measure.item.senses)]
        listed = any(d.item.last < unknown.first for d in parts.dimensions if not d.target)
        return listed and len({m.name for m in said}) == 1 and money(said[0])
    measure = next((m.item for m in parts.measures if m.item.first == unknown.last + 1), None)
    metrics = lexicon.metrics(measure.senses, weak=False) if measure else []
    if measure is None or len(metrics) != 1:
        return False
    names = [name_words(name) for name in (metrics[0].label, *metrics[0].synonyms)]
    said = name_words(unknown.text)
    return name_words(measure.text) in names and any(name[: len(said)] == said for name in names)


def _names_date(word: str, parts: Parts, lexicon: Lexicon) -> bool:
    """True for the verb of the date that the figure goes by."""
    extra = [stems(w) for w in name_words(word)]
    items = [m.item for m in parts.measures] or parts.datasets[:1]
    dated = any(_dates(extra, metric, lexicon) for item in items for metric in lexicon.measured(item.senses))
    return dated and not _amount(word, lexicon)


def _amount(word: str, lexicon: Lexicon) -> bool:
    """ "Clicks and spend", where clicks go by the spend date: an amount of its own, and no verb of that date."""
    return any(f.datatype in NUMBER_TYPES for f in lexicon.fields(lexicon.lookup(name_words(word))))


def _dates(extra: Sequence[frozenset[str]], metric: Metric, lexicon: Lexicon) -> bool:
    return bool(extra) and all(any(e & d for d in _dating(metric, lexicon)) for e in extra)


def _dating(metric: Metric, lexicon: Lexicon) -> list[frozenset[str]]:
    """The words of the field that dates the metric, but for those that only say that it is a date."""
    field = lexicon.model.field(metric.time) if metric.time else None
    names = (field.name, field.label, *field.synonyms) if field else ()
    return [stems(w) for name in names for w in name_words(name) if w not in v.DATE_WORDS]
