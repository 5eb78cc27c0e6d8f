"""Relationships and metrics, from Ossie: every name in them is looked up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace

from sqlglot import exp

from agent_actions.semantic import graph
from agent_actions.semantic import model_words as words
from agent_actions.semantic.config import MetricConfig
from agent_actions.semantic.expressions import ExpressionError, aggregates_of, columns_of, parse_expression, to_sql
from agent_actions.semantic.model import Dataset, Metric, Relationship, SemanticModel
from agent_actions.semantic.names import label_of, nearest
from agent_actions.semantic.ossie import AiContext, OssieMetric, OssieRelationship
from agent_actions.semantic.parts import PartReader, Placed, described, merged


class RelationshipReader(PartReader):
    def relationships(
        self, placed: Iterable[Placed[OssieRelationship]], model: SemanticModel
    ) -> tuple[Relationship, ...]:
        found: dict[str, Relationship] = {}
        for item in placed:
            part = item.part
            if part.name.casefold() in found:
                self.add(item, ("name",), words.duplicate_name("relationship", part.name))
                continue
            ends: list[str] = []
            for key, name, columns in (("from", part.many, part.from_columns), ("to", part.one, part.to_columns)):
                dataset = model.dataset(name)
                if dataset is None:
                    near = nearest(name, [d.name for d in model.datasets])
                    self.add(item, (key,), words.unknown_name("dataset", name, near))
                    continue
                ends.append(dataset.name)
                self._check_columns(item, f"{key}_columns", dataset, columns)
            if len(part.from_columns) != len(part.to_columns):
                message = words.column_counts(len(part.from_columns), len(part.to_columns))
                self.add(item, ("to_columns",), message)
            elif len(ends) == 2:
                found[part.name.casefold()] = Relationship(
                    part.name,
                    ends[0],
                    ends[1],
                    tuple(part.from_columns),
                    tuple(part.to_columns),
                    described(None, part.ai_context or AiContext()),
                )
        return tuple(found.values())

    def _check_columns(self, item: Placed[OssieRelationship], key: str, dataset: Dataset, columns: list[str]) -> None:
        info = self.infos.get(dataset.name.casefold())
        for position, column in enumerate(columns):
            if info and not info.column(column) and not dataset.field(column):
                near = nearest(column, [c.name for c in info.columns])
                self.add(item, (key, position), words.unknown_column(column, str(info.ref), near))


class MetricReader(PartReader):
    def metrics(
        self, placed: Iterable[tuple[Placed[OssieMetric], str | None]], model: SemanticModel
    ) -> tuple[Metric, ...]:
        """``placed`` pairs each metric with the dataset that holds it, or None for the model's own."""
        found: dict[str, Metric] = {}
        own = {name.casefold(): settings for name, settings in self.config.metrics.items()}
        for item, scope in placed:
            name = item.part.name
            if name.casefold() in found and scope:
                name = f"{scope}.{name}"
                self.problems.warn(item.document, item.path, words.metric_renamed(item.part.name, name))
            if name.casefold() in found:
                self.add(item, ("name",), words.duplicate_name("metric", name))
                continue
            extension = self.extension(item, item.part.custom_extensions, MetricConfig)
            settings = merged(extension, own.get(name.casefold()), MetricConfig)
            found[name.casefold()] = self._metric(_renamed(item, name), scope, settings, model)
        return tuple(found.values())

    def _metric(
        self, item: Placed[OssieMetric], scope: str | None, settings: MetricConfig, model: SemanticModel
    ) -> Metric:
        part = item.part
        sql, tree = self.expression(item, part.expression)
        datasets: tuple[str, ...] = ()
        if tree is not None:
            tree = tree.copy()
            datasets = self._qualify(item, tree, scope, model)
            sql = to_sql(tree)
        time = settings.time
        if time is None and datasets:
            fact = graph.fact_of(model, datasets)
            time = graph.default_time(model, fact) if fact else None
        context = part.ai_context or AiContext()
        filters = [d.default_filter for name in datasets if (d := model.dataset(name))]
        definition = json.dumps([part.name, sql, part.datatype, time, filters])
        return Metric(
            name=part.name,
            expression=sql,
            label=settings.label or label_of(part.name),
            description=described(part.description, context),
            synonyms=tuple(context.synonyms),
            datatype=part.datatype,
            unit=settings.unit,
            format=settings.format,
            time=time,
            owner=settings.owner,
            datasets=datasets,
            version=hashlib.sha256(definition.encode()).hexdigest()[:12],
        )

    def _qualify(
        self, item: Placed[OssieMetric], tree: exp.Expr, scope: str | None, model: SemanticModel
    ) -> tuple[str, ...]:
        """Give every column its dataset, in place; report what names nothing. Returns the datasets in order."""
        where = ("expression",)
        aggregates = aggregates_of(tree)
        if not aggregates:
            self.add(item, where, words.METRIC_WITHOUT_AGGREGATE)
        if any(len(list(a.find_all(exp.AggFunc))) > 1 for a in aggregates):
            self.add(item, where, words.METRIC_NESTED_AGGREGATE)
        inside = {id(c) for a in aggregates for c in columns_of(a)}
        datasets: dict[str, None] = {}
        for column in list(columns_of(tree)):
            if aggregates and id(column) not in inside:
                self.add(item, where, words.outside_aggregate(column.sql()))
            dataset = self._dataset_of(item, column, scope, model)
            if dataset:
                if not column.table:
                    column.set("table", _identifier(dataset))
                datasets[dataset] = None
        if not datasets:
            only = scope or (model.datasets[0].name if len(model.datasets) == 1 else None)
            if only:
                datasets[only] = None
        counts = [c for c in tree.find_all(exp.Count) if isinstance(c.this, exp.Star)]
        if counts and len(datasets) != 1:
            self.add(item, where, words.COUNT_OF_WHAT)
        elif counts:
            for count in counts:
                count.set("this", exp.Column(this=exp.Star(), table=_identifier(next(iter(datasets)))))
        if not datasets and not counts and aggregates:
            self.add(item, where, words.METRIC_NAMES_NOTHING)
        return tuple(datasets)

    def _dataset_of(
        self, item: Placed[OssieMetric], column: exp.Column, scope: str | None, model: SemanticModel
    ) -> str | None:
        where = ("expression",)
        name = column.name
        if column.table:
            dataset = model.dataset(column.table)
            if dataset is None:
                near = nearest(column.table, [d.name for d in model.datasets])
                self.add(item, where, words.unknown_name("dataset", column.table, near))
                return None
            if not isinstance(column.this, exp.Star) and not self.has(dataset, name):
                near = nearest(name, [f.name for f in dataset.fields])
                self.add(item, where, words.unknown_field(f"{dataset.name}.{name}", near))
            return dataset.name
        homes = [d.name for d in model.datasets if (scope is None or d.name == scope) and self.has(d, name)]
        if len(homes) == 1:
            return homes[0]
        if homes:
            self.add(item, where, words.field_in_several(name, [f"{home}.{name}" for home in homes]))
        else:
            near = nearest(name, [f.ref for d in model.datasets for f in d.fields])
            self.add(item, where, words.unknown_field(name, near))
        return None

    def has(self, dataset: Dataset, name: str) -> bool:
        info = self.infos.get(dataset.name.casefold())
        return dataset.field(name) is not None or (info is not None and info.column(name) is not None)


def _renamed(item: Placed[OssieMetric], name: str) -> Placed[OssieMetric]:
    return replace(item, part=item.part.model_copy(update={"name": name})) if name != item.part.name else item


def _identifier(name: str) -> exp.Identifier:
    """The name as it must stand in SQL: quoted when it is a word of the language."""
    try:
        plain = isinstance(parse_expression(f"{name}.x"), exp.Column)
    except ExpressionError:
        plain = False
    return exp.to_identifier(name, quoted=not plain)
