"""The thread's datasets as the catalogue shows them: found by a word, listed, described."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import PurePath
from typing import Any

from agent_actions.context import Context
from agent_actions.files import dataset_words as words
from agent_actions.files.scratch import EXPIRES, FILE, MADE_OF
from agent_actions.query import kind
from agent_actions.result import ActionResult
from agent_actions.semantic.names import fold, tokens
from agent_actions.semantic.sources import datatype_of
from agent_actions.sql.catalog import LABEL
from agent_actions.sql.tables import TableColumn, TableInfo

VALUES_SHOWN = 12


def matching(context: Context, query: str) -> list[dict[str, Any]]:
    """Datasets and columns whose name the query has, or that have the whole query in their name."""
    asked = set(tokens(query))
    found: list[dict[str, Any]] = []
    for table in context.datasets:
        label = table.parameters.get(LABEL, table.alias)
        if any(_meets(asked, name) for name in (label, PurePath(label).stem, table.alias)):
            found.append(_match("dataset", table.alias, label, table.description))
        columns = [c for c in table.columns if _meets(asked, c.label) or _meets(asked, c.name)]
        found += [_match("field", f"{table.alias}.{c.name}", c.label or c.name, table.description) for c in columns]
    return found


def _meets(asked: set[str], name: str) -> bool:
    named = set(tokens(name))
    return bool(named and asked) and (named <= asked or asked <= named)


def _match(kind: str, name: str, label: str, description: str) -> dict[str, Any]:
    return {"kind": kind, "name": name, "label": label, "description": description, "score": 1.0}


def listed(context: Context) -> list[dict[str, Any]]:
    """For the list of all that there is."""
    return [_dataset(table) for table in context.datasets]


def description(context: Context, name: str) -> ActionResult | None:
    """The thread's dataset that goes by this name, or that of its file; None when none does."""
    table = next((t for t in context.datasets if fold(name.strip()) in _names(t)), None)
    if table is None:
        return None
    label = table.parameters.get(LABEL, table.alias)
    rows = _made_of(table).get("rows")
    until = datetime.fromisoformat(table.parameters[EXPIRES]).date().isoformat()
    return ActionResult(
        title=label,
        headline=words.described(label, str(rows or ""), len(table.columns), until),
        source=table.parameters.get(FILE),
        dataset=table.alias,
        data={
            "dataset": _dataset(table) | {"join": _joins(context, table), "use": words.USE},
            "fields": [_field(column) for column in table.columns],
        },
    )


def _names(table: TableInfo) -> set[str]:
    label = table.parameters.get(LABEL, "")
    return {fold(text) for text in (table.alias, label, PurePath(label).stem, str(table.ref), table.ref.table) if text}


def _dataset(table: TableInfo) -> dict[str, Any]:
    return {
        "name": table.alias,
        "label": table.parameters.get(LABEL, table.alias),
        "description": table.description,
        "table": str(table.ref),
    }


def _field(column: TableColumn) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "label": column.label,
        "type": kind(column.type),
        "unit": column.unit,
        "values": list(column.samples[:VALUES_SHOWN]),
    }
    return {key: value for key, value in described.items() if value}


def _joins(context: Context, table: TableInfo) -> list[dict[str, str]]:
    """Columns with the fields of the model that they may stand for: called alike, or with values of theirs."""
    found: list[dict[str, str]] = []
    for column in table.columns:
        if datatype_of(column.type) in ("Decimal", "Float", "Boolean"):
            continue
        called = {fold(column.name), fold(column.label)}
        values = {fold(value) for value in column.samples}
        for dataset in context.model.datasets:
            if not context.grant.allows_table(dataset.source):
                continue
            hidden = context.grant.hidden_columns(dataset.source)
            for field in dataset.fields:
                own = {fold(value) for value in field.values}
                alike = called & {fold(field.name), fold(field.label)} or (values and values <= own)
                if alike and field.name.lower() not in hidden:
                    found.append({"column": column.name, "field": field.ref})
    return found


def _made_of(table: TableInfo) -> dict[str, Any]:
    try:
        return json.loads(table.parameters.get(MADE_OF, "") or "{}")
    except ValueError:
        return {}
