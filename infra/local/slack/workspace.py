"""The workspace itself: messages, threads, streams, reactions, sessions. No HTTP in here.

Everything that happens is announced as a :class:`Change`; the page (server-sent events) and the app (signed
events) each listen.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from infra.local.slack import blockcheck
from infra.local.slack.errors import SlackApiError
from infra.local.slack.people import APP_ID, BOT_ID, BOT_NAME, BOT_USER, DMS, PEOPLE, TEAM_ID, conversation, members_of
from infra.local.slack.rules import Rules
from infra.local.slack.store import Json, Store
from infra.local.slack.timing import Timing

ChangeKind = Literal[
    "message", "update", "delete", "delta", "ephemeral", "reaction", "status", "session", "prompts", "title", "view"
]


@dataclass(frozen=True)
class Change:
    """One thing that happened. ``only`` names the one user who may see it (ephemeral messages, views)."""

    kind: ChangeKind
    channel: str = ""
    ts: str = ""
    thread_ts: str = ""
    message: Json = field(default_factory=dict)
    previous: Json = field(default_factory=dict)
    only: str = ""
    by: str = ""
    data: Json = field(default_factory=dict)


BOT_PROFILE: Json = {
    "id": BOT_ID, "app_id": APP_ID, "user_id": BOT_USER, "name": BOT_NAME, "team_id": TEAM_ID, "deleted": False,
    "updated": 1_760_000_000, "icons": {},
}  # fmt: skip


def public(message: Json) -> Json:
    """A message as the API shows it: without what only this server needs to know."""
    return {key: value for key, value in message.items() if not key.startswith("_")}


class Workspace:
    def __init__(self, store: Store, timing: Timing, rules: Rules) -> None:
        self.store = store
        self.timing = timing
        self.rules = rules
        self.listeners: list[Callable[[Change], None]] = []
        self.lock = threading.RLock()
        self._last = store.last_ts()

    def announce(self, change: Change) -> None:
        for listener in self.listeners:
            listener(change)

    def next_ts(self) -> str:
        """A message id: seconds and microseconds, never the same twice."""
        with self.lock:
            now = time.time()
            ts = f"{int(now)}.{int(now % 1 * 1_000_000):06d}"
            if ts <= self._last:
                seconds, micros = self._last.split(".")
                count = int(seconds) * 1_000_000 + int(micros) + 1
                ts = f"{count // 1_000_000}.{count % 1_000_000:06d}"
            self._last = ts
            return ts

    # reading ----------------------------------------------------------------------------------------------------

    def require_channel(self, channel: str, user: str = BOT_USER) -> str:
        """The channel's id, for a user who is in it. A user's id means the direct conversation with them."""
        if channel in PEOPLE and channel != BOT_USER:
            channel = PEOPLE[channel].dm
        if channel.startswith("#"):
            channel = "C_" + channel[1:].upper()
        if conversation(channel) is None:
            raise SlackApiError("channel_not_found")
        if user not in members_of(channel):
            raise SlackApiError("not_in_channel" if channel not in DMS else "channel_not_found")
        return channel

    def require_message(self, channel: str, ts: str, missing: str = "message_not_found") -> Json:
        message = self.store.message(channel, ts)
        if message is None:
            raise SlackApiError(missing)
        return message

    def thread_of(self, channel: str, ts: str) -> str:
        """The ts of the first message of the thread that a message is in; its own where it is not known."""
        message = self.store.message(channel, ts) or {}
        return str(message.get("thread_ts") or ts)

    def with_thread(self, channel: str, message: Json) -> Json:
        """The message with what Slack adds to a thread's parent: reply_count, latest_reply, reply_users."""
        shown = public(message)
        replies = self.store.replies(channel, message["ts"]) if message.get("thread_ts", message["ts"]) == message[
            "ts"] else []  # fmt: skip
        if replies:
            users = list(dict.fromkeys(author for _, author in replies))
            shown |= {
                "thread_ts": message["ts"], "reply_count": len(replies), "reply_users_count": len(users),
                "latest_reply": replies[-1][0], "reply_users": users[:5], "is_locked": False, "subscribed": False,
            }  # fmt: skip
        return shown

    # writing ----------------------------------------------------------------------------------------------------

    def post(
        self, channel: str, user: str, *, text: str = "", blocks: list[Json] | None = None, thread_ts: str = "",
        only: str = "", **extra: Any,
    ) -> Json:  # fmt: skip
        """Add a message and announce it. ``only`` makes it ephemeral, for that user."""
        if thread_ts:
            parent = self.require_message(channel, thread_ts, "thread_not_found")
            thread_ts = parent.get("thread_ts") or thread_ts
        message: Json = {"type": "message", "user": user, "ts": self.next_ts(), "text": text, "team": TEAM_ID}
        if user == BOT_USER:
            message |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": BOT_PROFILE}
        if blocks:
            message["blocks"] = blockcheck.with_ids(blocks)
        if thread_ts:
            message["thread_ts"] = thread_ts
            message["parent_user_id"] = self.require_message(channel, thread_ts).get("user", "")
        if only:
            message |= {"is_ephemeral": True}
        message |= {key: value for key, value in extra.items() if value not in (None, "", [])}
        self.store.put_message(channel, message, seen_by=only)
        if user == BOT_USER and not only:
            self.clear_status(channel, thread_ts)
        kind: ChangeKind = "ephemeral" if only else "message"
        self.announce(Change(kind, channel, message["ts"], thread_ts, message, only=only, by=user))
        return message

    def replace(self, channel: str, message: Json, previous: Json, *, by: str, kind: ChangeKind = "update") -> None:
        """Store a changed message under its ts and announce it."""
        only = self.store.seen_by(channel, message["ts"])
        self.store.put_message(channel, message, seen_by=only)
        self.announce(
            Change(kind, channel, message["ts"], message.get("thread_ts", ""), message, previous, only=only, by=by)
        )

    def edit(
        self, channel: str, ts: str, *, by: str, text: str | None, blocks: list[Json] | None, **extra: Any
    ) -> Json:
        """chat.update and a person's edit."""
        with self.lock:
            previous = self.require_message(channel, ts)
            if previous.get("user") != by:
                raise SlackApiError("cant_update_message")
            message = dict(previous)
            message["text"] = text if text is not None else previous["text"]
            if blocks is not None:
                message["blocks"] = blockcheck.with_ids(blocks)
                if not blocks:
                    message.pop("blocks")
            elif text is not None:
                message.pop("blocks", None)
            message |= {key: value for key, value in extra.items() if value is not None}
            message["edited"] = {"user": by, "ts": self.next_ts()}
            self.replace(channel, message, previous, by=by)
            return message

    def delete(self, channel: str, ts: str, *, by: str) -> None:
        with self.lock:
            message = self.require_message(channel, ts)
            if message.get("user") != by:
                raise SlackApiError("cant_delete_message")
            only = self.store.seen_by(channel, ts)
            self.store.delete_message(channel, ts)
        self.announce(Change("delete", channel, ts, message.get("thread_ts", ""), message, message, only=only, by=by))

    def react(self, channel: str, ts: str, name: str, *, by: str, remove: bool = False) -> None:
        with self.lock:
            previous = self.require_message(channel, ts)
            reactions = [dict(r, users=list(r["users"])) for r in previous.get("reactions", [])]
            entry = next((r for r in reactions if r["name"] == name), None)
            if remove and (entry is None or by not in entry["users"]):
                raise SlackApiError("no_reaction")
            if not remove and entry is not None and by in entry["users"]:
                raise SlackApiError("already_reacted")
            if entry is None:
                entry = {"name": name, "users": [], "count": 0}
                reactions.append(entry)
            entry["users"].remove(by) if remove else entry["users"].append(by)
            entry["count"] = len(entry["users"])
            message = dict(previous, reactions=[r for r in reactions if r["users"]])
            if not message["reactions"]:
                message.pop("reactions")
            self.store.put_message(channel, message, seen_by=self.store.seen_by(channel, ts))
        self.announce(
            Change("reaction", channel, ts, message.get("thread_ts", ""), message, previous, by=by,
                   data={"reaction": name, "removed": remove})
        )  # fmt: skip

    # the app's signs of life ------------------------------------------------------------------------------------

    def set_status(self, channel: str, thread_ts: str, status: str, loading: list[str] | None = None) -> None:
        """The line "Outcrop is looking it up..." under a thread. Empty clears it; it expires by itself."""
        key = f"{channel}:{thread_ts}"
        if status:
            body: Json = {"channel": channel, "thread_ts": thread_ts, "status": status, "loading": loading or [],
                          "until": time.time() + self.timing.status}  # fmt: skip
            self.store.put("status", key, body)
        else:
            self.store.drop("status", key)
        data = {"status": status, "loading": loading or []}
        self.announce(Change("status", channel, "", thread_ts, by=BOT_USER, data=data))

    def clear_status(self, channel: str, thread_ts: str) -> None:
        if thread_ts and self.store.get("status", f"{channel}:{thread_ts}"):
            self.set_status(channel, thread_ts, "")

    def status(self, channel: str, thread_ts: str) -> Json | None:
        found = self.store.get("status", f"{channel}:{thread_ts}")
        return found if found and found["until"] > time.time() else None

    def set_session(self, channel: str, thread_ts: str, **fields: Any) -> Json:
        """An agent session's status and title (agents.sessions.*)."""
        key = f"{channel}:{thread_ts}"
        session = self.store.get("session", key) or {"channel_id": channel, "thread_ts": thread_ts, "status": "active"}
        session |= {name: value for name, value in fields.items() if value is not None}
        self.store.put("session", key, session)
        self.announce(Change("session", channel, "", thread_ts, by=BOT_USER, data=session))
        return session

    def session(self, channel: str, thread_ts: str) -> Json | None:
        return self.store.get("session", f"{channel}:{thread_ts}")
