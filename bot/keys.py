"""Names made from what Slack sends: claim keys, turn ids, sessions, queue groups. Pure functions."""

from __future__ import annotations

import hashlib
import json

from bot.payload import Payload, first_action, mapping, text_at


def message_key(team: str, channel: str, ts: str) -> str:
    """Claim key of a message: the same for ``app_mention`` and its twin ``message.channels``."""
    return f"message|{team}|{channel}|{ts}"


def claim_key(body: Payload) -> str:
    """What makes a delivery the same one as another: message, pressed element, command, view, or event."""
    team = team_of(body)
    event_type = text_at(body, "event", "type")
    if event_type in ("message", "app_mention") and text_at(body, "event", "ts"):
        return message_key(team, text_at(body, "event", "channel"), text_at(body, "event", "ts"))
    action = first_action(body)
    if text_at(action, "action_ts"):
        return f"action|{team}|{user_of(body)}|{text_at(action, 'action_id')}|{text_at(action, 'action_ts')}"
    if text_at(body, "view", "id"):
        return f"view|{team}|{text_at(body, 'view', 'id')}|{text_at(body, 'view', 'hash')}"
    if text_at(body, "trigger_id"):
        return f"trigger|{team}|{text_at(body, 'trigger_id')}"
    return f"event|{team}|{text_at(body, 'event_id')}"


def turn_id(key: str) -> str:
    """``t`` and 25 hexadecimal digits: the same for every delivery of one question."""
    return "t" + hashlib.sha256(key.encode()).hexdigest()[:25]


def session_id(team: str, channel: str, thread_ts: str, user: str) -> str:
    """An agent session: 42 characters, fits InvokeAgent and InvokeHarness (33-100, ``[a-zA-Z0-9-_]``)."""
    return "s-" + hashlib.sha256("|".join((team, channel, thread_ts, user)).encode()).hexdigest()[:40]


def thread_partition(team: str, channel: str, thread_ts: str) -> str:
    """Partition key of a thread's rows in the ledger."""
    return f"thread#{team}#{channel}#{thread_ts}"


def queue_group(body: Payload) -> str:
    """The session that a delivery belongs to; the queue runs one delivery of a group at a time."""
    return session_id(team_of(body), channel_of(body), thread_of(body), user_of(body))


def team_of(body: Payload) -> str:
    return text_at(body, "team_id") or text_at(body, "team", "id")


def channel_of(body: Payload) -> str:
    return (
        text_at(body, "event", "channel")
        or text_at(body, "channel", "id")
        or text_at(body, "container", "channel_id")
        or text_at(body, "channel_id")
        or text_at(_remembered(body), "channel")
    )


def user_of(body: Payload) -> str:
    return text_at(body, "event", "user") or text_at(body, "user", "id") or text_at(body, "user_id")


def thread_of(body: Payload) -> str:
    return (
        text_at(body, "event", "thread_ts")
        or text_at(body, "event", "ts")
        or text_at(body, "container", "thread_ts")
        or text_at(body, "message", "thread_ts")
        or text_at(body, "container", "message_ts")
        or text_at(body, "message", "ts")
        or text_at(_remembered(body), "thread")
    )


def _remembered(body: Payload) -> Payload:
    """What a window remembers of the place that it was opened from (about.py)."""
    try:
        return mapping(json.loads(text_at(body, "view", "private_metadata") or "{}"))
    except ValueError:
        return {}
