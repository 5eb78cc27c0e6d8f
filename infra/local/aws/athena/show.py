# ruff: noqa: ARG001, ARG005 - all rules have one signature
"""SHOW, DESCRIBE and information_schema, answered from the catalogue without the engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from infra.local.aws.athena import words
from infra.local.aws.athena.catalog import Catalog, GlueColumn, GlueTable
from infra.local.aws.athena.dialect.functions import FUNCTIONS
from infra.local.aws.athena.dialect.names import CATALOG
from infra.local.aws.athena.dialect.syntax import Statement, where
from infra.local.aws.athena.dialect.typing import name_of
from infra.local.aws.athena.errors import QueryError, SyntaxQueryError
from infra.local.aws.athena.files import data_type
from infra.local.aws.athena.protocol import ResultColumn
from infra.local.aws.athena.text import VARCHAR_PRECISION

_NAME = r'("(?:[^"]|"")+"|`[^`]+`|[\w$]+)'
_QUALIFIED = rf"(?:{_NAME}\s*\.\s*)?(?:{_NAME}\s*\.\s*)?{_NAME}"


@dataclass(frozen=True)
class Shown:
    """The answer to a SHOW or DESCRIBE."""

    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    substatement: str


def show(statement: Statement, catalog: Catalog, database: str) -> Shown:
    """Answer the statement. Raises QueryError for what it doesn't know."""
    for pattern, answer in _STATEMENTS:
        found = re.fullmatch(pattern, statement.text[statement.tokens[0].start :], re.I | re.S)
        if found:
            return answer(found, catalog, database)
    after = next(iter(statement.tokens[1:]), None)
    if after is None:
        raise SyntaxQueryError(words.mismatched(where(statement.text, len(statement.text)), "<EOF>"))
    first = after.text.partition(" ")[0]
    if first.lower() in ("catalogs", "session", "stats", "roles", "grants"):
        raise QueryError(words.not_supported(where(statement.text, 0), f"SHOW {first.upper()}"))
    start = statement.text.find(first, statement.tokens[0].end + 1)
    raise SyntaxQueryError(words.mismatched(where(statement.text, max(start, 0)), first))


def information_schema(catalog: Catalog, table: str) -> exp.Query | None:
    """``information_schema.<table>`` as a query of literal rows; None for a table that it doesn't have."""
    maker = _INFORMATION.get(table)
    if maker is None:
        return None
    names, rows = maker(catalog)
    columns = ", ".join(names)
    if not rows:
        nulls = ", ".join(f"CAST(NULL AS varchar) AS {name}" for name in names)
        found = sqlglot.parse_one(f"SELECT {nulls} WHERE false", read="athena")
    else:
        values = ", ".join("(" + ", ".join(_value(value) for value in row) + ")" for row in rows)
        found = sqlglot.parse_one(f"SELECT {columns} FROM (VALUES {values}) AS rows_ ({columns})", read="athena")
    return found if isinstance(found, exp.Query) else None


def _value(value: str | int | None) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def athena_type(column: GlueColumn) -> str:
    return name_of(data_type(column.type))


def _text(name: str) -> ResultColumn:
    return ResultColumn(name, "string", VARCHAR_PRECISION)


def _unquoted(name: str | None) -> str:
    if not name:
        return ""
    return (name[1:-1] if name[0] in "\"`'" else name).replace('""', '"').lower()


def _like(pattern: str | None) -> Callable[[str], bool]:
    """Hive's pattern: a regular expression in which ``*`` is any text and ``|`` an alternative."""
    if not pattern:
        return lambda name: True
    parts = [re.escape(part).replace(r"\*", ".*").replace("%", ".*") for part in pattern.strip("'").lower().split("|")]
    compiled = re.compile("|".join(parts))
    return lambda name: compiled.fullmatch(name) is not None


def _databases(found: re.Match[str], catalog: Catalog, database: str) -> Shown:
    fits = _like(found[1])
    names = [item["Name"] for item in catalog.databases() if fits(item["Name"])]
    return Shown((_text("database_name"),), tuple((name,) for name in names), "SHOW_DATABASES")


def _tables(found: re.Match[str], catalog: Catalog, database: str) -> Shown:
    wanted = _unquoted(found[1]) or database
    if catalog.database(wanted) is None:
        raise QueryError(words.schema_not_found("line 1:1", wanted))
    fits = _like(found[2])
    names = [table.name for table in catalog.tables(wanted) if fits(table.name)]
    return Shown((_text("tab_name"),), tuple((name,) for name in names), "SHOW_TABLES")


def _table(catalog: Catalog, database: str, parts: Sequence[str | None]) -> GlueTable:
    given = [_unquoted(part) for part in parts if part]
    table = given[-1]
    wanted = given[-2] if len(given) > 1 else database
    if len(given) > 2 and given[0] != CATALOG:
        raise QueryError(words.catalog_not_found("line 1:1", given[0]))
    found = catalog.table(wanted, table)
    if found is None:
        raise QueryError(words.table_not_found("line 1:1", wanted, table))
    return found


def _columns(found: re.Match[str], catalog: Catalog, database: str) -> Shown:
    within = found[4]
    table = _table(catalog, _unquoted(within) or database, found.groups()[:3])
    return Shown((_text("field"),), tuple((column.name,) for column in table.all_columns), "SHOW_COLUMNS")


def _partitions(found: re.Match[str], catalog: Catalog, database: str) -> Shown:
    table = _table(catalog, database, found.groups()[:3])
    if not table.keys:
        raise QueryError(words.not_partitioned(table.database, table.name))
    rows = [
        ("/".join(f"{key.name}={value}" for key, value in zip(table.keys, partition.values, strict=False)),)
        for partition in table.partitions
    ]
    return Shown((_text("partition"),), tuple(rows), "SHOW_PARTITIONS")


def _create(found: re.Match[str], catalog: Catalog, database: str) -> Shown:
    table = _table(catalog, database, found.groups()[:3])
    lines = [f"CREATE EXTERNAL TABLE `{table.database}.{table.name}`("]
    lines += [f"  `{column.name}` {column.type}," for column in table.columns]
    lines[-1] = lines[-1].rstrip(",") + ")"
    if table.keys:
        lines += ["PARTITIONED BY (", *(f"  `{key.name}` {key.type}," for key in table.keys)]
        lines[-1] = lines[-1].rstrip(",") + ")"
    lines += ["ROW FORMAT SERDE", f"  '{table.serde}'"]
    lines += ["STORED AS INPUTFORMAT", f"  '{table.input_format}'", "LOCATION", f"  '{table.location}'"]
    return Shown((_text("createtab_stmt"),), tuple((line,) for line in lines), "SHOW_CREATE_TABLE")


def _describe(found: re.Match[str], catalog: Catalog, database: str) -> Shown:
    table = _table(catalog, database, found.groups()[:3])
    rows = [(column.name, column.type, column.comment) for column in table.all_columns]
    if table.keys:
        rows += [
            ("", "", ""),
            ("# Partition Information", "", ""),
            ("# col_name", "data_type", "comment"),
            ("", "", ""),
        ]
        rows += [(key.name, key.type, key.comment) for key in table.keys]
    return Shown((_text("col_name"), _text("data_type"), _text("comment")), tuple(rows), "DESCRIBE_TABLE")


def _functions(found: re.Match[str], catalog: Catalog, database: str) -> Shown:
    fits = _like(found[1])
    return Shown((_text("Function"),), tuple((name,) for name in sorted(FUNCTIONS) if fits(name)), "SHOW_FUNCTIONS")


def _views(found: re.Match[str], catalog: Catalog, database: str) -> Shown:
    wanted = _unquoted(found[1]) or database
    if catalog.database(wanted) is None:
        raise QueryError(words.schema_not_found("line 1:1", wanted))
    fits = _like(found[2])
    names = [table.name for table in catalog.tables(wanted) if table.kind == "VIRTUAL_VIEW" and fits(table.name)]
    return Shown((_text("views"),), tuple((name,) for name in names), "SHOW_VIEWS")


def _properties(found: re.Match[str], catalog: Catalog, database: str) -> Shown:
    table = _table(catalog, database, found.groups()[:3])
    wanted = found[4]
    rows = [(key, value) for key, value in sorted(table.parameters.items()) if wanted in (None, key)]
    return Shown((_text("prpt_name"), _text("prpt_value")), tuple(rows), "SHOW_TBLPROPERTIES")


_Answer = Callable[[re.Match[str], Catalog, str], Shown]
_STATEMENTS: tuple[tuple[str, _Answer], ...] = (
    (r"SHOW\s+(?:DATABASES|SCHEMAS)(?:\s+(?:LIKE\s+)?('[^']*'))?", _databases),
    (rf"SHOW\s+TABLES(?:\s+(?:IN|FROM)\s+{_NAME})?(?:\s+(?:LIKE\s+)?('[^']*'))?", _tables),
    (rf"SHOW\s+COLUMNS\s+(?:IN|FROM)\s+{_QUALIFIED}(?:\s+(?:IN|FROM)\s+{_NAME})?", _columns),
    (rf"SHOW\s+PARTITIONS\s+{_QUALIFIED}", _partitions),
    (rf"SHOW\s+CREATE\s+TABLE\s+{_QUALIFIED}", _create),
    (r"SHOW\s+FUNCTIONS(?:\s+LIKE\s+('[^']*'))?", _functions),
    (rf"SHOW\s+VIEWS(?:\s+(?:IN|FROM)\s+{_NAME})?(?:\s+LIKE\s+('[^']*'))?", _views),
    (rf"SHOW\s+TBLPROPERTIES\s+{_QUALIFIED}(?:\s*\(\s*'([^']*)'\s*\))?", _properties),
    (rf"(?:DESCRIBE|DESC)\s+(?:EXTENDED\s+|FORMATTED\s+)?{_QUALIFIED}", _describe),
)

_Rows = list[tuple[str | int | None, ...]]


def _schemata(catalog: Catalog) -> tuple[tuple[str, ...], _Rows]:
    return ("catalog_name", "schema_name"), [(CATALOG, item["Name"]) for item in catalog.databases()]


def _all_tables(catalog: Catalog) -> list[GlueTable]:
    return [table for database in catalog.databases() for table in catalog.tables(database["Name"])]


def _table_rows(catalog: Catalog) -> tuple[tuple[str, ...], _Rows]:
    names = ("table_catalog", "table_schema", "table_name", "table_type")
    return names, [(CATALOG, table.database, table.name, "BASE TABLE") for table in _all_tables(catalog)]


def _column_rows(catalog: Catalog) -> tuple[tuple[str, ...], _Rows]:
    names = ("table_catalog", "table_schema", "table_name", "column_name", "ordinal_position", "column_default")
    names += ("is_nullable", "data_type", "comment", "extra_info")
    rows: _Rows = []
    for table in _all_tables(catalog):
        for index, column in enumerate(table.all_columns, 1):
            extra = "partition key" if column in table.keys else None
            kind = athena_type(column)
            where_ = (CATALOG, table.database, table.name, column.name, index)
            rows.append((*where_, None, "YES", kind, column.comment or None, extra))
    return names, rows


_INFORMATION: dict[str, Callable[[Catalog], tuple[tuple[str, ...], _Rows]]] = {
    "schemata": _schemata,
    "tables": _table_rows,
    "columns": _column_rows,
}
