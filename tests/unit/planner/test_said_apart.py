"""What is said apart from a figure: which rows come first, bounds behind, dates of things, what it counts."""

from __future__ import annotations

import pytest

from agent_actions.contract import HistoryTurn
from tests.unit.planner.models import said
from tests.unit.planner.tables import read_blocks, read_rows, told
from tests.unit.planner.test_verbs import decide

THREADS = read_blocks("said_apart_threads.txt")


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("said_apart.txt"))
def test_what_is_said_apart_is_read_or_told(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected


@pytest.mark.parametrize(("model", "messages"), THREADS, ids=[t[0][0] for _, t in THREADS])
def test_a_reply_says_it_of_the_answer_before(model: str, messages: list[tuple[str, str]]) -> None:
    turns: list[HistoryTurn] = []
    for message, expected in messages:
        outcome = decide(model, message, turns)
        assert told(outcome) == expected
        turns.append(said(message, outcome))
