"""Modals and Home of a slack_bolt app: open, update, push, submit, clear, close, and every refusal."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from infra.local.slack.server import SlackServer
from tests.wire.slack.app_server import bolt_app, connected
from tests.wire.slack.conftest import QUICK, Person

View = dict[str, Any]


def text(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}


def modal(title: str, **more: Any) -> View:
    field = {"type": "input", "block_id": "name", "label": text("Name"),
             "element": {"type": "plain_text_input", "action_id": "name"}}  # fmt: skip
    deeper = {"type": "button", "action_id": "deeper", "text": text("Deeper")}
    return {
        "type": "modal", "callback_id": "form", "title": text(title), "submit": text("Save"),
        "blocks": [field, {"type": "actions", "elements": [deeper]}], **more,
    }  # fmt: skip


class Desk:
    """Maya before the app's modals; ``told`` is what the app was sent."""

    def __init__(self, slack: SlackServer, maya: Person) -> None:
        self.slack, self.maya = slack, maya
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.app = self._app()

    def _app(self) -> App:
        app = bolt_app(self.slack)

        @app.command("/form")
        def command(ack: Any, body: dict[str, Any], client: WebClient) -> None:
            ack()
            view = client.views_open(trigger_id=body["trigger_id"], view=modal("Loading"))["view"] or {}
            client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Form", notify_on_close=True))

        @app.action("deeper")
        def deeper(ack: Any, body: dict[str, Any], client: WebClient) -> None:
            ack()
            depth = "clears" if body["view"]["previous_view_id"] else "Second"
            more = {"clear_on_close": depth == "clears", "notify_on_close": True}
            client.views_push(trigger_id=body["trigger_id"], view=modal(depth, **more))

        @app.view("form")
        def submitted(ack: Any, body: dict[str, Any]) -> None:
            self.told.append(("submitted", body))
            name = body["view"]["state"]["values"]["name"]["name"]["value"]
            responses: dict[str, dict[str, Any]] = {
                "bad": {"response_action": "errors", "errors": {"name": "Choose another."}},
                "update": {"response_action": "update", "view": modal("Updated")},
                "push": {"response_action": "push", "view": modal("Pushed")},
                "clear": {"response_action": "clear"},
                "broken": {"response_action": "update", "view": {"type": "modal"}},
            }
            ack(**responses.get(name, {}))

        @app.view_closed("form")
        def closed(ack: Any, body: dict[str, Any]) -> None:
            ack()
            self.told.append(("closed", body))

        return app

    @property
    def titles(self) -> list[str]:
        """The modals of Maya's stack, the one on top last."""
        views = self.slack.core.views
        return [views.require(view)["title"]["text"] for view in views.stack("U_MAYA")]

    @property
    def top(self) -> str:
        return self.slack.core.views.stack("U_MAYA")[-1]

    def open(self) -> None:
        assert self.maya.do("commands", channel="dm", text="/form") == {"ok": True}

    def deeper(self) -> None:
        assert self.maya.do("actions", view_id=self.top, action={"action_id": "deeper"}) == {"ok": True}

    def submit(self, name: str) -> dict[str, Any]:
        values = {"name": {"name": {"type": "plain_text_input", "value": name}}}
        return self.maya.do("views/submit", view_id=self.top, values=values)


@pytest.fixture
def desk(slack: SlackServer, maya: Person) -> Desk:
    return Desk(slack, maya)


def test_a_modal_is_opened_at_once_and_updated_when_its_content_is_there(desk: Desk) -> None:
    with connected(desk.slack, desk.app):
        desk.open()
        assert desk.titles == ["Form"]
        assert desk.submit("fine") == {"ok": True}
    assert desk.titles == []
    kind, body = desk.told[0]
    assert (kind, body["user"]["id"], body["view"]["callback_id"]) == ("submitted", "U_MAYA", "form")
    assert body["view"]["state"]["values"]["name"]["name"]["value"] == "fine"


def test_a_submission_may_be_refused_updated_pushed_and_cleared(desk: Desk) -> None:
    with connected(desk.slack, desk.app):
        desk.open()
        assert desk.submit("bad") == {"ok": False, "errors": {"name": "Choose another."}}
        assert desk.titles == ["Form"]
        desk.submit("push")
        assert desk.titles == ["Form", "Pushed"]
        desk.submit("update")
        assert desk.titles == ["Form", "Updated"]
        broken = desk.submit("broken")
        assert (broken["ok"], broken["error"]) == (False, "We had some trouble connecting. Try again?")
        assert desk.titles == ["Form", "Updated"]
        desk.submit("clear")
        assert desk.titles == []


def test_closing_goes_back_one_and_tells_the_app_that_asked_for_it(desk: Desk) -> None:
    with connected(desk.slack, desk.app):
        desk.open()
        desk.deeper()
        assert desk.titles == ["Form", "Second"]
        desk.maya.do("views/close")
        assert desk.titles == ["Form"]
        desk.deeper()
        desk.deeper()
        assert desk.titles == ["Form", "Second", "clears"]
        desk.maya.do("views/close")
        assert desk.titles == []
    closed = [(body["view"]["title"]["text"], body["is_cleared"]) for kind, body in desk.told if kind == "closed"]
    assert closed == [("Second", False), ("clears", True), ("Second", True), ("Form", True)]


def test_another_person_cannot_submit_it(desk: Desk) -> None:
    with connected(desk.slack, desk.app):
        desk.open()
        luis = Person(desk.slack, "luis")
        answer = luis.do("views/submit", view_id=desk.top, values={})
        luis.close()
    assert answer == {"ok": False, "error": "not_found"}
    assert desk.told == []


def refusal(do: Any, *arguments: Any, **more: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        do(*arguments, **more)
    return str(caught.value.response["error"])


def test_every_way_a_view_is_refused(slack: SlackServer, client: WebClient) -> None:
    def trigger() -> str:
        return slack.core.views.new_trigger("U_MAYA")

    used = trigger()
    first = client.views_open(trigger_id=used, view=modal("One", external_id="one"))["view"] or {}
    assert refusal(client.views_open, trigger_id=used, view=modal("x")) == "exchanged_trigger_id"
    assert refusal(client.views_open, trigger_id="1.2.3", view=modal("x")) == "invalid_trigger_id"
    assert refusal(client.views_open, trigger_id="", view=modal("x")) == "invalid_arguments"
    assert refusal(client.views_open, trigger_id=trigger(), view={"type": "home", "blocks": []}) == "invalid_arguments"
    assert refusal(client.views_push, trigger_id=trigger(), view=modal("x", external_id="one")) == (
        "duplicate_external_id"
    )
    client.views_update(external_id="one", view=modal("Two", external_id="one"))
    assert refusal(client.views_update, view_id=first["id"], hash=first["hash"], view=modal("x")) == "hash_conflict"
    assert refusal(client.views_update, external_id="two", view=modal("x")) == "not_found"
    assert refusal(client.views_update, view_id="V_NONE", view=modal("x")) == "not_found"
    for _ in range(2):
        client.views_push(trigger_id=trigger(), view=modal("x"))
    assert refusal(client.views_push, trigger_id=trigger(), view=modal("x")) == "push_limit_reached"
    for _ in range(3):
        slack.core.interactions.close("U_MAYA")
    assert refusal(client.views_update, view_id=first["id"], view=modal("x")) == "not_found"
    assert refusal(client.views_publish, user_id="U_NONE", view={"type": "home", "blocks": []}) == "user_not_found"
    assert refusal(client.views_publish, user_id="U_MAYA", view=modal("x")) == "invalid_arguments"


def test_a_trigger_lives_three_seconds() -> None:
    with SlackServer(timing=QUICK.__class__(trigger=-1.0)) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        trigger = slack.core.views.new_trigger("U_MAYA")
        assert refusal(client.views_open, trigger_id=trigger, view=modal("x")) == "expired_trigger_id"


def test_home_is_published_and_minds_its_hash(slack: SlackServer, client: WebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "section", "text": text("Hello")}]}
    first = client.views_publish(user_id="U_MAYA", view=home)["view"] or {}
    client.views_publish(user_id="U_MAYA", view=home, hash=first["hash"])
    assert refusal(client.views_publish, user_id="U_MAYA", view=home, hash=first["hash"]) == "hash_conflict"
    assert (slack.core.views.home("U_MAYA") or {})["blocks"][0]["text"]["text"] == "Hello"
