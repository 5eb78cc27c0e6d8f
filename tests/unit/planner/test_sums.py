"""Figures made of figures, and those that a plan is of: on the demo's model and on other companies' ones."""

from __future__ import annotations

import pytest

from tests.unit.planner.tables import read_rows, told
from tests.unit.planner.test_verbs import decide


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("sums.txt"))
def test_a_figure_is_made_of_those_that_are_meant(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected
