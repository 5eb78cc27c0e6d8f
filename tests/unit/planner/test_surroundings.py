"""What people say around a question: told and left out, used where the question points back to it, or in the way."""

from __future__ import annotations

import pytest

from infra.local.model.outcomes import Query
from tests.unit.planner.tables import read_rows, told
from tests.unit.planner.test_verbs import decide


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("surroundings.txt"))
def test_what_limits_nothing_is_left_out(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected


def test_what_is_left_out_is_told() -> None:
    outcome = decide("demo", "Orders by region last month? I have to defend the budget.")
    assert isinstance(outcome, Query)
    assert outcome.notes == ("Left out, as no part of the question: “I have to defend the budget”.",)


def test_of_what_is_used_the_rest_is_told() -> None:
    outcome = decide("demo", "They will ask for Vietnam. What was turnover there in October?")
    assert isinstance(outcome, Query)
    assert outcome.notes[-1] == "Of “They will ask for Vietnam” I read “Vietnam” only."
