"""Numbers that bound something: what "more than 20 pages seen", "over 2 days", "3 or more returns" are said of.

Found before the message is read as a whole, for the verb of a bound stands before it ("took more than 2 days"). A bound
is on single rows where the rows that are spoken of have such a number themselves ("tickets with a resolution time over
48 hours": of one ticket the average is its own time); otherwise it is on a figure of many rows ("agents with ...").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from sqlglot import exp

from agent_actions.semantic.model import Metric, ModelField
from infra.local.model.bounding.quantities import is_unit, kind_of, unit_of_field
from infra.local.model.english import bound_words as w
from infra.local.model.english.text import fold, name_words, stems
from infra.local.model.english.verb_words import family
from infra.local.model.english.vocabulary import SCALES, SUFFIXES
from infra.local.model.lexicon import Sense
from infra.local.model.listing.row_numbers import RowNumbers, own_words
from infra.local.model.reach import entity, parsed
from infra.local.model.scan import Item
from infra.local.model.sentence import COMPARISONS, PERCENT, Amount, Sentence

_Fits = Callable[[str], bool]
Op = Literal["gt", "gte", "lt", "lte", "in"]
OPS: dict[str, Op] = {"gt": "gt", "gte": "gte", "lt": "lt", "lte": "lte", "eq": "in"}
OPPOSITE: dict[str, Op] = {"gt": "lte", "gte": "lt", "lt": "gte", "lte": "gt"}


@dataclass(frozen=True)
class Bound:
    """``at``: where it begins; ``last``: the last index of its number."""

    at: int
    last: int
    limits: tuple[tuple[Op, float], ...]
    currency: str
    unit: str
    rows: Item | None = None
    """What it is on, as fields of single rows."""
    figure: Item | None = None
    """What it is on, as a figure of many rows; with neither, the figure that is asked for."""
    counted: bool = False
    """The figure's name follows the number: "more than 5 orders"."""
    words: frozenset[int] = frozenset()
    """Other things that went into it."""


@dataclass(frozen=True)
class Bounds:
    s: Sentence
    taken: set[int] = field(default_factory=set[int])
    """Names that went into the bounds before: they are no nouns that the next one is said of."""

    @cached_property
    def _numbers(self) -> RowNumbers:
        return RowNumbers(self.s.lexicon)

    def found(self) -> dict[int, Bound]:
        """Every bound by the index of its first thing."""
        bounds: dict[int, Bound] = {}
        end = -1
        for index in range(len(self.s.items)):
            if index > end and (raw := self._raw(index)) and (bound := self._said_of(raw)):
                bounds[index] = bound
                self.taken.update(bound.words)
                if bound.figure is not None and (named := self._named_before(index)) is not None:
                    self.taken.add(named)
                end = bound.last
        return bounds

    # the number ------------------------------------------------------------------------------------------------

    def _raw(self, index: int) -> Bound | None:
        item = self.s.items[index]
        if item.kind == "mark" and item.name == "between":
            low = self.s.amount(index + 1)
            high = self.s.amount(low.last + 2) if low else None
            return self._two(index, low, high)
        if item.kind == "mark" and item.name in COMPARISONS and not item.text.casefold().startswith("or "):
            amount = self.s.amount(index + 1)
            return self._one(index, amount, OPS[item.name], amount.last) if amount else None
        if item.kind == "mark" and item.name == "not":
            return self._none(index, item)
        money = item.kind == "unknown" and self.s.amount(index) is not None
        return self._number_first(index) if item.kind == "number" or money else None

    def _number_first(self, index: int) -> Bound | None:
        """ "5 or more", "100+", "100 to 300 tickets", "2 orders" of what is spoken of."""
        amount = self.s.amount(index)
        after = self.s.at(amount.last + 1) if amount else None
        if amount is None or after is None:
            return None
        if after.kind == "mark" and after.text.casefold().startswith("or ") and after.name in COMPARISONS:
            return self._one(index, amount, OPS[after.name], amount.last + 1)
        if after.text == "+" and after.first == self.s.items[amount.last].last + 1:
            return self._one(index, amount, "gte", amount.last + 1)
        second = amount.last + (2 if after.kind == "preposition" and after.name == "to" else 1)
        high = self.s.amount(second) if self._dashed(amount.last, second) or second > amount.last + 1 else None
        said = high and (high.currency or high.unit or self._named_after(high.last + 1) is not None)
        if high and said and high.value > amount.value:
            return self._two(index, amount, high)
        named = self._named_after(amount.last + 1)
        if named is None or not self._has_exactly(index, named) or amount.currency or amount.unit:
            return None
        return self._one(index, amount, "in", amount.last)

    def _none(self, index: int, item: Item) -> Bound | None:
        """ "Stores without orders", "(how many stores had) no orders": those that there are none of at all."""
        head, at = self._head(index), index + 1
        while (of := self.s.at(at)) is not None and of.kind == "term" and _is_value(of):
            at += 1
        named = self.s.at(at)
        if item.text.casefold() not in w.NONE or head is None or named is None or named.kind != "term":
            return None
        strong = {sense.kind for sense in named.senses if not sense.weak}
        things = [s.ref for s in self.s.items[head].senses if s.kind == "dataset"] or self._named_by(head)
        if not strong & {"metric", "dataset", "choice"} or strong & {"field", "value"} or not things:
            return None
        return Bound(index, index, (("in", 0),), "", "") if self._leads(named, things) else None

    def _named_by(self, head: int) -> list[str]:
        """The datasets whose rows a name is of: stores, of "a store"."""
        model = self.s.lexicon.model
        fields = self.s.lexicon.fields(self.s.items[head].senses)
        return [d.name for f in fields if (d := model.dataset(f.dataset)) and f in entity(model, d)]

    def _leads(self, named: Item, things: Sequence[str]) -> bool:
        """The figure or the rows are of other rows, which lead to the things."""
        lexicon = self.s.lexicon
        metrics = [*lexicon.choices(named.senses), *lexicon.metrics(named.senses), *lexicon.counters(named.senses)]
        return any(lexicon.reach.distance([m], thing) for m in metrics for thing in things)

    def _dashed(self, first: int, second: int) -> bool:
        """A dash and nothing else stands between the two: "100-300"."""
        after = self.s.at(second)
        return after is not None and after.kind == "number" and after.first == self.s.items[first].last + 2

    def _has_exactly(self, index: int, named: int) -> bool:
        """ "Customers with 2 orders", "stores that had 3 returns": things, and how many of others they have."""
        head, item = self._head(index), self.s.items[named]
        if head is None or any(i.kind == "rank" for i in self.s.items) or item.has("field"):
            return False
        owner = self.s.items[head]
        before = self.s.at(index - 1)
        said = before is not None and before.kind == "preposition" and before.name in w.HAVING
        said |= self.s.is_mark(index - 1, "only")
        said |= head == index - 1 and owner.last + 1 < self.s.items[index].first
        return said and (owner.has("dataset") or owner.has("field")) and {s.ref for s in owner.senses}.isdisjoint(
            s.ref for s in item.senses
        )  # fmt: skip

    def _one(self, at: int, amount: Amount, op: Op, last: int) -> Bound:
        return Bound(at, last, ((op, amount.value),), amount.currency, amount.unit)

    def _two(self, at: int, low: Amount | None, high: Amount | None) -> Bound | None:
        if low is None or high is None:
            return None
        first = low.value * self._scale_left_out(low, high)
        limits: tuple[tuple[Op, float], ...] = (("gte", first), ("lte", high.value))
        return Bound(at, high.last, limits, high.currency or low.currency, high.unit or low.unit)

    def _scale_left_out(self, low: Amount, high: Amount) -> int:
        """1,000 in "between 5 and 20 thousand" and "5-20k", where it is said once for both; 1 in "500 to 2k"."""
        for scale in sorted({*SCALES.values(), *SUFFIXES.values()}, reverse=True):
            base = high.value / scale
            scaled = high.value >= scale and any(
                self.s.items[j].kind == "number" and _scaled(self.s.items[j].text, scale)
                for j in range(high.last, max(high.last - 3, -1), -1)
                if self.s.items[j].number == high.value
            )
            if scaled:
                return scale if low.value < base else 1
        return 1

    # what it is said of ----------------------------------------------------------------------------------------

    def _said_of(self, bound: Bound) -> Bound | None:
        """With what it is on; None for a stretch of time that bounds nothing: "revenue over 4 weeks"."""
        after, before = self._named_after(bound.last + 1), self._named_before(bound.at)
        if after is not None and (unit := self._is_unit(bound, after)):
            bound, after = replace(bound, last=after, unit=unit), None
        if after is not None:
            return self._by_name(bound, after, self._head(bound.at), counted=True)
        if (partly := self._partly_named(bound)) is not None:
            return partly
        named = before if before is not None and not self._is_head_of(bound, before) else None
        if named is not None:
            return self._by_name(bound, named, self._head(named), counted=False)
        if bound.unit and (found := self._by_unit(bound)):
            return found
        spoken = bound.currency or ((verb := self.s.at(bound.at - 1)) is not None and verb.kind == "unknown")
        if before is None and spoken and bound.currency != PERCENT and (priced := self._by_words(bound)):
            return priced
        if bound.currency and bound.currency != PERCENT:
            worth = self._unknowns(lambda word: word in w.WORTH)
            bound = replace(bound, words=frozenset(worth))
            before = self._head(bound.at) if before is None and worth else before
        return None if bound.unit else replace(bound, figure=self._figure(before))

    def _is_unit(self, bound: Bound, index: int) -> str:
        """A unit that some other rows have a number of that name in: "hours" of shifts, said of an admission."""
        item = self.s.items[index]
        own = self._rows_of(self._head(bound.at))
        fields = {f.dataset.casefold() for f in self._numbers.number_fields(item)}
        plain = index == bound.last + 1 and is_unit(item.text) and not (bound.unit or bound.currency)
        return item.text.casefold() if plain and not item.has("metric") and own and not own & fields else ""

    def _is_head_of(self, bound: Bound, index: int) -> bool:
        """The term before is what the bound's unit speaks of: "tickets over 2 days"; not a figure in such units."""
        item = self.s.items[index]
        if not bound.unit or item.has("field"):
            return False
        metrics = self.s.lexicon.metrics(item.senses)
        return not any(self._numbers.in_unit(m, bound.unit) for m in metrics)

    def _by_name(self, bound: Bound, index: int, head: int | None, *, counted: bool) -> Bound | None:
        item = self.s.items[index]
        fields = self._numbers.row_fields(item, self._rows_of(head))
        if fields:
            senses = tuple(Sense("field", ref) for ref in fields)
            used = {index, *self._takes(fields)}
            return replace(bound, rows=replace(item, senses=senses), words=frozenset(used))
        if (summed := self._summed(item, head)) and not item.has("metric"):
            return replace(bound, figure=summed, counted=True, words=frozenset({index}))
        if counted:
            if not (item.has("metric") or item.has("choice") or item.has("dataset")):
                return bound
            return replace(bound, figure=item, counted=True, words=self._with_verb(bound, index))
        metrics = self.s.lexicon.metrics(item.senses)
        if bound.unit and not any(self._numbers.in_unit(m, bound.unit) for m in metrics):
            return None
        timed = any(self._numbers.in_unit(m, "seconds") for m in metrics)
        return replace(bound, figure=self._figure(index), words=frozenset(self._takes(()) if timed else ()))

    def _figure(self, index: int | None) -> Item | None:
        item = self.s.at(index) if index is not None else None
        return item if item is not None and (item.has("metric") or item.has("choice")) else None

    def _summed(self, item: Item, head: int | None) -> Item | None:
        """The figure that adds up a number of rows, said of what those rows belong to: "campaigns with spend over"."""
        owners = [s.ref for s in self.s.items[head].senses if s.kind == "dataset"] if head is not None else []
        found = [m for f in self._numbers.number_fields(item) for m in self._numbers.made_of(f) if _sums(m)]
        reach = self.s.lexicon.reach
        far = [m for m in found if any(reach.distance([m], name) for name in owners)]
        return replace(item, senses=(Sense("metric", far[0].name),)) if len(far) == 1 and len(found) == 1 else None

    def _named_after(self, index: int) -> int | None:
        """The name behind the number, with values before it at most: "5 online orders"."""
        j = index
        while (item := self.s.at(j)) is not None and item.kind == "term" and _is_value(item):
            j += 1
        if item is None or item.kind != "term":
            return None
        if item.has("metric") or item.has("choice") or item.has("dataset"):
            return j
        return j if self._numbers.number_fields(item) else None

    def _named_before(self, index: int) -> int | None:
        """What stands right before the comparison, but for words such as "of" and "is"."""
        j = index - 1
        while self.s.is_mark(j, "is", "not") or (
            (before := self.s.at(j)) is not None and before.kind in ("preposition", "aggregate", "period")
        ):
            j -= 1
        before = self.s.at(j)
        if before is None or before.kind != "term" or _is_value(before):
            return None
        return j if before.has("metric") or before.has("choice") or self._numbers.number_fields(before) else None

    def _head(self, index: int) -> int | None:
        """The nearest noun before this place: what is spoken of."""
        for j in range(index - 1, -1, -1):
            item = self.s.items[j]
            if item.kind == "term" and not _is_value(item) and j not in self.taken:
                return None if self._beside(j, index) else j
        return None

    def _beside(self, head: int, index: int) -> bool:
        """The two are named side by side: in "orders and revenue over 1,000" neither is said of the other."""
        return self.s.is_mark(index - 1, "and") and head == index - 2

    def _partly_named(self, bound: Bound) -> Bound | None:
        """ "3 pages" of sessions whose one such number is "pages seen"."""
        item, head = self.s.at(bound.last + 1), self._head(bound.at)
        if item is None or item.kind != "unknown" or bound.unit or bound.currency:
            return None
        said = stems(item.text.casefold())
        found = [
            f
            for f in self._numbers.fields_of(self._rows_of(head))
            if f.datatype == "Integer" and any(said & stems(word) for word in own_words(f))
        ]
        if len(found) != 1:
            return None
        senses = (Sense("field", found[0].ref),)
        used = self._with_verb(bound, bound.last + 1)
        return replace(bound, rows=replace(item, kind="term", senses=senses), words=used)

    def _with_verb(self, bound: Bound, named: int) -> frozenset[int]:
        """Where the name behind the number stands, and a verb before it that says no more: "saw more than 3 pages"."""
        verb = self.s.at(bound.at - 1)
        neutral = verb is not None and verb.kind == "unknown" and fold(verb.text) in w.NEUTRAL
        return frozenset({named, bound.at - 1} if neutral else {named})

    def _rows_of(self, index: int | None) -> frozenset[str]:
        return self._numbers.rows(self.s.at(index) if index is not None else None)

    # by the unit ---------------------------------------------------------------------------------------------------

    def _by_unit(self, bound: Bound) -> Bound | None:
        """The one number in such units that the rows have, or the one figure of what is spoken of."""
        kind, head = kind_of(bound.unit), self._head(bound.at)
        if head is None:
            return None
        fields = [f for f in self._numbers.fields_of(self._rows_of(head)) if kind_of(unit_of_field(f)) == kind]
        chosen = self._best(fields, self._near(bound.at))
        if chosen:
            item = replace(self.s.items[head], senses=(Sense("field", chosen.ref),))
            return replace(bound, rows=item, words=frozenset(self._takes([chosen.ref], also=True)))
        if fields:
            return None
        owners = {s.ref.partition(".")[0].casefold() for s in self.s.items[head].senses if s.kind in w.THINGS}
        metrics = [m for m in self.s.lexicon.model.metrics if self._numbers.in_unit(m, bound.unit)]
        if kind == "time":
            own = [m for m in metrics if owners & {d.casefold() for d in m.datasets}]
            metrics = [m for m in own if not isinstance(parsed(m.expression), exp.Count | exp.Sum)]
        if len(metrics) != 1:
            return None
        item = replace(self.s.items[head], senses=(Sense("metric", metrics[0].name),))
        verbs = self._unknowns(lambda word: word in w.TAKES | w.USES)
        return replace(bound, figure=item, counted=True, words=frozenset(verbs))

    def _by_words(self, bound: Bound) -> Bound | None:
        """ "Products priced above 200 euros": the amount that another word of the message speaks of."""
        head = self._head(bound.at)
        numbers = self._numbers.fields_of(self._rows_of(head))
        fields = [f for f in numbers if f.datatype != "Integer" and not unit_of_field(f)]
        scores = [(self._explained(f), f) for f in fields]
        said = [(words, f) for words, f in scores if words]
        if head is None or len(said) != 1:
            return None
        words, chosen = said[0]
        item = replace(self.s.items[head], senses=(Sense("field", chosen.ref),))
        return replace(bound, rows=item, words=frozenset(words))

    def _near(self, index: int) -> frozenset[str]:
        """The stems of the word that the bound is said of: "resolved (in under a day)"."""
        j = index - 1
        while (before := self.s.at(j)) is not None and before.kind == "preposition":
            j -= 1
        said = name_words(before.text) if before is not None and before.kind in ("term", "unknown") else ()
        return frozenset(stem for word in said for stem in stems(word) | family(word))

    def _best(self, fields: Sequence[ModelField], near: frozenset[str] = frozenset()) -> ModelField | None:
        """The only one, or the one that other words of the message speak of."""
        if len(fields) <= 1:
            return fields[0] if fields else None
        scores = [(len(self._explained(f)) + any(near & stems(x) for x in own_words(f)), f) for f in fields]
        most = max(score for score, _ in scores)
        best = [f for score, f in scores if score == most]
        return best[0] if most and len(best) == 1 else None

    def _explained(self, named: ModelField) -> list[int]:
        """Words of the message that the model has no other place for and that are this field's."""
        words = [*own_words(named), *name_words(named.description)]
        words += [x for m in self._numbers.made_of(named) for n in (m.label, *m.synonyms) for x in name_words(n)]
        known = {stem for word in words for stem in stems(word)}
        return self._unknowns(lambda word: bool(stems(word) & known))

    def _takes(self, refs: Iterable[str], *, also: bool = False) -> list[int]:
        """Verbs that only say that something took its time: "took", "lasted"; ``also``: the field's own words."""
        fields = [f for ref in refs if (f := self.s.lexicon.model.field(ref))]
        timed = not fields or any(kind_of(unit_of_field(f)) == "time" for f in fields)
        found = self._unknowns(lambda word: timed and word in w.TAKES)
        return [*found, *(j for f in fields if also for j in self._explained(f))]

    def _unknowns(self, fits: _Fits) -> list[int]:
        return [j for j, item in enumerate(self.s.items) if item.kind == "unknown" and fits(fold(item.text))]


def _scaled(text: str, scale: int) -> bool:
    """The number is written with this scale: "20 thousand", "20k"."""
    words = text.casefold().split()
    said = {word for word, size in SCALES.items() if size == scale}
    stuck = tuple(word for word, size in SUFFIXES.items() if size == scale)
    return bool(said & set(words)) or (words[-1][:1].isdigit() and words[-1].endswith(stuck))


def _sums(metric: Metric) -> bool:
    return isinstance(parsed(metric.expression), exp.Sum)


def _is_value(item: Item) -> bool:
    return all(s.kind == "value" for s in item.senses)
