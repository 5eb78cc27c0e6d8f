"""In a thread "the rate" and "in percent" are the published rate that belongs to a figure, where it has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_actions.contract import HistoryTurn
from agent_actions.semantic.reader import read_folder, read_model
from infra.local.model.known import Known
from infra.local.model.lexicon import build
from infra.local.model.outcomes import Outcome, Query
from infra.local.model.parts_of.rates import rate_of
from infra.local.model.plan import plan
from tests.unit.planner.models import NO_TABLES, TODAY, said
from tests.unit.planner.tables import told

MODEL = read_model(read_folder(Path(__file__).parents[2] / "second_lake" / "model"))
LEXICON = build(MODEL, NO_TABLES)
ABORTED = "aborted rides by plan in October"


def thread(*messages: str) -> Outcome:
    """What the last message of a thread becomes."""
    turns: list[HistoryTurn] = []
    for message in messages[:-1]:
        turns.append(said(message, plan(message, Known(LEXICON, TODAY, tuple(turns)))))
    return plan(messages[-1], Known(LEXICON, TODAY, tuple(turns)))


def test_a_rate_is_known_by_its_numerator() -> None:
    found = {m.name: rate.name for m in MODEL.metrics if (rate := rate_of(m, MODEL))}
    assert found == {"aborted_rides": "abort_rate"}


@pytest.mark.parametrize("message", ["the rate", "as a rate please", "what's the rate?", "and the rate?"])
def test_the_rate_takes_the_place_of_the_figure(message: str) -> None:
    assert told(thread(ABORTED, message)) == "abort_rate by riders.plan over 2026-10"


def test_in_percent_is_the_rate_where_there_is_one_and_says_so() -> None:
    outcome = thread(ABORTED, "in percent")
    assert isinstance(outcome, Query)
    assert outcome.request.metrics == ("abort_rate",)
    assert outcome.taken == ("in percent = abort rate (“share of total” for parts of the whole)",)
    assert told(thread("rides by plan in October", "in percent")) == "ride_count by riders.plan over 2026-10 with share"


def test_the_share_of_the_total_stays_a_share() -> None:
    outcome = thread(ABORTED, "as a percentage of the total")
    assert told(outcome) == "aborted_rides by riders.plan over 2026-10 with share"


def test_back_to_absolute_numbers() -> None:
    assert told(thread(ABORTED, "as a rate", "in absolute numbers")) == "aborted_rides by riders.plan over 2026-10"
    assert told(thread("rides by plan", "as share", "in absolute numbers")) == "ride_count by riders.plan"


def test_a_figure_without_a_rate_is_given_none() -> None:
    assert told(thread("rides by plan in October", "the rate")) == "<unplaced> rate"
    assert told(thread("the rate")) == "<unplaced> rate"


def test_a_rate_in_percent_stays_as_it_is() -> None:
    assert told(thread("abort rate by plan", "as a percentage")) == "abort_rate by riders.plan"
