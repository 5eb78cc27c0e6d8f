"""A figure by what it cannot be split by: why not, what it can be split by, and which other figure can."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.lookup import label_for
from agent_actions.semantic.model import Metric, ModelField, SemanticModel
from agent_actions.semantic.request import Filter, MetricRequest
from agent_actions.semantic.words import lower_first
from infra.local.model.english.text import forms, name_words
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import MAX_OPTIONS, Option, Stop, Unplaced, Unreachable
from infra.local.model.reach import Reach
from infra.local.model.says import words

MAX_OTHERS = 3


def unreachable(
    reach: Reach, metrics: Sequence[Metric], fields: Sequence[ModelField], said: str, place: tuple[int, int], value: str
) -> Unreachable:
    """``fields``: what the words can name, none of it reachable; ``value``: the known value that they mean, or empty.

    ``place``: the words' start and end in the message.
    """
    model, field = reach.model, fields[0]
    owner = label_for(model, field)
    labels = [f.label for f in reach.fields(metrics)[:MAX_OPTIONS]]
    flag = field.datatype == "Boolean"
    head = words.unreachable(said, owner if value or flag else "", [m.label for m in metrics])
    ways: list[str] = []
    if labels:
        ways.append(words.split_by([m.label for m in metrics], [lower_first(label) for label in labels]))
    alone = [m for m in metrics if any(reach.distance([m], f.dataset) is not None for f in fields)]
    if len(metrics) > 1 and len(alone) == len(metrics) and not (value or flag):
        head = words.none_in_common([m.label for m in metrics], said)
        ways = [words.one_by_one([m.label for m in metrics], said)]
    elif alone:
        ways.append(words.alone_can([m.label for m in alone], lower_first(fields[0].label)))
    elif others := _others(model, reach, metrics, fields):
        ways.append(words.others_can([m.label for m in others], lower_first(owner)))
    names = tuple(m.name for m in metrics)
    request = (
        MetricRequest(metrics=names, filters=(Filter(field=field.ref, values=(value,)),))
        if value
        else MetricRequest(metrics=names, dimensions=(field.ref,))
    )
    options = tuple(Option(label, label) for label in labels)
    return Unreachable(said, head, " ".join(ways), request, options, *place)


def carried(reach: Reach, ref: str, metrics: Sequence[Metric], values: Sequence[object] = ()) -> str:
    """The field for metrics that cannot reach it: the nearest one of the same name and meaning, else itself.

    "Region" of order lines becomes "Region" of orders when orders take the place of revenue. ``values``: of a filter,
    which the other field must know as well.
    """
    field = reach.model.field(ref)
    if field is None or reach.distance(metrics, field.dataset) is not None:
        return ref
    named = [
        f for d in reach.model.datasets if (f := d.field(field.name)) and f.label.casefold() == field.label.casefold()
    ]
    steps = [(s, f) for f in named if (s := reach.distance(metrics, f.dataset)) is not None]
    known = [(s, f) for s, f in steps if all(v in f.values for v in values)]
    nearest = [f for s, f in known if s == min(step for step, _ in known)]
    return nearest[0].ref if len(nearest) == 1 else ref


def _others(
    model: SemanticModel, reach: Reach, metrics: Sequence[Metric], fields: Sequence[ModelField]
) -> list[Metric]:
    """Metrics that can be split so: those named most like the one asked for, else those nearest to the field."""
    asked = {form for m in metrics for w in name_words(m.label) for form in forms(w)}
    able: list[tuple[int, int, Metric]] = []
    for metric in model.metrics:
        steps = [s for f in fields if (s := reach.distance([metric], f.dataset)) is not None]
        if steps and metric not in metrics:
            alike = sum(1 for w in name_words(metric.label) if set(forms(w)) & asked)
            able.append((-alike, min(steps), metric))
    able.sort(key=lambda entry: entry[:2])
    return [m for alike, _, m in able if alike == able[0][0]][:MAX_OTHERS]


def check_reached(lexicon: Lexicon, metrics: Sequence[Metric], refs: Sequence[str]) -> None:
    """New figures must be able to keep the breakdown and the filters of the question before. Raises Stop."""
    for ref in refs:
        found = lexicon.model.field(ref)
        if found is None:
            raise Stop(Unplaced((ref,)))
        if lexicon.reach.distance(metrics, found.dataset) is None:
            raise Stop(unreachable(lexicon.reach, metrics, [found], lower_first(found.label), (0, 0), ""))
