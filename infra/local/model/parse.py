"""From the things in a message to the parts of a question, in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from infra.local.model.around.plan_words import HIGHEST, LOWEST
from infra.local.model.bounding import negation
from infra.local.model.bounding.conditions import NULLS, Conditions
from infra.local.model.bounding.thresholds import Thresholds
from infra.local.model.doubts import Doubts
from infra.local.model.english import arithmetic_words as a
from infra.local.model.english import vocabulary as v
from infra.local.model.english.marks import CHARTS, EXACTLY, TEXTS
from infra.local.model.english.text import is_plural
from infra.local.model.everyday import timing
from infra.local.model.figures.figuring import Figuring
from infra.local.model.figures.joined import (
    amounts_beside,
    beside_figures,
    field_alone,
    heading,
    judged_first,
    rows_of_figures,
    the_other,
)
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts import Condition, Dimension, Direction, Known, Measure, Parts
from infra.local.model.parts_of.dividing import Dividing
from infra.local.model.ranking.shown_beside import listed_behind
from infra.local.model.reach import aggregate
from infra.local.model.roles import Roles
from infra.local.model.scan import Item
from infra.local.model.sentence import COMPARISONS, Sentence, only
from infra.local.model.times.spans import Unit

OF_EACH = frozenset(["for each", "for every", "in each", "in every", "per", "of each", "of every", "each", "every"])
"""Words before a breakdown that may say of what each the first is looked for."""


CARRIES = frozenset(["preposition", "number", "rank", "all", "follow", "aggregate"])
"""Kinds of things between "not" or "only" and the term that it is said of."""


class Parser:
    """One pass over the items of a message."""

    def __init__(self, lexicon: Lexicon, items: Sequence[Item]) -> None:
        self._s = Sentence(lexicon, items)
        self._parts = Parts()
        self._used: set[int] = set()
        self._thresholds = Thresholds(self._s, self._parts, self._used)
        self._roles = Roles(self._s, self._parts, self._thresholds)
        self._conditions = Conditions(self._s, self._parts, self._used)
        self._figuring = Figuring(self._s, self._parts, self._used)
        self._dividing = Dividing(self._s, self._parts)
        self._mode = ""
        self._fresh = False
        """The mode was just said, so the next term takes it."""
        self._null = False
        self._not_text = ""
        self._inverted = -1
        """Where a bound begins of which the opposite is meant."""

    def parse(self) -> Parts:
        _ = self._thresholds.bounds
        for index, item in enumerate(self._s.items):
            if index in self._used:
                continue
            if item.kind == "term":
                self._term(index, item)
            elif item.kind == "mark":
                self._mark(index, item)
            else:
                carried = self._carried(index, item)
                self._other(index, item)
                self._fresh = self._fresh and (carried or item.kind in CARRIES)
        if not (self._s.items and self._s.is_mark(len(self._s.items) - 1, "and")):
            self._unused_not()
        heading(self._parts)
        beside_figures(self._s, self._parts)
        rows_of_figures(self._s, self._parts)
        amounts_beside(self._s, self._parts)
        the_other(self._s, self._parts)
        self._dividing.finish()
        Doubts(self._s, self._parts).note()
        return self._parts

    def _carried(self, index: int, item: Item) -> bool:
        """ "Not raised by phone": the "not" before a verb is one of the value behind it."""
        if item.kind != "unknown" or not (self._mode == "not" and self._fresh):
            return False
        if carried := negation.reaches_value(self._s, index):
            return carried
        self._parts.denied[item.first] = item
        return False

    # marks and other words ------------------------------------------------------------------------------------

    def _bounded_out(self, index: int, item: Item) -> bool:
        """ "(Without) countries under 1,000 clicks": what is left out is told by a bound, so its opposite is kept."""
        at = index + 1
        while (after := self._s.at(at)) is not None and after.kind == "preposition":
            at += 1
        if item.has("value") or not (item.has("field") or item.has("dataset")) or at not in self._thresholds.bounds:
            return False
        if self._thresholds.bounds[at].rows is not None:
            return False
        self._inverted = at
        if not any(d.item.senses == item.senses for d in self._parts.dimensions):
            self._parts.dimensions.append(Dimension(item))
        return True

    def _unused_not(self) -> None:
        """A "not" that nothing took must not be lost."""
        if self._mode == "not" and self._fresh:
            self._parts.unknown.append(self._not_text)

    def _mark(self, index: int, item: Item) -> None:
        parts = self._parts
        if item.name == "not" and self._thresholds.read(index, False):
            return
        if item.name in ("by", "howmany", "which", "versus", "sort", "compare") and not self._s.is_mark(
            index - 1, "and"
        ):
            self._unused_not()
        if item.name in ("by", "not", "howmany", "which"):
            if item.name == "which" and not self._s.asks_which(index, item):
                return
            self._mode, self._fresh = item.name, True
            if item.text.casefold().startswith(v.SPLITS):
                parts.flags.add("split")
            self._not_text = item.text
            parts.flags |= {"in each"} & {item.text.casefold()}
            if item.name == "by" and item.text.casefold() in OF_EACH:
                parts.of_each = item.text.casefold()
            self._null = item.name == "not" and item.text.casefold() in NULLS
            if item.name == "howmany" and parts.counting and self._s.of_them(index):
                parts.unsupported.append(("two questions", item.text))
            parts.counting |= item.name == "howmany"
            if item.name == "howmany" and self._s.stands_alone(index):
                parts.bare_count = item
            parts.different |= item.name == "howmany" and bool(v.DIFFERENT & set(item.text.casefold().split()))
            parts.each |= self._s.each_alone(index, item)
        elif item.name == "and":
            if index == 0:
                parts.flags |= {"and", item.text.casefold()} & {"and", "plus"}
            self._fresh = self._mode in ("by", "not", "drop", "order")
            self._null = False
            if parts.of_each and self._mode == "by" and "," in item.text and self._s.ranks_later(index):
                self._mode = "which"  # "for each region, the brand with the most": the brand is looked for
            parts.either |= item.text.casefold() == "or"
        elif item.text == ":" and self._mode == "not" and not self._fresh:
            self._mode = ""  # "all but retail: orders and revenue"
        elif item.name == "pooled":
            parts.aggregates.append("pooled")
        elif item.name == "apart":
            self._unused_not()
            parts.each = True
            if item.text.casefold() == "respectively":
                parts.flags.add("respectively")
        elif item.name == "howlong":
            parts.timed, parts.time_unit = True, timing.unit_said(item.text)
        elif item.name == "versus":
            parts.versus, parts.leans = True, parts.leans or item.text.casefold().split(" ")[0]
            self._fresh = False
        elif item.name == "sort":
            self._mode, self._fresh, parts.sorting = "order", True, True
        elif item.name in ("ascending", "descending"):
            parts.direction, parts.sorting = "asc" if item.name == "ascending" else "desc", True
            parts.in_percent |= item.text.casefold() in v.BY_TIME  # "growth by country, fastest first"
        elif item.name in ("best_first", "worst_first"):
            judged_first(parts, item)
        elif item.name == "compare":
            parts.compare = True
        elif item.name.startswith("plan_"):
            parts.plan, parts.plan_first = item.name, item.first
        elif item.name in CHARTS:
            parts.chart = item.name if item.name != "chart" else parts.chart or item.name
        elif item.name == "number":
            parts.flags.add("total")
        elif item.name in ("none_too", "some_only"):
            parts.none_too = item.name == "none_too"
        elif item.name == "only":
            self._unused_not()
            self._fresh = self._fresh and self._mode != "not"
            parts.flags.add("only")
        elif item.name == "reverse":
            parts.reverse = item.text
        elif item.name in (*COMPARISONS, "between"):
            negative = (self._mode == "not" and self._fresh) or index == self._inverted
            if self._thresholds.read(index, negative):
                self._fresh = self._fresh and not negative
            elif item.text.casefold() not in ("over", *EXACTLY) or negative or self._s.over_figure(index):
                parts.unknown.append(item.text)
        elif item.name == "is_null" and (after := self._s.at(index + 1)) is not None and after.has("field"):
            parts.conditions.append(Condition(only(after, "field"), "is_null"))
            self._used.add(index + 1)
        elif item.name in ("is_null", "is_not_null", *TEXTS):
            parts.unknown.append(item.text)

    def _other(self, index: int, item: Item) -> None:
        parts = self._parts
        match item.kind:
            case "figure" if self._mode in ("not", "drop") and self._fresh:
                parts.dropped_figures.append(item.text)
                self._fresh = False
            case "period" | "grain" | "unit" | "trend" | "rank" if (
                self._mode == "not" and self._fresh and not self._after_comma(index, item)
            ):
                parts.unknown.append(item.text)
            case "period" | "grain" if self._mode == "drop" and self._fresh:
                parts.gone.append(item)
                self._fresh = False
            case "period" if item.span:
                if item.text.casefold().split()[0] in a.BEFORE:
                    parts.befores.append(len(parts.periods))
                parts.periods.append(item.span)
            case "figure":
                self._figure(index, item)
            case "grain":
                parts.grain, parts.grain_said_by = cast("Unit", item.name), self._said_by()
                parts.grains.append(parts.grain)
            case "unit":
                self._unit(index, item)
            case "trend":
                parts.trend = True
            case "rank" if self._s.ends_order(index):
                pass
            case "rank":
                parts.direction, parts.ranked, parts.rank_word = (
                    cast("Direction", item.name),
                    True,
                    item.text.casefold(),
                )
                parts.rank_place = (item.start, item.end)
                word = item.text.casefold()
                moving = (item.name == "desc") == (word in v.RANK_ASC)  # read against its own sense: no time
                moving |= (after := self._s.at(index + 1)) is not None and after.text.casefold() in a.MOVING
                parts.timed |= word.split()[0] in v.BY_TIME and not moving
            case "number":
                self._number(index, item)
            case "aggregate":
                if parts.measures and field_alone(self._s, index):
                    parts.unknown.append(item.text)
                elif not self._figuring.averages(index):
                    parts.aggregates.append(item.name)
            case "unsupported":
                parts.unsupported.append((item.name, item.text))
            case "follow":
                parts.flags.add(item.name)
                if item.name in v.DROP_WORDS or self._replaces(index, item):
                    self._mode, self._fresh = "drop", True
            case "all":
                parts.flags |= {"all", item.name}
                if item.name != "every":
                    self._mode, self._fresh = "all", True
            case "preposition":
                joined = self._s.at(index - 1)
                if self._s.is_mark(index - 1, "and") and joined is not None:
                    self._fresh = self._fresh and self._mode == "not" and joined.text.casefold() in ("or", "nor")
            case "unknown" if code := self._s.currency(index):
                parts.currencies.append((code, Known(item)))
            case "quoted" | "unknown":
                parts.unknown.append(item.text)
            case _:
                pass

    def _after_comma(self, index: int, item: Item) -> bool:
        """A period after a comma is no more of what is left out: "everything but Camping, last quarter"."""
        before = self._s.at(index - 1)
        return item.kind == "period" and before is not None and before.text == ","

    def _replaces(self, index: int, item: Item) -> bool:
        """ "Replace orders with ...": what stands right after goes."""
        after = self._s.at(index + 1)
        near = after is not None and after.first == item.last + 1 and after.kind != "preposition"
        return item.name in ("replace", "change", "switch") and near

    def _with_ranked(self, index: int) -> bool:
        """ "Top 10 stores by revenue with the margin rate": beside the amount by which they are ranked."""
        before, ranked = self._s.at(index - 1), self._parts.measures[-1]
        metrics = [m for s in ranked.item.senses if (m := self._s.lexicon.model.metric(s.ref))]
        amounts = bool(metrics) and all(aggregate(m) not in ("count", "distinct") for m in metrics)
        return before is not None and before.name == "with" and ranked.ordering and amounts

    def _said_by(self) -> bool:
        return self._mode == "by" and self._fresh

    def _unit(self, index: int, item: Item) -> None:
        parts = self._parts
        if self._mode == "howmany" and self._fresh and self._thresholds.of_figures(index):
            parts.counted, self._mode, self._fresh = item, "", False
            return
        ranked = parts.ranked or (self._mode == "which" and self._fresh)
        alone = len(self._s.items) == 1
        after, then = self._s.at(index + 1), self._s.at(index + 2)
        before = self._s.at(index - 1)
        averaged = before is not None and before.kind == "aggregate" and is_plural(item.text.casefold())
        if averaged or (after is not None and after.name == "of" and then is not None and then.kind != "period"):
            parts.unknown.append(item.text)
        elif self._said_by() or ranked or alone or self._s.ranks_later(index) or self._thresholds.of_figures(index):
            parts.grain, parts.grain_said_by = cast("Unit", item.name), True
            parts.grains.append(parts.grain)
            if not self._said_by() and not alone:
                parts.target_plural = is_plural(item.text.casefold())
                parts.grain_target = ranked or self._s.ranks_later(index)
        elif "drop" in self._mode and self._fresh:
            parts.drops.append(item)
        else:
            parts.unknown.append(item.text)

    def _figure(self, index: int, item: Item) -> None:
        """What is computed beside the figure; a part of the calendar is a breakdown and needs a word that says so."""
        asked = self._said_by() or self._parts.ranked or self._mode == "which" or self._s.ranks_later(index)
        self._figuring.read(index, item, asked or len(self._s.items) == 1)
        if self._mode in ("by", "which"):
            self._fresh = False

    def _number(self, index: int, item: Item) -> None:
        ranking = self._parts.ranked or any(i.kind == "rank" for i in self._s.items)
        if not ranking and self._roles.counts_all(index):
            return
        if self._thresholds.read(index, index == self._inverted):
            return
        before, after = self._s.at(index - 1), self._s.at(index + 1)
        whole = item.number is not None and item.number == int(item.number) and 1 <= item.number <= 10_000
        ranked = (before is not None and before.kind == "rank") or (after is not None and after.kind == "rank")
        asked = index - 1 - self._s.is_mark(index - 1, "is")
        shows = before is None or self._s.is_mark(asked, "which", "only") or "limit" in self._parts.flags
        later = self._s.ranks_later(index) or any(i.name in (LOWEST, HIGHEST) for i in self._s.items[index + 1 :])
        if whole and (ranked or (shows and (self._parts.ranked or later or "limit" in self._parts.flags))):
            self._parts.limit = int(item.number or 0)
        else:
            self._parts.unknown.append(item.text)

    # terms -----------------------------------------------------------------------------------------------------

    def _term(self, index: int, item: Item) -> None:
        mode = self._mode if self._fresh else ""
        if mode == "not" and self._s.is_mark(index - 1, "and") and self._s.is_mark(index + 1, "only"):
            mode, self._fresh = "", False
        counting = self._mode == "howmany"
        if mode == "not" and self._bounded_out(index, item):
            self._fresh = False
            return
        if self._conditions.read(index, item, mode, self._null) or self._dividing.read(index, item):
            self._fresh = False
            return
        if mode == "not" and self._roles.rows_with_values(index):
            self._parts.datasets.append(only(item, "dataset"))
            self._null = False
            return
        role = self._roles.role(index, item, mode, counting)
        parts = self._parts
        if role == "drop":
            parts.drops.append(item)
        elif role == "all":
            parts.all_of.append(item)
        elif role == "dimension" and not mode and self._s.is_mark(index + 1, "howmany"):
            # "customer count and revenue": a number of them, and no breakdown
            parts.unknown.append(f"{item.text} {self._s.items[index + 1].text}")
        elif role == "dimension":
            target = mode == "which" or self._roles.names_ranked(index) or (mode != "by" and self._s.ranks_later(index))
            listed = not target and bool(parts.ranked or parts.thresholds) and listed_behind(self._s, index)
            parts.dimensions.append(Dimension(item, mode in ("by", "which") or parts.ranked, target, listed))
            if target:
                parts.target_plural = is_plural(item.text.casefold().split()[-1])
        elif role == "value" and self._s.currency(index):
            parts.currencies.append((self._s.currency(index), self._conditions.known(index, item, mode == "not")))
        elif role == "value":
            parts.known.append(self._conditions.known(index, item, mode == "not"))
        elif role == "flag":
            said = self._s.is_mark(index - 1, "is")
            parts.conditions.append(Condition(only(item, "field"), "in", (mode != "not",), predicate=said))
        elif role == "counted":
            parts.counted = item
        elif role == "measure":
            self._roles.order_said(index, mode)
            placed = any(m.ordering for m in parts.measures)
            ranks = (parts.ranked or parts.sorting) and not placed
            another = placed or (mode == "by" and self._s.is_mark(index - 1, "and") and not ranks)
            ordering = (mode in ("by", "order") and not another) or (parts.ranked and not placed)
            parts.order_guessed |= ordering and mode not in ("by", "order") and self._roles.behind_target(index)
            under = not ordering and bool(parts.measures) and self._s.subordinate(index)
            under = under and not self._with_ranked(index)
            parts.measures.append(Measure(item, counting, ordering=ordering, under=under))
        elif role == "sort":
            parts.sort_field = item
        elif role in ("dataset", "adjunct"):
            parts.datasets.append(self._roles.rows(item) if role == "adjunct" else item)
        else:
            parts.unknown.append(item.text)
        if self._mode == "not" and not mode and role == "value":
            self._mode = ""  # "not by email, from France and Spain": what is left out ended before
        asked = mode == "which" and (noun := self._s.at(index + 1)) and (noun.has("dataset") or noun.has("field"))
        if not (role == "value" and (counting or asked)):  # "which German stores": the stores are asked for
            self._fresh = False
            if counting and role in ("measure", "dataset", "counted"):
                self._mode = ""
