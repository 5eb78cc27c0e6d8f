"""Names in a request -> metrics and fields of the model; unknown and ambiguous names are answered with the nearest."""

from __future__ import annotations

from collections.abc import Iterable

from agent_actions.contract import Choice
from agent_actions.errors import AmbiguousError, UnknownNameError
from agent_actions.semantic import words
from agent_actions.semantic.graph import reaches
from agent_actions.semantic.model import Metric, ModelField, SemanticModel
from agent_actions.semantic.names import fold, nearest, singular

_GENERIC = {"name", "id", "title", "code", "number", "type", "status", "date", "city", "country"}
_LONGEST_LABEL = 75


def metric_named(model: SemanticModel, name: str) -> Metric:
    """Raises UnknownNameError, or AmbiguousError for a word that outcrop.yaml declares ambiguous."""
    metric = model.metric(name)
    if metric:
        return metric
    folded = fold(name)
    for word, names in model.config.ambiguous.items():
        if fold(word) == folded:
            meant = [m for n in names if (m := model.metric(n))]
            raise AmbiguousError(
                words.word_is_ambiguous(name, [m.label for m in meant]),
                choices=[Choice(label=m.label[:_LONGEST_LABEL], text=m.label) for m in meant],
            )
    called = [m for m in model.metrics if folded in (fold(m.label), *map(fold, m.synonyms))]
    if len(called) == 1:
        return called[0]
    if called:
        choices = [Choice(label=m.label[:_LONGEST_LABEL], text=m.label) for m in called]
        raise AmbiguousError(words.word_is_ambiguous(name, [m.label for m in called]), choices=choices)
    spellings = {text: m.name for m in model.metrics for text in (*m.synonyms, m.label, m.name)}
    near = tuple(dict.fromkeys(spellings[text] for text in nearest(name, spellings, 6)))[:3]
    raise UnknownNameError(words.unknown_metric(name, near), nearest=near)


def field_named(model: SemanticModel, name: str, facts: Iterable[str]) -> ModelField:
    """The field that ``dataset.field`` names; a bare name counts when one field that the facts reach has it.

    Raises UnknownNameError and AmbiguousError.
    """
    field = model.field(name)
    if field:
        return field
    folded = fold(name)
    fields = [f for d in model.datasets for f in d.fields]
    named = [f for f in fields if fold(f.name) == folded]
    called = named or [f for f in fields if folded in (fold(f.label), *map(fold, f.synonyms))]
    needed = list(facts)
    reached = [f for f in called if all(reaches(model, fact, f.dataset) for fact in needed)] or called
    own = [f for f in reached if f.dataset in needed] or reached
    if len(own) == 1:
        return own[0]
    if own:
        choices = [Choice(label=full_label(model, f)[:_LONGEST_LABEL], text=full_label(model, f)) for f in own]
        raise AmbiguousError(words.field_is_ambiguous(name, [f.ref for f in own]), choices=choices)
    spellings = {text: f.ref for f in fields for text in (*f.synonyms, f.label, f.name, f.ref)}
    near = tuple(dict.fromkeys(spellings[text] for text in nearest(name.partition(".")[2] or name, spellings, 6)))[:3]
    raise UnknownNameError(words.unknown_dimension(name, near), nearest=near)


def full_label(model: SemanticModel, field: ModelField) -> str:
    """The field's label with its dataset's before it: "Store name"."""
    dataset = model.dataset(field.dataset)
    owner = dataset.label if dataset else field.dataset
    last = owner.split(" ")[-1]
    owner = owner[: len(owner) - len(last)] + singular(last)
    return f"{owner} {words.lower_first(field.label)}"


def label_for(model: SemanticModel, field: ModelField) -> str:
    """The field's label, with its dataset's name where the label alone would say little: "Name" -> "Store name"."""
    return full_label(model, field) if field.label.casefold() in _GENERIC else field.label
