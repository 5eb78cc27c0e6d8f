"""The journal over HTTP: what a real app and a real client did, with timing, faults and no secrets."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from infra.local.slack.server import SlackServer
from tests.wire.slack.app_server import bolt_app, connected
from tests.wire.slack.conftest import Person


def entries(slack: SlackServer, **query: Any) -> list[dict[str, Any]]:
    return httpx.get(f"{slack.url}/page/wire", params=query).json()["entries"]


def whole(slack: SlackServer, name: str) -> dict[str, Any]:
    """The newest entry of that name, with its payloads."""
    found = next(entry for entry in entries(slack) if entry["name"] == name)
    return httpx.get(f"{slack.url}/page/wire/{found['id']}").json()["entry"]


def test_an_event_its_answer_and_the_calls_it_led_to_are_one_turn(slack: SlackServer, maya: Person) -> None:
    app = bolt_app(slack)

    @app.event("app_mention")
    def mentioned(event: dict[str, Any], say: Any) -> None:
        say(text="Hello", thread_ts=event["ts"])

    app.event("message")(lambda: None)
    with connected(slack, app) as server:
        ts = maya.say("@Outcrop hi", channel="C_DATA")["ts"]
        assert slack.idle(5)
        sent = len(server.seen)
    event, call = whole(slack, "app_mention"), whole(slack, "chat.postMessage")
    assert event["turn"] == call["turn"] == f"thread:C_DATA:{ts}"
    assert (event["kind"], event["to_app"], event["status"], event["attempt"]) == ("event", True, 200, 0)
    assert (call["kind"], call["to_app"], call["status"], call["error"]) == ("api", False, 200, "")
    assert json.loads(event["request"])["event"]["text"] == "<@U_OUTCROP> hi"
    assert json.loads(call["request"])["text"] == "Hello"
    assert json.loads(call["answer"])["message"]["text"] == "Hello"
    assert event["at"] <= call["at"] <= event["at"] + event["ms"] / 1000 + 0.001
    assert len([e for e in entries(slack) if e["kind"] == "event"]) == sent


def test_retries_faults_errors_and_broken_connections_are_told_apart(
    slack: SlackServer, client: WebClient, maya: Person
) -> None:
    app = bolt_app(slack)
    app.event("message")(lambda: None)
    with connected(slack, app) as server:
        server.refuse += [500]
        maya.say("hello")
        assert slack.idle(5)
    tries = [e for e in entries(slack) if e["name"] == "message"][::-1]
    assert [(e["status"], e["error"], e["attempt"]) for e in tries] == [(500, "http_error", 0), (200, "", 1)]
    slack.faults.add("users.info", "rate_limited", seconds=7)
    with pytest.raises(SlackApiError):
        client.users_info(user="U_MAYA")
    limited = whole(slack, "users.info")
    assert (limited["status"], limited["error"], limited["fault"]) == (429, "ratelimited", "rate_limited")
    assert json.loads(limited["headers"]) == {"Retry-After": "7"}
    with pytest.raises(SlackApiError):
        client.api_call("chat.shout")
    assert whole(slack, "chat.shout")["error"] == "unknown_method"
    slack.faults.add("users.list", "lost")
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.post(f"{slack.api_url}users.list", headers={"Authorization": f"Bearer {slack.bot_token}"})
    assert (whole(slack, "users.list")["status"], whole(slack, "users.list")["fault"]) == (0, "lost")


def test_no_secret_is_kept_wherever_it_was_given(slack: SlackServer, client: WebClient, maya: Person) -> None:
    app = bolt_app(slack)

    @app.command("/outcrop")
    def command(ack: Any, respond: Any) -> None:
        ack()
        respond(text="later")

    app.event("message")(lambda: None)
    with connected(slack, app) as server:
        maya.do("commands", channel="C_DATA", text="/outcrop x")
        secrets = [slack.bot_token, slack.signing_secret]
        for headers, body in server.seen:
            form = dict(httpx.QueryParams(body.decode()))
            secrets += [headers["x-slack-signature"], form.get("trigger_id", ""), form.get("response_url", "")]
    httpx.post(f"{slack.api_url}auth.test", data={"token": slack.bot_token})
    httpx.get(f"{slack.api_url}auth.test", params={"token": slack.bot_token})
    client.chat_postMessage(channel="C_DATA", text=f"the token is {slack.bot_token}")
    ticket = client.files_getUploadURLExternal(filename="a.txt", length=3)
    secrets.append(str(ticket["upload_url"]).rpartition("/")[2])
    kept = "".join(httpx.get(f"{slack.url}/page/wire/{entry['id']}").text for entry in entries(slack, limit=500))
    assert len(kept) > 1000
    for secret in filter(None, secrets):
        assert secret not in kept
    assert {e["kind"] for e in entries(slack)} >= {"command", "response", "api", "handshake"}


def test_files_up_and_down_are_in_it_with_their_sizes(slack: SlackServer, client: WebClient, maya: Person) -> None:
    ts = maya.say("a file please")["ts"]
    done = client.files_upload_v2(channel="D_MAYA", thread_ts=ts, content="a,b\n1,2\n", filename="sums.csv")
    url = (done["file"] or {})["url_private_download"]
    httpx.get(url, headers={"Authorization": f"Bearer {slack.bot_token}"})
    httpx.get(url)
    kinds = [(e["kind"], e["error"]) for e in entries(slack)]
    assert kinds[:2] == [("download", "not_authed"), ("download", "")]
    upload = next(e for e in entries(slack) if e["kind"] == "upload")
    assert (upload["request_bytes"], upload["turn"]) == (8, f"thread:D_MAYA:{ts}")
    assert {e["turn"] for e in entries(slack) if e["name"].startswith("files.")} == {f"thread:D_MAYA:{ts}"}


def test_news_comes_as_server_sent_events_and_clear_forgets(slack: SlackServer, client: WebClient) -> None:
    with httpx.stream("GET", f"{slack.url}/page/wire/events") as stream:
        news = (json.loads(line[5:]) for line in stream.iter_lines() if line.startswith("data:"))
        assert next(news) == {"hello": True}
        client.auth_test()
        entry = next(news)["entry"]
        assert (entry["name"], "request" in entry) == ("auth.test", False)
        assert httpx.delete(f"{slack.url}/page/wire").json()["ok"]
        assert next(news) == {"cleared": True}
    assert entries(slack) == []
    gone = httpx.get(f"{slack.url}/page/wire/{entry['id']}")
    assert (gone.status_code, "no longer kept" in gone.json()["error"]) == (404, True)


def test_pages_and_numbers_that_are_none(slack: SlackServer, client: WebClient) -> None:
    for _ in range(5):
        client.auth_test()
    first = httpx.get(f"{slack.url}/page/wire", params={"limit": 2}).json()
    assert (len(first["entries"]), first["more"]) == (2, True)
    rest = entries(slack, before=first["entries"][-1]["id"])
    assert len(rest) == 3
    answer = httpx.get(f"{slack.url}/page/wire", params={"limit": "many"})
    assert (answer.status_code, answer.json()["error"]) == (400, "before and limit are whole numbers.")
    assert httpx.get(f"{slack.url}/page/wire", headers={"Host": "evil.example"}).status_code == 403
