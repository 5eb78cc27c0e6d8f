"""What is to be computed beside a figure, with its neighbours: "7 day rolling", "by weekday", "per fiscal year"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from agent_actions.semantic.request import Grain, TimePart
from infra.local.model.english import arithmetic_words as a
from infra.local.model.parts import Figure, Parts
from infra.local.model.scan import Item
from infra.local.model.sentence import Sentence

WINDOW = range(2, 401)
"""Units that a rolling figure may look back; the request's own bounds."""


@dataclass(frozen=True)
class Figuring:
    """Reads them into ``parts``; ``used``: indexes of the things that went into one."""

    s: Sentence
    parts: Parts
    used: set[int]

    def read(self, index: int, item: Item, as_breakdown: bool) -> None:
        """``as_breakdown``: a word such as "by" or "which" stands before it."""
        name, _, of = item.name.partition(":")
        if name == "part":
            if as_breakdown and self.parts.by not in (None, of):
                self.parts.unsupported.append(("calendar", item.text))
            elif as_breakdown:
                self.parts.by = cast("TimePart", of)
            else:
                self.parts.unsupported.append(("calendar", item.text))
        elif name in ("fiscal_quarter", "fiscal_year"):
            if as_breakdown or self.s.is_mark(index - 1, "by"):
                self.parts.grain, self.parts.grain_said_by = cast("Grain", name), True
            else:
                self.parts.unknown.append(item.text)
        elif name == "rolling":
            self.parts.mean |= of == "mean"
            self._window(index, item)
        elif item.name == "share" and self._in_percent(index) and self._changes():
            self.parts.in_percent |= self._of_rank(index)
        else:
            self.parts.figures.append(Figure(item.name, item.text, item.first, item.start, item.end))

    def _in_percent(self, index: int) -> bool:
        """ "In percent", and the "percent of" right behind a change: "growth in percent of revenue"."""
        item, before = self.s.items[index], self.s.at(index - 1)
        near = before is not None and before.name == "change" and before.last == item.first - 1
        text = item.text.casefold()
        return (text.removesuffix(" of") if near else text) in a.PERCENT

    def _of_rank(self, index: int) -> bool:
        """It stands with the ranking, and is no other column behind an "and" or a question of its own."""

        def apart(n: int) -> bool:
            return self.s.is_mark(n, "which") or (self.s.is_mark(n, "and") and self.s.items[n].text != ",")

        ranks = [n for n, item in enumerate(self.s.items) if item.kind == "rank" or self.s.is_mark(n, "sort")]
        if ranks and self.s.is_mark(index + 1, "and") and apart(index + 1):
            self.parts.unknown.append(f"{self.s.items[index].text} {self.s.items[index + 1].text}")
        near = [range(min(n, index) + 1, max(n, index)) for n in ranks]
        return not ranks or index == 0 or any(not any(map(apart, between)) for between in near)

    def _changes(self) -> bool:
        """A change is asked for, or another time stands beside it, and this only says that it may be in percent."""
        figures = {i.name.partition(":")[0] for i in self.s.items if i.kind == "figure"}
        return bool(figures & {"change", "year", "before", "over"}) or any(
            item.kind == "mark" and item.name == "versus" and near is not None and near.kind == "period"
            for n, item in enumerate(self.s.items)
            for near in (self.s.at(n + 1), self.s.at(n + 2))
        )

    def averages(self, index: int) -> bool:
        """True for the "total" or "sum" of a rolling figure, which is what it is; and its "average", which is noted."""
        item = self.s.items[index]
        if item.name == "average" and self._spanned(index):
            return True
        before = [near for j in (index - 1, index - 2, index - 3) if (near := self.s.at(j))]
        rolls = any(near.name == "rolling" for near in before)
        self.parts.mean |= rolls and item.name == "average"
        return rolls and item.name in ("sum", "total", "average")

    def _spanned(self, index: int) -> bool:
        """ "28-day average of orders": a number and a unit right before the average."""
        item, number, unit = self.s.items[index], self.s.at(index - 2), self.s.at(index - 1)
        if number is None or unit is None or number.kind != "number" or unit.kind != "unit":
            return False
        if number.number not in WINDOW or unit.first > number.last + 2 or item.first > unit.last + 2:
            return False
        self.parts.mean = True
        self.parts.figures.append(Figure("rolling", item.text, item.first, item.start, item.end))
        self.parts.window = (int(number.number or 0), cast("Grain", unit.name))
        self._take(index - 2, number, unit)
        return True

    def _window(self, index: int, item: Item) -> None:
        """The number and the unit beside "rolling": "rolling 7 day", "7 day rolling", "rolling over 4 weeks"."""
        self.parts.figures.append(Figure("rolling", item.text, item.first, item.start, item.end))
        for j in (index - 2, *range(index + 1, index + 9)):
            number, unit = self.s.at(j), self.s.at(j + 1)
            if number is None or unit is None or number.kind != "number" or unit.kind not in ("unit", "grain"):
                continue
            if number.number in WINDOW and not self.used & {j, j + 1}:
                self.parts.window = (int(number.number or 0), cast("Grain", unit.name))
                self._take(j, number, unit)
                return

    def _take(self, j: int, number: Item, unit: Item) -> None:
        """What was read before this word is taken back from the words without a place."""
        self.used.update((j, j + 1))
        for said in (number.text, unit.text):
            if said in self.parts.unknown:
                self.parts.unknown.remove(said)
