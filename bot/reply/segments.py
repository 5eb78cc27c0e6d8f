"""One Slack message of a reply, in two ways: streamed, or posted and edited. Same methods, so that either will do."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.reply.elements import markdown_block
from bot.slack_api import Block

if TYPE_CHECKING:
    from bot.slack_api import Slack

EDIT_EVERY_S = 3.0
"""chat.update is a tier 3 method: about 50 calls a minute for the whole workspace."""
FALLBACK_TEXT = 300

Metadata = Mapping[str, object]


@dataclass(frozen=True)
class Place:
    """Where a reply goes and for whom."""

    team: str
    channel: str
    thread_ts: str
    user: str


class Segment(Protocol):
    @property
    def ts(self) -> str | None:
        """The message's timestamp once Slack knows it."""
        ...

    def send(self, text: str, tasks: Sequence[Block]) -> None:
        """Show more text (inert Markdown) and steps. Raises SlackApiError or OSError; then nothing of it was kept."""
        ...

    def close(self, blocks: Sequence[Block], summary: str, metadata: Metadata, status: str | None) -> None:
        """End the message with ``blocks`` at its foot; ``status`` is the agent session's, if there is one."""
        ...


class Streamed:
    """By chat.startStream, appendStream and stopStream."""

    def __init__(self, client: Slack, place: Place) -> None:
        self._stream = client.chat_stream(
            channel=place.channel,
            thread_ts=place.thread_ts,
            recipient_team_id=place.team,
            recipient_user_id=place.user,
            task_display_mode="timeline",
        )

    @property
    def ts(self) -> str | None:
        return self._stream.ts

    def send(self, text: str, tasks: Sequence[Block]) -> None:
        chunks: list[dict[str, object]] = [*tasks]
        if text:
            chunks.append({"type": "markdown_text", "text": text})
        self._stream.append(chunks=chunks)

    def close(self, blocks: Sequence[Block], summary: str, metadata: Metadata, status: str | None) -> None:  # noqa: ARG002
        self._stream.stop(blocks=list(blocks) or None, metadata=dict(metadata), session_status=status)


class Posted:
    """By chat.postMessage and chat.update, where streaming isn't to be had."""

    def __init__(
        self,
        client: Slack,
        place: Place,
        *,
        metadata: Metadata,
        ts: str | None = None,
        text: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._place, self._metadata, self._clock = client, place, metadata, clock
        self._ts, self._text, self._edited_at = ts, text, clock()

    @property
    def ts(self) -> str | None:
        return self._ts

    def send(self, text: str, tasks: Sequence[Block]) -> None:  # noqa: ARG002 - steps show in streams only
        whole = self._text + text
        if whole.strip() and (self._ts is None or self._clock() - self._edited_at >= EDIT_EVERY_S):
            self._show([markdown_block(whole)], whole)
            self._edited_at = self._clock()
        self._text = whole

    def close(self, blocks: Sequence[Block], summary: str, metadata: Metadata, status: str | None) -> None:  # noqa: ARG002
        text = [markdown_block(self._text)] if self._text.strip() else []
        if text or blocks:
            self._show([*text, *blocks], self._text.strip() or summary)

    def _show(self, blocks: Sequence[Block], text: str) -> None:
        fallback = text[:FALLBACK_TEXT] or "–"
        if self._ts is None:
            answer = self._client.chat_postMessage(
                channel=self._place.channel,
                thread_ts=self._place.thread_ts,
                text=fallback,
                blocks=list(blocks),
                metadata=dict(self._metadata),
                unfurl_links=False,
                unfurl_media=False,
            )
            self._ts = str(answer.get("ts"))
        else:
            self._client.chat_update(
                channel=self._place.channel,
                ts=self._ts,
                text=fallback,
                blocks=list(blocks),
                metadata=dict(self._metadata),
            )
