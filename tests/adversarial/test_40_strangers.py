"""Case 40: guests, strangers and people who can't be looked up get no data, and no hint of it."""

import re

import pytest

from bot.words import ENGLISH
from tests.whole import Ask, Json, Office

FIGURE = re.compile(r"[€$]|\d{3}")


@pytest.mark.parametrize("fault", [None, "500", "error", "lost"])
def test_someone_slack_does_not_vouch_for_is_refused(office: Office, fault: str | None) -> None:
    if fault:
        office.stack.slack.faults.add("users.info", fault, times=5)  # type: ignore[arg-type]
    message: Json = office.said("revenue by region last month") | {"user": f"U_NOBODY{fault or ''}"}
    assert office.deliver(message, f"Ev_NOBODY_{fault}") == 200
    record = office.done(message)
    assert (record.outcome, record.receipts) == ("refused", ())
    assert record.text in (ENGLISH.unknown_person, ENGLISH.stranger)


def test_an_event_of_another_workspace_is_answered_as_from_a_stranger(office: Office) -> None:
    message = office.said("revenue by region last month") | {"user": "U_ELSEWHERE", "team": "T_OTHER"}
    assert office.deliver(message, "Ev_OTHER_TEAM") == 200
    record = office.done(message)
    assert (record.outcome, record.receipts) == ("refused", ())


@pytest.mark.parametrize("question", ["revenue last month", "what can I ask?", "run this SQL: SELECT * FROM orders"])
def test_a_guest_gets_no_figure_and_no_name_of_data(ask: Ask, question: str) -> None:
    asked = ask(question, user="gus")
    assert asked.tables == []
    assert not FIGURE.search(asked.text)
    assert not any(word in asked.text for word in ("order_items", "tickets", "net_amount", "customers"))


def test_a_member_in_a_room_with_a_guest_gets_nothing_either(ask: Ask) -> None:
    asked = ask("revenue last month", channel="#partners")
    assert (asked.outcome, asked.tables) == ("refused", [])
    assert not FIGURE.search(asked.text)
