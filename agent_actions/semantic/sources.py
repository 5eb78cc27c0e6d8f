"""From a dataset's ``source`` to a physical table of the catalogue, and from Athena's types to the model's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent_actions.semantic import model_words as words
from agent_actions.semantic.model import DataType, TableRef
from agent_actions.semantic.names import nearest
from agent_actions.sql.tables import TableInfo, Tables

_TYPES: dict[str, DataType] = {
    "varchar": "String",
    "char": "String",
    "string": "String",
    "tinyint": "Integer",
    "smallint": "Integer",
    "int": "Integer",
    "integer": "Integer",
    "bigint": "Integer",
    "decimal": "Decimal",
    "real": "Float",
    "float": "Float",
    "double": "Float",
    "boolean": "Boolean",
    "date": "Date",
    "time": "Time",
    "timestamp": "DateTime",
}
_PART = re.compile(r'"([^"]+)"|`([^`]+)`|([^.\s"`]+)')


class SourceError(Exception):
    """The source names no table of the catalogue. The message says why, in words."""


@dataclass(frozen=True)
class Source:
    ref: TableRef
    info: TableInfo | None
    warning: str = ""


def datatype_of(athena_type: str) -> DataType:
    """The model's type for an Athena column type such as ``decimal(12,2)``."""
    name = athena_type.strip().lower()
    if name.startswith("timestamp") and "with time zone" in name:
        return "DateTimeTz"
    return _TYPES.get(name.split("(", 1)[0].split("<", 1)[0].strip(), "Opaque")


def resolve(source: str, tables: Tables | None, default_database: str | None) -> Source:
    """The table that a source such as ``orders``, ``sales.orders`` or ``catalog.sales.orders`` means.

    With a catalogue: the last two parts, then database and table around a schema, then the table in the default
    database, then the only table of that name (with a warning). Without: the last two parts.
    """
    parts = _parts(source)
    table = parts[-1]
    if tables is None:
        return Source(TableRef(parts[-2] if len(parts) > 1 else default_database or "default", table), None)
    tried = [parts[-2]] if len(parts) > 1 else []
    tried += [parts[0]] if len(parts) > 2 else []
    tried += [default_database] if default_database else []
    for position, database in enumerate(tried):
        info = tables.get(TableRef(database, table))
        if info:
            exact = position == 0 or len(parts) == 1
            return Source(info.ref, info, "" if exact else words.source_read_as(source, str(info.ref)))
    named = tables.named(table)
    if len(named) == 1:
        warning = "" if len(parts) == 1 else words.source_read_as(source, str(named[0].ref))
        return Source(named[0].ref, named[0], warning)
    if named:
        raise SourceError(words.source_ambiguous(table, [str(t.ref) for t in named]))
    near = nearest(table, [t.ref.table for t in tables.all])
    refs = [str(t.ref) for name in near for t in tables.named(name)]
    raise SourceError(words.source_unknown(source, refs[:3]))


def _parts(source: str) -> list[str]:
    text = source.strip()
    if re.match(r"(?i)\(|select\b|with\b|s3://", text) or re.search(r"\s", re.sub(r'"[^"]*"|`[^`]*`', "", text)):
        raise SourceError(words.SOURCE_IS_QUERY)
    parts = [next(g for g in match.groups() if g) for match in _PART.finditer(text)]
    if not 1 <= len(parts) <= 4:
        raise SourceError(words.SOURCE_IS_QUERY)
    return parts
