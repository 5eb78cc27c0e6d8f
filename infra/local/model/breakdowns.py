"""Which field a breakdown is by, as the rest of the question tells it."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.model import ModelField, SemanticModel
from agent_actions.semantic.request import Filter
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts import Dimension, Parts
from infra.local.model.quotients import named_fields
from infra.local.model.reach import entity


def ranked_rows(parts: Parts, model: SemanticModel) -> set[str]:
    """What a ranking is of: the region of "the best three stores in every region" is that of the store."""
    targets = [d.item for d in parts.dimensions if d.target] if parts.ranked else []
    owners = {f.dataset.casefold() for item in targets for f in named_fields(model, item)}
    return owners if len(owners) == 1 else set()


def beside_rows(dimension: Dimension, found: ModelField, facts: set[str], lexicon: Lexicon) -> bool:
    """ "Phone orders": without a word such as "by" no breakdown by a free text of other rows."""
    dataset = lexicon.model.dataset(found.dataset)
    if dimension.said or dimension.target or found.dataset.casefold() in facts or dataset is None:
        return False
    free = found.datatype in ("String", None) and not lexicon.values.get(found.ref)
    return free and found not in entity(lexicon.model, dataset)


def by_the_name(filters: Sequence[Filter], model: SemanticModel) -> list[ModelField]:
    """ "Products with “tent” in the name: revenue of each": what each is, where one text is searched."""
    texts = [f for kept in filters if kept.op == "contains" and (f := model.field(kept.field))]
    return texts if len(texts) == 1 else []
