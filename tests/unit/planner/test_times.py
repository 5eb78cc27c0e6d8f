"""Dates, stretches, weekdays and hours as people shorten them: on the demo's model and on other companies' ones."""

from __future__ import annotations

import pytest

from tests.unit.planner.tables import read_rows, told
from tests.unit.planner.test_verbs import decide


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("times.txt"))
def test_a_time_is_read_as_it_is_meant(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected
