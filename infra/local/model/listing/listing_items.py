"""What each thing in a message says of a list: a column, a filter, a period, what comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent_actions.semantic.model import DATED_TYPES, NUMBER_TYPES, ModelField
from agent_actions.semantic.request import Filter
from infra.local.model.compose import CUTS
from infra.local.model.english import bound_words
from infra.local.model.english import listing_words as w
from infra.local.model.english import vocabulary as v
from infra.local.model.english.marks import COMPARISONS, TEXTS
from infra.local.model.english.text import fold, is_plural
from infra.local.model.english.verb_kin import fits
from infra.local.model.listing import listing_order
from infra.local.model.listing.listing_conditions import Conditions
from infra.local.model.listing.listing_each import IN_EACH
from infra.local.model.listing.listing_head import dates
from infra.local.model.listing.listing_names import NoListError, held
from infra.local.model.parts import Direction
from infra.local.model.reach import entity
from infra.local.model.scan import Item
from infra.local.model.times.spans import Span


@dataclass
class Told(Conditions):
    """Takes in the things of a message one after the other."""

    said: frozenset[str] = frozenset()
    lists: bool = False
    periods: list[Span] = field(default_factory=list[Span])
    order: tuple[ModelField | str, Direction] | None = None
    """The field, or what is to be looked for: ``date`` or ``number``."""
    limit: int | None = None
    superlative: bool = False
    sorted: bool = False
    """It is said which come first."""
    names_only: bool = False
    cut: bool = False
    """A short list was asked for, without a number."""
    counting: bool = False
    """It is asked how many there are, which no published figure says."""
    groups: list[ModelField] = field(default_factory=list[ModelField])
    each: list[ModelField] = field(default_factory=list[ModelField])
    """In each of which some come first."""
    whens: Mapping[int, str] = field(default_factory=dict[int, str])
    """Words that tell a day to be shown and none to choose by, by where they stand."""
    one_of_it: frozenset[int] = frozenset()
    """Where words stand behind "a"."""
    day_told: bool = False
    """Such a day is known."""

    def take(self, index: int) -> int:
        """Takes in what stands here; gives where to go on. Raises NoListError."""
        item = self.items[index]
        match item.kind:
            case "mark":
                return self._mark(index, item)
            case "term":
                return self._term(index, item)
            case "period" if item.span and item.span.text:
                self.periods.append(item.span)
            case "period" if item.text.casefold() == "ever" and self.superlative:
                pass  # the biggest of all there are
            case "preposition":
                after = self._at(index + 1)
                if item.name == "having" and not item.text:
                    return self._has(index, True)
                if item.name == "where" and (after is None or after.kind in ("mark", "unknown")):
                    self.columns += self._places()
            case "number":
                return self._number(index, item)
            case "rank":
                return self._rank(index, item)
            case "all" if item.name in ("all", "every") or (item.name == "everything" and index < self.head):
                pass
            case "unsupported" | "preposition" if item.text.casefold() in w.NAMES_OF:
                pass
            case "unknown":
                return self._unknown(index, item)
            case "aggregate" if index > self.head and (columns := self._called_after_rows(item.text)):
                self.columns += columns
            case "unit" if self._at(index - 1) in self.items and item.text.casefold() in w.DATED:
                if (self.superlative and index - 1 == self.head) or not dates(self.items[index - 1].text, self.own):
                    raise NoListError
            case _:
                raise NoListError
        return index + 1

    def _mark(self, index: int, item: Item) -> int:
        after = self._at(index + 1)
        if item.name == "not" and not item.text:
            return self._has(index, False)
        if item.name == "and" and item.text.casefold() == "or" and not self._alike(index):
            raise NoListError  # "launched this year or over 200 euros"
        if item.name == "not" and after is not None and (after.has("value") or self._is_flag(after)):
            self.negative = True
        elif item.name == "not" and after is not None and after.kind == "unknown":
            return self._undone(index, dates(after.text, self.own))
        elif item.name in COMPARISONS:
            return self._bound(index, item)
        elif item.name == "between" and index > self.head:
            self.items = listing_order.both_bounds(self.items, self.head, index)
            return index
        elif item.name in TEXTS and after is not None and after.kind == "quoted" and not self.negative:
            self.filters.append(
                Filter(field=self._name_at(self._at(index - 1)).ref, op=item.name, values=(after.text,))
            )  # type: ignore[arg-type]
            return index + 2
        elif item.name in ("descending", "ascending"):
            if item.text.casefold().split()[:1] in w.OF_TRADE:
                raise NoListError
            by = self.order[0] if self.order and isinstance(self.order[0], ModelField) else "number"
            self.order = (by, "desc" if item.name == "descending" else "asc")
        elif item.name == "only" and after is not None and after.text.casefold() in w.NAMES:
            self.names_only = True
        elif item.name == "howmany" and index > self.head and item.text.casefold() in w.NUMBERS_OF:
            if after is None or not any(f.datatype in NUMBER_TYPES for f in self._fields(after)):
                raise NoListError
        elif item.text.casefold() in w.WHICH or item.start in self.whens:
            return index + 1
        elif item.name == "howmany" and self._before_head(index) and not self.category:
            self.counting = True
        elif item.name == "by" and self.counting and after is not None:
            groups = [f for f in self._fields(after) if f.datatype in ("String", "Boolean", None)]
            if len(groups) != 1 or index < self.head:
                raise NoListError
            self.groups += groups
            return index + 2
        elif item.name == "by" and item.text.casefold() in IN_EACH and self.superlative and index > self.head:
            groups = [f for f in self._fields(after) if f.datatype in ("String", None)] if after is not None else []
            if len(groups) != 1:
                raise NoListError
            self.each += groups
            return index + 2
        elif item.text.casefold() == "by" and after is not None and self._by_which(index, after):
            return self._kept(index + 1, self._values(after))
        elif item.text.casefold() == "by" and after is not None and (nouns := self._of_whom(index + 1)):
            return self._kept(index + 1, self._values(after)) + nouns - 1
        elif item.name == "by" and self.superlative and item.text.casefold() == "by":
            return self._ranked_by(index)
        elif self._sorts(item) and after is not None and len(fields := self._told_by(after)) == 1:
            self.columns.append(fields[0])
            self.order = (fields[0], "asc")
            return index + 2
        elif item.text.casefold() in ("each", "every") and index + 1 == self.head:
            each = self.lists or self.sorted or "when" in self.said or self.said & {"that", "which"}
            if self._plural() or not each:
                raise NoListError
        elif item.name not in w.NONE_SAID:
            raise NoListError
        return index + 1

    def _alike(self, index: int) -> bool:
        """Whether what stands on both sides here may be the one or the other: values of one field, periods, numbers."""
        before, at = self._at(index - 1), index + 1
        while (after := self._at(at)) is not None and after.kind == "preposition":
            at += 1
        if before is None or after is None or before.kind != after.kind:
            return False
        refs = [{s.ref for s in i.senses if s.kind == "value"} for i in (before, after)]
        return bool(refs[0] & refs[1]) or before.kind in ("period", "number", "quoted")

    def _of_whom(self, index: int) -> int:
        """ "(Placed by) a Japanese customer": how many things tell what those are like who stand behind the rows."""
        item, noun = self.items[index], self._at(index + 1)
        if index <= self.head or item.kind != "term" or not item.has("value") or item.has("field"):
            return 0
        *like, last = item.text.split()
        if like and self._persons(self.lexicon.lookup((fold(last),))):
            return 1
        return 2 if noun is not None and noun.kind == "term" and self._persons(noun.senses) else 0

    def _by_which(self, index: int, item: Item) -> bool:
        """ "Paid by invoice": a value of the field of which the verb tells. Also "only (those) by invoice"."""
        if item.kind != "term" or item.has("field") or item.has("dataset"):
            return False
        fields = [f for ref, _ in self._values(item) if (f := self.lexicon.model.field(ref))]
        verbs = [word for word in self.said if word in v.IRREGULAR_VERBS or word.endswith("ed")]
        before = self._at(index - 1)
        only = before is not None and before.name == "only"
        return len(fields) == 1 and (only or any(fits(verb, fields[0]) for verb in verbs))

    def _plural(self) -> bool:
        return is_plural(self.items[self.head].text.casefold().split()[-1])

    def _before_head(self, index: int) -> bool:
        """Right before the thing, or what it is like ("how many seasonal campaigns"), or behind it."""
        between = self.items[index + 1 : self.head]
        return all(i.kind == "term" and i.has("value") for i in between)

    def _sorts(self, item: Item) -> bool:
        """ "Sorted by opening date"; of a register also "list the stores by opening date"."""
        listed = self.lists and self._is_thing() and self.own.freshness is None
        return item.name == "sort" or (listed and item.name == "by" and item.text.casefold() == "by")

    def _ranked_by(self, index: int) -> int:
        """ "The 5 largest shops by sales area"."""
        after = self._at(index + 1)
        fields = self._fields(after) if after is not None else []
        if len(fields) != 1 or fields[0].datatype not in NUMBER_TYPES or self.order is None:
            raise NoListError
        self.order = (fields[0], self.order[1])
        return index + 2

    def _number(self, index: int, item: Item) -> int:
        """ "The 10 oldest machines", "top 10 products by list price"."""
        after, before = self._at(index + 1), self._at(index - 1)
        beside = [i.text.casefold() for i in (after, before) if i is not None]
        aged = any(t in w.ENDS for t in beside) or any(i is not None and i.kind == "rank" for i in (after, before))
        of_them = self.superlative and self.limit is None and after is not None and after.name == "of"
        placed = (aged and index < self.head) or of_them
        if not placed or item.number is None or item.number != int(item.number):
            raise NoListError
        self.limit = int(item.number)
        return index + 1

    def _rank(self, index: int, item: Item) -> int:
        """ "The largest shops by sales area"; what it goes by must come."""
        after = self._at(index + 1)
        word = after.text.casefold() if after is not None else ""
        if item.text.casefold() == "most" and word in w.NEWEST:
            return index + 1
        if self.limit and self.order == ("", item.name) and word in w.DEAR | w.CHEAP:
            return index + 1  # "top 10 most expensive"
        if self.order is not None:
            raise NoListError
        if index > self.head:
            return self._with_most(index, item)
        if item.text.casefold() in w.FIRST - {"top"}:
            if self._is_thing():
                raise NoListError  # "the first 5 shops" may be any that come first
            self.superlative, self.order = True, ("date", "asc")
            return index + 1
        self.cut = item.text.casefold() in CUTS
        self.superlative, self.order = True, ("", "desc" if item.name == "desc" else "asc")
        return index + 1

    def _with_most(self, index: int, item: Item) -> int:
        """ "The product with the highest list price", "which shop has the largest area"."""
        after, before = self._at(index + 1), self._at(index - 1)
        fields = self._numbers(after) if after is not None and not (after.has("metric") or self.category) else []
        linked = before is not None and (index - 1 == self.head or before.name in ("with", "having"))
        if len(fields) != 1 or not linked or not item.text.casefold().endswith(("est", "most")):
            raise NoListError
        self.superlative, self.cut = True, True
        self.columns += fields
        self.order = (fields[0], "desc" if item.name == "desc" else "asc")
        return index + 2

    def _tells_bound(self, word: str, index: int) -> bool:
        """ "Worth more than 5,000 euros", "took longer than six days": the verb says what the unit does."""
        if word == "worth":
            return any(self._money(self._at(index + n)) for n in (1, 2))
        return word in bound_words.TAKES and bool(self._unit(index + 2)[0])

    def _unknown(self, index: int, item: Item) -> int:
        word = item.text.casefold()
        after = self._at(index + 1)
        if word in w.NEWEST | w.OLDEST | w.DEAR | w.CHEAP or (word == "last" and index + 1 == self.head):
            later = word not in w.OLDEST | w.CHEAP
            kind = "price" if word in w.DEAR | w.CHEAP else "date"
            ordering = after is not None and after.text.casefold() in w.FIRST
            most = self.order == ("", "desc") and kind == "price"
            if ordering and kind == "date" and self.order and isinstance(self.order[0], ModelField):
                if self.order[0].datatype not in DATED_TYPES:
                    raise NoListError
                kind, most = self.order[0], True  # "sorted by date, latest first"
            said = not self.category and self._is_thing() and listing_order.is_said(self.items, self.head, index)
            if (self.order is not None and not most) or (index > self.head and not (ordering or said)):
                raise NoListError
            self.limit, self.order = 1 if said else self.limit, (kind, "desc" if later else "asc")
            self.superlative |= not ordering
            self.sorted |= ordering
            return index + 1 + ordering
        if index > self.head and after is not None and after.name in COMPARISONS and self._tells_bound(word, index + 1):
            return index + 1
        if found := dates(word, self.own):
            if len(found) > 1:
                raise NoListError
            if item.start in self.whens:
                self.columns += found
                self.day_told = True
            else:
                self.dated += found
            return index + 1
        if item.start in self.whens:
            raise NoListError
        if index > self.head and (named := self._fields(item) or self._called_last(word)):
            self.columns += named
            return index + 1
        if word == "new" and index < self.head and self._is_thing() and self.own.time:
            self.dated.append(self._the_date())
            return index + 1
        if word in w.ANYTHING and index + 1 == self.head:
            return index + 1
        if word in w.HAS | w.NAMES or (index == self.head and self.category is None):
            return index + 1
        raise NoListError

    def _term(self, index: int, item: Item) -> int:
        word = item.text.casefold()
        after = self._at(index + 1)
        short = after is not None and after.text.casefold() in w.NUMBERED | w.DATED  # "parcel number", "order time"
        same = {s.ref for s in item.senses if s.kind == "dataset"} == {self.own.name}
        again = item.senses == self.items[self.head].senses and (index < self.head or held(self.items, index + 2))
        again |= (index > self.head and same and short) or self._called_by_value(self._at(index - 1), item)
        if index == self.head or again:
            return index + 1
        if item.start in self.whens:
            return self._unknown(index, item)
        fields, values = self._fields(item), self._values(item)
        if index > self.head and not (fields or values):
            fields = self._called_last(word)
        adjective = index < self.head
        if values and (adjective or not fields or self.negative or self._done_so(index, fields)):
            return self._kept(index, values)
        if self._is_flag(item) and not values:
            self.filters.append(Filter(field=fields[0].ref, values=(not self.negative,)))
            self.negative = False
            return index + 1
        if adjective or self.negative:
            raise NoListError
        told = self._values(after) if after is not None and after.kind == "term" else []
        if len(fields) == 1 and any(ref == fields[0].ref for ref, _ in told):
            return self._kept(index + 1, [pair for pair in told if pair[0] == fields[0].ref])
        if len(fields) == 1 and (end := self._numbered(index + 1, fields[0])):
            return end
        bounded = after is not None and after.name in (*COMPARISONS, "between")
        if item.start in self.one_of_it and not bounded and [f.datatype for f in fields] == ["Decimal"]:
            return self._has(index - 1, True)  # "orders with a discount"
        if self.category and any(f.datatype in NUMBER_TYPES for f in fields):
            raise NoListError  # "topics with satisfaction": of each topic, and of no single ticket
        if len(fields) == 1 and after is not None and after.name in ("is_null", "is_not_null"):
            return self._has(index - 1, after.name == "is_not_null") + 1
        if len(fields) == 1 and fields[0].datatype != "Boolean" and word not in w.NUMBERED | w.DATED:
            self.columns.append(fields[0])
        elif word in w.NAMES:
            self.columns += entity(self.lexicon.model, self.own)
        elif word in w.DATED:
            self.columns.append(self._the_date())
        elif word in w.NUMBERED:
            self.columns += self._key()
        elif found := dates(word, self.own):
            timed = "when" in self.said or (after is not None and after.kind in ("period", "mark"))
            if (
                len(found) > 1 or not timed or (word == "open" and "when" not in self.said)
            ):  # "open since 2023" may be what they are
                raise NoListError
            self.dated += found
        else:
            raise NoListError
        return index + 1

    def _done_so(self, index: int, fields: list[ModelField]) -> bool:
        """ "(Opened by) phone": how it was done, and no field of whom it belongs to."""
        before = self._at(index - 1)
        done = before is not None and (before.kind == "unknown" or index - 1 == self.head)
        return done and all(f.dataset != self.own.name for f in fields)
