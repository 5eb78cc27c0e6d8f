"""Set phrases around a question, and turns that point at what was said before."""

from __future__ import annotations

import pytest

from agent_actions.contract import HistoryTurn
from tests.unit.planner.models import said
from tests.unit.planner.tables import read_blocks, read_rows, told
from tests.unit.planner.test_verbs import decide

THREADS = read_blocks("phrase_threads.txt")


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("phrases.txt"))
def test_a_set_phrase_changes_only_what_it_says(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected


@pytest.mark.parametrize(("model", "messages"), THREADS, ids=[t[0][0] for _, t in THREADS])
def test_a_set_phrase_points_at_the_question_before(model: str, messages: list[tuple[str, str]]) -> None:
    turns: list[HistoryTurn] = []
    for message, expected in messages:
        outcome = decide(model, message, turns)
        assert told(outcome) == expected
        turns.append(said(message, outcome))
