"""The shortcuts of a message: a window, and then an answer in its thread, or a word to one person."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.buttons import ASK_ABOUT, TRANSLATE
from bot.words import ENGLISH
from infra.local.slack.shortcuts import message_shortcuts
from tests.unit.actions import hostile
from tests.whole import Json, Office, until


def window(office: Office, message: Json, shortcut: str, user: str = "maya") -> Json:
    """Use the shortcut on a message; the window that opens."""
    place = {"as": user, "channel": message["channel"], "message_ts": message["ts"]}
    office.page("POST", "/page/shortcuts", **place, callback_id=shortcut)
    view = office.stack.slack.core.views.top(f"U_{user.upper()}")
    assert view is not None
    return view


def submit(office: Office, view: Json, field: str, value: dict[str, Any], user: str = "maya") -> Json:
    given = {field: {field: value}}
    answer = office.http.post(
        f"{office.stack.running.slack_url}/page/views/submit", json={"as": user, "view_id": view["id"], "values": given}
    )
    found: Json = answer.json()
    return found


def ask(office: Office, view: Json, question: str, user: str = "maya") -> Json:
    return submit(office, view, "question", {"type": "plain_text_input", "value": question}, user)


def whispers(office: Office, message: Json, user: str = "maya") -> list[str]:
    place = {"as": user, "channel": message["channel"], "thread_ts": message.get("thread_ts") or message["ts"]}
    shown = office.http.get(f"{office.stack.running.slack_url}/page/messages", params=place).json()["messages"]
    return [json.dumps(m) for m in shown if m.get("is_ephemeral")]


def answer(office: Office, message: Json) -> Any:
    """The finished turn that was asked in the message's thread."""

    def look() -> Any:
        turns = office.ledger.thread("T_OUTCROP", message["channel"], message["ts"], 10)
        done = [office.ledger.turn(turn.turn) for turn in turns if turn.status == "done"]
        return done[-1] if done else None

    return until(look, "answer in the thread")


def test_the_manifest_declares_what_the_bot_listens_to() -> None:
    assert {one["callback_id"] for one in message_shortcuts()} == {ASK_ABOUT, TRANSLATE}


def test_a_question_about_a_message_is_answered_in_its_thread(office: Office) -> None:
    message = office.say("The October figures look odd to me", user="priya", channel="#general")
    view = window(office, message, ASK_ABOUT)
    assert "The October figures look odd to me" in json.dumps(view["blocks"])
    assert ask(office, view, "   ")["errors"] == {"question": ENGLISH.ask_about_empty}
    assert ask(office, view, "revenue last month")["ok"]
    record = answer(office, message)
    assert record.question == "revenue last month"
    assert record.quoted == "\n\n> The October figures look odd to me"
    assert (record.outcome, "Revenue, October 2026" in record.text) == ("answered", True)
    assert office.answers(message)[0]["text"].startswith("maya asked: revenue last month")


def test_a_question_about_a_message_with_a_file_has_the_file(office: Office) -> None:
    message = office.share(("wall.png", hostile.png(40, 30)), ("run.exe", b"MZ\0\0"), user="priya", channel="#general")
    view = window(office, message, ASK_ABOUT)
    assert "With: wall.png, run.exe" in json.dumps(view["blocks"])
    assert ask(office, view, "what is in this picture?")["ok"]
    record = answer(office, message)
    assert record.files == (message["files"][0],)
    assert "“run.exe” is a Windows program" in record.text


def test_the_languages_begin_with_the_persons_own(office: Office) -> None:
    message = office.say("Guten Tag", user="priya", channel="#general")
    select = window(office, message, TRANSLATE)["blocks"][-1]["element"]
    assert select["initial_option"]["value"] == "en"
    assert {"es", "vi"} <= {option["value"] for option in select["options"]}


@pytest.mark.parametrize(("said", "to"), [("Good morning", "es"), ("", "es")])
def test_a_translation_or_the_reason_why_there_is_none_is_for_one_person(office: Office, said: str, to: str) -> None:
    if said:
        message = office.say(said, user="priya", channel="#general")
    else:
        message = office.share(("wall.png", hostile.png(4, 3)), user="priya", channel="#general")
    option = {"text": {"type": "plain_text", "text": "Spanish"}, "value": to}
    view = window(office, message, TRANSLATE)
    assert submit(office, view, "language", {"type": "static_select", "selected_option": option})["ok"]
    (told,) = until(lambda: whispers(office, message), "word to maya")
    assert whispers(office, message, "luis") == []
    assert office.answers(message) == []
    if not said:
        assert ENGLISH.translate_nothing in json.loads(told)["text"]
