"""The second lake with every table, column, value and word renamed gives the same results to renamed questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent_actions.semantic.reader import read_folder, read_model
from tests.second_lake.answers import Desk, Rows, same, velo_columns, velo_rows
from tests.unit.planner.renaming import rename, renamed, swapped

TESTS = Path(__file__).parents[2]
GOLDEN: list[dict[str, Any]] = yaml.safe_load((TESTS / "golden" / "bikes.yaml").read_text(encoding="utf-8"))[
    "questions"
]
KEPT = re.compile(r"incme|distrct|mnth|repaired", re.IGNORECASE)
"""Slips, and a verb made from a name, that a swap of whole words cannot keep."""
QUESTIONS = [q for q in GOLDEN if not KEPT.search(q["ask"])]
Desks = tuple[Desk, Desk]


@pytest.fixture(scope="module")
def desks() -> Iterator[Desks]:
    model = read_model(read_folder(TESTS / "second_lake" / "model"))
    columns, rows = velo_columns(), velo_rows()
    original = Desk(model, columns, rows, "velo")
    other = Desk(
        renamed(model),
        {rename(table): [(rename(c), kind) for c, kind in typed] for table, typed in columns.items()},
        {rename(table): [[_renamed(v) for v in row] for row in found] for table, found in rows.items()},
        "velo",
    )
    yield original, other
    original.connection.close()
    other.connection.close()


def _renamed(value: Any) -> Any:
    return rename(value) if isinstance(value, str) and re.search("[A-Za-z]", value) else value


def _as_renamed(rows: Rows, known: set[str]) -> Rows:
    return [[rename(v) if isinstance(v, str) and v in known else v for v in row] for row in rows]


@pytest.mark.parametrize("question", QUESTIONS, ids=[q["id"] for q in QUESTIONS])
def test_renamed_questions_give_the_same_results(desks: Desks, question: dict[str, Any]) -> None:
    original, other = desks
    known = {v for found in velo_rows().values() for row in found for v in row if isinstance(v, str)}
    asked = [step["ask"] for step in (question, *question.get("then", []))]
    swaps = [swapped(original.lexicon, text, follows=n > 0) for n, text in enumerate(asked)]
    for text, before, after in zip(swaps, original.thread(asked), other.thread(swaps), strict=True):
        assert after.outcome == before.outcome, (text, after.detail)
        if before.rows is not None:
            assert after.rows is not None
            ordered = question.get("ordered", False)
            assert same(after.rows, _as_renamed(before.rows, known), ordered=ordered), (text, after.detail)
