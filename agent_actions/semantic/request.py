"""A question in terms of the semantic model: what ``query_metrics`` takes and the compiler turns into SQL."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

CertifiedValue = str | int | float

Grain = Literal["day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year"]
TimePart = Literal["weekday", "hour", "month_of_year"]
Comparison = Literal["previous_period", "previous_year", "previous_grain"]
ChartKind = Literal["line", "bar", "area", "pie", "table"]


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Filter(Request):
    """Keep rows whose ``field`` stands in this relation to ``values``."""

    field: Annotated[str, Field(description="dataset.field")]
    op: Literal["in", "not_in", "gt", "gte", "lt", "lte", "contains", "is_null", "is_not_null"] = "in"
    values: tuple[str | float | int | bool, ...] = ()


class Order(Request):
    by: Annotated[str, Field(description="a column")]
    direction: Literal["asc", "desc"] = "desc"


class FileKey(Request):
    """A column of the file and the field whose values it holds."""

    column: str
    field: str


class FileJoin(Request):
    """The rows of a dataset made of a shared file, each with the metrics of what it names beside it."""

    dataset: str
    on: Annotated[tuple[FileKey, ...], Field(min_length=1, max_length=3)]
    columns: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    """What to show of the file; none: its first columns."""


class MetricRequest(Request):
    """Published metrics by dimensions over a period. How the fields may go together: ``semantic.derive``.

    The descriptions are the model's only lesson in them and must fit Bedrock's limit for a function's description.
    """

    metrics: Annotated[tuple[str, ...], Field(min_length=1, max_length=10)]
    dimensions: Annotated[tuple[str, ...], Field(max_length=6, description="dataset.field")] = ()
    grain: Grain | None = None
    by: Annotated[TimePart | None, Field(description="all Mondays together")] = None
    period: Annotated[
        str | None,
        Field(description="'last 30 days', '2026-Q3', 'FY2026', '2026-10-01..2026-10-31'"),
    ] = None
    filters: Annotated[tuple[Filter, ...], Field(max_length=20)] = ()
    order: Order | None = None
    limit: Annotated[int | None, Field(ge=1, le=10_000, description="top N")] = None
    rest: Annotated[bool, Field(description="limit's others as a row")] = False
    within: Annotated[tuple[str, ...], Field(max_length=3, description="limit, share apart in each")] = ()
    compare: Annotated[Comparison | None, Field(description="previous, change, change_pct")] = None
    why: Annotated[bool, Field(description="contributions")] = False
    share: Annotated[bool, Field(description="of the total")] = False
    show: Annotated[tuple[str, ...], Field(max_length=20, description="share: these rows")] = ()
    running: Annotated[bool, Field(description="total so far")] = False
    rolling: Annotated[int | None, Field(ge=2, le=400, description="over the last N grains")] = None
    mean: Annotated[bool, Field(description="rolling average")] = False
    file: Annotated[FileJoin | None, Field(description="its rows beside metrics")] = None
    chart: Annotated[ChartKind | None, Field(description="if asked for")] = None
    """How the result is to be shown. It changes nothing in what is computed."""


class CertifiedRequest(Request):
    """A certified question of ``outcrop.yaml``, run exactly as it is published."""

    name: Annotated[str, Field(description="as search_catalog gives it")]
    parameters: dict[str, CertifiedValue] = {}
