"""What the bot offers before anything was asked: drawn from the model in use, and answerable."""

from __future__ import annotations

from typing import Any

from tests.scenario.conftest import Ask
from tests.whole import Office, until


def offered(office: Office, user: str, dm: str) -> list[str]:
    office.page("POST", "/page/open", **{"as": user, "channel": "dm", "tab": "messages"})
    store = office.stack.slack.core.workspace.store
    prompts = until(lambda: store.get("prompts", f"{dm}:"), "suggested prompts")
    return [prompt["message"] for prompt in prompts["prompts"]]


def test_suggested_prompts_are_questions_of_this_model_and_each_is_answered(office: Office, ask: Ask) -> None:
    questions = offered(office, "maya", "D_MAYA")
    assert len(questions) == 4
    for question in questions:
        assert ask(question).outcome == "answered", question


def test_a_button_in_home_asks_in_the_direct_message(office: Office) -> None:
    office.page("POST", "/page/open", **{"as": "luis", "channel": "dm", "tab": "home"})
    views = office.stack.slack.core.views
    home: dict[str, Any] = until(lambda: views.home("U_LUIS"), "a Home view")
    button = next(b["elements"][0] for b in home["blocks"] if b["type"] == "actions")
    pressed = {"action_id": button["action_id"], "value": button["value"]}
    assert office.page("POST", "/page/actions", **{"as": "luis", "view_id": home["id"], "action": pressed})["ok"]
    store = office.stack.slack.core.workspace.store

    def asked() -> dict[str, Any] | None:
        return next((m for m in store.top_level("D_LUIS") if button["value"] in m["text"]), None)

    question = until(asked, "the question in the direct message")
    assert until(lambda: store.replies("D_LUIS", question["ts"]), "an answer in its thread")
