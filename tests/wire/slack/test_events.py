"""Signed events, commands, buttons and modals against a slack_bolt app over HTTP."""

# slack_sdk types every field of a response as optional.
# pyright: reportOptionalSubscript=false, reportArgumentType=false, reportOptionalIterable=false
# pyright: reportOperatorIssue=false, reportOptionalMemberAccess=false

from __future__ import annotations

import json
import threading
from typing import Any

import httpx
import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from infra.local.slack.server import SlackServer
from tests.browser.scripted_bot import FORM
from tests.wire.slack.app_server import AppServer, bolt_app, connected
from tests.wire.slack.conftest import Person


def events_of(server: AppServer) -> list[dict[str, Any]]:
    return [json.loads(body)["event"] for _, body in server.seen if body.startswith(b"{")]


def echo(slack: SlackServer) -> App:
    app = bolt_app(slack)

    @app.event("app_mention")
    def mentioned(event: dict[str, Any], say: Any) -> None:
        say(text=f"Hello <@{event['user']}>", thread_ts=event["ts"])

    @app.event("message")
    def message(event: dict[str, Any], client: WebClient) -> None:
        if event.get("channel_type") == "im" and not event.get("subtype"):
            client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="Yes?")

    for name in ("app_home_opened", "agent_session_stopped", "reaction_added"):
        app.event(name)(lambda: None)
    return app


def test_a_mention_is_answered_in_its_thread(slack: SlackServer, maya: Person) -> None:
    with connected(slack, echo(slack)) as server:
        ts = maya.say("@Outcrop hi, see #finance & <b>", channel="C_DATA")["ts"]
        assert slack.idle(5)
        assert [m["text"] for m in maya.reads("C_DATA", ts)][1:] == ["Hello <@U_MAYA>"]
        mention = next(e for e in events_of(server) if e["type"] == "app_mention")
        twin = next(e for e in events_of(server) if e["type"] == "message" and e["ts"] == ts)
    assert mention["text"] == "<@U_OUTCROP> hi, see <#C_FINANCE|finance> &amp; &lt;b&gt;"
    assert (twin["channel_type"], mention["ts"], "channel_type" in mention) == ("channel", ts, False)


def test_a_direct_message_has_channel_type_im_and_an_envelope_like_slacks(slack: SlackServer, maya: Person) -> None:
    with connected(slack, echo(slack)) as server:
        ts = maya.say("hello")["ts"]
        assert slack.idle(5)
        assert [m["text"] for m in maya.reads("dm", ts)] == ["hello", "Yes?"]
        envelope = json.loads(server.seen[0][1])
    assert (envelope["type"], envelope["team_id"], envelope["event"]["channel_type"]) == (
        "event_callback",
        "T_OUTCROP",
        "im",
    )
    assert envelope["authorizations"][0]["user_id"] == "U_OUTCROP"


def test_every_request_is_signed_and_another_secret_does_not_verify(slack: SlackServer, maya: Person) -> None:
    with connected(slack, echo(slack)) as server:
        maya.say("hello")
        assert slack.idle(5)
        headers, body = server.seen[0]
    assert SignatureVerifier(slack.signing_secret).is_valid_request(body, headers)
    assert not SignatureVerifier("other").is_valid_request(body, headers)


def test_a_500_is_tried_again_with_number_and_reason(slack: SlackServer, maya: Person) -> None:
    with connected(slack, echo(slack)) as server:
        server.refuse += [500, 503]
        maya.say("hello")
        assert slack.idle(5)
        tries = [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h, b in server.seen if b'"hello"' in b]
        ids = {json.loads(b)["event_id"] for _, b in server.seen if b'"hello"' in b and b'"bot_id"' not in b}
    assert tries[:3] == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len(ids) == 1


def test_four_failures_give_up_and_no_retry_stops_at_once(slack: SlackServer, maya: Person) -> None:
    with connected(slack, echo(slack)) as server:
        server.refuse += [500] * 4
        maya.say("hello")
        assert slack.idle(5)
        assert len(server.seen) == 4


def test_a_slow_app_is_tried_again_for_http_timeout(slack: SlackServer, maya: Person) -> None:
    release = threading.Event()
    with connected(slack, echo(slack)) as server:
        server.hold.append(release)
        maya.say("hello")
        assert slack.idle(5)
        release.set()
        reasons = [h.get("x-slack-retry-reason") for h, _ in server.seen]
    assert "http_timeout" in reasons


def test_edit_delete_reaction_home_and_stop_are_events_too(slack: SlackServer, maya: Person) -> None:
    with connected(slack, echo(slack)) as server:
        sent = maya.say("one", channel="C_DATA")
        where = {"as": "maya", "channel": "C_DATA", "ts": sent["ts"]}
        httpx.patch(f"{slack.url}/page/messages", json={**where, "text": "two"})
        maya.do("reactions", channel="C_DATA", ts=sent["ts"], name="eyes")
        httpx.request("DELETE", f"{slack.url}/page/messages", json=where)
        maya.do("open", channel="dm", tab="messages")
        maya.do("stop", channel="dm", thread_ts="1.000001")
        assert slack.idle(5)
        seen = events_of(server)
    kinds = {(e["type"], e.get("subtype")) for e in seen}
    assert {("message", "message_changed"), ("message", "message_deleted"), ("reaction_added", None)} <= kinds
    assert {("app_home_opened", None), ("agent_session_stopped", None)} <= kinds
    changed = next(e for e in seen if e.get("subtype") == "message_changed")
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("two", "one")


def test_events_of_one_channel_arrive_in_the_order_they_were_said(slack: SlackServer, maya: Person) -> None:
    with connected(slack, echo(slack)) as server:
        for number in range(12):
            maya.say(f"n{number}", channel="C_DATA")
        assert slack.idle(5)
        said = [e["text"] for e in events_of(server)]
    assert said == [f"n{n}" for n in range(12)]


def test_a_shared_file_is_a_message_with_files(slack: SlackServer, maya: Person) -> None:
    with connected(slack, echo(slack)) as server:
        up = httpx.post(f"{slack.url}/page/files?as=maya", files={"file": ("a.csv", b"a\n1\n")}).json()
        maya.say("look", files=[up["files"][0]["id"]])
        assert slack.idle(5)
        event = events_of(server)[0]
    assert (event["subtype"], event["files"][0]["name"], event["text"]) == ("file_share", "a.csv", "look")
    bearer = {"Authorization": f"Bearer {slack.bot_token}"}
    assert httpx.get(event["files"][0]["url_private_download"], headers=bearer).content == b"a\n1\n"


def interactive(slack: SlackServer) -> App:
    app = echo(slack)

    @app.command("/outcrop")
    def command(ack: Any, command: dict[str, str], respond: Any) -> None:
        ack(f"You typed {command['text']}")
        respond(text="for all", response_type="in_channel")

    @app.action("go")
    def go(ack: Any, respond: Any, action: dict[str, str]) -> None:
        ack()
        respond(text=f"chose {action['value']}", replace_original=True)

    @app.action("form")
    def form(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)
        with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
            client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("subscribe")
    def save(ack: Any, view: dict[str, Any]) -> None:
        name = view["state"]["values"]["name"]["name"]["value"]
        if name == "bad":
            ack(response_action="errors", errors={"name": "No."})
        elif name == "next":
            ack(response_action="update", view={**FORM, "title": {"type": "plain_text", "text": "Step 2"}})
        else:
            ack()

    @app.shortcut("ask_about")
    def ask(ack: Any, respond: Any, shortcut: dict[str, Any]) -> None:
        ack()
        respond(text="about: " + shortcut["message"]["text"])

    return app


def buttons(client: WebClient) -> str:
    elements = [
        {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": v}, "value": v} for v in ("a", "b")
    ]
    elements[1]["action_id"] = "go"
    form = {"type": "button", "action_id": "form", "text": {"type": "plain_text", "text": "Form"}}
    blocks = [{"type": "actions", "elements": [*elements, form]}]
    return client.chat_postMessage(channel="C_DATA", text="choose", blocks=blocks)["ts"] or ""


def test_a_command_is_answered_by_its_ack_and_its_response_url(slack: SlackServer, maya: Person) -> None:
    with connected(slack, interactive(slack)):
        assert maya.do("commands", channel="C_DATA", text="/outcrop  help me") == {"ok": True}
        said = {m["text"]: m.get("is_ephemeral", False) for m in maya.reads("C_DATA")}
    assert said == {"You typed help me": True, "for all": False}


def test_a_command_that_fails_is_told_to_the_person_alone(slack: SlackServer, maya: Person) -> None:
    with connected(slack, echo(slack)):
        answer = maya.do("commands", channel="C_DATA", text="/unknown")
    assert "dispatch_failed" in answer["error"]
    assert maya.reads("C_DATA")[0]["is_ephemeral"]


def test_a_button_is_pressed_and_the_message_replaced(slack: SlackServer, client: WebClient, maya: Person) -> None:
    with connected(slack, interactive(slack)):
        ts = buttons(client)
        pressed = maya.do("actions", channel="C_DATA", message_ts=ts, action={"action_id": "go", "value": "b"})
        assert pressed == {"ok": True}
        assert maya.reads("C_DATA")[0]["text"] == "chose b"


def test_a_response_url_works_five_times(slack: SlackServer, maya: Person) -> None:
    with connected(slack, interactive(slack)) as server:
        maya.do("commands", channel="C_DATA", text="/outcrop x")
        form = dict(httpx.QueryParams(next(b for _, b in server.seen if b"response_url" in b).decode()))
        answers = [httpx.post(form["response_url"], json={"text": str(n)}) for n in range(5)]
    assert [a.status_code for a in answers] == [200] * 4 + [404]
    assert answers[-1].text == "used_url"


def test_a_modal_opens_refuses_updates_and_closes(slack: SlackServer, client: WebClient, maya: Person) -> None:
    def typed(name: str) -> dict[str, Any]:
        view = slack.core.views.top("U_MAYA")
        assert view
        values = {"name": {"name": {"type": "plain_text_input", "value": name}}}
        return maya.do("views/submit", view_id=view["id"], values=values)

    with connected(slack, interactive(slack)):
        maya.do("actions", channel="C_DATA", message_ts=buttons(client), action={"action_id": "form"})
        assert typed("bad") == {"ok": False, "errors": {"name": "No."}}
        assert typed("next") == {"ok": True}
        assert (slack.core.views.top("U_MAYA") or {})["title"]["text"] == "Step 2"
        assert typed("good") == {"ok": True}
    assert slack.core.views.top("U_MAYA") is None


def test_a_message_shortcut_carries_the_message(slack: SlackServer, maya: Person) -> None:
    with connected(slack, interactive(slack)):
        ts = maya.say("numbers", channel="C_DATA")["ts"]
        maya.do("shortcuts", channel="C_DATA", message_ts=ts, callback_id="ask_about")
        assert [m["text"] for m in maya.reads("C_DATA", ts)] == ["numbers", "about: numbers"]


def test_views_mind_expired_triggers_and_hashes(slack: SlackServer, client: WebClient) -> None:
    view = client.views_open(trigger_id=slack.core.views.new_trigger("U_MAYA"), view=FORM)["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=FORM)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_update(view_id=view["id"], hash=view["hash"], view=FORM)
    for _ in range(2):
        client.views_push(trigger_id=slack.core.views.new_trigger("U_MAYA"), view=FORM)
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        client.views_push(trigger_id=slack.core.views.new_trigger("U_MAYA"), view=FORM)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        client.views_open(trigger_id="1.2.3", view=FORM)


def arrived(server: AppServer) -> list[tuple[str, str]]:
    """(text, retry number) of each message event in the order of arrival."""
    found = [(json.loads(body), headers) for headers, body in server.seen if body.startswith(b"{")]
    messages = [(sent, headers) for sent, headers in found if sent.get("event", {}).get("type") == "message"]
    own = [(sent, headers) for sent, headers in messages if sent["event"].get("user") == "U_MAYA"]
    return [(sent["event"]["text"], headers.get("x-slack-retry-num", "")) for sent, headers in own]


def test_a_lost_event_comes_with_slacks_first_retry(slack: SlackServer, maya: Person) -> None:
    with connected(slack, echo(slack)) as server:
        slack.faults.add("delivery.message", "lost")
        maya.say("hello")
        assert slack.idle(5)
        assert arrived(server) == [("hello", "1")]


def test_a_doubled_event_comes_twice_under_one_id(slack: SlackServer, maya: Person) -> None:
    with connected(slack, echo(slack)) as server:
        slack.faults.add("delivery.*", "doubled")
        maya.say("hello")
        assert slack.idle(5)
        assert arrived(server) == [("hello", ""), ("hello", "")]
        sent = [json.loads(body) for _, body in server.seen]
        ids = {one["event_id"] for one in sent if one.get("event", {}).get("text") == "hello"}
        assert len(ids) == 1


def test_a_delayed_event_is_overtaken(slack: SlackServer, maya: Person) -> None:
    with connected(slack, echo(slack)) as server:
        slack.faults.add("delivery.message", "slow", seconds=0.3)
        maya.say("first")
        maya.say("second")
        assert slack.idle(5)
        assert arrived(server) == [("second", ""), ("first", "")]
