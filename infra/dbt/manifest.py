"""The shape of dbt's ``target/semantic_manifest.json`` (dbt-labs/dbt-semantic-interfaces, ``implementations/``).

Both generations are read: metrics over measures, and (since 2025) simple metrics that aggregate by themselves
(``metric_aggregation_params``). Keys that are not listed here are kept, so that they can be named as not taken over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from infra.dbt import words
from infra.local.errors import LocalError

_NO_MEANING = frozenset({"metadata", "input_measures", "docs", "interfaces_version"})
"""Where a thing stood in the project, and what follows from the rest."""


class Part(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)

    def left(self, prefix: str = "") -> Iterator[str]:
        """Paths of keys with a value that nothing here reads."""
        for key, value in (self.model_extra or {}).items():
            if key not in _NO_MEANING and value not in (None, False, "", [], {}, {"meta": {}}):
                yield f"{prefix}{key}"
        for name in type(self).model_fields:
            value = getattr(self, name)
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, Part):
                    yield from part.left(f"{prefix}{name}.")


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    """A filter's conditions, however they are wrapped, as texts."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = value.get("where_filters", [value])
    if isinstance(value, list):
        return [item.get("where_sql_template", item) if isinstance(item, dict) else item for item in value]
    return [] if value is None else value


def _window(value: Any) -> Any:
    """``7 days``, however it is written."""
    if isinstance(value, dict) and "count" in value:
        grain, count = str(value.get("granularity", "day")).lower(), value["count"]
        return f"{count} {grain}{'' if count == 1 or grain.endswith('s') else 's'}"
    return value


def _list(value: Any) -> Any:
    return [] if value is None else value


Filter = Annotated[list[str], BeforeValidator(_listed)]
Window = Annotated[str | None, BeforeValidator(_window)]


class Relation(Part):
    alias: str
    schema_name: str
    database: str | None = None
    relation_name: str = ""


class Entity(Part):
    name: str
    type: str
    expr: str | None = None
    description: str | None = None
    label: str | None = None


class Validity(Part):
    is_start: bool = False
    is_end: bool = False


class DimensionParams(Part):
    time_granularity: str | None = None
    validity_params: Validity | None = None


class Dimension(Part):
    name: str
    type: str
    expr: str | None = None
    description: str | None = None
    label: str | None = None
    is_partition: bool = False
    type_params: DimensionParams | None = None


class AggregationParams(Part):
    percentile: float | None = None
    use_discrete_percentile: bool = False
    use_approximate_percentile: bool = False


class NonAdditive(Part):
    name: str
    window_choice: str = "min"
    window_groupings: list[str] = []


class Measure(Part):
    name: str
    agg: str
    expr: str | None = None
    description: str | None = None
    label: str | None = None
    create_metric: bool | None = None
    agg_params: AggregationParams | None = None
    non_additive_dimension: NonAdditive | None = None
    agg_time_dimension: str | None = None


class Defaults(Part):
    agg_time_dimension: str | None = None


class SemanticModel(Part):
    name: str
    node_relation: Relation
    defaults: Defaults | None = None
    description: str | None = None
    label: str | None = None
    primary_entity: str | None = None
    entities: Annotated[list[Entity], BeforeValidator(_list)] = []
    dimensions: Annotated[list[Dimension], BeforeValidator(_list)] = []
    measures: Annotated[list[Measure], BeforeValidator(_list)] = []


class InputMeasure(Part):
    name: str
    filter: Filter = []
    alias: str | None = None
    join_to_timespine: bool = False
    fill_nulls_with: int | None = None


class InputMetric(Part):
    name: str
    filter: Filter = []
    alias: str | None = None
    offset_window: Window = None
    offset_to_grain: str | None = None


class CumulativeParams(Part):
    window: Window = None
    grain_to_date: str | None = None
    period_agg: str = "first"
    metric: Annotated[InputMetric | None, BeforeValidator(_named)] = None


class OwnAggregation(Part):
    semantic_model: str
    agg: str
    expr: str | None = None
    agg_params: AggregationParams | None = None
    agg_time_dimension: str | None = None
    non_additive_dimension: NonAdditive | None = None


class MetricParams(Part):
    measure: Annotated[InputMeasure | None, BeforeValidator(_named)] = None
    numerator: Annotated[InputMetric | None, BeforeValidator(_named)] = None
    denominator: Annotated[InputMetric | None, BeforeValidator(_named)] = None
    expr: str | None = None
    window: Window = None
    grain_to_date: str | None = None
    metrics: Annotated[list[InputMetric], BeforeValidator(_list)] = []
    cumulative_type_params: CumulativeParams | None = None
    conversion_type_params: dict[str, Any] | None = None
    metric_aggregation_params: OwnAggregation | None = None
    join_to_timespine: bool = False
    fill_nulls_with: int | None = None
    is_private: bool | None = None


class Metric(Part):
    name: str
    type: str
    type_params: MetricParams
    description: str | None = None
    label: str | None = None
    filter: Filter = []
    time_granularity: str | None = None


class SavedQuery(Part):
    name: str


class Project(Part):
    time_spines: list[dict[str, Any]] = []
    time_spine_table_configurations: list[dict[str, Any]] = []
    dsi_package_version: Any = None


class Manifest(Part):
    semantic_models: list[SemanticModel]
    metrics: Annotated[list[Metric], BeforeValidator(_list)] = []
    project_configuration: Project | None = None
    saved_queries: Annotated[list[SavedQuery], BeforeValidator(_list)] = []


def read_manifest(text: str) -> Manifest:
    """Raises LocalError for what is no semantic manifest: the message says where it isn't."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise LocalError(words.not_json(error.lineno, error.msg)) from None
    if not isinstance(data, dict) or "semantic_models" not in data:
        raise LocalError(words.NO_MANIFEST)
    try:
        return Manifest.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise LocalError(words.bad_manifest(".".join(map(str, first["loc"])), first["msg"])) from None
