"""What is named behind a ranking as something to show of each row: "top 10 stores by revenue, name and city".

Each row of the ranking has one of it, so it goes beside the row and parts nothing: it is no group of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.model import ModelField, SemanticModel
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Dimension
from infra.local.model.reach import entity
from infra.local.model.scan import Item
from infra.local.model.sentence import Sentence

NAMES = frozenset(["name", "names"])


def listed_behind(sentence: Sentence, index: int) -> bool:
    """Whether nothing such as "by" or "per" asks for groups of the field that stands here."""
    at = index
    while True:
        before = sentence.at(at - 1)
        joined = before is not None and (
            before.name == "and" or (before.kind == "preposition" and before.name == "with")
        )
        earlier = sentence.at(at - 2)
        if not joined or earlier is None:
            return at < index
        if not _field(earlier) or _ranked(sentence, at - 2):
            return True
        at -= 2
        if sentence.is_mark(at - 1, "by", "which", "howmany"):
            return False


def settled(
    dimensions: Sequence[Dimension], model: SemanticModel
) -> tuple[list[Dimension], dict[int, list[ModelField]]]:
    """The breakdowns without mere names of the rows, and which fields the listed ones are: by the first of their words.

    Raises Stop where what is listed is not one thing of each row.
    """
    heads = [f for d in dimensions if d.target for f in _fields(d.item, model)]
    kept: list[Dimension] = []
    found: dict[int, list[ModelField]] = {}
    for dimension in dimensions:
        item = dimension.item
        if not dimension.listed or not heads:
            kept.append(dimension)
            continue
        if item.text.casefold() in NAMES:
            continue
        own = [d for d in model.datasets for h in heads if d.name == h.dataset and h in entity(model, d)]
        fields = [f for f in _fields(item, model) if f.dataset in {d.name for d in own}]
        if len(fields) != 1:
            raise Stop(Unplaced((item.text,), item.start, item.end))
        found[item.first] = fields
        kept.append(dimension)
    return kept, found


def _fields(item: Item, model: SemanticModel) -> list[ModelField]:
    named = [f for s in item.senses if s.kind == "field" and (f := model.field(s.ref))]
    rows = [f for s in item.senses if s.kind == "dataset" and (d := model.dataset(s.ref)) for f in entity(model, d)]
    return named or rows


def _field(item: Item) -> bool:
    return item.kind == "term" and item.has("field") and not item.has("metric")


def _ranked(sentence: Sentence, index: int) -> bool:
    before = sentence.at(index - 1)
    number = before is not None and before.kind == "number"
    before = sentence.at(index - 2) if number else before
    return before is not None and before.kind == "rank"
