"""What a share is asked of, how an answer is to be laid out, and what counts in a figure."""

from __future__ import annotations

import pytest

from tests.unit.planner.tables import read_rows, told
from tests.unit.planner.test_verbs import decide


@pytest.mark.parametrize(("model", "message", "expected"), [*read_rows("share_parts.txt"), *read_rows("defining.txt")])
def test_a_message_asks_for_this(model: str, message: str, expected: str) -> None:
    assert told(decide(model, message)) == expected
