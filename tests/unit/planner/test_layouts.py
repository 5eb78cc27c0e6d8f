"""How tables are laid out, a figure said in two ways, and figures that are by the month."""

from __future__ import annotations

import pytest

from agent_actions.contract import HistoryTurn
from tests.unit.planner.models import said
from tests.unit.planner.tables import read_blocks, read_rows, told
from tests.unit.planner.test_verbs import decide


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("layouts.txt"))
def test_a_question_keeps_its_layout_and_all_that_it_asks(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected


@pytest.mark.parametrize(("model", "messages"), read_blocks("layout_threads.txt"))
def test_a_reply_is_of_what_the_thread_set_beside(model: str, messages: list[tuple[str, str]]) -> None:
    turns: list[HistoryTurn] = []
    for message, expected in messages:
        outcome = decide(model, message, turns)
        assert told(outcome) == expected, message
        turns.append(said(message, outcome))
