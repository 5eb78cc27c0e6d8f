"""One whole stack for the scenario tests: offline Slack and AWS, the demo lake, today fixed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Protocol

import duckdb
import pytest

from infra.local.asking import Asked, Desk
from infra.local.home import Inputs, Running
from infra.local.stack import private_stack

TODAY = date(2026, 11, 15)


class Ask(Protocol):
    def __call__(
        self, question: str, *, user: str = "maya", channel: str | None = None, thread: str | None = None
    ) -> Asked: ...


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def running(home: Path) -> Iterator[Running]:
    inputs = Inputs(lake=None, model=None, docs=None, today=TODAY)
    with private_stack(home, inputs, progress=lambda _: None) as running:
        yield running


@pytest.fixture(scope="session")
def ask(running: Running) -> Ask:
    def ask(question: str, *, user: str = "maya", channel: str | None = None, thread: str | None = None) -> Asked:
        return Desk(running, user, channel).ask(question, thread, [])

    return ask


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
