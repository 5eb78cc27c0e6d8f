"""Streamed messages through slack_sdk's chat_stream."""

# slack_sdk types every field of a response as optional.
# pyright: reportOptionalSubscript=false, reportArgumentType=false, reportOptionalIterable=false
# pyright: reportOperatorIssue=false, reportOptionalMemberAccess=false

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from infra.local.slack.server import SlackServer
from tests.browser.scripted_bot import FOOT, TABLE
from tests.wire.slack.conftest import Person


@pytest.fixture
def thread(maya: Person) -> str:
    return maya.say("revenue?")["ts"]


def task(status: str, **more: str) -> dict[str, str]:
    return {"type": "task_update", "id": "1", "title": "Look it up", "status": status, **more}


def test_text_tasks_and_blocks_end_in_one_message_in_order(client: WebClient, thread: str) -> None:
    stream = client.chat_stream(channel="D_MAYA", thread_ts=thread, buffer_size=4)
    stream.append(chunks=[task("in_progress")])
    stream.append(markdown_text="Revenue ")
    stream.append(chunks=[task("complete", details="4 rows")])
    stream.append(markdown_text="was 12.")
    stream.stop(blocks=[TABLE, *FOOT])
    message = client.conversations_replies(channel="D_MAYA", ts=thread)["messages"][1]
    assert message["text"] == "Revenue was 12."
    assert [b["type"] for b in message["blocks"]][:3] == ["task_card", "markdown", "data_table"]
    assert message["blocks"][0]["status"] == "complete"
    assert message["streaming_state"] == "completed"


def test_plan_mode_gathers_the_tasks(client: WebClient, thread: str) -> None:
    stream = client.chat_stream(channel="D_MAYA", thread_ts=thread, task_display_mode="plan")
    stream.append(chunks=[{"type": "plan_update", "title": "Plan"}, task("complete")])
    blocks = stream.stop(markdown_text="done")["message"]["blocks"]
    assert [b["type"] for b in blocks] == ["plan", "markdown"]
    assert (blocks[0]["title"], blocks[0]["tasks"][0]["title"]) == ("Plan", "Look it up")


def test_a_channel_wants_to_know_the_recipient(client: WebClient, maya: Person) -> None:
    ts = maya.say("q", channel="C_DATA")["ts"]
    with pytest.raises(SlackApiError) as caught:
        client.chat_startStream(channel="C_DATA", thread_ts=ts)
    assert caught.value.response["error"] == "missing_recipient_user_id"
    with pytest.raises(SlackApiError) as caught:
        client.chat_startStream(channel="C_DATA", thread_ts=ts, recipient_user_id="U_MAYA")
    assert caught.value.response["error"] == "missing_recipient_team_id"


def test_update_conflicts_while_streaming_and_recovers_after_the_stream_expired(
    client: WebClient, slack: SlackServer, thread: str
) -> None:
    ts = client.chat_startStream(channel="D_MAYA", thread_ts=thread, markdown_text="a")["ts"]
    with pytest.raises(SlackApiError) as caught:
        client.chat_update(channel="D_MAYA", ts=ts, text="b")
    assert caught.value.response["error"] == "streaming_state_conflict"
    slack.core.workspace.rules.set("stream_seconds", 0)
    with pytest.raises(SlackApiError) as caught:
        client.chat_appendStream(channel="D_MAYA", ts=ts, markdown_text="b")
    assert caught.value.response["error"] == "message_not_in_streaming_state"
    assert client.chat_update(channel="D_MAYA", ts=ts, text="whole")["message"]["text"] == "whole"


def test_too_much_text_is_refused_and_nothing_of_it_kept(client: WebClient, thread: str) -> None:
    ts = client.chat_startStream(channel="D_MAYA", thread_ts=thread, markdown_text="x" * 9000)["ts"]
    for text in ("y" * 12_001, "y" * 3000):
        with pytest.raises(SlackApiError) as caught:
            client.chat_appendStream(channel="D_MAYA", ts=ts, markdown_text=text)
        assert caught.value.response["error"] == "msg_too_long"
    assert client.chat_stopStream(channel="D_MAYA", ts=ts)["message"]["text"] == "x" * 9000


def test_after_stop_was_pressed_appending_is_refused_and_stopping_allowed(
    client: WebClient, maya: Person, thread: str
) -> None:
    ts = client.chat_startStream(channel="D_MAYA", thread_ts=thread, markdown_text="a")["ts"]
    assert maya.do("stop", channel="dm", thread_ts=thread)["streams"] == [ts]
    with pytest.raises(SlackApiError) as caught:
        client.chat_appendStream(channel="D_MAYA", ts=ts, markdown_text="b")
    assert caught.value.response["error"] == "stopped_by_user"
    client.chat_stopStream(channel="D_MAYA", ts=ts, session_status="active")


def test_status_session_and_prompts(client: WebClient, slack: SlackServer, thread: str) -> None:
    client.assistant_threads_setStatus(channel_id="D_MAYA", thread_ts=thread, status="is looking...")
    assert (slack.core.workspace.status("D_MAYA", thread) or {})["status"] == "is looking..."
    client.chat_postMessage(channel="D_MAYA", thread_ts=thread, text="found")
    assert slack.core.workspace.status("D_MAYA", thread) is None
    client.agents_sessions_setStatus(channel_id="D_MAYA", thread_ts=thread, status="processing", title="Revenue")
    client.agents_sessions_rename(channel_id="D_MAYA", thread_ts=thread, title="Revenue, October")
    assert (slack.core.workspace.session("D_MAYA", thread) or {})["title"] == "Revenue, October"
    with pytest.raises(SlackApiError) as caught:
        client.assistant_threads_setSuggestedPrompts(channel_id="D_MAYA", prompts=[{"title": "a", "message": "b"}] * 5)
    assert caught.value.response["error"] == "invalid_arguments"
