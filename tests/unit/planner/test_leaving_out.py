"""Unknown words of a question: what it asks without them is offered, and done when the person says so."""

from __future__ import annotations

import json

import pytest

from agent_actions.contract import HistoryTurn
from infra.local.model.outcomes import Query, Unplaced
from infra.local.model.port import CallTools, Say, ToolResult
from tests.unit.planner.models import PLANNERS, decide, make_turn
from tests.unit.planner.tables import told


def offered(question: str) -> str:
    outcome = decide("shop", question)
    assert isinstance(outcome, Unplaced), outcome
    return outcome.rest


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("zorp revenue by channel last month", "Revenue by channel, October 2026"),
        ("so blimey, revenue by channel last month", "Revenue by channel, October 2026"),
        ("revenue zorp by channel blimey last month", "Revenue by channel, October 2026"),
    ],
)
def test_what_is_asked_without_the_words_is_offered_in_words(question: str, rest: str) -> None:
    assert offered(question) == rest


@pytest.mark.parametrize(
    "question",
    [
        "zorp by channel last month",
        "revenue by channel in zorp weeks",
        "revenue by channel in week 7777",
        "revenue in Atlantis",
        "revenue of channel Atlantis",
        "revenue of our zorps last month",
        "zorp blimey crikey gosh golly revenue in fnord hrmpf xyzzy plugh",
    ],
)
def test_nothing_is_offered_where_no_question_or_another_one_would_be_left(question: str) -> None:
    assert not offered(question)


@pytest.mark.parametrize(
    "reply",
    [
        "Leave it out: Revenue by channel, October 2026",
        "Leave it out",
        "leave that out please",
        "yes",
        "Yes please!",
        "without it",
        "ok",
    ],
)
def test_the_person_says_yes(reply: str) -> None:
    before = HistoryTurn(question="zorp crikey revenue by channel last month", outcome="asked_back")
    outcome = decide("shop", reply, [before])
    assert told(outcome) == "revenue by orders.channel over last month"
    assert isinstance(outcome, Query)
    assert outcome.notes == ("Left out, as agreed: “zorp crikey”.",)


def test_a_yes_to_what_cannot_be_left_out_answers_nothing() -> None:
    before = HistoryTurn(question="zorp by channel", outcome="asked_back")
    assert not isinstance(decide("shop", "leave it out", [before]), Query)


def test_the_offer_stands_below_what_is_unknown_with_a_button() -> None:
    call = PLANNERS["shop"].next(make_turn("zorp revenue by channel last month"))
    assert isinstance(call, CallTools)
    body = json.dumps({"status": "not_found", "error": "Nothing is called zorp.", "nearest": []})
    said = PLANNERS["shop"].next(
        make_turn("zorp revenue by channel last month", results=[ToolResult(call.calls[0], body, reprompt=True)])
    )
    assert isinstance(said, Say)
    assert said.asks
    assert said.chunks[0].endswith("Shall I answer without “zorp”?\n• Leave it out: Revenue by channel, October 2026")
