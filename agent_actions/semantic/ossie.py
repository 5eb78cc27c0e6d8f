"""The shape of an Ossie document, as its JSON schema has it (apache/ossie, core-spec/ossie-schema.json).

Read are 0.2.0.dev0 and, more leniently, 0.1.x: there an expression may be plain text or a list of dialects, and a
dialect may give ``aggregation_type`` and ``input_expr``. Unknown keys are errors everywhere but in ``ai_context``.
"""

from __future__ import annotations

from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from agent_actions.semantic.config import Samples
from agent_actions.semantic.model import DataType

VENDOR = "OUTCROP"
"""``vendor_name`` of the custom extensions that are ours."""

Name = Annotated[str, Field(min_length=1, max_length=128)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AiContext(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)

    instructions: str = ""
    synonyms: list[str] = []
    examples: list[str] = []


class DialectExpression(_Part):
    dialect: str
    expression: str


def _context(value: Any) -> Any:
    return {"instructions": value} if isinstance(value, str) else value


def _expression(value: Any) -> Any:
    """The object form of an expression given as text or as a bare list of dialects."""
    if isinstance(value, str):
        return {"dialects": [{"dialect": "ANSI_SQL", "expression": value}]}
    if isinstance(value, list):
        return {"dialects": [_aggregated(part) for part in cast("list[Any]", value)]}
    return value


def _aggregated(value: Any) -> Any:
    if not isinstance(value, dict) or "input_expr" not in value:
        return cast(Any, value)
    part = cast("dict[str, Any]", value)
    rest = {k: v for k, v in part.items() if k not in ("aggregation_type", "input_expr")}
    return {**rest, "expression": f"{part.get('aggregation_type', 'SUM')}({part['input_expr']})"}


def _source(value: Any) -> Any:
    """The name inside a structured source that names a catalogue's table."""
    if isinstance(value, dict) and "identifier" in value:
        return cast("dict[str, Any]", value)["identifier"]
    return cast(Any, value)


class Expression(_Part):
    dialects: Annotated[list[DialectExpression], Field(min_length=1)]


Context = Annotated[AiContext | None, BeforeValidator(_context)]
Expressed = Annotated[Expression, BeforeValidator(_expression)]


class CustomExtension(_Part):
    vendor_name: str
    data: str
    """A JSON string."""


class FieldExtension(_Part):
    """What our own extension of a field may hold."""

    label: str | None = None
    unit: str | None = None
    format: str | None = None
    values: Samples | None = None


class Dimension(_Part):
    is_time: bool | None = None


class OssieField(_Part):
    name: Name
    expression: Expressed
    dimension: Dimension | None = None
    label: str | None = None
    description: str | None = None
    datatype: DataType | None = None
    ai_context: Context = None
    custom_extensions: list[CustomExtension] | None = None


class OssieMetric(_Part):
    name: Name
    expression: Expressed
    description: str | None = None
    datatype: DataType | None = None
    ai_context: Context = None
    custom_extensions: list[CustomExtension] | None = None


class OssieDataset(_Part):
    name: Name
    source: Annotated[str, BeforeValidator(_source)]
    primary_key: list[str] | None = None
    unique_keys: list[list[str]] | None = None
    description: str | None = None
    ai_context: Context = None
    fields: list[OssieField] | None = None
    metrics: list[OssieMetric] | None = None
    custom_extensions: list[CustomExtension] | None = None


class OssieRelationship(_Part):
    name: Name
    many: Annotated[str, Field(alias="from")]
    one: Annotated[str, Field(alias="to")]
    from_columns: Annotated[list[str], Field(min_length=1)]
    to_columns: Annotated[list[str], Field(min_length=1)]
    ai_context: Context = None
    custom_extensions: list[CustomExtension] | None = None


class OssieModel(_Part):
    name: Name
    description: str | None = None
    ai_context: Context = None
    datasets: Annotated[list[OssieDataset], Field(min_length=1)]
    relationships: list[OssieRelationship] | None = None
    metrics: list[OssieMetric] | None = None
    custom_extensions: list[CustomExtension] | None = None


class OssieDocument(_Part):
    version: Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int | float) else value)] = ""
    dialects: list[str] | None = None
    vendors: list[str] | None = None
    semantic_model: Annotated[list[OssieModel], Field(min_length=1)]
