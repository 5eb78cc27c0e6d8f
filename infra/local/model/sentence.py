"""The things of one message side by side, and what their neighbourhood tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from infra.local.model.bounding.currencies_said import code_of
from infra.local.model.bounding.quantities import is_one, is_unit
from infra.local.model.english import vocabulary as v
from infra.local.model.english.marks import COMPARISONS as COMPARISONS
from infra.local.model.lexicon import Lexicon
from infra.local.model.scan import Item

PERCENT = "%"
_PERCENT = frozenset(["%", "percent", "per cent"])
SUBORDINATING = ("about", "during", "for", "from", "in", "inside", "of", "on", "within")


@dataclass(frozen=True)
class Amount:
    """A number with what it counts in; ``last``: the last index that belongs to it."""

    value: float
    currency: str
    """ISO 4217 code, a percent sign, or nothing."""
    last: int
    unit: str = ""
    """What else it is counted in, as :mod:`quantities` knows it: "days"."""


@dataclass(frozen=True)
class Sentence:
    lexicon: Lexicon
    items: Sequence[Item]

    def at(self, index: int) -> Item | None:
        return self.items[index] if 0 <= index < len(self.items) else None

    def is_mark(self, index: int, *names: str) -> bool:
        item = self.at(index)
        return item is not None and item.kind == "mark" and item.name in names

    def stands_alone(self, index: int) -> bool:
        """ "(Tickets:) how many, and ...", "(revenue by region) and how many": nothing that is counted follows."""
        item = self.at(index)
        bare = item is not None and item.text.casefold() == "how many" and index > 0
        return bare and (self.is_mark(index + 1, "and") or (self.is_mark(index - 1, "and") and not self.at(index + 1)))

    def ranks_later(self, index: int) -> bool:
        return any(i.kind == "rank" for i in self.items[index + 1 :])

    def of_them(self, index: int) -> bool:
        """ "(How many parcels left,) and how many of them (were late)": a number of its own beside the first."""
        of, then = self.at(index + 1), self.at(index + 2)
        if of is None or of.text.casefold() != "of" or not self.is_mark(index - 1, "and"):
            return False
        return then is None or (then.first > of.last + 1 and not (then.has("dataset") or then.has("metric")))

    def over_figure(self, index: int) -> bool:
        """ "Stores over target": above what a figure is; not "orders over the last week"."""
        after = self.at(index + 1)
        return after is not None and after.kind == "term" and after.has("metric") and not after.has("field")

    def behind_giver(self, index: int) -> bool:
        """ "From the agent", "by the customer"."""
        before = self.at(index - 1)
        return before is not None and before.kind == "preposition" and before.text.casefold() in ("from", "by")

    def each_alone(self, index: int, item: Item) -> bool:
        """ "Of EMEA and APAC, each", "each by month": nothing follows that the word could break down by."""
        after = self.at(index + 1)
        if item.text.casefold() not in ("each", "for each", "of each"):
            return False
        return after is None or after.kind in ("period", "preposition") or self.is_mark(index + 1, "and", "apart", "by")

    def asks_which(self, index: int, item: Item) -> bool:
        """ "Which of our stores", "what region"; but not "what were orders"."""
        after = self.at(index + 1)
        if after is None:
            return False
        near = after.first == item.last + 1 and after.kind in ("term", "unit", "number", "rank")
        return near or item.text.casefold() == "which"

    def ends_order(self, index: int) -> bool:
        """ "From most to least": the order goes by the first of the two."""
        to, first = self.at(index - 1), self.at(index - 2)
        return to is not None and to.text.casefold() == "to" and first is not None and first.kind == "rank"

    def amount(self, index: int) -> Amount | None:
        """The amount that stands here: "100", "EUR 100", "100 euros", "40 %", "2 days", "(an) hour"."""
        alone = self.at(index)
        if alone is not None and alone.kind in ("unit", "unknown", "figure") and is_one(alone.text):
            return Amount(1, "", index, alone.text.casefold())
        before = self._money(index)
        number = self.at(index + bool(before))
        if number is None or number.kind != "number" or number.number is None:
            return None
        last = index + bool(before)
        after = self._money(last + 1)
        if before or after:
            return Amount(number.number, before or after, last + bool(after))
        unit, length = self._unit(last + 1)
        return Amount(number.number, "", last + length, unit)

    def _unit(self, index: int) -> tuple[str, int]:
        """The unit that stands here and how many things it takes: "hours", "square metres"."""
        for length in (2, 1):
            found = [item.text.casefold() for j in range(index, index + length) if (item := self.at(j))]
            items = [self.items[j] for j in range(index, min(index + length, len(self.items)))]
            loose = all(item.kind in ("unit", "unknown", "aggregate", "figure") for item in items)
            if len(found) == length and loose and is_unit("".join(found)):
                return "".join(found), length
        return "", 0

    def _money(self, index: int) -> str:
        item = self.at(index)
        said = item.text.casefold() if item is not None else ""
        return PERCENT if said.removesuffix(" of") in _PERCENT else v.CURRENCIES.get(said, "")

    def currency(self, index: int) -> str:
        """The code of the money that a figure is to be shown in: "in EUR", "in dollars"; empty for anything else."""
        item, before = self.items[index], self.at(index - 1)
        said_in = before is not None and before.kind == "preposition" and before.name == "in"
        return code_of(item.text) if said_in else ""

    def subordinate(self, index: int) -> bool:
        """True for what stands after "of", "from", "for"..., or right behind another figure, with "with" or nothing."""
        before, earlier = self.at(index - 1), self.at(index - 2)
        if before is None or before.kind != "preposition":
            return before is not None and before.kind == "term" and before.has("metric")
        return before.name in SUBORDINATING or (
            before.name in ("with", "having")
            and earlier is not None
            and earlier.kind == "term"
            and earlier.has("metric")
        )

    def is_flag(self, item: Item) -> bool:
        """True for a yes-or-no field, whose name alone is a filter: "late shipments"."""
        fields = [self.lexicon.model.field(s.ref) for s in item.senses if s.kind == "field"]
        return bool(fields) and all(f is not None and f.datatype == "Boolean" for f in fields)


def only(item: Item, kind: str) -> Item:
    """The item with its senses of one kind."""
    return replace(item, senses=tuple(s for s in item.senses if s.kind == kind))
