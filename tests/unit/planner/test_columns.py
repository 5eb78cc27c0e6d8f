"""Figures straight from a column, where no metric is published: their sum, their average, and what is asked first."""

from __future__ import annotations

import pytest

from agent_actions.contract import HistoryTurn
from tests.unit.planner.models import said
from tests.unit.planner.tables import read_blocks, read_rows, told
from tests.unit.planner.test_verbs import decide

THREADS = read_blocks("column_threads.txt")


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("columns.txt"))
def test_a_column_without_a_metric_can_be_added_up_or_averaged(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected


@pytest.mark.parametrize(("model", "messages"), THREADS, ids=[t[0][0] for _, t in THREADS])
def test_a_reply_says_which_rows_count(model: str, messages: list[tuple[str, str]]) -> None:
    turns: list[HistoryTurn] = []
    for message, expected in messages:
        outcome = decide(model, message, turns)
        assert told(outcome) == expected, message
        turns.append(said(message, outcome))
