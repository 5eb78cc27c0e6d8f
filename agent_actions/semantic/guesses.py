"""What of a drafted model an answer rests on: said in each, until a person has checked the model."""

from __future__ import annotations

from agent_actions.semantic import draft_words as words
from agent_actions.semantic import graph
from agent_actions.semantic.compile import Compiled
from agent_actions.semantic.model import DATED_TYPES, Relationship, SemanticModel


def drafted(model: SemanticModel) -> tuple[str, ...]:
    """A warning for every answer over a model that still calls itself drafted; nothing over any other."""
    return (words.DRAFTED,) if model.config.drafted else ()


def guesses(model: SemanticModel, compiled: Compiled) -> tuple[str, ...]:
    """The metrics, joins and choices of date behind this result that are still guesses, each in words."""
    if not model.config.drafted:
        return ()
    found = [words.guessed_metric(m.label, m.description) for m in compiled.metrics if words.is_guess(m.description)]
    found += [_join(model, r) for r in _joined(model, compiled) if words.is_guess(r.description)]
    for ref in compiled.times:
        dataset, field = model.dataset(ref.partition(".")[0]), model.field(ref)
        if dataset and field and words.is_guess(field.description):
            dated = [f for f in dataset.fields if f.datatype in DATED_TYPES]
            found += [words.guessed_time(dataset.label, field.label)] if len(dated) > 1 else []
    return tuple(dict.fromkeys(found))


def _joined(model: SemanticModel, compiled: Compiled) -> list[Relationship]:
    facts = dict.fromkeys(name for metric in compiled.metrics for name in metric.datasets)
    found: dict[str, Relationship] = {}
    for fact in facts:
        for target in compiled.datasets:
            ways = graph.paths(model, fact, target)
            found |= {r.name: r for r in ways[0]} if len(ways) == 1 else {}
    return list(found.values())


def _join(model: SemanticModel, relationship: Relationship) -> str:
    labels = [d.label if (d := model.dataset(n)) else n for n in (relationship.many, relationship.one)]
    return words.guessed_join(labels[0], labels[1], ", ".join(relationship.many_columns))
