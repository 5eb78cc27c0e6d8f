"""Questions that the published metrics can answer, made from the model: what a person may try first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from agent_actions.semantic import words
from agent_actions.semantic.model import Dataset, Metric, ModelField, SemanticModel


def examples(
    model: SemanticModel, metrics: Sequence[Metric], visible: Callable[[ModelField], bool], limit: int = 3
) -> tuple[str, ...]:
    """Each about another dataset: one by a category, one over time, one as a ranking; then by categories again."""
    shapes = (_by_category, _over_time, _ranking)
    found: list[str] = []
    for metric, dataset in _one_for_each(model, metrics):
        shape = shapes[len(found) % len(shapes)]
        question = shape(metric, dataset, visible) or _by_category(metric, dataset, visible)
        if question:
            found.append(question)
        if len(found) == limit:
            break
    return tuple(found)


def _one_for_each(model: SemanticModel, metrics: Sequence[Metric]) -> Iterator[tuple[Metric, Dataset]]:
    """The first metric of each dataset that has more than one."""
    of: dict[str, list[Metric]] = {}
    for metric in metrics:
        if metric.datasets:
            of.setdefault(metric.datasets[0], []).append(metric)
    for name, group in of.items():
        dataset = model.dataset(name)
        if dataset is not None and (len(group) > 1 or len(of) < 4):
            yield group[0], dataset


def _by_category(metric: Metric, dataset: Dataset, visible: Callable[[ModelField], bool]) -> str:
    field = next((f for f in dataset.fields if f.values and visible(f)), None)
    return words.example_by(metric.label, field.label, dated=metric.time is not None) if field else ""


def _over_time(metric: Metric, dataset: Dataset, visible: Callable[[ModelField], bool]) -> str:  # noqa: ARG001
    return words.example_over_time(metric.label) if metric.time else ""


def _ranking(metric: Metric, dataset: Dataset, visible: Callable[[ModelField], bool]) -> str:
    field = next((f for f in dataset.fields if len(f.values) > 2 and visible(f)), None)
    return words.example_ranking(metric.label, field.label, dated=metric.time is not None) if field else ""
