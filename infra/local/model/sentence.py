"""The things of one message side by side, and what their neighbourhood tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from infra.local.model import vocabulary as v
from infra.local.model.lexicon import Lexicon
from infra.local.model.marks import COMPARISONS as COMPARISONS
from infra.local.model.quantities import is_one, is_unit
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

    def ranks_later(self, index: int) -> bool:
        return any(i.kind == "rank" for i in self.items[index + 1 :])

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
        return v.CURRENCIES.get(item.text.casefold(), "") if said_in else ""

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
