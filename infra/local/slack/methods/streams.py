"""chat.startStream, appendStream, stopStream (https://docs.slack.dev/reference/methods/chat.startStream)."""

from __future__ import annotations

from infra.local.slack.errors import SlackApiError, missing
from infra.local.slack.limits import TIER_2, TIER_4
from infra.local.slack.methods.chat import metadata_of
from infra.local.slack.methods.registry import Call, method
from infra.local.slack.people import CHANNELS, TEAM_ID, members_of
from infra.local.slack.store import Json
from infra.local.slack.workspace import public

_MODES = ("timeline", "plan")
_SESSION_STATUSES = ("processing", "active", "suspended", "closed")


@method("chat.startStream", TIER_2)
def start_stream(call: Call) -> Json:
    channel = call.channel()
    thread_ts = call.required("thread_ts")
    if channel in CHANNELS:
        for name in ("recipient_user_id", "recipient_team_id"):
            if not call.text(name):
                raise SlackApiError(f"missing_{name}")
        if call.text("recipient_team_id") != TEAM_ID:
            raise SlackApiError("team_not_found")
        if call.text("recipient_user_id") not in members_of(channel):
            raise SlackApiError("user_not_found")
    mode = call.text("task_display_mode", "timeline")
    if mode not in _MODES:
        raise SlackApiError("invalid_arguments", messages=("[ERROR] task_display_mode must be timeline or plan",))
    message = call.core.streams.start(channel, thread_ts, mode, call.text("markdown_text"), call.parsed("chunks"))
    return {"channel": channel, "ts": message["ts"]}


@method("chat.appendStream", TIER_4)
def append_stream(call: Call) -> Json:
    channel = call.channel()
    ts = call.required("ts")
    chunks = call.parsed("chunks")
    if not call.text("markdown_text") and not chunks:
        raise missing("markdown_text")
    call.core.streams.append(channel, ts, call.text("markdown_text"), chunks)
    return {"channel": channel, "ts": ts}


@method("chat.stopStream", TIER_2)
def stop_stream(call: Call) -> Json:
    channel = call.channel()
    ts = call.required("ts")
    status = call.text("session_status")
    if status and status not in _SESSION_STATUSES:
        raise SlackApiError("invalid_session_status")
    blocks = call.parsed("blocks", "invalid_blocks_format")
    message = call.core.streams.stop(
        channel, ts, call.text("markdown_text"), call.parsed("chunks"), blocks, metadata=metadata_of(call)
    )
    if status:
        call.workspace.set_session(channel, message.get("thread_ts", ""), status=status)
    return {"channel": channel, "ts": ts, "message": public(message)}
