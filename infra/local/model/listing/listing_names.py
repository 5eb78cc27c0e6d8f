"""What words name of the things in a list: their fields, values, dates, places and keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent_actions.semantic.model import DATED_TYPES, NUMBER_TYPES, Dataset, ModelField
from infra.local.model.bounding.amounts import currency_of
from infra.local.model.bounding.quantities import is_unit, kind_of, unit_of_field
from infra.local.model.english import listing_words as w
from infra.local.model.english import vocabulary as v
from infra.local.model.english.marks import TEXTS
from infra.local.model.english.text import name_words, stems
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.parts_of.heads import people
from infra.local.model.reach import entity
from infra.local.model.scan import Item


def held(items: Sequence[Item], index: int) -> bool:
    """ "(With the text) "lamp" ": a quoted text that a name holds."""
    mark = items[index - 1] if 0 < index < len(items) else None
    return mark is not None and items[index].kind == "quoted" and mark.kind == "mark" and mark.name in TEXTS


class NoListError(Exception):
    """Something in the message is not part of a list."""


@dataclass
class Names:
    """Of the rows of ``own`` and of what they belong to."""

    lexicon: Lexicon
    own: Dataset
    dated: list[ModelField] = field(default_factory=list[ModelField])
    """The days on which that was done of which the message tells."""
    items: Sequence[Item] = ()

    def _at(self, index: int) -> Item | None:
        return self.items[index] if 0 <= index < len(self.items) else None

    def _unit(self, index: int) -> tuple[str, int]:
        """The unit that stands here and how many words it takes: "m2", "square metres"."""
        for length in (2, 1):
            found = [i.text.casefold() for i in self.items[index : index + length] if i.kind in ("unknown", "unit")]
            if len(found) == length and is_unit("".join(found)):
                return "".join(found), length
        return "", 0

    def _is_money(self, one: ModelField, code: str) -> bool:
        return one.datatype in NUMBER_TYPES and currency_of(self.lexicon.model, one) == code

    def _money(self, item: Item | None) -> str:
        return v.CURRENCIES.get(item.text.casefold(), "") if item is not None else ""

    def _persons(self, senses: Sequence[Sense]) -> bool:
        rows = people(self.lexicon.model)
        named = entity(self.lexicon.model, rows) if rows else ()
        return rows is not None and any(s.ref in (rows.name, *(f.ref for f in named)) for s in senses)

    def _is_price(self, field: ModelField) -> bool:
        return bool(w.PRICES & {n for text in (field.name, field.label) for n in name_words(text)})

    def _fields(self, item: Item) -> list[ModelField]:
        """Fields of that name, of the rows themselves before those of what they belong to."""
        model = self.lexicon.model
        if item.kind == "unknown" and item.text.casefold() in w.SPACES:
            return [f for f in self.own.fields if kind_of(unit_of_field(f)) == kind_of(w.SPACE_UNIT)]
        fields = [f for s in item.senses if s.kind == "field" and not s.weak and (f := model.field(s.ref))]
        fields = fields or [f for s in item.senses if s.kind == "field" and (f := model.field(s.ref))]
        own = [f for f in fields if f.dataset == self.own.name]
        if own:
            return own
        return [f for f in fields if self._steps(f.dataset) is not None]

    def _called_after_rows(self, word: str) -> list[ModelField]:
        """Fields called by the noun for the rows and this word: the order total, of orders and "total"."""
        nouns = {stem for name in name_words(self.own.name) for stem in stems(name)}
        named = [(name_words(f.label), f) for f in self.own.fields]
        return [f for said, f in named if said[1:] == (word.casefold(),) and stems(said[0]) & nouns]

    def _called_last(self, word: str) -> list[ModelField]:
        """The one field of the rows whose name ends so: the "area" of "sales area"."""
        named = [(name_words(f.label), f) for f in self.own.fields if f.datatype != "Boolean"]
        found = [f for said, f in named if len(said) > 1 and stems(said[-1]) & stems(word)]
        return found if len(found) == 1 else []

    def _told_by(self, item: Item) -> list[ModelField]:
        """Fields of that name, or the one whose name ends so: "area" of "sales area"."""
        return self._fields(item) or (self._called_last(item.text) if item.kind == "unknown" else [])

    def _numbers(self, item: Item) -> list[ModelField]:
        return [f for f in self._fields(item) if f.datatype in NUMBER_TYPES] if item.kind == "term" else []

    def _is_flag(self, item: Item) -> bool:
        """A field of the rows that is true or false."""
        fields = self._fields(item)
        return len(fields) == 1 and fields[0].datatype == "Boolean" and fields[0].dataset == self.own.name

    def _values(self, item: Item) -> list[tuple[str, str]]:
        """(field, value) of that name: those of the rows themselves, else the nearest."""
        found = [(s.ref, s.value) for s in item.senses if s.kind == "value" and s.value is not None]
        steps = [(self._steps(ref.partition(".")[0]), ref, value) for ref, value in found]
        near = min((s for s, _, _ in steps if s is not None), default=None)
        if near is None:
            alike = ((self.own.field(ref.partition(".")[2]), value) for ref, value in found)
            return list(dict.fromkeys((f.ref, value) for f, value in alike if f and not self.lexicon.values[f.ref]))
        return list(dict.fromkeys((ref, value) for s, ref, value in steps if s is not None and s == near))

    def _called_by_value(self, value: Item | None, item: Item) -> bool:
        """ "(With) urgent priority": the name of the field behind its value, by which the rows are alike."""
        if value is None or value.kind != "term" or item.first != value.last + 1:
            return False
        own = {s.ref for s in item.senses if s.kind == "field"}
        return any(s.kind == "value" and s.ref in own for s in value.senses)

    def _steps(self, dataset: str) -> int | None:
        return self.lexicon.reach.steps(self.own.name, dataset)

    def _the_date(self) -> ModelField:
        """The date that was told of, or the only one there is. Raises NoListError."""
        found = list({f.ref: f for f in self.dated}.values())
        found = found or [f for f in self.own.fields if f.datatype in DATED_TYPES]
        if len(found) != 1:
            own = [f for f in found if f.name == self.own.time]
            if len(own) != 1:
                raise NoListError
            return own[0]
        return found[0]

    def _places(self) -> list[ModelField]:
        found = [f for f in self.own.fields if set(name_words(f.name)) & w.PLACES and f.datatype in ("String", None)]
        if not found:
            raise NoListError
        return found

    def _key(self) -> list[ModelField]:
        return [f for name in self.own.primary_key if (f := self.own.field(name))]

    def _rows(self) -> list[ModelField]:
        """What tells the rows: their name, or their key."""
        named = list(entity(self.lexicon.model, self.own))
        by_name = bool(named) and named[0].name not in self.own.primary_key
        return named if by_name or not self._key() else self._key()

    def _name_at(self, item: Item | None) -> ModelField:
        """The text by which the rows are called, or the one that is named here. Raises NoListError."""
        named = [f for f in self._fields(item) if f.datatype in ("String", None)] if item is not None else []
        found = named or [f for f in self._rows() if f.datatype in ("String", None)]
        if len(found) != 1:
            raise NoListError
        return found[0]

    def _is_thing(self) -> bool:
        """It is a register: its rows have a name, or at least no date of their own."""
        named = entity(self.lexicon.model, self.own)
        return not self.own.time or (bool(named) and named[0].name not in self.own.primary_key)

    def _is_register(self) -> bool:
        """Such rows, or others that something else of the model names by their number: the bikes of rides."""
        named = any(r.one.casefold() == self.own.name.casefold() for r in self.lexicon.model.relationships)
        return self._is_thing() or (named and self.own.freshness is None)
