"""Everyday words and verbs that name a figure, a field or a value, and the notes that tell how they were read."""

from __future__ import annotations

import pytest

from infra.local.model.outcomes import OfferCertified, Query
from tests.unit.planner.tables import read_rows, told
from tests.unit.planner.test_verbs import decide


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("everyday.txt"))
def test_an_everyday_word_is_the_one_thing_of_the_model_that_fits(model: str, question: str, expected: str) -> None:
    outcome = decide(model, question)
    assert ("<offer>" if isinstance(outcome, OfferCertified) else told(outcome)) == expected


def test_an_answer_says_which_figure_an_everyday_turn_was_read_as() -> None:
    outcome = decide("demo", "How hot did Reno get last week?")
    assert isinstance(outcome, Query)
    assert "how hot did reno get = peak temperature" in [t.casefold() for t in outcome.taken]
