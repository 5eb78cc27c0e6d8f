"""Conditions on fields: "region is EMEA", "price over 10", "name contains 'x'", "without a segment", "EMEA stores"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_actions.semantic.model import NUMBER_TYPES, TIME_TYPES
from agent_actions.semantic.request import FilterOp
from infra.local.model.bounding.bounds import OPPOSITE
from infra.local.model.english.marks import TEXTS
from infra.local.model.english.text import fold, forms, name_words, stems
from infra.local.model.lexicon import Sense
from infra.local.model.parts import Condition, Known, Parts, Scalar
from infra.local.model.reach import entity
from infra.local.model.scan import Item
from infra.local.model.sentence import COMPARISONS, Sentence, only

NULLS = frozenset(["", "without", "with no", "no", "without a", "w/o", "w/out"])
"""Before a field's name they say that it is empty; without a text the word was put there for a turn that says so."""


@dataclass(frozen=True)
class Conditions:
    """Reads them into ``parts``; ``used``: indexes of the things that went into one."""

    s: Sentence
    parts: Parts
    used: set[int]

    def read(self, index: int, item: Item, mode: str, null: bool) -> bool:
        """Read "region is EMEA", "price over 10", "name contains 'x'", "without a segment"; True when it was one."""
        fields = tuple(s for s in item.senses if s.kind == "field")
        if mode == "by" or not (fields or item.has("dataset")):
            return False
        if not fields:
            return self.s.is_mark(index + 1, *TEXTS) and self._compared(
                only(item, "dataset"), index + 1, index, self.s.items[index + 1].name
            )
        field_item = only(item, "field")
        j, negative = index + 1, mode == "not"
        if mode == "not" and null and not self.s.is_flag(item) and "follow" not in mode:
            following = self.s.at(j)
            if not (following is not None and following.kind == "term" and following.has("value")):
                if self._amounts(fields) or self.s.behind_giver(index):  # "no answer from the agent"
                    self.parts.unknown.append(item.text)
                else:
                    self.parts.conditions.append(Condition(field_item, self._filled(self._said_empty(index), True)))
                return True
        if self.s.is_mark(j, "is_null", "is_not_null"):
            op = self._filled(index, self.s.is_mark(j, "is_null"))
            self.parts.conditions.append(Condition(field_item, op))
            self.used.add(j)
            return True
        while self.s.is_mark(j, "is", "not") or (
            (at := self.s.at(j)) is not None and at.kind == "preposition" and (j > index + 1 or self._of_number(j))
        ):
            negative = negative or self.s.is_mark(j, "not")
            j += 1
        said_is = j > index + 1
        following = self.s.at(j)
        has = (before := self.s.at(index - 1)) is not None and before.kind == "preposition" and before.name == "having"
        if has and not said_is and not self._goes_on(following, fields):
            self._has(item, field_item, fields, negative)
            return True
        if following is None:
            return False
        if following.kind == "mark" and following.name in (*COMPARISONS, *TEXTS, "between"):
            if any(s.kind == "metric" and not s.weak for s in item.senses) and following.name not in TEXTS:
                return False
            if following.name not in TEXTS and not self._measured(fields):
                return False
            if following.name == "between":
                return not negative and self._bounded(field_item, j, index)
            if negative and following.name in TEXTS:
                return False
            if negative and following.name not in OPPOSITE:
                return False
            op = OPPOSITE[following.name] if negative else following.name
            return self._compared(field_item, j, index, op)
        value = self._given(fields, following)
        if value is None or (following.kind == "number" and value == following.text and self._by_name(fields)):
            return False
        self.used.update(range(index + 1, j + 1))
        if following.kind == "term":
            refs = frozenset(s.ref for s in fields)
            self.parts.known.append(Known(only(following, "value"), negative, refs))
            if said_is or negative:
                self._more_values(j, fields, negative)
        else:
            values = (value, *self._more_numbers(j, following))
            self.parts.conditions.append(Condition(field_item, "not_in" if negative else "in", values))
        return True

    def _filled(self, index: int, empty: bool) -> FilterOp:
        """Whether rows where the field is ``empty`` are kept: not so behind "leave out (those where the)"."""
        at = index - 1
        while self._leads_to(at):
            at -= 1
        return "is_null" if empty != self.s.is_mark(at, "not") else "is_not_null"

    def _said_empty(self, index: int) -> int:
        """Where the "without" of a field stands."""
        at = index - 1
        while self._leads_to(at):
            at -= 1
        return at if self.s.is_mark(at, "not") else index

    def _leads_to(self, at: int) -> bool:
        """ "(Leave out) visits where": between what leaves out and the field by which the rows are told."""
        item = self.s.at(at)
        if item is None:
            return False
        return (
            item.kind == "preposition" or self.s.is_mark(at, "which") or (item.has("dataset") and not item.has("value"))
        )

    def _has(self, item: Item, named: Item, fields: tuple[Sense, ...], negative: bool) -> None:
        """ "With a coupon": one is filled in; "with a discount": one above 0; "with a helmet": yes, there was one."""
        if self.s.is_flag(item):
            self.parts.conditions.append(Condition(named, "in", (not negative,)))
        elif not self._amounts(fields):
            self.parts.conditions.append(Condition(named, "is_null" if negative else "is_not_null"))
        elif negative:
            self.parts.unknown.append(item.text)
        else:
            self.parts.conditions.append(Condition(named, "gt", (0,)))

    def _by_name(self, fields: tuple[Sense, ...]) -> bool:
        """True for the name of a dataset's rows that have a number as well: "customer 42" may be either."""
        model = self.s.lexicon.model
        found = [f for s in fields if (f := model.field(s.ref))]
        owners = [(f, d) for f in found if (d := model.dataset(f.dataset))]
        return any(f in entity(model, d) and f.name not in d.primary_key and d.primary_key for f, d in owners)

    def _amounts(self, fields: tuple[Sense, ...]) -> bool:
        """True for money and the like, which is 0 where there is none: "orders with a discount" have one above 0."""
        found = [f for s in fields if (f := self.s.lexicon.model.field(s.ref))]
        return bool(found) and all(f.datatype == "Decimal" for f in found)

    def _of_number(self, j: int) -> bool:
        """ "An order value of at least 300", "a mark of 5"."""
        at, after = self.s.at(j), self.s.at(j + 1)
        bounded = self.s.is_mark(j + 1, *COMPARISONS, "between") and self.s.amount(j + 2) is not None
        if at is None or at.name != "of" or after is None:
            return False
        return bounded or (after.kind == "number" and after.first == at.last + 1)

    def _measured(self, fields: tuple[Sense, ...]) -> bool:
        """False for names alone: "which countries have over 5 orders" is no condition on a country."""
        found = [f for s in fields if (f := self.s.lexicon.model.field(s.ref))]
        return any(f.datatype is None or f.datatype in NUMBER_TYPES | TIME_TYPES for f in found)

    def _goes_on(self, following: Item | None, fields: tuple[Sense, ...]) -> bool:
        """True when a value or a comparison of the field comes next."""
        if following is None:
            return False
        if following.kind == "mark" and following.name in (*COMPARISONS, *TEXTS, "between"):
            return True
        if following.kind == "preposition":
            return not any(i.kind == "period" and i.first == following.last + 1 for i in self.s.items)
        return following.kind == "number" or self._given(fields, following) is not None

    def _more_numbers(self, j: int, first: Item) -> list[Scalar]:
        """ "A mark of 1 or 2"."""
        found: list[Scalar] = []
        while first.kind == "number" and self.s.is_mark(j + 1, "and") and (item := self.s.at(j + 2)) is not None:
            joint = self.s.items[j + 1].text.casefold()
            listed = (
                joint == "," and self.s.is_mark(j + 3, "and") and self.s.items[j + 3].text.casefold() in ("or", ",")
            )
            if item.kind != "number" or item.number is None or not (joint == "or" or listed):
                break
            found.append(_whole(item.number))
            self.used.update((j + 1, j + 2))
            j += 2
        return found

    def _more_values(self, j: int, fields: tuple[Sense, ...], negative: bool) -> None:
        refs = frozenset(s.ref for s in fields)
        while self.s.is_mark(j + 1, "and") and (item := self.s.at(j + 2)) is not None and item.kind == "term":
            if not any(s.kind == "value" and s.ref in refs for s in item.senses):
                return
            self.parts.known.append(Known(only(item, "value"), negative, refs))
            self.used.update((j + 1, j + 2))
            j += 2

    def _given(self, fields: tuple[Sense, ...], item: Item) -> Scalar | None:
        """What the item after a field gives as its value."""
        found = [f for s in fields if (f := self.s.lexicon.model.field(s.ref))]
        if item.kind == "term":
            return (
                item.text if any(s.kind == "value" and s.ref in {f.ref for f in found} for s in item.senses) else None
            )
        if item.kind == "quoted":
            return next((known for f in found if (known := self.s.lexicon.value_of(f, item.text))), item.text)
        if item.kind == "number" and item.number is not None:
            known = next((k for f in found if (k := self.s.lexicon.value_of(f, item.text))), None)
            number = int(item.number) if item.number == int(item.number) else item.number
            numeric = all(f.datatype in ("Integer", "Decimal", "Float", None) for f in found)
            return known if known is not None else number if numeric else item.text
        return None

    def _compared(self, field_item: Item, j: int, index: int, op: str) -> bool:
        following, amount = self.s.at(j + 1), self.s.amount(j + 1)
        if op in TEXTS:
            if following is None or following.kind != "quoted":
                return False
            self.parts.conditions.append(Condition(field_item, op, (following.text,)))  # type: ignore[arg-type]
            self.used.update(range(index + 1, j + 2))
            return True
        if amount is None:
            return False
        kept = Condition(
            field_item,
            "in" if op == "eq" else op,  # type: ignore[arg-type]
            (_whole(amount.value),),
            amount.currency,
            unit=amount.unit,
        )
        self.parts.conditions.append(kept)
        self.used.update(range(index + 1, amount.last + 1))
        return True

    def _bounded(self, field_item: Item, j: int, index: int) -> bool:
        """ "Price between 10 and 20": both ends included."""
        low = self.s.amount(j + 1)
        high = self.s.amount(low.last + 2) if low else None
        if low is None or high is None:
            return False
        currency, unit = high.currency or low.currency, high.unit or low.unit
        self.parts.conditions.append(Condition(field_item, "gte", (_whole(low.value),), currency, unit=unit))
        self.parts.conditions.append(Condition(field_item, "lte", (_whole(high.value),), currency, unit=unit))
        self.used.update(range(index + 1, high.last + 1))
        return True

    def known(self, index: int, item: Item, negative: bool) -> Known:
        """The value, with what its neighbours say about its field."""
        own = {s.ref for s in item.senses if s.kind == "value"}
        before, after = self.s.at(index - 1), self.s.at(index + 1)
        fields: set[str] = set()
        if after is not None and after.kind == "term" and after.has("field"):
            fields = own & {s.ref for s in after.senses if s.kind == "field"}
            if fields:
                self.used.add(index + 1)
        elif after is not None and after.kind == "unknown" and after.first == item.last + 1:
            fields = {ref for ref in own if self._ends_with(ref, after.text)}
            if fields:
                self.used.add(index + 1)
        back = index - 1
        while before is not None and (before.kind == "preposition" or self.s.is_mark(back, "not", "which")):
            back -= 1
            before = self.s.at(back)
        owners = {ref.partition(".")[0].casefold() for ref in own}

        def rows(near: Item | None) -> set[str]:
            senses = (*near.senses, *self._rows_valued(near)) if near is not None and near.kind == "term" else ()
            return {s.ref for s in senses if s.kind == "dataset" and s.ref.casefold() in owners}

        datasets = rows(after) or rows(before)  # "orders of UK shops": the shops are there
        if rows(after) and any(self._told_of(ref, rows(after)) for ref in own if ref.partition(".")[0] in rows(before)):
            datasets |= rows(before)  # "orders of UK customers": what an order knows of its customer
        said = self.s.is_mark(index - 1, "is") or self._part_of_figure(index)
        return Known(only(item, "value"), negative, frozenset(fields), frozenset(datasets), said)

    def _told_of(self, ref: str, datasets: set[str]) -> bool:
        """Whether a field's description says that it tells of one of these."""
        model = self.s.lexicon.model
        field, named = model.field(ref), [d for name in datasets if (d := model.dataset(name))]
        nouns = {stem for d in named for word in name_words(d.label)[-1:] for stem in stems(word)}
        return field is not None and any(stems(word) & nouns for word in name_words(field.description or ""))

    def _rows_valued(self, item: Item) -> Sequence[Sense]:
        """The dataset that a value's own name ends with: the shops of "outlet shops (in Spain)"."""
        words = name_words(item.text)
        if not item.has("value") or item.has("dataset") or len(words) < 2:
            return ()
        owners = {s.ref.partition(".")[0] for s in item.senses if s.kind == "value"}
        return [s for s in self.s.lexicon.lookup(words[-1:]) if s.kind == "dataset" and s.ref in owners]

    def _ends_with(self, ref: str, word: str) -> bool:
        """ "The offers page" of a landing page: the last word of the field's name behind its value."""
        field = self.s.lexicon.model.field(ref)
        names = (field.name, field.label, *field.synonyms) if field else ()
        last = {words[-1] for name in names if len(words := name_words(name)) > 1}
        return bool(last & set(forms(fold(word))))

    def _part_of_figure(self, index: int) -> bool:
        """ "(The share of) online in revenue", "(share of) parcels (went) express": a part of the figure beside it."""
        link, figure = self.s.at(index + 1), self.s.at(index + 2)
        joined = link is not None and link.kind == "preposition" and link.name in ("in", "of")
        if joined and _counts(figure):
            return True
        share = self.s.at(index - 2)
        return _counts(self.s.at(index - 1)) and share is not None and share.kind == "figure" and share.name == "share"


def _counts(item: Item | None) -> bool:
    return item is not None and item.kind == "term" and (item.has("metric") or item.has("dataset"))


def _whole(number: float) -> Scalar:
    return int(number) if number == int(number) else number
