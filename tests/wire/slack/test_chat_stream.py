"""slack_sdk's own ``chat_stream`` against the offline Slack: each way a stream can end."""

# slack_sdk types every field of a response as optional.
# pyright: reportOptionalSubscript=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.client import IncompleteRead
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.messages.chunk import MarkdownTextChunk, PlanUpdateChunk, TaskUpdateChunk
from slack_sdk.web.chat_stream import ChatStream

from infra.local.slack.server import SlackServer
from tests.browser.scripted_bot import TABLE
from tests.wire.slack.conftest import QUICK, Person


@pytest.fixture(scope="module")
def server() -> Iterator[SlackServer]:
    with SlackServer(timing=QUICK) as server:
        yield server


@pytest.fixture
def slack(server: SlackServer) -> Iterator[SlackServer]:
    yield server
    server.faults.clear()


@pytest.fixture
def thread(maya: Person) -> str:
    return maya.say("revenue?")["ts"]


def begun(client: WebClient, thread: str, buffer_size: int = 1, **options: Any) -> ChatStream:
    stream = client.chat_stream(channel="D_MAYA", thread_ts=thread, buffer_size=buffer_size, **options)
    stream.append(markdown_text="a")
    return stream


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(SlackApiError) as caught:
        do()
    return caught.value.response["error"]


def test_small_pieces_are_gathered_and_end_in_one_message(client: WebClient, thread: str) -> None:
    stream = client.chat_stream(channel="D_MAYA", thread_ts=thread, buffer_size=10)
    assert stream.append(markdown_text="Rev") is None
    assert stream.ts is None
    assert stream.append(markdown_text="enue was ") is not None
    stream.append(markdown_text="12.")
    message = stream.stop(blocks=[TABLE], metadata={"event_type": "answer", "event_payload": {"id": "1"}})["message"]
    assert message["text"] == "Revenue was 12."
    assert [block["type"] for block in message["blocks"]] == ["markdown", "data_table"]
    assert message["metadata"]["event_type"] == "answer"
    assert stream.ts == message["ts"]


def test_the_sdks_own_chunk_classes_are_understood(client: WebClient, thread: str) -> None:
    stream = client.chat_stream(channel="D_MAYA", thread_ts=thread, task_display_mode="plan")
    stream.append(chunks=[PlanUpdateChunk(title="Plan"), TaskUpdateChunk(id="1", title="Look", status="in_progress")])
    stream.append(chunks=[TaskUpdateChunk(id="1", title="Look", status="complete", output="8 rows")])
    message = stream.stop(chunks=[MarkdownTextChunk(text="Done.")], session_status="active")["message"]
    plan = message["blocks"][0]
    assert (plan["type"], plan["title"], plan["tasks"][0]["status"]) == ("plan", "Plan", "complete")
    assert message["text"] == "Done."


def test_in_a_channel_it_says_for_whom(client: WebClient, maya: Person) -> None:
    where = {"channel": "C_DATA", "thread_ts": maya.say("q", channel="C_DATA")["ts"]}
    whom = {"recipient_user_id": "U_MAYA", "recipient_team_id": "T_OUTCROP"}

    def start(**change: Any) -> None:
        client.chat_stream(**{**where, **whom, **change}, buffer_size=1).append(markdown_text="a")

    start()
    assert refusal(lambda: start(recipient_user_id=None)) == "missing_recipient_user_id"
    assert refusal(lambda: start(recipient_team_id=None)) == "missing_recipient_team_id"
    assert refusal(lambda: start(recipient_user_id="U_NOBODY")) == "user_not_found"
    assert refusal(lambda: start(recipient_team_id="T_OTHER")) == "team_not_found"
    assert refusal(lambda: start(channel="C_NOWHERE")) == "channel_not_found"
    assert refusal(lambda: start(thread_ts="1.000001")) == "thread_not_found"


def test_what_a_dead_stream_did_not_take_is_still_in_the_buffer_and_an_edit_brings_it(
    slack: SlackServer, client: WebClient, thread: str
) -> None:
    stream = begun(client, thread)
    slack.faults.rules.set("stream_seconds", 0)
    assert refusal(lambda: stream.append(markdown_text=" and the rest")) == "message_not_in_streaming_state"
    assert refusal(lambda: stream.stop()) == "message_not_in_streaming_state"
    whole = f"a{stream._buffer}"
    assert client.chat_update(channel="D_MAYA", ts=stream.ts, text=whole)["message"]["text"] == "a and the rest"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"markdown_text": "x" * 11_500}, "msg_too_long"),
        ({"chunks": [{"type": "song", "text": "la"}]}, "invalid_chunks"),
        ({"chunks": [{"type": "task_update", "id": "1", "title": "t", "status": "lost"}]}, "invalid_chunks"),
        ({"chunks": [{"type": "task_update", "id": "1", "title": "t" * 257, "status": "complete"}]}, "invalid_chunks"),
        ({"chunks": [{"type": "blocks", "blocks": [{"type": "hologram"}]}]}, "invalid_blocks"),
        ({"chunks": [{"type": "blocks", "blocks": [TABLE, TABLE]}]}, "only_one_table_allowed"),
    ],
)
def test_what_may_not_be_appended_leaves_the_stream_as_it_was(
    client: WebClient, thread: str, content: dict[str, Any], code: str
) -> None:
    stream = begun(client, thread)
    assert refusal(lambda: stream.append(**content)) == code
    fresh = client.chat_stopStream(channel="D_MAYA", ts=stream.ts)
    assert fresh["message"]["text"] == "a"


def test_stop_and_streams_that_are_none(client: WebClient, maya: Person, thread: str) -> None:
    stream = begun(client, thread)
    maya.do("stop", channel="dm", thread_ts=thread)
    assert refusal(lambda: stream.append(markdown_text="b")) == "stopped_by_user"
    wrong = {"channel": "D_MAYA", "ts": stream.ts}
    assert refusal(lambda: client.chat_stopStream(**wrong, session_status="asleep")) == "invalid_session_status"
    assert refusal(lambda: client.chat_stopStream(**wrong, blocks=[{"type": "hologram"}])) == "invalid_blocks"
    assert refusal(lambda: client.chat_stopStream(**wrong, metadata={"a": 1})) == "invalid_metadata_format"
    client.chat_stopStream(**wrong)
    assert refusal(lambda: client.chat_stopStream(**wrong)) == "message_not_in_streaming_state"
    assert refusal(lambda: client.chat_stopStream(channel="D_MAYA", ts="1.000001")) == "message_not_found"
    theirs = refusal(lambda: client.chat_appendStream(channel="D_MAYA", ts=thread, markdown_text="x"))
    assert theirs == "message_not_owned_by_app"


def test_where_streaming_is_not_known_or_too_often_used(slack: SlackServer, client: WebClient, thread: str) -> None:
    slack.faults.add("chat.*Stream", "error", code="unknown_method", times=-1)
    assert refusal(lambda: begun(client, thread)) == "unknown_method"
    slack.faults.clear()
    slack.faults.add("chat.startStream", "rate_limited", seconds=20)
    with pytest.raises(SlackApiError) as caught:
        begun(client, thread)
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "20")


def test_a_broken_connection_may_have_said_it_all_the_same(slack: SlackServer, client: WebClient, thread: str) -> None:
    client.retry_handlers.clear()
    stream = begun(client, thread)
    slack.faults.add("chat.appendStream", "lost")
    with pytest.raises(IncompleteRead):
        stream.append(markdown_text="b")
    assert client.chat_stopStream(channel="D_MAYA", ts=stream.ts)["message"]["text"] == "ab"
