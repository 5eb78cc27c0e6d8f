"""A word with two meanings: asked once, remembered for that person, said, changed and forgotten."""

from __future__ import annotations

from infra.local.asking import Asked
from tests.scenario.conftest import Ask
from tests.whole import Office, press, until


def metrics(asked: Asked) -> list[str]:
    assert asked.outcome == "answered", asked.text
    found: list[str] = asked.receipts[-1]["request"]["metrics"]
    return found


def test_a_meaning_given_in_words_is_kept_for_that_person_alone(ask: Ask) -> None:
    first = ask("sales by region last month")
    assert first.outcome == "asked_back"
    assert metrics(ask("orders", thread=first.thread)) == ["order_count"]

    later = ask("sales in September")
    assert metrics(later) == ["order_count"]
    assert "sales = orders, as you chose" in later.text
    assert "forget what sales means" in later.text
    assert ask("sales in September", user="priya").outcome == "asked_back"

    changed = ask("sales means revenue")
    assert "“sales” means revenue" in changed.text
    assert metrics(ask("sales in September")) == ["revenue"]

    assert ask("forget what sales means").outcome == "answered"
    assert ask("sales in September").outcome == "asked_back"


def test_a_meaning_pressed_is_kept(office: Office, ask: Ask) -> None:
    asked = ask("sales by region last month")
    press(office, asked, asked.buttons[0]["action_id"], "maya")
    until(lambda: office.ledger.meanings("T_OUTCROP", "U_MAYA"), "meaning kept")
    assert metrics(ask("sales in September")) == ["revenue"]


def test_another_question_instead_of_a_choice_settles_nothing(ask: Ask) -> None:
    first = ask("sales by region last month")
    ask("what was the revenue by country in the second quarter of 2026", thread=first.thread)
    assert ask("sales in September").outcome == "asked_back"


def test_the_answers_of_any_question_back_have_a_button_each(ask: Ask) -> None:
    asked = ask("top 3 brands last month")
    assert asked.outcome == "asked_back"
    assert len(asked.buttons) >= 2
    assert all(f"• {button['text']}" in asked.text for button in asked.buttons)
    taken = ask(asked.buttons[0]["text"], thread=asked.thread)
    assert taken.outcome == "answered"
