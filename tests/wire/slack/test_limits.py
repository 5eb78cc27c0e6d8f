"""Slack's limits hold, each with its own error, and each is switched by ``POST /_faults``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from infra.local.slack.rules import LIMITS
from infra.local.slack.server import SlackServer
from tests.browser.scripted_bot import TABLE, chart
from tests.wire.slack.conftest import Person

Block = dict[str, Any]
Doing = Callable[[WebClient, str], object]


def section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def post(**content: Any) -> Doing:
    return lambda client, _: client.chat_postMessage(channel="D_MAYA", **content)


def blocks(*given: Block) -> Doing:
    return post(text="fallback", blocks=list(given))


def grown(client: WebClient, thread: str) -> str:
    return str(client.chat_startStream(channel="D_MAYA", thread_ts=thread, markdown_text="a")["ts"])


def too_many_bytes(client: WebClient, thread: str) -> None:
    ts = grown(client, thread)
    for _ in range(2):
        client.chat_appendStream(channel="D_MAYA", ts=ts, markdown_text="\u00e9" * 3000)


def second_table(client: WebClient, thread: str) -> None:
    ts = grown(client, thread)
    for _ in range(2):
        client.chat_appendStream(channel="D_MAYA", ts=ts, chunks=[{"type": "blocks", "blocks": [TABLE]}])


def edit_while_it_grows(client: WebClient, thread: str) -> None:
    client.chat_update(channel="D_MAYA", ts=grown(client, thread), text="b")


def wide_table(characters: int) -> Block:
    cell = {"type": "raw_text", "text": "x" * characters}
    return {"type": "data_table", "caption": "c", "rows": [[cell], [cell]]}


def long_edit(client: WebClient, thread: str) -> None:
    ts = str(client.chat_postMessage(channel="D_MAYA", text="x")["ts"])
    client.chat_update(channel="D_MAYA", ts=ts, text="x" * 4001)


def big_view(client: WebClient, thread: str) -> None:
    many = [{**section("x" * 2990), "block_id": f"b{n}"} for n in range(90)]
    client.views_publish(user_id="U_MAYA", view={"type": "home", "blocks": many})


CASES: list[tuple[str, str, Doing]] = [
    ("block_limits", "invalid_blocks", blocks(section("x" * 3001))),
    ("block_limits", "invalid_blocks", blocks(*[section("x")] * 51)),
    ("one_table", "only_one_table_allowed", blocks(TABLE, TABLE)),
    ("one_table", "only_one_table_allowed", blocks(TABLE, {"type": "table", "rows": TABLE["rows"]})),
    ("one_table", "only_one_table_allowed", second_table),
    ("charts", "invalid_blocks", blocks(chart("bar"), chart("pie"), chart("line"))),
    ("table_characters", "invalid_blocks", blocks(wide_table(5001))),
    ("message_text", "msg_too_long", post(text="x" * 40_001)),
    ("markdown_text", "msg_too_long", post(markdown_text="x" * 12_001)),
    ("update_text", "msg_too_long", long_edit),
    ("stream_bytes", "msg_too_long", too_many_bytes),
    ("stream_edits", "streaming_state_conflict", edit_while_it_grows),
    ("view_bytes", "view_too_large", big_view),
]


@pytest.fixture
def thread(maya: Person) -> str:
    return maya.say("revenue?")["ts"]


def switch(slack: SlackServer, **limits: Any) -> dict[str, Any]:
    answer = httpx.post(f"{slack.url}/_faults", json={"limits": limits})
    assert answer.status_code == 200, answer.text
    return answer.json()["limits"]


@pytest.mark.parametrize(("name", "code", "do"), CASES)
def test_each_limit_holds_until_it_is_switched_off_and_again_when_it_is_back(
    slack: SlackServer, client: WebClient, thread: str, name: str, code: str, do: Doing
) -> None:
    assert LIMITS[name].error == code
    with pytest.raises(SlackApiError) as caught:
        do(client, thread)
    assert caught.value.response["error"] == code
    assert switch(slack, **{name: False})[name] is False
    do(client, thread)
    httpx.delete(f"{slack.url}/_faults")
    with pytest.raises(SlackApiError) as caught:
        do(client, thread)
    assert caught.value.response["error"] == code


def test_a_stream_dies_a_while_after_its_start_though_it_grows(
    slack: SlackServer, client: WebClient, thread: str
) -> None:
    ts = grown(client, thread)
    client.chat_appendStream(channel="D_MAYA", ts=ts, markdown_text="b")
    switch(slack, stream_seconds=0)
    for call in (client.chat_appendStream, client.chat_stopStream):
        with pytest.raises(SlackApiError) as caught:
            call(channel="D_MAYA", ts=ts, markdown_text="c")
        assert caught.value.response["error"] == "message_not_in_streaming_state"
    assert switch(slack, stream_seconds=True)["stream_seconds"] == 300
    assert switch(slack, stream_seconds=False)["stream_seconds"] is False
    assert client.chat_stopStream(channel="D_MAYA", ts=ts)["ok"]


def test_a_limit_may_have_another_value(slack: SlackServer, client: WebClient) -> None:
    switch(slack, charts=3, message_text=10)
    client.chat_postMessage(channel="D_MAYA", text="x", blocks=[chart("bar"), chart("pie"), chart("line")])
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="D_MAYA", text="x" * 11)
    assert "must be less than 11 characters" in str(caught.value.response["response_metadata"])


def test_without_its_limit_a_long_text_is_cut_with_slacks_warning(slack: SlackServer, client: WebClient) -> None:
    switch(slack, message_text=False)
    answer = client.chat_postMessage(channel="D_MAYA", text="x" * 40_001)
    assert answer["warning"] == "message_truncated"
    assert len((answer["message"] or {})["text"]) == 40_000


def test_twenty_streams_a_minute_and_messages_by_channel(slack: SlackServer, client: WebClient, thread: str) -> None:
    switch(slack, tiers=True)
    for _ in range(20):
        client.chat_startStream(channel="D_MAYA", thread_ts=thread)
    with pytest.raises(SlackApiError) as caught:
        client.chat_startStream(channel="D_MAYA", thread_ts=thread)
    assert caught.value.response.status_code == 429
    assert 1 <= int(caught.value.response.headers["Retry-After"]) <= 60
    for _ in range(60):
        client.chat_postMessage(channel="D_MAYA", text="x")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="D_MAYA", text="x")
    assert caught.value.response["error"] == "ratelimited"
    client.chat_postMessage(channel="C_DATA", text="another channel")
    switch(slack, tiers=False)
    client.chat_startStream(channel="D_MAYA", thread_ts=thread)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"limits": {"speed": 1}}, "There is no limit speed. There are: block_limits,"),
        ({"limits": {"charts": "two"}}, "The limit charts cannot be that"),
        ({"limits": {"charts": -1}}, "The limit charts cannot be that"),
        ({"limits": {"tiers": 5}}, "The limit tiers cannot be that"),
        ({"limits": []}, "Limits are an object"),
        ({"method": "chat.*"}, "A fault needs a method and a kind: rate_limited, error, 500, lost, slow, "),
        ({"method": "delivery.message", "kind": "500"}, "The delivery of an event can be: lost, slow, doubled."),
        ({"method": "chat.postMessage", "kind": "doubled"}, "Only the delivery of an event can be doubled"),
        ({"method": "chat.*", "kind": "sad"}, "A fault needs a method and a kind"),
        ({"method": "chat.*", "kind": "error", "colour": 1}, "A fault has no field colour. It may have: method,"),
        ({"method": "chat.*", "kind": "error", "times": "often"}, "The fault's times cannot be that"),
        ({"method": "chat.*", "kind": "slow", "seconds": -1}, "The fault's seconds cannot be that"),
        ({"method": "chat.*", "kind": "error", "code": "No such code"}, "The fault's code cannot be that"),
        ({}, "A fault needs a method and a kind"),
        ([], "A fault needs a method and a kind"),
    ],
)
def test_a_fault_that_cannot_be_is_told_in_words_and_changes_nothing(slack: SlackServer, body: Any, said: str) -> None:
    answer = httpx.post(f"{slack.url}/_faults", json=body)
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    state = httpx.get(f"{slack.url}/_faults").json()
    assert state["pending"] == []
    assert state["limits"] == {name: _start(name) for name in LIMITS}


def _start(name: str) -> bool | float:
    limit = LIMITS[name]
    return limit.on if limit.value is None else limit.value


def test_a_forced_error_is_slacks_own_and_counts_down(slack: SlackServer, client: WebClient, thread: str) -> None:
    fault = {"method": "chat.*Stream", "kind": "error", "code": "unknown_method", "times": 1}
    assert httpx.post(f"{slack.url}/_faults", json=fault).json()["pending"][0]["times"] == 1
    with pytest.raises(SlackApiError) as caught:
        client.chat_startStream(channel="D_MAYA", thread_ts=thread)
    assert caught.value.response["error"] == "unknown_method"
    client.chat_startStream(channel="D_MAYA", thread_ts=thread)
    fault = {"method": "chat.postMessage", "kind": "rate_limited", "seconds": 30}
    httpx.post(f"{slack.url}/_faults", json=fault)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="D_MAYA", text="x")
    assert caught.value.response.headers["Retry-After"] == "30"


def place_for(client: WebClient, content: bytes) -> str:
    return str(client.files_getUploadURLExternal(filename="a.txt", length=len(content))["upload_url"])


@pytest.mark.parametrize(("kind", "status"), [("error", 400), ("500", 500), ("rate_limited", 429)])
def test_an_upload_is_refused_once_and_then_taken(
    slack: SlackServer, client: WebClient, kind: str, status: int
) -> None:
    httpx.post(f"{slack.url}/_faults", json={"method": "upload", "kind": kind})
    address = place_for(client, b"hello")
    assert httpx.post(address, content=b"hello").status_code == status
    assert httpx.post(address, content=b"hello").status_code == 200


def test_an_uploads_lost_answer_leaves_the_bytes_there(slack: SlackServer, client: WebClient) -> None:
    httpx.post(f"{slack.url}/_faults", json={"method": "upload", "kind": "lost"})
    ticket = client.files_getUploadURLExternal(filename="a.txt", length=5)
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.post(str(ticket["upload_url"]), content=b"hello")
    completed = client.files_completeUploadExternal(files=[{"id": str(ticket["file_id"]), "title": "a"}])
    assert completed["ok"]


def test_a_fault_of_every_method_does_not_hit_uploads_or_events(slack: SlackServer, client: WebClient) -> None:
    address = place_for(client, b"hello")
    httpx.post(f"{slack.url}/_faults", json={"method": "*", "kind": "500"})
    assert httpx.post(address, content=b"hello").status_code == 200
    assert len(slack.faults.pending) == 1
