"""Lists of things with what is known of them, without any figure: "which shops opened in 2025? name and city".

Every thing in the message must have its place in the list, else it is none: whatever is left is for others to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent_actions.semantic.model import NUMBER_TYPES, Dataset, ModelField
from agent_actions.semantic.request import Filter, MetricRequest, Order
from infra.local.model import listing_words as w
from infra.local.model import vocabulary as v
from infra.local.model import words
from infra.local.model.amounts import currency_of, worth
from infra.local.model.compose import CUTS, DEFAULT_TOP
from infra.local.model.lexicon import Lexicon
from infra.local.model.listing_head import apart, counted_value, dates, head_of
from infra.local.model.listing_names import Names, NoListError, held
from infra.local.model.marks import COMPARISONS, TEXTS
from infra.local.model.outcomes import Query
from infra.local.model.parts import Direction
from infra.local.model.reach import entity
from infra.local.model.scan import Item
from infra.local.model.spans import Span
from infra.local.model.text import Token, is_plural

MOST_COLUMNS = 6


def read(said: Sequence[Token], items: Sequence[Item], lexicon: Lexicon) -> Query | None:
    """The list that a message asks for; None where it is no list, or not surely one. ``said``: its words as written."""
    if any(
        i.kind in w.REFUSED and i.text.casefold() not in w.NAMES_OF and not held(items, at)
        for at, i in enumerate(items)
    ):
        return None
    words = frozenset(t.norm for t in said)
    norms = [t.norm for t in said if t.norm]
    deeds = zip(norms, norms[1:], norms[2:], strict=False)
    asked = any(
        (asks == "what" and did in v.DO) or (asks, did) == ("when", "do") for asks, did, who in deeds if who not in w.US
    )
    if asked or any(w.kept_part(t.norm) for t in said) or _most_rows(said, lexicon):
        return None
    # what readers of other turns put in is said by none, but for what a thing has and has not
    items = [i for i in items if i.text or i.name in (*w.HAVING_OR_NOT, *TEXTS)]
    if words & w.LISTS:
        items = apart(items, lexicon)
    head = head_of(items, lexicon)
    if head is None:
        return None
    try:
        at, own, category = head
        return _Reader(lexicon, own, items=items, said=words, head=at, category=category).query(said)
    except NoListError:
        return None


def told(items: Sequence[Item], said: frozenset[str], own: Dataset, lexicon: Lexicon) -> MetricRequest | None:
    """What is said of the rows of a list that was there before: its columns, filters and order alone."""
    if any(i.kind in w.REFUSED and i.text.casefold() not in w.NAMES_OF for i in items):
        return None
    try:
        return _Reader(lexicon, own, items=items, said=said, head=-1).more()
    except NoListError:
        return None


def _most_rows(said: Sequence[Token], lexicon: Lexicon) -> bool:
    """ "Most orders": how many there are, and none of them is the most."""
    terms = [lexicon.at(said, i + 1) for i, t in enumerate(said[:-1]) if t.norm in ("most", "fewest", "least")]
    return any(term and any(s.kind in ("dataset", "metric") for s in term[1]) for term in terms)


@dataclass
class _Reader(Names):
    items: Sequence[Item] = ()
    said: frozenset[str] = frozenset()
    head: int = 0
    category: ModelField | None = None
    columns: list[ModelField] = field(default_factory=list[ModelField])
    filters: list[Filter] = field(default_factory=list[Filter])
    periods: list[Span] = field(default_factory=list[Span])
    order: tuple[ModelField | str, Direction] | None = None
    """The field, or what is to be looked for: ``date`` or ``number``."""
    limit: int | None = None
    superlative: bool = False
    sorted: bool = False
    """It is said which come first."""
    names_only: bool = False
    negative: bool = False
    cut: bool = False
    """A short list was asked for, without a number."""
    counting: bool = False
    """It is asked how many there are, which no figure says: they are listed."""
    groups: list[ModelField] = field(default_factory=list[ModelField])

    def query(self, said: Sequence[Token]) -> Query:
        if counted_value(self.items, self.head, self.lexicon):
            self._kept(self.head, self._values(self.items[self.head]))
        index = 0
        while index < len(self.items):
            index = self._one(index)
        undone = [word for word in sorted(self.said & w.DEEDS) if not dates(word, self.own)]
        if self.negative or undone:
            raise NoListError
        self.dated += [d for word in sorted(self.said & v.FILLER) if word.endswith("ed") for d in dates(word, self.own)]
        if "when" in self.said:
            self.columns.append(self._the_date())
        if not self._asked(said):
            raise NoListError
        notes = [w.listed_for_count(self.own.label)] if self.counting else []
        request = self._request()
        notes += [words.TOP_TEN] if self.cut and request.limit == DEFAULT_TOP else []
        return Query(request, tuple(notes))

    def more(self) -> MetricRequest:
        """What is said of rows that are named elsewhere. Raises NoListError."""
        index = 0
        while index < len(self.items):
            index = self._one(index)
        period = self._dated_by_period()
        order = self._ordered()
        if self.negative or period or self.counting or self.said & w.DEEDS:
            raise NoListError
        columns = [*self.columns, *([order[0]] if order else [])]
        return MetricRequest(
            metrics=(),
            dimensions=tuple(dict.fromkeys(f.ref for f in columns)),
            filters=tuple(self.filters),
            order=Order(by=order[0].ref, direction=order[1]) if order else None,
            limit=self.limit,
        )

    def _request(self) -> MetricRequest:
        period = self._dated_by_period()
        order = self._ordered()
        if not (self._is_thing() or self.columns or self.groups or self.category or self.names_only):
            self.columns += [f for f in self.own.fields if f.name == self.own.time]
        own = [*self.groups, *([self.category] if self.category else self._rows())]
        columns = list({f.ref: f for f in [*own, *([] if self.names_only else self.columns)]}.values())
        if order and order[0] not in columns:
            columns.append(order[0])
        if len(columns) > MOST_COLUMNS:
            raise NoListError
        return MetricRequest(
            metrics=(),
            dimensions=tuple(f.ref for f in columns),
            period=period,
            filters=tuple(self.filters),
            order=Order(by=order[0].ref, direction=order[1]) if order else None,
            limit=self.limit,
        )

    def _one(self, index: int) -> int:
        """Takes in what stands here; gives where to go on. Raises NoListError."""
        item = self.items[index]
        match item.kind:
            case "mark":
                return self._mark(index, item)
            case "term":
                return self._term(index, item)
            case "period" if item.span and item.span.text:
                self.periods.append(item.span)
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
            case "all" if item.name in ("all", "every"):
                pass
            case "unsupported" | "preposition" if item.text.casefold() in w.NAMES_OF:
                pass
            case "unknown":
                return self._unknown(index, item)
            case "aggregate" if index > self.head and (columns := self._called_after_rows(item.text)):
                self.columns += columns
            case "unit" if self._at(index - 1) in self.items and item.text.casefold() in w.DATED:
                if not dates(self.items[index - 1].text, self.own):
                    raise NoListError
            case _:
                raise NoListError
        return index + 1

    def _at(self, index: int) -> Item | None:
        return self.items[index] if 0 <= index < len(self.items) else None

    def _mark(self, index: int, item: Item) -> int:
        after = self._at(index + 1)
        if item.name == "not" and not item.text:
            return self._has(index, False)
        if item.name == "not" and after is not None and after.has("value"):
            self.negative = True
        elif item.name in COMPARISONS:
            return self._bound(index, item)
        elif item.name in TEXTS and after is not None and after.kind == "quoted" and not self.negative:
            self.filters.append(
                Filter(field=self._name_at(self._at(index - 1)).ref, op=item.name, values=(after.text,))
            )  # type: ignore[arg-type]
            return index + 2
        elif item.name in ("descending", "ascending"):
            self.order = ("number", "desc" if item.name == "descending" else "asc")
        elif item.name == "only" and after is not None and after.text.casefold() in w.NAMES:
            self.names_only = True
        elif item.name == "howmany" and index > self.head and item.text.casefold() in w.NUMBERS_OF:
            if after is None or not any(f.datatype in NUMBER_TYPES for f in self._fields(after)):
                raise NoListError
        elif item.text.casefold() in w.WHICH:
            return index + 1
        elif item.name == "howmany" and (index + 1 == self.head or index > self.head) and not self.category:
            self.counting = True
        elif item.name == "by" and self.counting and after is not None:
            groups = [f for f in self._fields(after) if f.datatype in ("String", "Boolean", None)]
            if len(groups) != 1 or index < self.head:
                raise NoListError
            self.groups += groups
            return index + 2
        elif self._sorts(item) and after is not None and len(fields := self._fields(after)) == 1:
            self.columns.append(fields[0])
            self.order = (fields[0], "asc")
            return index + 2
        elif item.name == "by" and self.superlative and item.text.casefold() == "by":
            return self._ranked_by(index)
        elif item.name not in w.NONE_SAID:
            raise NoListError
        return index + 1

    def _sorts(self, item: Item) -> bool:
        """ "Sorted by opening date"; of a register also "list the stores by opening date"."""
        listed = bool(self.said & w.LISTS) and self._is_thing() and self.own.freshness is None
        return item.name == "sort" or (item.name == "by" and item.text.casefold() == "by" and listed)

    def _has(self, index: int, filled: bool) -> int:
        """ "Without an end date", "that have an end date"."""
        after = self._at(index + 1)
        fields = self._fields(after) if after is not None and index > self.head else []
        if len(fields) != 1 or fields[0].datatype in ("Boolean", "Decimal") or self.negative:
            raise NoListError
        self.filters.append(Filter(field=fields[0].ref, op="is_not_null" if filled else "is_null"))
        if filled:
            self.columns.append(fields[0])
        return index + 2

    def _ranked_by(self, index: int) -> int:
        """ "The 5 largest shops by sales area"."""
        after = self._at(index + 1)
        fields = self._fields(after) if after is not None else []
        if len(fields) != 1 or fields[0].datatype not in NUMBER_TYPES or self.order is None:
            raise NoListError
        self.order = (fields[0], self.order[1])
        return index + 2

    def _bound(self, index: int, item: Item) -> int:
        """ "With more than 20 docks", "list price over 100"."""
        if self.category:
            raise NoListError
        code = self._money(index + 1)
        number = self._at(index + 1 + bool(code))
        if item.name not in ("gt", "gte", "lt", "lte") or number is None or number.kind != "number" or self.negative:
            raise NoListError
        last = index + 1 + bool(code)
        before, after = self._at(index - 1), self._at(last + 1)
        if not code and (code := self._money(last + 1)):
            last += 1
        fields = self._numbers(before) if before is not None and index - 1 != self.head else []
        if not fields and after is not None and not code:
            fields, last = self._numbers(after), last + 1
        if not fields and code:
            fields = [f for f in self.own.fields if self._is_money(f, code)]
            fields = [found] if len(fields) > 1 and (found := worth(self.own)) in fields else fields
        if len(fields) != 1 or number.number is None or (code and not self._is_money(fields[0], code)):
            raise NoListError
        whole = number.number == int(number.number)
        value = int(number.number) if whole else number.number
        self.filters.append(Filter(field=fields[0].ref, op=item.name, values=(value,)))
        self.columns.append(fields[0])
        return last + 1

    def _money(self, index: int) -> str:
        item = self._at(index)
        return v.CURRENCIES.get(item.text.casefold(), "") if item is not None else ""

    def _number(self, index: int, item: Item) -> int:
        """ "The 10 oldest machines", "top 10 products by list price"."""
        after, before = self._at(index + 1), self._at(index - 1)
        beside = [i.text.casefold() for i in (after, before) if i is not None]
        aged = any(t in w.NEWEST | w.OLDEST for t in beside) or any(
            i is not None and i.kind == "rank" for i in (after, before)
        )
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
        if index > self.head or self.order is not None:
            raise NoListError
        self.cut = item.text.casefold() in CUTS
        self.superlative, self.order = True, ("", "desc" if item.name == "desc" else "asc")
        return index + 1

    def _unknown(self, index: int, item: Item) -> int:
        word = item.text.casefold()
        after = self._at(index + 1)
        if word in w.NEWEST | w.OLDEST | w.DEAR | w.CHEAP or (word == "last" and index + 1 == self.head):
            later = word not in w.OLDEST | w.CHEAP
            kind = "price" if word in w.DEAR | w.CHEAP else "date"
            ordering = after is not None and after.text.casefold() in w.FIRST
            most = self.order == ("", "desc") and kind == "price"
            if (self.order is not None and not most) or (index > self.head and not ordering):
                raise NoListError
            self.order = (kind, "desc" if later else "asc")
            self.superlative |= not ordering
            self.sorted |= ordering
            return index + 1 + ordering
        if found := dates(word, self.own):
            self.dated += found
            if len(found) > 1:
                raise NoListError
            return index + 1
        if word in w.HAS | w.NAMES or (index == self.head and self.category is None):
            return index + 1
        raise NoListError

    def _term(self, index: int, item: Item) -> int:
        word = item.text.casefold()
        after = self._at(index + 1)
        again = item.senses == self.items[self.head].senses and (index < self.head or held(self.items, index + 2))
        if index == self.head or again:
            return index + 1
        fields, values = self._fields(item), self._values(item)
        adjective = index < self.head
        if values and (adjective or not fields or self.negative):
            return self._kept(index, values)
        if len(fields) == 1 and fields[0].datatype == "Boolean" and fields[0].dataset == self.own.name and not values:
            self.filters.append(Filter(field=fields[0].ref, values=(not self.negative,)))
            self.negative = False
            return index + 1
        if adjective or self.negative:
            raise NoListError
        told = self._values(after) if after is not None and after.kind == "term" else []
        if len(fields) == 1 and any(ref == fields[0].ref for ref, _ in told):
            return self._kept(index + 1, [pair for pair in told if pair[0] == fields[0].ref])
        if self.category and any(f.datatype in NUMBER_TYPES for f in fields):
            raise NoListError  # "topics with satisfaction": of each topic, and of no single ticket
        if len(fields) == 1 and after is not None and after.name in ("is_null", "is_not_null"):
            return self._has(index - 1, after.name == "is_not_null") + 1
        if len(fields) == 1 and fields[0].datatype != "Boolean":
            self.columns.append(fields[0])
        elif word in w.NAMES:
            self.columns += entity(self.lexicon.model, self.own)
        elif word in w.DATED:
            self.columns.append(self._the_date())
        elif word in w.NUMBERED:
            self.columns += self._key()
        elif found := dates(word, self.own):
            if len(found) > 1 or after is None or after.kind not in ("period", "mark"):
                raise NoListError
            self.dated += found
        else:
            raise NoListError
        return index + 1

    def _kept(self, index: int, values: list[tuple[str, str]]) -> int:
        if len(values) != 1:
            raise NoListError
        ref, value = values[0]
        op = "not_in" if self.negative else "in"
        joined = next((f for f in self.filters if f.field == ref and f.op == op), None)
        if joined:
            self.filters.remove(joined)
        self.filters.append(Filter(field=ref, op=op, values=(*(joined.values if joined else ()), value)))
        self.negative = False
        return index + 1

    # the list ---------------------------------------------------------------------------------------------------

    def _dated_by_period(self) -> str | None:
        """The request's period, where the rows' own date is meant; else it becomes a filter."""
        days = list({f.ref: f for f in self.dated}.values())
        if not self.category:  # of a category there is one row, and many days
            self.columns += [day for day in days if day not in self.columns]
        if not self.periods:
            return None
        spans = list({s.text: s for s in self.periods}.values())
        if len(spans) != 1 or len(days) > 1:
            raise NoListError
        text = spans[0].text or ""
        if days:
            self.filters.append(Filter(field=days[0].ref, values=(text,)))
            return None
        told = {str(v) for f in self.filters for v in f.values}
        otherwise = any(f.name != self.own.time for value in told for f in dates(value, self.own))
        if not self.own.time or self._is_thing() or otherwise:
            raise NoListError
        return text

    def _ordered(self) -> tuple[ModelField, Direction] | None:
        if self.order is None:
            return None
        by, direction = self.order
        if isinstance(by, ModelField):
            found = by
        elif by == "date":
            found = self._the_date()
        else:
            numbers = [f for f in self.columns if f.datatype in NUMBER_TYPES]
            if not by and self.superlative and (amount := worth(self.own, priced=False)):
                by, numbers, self.cut = "number", [amount], True
            if by == "price" and len(numbers) != 1:
                numbers = [f for f in self.own.fields if f.datatype in NUMBER_TYPES and self._is_price(f)]
                amount = worth(self.own) if not self._is_thing() else None
                numbers = [amount] if amount and currency_of(self.lexicon.model, amount) else numbers
            if by not in ("number", "price") or len(numbers) != 1:
                raise NoListError
            found = numbers[0]
        if self.superlative and self.limit is None:
            self.limit = 1 if not self._plural() else DEFAULT_TOP if self.cut else None
        return found, direction

    def _plural(self) -> bool:
        return is_plural(self.items[self.head].text.casefold().split()[-1])

    def _asked(self, said: Sequence[Token]) -> bool:
        """Something asks for a list: a word for it, "which" before the thing, or several things to be told of each."""
        lists = any(
            t.norm in w.LISTS and not self.lexicon.lookup((t.norm, said[i + 1].norm if i + 1 < len(said) else ""))
            for i, t in enumerate(said)
        )
        marks = [i for i in self.items[: self.head] if i.kind == "mark" and i.text.casefold() in w.WHICH]
        self.counting &= not lists
        if self.counting:
            reach, name = self.lexicon.reach, self.own.name
            return self._is_thing() and not (reach.counters(name) or reach.distant_counters(name) or self.columns)
        told = {f.ref for f in self.columns if f not in entity(self.lexicon.model, self.own)}
        naming = bool(self.said & w.NAMES) and not any(f.op in TEXTS for f in self.filters)
        if lists or naming or self.sorted:
            return self._is_thing() or bool(told or self.filters or self.periods)
        if self.category:
            return bool(marks) and len(self.items) > 1
        if marks:
            of_what = any(i.kind == "mark" and i.name == "is" for i in self.items[: self.head])
            limited = bool(self.filters) and not of_what
            limited |= self._is_thing() and bool(self.filters or self.periods or told or self.superlative)
            return limited or bool(self.dated and self.periods) or self._worth_most()
        if self._worth_most():
            return True
        aged = self.superlative and (bool(told) or "when" in self.said or self.order is not None)
        counted = bool(self.lexicon.reach.counters(self.own.name))
        dated = bool(self.periods and self.dated) and not counted
        bounded = not counted and any(f.op in ("gt", "gte", "lt", "lte") for f in self.filters)
        dear = self.superlative and self.limit is not None and self.order is not None and self.order[0] == "price"
        return (self._is_thing() and (len(told) > 1 or aged or dated or bounded)) or dear

    def _worth_most(self) -> bool:
        """ "The 20 biggest orders": of rows that say what each is worth, and are otherwise counted."""
        by_itself = self.order is not None and (not self.order[0] or isinstance(self.order[0], ModelField))
        return not self._is_thing() and self.superlative and by_itself and worth(self.own, priced=False) is not None
