"""Questions that the published metrics can answer, made from the model: what a person may try first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from agent_actions.semantic import words
from agent_actions.semantic.model import Dataset, Metric, ModelField, SemanticModel

Visible = Callable[[ModelField], bool]


def examples(model: SemanticModel, metrics: Sequence[Metric], visible: Visible, limit: int = 3) -> tuple[str, ...]:
    """Each about another dataset: one by a category, one over time, one as a ranking; then by categories again."""
    shapes = (_by_category, _over_time, _ranking)
    found: list[str] = []
    for metric, dataset in _one_for_each(model, metrics):
        shape = shapes[len(found) % len(shapes)]
        question = shape(model, metric, dataset, visible) or _by_category(model, metric, dataset, visible)
        if question:
            found.append(question)
        if len(found) == limit:
            break
    return tuple(found)


def _one_for_each(model: SemanticModel, metrics: Sequence[Metric]) -> Iterator[tuple[Metric, Dataset]]:
    """The first metric of each dataset that has more than one: the datasets with most metrics come first."""
    of: dict[str, list[Metric]] = {}
    for metric in metrics:
        if metric.datasets:
            of.setdefault(metric.datasets[0], []).append(metric)
    for name, group in sorted(of.items(), key=lambda one: -len(one[1])):
        dataset = model.dataset(name)
        if dataset is not None and (len(group) > 1 or len(of) < 4):
            yield group[0], dataset


def _by_category(model: SemanticModel, metric: Metric, dataset: Dataset, visible: Visible) -> str:
    field = _category(model, dataset, visible, 2)
    return words.example_by(metric.label, field.label, dated=metric.time is not None) if field else ""


def _over_time(model: SemanticModel, metric: Metric, dataset: Dataset, visible: Visible) -> str:  # noqa: ARG001
    return words.example_over_time(metric.label) if metric.time else ""


def _ranking(model: SemanticModel, metric: Metric, dataset: Dataset, visible: Visible) -> str:
    field = _category(model, dataset, visible, 3)
    return words.example_ranking(metric.label, field.label, dated=metric.time is not None) if field else ""


def _category(model: SemanticModel, dataset: Dataset, visible: Visible, least: int) -> ModelField | None:
    """A field whose known values make groups; one that only joins to another dataset comes last."""
    fields = [f for f in dataset.fields if len(f.values) >= least and visible(f)]
    keys = {c for r in model.relationships if r.many == dataset.name for c in r.many_columns}
    return min(fields, key=lambda f: f.name in keys, default=None)
