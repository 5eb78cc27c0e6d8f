"""What happened in the workspace -> the Events API envelopes that the app subscribed to."""

from __future__ import annotations

import secrets
import time

from infra.local.slack.delivery import Delivery
from infra.local.slack.faults import MENTION, Faults
from infra.local.slack.people import APP_ID, BOT_USER, DMS, TEAM_ID
from infra.local.slack.store import Json
from infra.local.slack.workspace import Change, Workspace, public

DEFAULT_SUBSCRIPTIONS = frozenset(
    ("app_mention", "message.im", "message.channels", "app_home_opened", "agent_session_stopped", "reaction_added")
)


class Events:
    """Listens to the workspace; ``token`` is the old verification token that envelopes still carry."""

    def __init__(
        self, workspace: Workspace, delivery: Delivery, token: str, subscriptions: frozenset[str], faults: Faults
    ) -> None:
        self._faults = faults
        self._workspace = workspace
        self._delivery = delivery
        self._token = token
        self.subscriptions = subscriptions
        workspace.listeners.append(self.on_change)

    def send(self, name: str, channel: str, event: Json) -> None:
        """Deliver one event if the app subscribed to ``name``."""
        if name not in self.subscriptions:
            return
        envelope: Json = {
            "token": self._token,
            "team_id": TEAM_ID,
            "context_team_id": TEAM_ID,
            "context_enterprise_id": None,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": "Ev" + secrets.token_hex(5).upper(),
            "event_time": int(time.time()),
            "authorizations": [
                {"enterprise_id": None, "team_id": TEAM_ID, "user_id": BOT_USER, "is_bot": True,
                 "is_enterprise_install": False}
            ],
            "is_ext_shared_channel": False,
            "event_context": "4-" + secrets.token_urlsafe(24),
        }  # fmt: skip
        self._delivery.send(channel, envelope)

    def on_change(self, change: Change) -> None:
        if change.only or change.message.get("_stream"):
            return
        match change.kind:
            case "message":
                self._message(change)
            case "update":
                self._hidden(change, "message_changed", message=public(change.message))
            case "delete":
                self._hidden(change, "message_deleted", deleted_ts=change.ts)
            case "reaction":
                self._reaction(change)
            case _:
                pass

    def _kind(self, channel: str) -> tuple[str, str]:
        return ("message.im", "im") if channel in DMS else ("message.channels", "channel")

    def _message(self, change: Change) -> None:
        name, channel_type = self._kind(change.channel)
        base = public(change.message) | {"channel": change.channel, "event_ts": change.ts}
        if channel_type == "channel" and f"<@{BOT_USER}>" in base["text"] and change.by != BOT_USER:
            silent = self._faults.take(MENTION) is not None
            left_out = ("subtype", "files", "upload") if silent else ("subtype",)
            mention = {k: v for k, v in base.items() if k not in left_out} | {"type": "app_mention"}
            self.send("app_mention", change.channel, mention)
        self.send(name, change.channel, base | {"channel_type": channel_type})

    def _hidden(self, change: Change, subtype: str, **more: object) -> None:
        name, channel_type = self._kind(change.channel)
        ts = self._workspace.next_ts()
        event: Json = {
            "type": "message", "subtype": subtype, "hidden": True, "channel": change.channel, "ts": ts, "event_ts": ts,
            "channel_type": channel_type, "previous_message": public(change.previous), **more,
        }  # fmt: skip
        self.send(name, change.channel, event)

    def _reaction(self, change: Change) -> None:
        removed = change.data["removed"]
        kind = "reaction_removed" if removed else "reaction_added"
        event: Json = {
            "type": kind, "user": change.by, "reaction": change.data["reaction"],
            "item": {"type": "message", "channel": change.channel, "ts": change.ts},
            "item_user": change.message.get("user"), "event_ts": self._workspace.next_ts(),
        }  # fmt: skip
        self.send(kind, change.channel, event)

    # what is no message -----------------------------------------------------------------------------------------

    def home_opened(self, user: str, channel: str, tab: str, view: Json | None) -> None:
        event: Json = {
            "type": "app_home_opened", "user": user, "channel": channel, "tab": tab,
            "event_ts": self._workspace.next_ts(), "context": {"entities": []},
        }  # fmt: skip
        if view is not None and tab == "home":
            event["view"] = public(view)
        self.send("app_home_opened", channel, event)

    def session_stopped(self, user: str, channel: str, thread_ts: str, streams: list[str]) -> None:
        event: Json = {
            "type": "agent_session_stopped", "channel": channel, "thread_ts": thread_ts, "user": user,
            "streaming_message_ts": streams, "event_ts": self._workspace.next_ts(),
        }  # fmt: skip
        self.send("agent_session_stopped", channel, event)
