"""The offline Athena's dialect and engine without its service: a guarded statement's rows in a few milliseconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from agent_actions.semantic.model import TableRef
from agent_actions.sql.hive_types import athena_type
from agent_actions.sql.tables import TableColumn, TableInfo, Tables
from infra.local.aws.athena.catalog import GlueColumn, GlueTable
from infra.local.aws.athena.child import connect
from infra.local.aws.athena.dialect.names import Names
from infra.local.aws.athena.dialect.prepare import prepare
from infra.local.aws.athena.dialect.syntax import read_statement
from infra.local.aws.athena.files import duckdb_type
from infra.local.aws.athena.protocol import Start

Row = tuple[Any, ...]


class Engine:
    """Tables in memory, by ``database.table``: columns as Hive types them, and the rows as SQL."""

    def __init__(self, folder: Path, tables: Mapping[str, tuple[Mapping[str, str], str]]) -> None:
        self._connection: DuckDBPyConnection = connect(
            Start(str(folder), str(folder), str(folder), threads=1, workers=1, memory_bytes=10**9, address_bytes=10**10)
        )
        self._tables: dict[tuple[str, str], GlueTable] = {}
        for label, (columns, values) in tables.items():
            database, name = label.split(".")
            declared = ", ".join(f'"{column}" {duckdb_type(type_)}' for column, type_ in columns.items())
            self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {database}")
            self._connection.execute(f"CREATE TABLE {database}.{name} ({declared})")
            self._connection.execute(f"INSERT INTO {database}.{name} {values}")
            held = tuple(GlueColumn(column, type_) for column, type_ in columns.items())
            self._tables[(database, name)] = GlueTable(database, name, held, (), "", "", "")

    @property
    def catalogue(self) -> Tables:
        """The same tables as the guard knows them."""
        return Tables.of(
            TableInfo(TableRef(*key), tuple(TableColumn(c.name, athena_type(c.type)) for c in table.columns))
            for key, table in self._tables.items()
        )

    def rows(self, sql: str) -> list[Row]:
        """What Athena would give. Raises QueryError, or duckdb.Error when it fails as it runs."""
        names = Names(
            database="sales",
            table=lambda database, name: self._tables.get((database, name)),
            has_database=lambda name: any(database == name for database, _ in self._tables),
            information=lambda _: None,
        )
        prepared = prepare(read_statement(sql), names)
        return self._connection.execute(prepared.sql).fetchall()

    def close(self) -> None:
        self._connection.close()


def sorted_rows(rows: Sequence[Row]) -> list[str]:
    return sorted(map(repr, rows))
