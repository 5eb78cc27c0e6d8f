"""Figures made of figures, and those that a plan is of: on the demo's model and on other companies' ones."""

from __future__ import annotations

import pytest

from agent_actions.contract import HistoryTurn
from tests.unit.planner.models import said
from tests.unit.planner.tables import read_blocks, read_rows, told
from tests.unit.planner.test_verbs import decide


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("sums.txt"))
def test_a_figure_is_made_of_those_that_are_meant(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected


@pytest.mark.parametrize(("model", "messages"), read_blocks("sum_threads.txt"))
def test_a_reply_goes_on_with_the_figure_before_it(model: str, messages: list[tuple[str, str]]) -> None:
    turns: list[HistoryTurn] = []
    for message, expected in messages:
        outcome = decide(model, message, turns)
        assert told(outcome) == expected, message
        turns.append(said(message, outcome))
