"""Questions that read two ways, or that one set of filters cannot hold: what was read of them is taken back.

"Orders online or in Germany" would need one filter or the other; "online orders in Germany and retail orders in France"
needs each figure with its own; "placed in October and returned in November" has two dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from agent_actions.semantic.request import Grain
from infra.local.model.bounding.conditions import NULLS
from infra.local.model.english.text import name_words
from infra.local.model.parts import Parts
from infra.local.model.reach import aggregate
from infra.local.model.scan import Item
from infra.local.model.sentence import COMPARISONS, Sentence

Refs = frozenset[str]
_OPEN = ("since ", "ever since ", "starting ", "after ", "from ", "until ", "till ", "before ", "up to ")
_RATES = ("rate", "share", "ratio", "quota")
_LEAVES_OUT = (
    "excluding",
    "exclude",
    "without",
    "except",
    "except for",
    "leaving out",
    "leave out",
    "ignoring",
    "ignore",
    "not counting",
    "not including",
    "other than",
    "apart from",
    "but not",
)
_LAST_UNITS = re.compile(r"last \d+ (day|week|month|quarter|year)s")


@dataclass(frozen=True)
class Doubts:
    """Adds what cannot be done to ``parts``; run when the whole message has been read."""

    s: Sentence
    parts: Parts

    def note(self) -> None:
        self._by_a_period()
        joints = [k for k, item in enumerate(self.s.items) if item.kind == "mark" and item.name == "and"]
        for k in joints:
            word = self.s.items[k].text.casefold()
            if word == "or" and (self._either(k) or self.s.is_mark(k + 1, "not")):
                self.parts.unsupported.append(("either", ""))
            elif self._pairs(k) or self._own_value(k):
                self.parts.unsupported.append(("figures apart", ""))
        self._left_out_together()
        self._two_dates()
        self._in_both()
        self._happened()
        self._since()
        self._had()
        self._per_some()
        self._rates()

    # a word before a period -----------------------------------------------------------------------------------

    def _by_a_period(self) -> None:
        """ "By October", "every October", "the week before Easter": no total over that very time is asked for."""
        for k, item in enumerate(self.s.items):
            by = item.kind == "mark" and item.name == "by" and item.text.casefold() != "across"
            link, period = self.s.at(k + 1), self.s.at(k + 1)
            if by and link is not None and link.kind == "preposition" and link.name == "of":
                period = self.s.at(k + 2)
            if period is None or period.kind != "period" or not (by or item.name.startswith("before:")):
                continue
            if item.text.casefold() == "each" and self._condition([k - 1]):
                continue  # "orders from Germany and France each last month"
            units = _LAST_UNITS.fullmatch((period.span.text if period.span else "") or "")
            if by and units and self.parts.grain in (None, units[1]):
                self.parts.grain = cast("Grain", units[1])
            else:
                self.parts.unknown.append(item.text)

    # values ---------------------------------------------------------------------------------------------------

    def _refs(self, item: Item) -> Refs:
        """The fields that a value, or the name of a yes-or-no field, can be a condition on."""
        values = frozenset(s.ref for s in item.senses if s.kind == "value")
        flags = frozenset(s.ref for s in item.senses if s.kind == "field") if self.s.is_flag(item) else frozenset[str]()
        return values | flags

    @property
    def _kept(self) -> dict[int, bool]:
        """Where a condition begins -> whether it is to be kept, of those that the message was found to have."""
        kept = {k.item.first: not k.negative for k in self.parts.known}
        for c in self.parts.conditions:
            kept[c.item.first] = c.op == "in" and c.values != (False,)
        return kept

    def _condition(self, indexes: Iterable[int]) -> Item | None:
        """The first condition on the way, past small words and nouns for rows."""
        kept = self._kept
        for k in indexes:
            item = self.s.at(k)
            if item is None:
                return None
            if item.kind == "term" and item.first in kept and self._refs(item):
                return item
            passes = item.kind == "preposition" or self.s.is_mark(k, "is", "by", "only")
            if not passes and not (item.kind == "term" and item.has("dataset")):
                return None
        return None

    def _either(self, k: int) -> bool:
        """One condition *or* another on different fields; "neither" of two is both left out, which can be had."""
        kept = self._kept
        left, right = self._condition(range(k - 1, -1, -1)), self._condition(range(k + 1, len(self.s.items)))
        if right is None:
            return self._bounded(range(k + 1, len(self.s.items))) and (left is not None or self._bounded(range(k)))
        if left is None:
            return kept[right.first] and self._limits(k - 1)
        return not self._refs(left) & self._refs(right) and (kept[left.first] or kept[right.first])

    def _limits(self, k: int) -> bool:
        """ "(Orders over) 100 euros or", "(orders) returned or": a bound, or a figure that is told by such a word."""
        before = self.s.at(k)
        if before is not None and before.kind == "term":
            return before.has("metric") and not before.has("dataset")
        while (amount := self.s.at(k)) is not None and amount.kind in ("number", "unknown", "unit"):
            k -= 1
        return amount is not None and amount is not before and self.s.is_mark(k, *COMPARISONS)

    def _bounded(self, indexes: Iterable[int]) -> bool:
        """A number bounds something there, as far as the next "and" or "or"."""
        for k in indexes:
            if self.s.is_mark(k, "and") and k > min(indexes, default=k):
                return False
            if self.s.is_mark(k, *COMPARISONS) and self.s.amount(k + 1) is not None:
                return True
        return False

    def _left_out_together(self) -> None:
        """ "Excluding German orders paid by card": rows that meet both are left out, so one or the other is kept."""
        for k, item in enumerate(self.s.items):
            if item.kind != "mark" or item.name != "not" or item.text.casefold() not in _LEAVES_OUT:
                continue
            found: list[Refs] = []
            first = self.s.at(k + 1)
            rows = first is not None and first.kind == "preposition"
            for at, following in enumerate(self.s.items[k + 1 :], k + 1):
                told = following.kind == "term" and following.first in self._told
                rows |= following.kind == "term" and not told and following.has("dataset")
                if told:
                    found.append(frozenset(s.ref for s in following.senses if s.kind in ("value", "field")))
                elif not self._goes_on(at, following):
                    break
            if rows and any(not one & other for one, other in pairwise(found)):
                self.parts.unsupported.append(("either", ""))

    def _goes_on(self, at: int, item: Item) -> bool:
        """What stands between two conditions on the same rows: "(orders from Germany) where the (channel is app)"."""
        if item.kind == "preposition" or item.name == "is" or item.has("dataset"):
            return True
        if item.name == "not":
            return item.text.casefold() in NULLS
        value = self.s.at(at + 1)
        if item.name == "and" and value is not None:
            before = self.s.at(at - 1)
            return before is not None and bool(self._refs(before) & self._refs(value))
        by_value = item.name == "by" and value is not None and value.first in self._told and not value.has("field")
        return by_value or (item.has("field") and self.s.is_mark(at + 1, "is"))

    @property
    def _told(self) -> set[int]:
        """Where a condition begins."""
        return {k.item.first for k in self.parts.known} | {c.item.first for c in self.parts.conditions}

    def _side(self, indexes: Iterable[int]) -> tuple[list[Refs], bool]:
        """The fields of the conditions on one side, as far as the next "and"; and whether a noun for rows is there."""
        found: list[Refs] = []
        noun = False
        for k in indexes:
            item = self.s.at(k)
            if item is None or (item.kind == "mark" and (item.name != "is" or item.text == ":")):
                break
            if item.kind == "term" and item.first in self._kept and (refs := self._refs(item)):
                found.append(refs)
            noun |= item.kind == "term" and (item.has("metric") or item.has("dataset"))
        return found, noun

    def _pairs(self, k: int) -> bool:
        """ "Online in Germany and retail in France": two fields, each with another value on either side."""
        left, first = self._side(range(k - 1, -1, -1))
        right, second = self._side(range(k + 1, len(self.s.items)))
        shared = sum(any(one & other for other in right) for one in left)
        return shared > 1 or (shared == 1 and first and second and len(left) != len(right))

    def _own_value(self, k: int) -> bool:
        """ "Revenue and online orders": a value that only the second of two counts is limited to."""
        before, at = self.s.at(k - 1), k + 1
        figures = {m.item.first for m in self.parts.measures}
        while (item := self.s.at(at)) is not None and item.kind == "term" and item.first in self._kept:
            at += 1
        counted = self.s.at(at)
        if at == k + 1 or counted is None or counted.kind != "term":
            return False
        if counted.first in figures and min(figures) < self.s.items[k].first:
            return True
        beside = before is not None and before.kind == "term" and (before.has("metric") or before.has("dataset"))
        return beside and (counted.has("metric") or counted.has("dataset"))

    # periods --------------------------------------------------------------------------------------------------

    def _per_some(self) -> None:
        """ "Revenue per online order", "mobile sessions per desktop session": a quotient, and no total of such rows."""
        for k, item in enumerate(self.s.items):
            at = k + 1
            while (value := self.s.at(at)) is not None and value.kind == "term" and value.first in self._kept:
                at += 1
            counted = self.s.at(at)
            if item.name != "by" or at == k + 1 or counted is None or counted.kind != "term":
                continue
            rows = (counted.has("metric") or counted.has("dataset")) and not counted.has("field")
            if rows and not item.text.casefold().endswith(("by", "across")):
                self.parts.unknown.append(item.text)

    def _had(self) -> None:
        """ "Who have a club card": one thing with a name of two words, rather than two values of rows."""
        for k, item in enumerate(self.s.items):
            one, two, after = self.s.at(k + 1), self.s.at(k + 2), self.s.at(k + 3)
            if item.name != "having" or one is None or two is None or two.first != one.last + 1:
                continue
            stacked = all(i.kind == "term" and i.first in self._kept and i.has("value") for i in (one, two))
            if stacked and not (after is not None and after.kind == "term" and after.first == two.last + 1):
                self.parts.unknown.append(two.text)
        self.parts.past = any(i.kind == "mark" and i.text.casefold() in ("was", "were") for i in self.s.items)

    def _rates(self) -> None:
        """ "Downtime percentage": its share in the total, or the downtime rate? Asked where there is such a rate."""
        for k, item in enumerate(self.s.items):
            figure = self.s.at(k - 1)
            if item.kind != "figure" or item.name != "share" or figure is None or figure.last + 1 != item.first:
                continue
            own = {s.ref for s in figure.senses if s.kind == "metric"}
            said = name_words(figure.text)
            rates = {s.ref for word in _RATES for s in self.s.lexicon.lookup((*said, word)) if s.kind == "metric"}
            if own and rates - own:
                self.parts.unknown.append(item.text)

    def _since(self) -> None:
        """ "How did it change since March" is asked of two points in time, not of a stretch and the one before."""
        steps = any(f.name.startswith("over:") for f in self.parts.figures)
        if not self.parts.asks("change") or self.parts.grain or steps:
            return
        opened = [i for i in self.s.items if i.kind == "period" and i.text.casefold().startswith(_OPEN)]
        if opened and not (self.parts.versus or self.parts.compare):
            self.parts.unsupported.append(("comparison", ""))

    def _happened(self) -> None:
        for k, item in enumerate(self.s.items):
            if item.kind != "period":
                continue
            before, edge = self.s.at(k - 1), item.first
            if before is not None and before.kind == "preposition":
                before, edge = self.s.at(k - 2), before.first
            if (
                before is not None
                and before.last + 1 == edge
                and before.kind == "term"
                and before.first in self._kept
                and before.has("value")
            ):
                self.parts.happened.append(before)

    def _in_both(self) -> None:
        """ "Customers who bought in both September and October": those that are on either side, which is not known."""
        named = [self.s.lexicon.meant(m.item.senses) for m in self.parts.measures]
        things = all(any(aggregate(m) == "distinct" for m in metrics) for metrics in named)
        if not things or not (named or self.parts.datasets):
            return
        for k, item in enumerate(self.s.items):
            rest = [i for i in self.s.items[k + 1 :] if i.kind == "period" or i.first in self._kept]
            if item.kind == "all" and item.text.casefold() == "both" and len(rest) > 1:
                self.parts.unknown.append(item.text)

    def _two_dates(self) -> None:
        """ "Placed in October and returned in November", "revenue in October and orders in November"."""
        parts = self.parts
        if len(set(parts.periods)) < 2 or parts.versus or parts.compare or parts.changes:
            return
        at = [k for k, item in enumerate(self.s.items) if item.kind == "period"]
        figures = {m.item.first for m in parts.measures}
        names = {s.ref for m in parts.measures for s in m.item.senses if s.kind == "metric"}
        for first, second in pairwise(at):
            between = [i for i in self.s.items[first + 1 : second] if i.kind in ("term", "unknown")]
            again = len(names) == 1 and all(i.first in figures for i in between)
            if between and not again:
                parts.unsupported.append(("two periods", ""))
                return
