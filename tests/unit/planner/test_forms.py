"""What form a result has, asked of four models: lists, rankings, shares, tables crossed, averages per thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_actions.semantic.reader import read_folder, read_model
from infra.local.model.lexicon import build
from infra.local.model.plan import Known, plan
from tests.unit.planner import models
from tests.unit.planner.tables import read_rows, told

ROOT = Path(__file__).parents[3]
LEXICONS = models.LEXICONS | {
    name: build(read_model(read_folder(ROOT / folder)), models.NO_TABLES)
    for name, folder in (("demo", "infra/local/lake/model"), ("velo", "tests/second_lake/model"))
}


@pytest.mark.parametrize(
    ("model", "question", "expected"),
    [*read_rows("listings.txt"), *read_rows("ordering.txt"), *read_rows("abouts.txt"), *read_rows("besides.txt")],
)
def test_a_question_has_this_form(model: str, question: str, expected: str) -> None:
    assert told(plan(question, Known(LEXICONS[model], models.TODAY))) == expected
