"""One message, one answer: whatever Slack, strangers, the queue and dying processes do."""

from __future__ import annotations

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.words import ENGLISH
from infra.local import names
from infra.local.aws.faults import Fault, Kind
from infra.local.slack.faults import FaultKind
from infra.local.slack.people import BOT_USER
from tests.whole import Ask, Json, Office, envelope, until

AGENT = "bedrock-agent-runtime/InvokeAgent"
PEOPLE = ("maya", "luis", "priya", "gus")
FORM = "application/x-www-form-urlencoded"
GREETING = "hello"
QUESTION = "orders by region last month"


def kill(office: Office, function: str) -> None:
    for pid in office.stack.aws.runtime.pids(function):
        os.kill(pid, signal.SIGKILL)


def answered_once(office: Office, message: Json) -> str:
    """The words of the one answer that the message has."""
    record = office.done(message)
    (answer,) = office.answers(message)
    assert [answer["ts"]] == list(record.reply_ts)
    return record.text


# Slack repeats itself


def test_an_event_delivered_twice_at_once_and_again_later_is_answered_once(office: Office) -> None:
    message = office.said(QUESTION)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: office.deliver(message, "Ev_TWICE"), range(2))
    repeated = office.deliver(message, "Ev_TWICE", **{"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"})
    assert (first, second, repeated) == (200, 200, 200)
    assert "region" in answered_once(office, message)
    assert office.deliver(message, "Ev_TWICE", **{"x-slack-retry-num": "2"}) == 200
    answered_once(office, office.say(GREETING))
    assert len(office.answers(message)) == office.attempts(message) == 1


def test_a_mention_and_its_twin_message_are_answered_once(office: Office) -> None:
    message = office.said(f"@Outcrop {GREETING}", channel="#general")
    mention = {**message, "type": "app_mention"}
    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(office.deliver, (message, mention), ("Ev_TWIN_1", "Ev_TWIN_2")))
    assert statuses == [200, 200]
    answered_once(office, message)
    assert office.attempts(message) == 1


def test_forty_questions_at_once_are_all_taken_and_each_answered_once(office: Office) -> None:
    messages = [office.said(GREETING, user=PEOPLE[number % 3]) for number in range(40)]
    bodies = [envelope(message, f"Ev_FORTY_{number}") for number, message in enumerate(messages)]
    with ThreadPoolExecutor(40) as pool:
        statuses = list(pool.map(lambda body: office.post(body).status_code, bodies))
    assert statuses == [200] * 40
    for message in messages:
        answered_once(office, message)


def test_quick_follow_ups_are_answered_in_their_order_each_to_its_own(office: Office, ask: Ask) -> None:
    first = ask(QUESTION)
    channel, _, thread_ts = first.thread.partition(":")
    second = office.say("and by channel?", thread_ts=thread_ts) | {"text": "by channel"}
    third = office.say("only EMEA", thread_ts=thread_ts) | {"text": "only EMEA"}
    by_channel, emea = office.done(second), office.done(third)
    assert by_channel.calls[-1].request is not None
    assert emea.calls[-1].request is not None
    assert by_channel.calls[-1].request["dimensions"] == emea.calls[-1].request["dimensions"] == ["orders.channel"]
    assert emea.calls[-1].request["filters"] == [{"field": "orders.region", "values": ["EMEA"]}]
    assert channel == second["channel"]
    shown = [message["ts"] for message in office.answers({"channel": channel, "ts": thread_ts})]
    assert shown == [*shown[:1], *by_channel.reply_ts, *emea.reply_ts]


# who is no person, and who is nobody


def test_the_bots_own_words_and_other_bots_are_not_questions(office: Office) -> None:
    asked = office.say(GREETING)
    answered_once(office, asked)
    (own,) = office.answers(asked)
    message = office.said(QUESTION)
    forged = [
        {**message, "bot_id": "B_OTHER"},
        {**message, "subtype": "bot_message", "bot_id": "B_OTHER", "user": None},
        {**message, "user": BOT_USER},
        {**message, "subtype": "channel_join"},
        {**message, "type": "reaction_added"},
        {"type": "link_shared", "channel": message["channel"], "user": "U_MAYA"},
    ]
    assert [office.deliver(event, f"Ev_BOT_{number}") for number, event in enumerate(forged)] == [200] * len(forged)
    answered_once(office, office.say(GREETING))
    assert office.turn(message) is None
    assert office.turn(own | {"channel": asked["channel"]}) is None


HELLO = {"type": "event_callback", "team_id": "T_OUTCROP", "event_id": "Ev_STRANGER", "event": {"type": "message"}}
BODY = json.dumps(HELLO).encode()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"signature": "v0=" + "0" * 64}, 401),
        ({"signature": ""}, 401),
        ({"signature": "v0=é"}, 401),
        ({"stamp": str(int(time.time()) - 360)}, 401),
        ({"stamp": str(int(time.time()) + 3_600)}, 401),
        ({"stamp": "abc"}, 401),
        ({"stamp": ""}, 401),
        ({"body": b'{"type": "url_verification", "challenge": "x"}', "signature": "v0=00"}, 401),
        ({"body": b"{not json"}, 400),
        ({"body": b"[1, 2]"}, 400),
        ({"body": b"\xff\xfe\x00"}, 400),
        ({"body": b""}, 400),
        ({"body": b"[" * 100_000}, 400),
        ({"body": b"payload=%7Bnot-json", "kind": FORM}, 400),
        ({"body": b"x" * 3_000_000}, 400),
        ({"body": b"ssl_check=1&token=x", "kind": FORM, "signature": ""}, 200),
        ({"body": b'{"type": "event_callback", "event": {"type": "user_change"}, "event_id": "Ev_X"}'}, 200),
    ],
)  # fmt: skip
def test_whatever_a_stranger_sends_gets_a_status_and_starts_nothing(office: Office, change: Json, status: int) -> None:
    response = office.post(**{"body": BODY, **change})
    assert response.status_code == status
    assert "Traceback" not in response.text


def test_slacks_handshake_is_answered(office: Office) -> None:
    response = office.post(b'{"type": "url_verification", "challenge": "c0ffee", "token": "old"}')
    assert (response.status_code, response.json()["challenge"]) == (200, "c0ffee")


def test_bolts_own_headers_from_outside_run_nothing_in_the_front(office: Office) -> None:
    message = office.said(GREETING)
    inline = {"X-Slack-Bolt-Lazy-Only": "1", "x-slack-bolt-lazy-function-name": "answer_direct_message"}
    response = office.post(envelope(message, "Ev_INLINE"), headers=inline)
    assert response.status_code == 200
    answered_once(office, message)
    forged = office.said(GREETING)
    assert office.post(envelope(forged, "Ev_FORGED"), headers=inline, signature="v0=00").status_code == 401
    answered_once(office, office.say(GREETING))
    assert office.turn(forged) is None


# what is under the bot gives way


def test_while_the_queue_refuses_slack_is_told_to_come_again_and_nothing_is_lost(office: Office) -> None:
    attempts = office.stack.slack.core.delivery.attempts
    before = len(attempts)
    office.stack.aws.faults.add("sqs/SendMessage", Fault("error", code="ServiceUnavailable", status=503, times=2))
    answered_once(office, office.say(GREETING))
    assert office.stack.slack.idle()
    assert [(a.number, a.status) for a in attempts[before:] if a.number or a.status != 200] == [(0, 500), (1, 200)]


def test_a_send_whose_answer_got_lost_is_still_one_question(office: Office) -> None:
    office.stack.aws.faults.add("sqs/SendMessage", Fault("truncate"))
    message = office.say(GREETING)
    answered_once(office, message)
    assert office.attempts(message) == 1


def test_killed_workers_leave_each_question_with_one_whole_answer(office: Office) -> None:
    office.stack.aws.faults.add(AGENT, Fault("slow", delay_s=1.0, times=3))
    messages = [office.say(QUESTION, user=user) for user in PEOPLE[:3]]
    for message in messages:
        office.begun(message)
    follow_up = office.say("and by channel?", thread_ts=messages[0]["ts"])
    kill(office, names.WORKER_FUNCTION)
    for message in messages[1:]:
        assert "region" in answered_once(office, message)
        assert office.attempts(message) == 2
    first, second = office.done(messages[0]), office.done(follow_up)
    shown = office.answers(messages[0])
    assert [message["ts"] for message in shown] == [*first.reply_ts, *second.reply_ts]
    assert {message.get("streaming_state", "completed") for message in shown} == {"completed"}


@pytest.mark.parametrize("kind", ["error", "stream_error"])
def test_a_throttled_agent_is_asked_again(office: Office, ask: Ask, kind: Kind) -> None:
    office.stack.aws.faults.add(AGENT, Fault(kind, times=2))
    asked = ask(QUESTION)
    assert (asked.outcome, len(asked.tables)) == ("answered", 1)
    assert ENGLISH.cut_off not in asked.text


def test_an_agent_that_breaks_off_keeps_its_part_and_says_so(office: Office, ask: Ask) -> None:
    office.stack.aws.faults.add(AGENT, Fault("truncate", after=3))
    asked = ask(QUESTION)
    assert asked.outcome == "answered"
    assert asked.text.endswith(ENGLISH.cut_off)
    assert len(asked.text) > len(ENGLISH.cut_off) + 20
    assert len(asked.tables) == 1
    again = ask("only EMEA", thread=asked.thread)
    assert again.outcome == "answered", "the session goes on"


def test_a_killed_action_ends_in_words_and_the_next_question_is_answered(office: Office, ask: Ask) -> None:
    office.stack.aws.faults.add("athena/StartQueryExecution", Fault("slow", delay_s=3.0))
    message = office.say(QUESTION)
    until(lambda: not office.stack.aws.faults.describe(), "query")
    kill(office, names.ACTIONS_FUNCTION)
    record = office.done(message)
    assert record.outcome == "error"
    assert ENGLISH.capability("query_metrics") in record.text
    assert record.turn in record.text
    assert not any(leak in record.text for leak in ("arn:", "signal", "Exception", "Traceback"))
    assert ask(QUESTION).outcome == "answered"


def test_a_ledger_that_is_away_for_a_moment_costs_time_and_no_answer(office: Office) -> None:
    office.stack.aws.faults.add("dynamodb/*", Fault("error", code="ServiceUnavailable", status=503, times=6))
    answered_once(office, office.say(GREETING))


def test_a_claim_whose_answer_got_lost_is_still_ours(office: Office) -> None:
    office.stack.aws.faults.add("dynamodb/UpdateItem", Fault("truncate"))
    message = office.say(GREETING)
    office.done(message, seconds=15)
    answered_once(office, message)


def test_a_killed_front_is_replaced(office: Office) -> None:
    kill(office, names.FRONT_FUNCTION)
    answered_once(office, office.say(GREETING))


def test_a_slack_that_takes_nothing_for_a_moment_gets_the_answer_once(office: Office) -> None:
    office.stack.slack.faults.add("chat.*", "500", times=2)
    answered_once(office, office.say(QUESTION))


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("chat.startStream", "lost"),
        ("chat.appendStream", "lost"),
        ("chat.appendStream", "500"),
        ("chat.stopStream", "lost"),
        ("chat.stopStream", "error"),
    ],
)
def test_one_failing_call_to_slack_costs_nothing_of_the_answer(office: Office, method: str, kind: FaultKind) -> None:
    office.stack.slack.faults.add(method, kind)
    message = office.say(QUESTION)
    assert "region" in answered_once(office, message)
    (answer,) = office.answers(message)
    assert answer.get("streaming_state", "completed") == "completed"
    assert [block["type"] for block in answer["blocks"]].count("data_table") == 1


def test_what_the_worker_notices_is_in_its_log(office: Office, home: Path) -> None:
    office.stack.slack.faults.add("chat.appendStream", "error", code="no_permission")
    answered_once(office, office.say(QUESTION))
    assert "stream refused: no_permission" in (home / "logs" / f"{names.WORKER_FUNCTION}.log").read_text()


# people change their minds


def test_a_question_deleted_while_it_is_answered_leaves_nothing(office: Office) -> None:
    office.stack.aws.faults.add(AGENT, Fault("slow", delay_s=0.4))
    message = office.say(QUESTION)
    office.begun(message)
    office.page("DELETE", "/page/messages", **{"as": "maya", "channel": message["channel"], "ts": message["ts"]})
    record = office.done(message)
    assert (record.text, record.reply_ts) == ("", ())
    shown = office.page("GET", f"/page/messages?as=maya&channel={message['channel']}&thread_ts={message['ts']}")
    assert [found for found in shown["messages"] if found.get("user") == BOT_USER] == []


def test_a_question_edited_while_it_is_answered_is_answered_as_it_was_and_says_so(office: Office) -> None:
    office.stack.aws.faults.add(AGENT, Fault("slow", delay_s=0.5))
    message = office.say(QUESTION)
    office.begun(message)
    change = {"as": "maya", "channel": message["channel"], "ts": message["ts"], "text": "revenue last month"}
    office.page("PATCH", "/page/messages", **change)
    assert ENGLISH.edited in answered_once(office, message)
    assert office.done(message).question == QUESTION


def test_stop_ends_a_running_answer(office: Office) -> None:
    office.stack.aws.faults.add(AGENT, Fault("slow", delay_s=0.5))
    message = office.say(QUESTION)
    office.begun(message)
    office.page("POST", "/page/stop", **{"as": "maya", "channel": message["channel"], "thread_ts": message["ts"]})
    record = office.done(message)
    assert record.outcome == "refused"
    assert len(office.answers(message)) <= 1
