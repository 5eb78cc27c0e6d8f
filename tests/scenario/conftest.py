"""The demo's files, read apart from Outcrop."""

from pathlib import Path

import duckdb
import pytest

from infra.local.home import Running
from tests.whole import Ask as Ask


@pytest.fixture(scope="session")
def lake(running: Running, home: Path) -> duckdb.DuckDBPyConnection:
    """The demo's files, read apart from Outcrop: what answers are compared with."""
    (folder,) = home.glob("lake/*/")
    connection = duckdb.connect()
    for table in sorted(folder.glob("*/*/")):
        schema, name = table.parent.name, table.name
        connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        files = f"{table}/**/*.parquet" if any(table.rglob("*.parquet")) else f"{table}/**/*.csv"
        connection.execute(f'CREATE VIEW "{schema}"."{name}" AS FROM \'{files}\'')
    return connection


@pytest.fixture(autouse=True)
def each_test_asks_anew(words_open: None) -> None:
    """What a person chose for a word in another test is forgotten."""
