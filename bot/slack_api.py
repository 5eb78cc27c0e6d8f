"""The part of Slack's Web API that the bot uses, typed: the SDK's client as our code sees it.

Methods and their rate limits: https://docs.slack.dev/reference/methods
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Block = dict[str, object]


class SlackAnswer(Protocol):
    def get(self, key: str) -> Any:
        """A member of the answer, or None."""
        ...


class SlackStream(Protocol):
    """slack_sdk's ChatStream: startStream at the first append, then appendStream, stopStream."""

    @property
    def ts(self) -> str | None: ...

    def append(self, *, chunks: Sequence[Block]) -> object: ...

    def stop(
        self, *, blocks: Sequence[Block] | None, metadata: Mapping[str, object], session_status: str | None
    ) -> object: ...


class Slack(Protocol):
    """Every method raises SlackApiError when Slack refuses, OSError when the connection breaks."""

    def auth_test(self) -> SlackAnswer: ...

    def users_info(self, *, user: str, include_locale: bool) -> SlackAnswer: ...

    def users_list(self, *, limit: int, cursor: str | None) -> SlackAnswer: ...

    def usergroups_list(self, *, include_users: bool) -> SlackAnswer: ...

    def chat_getPermalink(self, *, channel: str, message_ts: str) -> SlackAnswer: ...  # noqa: N802 - the SDK's name

    def conversations_info(self, *, channel: str) -> SlackAnswer: ...

    def conversations_open(self, *, users: str) -> SlackAnswer: ...

    def conversations_members(self, *, channel: str, limit: int, cursor: str | None) -> SlackAnswer: ...

    def conversations_replies(
        self, *, channel: str, ts: str, oldest: str, limit: int, cursor: str | None = None
    ) -> SlackAnswer: ...

    def chat_postMessage(  # noqa: N802 - the SDK's name
        self,
        *,
        channel: str,
        text: str,
        blocks: Sequence[Block] | None = None,
        thread_ts: str | None = None,
        metadata: Mapping[str, object] | None = None,
        unfurl_links: bool,
        unfurl_media: bool,
    ) -> SlackAnswer: ...

    def chat_postEphemeral(  # noqa: N802 - the SDK's name
        self, *, channel: str, user: str, text: str, blocks: Sequence[Block] | None = None, thread_ts: str | None
    ) -> SlackAnswer: ...

    def chat_update(
        self,
        *,
        channel: str,
        ts: str,
        text: str,
        blocks: Sequence[Block],
        metadata: Mapping[str, object] | None = None,
    ) -> SlackAnswer: ...

    def chat_delete(self, *, channel: str, ts: str) -> SlackAnswer: ...

    def chat_stopStream(self, *, channel: str, ts: str) -> SlackAnswer: ...  # noqa: N802 - the SDK's name

    def chat_stream(
        self,
        *,
        channel: str,
        thread_ts: str,
        recipient_team_id: str,
        recipient_user_id: str,
        task_display_mode: str,
    ) -> SlackStream: ...

    def agents_sessions_setStatus(  # noqa: N802 - the SDK's name
        self, *, channel_id: str, thread_ts: str, status: str, initiator_user_id: str | None = None
    ) -> SlackAnswer: ...

    def assistant_threads_setStatus(  # noqa: N802 - the SDK's name
        self, *, channel_id: str, thread_ts: str, status: str
    ) -> SlackAnswer: ...

    def assistant_threads_setSuggestedPrompts(  # noqa: N802 - the SDK's name
        self, *, channel_id: str, title: str, prompts: Sequence[Mapping[str, str]]
    ) -> SlackAnswer: ...

    def files_getUploadURLExternal(  # noqa: N802 - the SDK's name
        self, *, filename: str, length: int, alt_txt: str | None
    ) -> SlackAnswer: ...

    def files_completeUploadExternal(  # noqa: N802 - the SDK's name
        self,
        *,
        files: Sequence[Mapping[str, str]],
        channel_id: str,
        thread_ts: str | None,
        initial_comment: str,
    ) -> SlackAnswer: ...

    def files_info(self, *, file: str) -> SlackAnswer: ...

    def views_open(self, *, trigger_id: str, view: Mapping[str, object]) -> SlackAnswer: ...

    def views_publish(self, *, user_id: str, view: Mapping[str, object]) -> SlackAnswer: ...
