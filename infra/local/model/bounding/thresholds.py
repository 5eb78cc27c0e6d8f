"""What bounds do in a question: conditions on figures ("stores with revenue over 50,000") or on single rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from agent_actions.semantic.model import NUMBER_TYPES
from infra.local.model.bounding.bounds import OPPOSITE, Bound, Bounds, Op
from infra.local.model.parts import Condition, Measure, Parts, Threshold
from infra.local.model.scan import Item
from infra.local.model.sentence import Sentence


@dataclass(frozen=True)
class Thresholds:
    """Reads them into ``parts``; ``used``: indexes of the things that went into one."""

    s: Sentence
    parts: Parts
    used: set[int]

    @cached_property
    def bounds(self) -> dict[int, Bound]:
        """Every bound by the index of its first thing; the words that go into each are taken."""
        found = Bounds(self.s).found()
        for bound in found.values():
            self.used.update(bound.words)
        return found

    def read(self, index: int, negative: bool) -> bool:
        """Read the bound that begins here; False when none does, or when its opposite is two ranges."""
        bound = self.bounds.get(index)
        if bound is None:
            return False
        limits: list[tuple[Op, float]] = list(bound.limits)
        if self._not_yet(index, negative):
            self.used.update(range(index + 1, bound.last + 1))
            self.parts.unknown.append(self.s.items[index].text)
            return True
        if negative:
            op, value = limits[0]
            if len(limits) > 1 or op not in OPPOSITE:
                return False
            limits = [(OPPOSITE[op], value)]
        self.used.update(range(index + 1, bound.last + 1))
        for op, value in limits:
            if bound.rows is not None:
                kept = Condition(
                    bound.rows, op, (_whole(value),), bound.currency, unit=bound.unit, at=self.s.items[bound.at].first
                )
                self.parts.conditions.append(kept)
            else:
                counted = bound.counted or (bound.figure is None and self._of_group(index))
                self.parts.thresholds.append(Threshold(bound.figure, op, value, bound.currency, counted, bound.unit))
        if bound.counted and bound.figure is not None:
            figure = bound.figure
            self.parts.measures.append(Measure(figure, counts=not (figure.has("metric") or figure.has("choice"))))
        return True

    def _of_group(self, index: int) -> bool:
        """ "Tickets by agent, only agents with more than 150": so many of what is told apart by them."""
        link, noun = self.s.at(index - 1), self.s.at(index - 2)
        if link is None or link.name not in ("with", "having") or noun is None or noun.kind != "term":
            return False
        named = {s.ref for s in noun.senses if s.kind in ("field", "dataset")}
        return any(
            self.s.is_mark(i - 1, "by") and any(s.ref in named for s in item.senses)
            for i, item in enumerate(self.s.items[: index - 2])
        )

    def _not_yet(self, index: int, negative: bool) -> bool:
        """ "Not delivered for more than a week": so long without it until now, not how long it took."""
        before = self.s.at(index - 1)
        lasting = before is not None and before.kind == "preposition" and before.text.casefold() == "for"
        timed = any((i := self.s.at(index + n)) is not None and i.kind == "unit" for n in (1, 2, 3))
        denied = negative or any(self.s.is_mark(index - n, "not") for n in (2, 3))
        return lasting and timed and denied

    def of_figures(self, index: int) -> list[Bound]:
        """The bounds after this place that are on figures, not on numbers of single rows."""
        return [b for b in self.bounds.values() if b.at > index and b.rows is None and not self._on_field(b)]

    def bounds_thing(self, index: int) -> bool:
        """True for what is bounded by a figure of something else: stores in "stores with more than 5 orders"."""
        item = self.s.items[index]
        own = {s.ref for s in item.senses}
        figures = [b.figure for b in self.of_figures(index) if b.figure is not None]
        return any(own.isdisjoint(s.ref for s in figure.senses) for figure in figures)

    def _on_field(self, bound: Bound) -> bool:
        if bound.figure is not None:
            return False
        k = bound.at - 1
        while self.s.is_mark(k, "is", "not") or ((item := self.s.at(k)) is not None and item.kind == "preposition"):
            k -= 1
        before = self.s.at(k)
        return before is not None and _numeric(self.s, before)


def _numeric(s: Sentence, item: Item) -> bool:
    """True for a number of a row rather than a figure: "amount", but not "revenue"."""
    if item.kind != "term" or any(sense.kind == "metric" and not sense.weak for sense in item.senses):
        return False
    fields = [s.lexicon.model.field(sense.ref) for sense in item.senses if sense.kind == "field"]
    return any(f is not None and f.datatype in NUMBER_TYPES for f in fields)


def _whole(number: float) -> float | int:
    return int(number) if number == int(number) else number
