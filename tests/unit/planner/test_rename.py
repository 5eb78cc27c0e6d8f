"""The planner knows no name: with every name of model and questions swapped for another, it decides the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from agent_actions.contract import HistoryTurn
from infra.local.model.known import Known
from infra.local.model.lexicon import Lexicon, build
from infra.local.model.outcomes import Query
from infra.local.model.plan import plan
from tests.unit.planner.models import LEXICONS as ORIGINALS
from tests.unit.planner.models import MODELS, NO_TABLES, TODAY, decide, said
from tests.unit.planner.renaming import rename, renamed, swapped
from tests.unit.planner.tables import read_blocks, read_rows, told

LEXICONS: Mapping[str, Lexicon] = {name: build(renamed(model), NO_TABLES) for name, model in MODELS.items()}


def swap(model: str, text: str, *, follows: bool = False) -> str:
    return swapped(ORIGINALS[model], text, follows=follows)


def swap_value(model: str, value: object) -> object:
    known = {v for f in ORIGINALS[model].values.values() for v in f}
    return rename(value) if isinstance(value, str) and value in known else value


GRAINS = ("day", "week", "month", "quarter", "year")
MISSPELT = re.compile(
    r"reveneu|revnue|ordres|cateogry|admisions|avrage|x-ray|productcategory|[^\x00-\x7f]|St\.? Mary|'s? |the us\b|"
    r"\bsell\b|\bsold\b|\bGerman\b|\bads\b",
    re.IGNORECASE,
)
"""Slips and spellings that a swap of whole words cannot keep."""
REQUESTS = [
    row
    for row in [*read_rows("questions.txt"), *read_rows("figures.txt"), *read_rows("bounds.txt")]
    if not MISSPELT.search(row[1])
]


@pytest.mark.parametrize(("model", "question", "expected"), REQUESTS)
def test_renamed_questions_become_renamed_requests(model: str, question: str, expected: str) -> None:
    outcome = plan(swap(model, question), Known(LEXICONS[model], TODAY))
    original = decide(model, question)
    assert isinstance(original, Query)
    assert isinstance(outcome, Query), (swap(model, question), told(outcome))
    request = original.request
    assert outcome.request == request.model_copy(
        update={
            "metrics": tuple(map(rename, request.metrics)),
            "count": request.count and (request.count if request.count in GRAINS else rename(request.count)),
            "dimensions": tuple(map(rename, request.dimensions)),
            "filters": tuple(
                f.model_copy(
                    update={
                        "field": rename(f.field),
                        "values": tuple(swap_value(model, v) for v in f.values),
                    }
                )
                for f in request.filters
            ),
            "within": tuple(map(rename, request.within)) if request.grain not in request.within else request.within,
            "show": tuple(v if v == "true" else swap_value(model, v) for v in request.show),
            "order": request.order.model_copy(update={"by": rename(request.order.by)}) if request.order else None,
        }
    )


@pytest.mark.parametrize(("model", "messages"), read_blocks("threads.txt"))
def test_renamed_threads_take_the_same_turns(model: str, messages: list[tuple[str, str]]) -> None:
    before: list[HistoryTurn] = []
    for message, expected in messages:
        text = swap(model, message, follows=bool(before))
        outcome = plan(text, Known(LEXICONS[model], TODAY, tuple(before)))
        kind = "request" if isinstance(outcome, Query) else told(outcome).split(">")[0].split(":")[0]
        assert kind == (expected.split(">")[0].split(":")[0] if expected.startswith(("<", "sql of")) else "request"), (
            text
        )
        before.append(said(text, outcome))
