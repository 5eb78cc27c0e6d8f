"""Everyday words and verbs that name a figure, a field or a value, and the notes that tell how they were read."""

from __future__ import annotations

import pytest

from agent_actions.contract import HistoryTurn
from infra.local.model.outcomes import OfferCertified, Query
from tests.unit.planner.models import said
from tests.unit.planner.tables import read_blocks, read_rows, told
from tests.unit.planner.test_verbs import decide

THREADS = read_blocks("everyday_threads.txt")


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("everyday.txt"))
def test_an_everyday_word_is_the_one_thing_of_the_model_that_fits(model: str, question: str, expected: str) -> None:
    outcome = decide(model, question)
    assert ("<offer>" if isinstance(outcome, OfferCertified) else told(outcome)) == expected


def test_an_answer_says_which_figure_an_everyday_turn_was_read_as() -> None:
    outcome = decide("demo", "How hot did Reno get last week?")
    assert isinstance(outcome, Query)
    assert "how hot did reno get = peak temperature" in [t.casefold() for t in outcome.taken]


@pytest.mark.parametrize(("model", "messages"), THREADS, ids=[t[0][0] for _, t in THREADS])
def test_an_everyday_word_builds_on_what_was_asked(model: str, messages: list[tuple[str, str]]) -> None:
    turns: list[HistoryTurn] = []
    for message, expected in messages:
        outcome = decide(model, message, turns)
        assert told(outcome) == expected
        turns.append(said(message, outcome))
