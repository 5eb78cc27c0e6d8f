"""Conditions on figures: "stores with revenue over 50,000", "customers with more than 5 orders"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from agent_actions.semantic.model import NUMBER_TYPES
from infra.local.model import vocabulary as v
from infra.local.model.parts import Measure, Parts, Threshold
from infra.local.model.scan import Item
from infra.local.model.sentence import COMPARISONS, Sentence

Op = Literal["gt", "gte", "lt", "lte"]
OPPOSITE: dict[str, Op] = {"gt": "lte", "gte": "lt", "lt": "gte", "lte": "gt"}


@dataclass(frozen=True)
class Thresholds:
    """Reads them into ``parts``; ``used``: indexes of the things that went into one."""

    s: Sentence
    parts: Parts
    used: set[int]

    def read(self, index: int, item: Item, negative: bool) -> bool:
        """Read a mark of comparison with what follows; False when no number follows."""
        if item.name == "between":
            return self._between(index, negative)
        amount = self.s.amount(index + 1)
        if amount is None or ((unit := self.s.at(amount.last + 1)) is not None and unit.kind == "unit"):
            return False
        self.used.update(range(index + 1, amount.last + 1))
        named = self._counted(amount.last + 1)
        op = OPPOSITE[item.name] if negative else cast("Op", item.name)
        self._add(named or self._before(index), op, amount.value, amount.currency, named is not None)
        return True

    def after_number(self, index: int) -> bool:
        """Read "5 or more orders": the number at ``index``, the mark after it."""
        mark, number = self.s.at(index + 1), self.s.at(index)
        if mark is None or number is None or mark.kind != "mark" or not mark.text.casefold().startswith("or "):
            return False
        if mark.name not in ("gte", "lte") or number.number is None:
            return False
        self.used.add(index + 1)
        named = self._counted(index + 2)
        self._add(named or self._before(index), cast("Op", mark.name), number.number, "", named is not None)
        return True

    def _between(self, index: int, negative: bool) -> bool:
        low = self.s.amount(index + 1)
        high = self.s.amount(low.last + 2) if low else None
        if low is None or high is None or negative:
            return False
        self.used.update(range(index + 1, high.last + 1))
        named = self._counted(high.last + 1)
        figure, currency = named or self._before(index), high.currency or low.currency
        self._add(figure, "gte", low.value, currency, named is not None)
        self.parts.thresholds.append(Threshold(figure, "lte", high.value, currency, named is not None))
        return True

    def _add(self, figure: Item | None, op: Op, value: float, currency: str, counted: bool) -> None:
        self.parts.thresholds.append(Threshold(figure, op, value, currency, counted))
        if counted and figure is not None:
            self.parts.measures.append(Measure(figure, counts=not (figure.has("metric") or figure.has("choice"))))

    def _counted(self, j: int) -> Item | None:
        """The figure right behind the number, with values before it at most: "5 online orders"."""
        while (
            (item := self.s.at(j)) is not None
            and item.kind == "term"
            and not any(s.kind != "value" for s in item.senses)
        ):
            j += 1
        if item is None or item.kind != "term" or not (item.has("metric") or item.has("choice") or item.has("dataset")):
            return None
        self.used.add(j)
        return item

    def _before(self, index: int) -> Item | None:
        """The figure that stands right before the comparison, but for words such as "of" and "is"."""
        j = index - 1
        while self.s.is_mark(j, "is", "not") or (
            (before := self.s.at(j)) is not None and before.kind in ("preposition", "aggregate", "period")
        ):
            j -= 1
        before = self.s.at(j)
        if before is not None and before.kind == "term" and (before.has("metric") or before.has("choice")):
            return before
        return None


def limits(s: Sentence, index: int) -> bool:
    """True when a condition on a figure, not on a field, comes after this place."""
    for j in range(index + 1, len(s.items)):
        item = s.items[j]
        follows, earlier = s.at(j + 1), s.at(j - 1)
        if item.kind == "mark" and item.text.casefold() in ("or more", "or less", "or fewer"):
            return earlier is not None and earlier.kind == "number"
        if item.kind != "mark" or item.name not in (*COMPARISONS, "between") or follows is None:
            continue
        if follows.kind != "number" and v.CURRENCIES.get(follows.text.casefold()) is None:
            continue
        k = j - 1
        while s.is_mark(k, "is", "not") or ((before := s.at(k)) is not None and before.kind == "preposition"):
            k -= 1
        if (before := s.at(k)) is None or not numeric(s, before):
            return True
    return False


def numeric(s: Sentence, item: Item) -> bool:
    """True for a number of a row rather than a figure: "amount", but not "revenue"."""
    if item.kind != "term" or any(sense.kind == "metric" and not sense.weak for sense in item.senses):
        return False
    fields = [s.lexicon.model.field(sense.ref) for sense in item.senses if sense.kind == "field"]
    return any(f is not None and f.datatype in NUMBER_TYPES for f in fields)
