"""Another company's lake and model: its golden questions are answered as SQL written apart from the compiler says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent_actions.semantic.reader import read_folder, read_model
from tests.second_lake.answers import Desk, same, velo_columns, velo_rows

TESTS = Path(__file__).parents[2]
GOLDEN: list[dict[str, Any]] = yaml.safe_load((TESTS / "golden" / "bikes.yaml").read_text(encoding="utf-8"))[
    "questions"
]


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    made = Desk(read_model(read_folder(TESTS / "second_lake" / "model")), velo_columns(), velo_rows(), "velo")
    yield made
    made.connection.close()


def test_there_are_sixty_questions_each_under_a_name_of_its_own() -> None:
    assert len(GOLDEN) >= 60
    assert len({q["id"] for q in GOLDEN}) == len(GOLDEN)


@pytest.mark.parametrize("question", GOLDEN, ids=[q["id"] for q in GOLDEN])
def test_the_second_lake_is_answered_as_its_rows_say(desk: Desk, question: dict[str, Any]) -> None:
    steps = [question, *question.get("then", [])]
    for step, answer in zip(steps, desk.thread([s["ask"] for s in steps]), strict=True):
        expect = step["expect"]
        if "sql" not in expect:
            allowed = [name for name in ("asked_back", "refused") if expect.get(name)] or ["asked_back", "refused"]
            assert answer.outcome in allowed, (step["ask"], answer)
            assert all(word in answer.detail for word in expect.get("words", []))
            continue
        assert answer.rows is not None, (step["ask"], answer.detail)
        wanted = desk.run(expect["sql"])
        assert wanted, step["ask"]
        assert same(answer.rows, wanted, ordered=step.get("ordered", False)), (step["ask"], answer.rows, wanted)
