"""Which field a breakdown is by, as the rest of the question tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import NUMBER_TYPES, TIME_TYPES, Metric, ModelField, SemanticModel
from agent_actions.semantic.request import Filter
from infra.local.model.bounding.quantities import unit_of_field
from infra.local.model.english.text import Token, fold, is_plural, keys, name_words
from infra.local.model.english.vocabulary import PREPOSITIONS
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.parts import Dimension, Parts
from infra.local.model.parts_of.quotients import named_fields
from infra.local.model.reach import entity
from infra.local.model.says import words
from infra.local.model.scan import Item

ONE = frozenset(["the", "a", "an"])
BY = frozenset(["by", "per", "with", "and", ",", "", "each", "every", "in each"])
NAMES = frozenset(["name", "names", "label", "title"])


def things(parts: Parts, model: SemanticModel) -> set[str]:
    """What is told apart: the region of "the best three stores in every region" is that of the store.

    So is the country of "customers with more than 5 orders, with country" that of the customer.
    """
    targets = [d.item for d in parts.dimensions if d.target] if parts.ranked else []
    names = {f.ref for d in model.datasets for f in entity(model, d)}
    named = [f for i in targets or [d.item for d in parts.dimensions] for f in named_fields(model, i)]
    owners = {f.dataset.casefold() for f in named if targets or f.ref in names}
    return owners if len(owners) == 1 else set()


def ending_alike(model: SemanticModel, item: Item) -> list[ModelField]:
    """Fields that a short name may stand for: the channel of "customers per channel" is a sign-up channel as well."""
    said = name_words(item.text)
    ends = {*keys(said[-1:])} if said else set[str]()
    fields = [f for d in model.datasets for f in d.fields]
    alike = [f for f in fields if len(said) == 1 and ends & {*keys(name_words(f.label)[-1:])}]
    return [*named_fields(model, item), *alike]


def of_own(item: Item, metrics: Sequence[Metric], lexicon: Lexicon) -> list[ModelField]:
    """The fields of that name; where none can be had, the one of the figure's own rows whose name ends so.

    "Tickets by channel", where only orders have a channel and tickets a contact channel.
    """
    reach, named = lexicon.reach, named_fields(lexicon.model, item)
    if any(reach.distance(metrics, f.dataset) is not None for f in named) or not item.has("field"):
        return named
    rows = {fact for m in metrics for fact in reach.facts(m)}
    own = [f for f in ending_alike(lexicon.model, item) if f.dataset.casefold() in rows]
    return own if len(rows) == len(own) == 1 else named


def beside_rows(
    dimension: Dimension, found: ModelField, facts: set[str], before: Sequence[ModelField], lexicon: Lexicon
) -> bool:
    """ "Phone orders": without a word such as "by" no breakdown by a free text of other rows.

    But of things that are told apart ``before`` each has one: "revenue by store with city".
    """
    dataset = lexicon.model.dataset(found.dataset)
    if dimension.said or dimension.target or found.dataset.casefold() in facts or dataset is None:
        return False
    free = found.datatype in ("String", None) and not lexicon.values.get(found.ref)
    named = entity(lexicon.model, dataset)
    return free and found not in named and not any(field in named for field in before)


def no_groups(dimension: Dimension, found: ModelField, parts: Parts) -> bool:
    """ "By cost", "by delivery date": an amount or a moment tells nothing apart, nor a number called as a figure is."""
    amount = found.datatype in ("Decimal", "Float") or bool(found.datatype in NUMBER_TYPES and unit_of_field(found))
    moment = found.datatype == "DateTime" or (found.datatype in TIME_TYPES and parts.grain)
    number = dimension.item.has("metric") and found.datatype in NUMBER_TYPES
    return amount or number or bool(moment and not dimension.listed)


def only_beside(dimension: Dimension, parts: Parts) -> bool:
    """ "Store revenue": by store, or that of all stores; nothing in the message says which."""
    figures = {parts.plan_first, *(m.item.first for m in parts.measures)}
    return _unsaid(dimension, parts) and dimension.item.last + 1 in figures


def _unsaid(dimension: Dimension, parts: Parts) -> bool:
    """One of them is named, and nothing in the message tells them apart."""
    if dimension.said or dimension.target or dimension.listed or is_plural(fold(dimension.item.text).split()[-1]):
        return False
    apart = parts.ranked or parts.sorting or parts.thresholds or parts.chart or parts.each or parts.asks("share")
    return not apart


def of_the_one(parts: Parts, tokens: Sequence[Token]) -> None:
    """ "Orders placed in a store", "parcels that left the warehouse": of each, or of all. Raises Stop to ask."""
    for dimension in parts.dimensions:
        item = dimension.item
        named = {s.ref for known in parts.known for s in known.item.senses} & {s.ref for s in item.senses}
        if len(parts.dimensions) > 1 or named or not _unsaid(dimension, parts):
            continue  # "the warehouse in Osaka" is the one of that name
        before = [t for t in tokens if t.end <= item.start]
        said = [t.norm for t in before[-2:]]
        if len(said) == 2 and said[1] in ONE and said[0] not in BY:
            start = before[-2].start if said[0] in PREPOSITIONS else before[-1].start
            raise Stop(by_or_total(replace(item, start=start)))


def by_or_total(item: Item) -> Ask:
    """The question back on a noun that may tell apart or say no more."""
    options = (Option(words.by(item.text), f" by {item.text}"), Option(words.IN_TOTAL, ""))
    return Ask(item.text, words.by_or_total(item.text), options, "word", item.start, item.end)


def by_the_name(filters: Sequence[Filter], model: SemanticModel) -> list[ModelField]:
    """ "Products with “tent” in the name: revenue of each": what each is, where one text is searched."""
    texts = [f for kept in filters if kept.op == "contains" and (f := model.field(kept.field))]
    return texts if len(texts) == 1 else []


def by_own_name(item: Item, dimensions: Sequence[object]) -> bool:
    """ "Revenue by brand, sorted by name": the brand's, whatever else has a name."""
    return fold(item.text) in NAMES and len(dimensions) == 1


def of_rows(fields: list[ModelField], rows: set[str]) -> list[ModelField]:
    """ "The bottom 3 stores in Germany": of several fields that have the value that of the rows that are ranked."""
    return [f for f in fields if f.dataset.casefold() in rows] or fields


def means_another(
    item: Item, chosen: ModelField, candidates: Sequence[ModelField], metrics: Sequence[Metric], lexicon: Lexicon
) -> bool:
    """ "App tickets": the value is one of other rows, and more likely meant of a field that these rows don't have.

    A channel of orders is none of tickets, and the channel of the customer's sign-up is no channel of the ticket;
    "search visits" may be of organic or of paid search, which the visits themselves tell.
    """
    reach = lexicon.reach
    kind = name_words(chosen.name)[-1]
    for field in candidates:
        apart = reach.distance(metrics, field.dataset) is None and field.name != chosen.name
        if apart and name_words(field.name)[-1] == kind and len(name_words(chosen.name)) > 1:
            return True
    facts = {f for m in metrics for f in reach.facts(m)}
    word = fold(item.text)
    for ref, values in lexicon.values.items():
        if ref.partition(".")[0].casefold() not in facts:
            continue
        named = [name_words(value) for value in values]
        if any(len(words) > 1 and word in words for words in named):
            return True
    return False
