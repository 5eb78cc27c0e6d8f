"""What can be asked of a metric: which datasets its facts reach, how far, and what its expression does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from agent_actions.semantic.model import TIME_TYPES, Dataset, Metric, ModelField, SemanticModel
from infra.local.model.bounding.quantities import unit_of_field, unit_of_metric
from infra.local.model.english.text import keys, name_words


@dataclass(frozen=True)
class Reach:
    """Many-to-one paths of one model. Dataset names are folded."""

    model: SemanticModel

    @cached_property
    def _ones(self) -> dict[str, tuple[str, ...]]:
        ones: dict[str, list[str]] = {}
        for relation in self.model.relationships:
            ones.setdefault(relation.many.casefold(), []).append(relation.one.casefold())
        return {many: tuple(dict.fromkeys(found)) for many, found in ones.items()}

    @cached_property
    def _from(self) -> dict[str, dict[str, int]]:
        return {d.name.casefold(): self._walk(d.name.casefold()) for d in self.model.datasets}

    def _walk(self, start: str) -> dict[str, int]:
        steps, edge = {start: 0}, [start]
        while edge:
            following = [one for many in edge for one in self._ones.get(many, ()) if one not in steps]
            for one in following:
                steps.setdefault(one, steps[edge[0]] + 1)
            edge = list(dict.fromkeys(following))
        return steps

    def leads(self, one: str, other: str) -> bool:
        """True where many-to-one relations lead from a row of the one dataset to one of the other, or they are one."""
        return other.casefold() in self._from.get(one.casefold(), {})

    def facts(self, metric: Metric) -> tuple[str, ...]:
        """The datasets that this metric aggregates: those it names that no other one of them reaches."""
        if metric.computed:
            return tuple(dict.fromkeys(fact for part in metric.made_of for fact in self.facts(part)))
        names = [d.casefold() for d in metric.datasets]
        return tuple(n for n in names if not any(n in self._from.get(m, {}) for m in names if m != n))

    def distance(self, metrics: Sequence[Metric], dataset: str) -> int | None:
        """Steps from the metrics' facts to the dataset (the longest of them), or None when one cannot reach it."""
        steps = [self._from.get(f, {}).get(dataset.casefold()) for m in metrics for f in self.facts(m)]
        return None if not steps or any(s is None for s in steps) else max(s for s in steps if s is not None)

    def steps(self, start: str, dataset: str) -> int | None:
        """Many-to-one steps from one dataset to another; None where none lead there."""
        return self._from.get(start.casefold(), {}).get(dataset.casefold())

    def fields(self, metrics: Sequence[Metric]) -> tuple[ModelField, ...]:
        """Fields by which all of these metrics can be broken down: categories first, then nearest to the facts.

        Times, keys and measures are left out; of fields with the same label the first one stays.
        """
        keys_of_others = {(r.many.casefold(), c.casefold()) for r in self.model.relationships for c in r.many_columns}
        found = [
            (not field.values, step, field)
            for dataset in self.model.datasets
            if (step := self.distance(metrics, dataset.name)) is not None
            for field in dataset.fields
            if is_category(dataset, field) and (dataset.name.casefold(), field.name.casefold()) not in keys_of_others
        ]
        by_label: dict[str, ModelField] = {}
        for _, _, field in sorted(found, key=lambda entry: entry[:2]):
            by_label.setdefault(field.label.casefold(), field)
        return tuple(by_label.values())

    def counts(self, metric: Metric) -> str | None:
        """The dataset whose rows this metric counts, without any condition; None for other metrics."""
        node = parsed(metric.expression)
        if not isinstance(node, exp.Count):
            return None
        inner = node.this
        if isinstance(inner, exp.Star) or inner is None:
            return metric.datasets[0].casefold() if len(metric.datasets) == 1 else None
        distinct = isinstance(inner, exp.Distinct)
        columns = inner.expressions if distinct else [inner]
        if len(columns) != 1 or not isinstance(columns[0], exp.Column) or not columns[0].table:
            return None
        table, column = columns[0].table.casefold(), columns[0].name.casefold()
        dataset = self.model.dataset(table)
        if dataset is None:
            return None
        if tuple(k.casefold() for k in dataset.primary_key) == (column,):
            return table
        for relation in self.model.relationships:
            if relation.many.casefold() == table and [c.casefold() for c in relation.many_columns] == [column]:
                return relation.one.casefold() if distinct else None
        return None

    def unit(self, metric: Metric) -> str:
        """What the figure is in, as :mod:`quantities` has it: its own unit, or that of the one field it is made of."""
        if own := unit_of_metric(metric):
            return own
        ref = plain_field(metric)
        field = self.model.field(ref) if ref else None
        return unit_of_field(field) if field else ""

    def counters(self, dataset: str) -> tuple[Metric, ...]:
        """Metrics that count the rows of this dataset."""
        folded = dataset.casefold()
        return tuple(m for m in self.model.metrics if self.counts(m) == folded and self._is_over(m, folded))

    def distant_counters(self, dataset: str) -> tuple[Metric, ...]:
        """Metrics that count the dataset's rows as far as another one refers to them: customers who ordered."""
        folded = dataset.casefold()
        return tuple(m for m in self.model.metrics if self.counts(m) == folded and not self._is_over(m, folded))

    def _is_over(self, metric: Metric, dataset: str) -> bool:
        return [d.casefold() for d in metric.datasets] == [dataset]


def is_category(dataset: Dataset, field: ModelField) -> bool:
    """True for a field one may sensibly break a figure down by."""
    key = field.name.casefold() in {k.casefold() for k in dataset.primary_key}
    return not key and not field.is_time and field.datatype not in TIME_TYPES and field.datatype in (
        "String", "Boolean", None
    )  # fmt: skip


def is_key(model: SemanticModel, field: ModelField) -> bool:
    """True for the number of a row: "units per order" are those of an average one, no list of all."""
    dataset = model.dataset(field.dataset)
    return dataset is not None and [k.casefold() for k in dataset.primary_key] == [field.name.casefold()]


@lru_cache(4_096)
def parsed(expression: str) -> exp.Expr | None:
    """The expression's tree, without brackets around it, to be looked at only; None when it cannot be read."""
    try:
        node = sqlglot.parse_one(expression)
    except (SqlglotError, RecursionError):
        return None
    return node.unnest() if isinstance(node, exp.Paren) else node


def plain_field(metric: Metric) -> str:
    """``dataset.field`` of a figure that adds up or averages one field and nothing else; of one row it is the field."""
    tree = parsed(metric.expression)
    if isinstance(tree, exp.Avg | exp.Sum | exp.Min | exp.Max | exp.Median) and isinstance(tree.this, exp.Column):
        return f"{tree.this.table}.{tree.this.name}"
    return ""


def columns_of(metric: Metric) -> set[str]:
    """Folded ``dataset.field`` of every column in the metric's expression."""
    tree = parsed(metric.expression)
    columns = tree.find_all(exp.Column) if tree else ()
    return {f"{c.table}.{c.name}".casefold() for c in columns}


def aggregate(metric: Metric) -> str:
    """What the metric's expression does at its root: average, sum, count, distinct, minimum, maximum, median, other."""
    node = parsed(metric.expression)
    if isinstance(node, exp.Count):
        return "distinct" if isinstance(node.this, exp.Distinct) else "count"
    roots: tuple[tuple[type[exp.Expr], str], ...] = (
        (exp.Avg, "average"),
        (exp.Sum, "sum"),
        (exp.Min, "minimum"),
        (exp.Max, "maximum"),
        (exp.Median, "median"),
        (exp.Div, "average"),
    )
    return next((name for kind, name in roots if isinstance(node, kind)), "other")


def is_plain_average(metric: Metric) -> bool:
    """True for the average of a column; a quotient of two sums is none."""
    return aggregate(metric) == "average" and metric.expression.strip().casefold().startswith("avg")


AVERAGES = frozenset({"average", "median", "minimum", "maximum"})


def pools(metric: Metric) -> bool:
    """True for a rate, an average or an extreme: its value for several things together is seldom what is meant."""
    return aggregate(metric.over.of if metric.over and metric.over.unit else metric) in AVERAGES


def same_quotient(metric: Metric, of: Metric, by: Metric) -> bool:
    """True where a published metric is already the one over the other."""
    tree, above, below = parsed(metric.expression), parsed(of.expression), parsed(by.expression)
    if not isinstance(tree, exp.Div) or metric.time != of.time:
        return False
    divisor = tree.expression.unnest()
    divisor = divisor.this if isinstance(divisor, exp.Nullif) else divisor
    numerator = tree.this.unnest()
    numerator = numerator.this if isinstance(numerator, exp.Cast) else numerator
    return numerator.unnest() == above and divisor.unnest() == below


def entity(model: SemanticModel, dataset: Dataset) -> tuple[ModelField, ...]:
    """The field that names one row of a dataset: "products" in "top 5 products"; none when nothing does.

    A text field called like the dataset itself; else the one text field that is unique; else the text field that stands
    right after the key; else the single-column primary key.
    """
    called = {k for n in (dataset.name, dataset.label, *dataset.synonyms) for k in keys(name_words(n))}
    primary = {k.casefold() for k in dataset.primary_key}
    unique = {k[0].casefold() for k in dataset.unique_keys if len(k) == 1} - primary
    foreign = {c.casefold() for r in model.relationships if r.many == dataset.name for c in r.many_columns}
    texts = [f for f in dataset.fields if f.datatype in ("String", None) and not f.is_time]

    def alike(field: ModelField) -> bool:
        return any(called & set(keys(name_words(n))) for n in (field.name, field.label, *field.synonyms))

    if found := [f for f in texts if alike(f)]:
        return tuple(found[:1])
    if found := [f for f in texts if f.name.casefold() in unique]:
        return tuple(found)
    others = [f for f in dataset.fields if f.name.casefold() not in primary | foreign]
    if others and others[0] in texts and not others[0].values:
        return (others[0],)
    key = dataset.field(dataset.primary_key[0]) if len(primary) == 1 else None
    return (key,) if key else ()


PLACES = (("city", "town"), ("country",), ("address", "street"), ("region", "state", "location", "site", "place"))
"""Names of fields that tell where something is: of the first two there may be both."""


def places_of(model: SemanticModel, ref: str) -> list[ModelField]:
    """Fields that tell where the thing is whose name the field holds."""
    field = model.field(ref)
    dataset = model.dataset(field.dataset) if field else None
    if field is None or dataset is None or field not in entity(model, dataset):
        return []
    found = [next((f for f in dataset.fields if set(name_words(f.name)) & set(names)), None) for names in PLACES]
    near = [f for f in found[:2] if f]
    return near or [f for f in found[2:] if f][:1]
