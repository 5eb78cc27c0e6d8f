"""One figure over another, and averages per thing: "revenue per session", "average orders per day", "ratio of A to B".

A noun after "per" is a breakdown when it names a register (stores, machines, regions), and a divisor when it names
what happens (orders, sessions) or what keeps coming in (customers, whose data have a freshness); where an average is
asked for it is a divisor always.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent_actions.semantic.divided import UNITS, key_of
from agent_actions.semantic.model import Dataset, Metric
from agent_actions.semantic.request import Grain
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import is_plural
from infra.local.model.parts import Dimension, Measure, Parts, Per
from infra.local.model.reach import aggregate, entity, pools
from infra.local.model.scan import Item
from infra.local.model.sentence import Sentence

PER = frozenset(["per", "divided by", "for every", "for each", "a", "an", "one"])
"""The articles: of what one of something costs."""
MOST = 10**9
MADE = frozenset(
    ["share_of", "share_of_too", "share_of_whole", "share_unclear", "ratio_to", "ratio_of", "taken_off", "added"]
)
"""Marks of :mod:`between_figures`."""
HOW_FAST = frozenset(["how fast", "how quickly", "how slow", "how slowly"])
"""Of a change they ask how large it is, not how long something takes."""


@dataclass(frozen=True)
class Dividing:
    """Reads them into ``parts``."""

    s: Sentence
    parts: Parts

    def read(self, index: int, item: Item) -> bool:
        """True when the term is what a figure right before it is divided by, in percent of, or less it."""
        if self._made(index, item):
            return True
        at, times, between = self._back(index)
        mark = self.s.at(at)
        if mark is None or mark.kind != "mark" or mark.text.casefold() not in PER:
            return self._of_ratio(index, item)
        counted = bool(between)
        if is_plural(item.text.casefold()) and not counted and mark.text.casefold() != "divided by":
            return False
        of = self._figure_before(at)
        if of is None or (self.parts.ranked and not self.parts.dimensions and self._ranks(of)):
            return False
        if mark.text.casefold().startswith("for") and not counted:
            return False
        per = self._per(of, item, times, outright=counted or mark.text.casefold() == "divided by")
        if per is None:
            return False
        self._divided(per)
        for said in between:
            if said in self.parts.unknown:
                self.parts.unknown.remove(said)
        return True

    def _made(self, index: int, item: Item) -> bool:
        """A mark that :mod:`between_figures` put between two figures."""
        mark = self.s.at(index - 1)
        if mark is None or mark.kind != "mark" or mark.name not in MADE:
            return False
        if mark.name == "share_unclear":
            self.parts.unsupported.append(("share of what", mark.text))
            return True
        last = self.parts.pers[-1] if self.parts.pers else None
        if mark.name in ("taken_off", "added"):
            of = last.of if last and last.sign in "+-" and last.item is self.s.at(index - 2) else None
            of = of or self._figure_before(index - 1)
            per = Per(of, item, sign="-" if mark.name == "taken_off" else "+") if of else None
        else:
            figures = [m.item for m in self.parts.measures if not m.under] or self.parts.datasets
            of = figures[-1] if figures else None
            sign = "~" if mark.name == "ratio_to" else "/" if mark.name == "ratio_of" else "%"
            whole = mark.name == "share_of_whole"
            per = Per(of, item, sign=sign, beside=mark.name == "share_of_too", whole=whole) if of else None
        if per is None:
            return False
        self._divided(per)
        return True

    def finish(self) -> None:
        """What "average" and "ratio" are about, when everything has been read."""
        parts = self.parts
        if parts.changes and any(i.kind == "mark" and i.text.casefold() in HOW_FAST for i in self.s.items):
            parts.timed = False
        if len(parts.measures) == 2 and any(i.kind == "mark" and i.name == "gap_of_both" for i in self.s.items):
            one, other = parts.measures
            parts.pers.append(Per(one.item, other.item, sign="-", beside=True))
        if any(topic == "ratio" for topic, _ in parts.unsupported) and parts.pers:
            parts.unsupported = [u for u in parts.unsupported if u[0] != "ratio"]
        if "average" not in parts.aggregates or not parts.measures:
            return
        if parts.pers:
            self._said()
            return
        if any(pools(m) for m in self._metrics(parts.measures[0].item)):
            return
        if parts.grain in UNITS and not (parts.ranked or parts.grain_target or parts.trend or parts.sorting):
            finest: Grain = next(unit for unit in UNITS if unit in parts.grains)
            coarser: list[Grain] = [grain for grain in parts.grains if grain != finest]
            parts.unit_mean, parts.grain = finest, coarser[-1] if coarser else None
            parts.grain_said_by &= bool(coarser)
            self._said()
            return
        things = [d for d in parts.dimensions if self._one_each(d)]
        if len(things) == 1 and not parts.ranked:
            parts.dimensions.remove(things[0])
            parts.pers += [Per(m.item, things[0].item, field=True) for m in parts.measures if not m.ordering]
            self._said()

    def _said(self) -> None:
        self.parts.aggregates = [a for a in self.parts.aggregates if a != "average"]

    def _one_each(self, dimension: Dimension) -> bool:
        """ "Per store", "does each store": one thing, not "by store" or "for all stores"."""
        index = self.s.items.index(dimension.item)
        mark = self.s.at(index - 1)
        said = mark is not None and mark.kind == "mark" and mark.text.casefold() in v.EACH
        return said and not is_plural(dimension.item.text.casefold().split()[-1])

    def _back(self, index: int) -> tuple[int, int, list[str]]:
        """Where the mark before the term stands; the number between them; the texts of what stands between."""
        before, earlier = self.s.at(index - 1), self.s.at(index - 2)
        if before is None:
            return -1, 1, []
        if before.kind == "number" and before.number and before.number == int(before.number) <= MOST:
            return index - 2, int(before.number), [before.text]
        scale = v.SCALES.get(before.text.casefold())
        if before.kind == "unknown" and scale:
            return index - 2, scale, [before.text]
        money = earlier is not None and earlier.text.casefold() in v.CURRENCIES
        if before.kind == "preposition" and before.name in ("of", "in", "on") and earlier is not None and money:
            return index - 3, 1, [earlier.text]
        return index - 1, 1, []

    def _of_ratio(self, index: int, item: Item) -> bool:
        """ "The ratio of A to B", "the ratio between A and B", "the A to B ratio"."""
        if not any(i.kind == "unsupported" and i.name == "ratio" for i in self.s.items) or self.parts.pers:
            return False
        before = self.s.at(index - 1)
        linked = before is not None and (
            (before.kind == "preposition" and before.name == "to") or self.s.is_mark(index - 1, "and", "versus")
        )
        of = self._figure_before(index - 1) if linked else None
        if of is None or not item.has("metric") or of is item:
            return False
        self._divided(Per(of, item))
        return True

    def _divided(self, per: Per) -> None:
        self.parts.pers.append(per)
        if per.of in self.parts.datasets:
            self.parts.datasets.remove(per.of)
            self.parts.measures.append(Measure(per.of, counts=True))

    def _figure_before(self, at: int) -> Item | None:
        """The figure that stands right before, where it was read as one, or the rows that are counted."""
        before = self.s.at(at - 1)
        measures = [m.item for m in self.parts.measures if not m.under]
        counted = [i for i in self.parts.datasets if self._metrics(i)] if not measures else []
        return before if before is not None and before in (*measures, *counted) else None

    def _ranks(self, of: Item) -> bool:
        """It is what a ranking without any breakdown so far goes by: "highest revenue per store"."""
        return bool(self.parts.measures) and self.parts.measures[-1].item is of

    def _metrics(self, item: Item) -> list[Metric]:
        return self.s.lexicon.meant(item.senses)

    def _per(self, of: Item, item: Item, times: int, *, outright: bool) -> Per | None:
        """None when the noun is a breakdown. ``outright``: it cannot be one."""
        above = self._metrics(of)
        if not above or any(pools(m) for m in above):
            return None
        reach, named = self.s.lexicon.reach, self._named(item)
        own = {fact for m in above for fact in reach.facts(m)}
        for dataset in self._things(item):
            if dataset.name.casefold() in own or reach.distance(above, dataset.name) is None:
                continue
            if outright and len(named) == 1:
                return Per(of, item, times=times)
            if outright or (dataset.freshness is None and (self._called(item, dataset) or not named)):
                return None
            if len(named) == 1:
                return Per(of, item, times=times)
            adds_up = all(aggregate(m) in ("sum", "count") for m in above)
            return Per(of, item, field=True) if key_of(dataset) and adds_up else None
        if len(named) == 1 and named[0] not in above:
            return Per(of, item, times=times)
        counted = self.s.lexicon.counters(item.senses)
        unlike = [m for m in counted if m not in above]
        return Per(of, item, times=times) if len(set(counted)) == 1 and unlike else None

    def _called(self, item: Item, dataset: Dataset) -> bool:
        """The noun is also the name of the field that names the dataset's rows: "store", but not "order"."""
        model = self.s.lexicon.model
        fields = self.s.lexicon.fields(item.senses)
        return any(f in entity(model, dataset) and f.datatype in ("String", None) for f in fields)

    def _named(self, item: Item) -> list[Metric]:
        return self.s.lexicon.metrics(item.senses, weak=False)

    def _things(self, item: Item) -> list[Dataset]:
        """Datasets whose rows the noun names, also by the field that names them."""
        model = self.s.lexicon.model
        named = [d for s in item.senses if s.kind == "dataset" and (d := model.dataset(s.ref))]
        fields = self.s.lexicon.fields(item.senses)
        texts = [f for f in fields if f.datatype in ("String", None)]
        named += [d for f in texts if (d := model.dataset(f.dataset)) and f in entity(model, d)]
        return list({d.name: d for d in named}.values())
