"""Fields that name the rows of a dataset, as people name customers: two rows of one name are still two.

"Revenue by customer" means each customer, so that figures of namesakes must not be added up. A name that the model
declares unique (``unique_keys``) stands alone; beside any other one stands the key, where names do come twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from agent_actions.semantic.model import Dataset, ModelField, SemanticModel
from agent_actions.semantic.names import label_of, tokens

_NAMES = (("name",), ("full", "name"), ("title",))


def key_beside(model: SemanticModel, field: ModelField) -> tuple[ModelField, ...]:
    """The key of the rows that the field names; nothing when it names none, or none twice by what the model says.

    Only of datasets that others point to: they describe things, of which there is one row each.
    """
    dataset = model.dataset(field.dataset)
    if dataset is None or field.datatype not in ("String", None) or field.is_time or not _is_name(dataset, field):
        return ()
    pointed = [r.one_columns for r in model.relationships if r.one.casefold() == dataset.name.casefold()]
    key = dataset.primary_key or (pointed[0] if pointed else ())
    own = {field.name.casefold(), field.expression.strip().strip('"').casefold()}
    folded = {name.casefold() for name in key}
    if not any({c.casefold() for c in columns} == folded for columns in pointed) or own & folded:
        return ()
    if any(len(unique) == 1 and unique[0].casefold() in own for unique in dataset.unique_keys):
        return ()
    return tuple(_field(dataset, name) for name in key)


def told_apart(
    model: SemanticModel, fields: Sequence[ModelField], repeating: Collection[str]
) -> tuple[list[ModelField], dict[str, str]]:
    """The fields, each of ``repeating`` (refs) with its key behind it; and added ref -> ref of the name it follows."""
    found: list[ModelField] = []
    beside: dict[str, str] = {}
    given = {field.ref for field in fields}
    for field in fields:
        found.append(field)
        for key in key_beside(model, field) if field.ref in repeating else ():
            if key.ref not in given:
                found.append(key)
                beside[key.ref] = field.ref
    return found, beside


def _is_name(dataset: Dataset, field: ModelField) -> bool:
    called = [tokens(text) for text in (dataset.name, dataset.label, *dataset.synonyms)]
    wanted = {*called, *_NAMES, *((*words, "name") for words in called)}
    return any(tokens(text) in wanted for text in (field.name, field.label, *field.synonyms))


def _field(dataset: Dataset, column: str) -> ModelField:
    field = dataset.field(column) or ModelField(dataset.name, column, column, label_of(column))
    return replace(field, unit=None, format=None)
