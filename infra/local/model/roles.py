"""What a term is there for: a figure, a breakdown, a value to keep, the setting of another figure..."""

from __future__ import annotations

from dataclasses import dataclass, replace

from infra.local.model.bounding.thresholds import Thresholds
from infra.local.model.english.arithmetic_words import MOVING
from infra.local.model.english.text import is_plural, keys, name_words
from infra.local.model.english.vocabulary import DIFFERENT, word_set
from infra.local.model.figures.joined import value_in_row
from infra.local.model.lexicon import Sense
from infra.local.model.parts import Parts
from infra.local.model.reach import entity
from infra.local.model.scan import Item
from infra.local.model.sentence import COMPARISONS, Sentence

NUMBER_OF = ("number of", "the number of", "count of", "total number of")
COUNTS = word_set("most fewest least")
"""Before a noun for rows they are said of how many there are."""


@dataclass(frozen=True)
class Roles:
    """Decides from a term's senses, the mark before it and the things around it."""

    s: Sentence
    parts: Parts
    thresholds: Thresholds

    def role(self, index: int, item: Item, mode: str, counting: bool) -> str:
        measure = item.has("metric") or item.has("choice")
        group = item.has("field") or item.has("dataset")
        if mode == "drop":
            return "drop"
        if mode in ("", "not", "which") and item.has("value") and not measure and value_in_row(self.s, index):
            return "value"
        if mode == "all":
            return (
                "all"
                if item.has("field")
                else ("measure" if measure else "dataset" if item.has("dataset") else "value")
            )
        if mode == "order":
            return "measure" if measure else "sort" if group else ""
        if self._is_where(index, item):
            return "value"
        if mode == "by":
            if (measure or self._events(item)) and self.parts.ranked and (self.parts.dimensions or self.parts.grain):
                return "measure"
            if measure and self._another_figure(index, item):
                return "measure"
            if group:
                return "dimension"
            if measure:
                return "measure" if self._may_order(index) and not self._divides(index) else ""
            return "value" if item.has("value") else ""
        if mode == "not":
            if item.has("value"):
                return "value"
            if self.s.is_flag(item):
                return "flag"
            return "drop" if item.has("field") or item.has("metric") else ""
        if mode == "which" and group and not self._begins_with_rows(index, item):
            return "dimension"
        if self._is_counted(index, item, counting):
            return "counted"
        if mode in ("", "howmany") and not counting and self._is_bounded(index, item):
            return "dimension"
        if group and (self.names_ranked(index) or (self._heads_ranking(index, measure) and not counting)):
            told = any(self.s.is_mark(j, "by") or self._cut(j) for j in range(index + 1, len(self.s.items)))
            return "measure" if told and self._events(item) and not self.names_ranked(index) else "dimension"
        if measure and not counting and self._other_measure(index):
            if item.has("value") and not (self.s.is_mark(index - 1, "and") or self._first_of_figures(index)):
                return "value"
            if item.has("dataset") and self._is_setting(index):
                return "dataset"
        if group and not measure and not counting and self._is_category(item) and self.thresholds.of_figures(index):
            return "dimension"
        if measure or (counting and item.has("dataset")):
            return "measure"
        counted_field = mode == "howmany" and item.has("field") and not self.s.is_flag(item)
        if item.has("value") and not (counted_field and not self._qualifies(index)):
            return "value"
        if self.s.is_flag(item):
            return "flag"
        if item.has("field") and not item.has("dataset") and self._adjunct(index, item):
            return "adjunct"
        if item.has("field") and not item.has("dataset"):
            return "dimension" if self._plain_dimension(item) else ""
        before = self.s.at(index - 1)
        if before is not None and before.name == "with" and self._stands_beside(index) and self._events(item):
            return "measure"
        return "dataset"

    def _cut(self, index: int) -> bool:
        """ "(Visits last month,) top 10 campaigns": what a ranking is of, by its own name and in so many rows."""
        item, number, rank = self.s.items[index], self.s.at(index - 1), self.s.at(index - 2)
        group = item.kind == "term" and (item.has("field") or item.has("dataset")) and not item.has("metric")
        ranked = rank is not None and rank.kind == "rank" and rank.text.casefold() in ("top", "bottom")
        numbered = ranked and number is not None and number.kind == "number"
        return group and numbered and self.s.is_mark(index - 3, "and") and self.names_ranked(index)

    def _events(self, item: Item) -> bool:
        """Rows of what happens, which are counted and have no names: "parcels", "visits"."""
        named = [d for s in item.senses if s.kind == "dataset" and (d := self.s.lexicon.model.dataset(s.ref))]
        events = len(named) == 1 and named[0].freshness is not None and not item.has("field")
        return events and bool(self.s.lexicon.reach.counters(named[0].name))

    def _is_where(self, index: int, item: Item) -> bool:
        """ "Who is on the phone (most)": behind "is on" it is a value, though a field is called alike."""
        link = self.s.at(index - 1)
        behind = link is not None and link.kind == "preposition" and self.s.is_mark(index - 2, "is")
        return item.has("value") and behind and not item.has("metric")

    def counts_all(self, index: int) -> bool:
        """ "(Each of) our four warehouses": the number is how many are known, so that it limits nothing."""
        number, after = self.s.items[index].number, self.s.at(index + 1)
        compared = self.s.is_mark(index - 1, "which", *COMPARISONS) or "limit" in self.parts.flags
        if compared or after is None or after.kind != "term" or after.first != self.s.items[index].last + 1:
            return False
        fields = {s.ref for s in after.senses if s.kind == "field" and not s.weak}
        plural = is_plural(after.text.casefold().split()[-1])
        known = {len(self.s.lexicon.values.get(ref, {})) for ref in fields}
        return plural and not after.has("metric") and known == {number}

    def rows_with_values(self, index: int) -> bool:
        """ "(Without) the stores in Germany", "orders where the channel is retail": rows told by a value or a bound.

        The "without" is of that; not so where two fields tell the rows, of which only both together are left out.
        """
        link, told = self.s.at(index + 1), self.s.at(index + 2)
        linked = link is not None and link.kind == "preposition"
        if not self.s.items[index].has("dataset") or not linked or told is None or told.kind != "term":
            return False
        if told.has("value") and not told.has("field"):
            return True
        says = self.s.is_mark(index + 3, "is", "is_null", *COMPARISONS)
        one = not any(self.s.is_mark(j, "and") and self._field_at(j + 1) for j in range(index + 4, len(self.s.items)))
        return told.has("field") and says and one

    def _field_at(self, index: int) -> bool:
        item = self.s.at(index)
        return item is not None and item.has("field")

    def _is_category(self, item: Item) -> bool:
        """A category's name; in the plural also where one of its values is called alike: "categories"."""
        return not item.has("value") or (item.has("field") and is_plural(item.text.casefold().split()[-1]))

    def _begins_with_rows(self, index: int, item: Item) -> bool:
        """ "Shipments with freight over 15": no word asks which, and the bound is on each of them."""
        before = self.s.at(index - 1)
        silent = before is not None and before.kind == "mark" and not before.text
        counted = item.has("metric") or any(
            s.kind == "dataset" and self.s.lexicon.reach.counters(s.ref) for s in item.senses
        )
        return silent and counted and not self.thresholds.of_figures(index)

    def _is_counted(self, index: int, item: Item, counting: bool) -> bool:
        """ "How many customers placed more than 5 orders", "number of stores with revenue over 100,000"."""
        counts = counting or item.text.casefold().startswith(NUMBER_OF)
        free = not (self.parts.counted or self.parts.measures or self.parts.dimensions)
        named = item.has("dataset") or item.has("field") or item.has("metric")
        if counts and free and named and self.thresholds.bounds_thing(index):
            return True
        if counts and free and self._is_distinct(index, item):
            self.parts.distinct = True
            return True
        return False

    def _is_distinct(self, index: int, item: Item) -> bool:
        """ "How many different carriers (delivered parcels)": a category, or rows, of which other rows are named."""
        mark = self.s.at(index - 1)
        if mark is None or not self.s.is_mark(index - 1, "howmany") or not is_plural(item.text.casefold().split()[-1]):
            return False
        different = bool(DIFFERENT & set(mark.text.casefold().split()))
        fields = [self.s.lexicon.model.field(s.ref) for s in item.senses if s.kind == "field"]
        category = any(f is not None and f.datatype in ("String", None) for f in fields)
        if not (different and (category or item.has("dataset"))) or self.s.is_mark(index + 1, "and"):
            return False
        own = {s.ref for s in item.senses}
        return any(
            (i.has("metric") or i.has("dataset")) and own.isdisjoint(s.ref for s in i.senses) and not self._broken(j)
            for j, i in enumerate(self.s.items)
            if j > index and i.kind == "term"
        )

    def _broken(self, index: int) -> bool:
        return self.s.is_mark(index - 1, "by", "not")

    def _is_bounded(self, index: int, item: Item) -> bool:
        """ "Stores with more than 5 orders": things that are counted elsewhere are listed here by their figure."""
        counted = item.has("metric") or item.has("choice")
        free = not (self.parts.measures or self.parts.dimensions or self.parts.counted or self.parts.ranked)
        if not (counted and free and item.has("dataset") and self.thresholds.bounds_thing(index)):
            return False
        model = self.s.lexicon.model
        datasets = [d for s in item.senses if s.kind == "dataset" and (d := model.dataset(s.ref))]
        names = [f.name.casefold() for d in datasets for f in entity(model, d)]
        keys_ = [k.casefold() for d in datasets for k in d.primary_key]
        return not (any(d.time for d in datasets) and set(names) <= set(keys_))

    def _another_figure(self, index: int, item: Item) -> bool:
        """ "By region and orders": rows that are counted, which no field names, behind a breakdown and "and"."""
        fields = [self.s.lexicon.model.field(s.ref) for s in item.senses if s.kind == "field" and not s.weak]
        named = any(f is not None and f.datatype in ("String", "Boolean", None) for f in fields)
        strong = any(s.kind == "metric" and not s.weak for s in item.senses) or not item.has("field")
        return strong and not named and bool(self.parts.measures) and self.s.is_mark(index - 1, "and")

    def names_ranked(self, index: int) -> bool:
        """True for what a ranking is of: products in "top 5 products", not revenue in "highest revenue"."""
        j = index - 1
        numbered = False
        while (before := self.s.at(j)) is not None and (before.kind == "number" or self._is_value_only(before)):
            numbered, j = numbered or before.kind == "number", j - 1
        numbered |= (first := self.s.at(j - 1)) is not None and first.kind == "number"
        if before is not None and before.kind == "figure" and before.text.casefold() in MOVING:
            before = self.s.at(j - 1)
        if before is None or before.kind != "rank" or (self.parts.dimensions and not self.parts.of_each):
            return False
        item = self.s.items[index]
        timed = self.parts.grain_target or self.parts.by is not None
        if timed and item.has("dataset") and before.text.casefold() in COUNTS and not numbered:
            return False  # "which hour had the most visits"
        if not (item.has("metric") or item.has("choice")):
            return True
        return numbered or before.text.casefold() in ("top", "best", "bottom", "worst")

    def behind_target(self, index: int) -> bool:
        """ "Our biggest stores, with orders and revenue": neither "by" nor the ranking word stands at the figure."""
        before = self.s.at(index - 1)
        return any(d.target for d in self.parts.dimensions) and before is not None and before.kind != "rank"

    def order_said(self, index: int, mode: str) -> None:
        """ "The biggest stores with orders and revenue, by revenue": no figure before this one is ranked by."""
        if self.parts.order_guessed and mode == "by" and not self.s.is_mark(index - 1, "and"):
            self.parts.order_guessed = False
            self.parts.measures = [replace(m, ordering=False) for m in self.parts.measures]

    def _is_value_only(self, item: Item) -> bool:
        return item.kind == "term" and all(s.kind == "value" for s in item.senses)

    def _divides(self, index: int) -> bool:
        """ "Per click": a quotient, not what is sorted by."""
        mark = self.s.at(index - 1)
        return mark is not None and mark.text.casefold() in ("per", "for each", "for every", "each", "every")

    def _may_order(self, index: int) -> bool:
        """A figure after "by" is what a ranking goes by, or the only figure of the message."""
        return self.parts.ranked or self.parts.sorting or self.s.ranks_later(index) or not self._other_measure(index)

    def _heads_ranking(self, index: int, measure: bool) -> bool:
        """True for "stores with the highest revenue"."""
        before, after = self.s.at(index - 1), self.s.at(index + 1)
        if before is not None and before.kind == "preposition" and self.s.items[index].has("value"):
            return False  # "(what do) people on phones (do most)"
        timed = self.parts.grain_target or self.parts.by is not None
        if timed and after is not None and after.kind == "rank" and after.text.casefold() in COUNTS:
            return False  # "at what hour do people visit us most"
        if self._events(self.s.items[index]) and any(d.target for d in self.parts.dimensions):
            return False  # "which carrier delivers parcels slowest"
        if self._events(self.s.items[index]) and self._sorted_behind(index):
            return False  # "response time per agent for tickets from October, slowest first"
        return self.s.ranks_later(index) and (not measure or (after is not None and after.kind == "preposition"))

    def _sorted_behind(self, index: int) -> bool:
        """Nothing but an order follows, of a figure and a breakdown that were said."""
        ranks = [j for j, i in enumerate(self.s.items) if j > index and i.kind == "rank"]
        told = bool(self.parts.measures and self.parts.dimensions)
        return told and bool(ranks) and self.s.is_mark(ranks[0] - 1, "sort")

    def _other_measure(self, index: int) -> bool:
        """True when another word of the message is the figure that is asked for."""
        return any(
            j != index and i.kind == "term" and i.has("metric") and not i.has("value")
            for j, i in enumerate(self.s.items)
        )

    def _is_setting(self, index: int) -> bool:
        """True for what another figure is of: orders in "revenue from online orders", not in "revenue and orders"."""
        j = index - 1
        item = self.s.items[index]
        own = {s.ref.casefold() for s in item.senses if s.kind == "dataset"}
        qualified = False
        while (before := self.s.at(j)) is not None and (
            before.kind == "period" or before.has("value") or self.s.is_flag(before)
        ):
            qualified |= any(s.ref.partition(".")[0].casefold() in own for s in before.senses)
            j -= 2 if self._joins_values(j - 1) else 1
        if before is not None and before.kind == "period" and (first := self.s.at(j - 1)) is not None:
            j, before = (j - 1, first) if first.kind == "preposition" else (j, before)
        if self._one_of_a_list(index):
            return bool(self.parts.measures)
        if self.s.is_mark(j, "and") or (self.s.is_mark(index + 1, "and", "versus") and not self._closed(index + 1)):
            return False
        if before is not None and before.name in ("with", "having") and self.parts.compare:
            return False
        if before is not None and before.name == "with" and not qualified and self._stands_beside(index):
            return False
        if before is not None and (before.kind == "preposition" or self.s.is_mark(j, "not", "only")):
            return bool(self.parts.measures)
        return qualified

    def _first_of_figures(self, index: int) -> bool:
        """ "Returns and cancellations by region": a figure beside another, where nothing before it is limited."""
        after = self.s.at(index + 2)
        beside = after is not None and after.has("metric") and not after.has("value")
        return index == 0 and self.s.is_mark(index + 1, "and") and beside

    def _stands_beside(self, index: int) -> bool:
        """ "Revenue by store, with orders": how many there are of each; not "with orders from Germany"."""
        told = self.parts.dimensions or self.parts.grain or self.parts.by
        after = self.s.at(index + 1)
        ends = after is None or after.kind == "period" or self.s.is_mark(index + 1, "and", "by")
        return bool(told) and ends and not self.parts.asks("share")

    def _closed(self, index: int) -> bool:
        """A comma with no other thing of a list behind it: "the response time of chat tickets, by agent"."""
        mark, after = self.s.items[index], self.s.at(index + 1)
        return mark.text == "," and after is not None and (after.kind == "period" or self.s.is_mark(index + 1, "by"))

    def _qualifies(self, index: int) -> bool:
        """True for a word before another noun: "how many city stores", not "how many cities"."""
        after = self.s.at(index + 1)
        return after is not None and after.kind == "term" and after.first == self.s.items[index].last + 1

    def _one_of_a_list(self, index: int) -> bool:
        """ "(Resolution time of) billing tickets and warranty tickets": the same noun, each time with another value."""
        item, value = self.s.items[index], self.s.at(index - 1)
        if value is None or not value.has("value"):
            return False
        refs = {s.ref for s in value.senses if s.kind == "value"}
        others = [self.s.at(j - 1) for j, i in enumerate(self.s.items) if j != index and i.senses == item.senses]
        return any(o is not None and refs & {s.ref for s in o.senses if s.kind == "value"} for o in others)

    def _joins_values(self, j: int) -> bool:
        """True for "and" between two values: "german and french orders"."""
        before = self.s.at(j - 1)
        return self.s.is_mark(j, "and") and before is not None and before.has("value") and not before.has("metric")

    def _adjunct(self, index: int, item: Item) -> bool:
        """ "Machine downtime by site": a noun for rows right before a figure, of which a breakdown is said."""
        after = self.s.at(index + 1)
        figure = after is not None and after.kind == "term" and after.has("metric")
        by = any(self.s.is_mark(j, "by") for j in range(index + 1, len(self.s.items)))
        by = by or any(self.s.is_mark(j, "howmany") for j in range(index))
        return figure and by and bool(self._named_rows(item))

    def rows(self, item: Item) -> Item:
        """The noun as the datasets whose rows it names."""
        return replace(item, senses=tuple(Sense("dataset", name) for name in self._named_rows(item)))

    def _named_rows(self, item: Item) -> list[str]:
        """Datasets whose rows the words name, by a field that is called like the dataset."""
        model = self.s.lexicon.model
        fields = [f for s in item.senses if s.kind == "field" and (f := model.field(s.ref))]
        found = [d for f in fields if (d := model.dataset(f.dataset)) and f in entity(model, d)]
        return [d.name for d in found if set(keys(name_words(d.label))) & set(keys(name_words(item.text)))]

    def _plain_dimension(self, item: Item) -> bool:
        """Without a word such as "by", only a category under its own name is a breakdown."""
        fields = [self.s.lexicon.model.field(s.ref) for s in item.senses if s.kind == "field" and not s.weak]
        return any(f is not None and f.datatype in ("String", "Boolean", None) for f in fields)
