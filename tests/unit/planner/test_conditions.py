"""Conditions on rows and on what has how many of them, asked of the demo lake's model and of another company's."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_actions.semantic.reader import read_folder, read_model
from infra.local.model.lexicon import build
from infra.local.model.plan import Known, plan
from tests.unit.planner.models import LEXICONS, NO_TABLES, TODAY
from tests.unit.planner.tables import read_rows, told

ROOT = Path(__file__).parents[3]
ASKED = {
    **LEXICONS,
    **{
        name: build(read_model(read_folder(ROOT / folder)), NO_TABLES)
        for name, folder in (("demo", "infra/local/lake/model"), ("velo", "tests/second_lake/model"))
    },
}


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("conditions.txt"))
def test_a_condition_is_kept_as_it_was_said_or_stops_the_question(model: str, question: str, expected: str) -> None:
    assert told(plan(question, Known(ASKED[model], TODAY))) == expected
