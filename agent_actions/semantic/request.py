"""A question in terms of the semantic model: what ``query_metrics`` takes and the compiler turns into SQL."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Grain = Literal["day", "week", "month", "quarter", "year"]
ChartKind = Literal["line", "bar", "area", "pie", "table"]


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Filter(Request):
    """Keep rows whose ``field`` stands in this relation to ``values``."""

    field: Annotated[str, Field(description="dataset.field")]
    op: Literal["in", "not_in", "gt", "gte", "lt", "lte", "contains", "is_null", "is_not_null"] = "in"
    values: tuple[str | float | int | bool, ...] = ()


class Order(Request):
    by: Annotated[str, Field(description="a metric or dimension of this request")]
    direction: Literal["asc", "desc"] = "desc"


class MetricRequest(Request):
    """Published metrics by dimensions over a period."""

    metrics: Annotated[tuple[str, ...], Field(min_length=1, max_length=10)]
    dimensions: Annotated[tuple[str, ...], Field(max_length=6, description="dataset.field, each")] = ()
    grain: Annotated[Grain | None, Field(description="one row for each day, week, month, quarter or year")] = None
    period: Annotated[
        str | None,
        Field(
            description="'today', 'yesterday', 'this month', 'last quarter', 'last 30 days', '2026', '2026-Q3', "
            "'2026-10', '2026-10-05', '2026-10-01..2026-10-31'; none: all time"
        ),
    ] = None
    filters: Annotated[tuple[Filter, ...], Field(max_length=20)] = ()
    order: Order | None = None
    limit: Annotated[int | None, Field(ge=1, le=10_000, description="top or bottom N rows by `order`")] = None
    chart: Annotated[ChartKind | None, Field(description="only when asked for; table: no chart")] = None
    """How the result is to be shown. It changes nothing in what is computed."""
