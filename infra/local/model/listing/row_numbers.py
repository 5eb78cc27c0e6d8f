"""The numbers that single rows have, and the figures that are made of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlglot import exp

from agent_actions.semantic.model import NUMBER_TYPES, Metric, ModelField
from infra.local.model.bounding.quantities import kind_of
from infra.local.model.english.text import name_words
from infra.local.model.lexicon import Lexicon
from infra.local.model.reach import entity, parsed, plain_field
from infra.local.model.scan import Item


@dataclass(frozen=True)
class RowNumbers:
    lexicon: Lexicon

    def rows(self, item: Item | None) -> frozenset[str]:
        """The datasets, folded, whose single rows the noun names: tickets, late shipments; not a category's values."""
        if item is None:
            return frozenset()
        named = item.has("metric") or not item.has("field")
        found = {s.ref.casefold() for s in item.senses if s.kind == "dataset" and named}
        for metric in self.lexicon.metrics(item.senses):
            if isinstance(parsed(metric.expression), exp.Count) and len(metric.datasets) == 1:
                found.add(metric.datasets[0].casefold())
        return frozenset(found)

    def row_fields(self, item: Item, rows: frozenset[str]) -> list[str]:
        """The numbers of single rows that the words name: a field of theirs, or what a plain figure is made of."""
        found = [f.ref for f in self.number_fields(item) if f.dataset.casefold() in rows]
        for metric in self.lexicon.metrics(item.senses):
            ref = plain_field(metric)
            own = self.lexicon.model.field(ref) if ref else None
            if own is not None and own.dataset.casefold() in rows and self._nameless(own.dataset):
                found.append(own.ref)
        return list(dict.fromkeys(found))

    def _nameless(self, name: str) -> bool:
        """Rows that nothing but their number names, such as tickets: a figure of one of them is its own."""
        dataset = self.lexicon.model.dataset(name)
        keys = {k.casefold() for k in dataset.primary_key} if dataset else set[str]()
        return dataset is not None and all(f.name.casefold() in keys for f in entity(self.lexicon.model, dataset))

    def number_fields(self, item: Item) -> list[ModelField]:
        """The fields that the words name, of those that hold numbers."""
        return [f for f in self.lexicon.fields(item.senses) if f.datatype in NUMBER_TYPES]

    def fields_of(self, rows: frozenset[str]) -> list[ModelField]:
        """The numbers that such rows have."""
        model = self.lexicon.model
        return [f for d in model.datasets if d.name.casefold() in rows for f in d.fields if f.datatype in NUMBER_TYPES]

    def in_unit(self, metric: Metric, unit: str) -> bool:
        """Whether the figure counts in units of that kind, such as hours and days."""
        return kind_of(self.lexicon.reach.unit(metric)) == kind_of(unit) != ""

    def made_of(self, field: ModelField) -> list[Metric]:
        """The figures that this field alone goes into."""
        return self._figures.get(field.ref, [])

    @cached_property
    def _figures(self) -> dict[str, list[Metric]]:
        """Figures by the one field that they are made of."""
        found: dict[str, list[Metric]] = {}
        for metric in self.lexicon.model.metrics:
            if ref := plain_field(metric):
                found.setdefault(ref, []).append(metric)
        return found


def own_words(field: ModelField) -> list[str]:
    """The words of the field's names."""
    return [word for name in (field.name, field.label, *field.synonyms) for word in name_words(name)]
