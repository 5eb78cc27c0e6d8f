"""What things in a list must be: what they have, a bound on a number of theirs, its numbers, their values."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent_actions.semantic.model import NUMBER_TYPES, ModelField
from agent_actions.semantic.request import Filter
from infra.local.model.bounding.amounts import worth
from infra.local.model.bounding.quantities import converted, kind_of, unit_of_field
from infra.local.model.listing.listing_names import Names, NoListError
from infra.local.model.scan import Item


@dataclass
class Conditions(Names):
    """Keeps the filters, and beside each row what was bounded."""

    head: int = 0
    category: ModelField | None = None
    columns: list[ModelField] = field(default_factory=list[ModelField])
    filters: list[Filter] = field(default_factory=list[Filter])
    negative: bool = False

    def _has(self, index: int, filled: bool) -> int:
        """ "Without an end date", "that have an end date"."""
        after = self._at(index + 1)
        fields = self._fields(after) if after is not None and index > self.head else []
        amount = len(fields) == 1 and fields[0].datatype == "Decimal"
        if len(fields) != 1 or fields[0].datatype == "Boolean" or self.negative or (amount and not filled):
            raise NoListError
        some = Filter(field=fields[0].ref, op="gt", values=(0,)) if amount else None
        self.filters.append(some or Filter(field=fields[0].ref, op="is_not_null" if filled else "is_null"))
        if filled:
            self.columns.append(fields[0])
        return index + 2

    def _undone(self, index: int, days: list[ModelField]) -> int:
        """ "And haven't arrived": the day is not known; "not shipped yesterday" says another thing."""
        after = self._at(index + 2)
        if len(days) != 1 or index < self.head or (after is not None and after.kind in ("period", "preposition")):
            raise NoListError
        self.filters.append(Filter(field=days[0].ref, op="is_null"))
        return index + 2

    def _bound(self, index: int, item: Item) -> int:
        """ "With more than 20 docks", "list price over 100"."""
        if self.category:
            raise NoListError
        code = self._money(self._at(index + 1))
        number = self._at(index + 1 + bool(code))
        if item.name not in ("gt", "gte", "lt", "lte") or number is None or number.kind != "number" or self.negative:
            raise NoListError
        last = index + 1 + bool(code)
        unit, length = self._unit(last + 1)
        last += length
        before, after = self._at(index - 1), self._at(last + 1)
        if not code and (code := self._money(self._at(last + 1))):
            last += 1
        fields = self._numbers(before) if before is not None and index - 1 != self.head else []
        if not fields and unit:
            fields = [f for f in self.own.fields if kind_of(unit_of_field(f)) == kind_of(unit)]
        if not fields and after is not None and not (code or unit):
            fields, last = self._numbers(after), last + 1
        if not fields and code:
            fields = [f for f in self.own.fields if self._is_money(f, code)]
            fields = [found] if len(fields) > 1 and (found := worth(self.own)) in fields else fields
        if len(fields) != 1 or number.number is None or (code and not self._is_money(fields[0], code)):
            raise NoListError
        bound = converted(number.number, unit, unit_of_field(fields[0])) if unit else number.number
        if bound is None:
            raise NoListError
        value = int(bound) if bound == int(bound) else bound
        self.filters.append(Filter(field=fields[0].ref, op=item.name, values=(value,)))
        self.columns.append(fields[0])
        return last + 1

    def _numbered(self, index: int, field: ModelField) -> int:
        """ "(A mark) of 1 or 2": the end of the numbers that stand here for a field; 0 where none do."""
        link = self._at(index)
        at = index + (link is not None and link.name == "of")
        found: list[int | float] = []
        while (item := self._at(at)) is not None and item.kind == "number" and item.number is not None:
            found.append(int(item.number) if item.number == int(item.number) else item.number)
            joint, after = self._at(at + 1), self._at(at + 2)
            more = joint is not None and joint.name == "and" and after is not None and after.kind == "number"
            at += 1 + more
        if not found or field.datatype not in NUMBER_TYPES or self.negative or self.category:
            return 0
        self.filters.append(Filter(field=field.ref, op="in", values=tuple(found)))
        if len(found) > 1:
            self.columns.append(field)
        return at

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
