"""dbt's metrics as Ossie expressions: simple, ratio and derived ones. What has no counterpart is named, with why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from agent_actions.semantic.expressions import ExpressionError, blind_to_repeats, columns_of, parse_expression
from infra.dbt import words
from infra.dbt.datasets import Datasets, Note, expressed, ref
from infra.dbt.filters import NoCounterpartError, condition
from infra.dbt.manifest import AggregationParams, InputMetric, Manifest, Measure, Metric, NonAdditive

_PLAIN = {"sum": exp.Sum, "average": exp.Avg, "min": exp.Min, "max": exp.Max}


@dataclass(frozen=True)
class Aggregation:
    """A measure, or a simple metric's own aggregation, over the rows of one dataset."""

    dataset: str
    name: str
    agg: str
    expr: str | None
    params: AggregationParams | None
    time: str | None
    semi_additive: NonAdditive | None


@dataclass(frozen=True)
class Fact:
    """One aggregate of a metric: the dataset whose rows it runs over, and all that it names."""

    dataset: str
    named: tuple[str, ...]
    blind: bool
    """Rows that a join repeats would not change it: a distinct count, a least or a greatest value."""


@dataclass(frozen=True)
class Built:
    tree: exp.Expr
    times: tuple[str, ...]
    """``dataset.dimension`` by which its parts are dated."""
    facts: tuple[Fact, ...]


class Metrics:
    def __init__(self, manifest: Manifest, datasets: Datasets, note: Note) -> None:
        self.datasets = datasets
        self._note = note
        self._facts: dict[str, tuple[Fact, ...]] = {}
        self._metrics = {metric.name: metric for metric in manifest.metrics}
        self._measures = {m.name: (model.name, m) for model in manifest.semantic_models for m in model.measures}
        for _, measure in self._measures.values():
            if measure.create_metric and measure.name not in self._metrics:
                self._metrics[measure.name] = _created(measure)

    def facts(self, name: str) -> tuple[Fact, ...]:
        """What an imported metric is made of."""
        return self._facts.get(name, ())

    def ossie(self) -> tuple[list[dict[str, object]], dict[str, dict[str, str]]]:
        """The metrics, and what ``outcrop.yaml`` says of them."""
        found: list[dict[str, object]] = []
        settings: dict[str, dict[str, str]] = {}
        for metric in self._with_bases():
            try:
                built = self._built(metric, (), ())
            except NoCounterpartError as reason:
                self._note("metric", metric.name, words.left_out(str(reason)))
                continue
            self._facts[metric.name] = built.facts
            made = {"name": metric.name, "description": metric.description, "expression": expressed(built.tree)}
            found.append({key: value for key, value in made.items() if value})
            own = self._settings(metric, built)
            settings |= {metric.name: own} if own else {}
        return found, settings

    def _with_bases(self) -> list[Metric]:
        """All metrics, and for each cumulative one the metric that it accumulates, if there is none yet."""
        metrics = list(self._metrics.values())
        plain = {m.type_params.measure.name for m in metrics if m.type == "simple" and m.type_params.measure}
        for metric in list(metrics):
            measure = metric.type_params.measure
            if metric.type == "cumulative" and measure and measure.name not in plain and measure.name in self._measures:
                plain.add(measure.name)
                if measure.name not in self._metrics:
                    metrics.append(_created(self._measures[measure.name][1]))
                    self._note("measure", measure.name, words.base_published(metric.name))
        used = {m.type_params.measure.name for m in metrics if m.type_params.measure}
        for name in self._measures:
            if name not in used:
                self._note("measure", name, words.UNUSED)
        for metric in metrics:
            if left := list(metric.left()):
                self._note("metric", metric.name, words.keys_left(left))
            if metric.type_params.is_private:
                self._note("metric", metric.name, words.PRIVATE)
            if metric.time_granularity:
                self._note("metric", metric.name, words.GRAIN.format(grain=metric.time_granularity))
        return metrics

    def _settings(self, metric: Metric, built: Built) -> dict[str, str]:
        own = {"label": metric.label} if metric.label else {}
        times = list(dict.fromkeys(built.times))
        if len(times) == 1:
            dataset, _, time = times[0].partition(".")
            return own if self.datasets.time_of(dataset) == time else own | {"time": times[0]}
        if len({time.partition(".")[0] for time in times}) < len(times):
            self._note("metric", metric.name, words.several_times(times))
        return own

    def _built(self, metric: Metric, filters: Sequence[str], path: tuple[str, ...]) -> Built:
        if metric.name in path:
            raise NoCounterpartError(words.CIRCULAR)
        path = (*path, metric.name)
        params, filters = metric.type_params, (*filters, *metric.filter)
        if metric.type == "simple":
            return self._simple(metric, filters)
        if metric.type == "ratio" and params.numerator and params.denominator:
            over, under = (self._input(part, filters, path) for part in (params.numerator, params.denominator))
            tree = exp.Div(this=exp.paren(over.tree), expression=exp.paren(under.tree))
            return Built(tree, over.times + under.times, over.facts + under.facts)
        if metric.type == "derived" and params.expr:
            return self._derived(params.expr, params.metrics, filters, path)
        if metric.type == "cumulative":
            raise NoCounterpartError(self._accumulated(metric))
        raise NoCounterpartError(
            words.CONVERSION if metric.type == "conversion" else words.unknown_type("type", metric.type)
        )

    def _accumulated(self, metric: Metric) -> str:
        params, more = metric.type_params, metric.type_params.cumulative_type_params
        named = more.metric if more and more.metric else params.measure
        base = named.name if named else metric.name
        simple = (m.name for m in self._metrics.values() if m.type == "simple" and not m.filter)
        of_measure = (n for n in simple if (i := self._metrics[n].type_params.measure) and i.name == base)
        base = base if base in self._metrics else next(of_measure, base)
        window = params.window or (more.window if more else None)
        return words.cumulative(base, window, params.grain_to_date or (more.grain_to_date if more else None))

    def _input(self, part: InputMetric, filters: Sequence[str], path: tuple[str, ...]) -> Built:
        metric = self._metrics.get(part.name)
        if metric is None:
            raise NoCounterpartError(words.unknown("metric", part.name))
        if part.offset_window or part.offset_to_grain:
            by = part.offset_window or f"the beginning of the {part.offset_to_grain}"
            raise NoCounterpartError(words.offset(part.name, by))
        try:
            return self._built(metric, (*filters, *part.filter), path)
        except NoCounterpartError as reason:
            if part.name in path:
                raise
            raise NoCounterpartError(words.rests_on(part.name, str(reason))) from None

    def _derived(self, sql: str, parts: Sequence[InputMetric], filters: Sequence[str], path: tuple[str, ...]) -> Built:
        built = {(part.alias or part.name).casefold(): self._input(part, filters, path) for part in parts}
        tree = _parsed(sql)

        def put(node: exp.Expr) -> exp.Expr:
            if not isinstance(node, exp.Column):
                return node
            if node.name.casefold() not in built:
                raise NoCounterpartError(words.unknown("input metric", node.name))
            return exp.paren(built[node.name.casefold()].tree)

        times = tuple(time for part in built.values() for time in part.times)
        facts = tuple(fact for part in built.values() for fact in part.facts)
        return Built(tree.transform(put), times, facts)

    def _simple(self, metric: Metric, filters: Sequence[str]) -> Built:
        params, measure = metric.type_params, metric.type_params.measure
        fill = params.fill_nulls_with
        if measure:
            filters, fill = (*filters, *measure.filter), measure.fill_nulls_with
        aggregation = self._aggregation(metric)
        if aggregation.semi_additive:
            raise NoCounterpartError(words.SEMI_ADDITIVE)
        conditions = [condition(self.datasets, aggregation.dataset, template) for template in filters]
        tree = self._aggregate(metric.name, aggregation, conditions)
        named = tuple(dict.fromkeys(c.table for c in columns_of(tree)))
        fact = Fact(aggregation.dataset, named, blind_to_repeats(tree))
        if fill is not None and not (fill == 0 and isinstance(tree, exp.Sum | exp.Count)):
            tree = exp.Coalesce(this=tree, expressions=[exp.Literal.number(fill)])
        time = aggregation.time or self.datasets.time_of(aggregation.dataset)
        return Built(tree, (f"{aggregation.dataset}.{time}",) if time else (), (fact,))

    def _aggregation(self, metric: Metric) -> Aggregation:
        own, measure = metric.type_params.metric_aggregation_params, metric.type_params.measure
        if own:
            if own.semantic_model not in self.datasets.models:
                raise NoCounterpartError(words.unknown("semantic model", own.semantic_model))
            expr = metric.type_params.expr or own.expr
            time, semi = own.agg_time_dimension, own.non_additive_dimension
            return Aggregation(own.semantic_model, metric.name, own.agg, expr, own.agg_params, time, semi)
        if measure is None or measure.name not in self._measures:
            raise NoCounterpartError(words.unknown("measure", measure.name if measure else ""))
        dataset, m = self._measures[measure.name]
        semi = m.non_additive_dimension
        return Aggregation(dataset, m.name, m.agg, m.expr, m.agg_params, m.agg_time_dimension, semi)

    def _aggregate(self, metric: str, of: Aggregation, conditions: Sequence[exp.Expr]) -> exp.Expr:
        fields = self.datasets.fields[of.dataset]
        value = fields.qualified(_parsed(of.expr or of.name))
        agg = of.agg.lower()
        constant = isinstance(value, exp.Literal) or not any(True for _ in columns_of(value))
        if constant and (agg == "count" or (agg == "sum" and value.name == "1")):
            agg, value = "count", exp.Literal.number(1)
            if not conditions:
                return exp.Count(this=exp.Column(this=exp.Star(), table=exp.to_identifier(of.dataset)))
        elif constant:
            raise NoCounterpartError(words.CONSTANT.format(agg=agg))
        if agg == "sum_boolean":
            agg, value = "sum", exp.Case().when(value, exp.Literal.number(1)).else_(exp.Literal.number(0))
        value = self._where(of.dataset, value, conditions)
        if agg in _PLAIN:
            return _PLAIN[agg](this=value)
        if agg in ("count", "count_distinct"):
            return exp.Count(this=value if agg == "count" else exp.Distinct(expressions=[value]))
        if agg in ("median", "percentile"):
            share = 0.5 if agg == "median" else of.params.percentile if of.params else None
            if share is None:
                raise NoCounterpartError(words.unknown_type("percentile", str(share)))
            self._note("metric", metric, words.APPROXIMATE)
            return exp.ApproxQuantile(this=value, quantile=exp.Literal.number(str(share)))
        raise NoCounterpartError(words.unknown_type("aggregation", of.agg))

    def _where(self, dataset: str, value: exp.Expr, conditions: Sequence[exp.Expr]) -> exp.Expr:
        """The value where the conditions hold; always with a field of the dataset whose rows are counted."""
        if not conditions:
            return value
        own = dataset.casefold()
        if not any(c.table.casefold() == own for tree in (value, *conditions) for c in columns_of(tree)):
            field = next(iter(self.datasets.fields[dataset].fields.values()))
            column = ref(dataset, str(field["name"]))
            always = exp.or_(exp.Is(this=column, expression=exp.null()), column.copy().is_(exp.null()).not_())
            conditions = [*conditions, always]
        return exp.Case().when(exp.and_(*conditions), value)


def _parsed(sql: str) -> exp.Expr:
    try:
        return parse_expression(sql).copy()
    except ExpressionError as error:
        raise NoCounterpartError(words.NOT_SQL.format(reason=error)) from None


def _created(measure: Measure) -> Metric:
    return Metric.model_validate(
        {
            "name": measure.name,
            "type": "simple",
            "type_params": {"measure": {"name": measure.name}},
            "description": measure.description,
            "label": measure.label,
        }
    )
