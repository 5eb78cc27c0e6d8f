"""How a figure is named and what limits it: counts of money, plurals of rates, a bound on one of two figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from agent_actions.semantic.model import Metric
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import fold, forms, is_plural, name_words, stems
from infra.local.model.english.verb_kin import money
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Ask, Option, Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.parts_of.rates import is_percent
from infra.local.model.reach import aggregate
from infra.local.model.says import words
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.times import spans

AHEAD = word_set("planned plan target budget budgeted forecast")
"""In a figure's description: it has months to come as well."""
_IS_PLANNED = re.compile(r"\b(?:is|are) planned\b", re.IGNORECASE)
_LINKS = word_set("from to and until till through between - –")
RATES = word_set("rate share percentage percent margin ratio quota quotient level")
"""Their plural is of several rates, and no count."""
NUMBER = ("number of", "count of", "amount of")


def check(parts: Parts, items: Sequence[Item], lexicon: Lexicon, today: date) -> None:
    """Raises Stop where the figure that was found is not the one that was named."""
    for measure in parts.measures:
        item = measure.item
        metrics = lexicon.metrics(item.senses)
        if metrics and all(_miscounted(item, m, items) for m in metrics):
            raise Stop(Unplaced((words.number_of(item.text),), item.start, item.end))
    _peak(parts, lexicon)
    _one_of_two(parts, items)
    _only_some(parts, items, lexicon)
    _ahead(parts, items, lexicon, today)


def _miscounted(item: Item, metric: Metric, items: Sequence[Item]) -> bool:
    """ "Number of discounts", where discounts are money; "conversions", where only their rate is known."""
    if not item.text.strip() or not is_plural(fold(item.text).split()[-1]):
        return False
    spelled = {" ".join(name_words(name)) for name in (metric.name, metric.label, *metric.synonyms)}
    said = " ".join(name_words(item.text))
    if is_percent(metric):
        rated = "%" in item.text or {form for word in said.split() for form in forms(word)} & RATES
        return said not in spelled and not rated
    before = next((i for i in reversed(items) if i.last < item.first), None)
    counts = before is not None and before.kind == "mark" and before.name == "howmany" and before.last == item.first - 1
    return money(metric) and (counts or said.startswith(NUMBER))


def _peak(parts: Parts, lexicon: Lexicon) -> None:
    """ "Peak vibration", where only its average is known; an hour or a day may be the peak of any figure."""
    named = [s.ref for m in parts.measures for s in m.item.senses if s.kind == "metric"]
    highest = any((m := lexicon.model.metric(ref)) and aggregate(m) == "maximum" for ref in named)
    if parts.rank_word == "peak" and not (parts.grain or parts.by or highest):
        raise Stop(Unplaced((parts.rank_word,), *parts.rank_place))


def _one_of_two(parts: Parts, items: Sequence[Item]) -> None:
    """ "Orders over 100 euros and revenue", "orders and revenue, revenue only online": limited is one of the two."""
    figures = [m.item for m in parts.measures if not (m.under or m.ordering)]
    if len({f.senses for f in figures}) < 2:
        return
    first, last = figures[0].first, figures[-1].first
    bounds = [c for c in parts.conditions if c.op in ("gt", "gte", "lt", "lte")]
    if any(first < c.item.first < last or (first < c.item.first and c.item.last < first) for c in bounds):
        raise Stop(refuse("figures apart"))
    if bounds and any(i.kind == "number" and first < i.first < last for i in items):
        raise Stop(refuse("figures apart"))
    again = [i for i in items if i.kind == "term" and i.has("metric") and i.senses in {f.senses for f in figures}]
    repeated = [i for k, i in enumerate(again) if any(i.senses == earlier.senses for earlier in again[:k])]
    for item in repeated:
        after = [i for i in items if i.first > item.last][:2]
        if any(i.kind == "mark" and i.name in ("only", "not") for i in after) and parts.known:
            raise Stop(refuse("figures apart"))


def _only_some(parts: Parts, items: Sequence[Item], lexicon: Lexicon) -> None:
    """ "Orders in October, cancelled orders only": the second figure is what is wanted of the rows of the first.

    Raises Stop where it is no part of them: "revenue and orders, only orders".
    """
    only = next((m for m in parts.measures[1:] if _kept_alone(m.item, items)), None)
    if only is None:
        return
    others = [m for m in parts.measures if m is not only]
    if not all(_some_of(only.item, m.item, lexicon) for m in others):
        raise Stop(refuse("figures apart"))
    parts.measures = [only]


def _kept_alone(item: Item, items: Sequence[Item]) -> bool:
    """An "only" stands right before the figure, or right behind it at the end of a clause."""
    at = next((i for i, x in enumerate(items) if x.first == item.first), -1)
    before = [x for x in items[:at] if x.kind != "filler"][-1:] if at >= 0 else []
    after = items[at + 1 : at + 3]
    closed = len(after) < 2 or (after[1].kind == "mark" and after[1].name in ("and", "by"))
    return any(x.name == "only" for x in before) or (bool(after) and after[0].name == "only" and closed)


def _some_of(part: Item, whole: Item, lexicon: Lexicon) -> bool:
    """The one counts some of the rows that the other counts."""
    refs = [s.ref for s in part.senses if s.kind == "metric"]
    parts = [m for ref in refs if (m := lexicon.model.metric(ref))]
    refs = [s.ref for s in whole.senses if s.kind in ("metric", "dataset")]
    rows = {lexicon.reach.counts(m) for ref in refs if (m := lexicon.model.metric(ref))} | {r.casefold() for r in refs}
    counted = [m for m in parts if aggregate(m) == "count" and rows & set(lexicon.reach.facts(m))]
    return bool(parts) and counted == parts


def _ahead(parts: Parts, items: Sequence[Item], lexicon: Lexicon, today: date) -> None:
    """ "Target for December", said in November: the one to come or the one that was."""
    refs = [s.ref for m in parts.measures for s in m.item.senses if s.kind == "metric"]
    metrics = [m for ref in refs if (m := lexicon.model.metric(ref))]
    if not metrics or not all(_planned(m) for m in metrics):
        return
    for item in items:
        span = item.span if item.kind == "period" else None
        if span is None or span not in parts.periods or not (span.yearless or _months_alone(item)):
            continue
        coming = spans.with_year(span, span.start.year + 1) if span.yearless else _a_year_on(span)
        nearer = coming.start - today < today - span.end and not parts.plan
        if not nearer and not (span.yearless and span.start.year < today.year):
            continue
        if any(_IS_PLANNED.search(m.item.text) for m in parts.measures):
            parts.periods[parts.periods.index(span)] = coming
            continue
        options = tuple(Option(said, said) for said in (_in_year(item, coming), _in_year(item, span)))
        raise Stop(Ask(item.text, words.VAGUE_PERIOD, options, "word", item.start, item.end, frozenset()))


def _months_alone(item: Item) -> bool:
    """ "From November to January": months, and nothing that tells of which year they are."""
    said = [fold(word) for word in item.text.split()]
    return any(word in v.MONTHS for word in said) and all(word in v.MONTHS or word in _LINKS for word in said)


def _a_year_on(span: spans.Span) -> spans.Span:
    after = spans.shift(span.end + timedelta(days=1), "month", 12)
    return spans.between(spans.shift(span.start, "month", 12), after - timedelta(days=1))


def _in_year(item: Item, span: spans.Span) -> str:
    """ "December 2026", "November 2026 to January 2027"."""
    if span.yearless or span.unit:
        return f"{item.text} {span.start.year}"
    return f"{span.start:%B %Y} to {span.end:%B %Y}"


def _planned(metric: Metric) -> bool:
    return any(stems(word) & AHEAD for word in name_words(metric.description or ""))
