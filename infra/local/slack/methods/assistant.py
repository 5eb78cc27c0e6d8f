"""assistant.threads.* and agents.sessions.*: status lines, titles, suggested prompts, session state."""

from __future__ import annotations

from infra.local.slack.errors import SlackApiError
from infra.local.slack.limits import SPECIAL, TIER_3, TIER_4
from infra.local.slack.methods.registry import Call, method
from infra.local.slack.people import BOT_USER
from infra.local.slack.store import Json
from infra.local.slack.workspace import Change

PROMPTS = 4
LOADING_MESSAGES = 10
TITLE = 200
STATUSES = ("processing", "active", "suspended", "closed")


def _thread(call: Call, channel: str) -> str:
    thread_ts = call.required("thread_ts")
    call.workspace.require_message(channel, thread_ts, "thread_not_found")
    return thread_ts


@method("assistant.threads.setStatus", SPECIAL)
def set_status(call: Call) -> Json:
    channel = call.channel("channel_id")
    thread_ts = _thread(call, channel)
    loading = call.parsed("loading_messages") or []
    if not isinstance(loading, list) or len(loading) > LOADING_MESSAGES:
        raise SlackApiError("invalid_arguments", messages=(f"[ERROR] no more than {LOADING_MESSAGES} items allowed",))
    call.workspace.set_status(channel, thread_ts, call.text("status"), [str(m) for m in loading])
    return {}


@method("assistant.threads.setTitle", TIER_4)
def set_title(call: Call) -> Json:
    channel = call.channel("channel_id")
    thread_ts = _thread(call, channel)
    call.workspace.set_session(channel, thread_ts, title=call.required("title")[:TITLE])
    return {}


@method("assistant.threads.setSuggestedPrompts", TIER_4)
def set_suggested_prompts(call: Call) -> Json:
    channel = call.channel("channel_id")
    prompts = call.parsed("prompts")
    if not isinstance(prompts, list) or not prompts or len(prompts) > PROMPTS:
        raise SlackApiError("invalid_arguments", messages=(f"[ERROR] no more than {PROMPTS} items allowed",))
    for prompt in prompts:
        if not (isinstance(prompt, dict) and prompt.get("title") and prompt.get("message")):
            raise SlackApiError("invalid_arguments", messages=("[ERROR] missing required field: title, message",))
    thread_ts = call.text("thread_ts")
    body: Json = {"title": call.text("title"), "prompts": prompts, "thread_ts": thread_ts}
    call.store.put("prompts", f"{channel}:{thread_ts}", body)
    call.workspace.announce(Change("prompts", channel, "", thread_ts, by=BOT_USER, data=body))
    return {}


@method("agents.sessions.setStatus", TIER_3)
def session_set_status(call: Call) -> Json:
    channel = call.channel("channel_id")
    status = call.required("status")
    if status not in STATUSES:
        raise SlackApiError("invalid_status")
    title = call.text("title")
    if len(title) > TITLE:
        raise SlackApiError("title_too_long")
    session = call.workspace.set_session(
        channel, call.text("thread_ts"), status=status, title=title or None,
        initiator_user_id=call.text("initiator_user_id") or None,
    )  # fmt: skip
    return {"session": session}


@method("agents.sessions.rename", TIER_3)
def session_rename(call: Call) -> Json:
    channel = call.channel("channel_id")
    title = call.required("title")
    if len(title) > TITLE:
        raise SlackApiError("title_too_long")
    if call.workspace.session(channel, call.text("thread_ts")) is None:
        raise SlackApiError("session_not_found")
    return {"session": call.workspace.set_session(channel, call.text("thread_ts"), title=title)}
