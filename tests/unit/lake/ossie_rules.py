"""The rules of Ossie's core schema 0.2.0.dev0, written down from the specification: no key may stand that it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

VERSION = "0.2.0.dev0"
DIALECTS = {"ANSI_SQL", "SNOWFLAKE", "MDX", "TABLEAU", "DATABRICKS", "MAQL", "BIGQUERY"}
DATATYPES = {
    "String", "Integer", "Decimal", "Float", "Boolean", "Date", "Time", "DateTime", "DateTimeTz", "Opaque",
}  # fmt: skip
LONGEST_NAME = 128

KEYS = {
    "document": ({"version", "semantic_model"}, set()),
    "semantic model": (
        {"name", "datasets"},
        {"description", "ai_context", "relationships", "metrics", "custom_extensions"},
    ),
    "dataset": (
        {"name", "source"},
        {"primary_key", "unique_keys", "description", "ai_context", "fields", "custom_extensions"},
    ),
    "field": (
        {"name", "expression"},
        {"dimension", "label", "description", "datatype", "ai_context", "custom_extensions"},
    ),
    "relationship": (
        {"name", "from", "to", "from_columns", "to_columns"},
        {"ai_context", "custom_extensions"},
    ),
    "metric": ({"name", "expression"}, {"description", "datatype", "ai_context", "custom_extensions"}),
    "expression": ({"dialects"}, set()),
    "dialect": ({"dialect", "expression"}, set()),
}
"""Kind of object -> (required keys, allowed keys)."""


def breaches(document: Any) -> Iterator[str]:
    """What in the document breaks the schema, or names something that the document does not hold."""
    yield from _keys("document", document, "document")
    if document.get("version") != VERSION:
        yield f"version is {document.get('version')!r}"
    if not isinstance(document.get("semantic_model"), list):
        yield "semantic_model is no list"
        return
    for model in document["semantic_model"]:
        yield from _model(model)


def _model(model: Any) -> Iterator[str]:
    yield from _keys("semantic model", model, str(model.get("name")))
    datasets = model.get("datasets", [])
    if not datasets:
        yield "no datasets"
    for dataset in datasets:
        yield from _dataset(dataset)
    fields = {d["name"]: {f["name"] for f in d.get("fields", [])} for d in datasets}
    yield from _unique("dataset", datasets)
    yield from _unique("relationship", model.get("relationships", []))
    yield from _unique("metric", model.get("metrics", []))
    for relationship in model.get("relationships", []):
        yield from _relationship(relationship, fields)
    for metric in model.get("metrics", []):
        yield from _keys("metric", metric, metric["name"])
        yield from _expression(metric.get("expression"), metric["name"])
        yield from _typed(metric)


def _dataset(dataset: Any) -> Iterator[str]:
    yield from _keys("dataset", dataset, dataset["name"])
    fields = dataset.get("fields", [])
    names = {f["name"] for f in fields}
    yield from _unique(f"field of {dataset['name']}", fields)
    for key in [dataset.get("primary_key", []), *dataset.get("unique_keys", [])]:
        if not set(key) <= names:
            yield f"key {key} of {dataset['name']} is no list of its fields"
    for field in fields:
        at = f"{dataset['name']}.{field['name']}"
        yield from _keys("field", field, at)
        yield from _expression(field.get("expression"), at)
        yield from _typed(field)


def _relationship(relationship: Any, fields: dict[str, set[str]]) -> Iterator[str]:
    name = relationship["name"]
    yield from _keys("relationship", relationship, name)
    if len(relationship["from_columns"]) != len(relationship["to_columns"]):
        yield f"{name}: as many from_columns as to_columns are needed"
    for end, columns in (("from", "from_columns"), ("to", "to_columns")):
        if not set(relationship[columns]) <= fields.get(relationship[end], set()):
            yield f"{name}: {relationship[end]} has no {relationship[columns]}"


def _expression(expression: Any, at: str) -> Iterator[str]:
    yield from _keys("expression", expression, at)
    for dialect in expression.get("dialects", []):
        yield from _keys("dialect", dialect, at)
        if dialect.get("dialect") not in DIALECTS:
            yield f"{at}: dialect {dialect.get('dialect')}"


def _typed(part: Any) -> Iterator[str]:
    if "datatype" in part and part["datatype"] not in DATATYPES:
        yield f"{part['name']}: datatype {part['datatype']}"


def _unique(kind: str, parts: list[Any]) -> Iterator[str]:
    names = [part["name"].casefold() for part in parts]
    yield from (f"{kind} {name} stands twice" for name in set(names) if names.count(name) > 1)
    yield from (f"{kind} {name} is too long" for name in names if len(name) > LONGEST_NAME)


def _keys(kind: str, part: Any, at: str) -> Iterator[str]:
    required, allowed = KEYS[kind]
    if not isinstance(part, dict):
        yield f"{at}: {kind} is no object"
        return
    yield from (f"{at}: {kind} lacks {key}" for key in required - set(part))
    yield from (f"{at}: {kind} may not have {key}" for key in set(part) - required - allowed)
