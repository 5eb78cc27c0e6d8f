"""Conditions on what one row is worth: "orders over 500 euros" are orders whose own amount is, not a figure of many."""

from __future__ import annotations

from dataclasses import replace

from agent_actions.semantic.model import Dataset, Metric, ModelField, SemanticModel
from infra.local.model.bounding.quantities import unit_of_field
from infra.local.model.english.text import keys, name_words
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.parts import Condition, Parts
from infra.local.model.reach import aggregate
from infra.local.model.scan import Item
from infra.local.model.sentence import PERCENT

WORTH = frozenset(["total", "value", "amount", "price", "sum", "worth"])
"""Words by which a row's field is what the row is worth, right behind the name of such rows."""


def of_rows(parts: Parts, lexicon: Lexicon) -> None:
    """Make conditions of the limits in money on what is only counted; a count itself is no money."""
    for limit in list(parts.thresholds):
        item = limit.item or _counted(parts)
        if item is None or limit.counted or limit.currency in ("", PERCENT):
            continue
        ref = _worth(item, lexicon)
        if ref:
            parts.thresholds.remove(limit)
            field = replace(item, senses=(Sense("field", ref),))
            parts.conditions.append(Condition(field, limit.op, (_whole(limit.value),), limit.currency))


def currency_of(model: SemanticModel, found: ModelField) -> str:
    """The currency of a field's amounts: its own unit, else the one that the model says all amounts are in.

    None for numbers in other units, and for whole numbers: pages are no money.
    """
    if not found.unit and (unit_of_field(found) or found.datatype == "Integer"):
        return ""
    said = "currency" in model.config.defaults.model_fields_set
    return found.unit or (model.config.defaults.currency if said else "")


def _counted(parts: Parts) -> Item | None:
    """The one thing that is counted, where nothing else is asked for."""
    found = [m.item for m in parts.measures] or parts.datasets
    return found[0] if len(found) == 1 else None


def _worth(item: Item, lexicon: Lexicon) -> str:
    """The field that says what one of the counted rows is worth; empty where none, or more than one, may."""
    metrics = lexicon.metrics(item.senses)
    names = {lexicon.reach.counts(m) or _some_of(m, lexicon) for m in metrics}
    names |= {s.ref.casefold() for s in item.senses if s.kind == "dataset" and not metrics}
    dataset = lexicon.model.dataset(names.pop()) if len(names) == 1 else None
    found = worth(dataset) if dataset else None
    return found.ref if found else ""


def worth(dataset: Dataset, priced: bool = True) -> ModelField | None:
    """The field that says what one row is worth; ``priced``: a price of it will do as well."""
    amounts = [f for f in dataset.fields if f.datatype in ("Decimal", "Float") and not unit_of_field(f)]
    called = [f for f in amounts if _is_worth(f, dataset)]
    if not priced:
        return called[0] if len(called) == 1 else None
    called = called or [f for f in amounts if name_words(f.label)[-1:] == ("price",)]
    found = called if len(called) == 1 else amounts
    return found[0] if len(found) == 1 else None


def _some_of(metric: Metric, lexicon: Lexicon) -> str:
    """The rows some of which a figure counts: "cancelled orders"."""
    rows = lexicon.reach.facts(metric) if aggregate(metric) == "count" else ()
    return next(iter(rows)) if len(rows) == 1 else ""


def _is_worth(field: ModelField, dataset: Dataset) -> bool:
    owners = [name_words(name) for name in (dataset.name, dataset.label, *dataset.synonyms)]
    for name in (field.name, field.label, *field.synonyms):
        words = name_words(name)
        head = set(keys(words[:-1]))
        if words and words[-1] in WORTH and any(head & set(keys(owner)) for owner in owners):
            return True
    return False


def _whole(number: float) -> float | int:
    return int(number) if number == int(number) else number
