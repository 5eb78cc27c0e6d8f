"""Lists of things with what is known of them, without any figure: "which shops opened in 2025? name and city".

Every thing in the message must have its place in the list, else it is none: whatever is left is for others to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from agent_actions.semantic.column_figures import rows
from agent_actions.semantic.model import NUMBER_TYPES, Dataset, ModelField
from agent_actions.semantic.request import Filter, MetricRequest, Order
from infra.local.model.bounding import owned
from infra.local.model.bounding.amounts import currency_of, worth
from infra.local.model.compose import DEFAULT_TOP
from infra.local.model.english import listing_words as w
from infra.local.model.english import vocabulary as v
from infra.local.model.english.marks import TEXTS
from infra.local.model.english.text import Token, tokenize
from infra.local.model.lexicon import Lexicon
from infra.local.model.listing import listing_columns, listing_each, listing_order
from infra.local.model.listing.listing_head import ahead, apart, clause_of_things, dates, head_of, led_by_value
from infra.local.model.listing.listing_items import Told
from infra.local.model.listing.listing_names import NoListError, held
from infra.local.model.outcomes import Query, Stop, Unplaced
from infra.local.model.parts import Direction
from infra.local.model.reach import aggregate, entity
from infra.local.model.says import words
from infra.local.model.scan import Item
from infra.local.model.times.spans import years_shared

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
    how = any(pair[0] == "how" and pair[1] in w.EACH_OF_THEM for pair in pairwise(norms))
    quoted = [i for i in items if i.kind == "quoted"]
    days = any(w.kept_part(t.norm) and not any(i.start <= t.start < i.end for i in quoted) for t in said)
    if asked or how or days or _most_rows(said, lexicon):
        return None
    # what readers of other turns put in is said by none, but for what a thing has and has not
    items = [i for i in items if i.text or i.name in (*w.HAVING_OR_NOT, *TEXTS)]
    items = listing_columns.plainly(listing_each.behind(items))
    shown = listing_columns.shown(items) and not words & listing_columns.SPLITS
    named = shown and listing_columns.named_apart(items, lexicon)
    if words & (w.LISTS | w.NUMBERED) or owned.of_rows(items, said) or w.shows(said) or named:
        items = apart(items, lexicon)
    items = listing_order.plain(items)
    head = head_of(items, lexicon, lists=bool(words & w.LISTS) or shown or w.shows(said))
    head = (led_by_value(items, lexicon) if head is None or head[2] else None) or head
    if head is None:
        return None
    try:
        at, own, category = head
        lists, whens = _lists(said, lexicon), listing_order.whens(said)
        found = _Reader(
            lexicon, own, items=items, said=words, lists=lists, head=at, category=category, whens=whens
        ).query(said)
    except NoListError:
        return None
    _check_how(said, lexicon)
    return found


def _check_how(said: Sequence[Token], lexicon: Lexicon) -> None:
    """ "With carrier and how late": by how much it is so, which yes or no doesn't tell. Raises Stop."""
    for how, what in pairwise(said):
        fields = lexicon.fields(lexicon.lookup((what.norm,))) if how.norm == "how" else []
        if any(f.datatype == "Boolean" for f in fields):
            raise Stop(Unplaced((f"{how.surface} {what.surface}",), how.start, what.end))


def wanted(text: str, items: Sequence[Item], read: MetricRequest, lexicon: Lexicon) -> bool:
    """Whether a message that was read as one figure asks for rows or things: "list the outlets with their revenue".

    "List revenue for October" doesn't, nor do all the rows that there are: "list the orders" is their number.
    """
    splits = listing_columns.SPLITS & {t.norm for t in tokenize(text)}
    if not splits and listing_columns.lost(items, read, lexicon):
        return True
    if read.dimensions or read.grain:
        return False
    whether = text.strip().casefold().partition(" ")[0] in w.WHETHER
    if not (read.compare or whether) and clause_of_things(items, lexicon):
        return True
    first = next((i for i in items if i.kind == "term"), None)
    figures = lexicon.metrics(first.senses) if first is not None else []
    some = bool(read.filters or read.period)
    rows = first is not None and first.has("dataset") and ahead(items[: items.index(first)])
    begins = w.begins(text) or (rows and not read.compare and w.shows(tokenize(text)))
    return w.lists(text) or (some and begins and all(aggregate(m) in ("count", "distinct") for m in figures))


def told(items: Sequence[Item], said: frozenset[str], own: Dataset, lexicon: Lexicon) -> MetricRequest | None:
    """What is said of the rows of a list that was there before: its columns, filters and order alone."""
    if any(i.kind in w.REFUSED and i.text.casefold() not in w.NAMES_OF for i in items):
        return None
    try:
        return _Reader(lexicon, own, items=listing_order.plain(items), said=said, head=-1).more()
    except NoListError:
        return None


def _lists(said: Sequence[Token], lexicon: Lexicon) -> bool:
    """ "List the products by list price": a word for a list, and no name that begins so."""
    names = [lexicon.lookup((t.norm, after.norm)) for t, after in zip(said, [*said[1:], *said[-1:]], strict=True)]
    return any(t.norm in w.LISTS and not name for t, name in zip(said, names, strict=True))


def _most_rows(said: Sequence[Token], lexicon: Lexicon) -> bool:
    """ "Most orders": how many there are, and none of them is the most."""
    terms = [lexicon.at(said, i + 1) for i, t in enumerate(said[:-1]) if t.norm in ("most", "fewest", "least")]
    return any(term and any(s.kind in ("dataset", "metric") for s in term[1]) for term in terms)


@dataclass
class _Reader(Told):
    """Makes the list of what was taken in, where it is one."""

    def query(self, said: Sequence[Token]) -> Query:
        self.one_of_it = frozenset(after.start for one, after in pairwise(said) if one.norm in ("a", "an"))
        senses = self.items[self.head].senses if self.head >= 0 else ()
        if senses and all(s.kind == "value" for s in senses):
            self._kept(self.head, self._values(self.items[self.head]))
        index = 0
        while index < len(self.items):
            index = self.take(index)
        happens = self.own.freshness is not None and not self._is_thing()
        deeds = self.said & w.DEEDS - (w.TAKEN_PLACE if happens else frozenset[str]())
        undone = [word for word in sorted(deeds) if not dates(word, self.own)]
        if self.negative or undone or ("new" in self.said and not self.periods):
            raise NoListError
        self.dated += [d for word in sorted(self.said & v.FILLER) if word.endswith("ed") for d in dates(word, self.own)]
        if self.whens and not self.day_told:
            found = {f.ref: f for word in self.whens.values() for f in dates(word, self.own)}
            if len(found) != 1:
                raise NoListError
            self.columns += found.values()
        elif "when" in self.said and not self.whens and len({f.ref for f in self.dated}) < 2:
            self.columns.append(self._the_date())
        if not self._asked(said):
            raise NoListError
        request = self._first_of_each() if self.each else self._request()
        if self.counting:
            return Query(self._count(request))
        notes = [words.TOP_TEN] if self.cut and request.limit == DEFAULT_TOP else []
        return Query(request, tuple(notes))

    def more(self) -> MetricRequest:
        """What is said of rows that are named elsewhere. Raises NoListError."""
        index = 0
        while index < len(self.items):
            index = self.take(index)
        texts = {s.text for s in self.periods}
        again = len(texts) == 1 and not self.dated
        period = texts.pop() if again else self._dated_by_period()
        order = self._ordered()
        if self.negative or (period and not again) or self.counting or self.said & w.DEEDS:
            raise NoListError
        columns = [*self.columns, *([order[0]] if order else [])]
        return MetricRequest(
            metrics=(),
            dimensions=tuple(dict.fromkeys(f.ref for f in columns)),
            period=period,
            filters=tuple(self.filters),
            order=Order(by=order[0].ref, direction=order[1]) if order else None,
            limit=self.limit,
        )

    def _request(self) -> MetricRequest:
        period = self._dated_by_period()
        order = self._ordered()
        alone = not (self.columns or self.groups or self.category)
        if not (self._is_thing() or self.names_only) and (alone or (period and not order and not self._enumerated())):
            self.columns[:0] = [f for f in self.own.fields if f.name == self.own.time]
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

    def _enumerated(self) -> bool:
        """ "Order number and channel of ...": the columns come first, and are all that is wanted."""
        return self.category is not None or any(f.name in self.own.primary_key for f in self.columns)

    def _first_of_each(self) -> MetricRequest:
        order = self._ordered()
        told = [f for f in self.columns if order is None or f != order[0]]
        if order is None or self.limit is None or told or self.periods or self.dated or not self._is_thing():
            raise NoListError
        names = self._rows()
        found = listing_each.ranked(
            self.lexicon.model,
            self.own,
            names=names,
            groups=self.each,
            by=order,
            limit=self.limit,
            filters=self.filters,
        )
        if found is None or self.category:
            raise NoListError
        return found

    def _count(self, listed: MetricRequest) -> MetricRequest:
        """How many such things there are, though no published figure counts them. Raises NoListError."""
        if listed.order:
            raise NoListError
        groups = tuple(f.ref for f in self.groups)
        counted = rows(self.lexicon.model, self.own).name
        return MetricRequest(metrics=(counted,), dimensions=groups, filters=listed.filters)

    def _dated_by_period(self) -> str | None:
        """The request's period, where the rows' own date is meant; else it becomes a filter."""
        days = list({f.ref: f for f in self.dated}.values())
        if self.periods and self.said & w.TAKEN_PLACE and [d.name for d in days] == [self.own.time]:
            days = []  # "orders placed in October" are those of October
        if not self.category:  # of a category there is one row, and many days
            self.columns += [day for day in days if day not in self.columns]
        if not self.periods:
            return None
        texts = list(dict.fromkeys(s.text or "" for s in years_shared(self.periods)))
        if len(days) > 1 or (len(texts) > 1 and not (days and self._is_register())):
            raise NoListError
        text = texts[0]
        if days:
            self.filters.append(Filter(field=days[0].ref, values=tuple(texts)))
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
        head = self.items[self.head] if self.head >= 0 else None
        if not by and self.superlative and head is not None and not head.has("dataset"):
            key = [f for f in self._key() if f in self._fields(head)]
            if key and self.cut:
                raise NoListError
            by = key[0] if key else by  # "the largest order number", not the dearest order
        if isinstance(by, ModelField):
            found = by
        elif by == "date":
            found = self._the_date()
        else:
            numbers = list({f.ref: f for f in self.columns if f.datatype in NUMBER_TYPES}.values())
            if not by and self.superlative and (amount := worth(self.own, priced=False)):
                by, numbers, self.cut = "number", [amount], self.limit is None
            if by == "price" and (len(numbers) != 1 or not self._dear_by(numbers[0])):
                numbers = [f for f in self.own.fields if f.datatype in NUMBER_TYPES and self._is_price(f)]
                amount = worth(self.own) if not self._is_thing() else None
                numbers = [amount] if amount and currency_of(self.lexicon.model, amount) else numbers
            if by not in ("number", "price") or len(numbers) != 1:
                raise NoListError
            found = numbers[0]
        if self.superlative and self.limit is None:
            self.limit = 1 if not self._plural() else DEFAULT_TOP if self.cut else None
        return found, direction

    def _dear_by(self, number: ModelField) -> bool:
        """What "most expensive" goes by: a price, or what is said behind "by", but no cost that is only shown."""
        by = any(
            i.kind == "mark" and i.name == "by" and any(s.ref == number.ref for s in after.senses)
            for i, after in pairwise(self.items)
        )
        priced = [f for f in self.own.fields if f.datatype in NUMBER_TYPES and self._is_price(f)]
        return by or self._is_price(number) or not priced

    def _asked(self, said: Sequence[Token]) -> bool:
        """Something asks for a list: a word for it, "which" before the thing, or several things to be told of each."""
        lists = self.lists
        marks = [i for i in self.items[: self.head] if i.kind == "mark" and i.text.casefold() in w.WHICH]
        self.counting &= not lists
        if self.counting:
            reach, name = self.lexicon.reach, self.own.name
            return self._is_thing() and not (reach.counters(name) or reach.distant_counters(name) or self.columns)
        names = {f.ref for f in entity(self.lexicon.model, self.own)}
        if self._is_thing() and any(f.op in TEXTS and f.field in names for f in self.filters):
            return True  # "shops with "Paulo" in the name": which ones these are
        told = {f.ref for f in self.columns} - names
        naming = bool(self.said & w.NAMES) and not any(f.op in TEXTS for f in self.filters)
        if lists or naming or self.sorted or self._owned(said):
            return self._is_thing() or bool(told or self.filters or self.periods) or self._ends()
        if "new" in self.said and self._is_thing() and self.dated and told - {f.ref for f in self.dated}:
            return True  # "new shops this year with city"
        if any(f.name in self.own.primary_key for f in self.columns) and self.own.freshness is not None:
            return True
        if self.category:
            return bool(marks) and len(self.items) > 1
        if marks:
            of_what = any(i.kind == "mark" and i.name == "is" for i in self.items[: self.head])
            limited = bool(self.filters) and not of_what
            limited |= self._is_thing() and bool(self.filters or self.periods or told or self.superlative)
            return limited or bool(self.dated and self.periods) or self._worth_most()
        if self._told_of_events(told):
            return True
        if self._worth_most() or self._told_of_each(said, told) or self._when_done(said):
            return True
        aged = self.superlative and (bool(told) or "when" in self.said or self.order is not None)
        counted = bool(self.lexicon.reach.counters(self.own.name))
        after = self._at(self.head + 1)
        openings = not self._plural() and after is not None and after.kind == "unknown"  # "store openings"
        number = openings or "new" in self.said or (bool(said) and said[0].norm in w.WHETHER)
        dated = bool(self.periods and self.dated) and not (counted and number)
        bounds = ("gt", "gte", "lt", "lte", "is_null", "is_not_null")
        register = (self.own.freshness is None or not counted) and not any(i.name == "by" for i in self.items)
        bounded = register and any(f.op in bounds for f in self.filters)
        dated &= self._is_register()
        thing = self._is_thing()
        some = bool(self.filters or self.periods) and ahead(self.items[: self.head])
        shown = not thing and some and self.category is None and w.shows(said)
        return dated or shown or (thing and (len(told) > 1 or aged or bounded)) or self._ends()

    def _ends(self) -> bool:
        """ "The 20 oldest orders", "10 most expensive products": so many from one end."""
        return self.superlative and self.limit is not None and self.order is not None and self.order[0] in w.BY_END

    def _told_of_events(self, told: set[str]) -> bool:
        """ "Orders over 1,500 euros, with country": not "with discount", which may be those that have one."""
        kinds = {f.datatype for f in self.columns if f.ref in told} - NUMBER_TYPES
        if self._is_thing() or not kinds or self.said & listing_columns.SPLITS:
            return False
        return listing_columns.of_events(self.items, self.head, limited=bool(self.filters))

    def _told_of_each(self, said: Sequence[Token], told: set[str]) -> bool:
        """ "Shops over 1000 m2, with their area": of things, and none of what they are grouped by elsewhere."""
        each = any(t.norm in w.THEIR and said[i - 1].norm in w.BESIDE for i, t in enumerate(said) if i)
        kinds = {f.datatype for f in self.columns if f.ref in told} - {"String", None}
        return each and self._is_thing() and bool(told) and (self.own.freshness is None or bool(kinds))

    def _when_done(self, said: Sequence[Token]) -> bool:
        """ "When did our shops in Australia open?", "when was each machine installed?": the day for each of them."""
        asked = tuple(t.norm for t in said[:2])
        told = len(asked) == 2 and asked[0] == "when" and asked[1] in w.DONE
        register = self._is_thing() and self.own.freshness is None and self.category is None
        return told and register and bool(self.dated) and not self.superlative

    def _owned(self, said: Sequence[Token]) -> bool:
        """ "Shops that opened in May with their city": rows, with what is known of each."""
        some = self._is_thing() or bool(self.filters or self.periods)
        behind = self.items[self.head + 1 :]
        told = owned.of_rows(behind, said) or owned.shown_with(behind, self.own.name, self.lexicon)
        return some and self.category is None and bool(told)

    def _worth_most(self) -> bool:
        """ "The 20 biggest orders": of rows that say what each is worth, and are otherwise counted."""
        by_itself = self.order is not None and (not self.order[0] or isinstance(self.order[0], ModelField))
        return not self._is_thing() and self.superlative and by_itself and worth(self.own, priced=False) is not None
