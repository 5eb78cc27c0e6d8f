"""Questions that are easily read as something else: what is read is what was said, or nothing is."""

from __future__ import annotations

import pytest

from agent_actions.contract import HistoryTurn
from tests.unit.planner.models import said
from tests.unit.planner.tables import read_blocks, read_rows, told
from tests.unit.planner.test_verbs import decide

THREADS = [*read_blocks("misreading_threads.txt"), *read_blocks("listing_threads.txt")]


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("misreadings.txt"))
def test_a_question_is_read_as_it_says_or_not_at_all(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected


@pytest.mark.parametrize(("model", "messages"), THREADS, ids=[t[0][0] for _, t in THREADS])
def test_a_follow_up_loses_nothing_of_what_was_before(model: str, messages: list[tuple[str, str]]) -> None:
    turns: list[HistoryTurn] = []
    for message, expected in messages:
        outcome = decide(model, message, turns)
        assert told(outcome) == expected, message
        turns.append(said(message, outcome))
