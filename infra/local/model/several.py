"""Several questions in one message, which one request cannot answer: refused before one of them is lost.

"Revenue by region and orders by channel", "revenue in September and orders in October", "what was ...? And how many
...?", "the best day of each month".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item

_NEXT = re.compile(r"[?!](?=\s+\w)")
_ALSO = re.compile(r"\W*(?:and|also|plus|then)\b", re.IGNORECASE)


_SHARES = re.compile(
    r"(?:\bshare|\bpercent|\bpct|\bproportion|%).*\band\s+(?:how\s+(?:much|many)|what|which)\b.*(?:\bshare|\bpercent|\bpct|%)",
    re.IGNORECASE | re.DOTALL,
)
_ONES = re.compile(r"(?P<list>\w+)\s*,?\s+and\s+(?:the\s+|also\s+)*(?P<value>[\w-]+)\s+ones\b", re.IGNORECASE)
_OF_THEM = re.compile(r"\band\s+(?:where|when|who|whose|why)\s+(?:\w+\s+)?(?:they|them|those|these)\b", re.IGNORECASE)
""" "How many shops do we have, and where are they": of the same things something that is no figure."""


@dataclass(frozen=True)
class Several:
    """Looks for a second question among the things of one message."""

    items: Sequence[Item]
    parts: Parts
    lexicon: Lexicon
    text: str

    def check(self) -> None:
        """Raises Stop with a refusal."""
        asks = _OF_THEM.search(self.text)
        if self._sentences() or (asks and (self.parts.counting or self._figures(0, asks.start()))):
            raise Stop(refuse("two questions"))
        if self._best_of_times():
            raise Stop(refuse("each best"))
        if (
            _SHARES.search(self.text)
            or self._of_ones()
            or self._paired()
            or self._turns("P")
            or self._turns("D")
            or self._values_in_periods()
        ):
            raise Stop(refuse("figures apart"))

    def _of_ones(self) -> bool:
        """ "Parcels last week, and late ones": a figure, and then that of some of its rows."""
        found = _ONES.search(self.text)
        if not found or not self._figures(0, found.end("list")):
            return False
        valued = [
            i for i in self.items if (i.has("value") or i.has("field")) and not (i.has("metric") or i.has("dataset"))
        ]
        named = any(i.start == found.start("value") for i in valued)
        return named and not any(i.end == found.end("list") for i in valued)

    def _figures(self, start: int = 0, end: int | None = None) -> list[Item]:
        """The figures that are asked for between two places of the text."""
        own = [m.item for m in self.parts.measures if not (m.under or m.ordering)]
        own = [i for i in own if i.start >= start and (end is None or i.start < end)]
        return sorted(own, key=lambda i: i.first)

    def _sentences(self) -> bool:
        """A question mark in the middle, and something else asked behind it."""
        for mark in _NEXT.finditer(self.text):
            before, after = self._figures(0, mark.start()), self._figures(mark.end())
            if not before:
                continue
            behind = [i for i in self.items if i.start >= mark.end()]
            periods = [i.span for i in self._own_periods() if i.start < mark.start()]
            others = [i.span for i in behind if i.kind == "period"]
            if after and {self._names(i) for i in after} - {self._names(i) for i in before}:
                return True
            if (periods and others and set(periods) != set(others)) or (
                _ALSO.match(self.text[mark.end() :]) and (any(i.kind == "rank" for i in behind) or (after and others))
            ):
                return True
        return False

    def _own_periods(self) -> list[Item]:
        """Periods but those that the figure is set against: "up vs last year? year to date please"."""
        pairs = zip((None, *self.items), self.items, strict=False)
        against = [i for before, i in pairs if before is not None and before.name in ("versus", "compare")]
        return [i for i in self.items if i.kind == "period" and i not in against]

    def _names(self, item: Item) -> frozenset[str]:
        named = {s.ref for s in item.senses if s.kind in ("metric", "choice")}
        counted = {m.name for s in item.senses if s.kind == "dataset" for m in self.lexicon.reach.counters(s.ref)}
        return frozenset(named or counted)

    def _best_of_times(self) -> bool:
        """ "The highest revenue day of each month": two units of the calendar in one ranking."""
        units = {i.name for i in self.items if i.kind in ("unit", "grain") and i not in self._windows()}
        return self.parts.ranked and self.parts.grain is not None and len(units) > 1

    def _windows(self) -> list[Item]:
        """Units behind a number, as in "7 day rolling"."""
        pairs = zip(self.items, self.items[1:], strict=False)
        return [unit for number, unit in pairs if number.kind == "number" and unit.kind in ("unit", "grain")]

    def _paired(self) -> bool:
        """ "Revenue and orders of EMEA and APAC, respectively": each figure has a value of its own."""
        values = [k for k in self.parts.known if not k.negative]
        return "respectively" in self.parts.flags and len(self._figures()) > 1 and len(values) > 1

    def _values_in_periods(self) -> bool:
        """ "EMEA in March with APAC in July": each value with a period of its own."""
        values = {k.item.first for k in self.parts.known if not k.negative}
        row, spans = "", set[object]()
        for item in self.items:
            if item.first in values:
                row += "V"
            elif item.kind == "period":
                row += "P"
                spans.add(item.span)
        return len(spans) > 1 and ("VPVP" in row or "PVPV" in row)

    def _turns(self, what: str) -> bool:
        """A figure with its own period, or breakdown, and then another figure with another."""
        if self.parts.versus or self.parts.compare or len({self._names(i) for i in self._figures()}) < 2:
            return False
        figures = {i.first for i in self._figures()}
        broken = {d.item.first for d in self.parts.dimensions if d.said}
        row = ""
        seen: list[object] = []
        for item in self.items:
            letter = ""
            if item.first in figures:
                letter = "F"
            elif what == "P" and item.kind == "period":
                letter = "P"
                seen.append(item.span)
            elif what == "D" and (item.first in broken or (item.kind in ("unit", "grain") and self.parts.grain)):
                letter = "D"
                seen.append(item.name or item.text)
            row += letter if not row.endswith(letter) or not letter else ""
        return ("FDFD".replace("D", what) in row or "DFDF".replace("D", what) in row) and len(set(seen)) > 1
