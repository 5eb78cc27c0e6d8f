"""``outcrop.yaml``: what Ossie has no place for. All keys optional; unknown keys are errors."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Names = list[str] | Literal["*"]


def _values_with_synonyms(value: object) -> object:
    """Accept ``[EMEA, APAC]`` as well as ``{EMEA: [Europe], APAC: []}``."""
    if isinstance(value, list):
        return {str(v): [] for v in value}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return value


Samples = Annotated[dict[str, list[str]], BeforeValidator(_values_with_synonyms)]


class Defaults(Strict):
    timezone: str = "UTC"
    week_start: Literal["monday", "sunday"] = "monday"
    fiscal_year_start: Annotated[str, Field(pattern=r"^\d\d-\d\d$")] = "01-01"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    database: str | None = None


class PartitionConfig(Strict):
    field: str
    format: str


class DatasetConfig(Strict):
    label: str | None = None
    time: str | None = None
    time_unit: Literal["month", "quarter", "year"] | None = None
    """The time is the first day of one that the row is of as a whole: a plan by the month."""
    freshness: str | None = None
    owner: str | None = None
    default_filter: str | None = None
    samples: dict[str, Samples] = {}
    partitions: dict[str, PartitionConfig] = {}


class MetricConfig(Strict):
    label: str | None = None
    unit: str | None = None
    format: str | None = None
    time: str | None = None
    owner: str | None = None


class ParameterConfig(Strict):
    type: Literal["string", "integer", "number", "date", "month", "year", "value"] = "string"
    default: str | int | float | None = None
    field: str | None = None
    """For type value: the ``dataset.field`` whose known values are allowed."""


class CertifiedConfig(Strict):
    name: str
    question: str
    also: list[str] = []
    description: str = ""
    parameters: dict[str, ParameterConfig] = {}
    sql: str
    owner: str | None = None


class ColumnRights(Strict):
    hide: list[str] = []
    mask: list[str] = []


class Budget(Strict):
    query_usd: float | None = None
    query_hard_usd: float | None = None
    day_usd: float | None = None


class Role(Strict):
    datasets: Names = []
    columns: dict[str, ColumnRights] = {}
    rows: dict[str, str] = {}
    """Dataset -> SQL condition over its columns; ``{caller.<attribute>}`` becomes a literal."""
    models: Names = []
    actions: Names = "*"
    budget: Budget = Budget()


class Rights(Strict):
    roles: dict[str, Role] = {}
    people: dict[str, str] = {}
    """Slack user id, e-mail address or ``*@domain`` -> role; the most exact match wins."""
    groups: dict[str, str] = {}
    channels: dict[str, str] = {}
    attributes: dict[str, dict[str, str]] = {}


class Config(Strict):
    version: Literal[1] = 1
    drafted: bool = False
    """The model was drafted from the catalogue and not checked by a person: every answer says so."""
    defaults: Defaults = Defaults()
    datasets: dict[str, DatasetConfig] = {}
    metrics: dict[str, MetricConfig] = {}
    ambiguous: dict[str, list[str]] = {}
    certified: list[CertifiedConfig] = []
    rights: Rights | None = None
    """None: a private model where every full member sees everything."""
    models: list[dict[str, object]] = []
    documents: dict[str, object] = {}
    links: list[str] = []
