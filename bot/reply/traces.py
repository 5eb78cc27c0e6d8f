"""What an earlier attempt, or a call whose answer got lost, left in the thread."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from typing import TYPE_CHECKING

from bot.reply.elements import paragraph
from bot.slack_client import SLACK_ERRORS, error_code

if TYPE_CHECKING:
    from bot.slack_api import Slack

LOOKED_AT = 100
"""Messages of a thread looked at; a lost reply is among the newest."""


def lost_replies(
    client: Slack, channel: str, thread_ts: str, *, bot_user: str, after: str, known: Collection[str]
) -> list[str]:
    """Our own messages after ``after`` that no turn of the thread knows of. Empty when Slack won't say.

    Files are left alone: they come from exports, never from a turn.

    Needs ``channels:history``, ``groups:history``, ``im:history`` or ``mpim:history``.
    """
    try:
        answer = client.conversations_replies(channel=channel, ts=thread_ts, oldest=after, limit=LOOKED_AT)
    except SLACK_ERRORS:
        return []
    found: list[str] = []
    for message in answer.get("messages") or ():
        ts = str(message.get("ts") or "")
        if message.get("files"):
            continue
        if message.get("user") == bot_user and ts > after and ts != thread_ts and ts not in known:
            found.append(ts)
    return found


def take_back(client: Slack, channel: str, ts: str, instead: str) -> None:
    """Delete one of our messages; where Slack doesn't let us, put ``instead`` in its place."""
    try:
        client.chat_delete(channel=channel, ts=ts)
        return
    except SLACK_ERRORS as error:
        if error_code(error) in ("message_not_found", "channel_not_found"):
            return
    with contextlib.suppress(*SLACK_ERRORS):
        client.chat_stopStream(channel=channel, ts=ts)
    try:
        client.chat_delete(channel=channel, ts=ts)
    except SLACK_ERRORS:
        try:
            client.chat_update(channel=channel, ts=ts, text=instead, blocks=[paragraph(instead)])
        except SLACK_ERRORS:
            return
