"""conversations.* and users.conversations."""

from __future__ import annotations

from infra.local.slack.errors import SlackApiError
from infra.local.slack.limits import TIER_2, TIER_3, TIER_4
from infra.local.slack.methods.registry import Call, method, page_of
from infra.local.slack.people import BOT_USER, CHANNELS, DMS, PEOPLE, conversation, members_of
from infra.local.slack.store import Json
from infra.local.slack.workspace import public


def _listed(call: Call, user: str) -> list[Json]:
    types = call.listed("types") or ["public_channel"]
    found: list[Json] = []
    if "public_channel" in types:
        found += [c.as_conversation() for c in CHANNELS.values() if user in c.members or user == BOT_USER]
    if "im" in types:
        found += [conversation(dm) or {} for dm, person in DMS.items() if user in (BOT_USER, person.id)]
    return found


@method("conversations.list", TIER_2)
def conversations_list(call: Call) -> Json:
    page, metadata = page_of(_listed(call, BOT_USER), call)
    return {"channels": page, "response_metadata": metadata}


@method("users.conversations", TIER_3)
def users_conversations(call: Call) -> Json:
    user = call.text("user", BOT_USER)
    if user not in PEOPLE:
        raise SlackApiError("user_not_found")
    page, metadata = page_of(_listed(call, user), call)
    return {"channels": page, "response_metadata": metadata}


@method("conversations.info", TIER_3)
def conversations_info(call: Call) -> Json:
    channel = conversation(call.required("channel"))
    if channel is None:
        raise SlackApiError("channel_not_found")
    return {"channel": channel}


@method("conversations.members", TIER_4)
def conversations_members(call: Call) -> Json:
    members = members_of(call.required("channel"))
    if not members:
        raise SlackApiError("channel_not_found")
    page, metadata = page_of(list(members), call)
    return {"members": page, "response_metadata": metadata}


@method("conversations.open", TIER_3)
def conversations_open(call: Call) -> Json:
    users = call.listed("users")
    channel = call.text("channel") or (PEOPLE[users[0]].dm if len(users) == 1 and users[0] in PEOPLE else "")
    if len(users) > 1:
        raise SlackApiError("method_not_supported_for_channel_type")
    if channel not in DMS:
        raise SlackApiError("user_not_found" if users else "channel_not_found")
    return {"channel": conversation(channel), "no_op": True, "already_open": True}


@method("conversations.history", TIER_3)
def conversations_history(call: Call) -> Json:
    channel = call.channel()
    limit = max(1, min(call.number("limit", 100), 999))
    latest = call.text("cursor") or call.text("latest") or "9999999999.999999"
    messages = call.store.top_level(
        channel, oldest=call.text("oldest"), latest=latest, limit=limit + 1,
        inclusive=call.flag("inclusive") and not call.text("cursor"),
    )  # fmt: skip
    more = len(messages) > limit
    page = messages[:limit]
    return {
        "messages": [call.workspace.with_thread(channel, m) for m in page],
        "has_more": more,
        "pin_count": 0,
        "response_metadata": {"next_cursor": page[-1]["ts"] if more else ""},
    }


@method("conversations.replies", TIER_3)
def conversations_replies(call: Call) -> Json:
    channel = call.channel()
    ts = call.required("ts")
    message = call.workspace.require_message(channel, ts, "thread_not_found")
    thread = call.store.thread(channel, message.get("thread_ts") or ts)
    oldest, latest = call.text("oldest", "0"), call.text("latest", "9999999999.999999")
    thread = [thread[0], *[m for m in thread[1:] if oldest < m["ts"] <= latest]]
    page, metadata = page_of(thread, call, default=1000)
    shown = [call.workspace.with_thread(channel, m) if m["ts"] == thread[0]["ts"] else public(m) for m in page]
    return {"messages": shown, "has_more": bool(metadata["next_cursor"]), "response_metadata": metadata}
