"""What could be better in a model that reads well: ``outcrop model check``'s warnings, each with file, line and key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from agent_actions.errors import ActionError
from agent_actions.semantic import draft_words, graph
from agent_actions.semantic import model_words as words
from agent_actions.semantic.formulas import formula_of
from agent_actions.semantic.model import Dataset, Relationship, SemanticModel
from agent_actions.semantic.places import CONFIG, Places
from agent_actions.semantic.problems import Problem

NAMED = 3
"""Metrics that a warning names."""


def uncomputable(model: SemanticModel, files: Mapping[str, str]) -> list[Problem]:
    """Metrics that no question could be answered with, and why: their parts do not join without counting twice."""
    places, found = Places(files), list[Problem]()
    for metric in model.metrics:
        try:
            formula_of(model, metric, 1)
        except ActionError as error:
            found.append(places.problem("metric", metric.name, error.message, "expression"))
    return found


def advice(model: SemanticModel, files: Mapping[str, str]) -> list[Problem]:
    places = Places(files)
    return [
        *_drafted(model, places),
        *_undescribed(model, places),
        *_unreachable(model, places),
        *_fan_out(model, places),
        *_several_ways(model, places),
        *_undeclared_keys(model, places),
    ]


def _drafted(model: SemanticModel, places: Places) -> Iterator[Problem]:
    described = [m.description for m in model.metrics] + [d.description for d in model.datasets]
    described += [f.description for d in model.datasets for f in d.fields]
    described += [r.description for r in model.relationships]
    left = sum(draft_words.is_guess(text) for text in described)
    if model.config.drafted:
        yield places.problem(CONFIG, "drafted", words.still_drafted(left))
    elif left:
        yield places.problem(CONFIG, "", words.guesses_left(left))


def _undescribed(model: SemanticModel, places: Places) -> Iterator[Problem]:
    for dataset in model.datasets:
        if not dataset.description:
            yield places.problem("dataset", dataset.name, words.no_description("dataset", dataset.name))
    for metric in model.metrics:
        if not metric.description:
            yield places.problem("metric", metric.name, words.no_description("metric", metric.name))


def _unreachable(model: SemanticModel, places: Places) -> Iterator[Problem]:
    """Datasets that no metric reads or can be split by."""
    reached = {name for metric in model.metrics for name in metric.datasets}
    waiting = list(reached)
    while waiting:
        for relationship in model.leading_from(waiting.pop()):
            if relationship.one not in reached:
                reached.add(relationship.one)
                waiting.append(relationship.one)
    for dataset in model.datasets:
        if dataset.name not in reached:
            yield places.problem("dataset", dataset.name, words.unreachable(dataset.name))


def _fan_out(model: SemanticModel, places: Places) -> Iterator[Problem]:
    """Relationships whose one side has metrics, and whose many side has none: no question can use its fields.

    Where the many side has metrics too it is a star: each fact is asked by its own fields and those that it points to.
    """
    facts = {name for metric in model.metrics for name in metric.datasets}
    for relationship in model.relationships:
        one, many = relationship.one, relationship.many
        names = [m.name for m in model.metrics if one in m.datasets and many not in m.datasets]
        if many not in facts and names and _describes(model, relationship) and not graph.paths(model, one, many):
            message = words.fans_out(one, many, names[:NAMED], len(names) - NAMED)
            yield places.problem("relationship", relationship.name, message)


def _describes(model: SemanticModel, relationship: Relationship) -> bool:
    """Whether the many side has anything to split by beside its keys, its dates and its numbers."""
    many = model.dataset(relationship.many)
    keys = {c.casefold() for r in model.relationships if r.many == relationship.many for c in r.many_columns}
    keys |= {c.casefold() for c in many.primary_key} if many else set()
    fields = many.fields if many else ()
    return any(f.datatype in ("String", "Boolean") and f.name.casefold() not in keys for f in fields)


def _several_ways(model: SemanticModel, places: Places) -> Iterator[Problem]:
    """Datasets that a metric reaches in two ways, so that no field of them can be asked for."""
    for fact in dict.fromkeys(name for metric in model.metrics for name in metric.datasets):
        for dataset in model.datasets:
            ways = graph.paths(model, fact, dataset.name)
            if len(ways) > 1:
                said = [" + ".join(r.name for r in way) for way in ways]
                yield places.problem("relationship", ways[1][-1].name, words.two_ways(fact, dataset.name, said))


def _undeclared_keys(model: SemanticModel, places: Places) -> Iterator[Problem]:
    for relationship in model.relationships:
        one = model.dataset(relationship.one)
        if one and not declared_unique(one, relationship.one_columns):
            message = words.key_not_declared(one.name, relationship.one_columns)
            yield places.problem("relationship", relationship.name, message, "to_columns")


def declared_unique(dataset: Dataset, columns: tuple[str, ...]) -> bool:
    """Whether the model says that these columns, or some of them, name one row each."""
    given = {c.casefold() for c in columns}
    return any({c.casefold() for c in key} <= given for key in (dataset.primary_key, *dataset.unique_keys) if key)
