"""Follow-ups: each message of a thread builds on the requests before it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent_actions.contract import Choice, HistoryCall, HistoryTurn
from infra.local.model.known import Known
from infra.local.model.lexicon import build
from infra.local.model.outcomes import Ask, Query
from infra.local.model.plan import plan
from tests.unit.planner.models import MODELS, NO_TABLES, TODAY, decide, make_field, said
from tests.unit.planner.notation import brief
from tests.unit.planner.tables import read_blocks, told

THREADS = read_blocks("threads.txt")


@pytest.mark.parametrize(
    ("model", "messages"), THREADS, ids=[f"{m}: {t[0][0]} ({n})" for n, (m, t) in enumerate(THREADS)]
)
def test_a_thread_goes_on_as_people_mean_it(model: str, messages: list[tuple[str, str]]) -> None:
    turns: list[HistoryTurn] = []
    for message, expected in messages:
        outcome = decide(model, message, turns)
        assert told(outcome) == expected, message
        turns.append(said(message, outcome))


def answered(question: str, **request: object) -> HistoryTurn:
    call = HistoryCall(action="query_metrics", status="ok", request=dict(request))
    return HistoryTurn(question=question, outcome="answered", calls=(call,))


def test_a_colleague_can_go_on_with_a_request_but_not_answer_the_askers_question() -> None:
    theirs = answered("revenue by region", metrics=["revenue"], dimensions=["stores.region"]).model_copy(
        update={"by_asker": False}
    )
    outcome = decide("shop", "only EMEA", [theirs])
    assert isinstance(outcome, Query)
    pending = HistoryTurn(question="sales by region", outcome="asked_back", by_asker=False)
    fresh = decide("shop", "orders", [pending])
    assert isinstance(fresh, Query)
    assert brief(fresh.request) == "order_count"


def test_a_choice_offered_by_an_action_can_be_picked_by_its_label() -> None:
    choices = (Choice(label="Revenue", text="Revenue"), Choice(label="Orders", text="Orders"))
    call = HistoryCall(action="search_catalog", status="ambiguous", choices=choices)
    turn = HistoryTurn(question="sales by region last month", outcome="asked_back", calls=(call,))
    outcome = decide("shop", "Orders", [turn])
    assert isinstance(outcome, Query)
    assert brief(outcome.request) == "order_count by stores.region over last month"


def test_a_request_that_failed_is_not_built_on() -> None:
    call = HistoryCall(action="query_metrics", status="refused", request={"metrics": ["revenue"]})
    outcome = decide("shop", "by region", [HistoryTurn(question="revenue", outcome="refused", calls=(call,))])
    assert isinstance(outcome, Ask)


def test_the_request_may_come_as_json_text_and_nonsense_in_the_history_counts_as_nothing() -> None:
    text = HistoryCall(action="query_metrics", status="ok", request={"request": '{"metrics": ["revenue"]}'})
    outcome = decide("shop", "by region", [HistoryTurn(question="q", outcome="answered", calls=(text,))])
    assert isinstance(outcome, Query)
    broken = HistoryCall(action="query_metrics", status="ok", request={"request": "{"})
    gone = HistoryCall(action="query_metrics", status="ok", request={"metrics": ["no_longer_there"]})
    for call in (broken, gone):
        outcome = decide("shop", "by region", [HistoryTurn(question="q", outcome="answered", calls=(call,))])
        assert isinstance(outcome, Ask)


def test_a_month_without_a_year_stays_in_the_year_of_the_question_before() -> None:
    turn = answered("revenue in October 2025", metrics=["revenue"], period="2025-10")
    outcome = decide("shop", "what about September?", [turn])
    assert isinstance(outcome, Query)
    assert outcome.request.period == "2025-09"


def test_a_word_that_was_unknown_can_be_said_anew() -> None:
    refused = HistoryTurn(question="revenue in Atlantis last month", outcome="refused")
    outcome = decide("shop", "Berlin", [refused])
    assert isinstance(outcome, Query)
    assert brief(outcome.request) == "revenue over last month where stores.city in (Berlin)"


def test_a_figure_of_another_fact_keeps_the_breakdown_by_its_own_field_of_that_name() -> None:
    region = make_field("tickets", "region", values={"EMEA": [], "APAC": []})
    shop = MODELS["shop"]
    datasets = tuple(replace(d, fields=(*d.fields, region)) if d.name == "tickets" else d for d in shop.datasets)
    lexicon = build(replace(shop, datasets=datasets), NO_TABLES)
    first = answered(
        "q", metrics=["revenue"], dimensions=["stores.region"], filters=[{"field": "stores.region", "values": ["EMEA"]}]
    )
    outcome = plan("and tickets?", Known(lexicon, TODAY, (first,)))
    assert isinstance(outcome, Query)
    assert brief(outcome.request) == "ticket_count by tickets.region where tickets.region in (EMEA)"


def test_the_worst_of_a_figure_of_which_less_is_better_is_asked_about_in_a_thread_too() -> None:
    first = answered("q", metrics=["mortality"], dimensions=["wards.ward_name"], period="last year")
    message = "which ward is the worst?"
    outcome = decide("clinic", message, [first])
    assert told(outcome) == "<ask> worst: highest, lowest"
    settled = decide("clinic", "the highest", [first, said(message, outcome)])
    assert told(settled) == "mortality by wards.ward_name over last year order mortality desc limit 1"


def test_what_a_follow_up_goes_on_from_is_said_where_another_was_not_answered() -> None:
    first = answered("revenue by region last month", metrics=["revenue"], dimensions=["stores.region"])
    lost = HistoryTurn(question="by shoe size", outcome="refused")
    outcome = decide("shop", "by channel and segment", [first, lost])
    assert isinstance(outcome, Query)
    assert outcome.notes == ("This goes on from “revenue by region last month”; what I could not do is left out.",)
    asked = decide("shop", "in Q2", [first, lost])
    assert isinstance(asked, Ask)
    assert "“by shoe size”" in asked.question
    assert "“revenue by region last month”" in asked.question
    theirs = decide("shop", "in Q2", [first, lost.model_copy(update={"by_asker": False})])
    assert isinstance(theirs, Query)
    assert not theirs.notes


def test_a_request_that_the_action_refused_is_not_passed_over() -> None:
    first = answered("revenue last month", metrics=["revenue"], period="last month")
    outcome = decide("shop", "only online", [first, HistoryTurn(question="by customer", outcome="refused")])
    assert told(outcome) == "<ask> : Without it"


def test_a_condition_keeps_its_figure_or_goes_with_a_word() -> None:
    limit = {"field": "revenue", "op": "gt", "values": [1000]}
    first = answered("q", metrics=["revenue"], dimensions=["stores.region"], filters=[limit])
    outcome = decide("shop", "what about orders", [first])
    assert told(outcome) == "revenue, order_count by stores.region where revenue gt (1000)"
    outcome = decide("shop", "replace revenue with orders", [first])
    assert told(outcome) == "order_count by stores.region"
    assert isinstance(outcome, Query)
    assert outcome.notes == ("The condition on revenue is left out, as that is no longer asked for.",)
