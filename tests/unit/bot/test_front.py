"""What strangers, Slack and a broken queue may send at the front."""

from __future__ import annotations

import base64
import json
import logging
import subprocess
import sys
from typing import Any

import pytest
from slack_bolt import App

from bot.app import build_app
from bot.lambda_http import respond
from bot.queue import MESSAGE_BYTES, message
from bot.settings import Settings
from tests.unit.bot.slack_double import BOT, BOT_USER
from tests.unit.bot.support import Bench, event, http_event

Json = dict[str, Any]
JSON = "application/json"


def test_a_handled_event_is_acknowledged_and_queued_without_its_token(bench: Bench) -> None:
    body = event()
    body["event"]["blocks"] = [{"type": "rich_text"}]
    assert bench.deliver(body)["statusCode"] == 200
    (record,) = bench.queued()
    queued = json.loads(record["body"])
    assert queued["function"] == "answer_direct_message"
    assert "token" not in queued["body"]
    assert "blocks" not in queued["body"]["event"]
    assert queued["body"]["event"]["text"] == "revenue by region"


def test_url_verification_is_answered_and_needs_a_signature(bench: Bench) -> None:
    body = {"type": "url_verification", "challenge": "abc", "token": "x"}
    answer = bench.deliver(body)
    assert answer["statusCode"] == 200
    assert json.loads(str(answer["body"]))["challenge"] == "abc"
    unsigned = http_event(json.dumps(body), JSON, **{"x-slack-signature": "v0=00"})
    assert respond(bench.app, unsigned)["statusCode"] == 401


@pytest.mark.parametrize(
    "body",
    [
        {"type": "event_callback", "team_id": "T1", "event_id": "E", "event": {"type": "reaction_added", "user": "U"}},
        event(event_id="E2", bot_id="B9"),
        event(event_id="E3", subtype="channel_join"),
        event(event_id="E4", channel="C1", channel_type="channel"),
        event(event_id="E5", user=BOT_USER),
        event(event_id="E6", subtype="bot_message", bot_id=BOT, user=None),
        {**event(event_id="E7"), "event": {"type": "app_context_changed", "user": "UMAYA", "channel": "D1"}},
    ],
)
def test_what_nobody_asked_is_acknowledged_and_not_queued(bench: Bench, body: Json) -> None:
    assert bench.deliver(body)["statusCode"] == 200
    assert bench.queued() == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"body": "{not json"}, 400),
        ({"body": "[1, 2]"}, 400),
        ({"body": "null"}, 400),
        ({"body": '"text"'}, 400),
        ({"body": "[" * 100_000}, 400),
        ({"body": "payload=%7Bnot-json", "content-type": "application/x-www-form-urlencoded"}, 400),
        ({"body": "payload=[1]", "content-type": "application/x-www-form-urlencoded"}, 400),
        ({"body": "%%%", "isBase64Encoded": True}, 400),
        ({"body": base64.b64encode(b"\xff\xfe").decode(), "isBase64Encoded": True}, 400),
        ({"body": 5}, 400),
        ({"body": '{"event": [], "team": 5}'}, 400),
        ({"body": '{"authorizations": 7}'}, 400),
        ({"body": "x" * 3_000_000}, 400),
        ({"body": ""}, 400),
        ({"x-slack-request-timestamp": "abc"}, 401),
        ({"x-slack-request-timestamp": "١٢٣"}, 401),
        ({"x-slack-request-timestamp": "1" * 30}, 401),
        ({"x-slack-request-timestamp": "12"}, 401),
        ({"x-slack-signature": "v0=é"}, 401),
        ({"x-slack-signature": ""}, 401),
        ({"headers": None}, 401),
        ({"requestContext": {"http": {"method": "GET"}}}, 405),
        ({"requestContext": None}, 400),
    ],
)
def test_garbage_gets_a_status_and_never_an_error(
    bench: Bench, change: Json, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    made = http_event(json.dumps(event()), JSON)
    for name, value in change.items():
        (made["headers"] if "-" in name else made)[name] = value
    with caplog.at_level(logging.DEBUG):
        assert respond(bench.app, made)["statusCode"] == status
    assert "not json" not in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert bench.queued() == []


def test_an_old_request_is_refused(bench: Bench) -> None:
    assert bench.send(json.dumps(event()), JSON, timestamp="1700000000")["statusCode"] == 401


def test_a_body_in_base64_is_read(bench: Bench) -> None:
    made = http_event(json.dumps(event()), JSON)
    made |= {"body": base64.b64encode(made["body"].encode()).decode(), "isBase64Encoded": True}
    assert respond(bench.app, made)["statusCode"] == 200
    assert len(bench.queued()) == 1


def test_a_stranger_cannot_have_a_listener_run_in_the_front(bench: Bench) -> None:
    bolt = {"X-Slack-Bolt-Lazy-Only": "1", "x-slack-bolt-lazy-function-name": "answer_direct_message"}
    assert bench.deliver(event(), **bolt)["statusCode"] == 200
    assert not bench.agent.turns
    assert len(bench.queued()) == 1


def test_when_the_queue_refuses_slack_is_told_to_come_again(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    settings = bench.settings.model_copy(update={"queue_url": bench.settings.queue_url + "-gone.fifo"})
    broken: App = build_app(settings, agent=bench.agent)
    with caplog.at_level(logging.CRITICAL):
        assert respond(broken, http_event(json.dumps(event()), JSON))["statusCode"] == 500
    assert bench.deliver(event())["statusCode"] == 200, "nothing was claimed: the next delivery goes through"
    bench.work()
    assert len(bench.agent.turns) == 1


def test_a_message_too_big_for_the_queue_is_cut_not_lost(bench: Bench) -> None:
    body = event(text="é" * 200_000, extra=["y" * 1000] * 500)
    assert len(message(body, "f").encode()) <= MESSAGE_BYTES
    assert bench.deliver(body)["statusCode"] == 200
    bench.work()
    assert len(bench.slack.replies()) == 1


def test_twenty_kilobytes_travel_whole(bench: Bench) -> None:
    bench.deliver(event(text="x" * 20_000))
    (record,) = bench.queued()
    assert json.loads(record["body"])["body"]["event"]["text"] == "x" * 20_000


def test_slack_is_asked_once_who_the_bot_is(bench: Bench) -> None:
    for number in range(3):
        bench.deliver(event(ts=f"170000000{number}.0001", event_id=f"E{number}"))
    assert len(bench.slack.called("auth.test")) == 1


def test_an_unreadable_queue_message_is_failed_and_others_go_on(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.deliver(event())
    (good,) = bench.queued()
    bad = [
        {"messageId": "b1", "body": "garbage", "attributes": {"MessageGroupId": "g1"}},
        {"messageId": "b2", "body": '{"function": "nobody", "body": {}}', "attributes": {"MessageGroupId": "g2"}},
    ]
    later = {**good, "messageId": "later", "attributes": {"MessageGroupId": "g1"}}
    with caplog.at_level(logging.CRITICAL):
        answer = bench.run([*bad, good, later])
    assert [failure["itemIdentifier"] for failure in answer["batchItemFailures"]] == ["b1", "b2", "later"]
    assert len(bench.agent.turns) == 1


def test_the_front_loads_nothing_that_only_the_worker_needs() -> None:
    heavy = ("sqlglot", "bot.turn", "bot.agents", "agent_actions", "pydantic_settings", "bot.exports", "xlsxwriter")
    code = f"import sys, bot.lambda_front; print([m for m in sys.modules if m.startswith({heavy})])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_settings_come_from_the_environment_and_say_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.errors import SettingsError
    from bot.settings import read_settings

    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "OUTCROP_SLACK_SECRET"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
        read_settings()
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s")
    monkeypatch.setenv("OUTCROP_TODAY", "")
    settings: Settings = read_settings()
    assert settings.today is None
    assert "xoxb-1" not in repr(settings)
    monkeypatch.setenv("OUTCROP_TURN_SECONDS", "soon")
    with pytest.raises(SettingsError, match="OUTCROP_TURN_SECONDS"):
        read_settings()


def test_secrets_come_from_secrets_manager(aws: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import boto3

    from bot.settings import read_settings

    secret = json.dumps({"bot_token": "xoxb-kept", "signing_secret": "kept"})
    boto3.client("secretsmanager").create_secret(Name="slack", SecretString=secret)
    monkeypatch.setenv("OUTCROP_SLACK_SECRET", "slack")
    assert read_settings().slack_bot_token.get_secret_value() == "xoxb-kept"
