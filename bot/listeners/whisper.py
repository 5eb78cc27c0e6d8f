"""A word to one person, seen by nobody else."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.keys import channel_of, thread_of, user_of
from bot.payload import Payload
from bot.reply.elements import paragraph
from bot.slack_api import Block
from bot.slack_client import SLACK_ERRORS

if TYPE_CHECKING:
    from bot.services import Services

SECONDS = 30.0
FALLBACK_TEXT = 300


def whisper(services: Services, body: Payload, text: str, blocks: Sequence[Block] = ()) -> None:
    """An ephemeral message to whoever pressed, in the thread of what was pressed.

    Where Slack won't have it there (the bot isn't in the channel), it goes to the person directly. Raises SlackApiError
    when neither works.
    """
    client = services.slack(time.monotonic() + SECONDS)
    channel, user = channel_of(body), user_of(body)
    summary, content = text[:FALLBACK_TEXT], list(blocks) or [paragraph(text)]
    try:
        client.chat_postEphemeral(
            channel=channel, user=user, text=summary, blocks=content, thread_ts=thread_of(body) or None
        )
    except SLACK_ERRORS:
        client.chat_postMessage(channel=user, text=summary, blocks=content, unfurl_links=False, unfurl_media=False)
