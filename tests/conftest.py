"""One whole stack for the scenario and adversarial tests: offline Slack and AWS, the demo lake, today fixed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from infra.local.asking import Asked
    from infra.local.home import Running
    from infra.local.stack import Stack
    from tests.whole import Ask, Office

TODAY = date(2026, 11, 15)
FIRST = ("scenario", "browser", "wire", "adversarial", "bench")
"""Folders of the tests that take long by the file; what is left is short, so that all processes end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(here).parts[0]
        return FIRST.index(folder) if folder in FIRST else len(FIRST)

    items.sort(key=place)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def stack(home: Path) -> Iterator[Stack]:
    from infra.local.home import Inputs
    from infra.local.stack import whole_stack

    inputs = Inputs(lake=None, model=None, docs=None, today=TODAY)
    with whole_stack(home, inputs, progress=lambda _: None) as stack:
        yield stack


@pytest.fixture(scope="session")
def running(stack: Stack) -> Running:
    return stack.running


@pytest.fixture(scope="session")
def ask(running: Running) -> Ask:
    from infra.local.asking import Desk

    def ask(question: str, *, user: str = "maya", channel: str | None = None, thread: str | None = None) -> Asked:
        return Desk(running, user, channel).ask(question, thread, [])

    return ask


@pytest.fixture
def office(stack: Stack) -> Iterator[Office]:
    """The stack to do things to; every fault is gone afterwards."""
    from tests.whole import Office

    office = Office(stack)
    try:
        yield office
    finally:
        stack.aws.faults.clear()
        stack.slack.faults.clear()
        office.close()


@pytest.fixture
def words_open(running: Running) -> None:
    """Nobody has chosen yet what a word of several meanings is to mean to them."""
    from bot.ledger import Ledger
    from infra.local import names
    from infra.local.slack.people import PERSONAS, TEAM_ID

    ledger = Ledger(names.client("dynamodb", running.aws_url), names.TABLE)
    for person in PERSONAS:
        for word in ledger.meanings(TEAM_ID, person.id):
            ledger.mean(TEAM_ID, person.id, word, "")
