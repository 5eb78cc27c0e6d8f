"""Case 39: a button works once, for the person to whom it was offered; a thread is no way into another's results."""

from __future__ import annotations

import json

import httpx
import pytest

from bot.words import ENGLISH
from infra.local.asking import Asked
from infra.local.slack.people import BOT_USER
from tests.whole import Ask, Json, Office, place, press, until

pytestmark = pytest.mark.usefixtures("words_open")


def whispers(office: Office, asked: Asked, user: str) -> list[str]:
    """What only ``user`` sees in the thread."""
    where = place(asked)
    shown = office.page("GET", f"/page/messages?as={user}&channel={where['channel']}&thread_ts={where['ts']}")
    return [message["text"] for message in shown["messages"] if message.get("is_ephemeral")]


def test_another_person_cannot_press_and_the_asker_can_once(office: Office, ask: Ask) -> None:
    asked = ask("sales by region last month", channel="#general")
    assert asked.outcome == "asked_back"
    first, second = (button["action_id"] for button in asked.buttons)
    press(office, asked, first, "luis")
    until(lambda: ENGLISH.choice_not_yours in whispers(office, asked, "luis"), "word to Luis")
    press(office, asked, first, "maya")
    press(office, asked, first, "maya")
    press(office, asked, second, "maya")
    until(lambda: ENGLISH.choice_taken in whispers(office, asked, "maya"), "word to Maya")

    def finished() -> list[Json] | None:
        found = office.answers(place(asked))
        done = len(found) >= 3 and found[-1].get("streaming_state", "completed") == "completed"
        return found if done and "data_table" in str(found[-1]["blocks"]) else None

    shown = until(finished, "answer to the choice")
    assert [message["user"] for message in shown] == [BOT_USER] * 3, "the question back, the choice, one answer"


def test_a_press_replayed_byte_for_byte_or_made_up_does_nothing_more(office: Office, ask: Ask) -> None:
    asked = ask("sales by region last month")
    where = place(asked)
    made_up = {"turn": "t" + "0" * 25, "n": 0}
    for value, stamp in (
        (json.loads(asked.buttons[0]["value"]), "1.1"),
        (made_up, "1.2"),
        ("[]", "1.3"),
        (None, "1.4"),
    ):
        payload = {
            "type": "block_actions", "team": {"id": "T_OUTCROP"}, "user": {"id": "U_MAYA", "team_id": "T_OUTCROP"},
            "api_app_id": "A_OUTCROP", "channel": {"id": where["channel"]}, "trigger_id": f"t.{stamp}",
            "container": {"type": "message", "channel_id": where["channel"], "message_ts": where["ts"]},
            "message": {"ts": where["ts"], "thread_ts": where["ts"]},
            "actions": [{
                "action_id": asked.buttons[0]["action_id"], "type": "button", "block_id": "b", "action_ts": stamp,
                "value": value if isinstance(value, str) else json.dumps(value),
            }],
        }  # fmt: skip
        body = str(httpx.QueryParams({"payload": json.dumps(payload)})).encode()
        statuses = [office.post(body, kind="application/x-www-form-urlencoded").status_code for _ in range(3)]
        assert statuses == [200, 200, 200]
    until(lambda: ENGLISH.choice_gone in whispers(office, asked, "maya"), "word about the made-up press")
    until(lambda: any("data_table" in str(found["blocks"]) for found in office.answers(where)), "answer")
    tables = [found for found in office.answers(where) if "data_table" in str(found["blocks"])]
    assert len(tables) == 1


def test_the_sql_and_the_results_of_another_stay_with_them(office: Office, ask: Ask) -> None:
    asked = ask("orders by region last month", channel="#general")
    button = next(button["action_id"] for button in asked.buttons if button["text"] == ENGLISH.show_sql)
    press(office, asked, button, "luis")
    until(lambda: ENGLISH.sql_not_yours in whispers(office, asked, "luis"), "word to Luis")
    assert not [text for text in whispers(office, asked, "luis") if "SELECT" in text]
    mine = ask("show me the SQL", user="luis", channel="#general", thread=asked.thread)
    assert not any(row[0] != "EMEA" for table in mine.tables for row in table["rows"])
    assert "AMER" not in mine.text
