"""A question in terms of the semantic model: what ``query_metrics`` takes and the compiler turns into SQL."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

CertifiedValue = str | int | float

Grain = Literal["day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year"]
TimePart = Literal["weekday", "part_of_week", "hour", "month_of_year"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Comparison = Literal["previous_period", "previous_year", "previous_grain"]
COMPARISONS: tuple[Comparison, ...] = ("previous_period", "previous_year", "previous_grain")
FilterOp = Literal[
    "in", "not_in", "gt", "gte", "lt", "lte", "contains", "starts_with", "ends_with", "is_null", "is_not_null"
]
ChartKind = Literal["line", "bar", "area", "pie", "table", "pivot"]


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Filter(Request):
    """Keep rows whose ``field`` stands in this relation to ``values``."""

    field: Annotated[str, Field(description="dataset.field")]
    op: FilterOp = "in"
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
    against: str | None = None
    """A column of numbers that the metric is set against: adds ``difference`` and ``difference_pct``."""


class MetricRequest(Request):
    """Published metrics by dimensions over a period. How the fields may go together: ``semantic.derive``.

    The descriptions, and ``LESSON`` of the action, are the agent's only lesson in them: the first must fit Bedrock's
    limit for a function's description, the second that for a parameter's.
    """

    metrics: Annotated[
        tuple[str, ...],
        Field(max_length=10, description="or 'a/b' 'a%b' 'a-b' 'a/day' 'avg(d.col)'; none: list"),
    ]
    """Without any, rows of one dataset are listed, by the fields that ``dimensions`` names (``semantic.listing``)."""
    dimensions: Annotated[tuple[str, ...], Field(max_length=6, description="dataset.field")] = ()
    grain: Grain | None = None
    by: TimePart | None = None
    """All Mondays together."""
    period: Annotated[
        str | None,
        Field(description="'last 30 days', '2026-Q3', '2026-10-01..2026-10-31'"),
    ] = None
    weekdays: Annotated[tuple[Weekday, ...], Field(max_length=7)] = ()
    """Only these of the metric's own date; none: all."""
    hours: Annotated[str | None, Field(description="'22-6'")] = None
    """Only from 22:00 until 6:00."""
    filters: Annotated[tuple[Filter, ...], Field(max_length=20)] = ()
    count: Annotated[
        str | None, Field(description="dataset, dataset.field or grain: how many pass filters on metrics")
    ] = None
    """It is given in place of the figures, which are computed for each of those that are counted."""
    order: Order | None = None
    limit: Annotated[int | None, Field(ge=1, le=10_000)] = None
    rest: bool = False
    """Those beyond ``limit`` as one row."""
    within: Annotated[tuple[str, ...], Field(max_length=3)] = ()
    """Dimensions in each of which ``limit`` and ``share`` go apart."""
    compare: Annotated[Comparison | str | None, Field(description="or a period")] = None
    why: bool = False
    """What each row contributes to the change."""
    share: bool = False
    show: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    """The rows whose share is shown; none: all."""
    running: bool = False
    rolling: Annotated[int | None, Field(ge=2, le=400)] = None
    mean: bool = False
    """Rolling averages, not totals."""
    file: FileJoin | None = None
    chart: ChartKind | None = None
    """How the result is to be shown. It changes nothing in what is computed."""


class CertifiedRequest(Request):
    """A certified question of ``outcrop.yaml``, run exactly as it is published."""

    name: Annotated[str, Field(description="as search_catalog gives it")]
    parameters: dict[str, CertifiedValue] = {}
