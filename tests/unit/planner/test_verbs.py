"""Questions whose verb stands for a figure, a date or nothing: on the demo's model and on another company's."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_actions.contract import HistoryTurn
from agent_actions.semantic.reader import read_folder, read_model
from infra.local.model.known import Known
from infra.local.model.lexicon import Lexicon, build
from infra.local.model.outcomes import Outcome, Query
from infra.local.model.plan import plan
from tests.unit.planner.models import LEXICONS, NO_TABLES, TODAY, said
from tests.unit.planner.tables import read_blocks, read_rows, told

ROOT = Path(__file__).parents[3]
FOLDERS = {"demo": ROOT / "infra" / "local" / "lake" / "model", "velo": ROOT / "tests" / "second_lake" / "model"}
ALL: dict[str, Lexicon] = {
    **LEXICONS,
    **{name: build(read_model(read_folder(folder)), NO_TABLES) for name, folder in FOLDERS.items()},
}
THREADS = read_blocks("verb_threads.txt")


def decide(model: str, message: str, turns: list[HistoryTurn] | None = None) -> Outcome:
    return plan(message, Known(ALL[model], TODAY, tuple(turns or ())))


@pytest.mark.parametrize(("model", "question", "expected"), [*read_rows("verbs.txt"), *read_rows("filters.txt")])
def test_a_verb_is_read_as_the_model_has_it_or_stops_the_question(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected


@pytest.mark.parametrize(("model", "question", "expected"), read_rows("courtesies.txt"))
def test_politeness_around_a_question_changes_nothing(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected


@pytest.mark.parametrize(("model", "messages"), THREADS, ids=[t[0][0] for _, t in THREADS])
def test_a_period_of_another_date_stays_with_that_date(model: str, messages: list[tuple[str, str]]) -> None:
    turns: list[HistoryTurn] = []
    for message, expected in messages:
        outcome = decide(model, message, turns)
        assert told(outcome) == expected, message
        turns.append(said(message, outcome))


def test_a_sentence_with_a_word_of_its_own_is_left_out_aloud() -> None:
    outcome = decide("velo", "We're drafting a letter - how many rides last month?")
    assert isinstance(outcome, Query)
    assert outcome.notes == ("Left out, as no part of the question: “We're drafting a letter”.",)


def test_a_shortened_name_is_told() -> None:
    outcome = decide("demo", "rev last month")
    assert isinstance(outcome, Query)
    assert outcome.notes == ("“rev” read as “revenue”.",)
