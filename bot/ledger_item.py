"""DynamoDB's typed values to and from plain ones: strings, whole numbers and lists of strings are all we keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

Value = str | int | list[str]


def to_item(values: Mapping[str, Value]) -> dict[str, AttributeValueTypeDef]:
    return {name: to_value(value) for name, value in values.items()}


def to_value(value: Value) -> AttributeValueTypeDef:
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, int):
        return {"N": str(value)}
    return {"L": [{"S": text} for text in value]}


def text_of(item: Mapping[str, AttributeValueTypeDef], name: str) -> str:
    return item.get(name, {}).get("S", "")


def number_of(item: Mapping[str, AttributeValueTypeDef], name: str) -> int:
    return int(item.get(name, {}).get("N", "0"))


def list_of(item: Mapping[str, AttributeValueTypeDef], name: str) -> tuple[str, ...]:
    return tuple(value.get("S", "") for value in item.get(name, {}).get("L", ()))
