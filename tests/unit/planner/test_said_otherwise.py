"""One thing said in other words than the plainest, and what must not be taken for it."""

from __future__ import annotations

import pytest

from agent_actions.contract import HistoryTurn
from tests.unit.planner.models import said
from tests.unit.planner.tables import read_blocks, read_rows, told
from tests.unit.planner.test_verbs import decide

THREADS = read_blocks("said_otherwise_threads.txt")


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("said_otherwise.txt"))
def test_other_words_for_a_thing_are_read_as_it(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected


@pytest.mark.parametrize(("model", "messages"), THREADS, ids=[t[0][0] for _, t in THREADS])
def test_a_reply_in_such_words_builds_on_what_was_asked(model: str, messages: list[tuple[str, str]]) -> None:
    turns: list[HistoryTurn] = []
    for message, expected in messages:
        outcome = decide(model, message, turns)
        assert told(outcome) == expected
        turns.append(said(message, outcome))
