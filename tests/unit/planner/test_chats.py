"""How people write in chats, and values that the catalogue lists in other spellings."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_actions.contract import HistoryTurn
from agent_actions.semantic.reader import read_folder, read_model
from agent_actions.sql.tables import TableColumn, TableInfo, Tables
from infra.local.model.known import Known
from infra.local.model.lexicon import build
from infra.local.model.plan import plan
from tests.unit.planner.models import MODELS, TODAY, said
from tests.unit.planner.tables import read_blocks, read_rows, told
from tests.unit.planner.test_verbs import decide

DEMO = Path(__file__).parents[3] / "infra" / "local" / "lake" / "model"
THREADS = read_blocks("chat_threads.txt")


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("chats.txt"))
def test_a_chat_is_read_as_it_is_meant_or_not_at_all(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected


@pytest.mark.parametrize(("model", "messages"), THREADS, ids=[t[0][0] + str(i) for i, (_, t) in enumerate(THREADS)])
def test_a_reply_of_a_chat_builds_on_what_was_asked(model: str, messages: list[tuple[str, str]]) -> None:
    turns: list[HistoryTurn] = []
    for message, expected in messages:
        outcome = decide(model, message, turns)
        assert told(outcome) == expected
        turns.append(said(message, outcome))


LISTED = ("São Paulo", "Hà Nội Tây Hồ", "Stockholm Söder", "Łódź", "Berlin-Mitte", "Zürich")


def _asked(message: str) -> str:
    """A message put to the shop, whose stores' names only the catalogue lists."""
    model = MODELS["shop"]
    stores = next(d for d in model.datasets if d.name == "stores")
    names = next(f for f in stores.fields if f.datatype in ("String", None) and not f.values)
    column = TableColumn(names.expression, "varchar", samples=LISTED)
    lexicon = build(model, Tables.of([TableInfo(stores.source, (column,))]))
    return told(plan(message, Known(lexicon, TODAY, ()))).replace(names.ref, "NAME")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("sao paulo", "São Paulo"),
        ("SAO PAULO", "São Paulo"),
        ("são paulo", "São Paulo"),
        ("hanoi tay ho", "Hà Nội Tây Hồ"),
        ("ha noi tay ho", "Hà Nội Tây Hồ"),
        ("hà nội tây hồ", "Hà Nội Tây Hồ"),
        ("stockholm söder", "Stockholm Söder"),
        ("Stockholm Soder", "Stockholm Söder"),
        ("lodz", "Łódź"),
        ("ŁÓDŹ", "Łódź"),
        ("berlin mitte", "Berlin-Mitte"),
        ("zurich", "Zürich"),
        ("tay ho", ""),
        ("soder", ""),
    ],
)
def test_a_value_that_the_catalogue_lists_is_known_without_its_accents_and_in_any_case(
    written: str, value: str
) -> None:
    becomes = _asked(f"revenue {written} last month")
    assert (f"where NAME in ({value})" in becomes) if value else becomes.startswith("<unplaced>")


def test_values_that_only_a_table_lists_are_called_as_elsewhere() -> None:
    model = read_model(read_folder(DEMO))
    stores = next(d for d in model.datasets if d.name == "stores")
    column = TableColumn("country", "varchar", samples=("Germany", "United Kingdom"))
    lexicon = build(model, Tables.of([TableInfo(stores.source, (column,))]))
    asked = plan("revenue of the UK shops last month", Known(lexicon, TODAY, ()))
    assert told(asked) == "revenue over last month where stores.country in (United Kingdom)"
