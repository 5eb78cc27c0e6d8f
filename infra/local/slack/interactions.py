"""Slash commands, buttons, modals, message shortcuts: what a person presses -> what the app is sent.

Payload shapes: https://docs.slack.dev/interactivity/handling-user-interaction and /slash-commands.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from infra.local.slack import blockcheck, words
from infra.local.slack.delivery import Answer, Delivery
from infra.local.slack.errors import SlackApiError
from infra.local.slack.events import Events
from infra.local.slack.modals import Views, shown
from infra.local.slack.people import (
    APP_ID,
    BOT_USER,
    CHANNELS,
    PEOPLE,
    TEAM_DOMAIN,
    TEAM_ID,
)
from infra.local.slack.store import Json
from infra.local.slack.streaming import Streams
from infra.local.slack.workspace import Workspace, public

SLACKBOT = "USLACKBOT"


@dataclass
class _Hook:
    """A response_url: where it points, until when, how often it was used."""

    user: str
    channel: str
    ts: str
    thread_ts: str
    born: float
    used: int = 0


class Interactions:
    def __init__(
        self, workspace: Workspace, delivery: Delivery, events: Events, views: Views, streams: Streams, token: str,
        origin: Callable[[], str],
    ) -> None:  # fmt: skip
        self._workspace = workspace
        self._delivery = delivery
        self._events = events
        self._views = views
        self._streams = streams
        self._token = token
        self._origin = origin
        self._hooks: dict[str, _Hook] = {}
        self._lock = threading.Lock()

    # response_url -----------------------------------------------------------------------------------------------

    def _hook(self, kind: str, user: str, channel: str, ts: str = "", thread_ts: str = "") -> str:
        key = secrets.token_urlsafe(18)
        with self._lock:
            now = time.monotonic()
            life = self._workspace.timing.response_url
            self._hooks = {k: h for k, h in self._hooks.items() if now - h.born < life}
            self._hooks[key] = _Hook(user, channel, ts, thread_ts, now)
        return f"{self._origin()}/{kind}/{TEAM_ID}/{key}"

    def respond(self, key: str, body: Json) -> tuple[int, str]:
        """A POST to a response_url -> (HTTP status, text). Five uses in 30 minutes."""
        with self._lock:
            hook = self._hooks.get(key)
            if hook is None or time.monotonic() - hook.born > self._workspace.timing.response_url:
                return 404, "expired_url"
            if hook.used >= self._workspace.timing.response_url_uses:
                return 404, "used_url"
            hook.used += 1
        try:
            self._respond(hook, body)
        except SlackApiError as error:
            return 400, error.code
        return 200, "ok"

    def _respond(self, hook: _Hook, body: Json) -> None:
        original = self._workspace.store.message(hook.channel, hook.ts) if hook.ts else None
        if body.get("delete_original"):
            if original:
                self._workspace.delete(hook.channel, hook.ts, by=BOT_USER)
            return
        text, blocks = body.get("text"), body.get("blocks")
        if blocks:
            blockcheck.check_blocks(blocks, rules=self._workspace.rules)
        if not text and not blocks:
            raise SlackApiError("no_text")
        if text and len(str(text)) > self._workspace.rules.most("message_text"):
            raise SlackApiError("msg_too_long")
        if body.get("replace_original") and original:
            self._workspace.edit(hook.channel, hook.ts, by=BOT_USER, text=text, blocks=blocks or [])
            return
        everyone = body.get("response_type") == "in_channel"
        self._workspace.post(
            hook.channel, BOT_USER, text=text or "", blocks=blocks, only="" if everyone else hook.user,
            thread_ts=body.get("thread_ts") or hook.thread_ts,
        )  # fmt: skip

    # commands ---------------------------------------------------------------------------------------------------

    def command(self, user: str, channel: str, typed: str) -> Json:
        """Run ``/name rest``. The ack's body is posted as Slack does; a failure is told to the person alone."""
        name, _, rest = typed.strip().partition(" ")
        form = {
            "token": self._token, "team_id": TEAM_ID, "team_domain": TEAM_DOMAIN, "channel_id": channel,
            "channel_name": CHANNELS[channel].name if channel in CHANNELS else "directmessage", "user_id": user,
            "user_name": PEOPLE[user].name, "command": name, "text": rest.strip(), "api_app_id": APP_ID,
            "is_enterprise_install": "false", "response_url": self._hook("commands", user, channel),
            "trigger_id": self._views.new_trigger(user),
        }  # fmt: skip
        answer = self._delivery.ask_form(form)
        if not answer.ok:
            said = self._failure(answer, name)
            self._workspace.post(channel, SLACKBOT, text=said, only=user)
            return {"ok": False, "error": said}
        if answer.text.strip():
            body = _as_json(answer.text)
            body = {"text": answer.text} if body is None else body
            if body.get("text") or body.get("blocks"):
                self._respond(_Hook(user, channel, "", "", 0.0), body)
        return {"ok": True}

    def _failure(self, answer: Answer, name: str) -> str:
        if answer.reason == "no_request_url":
            return words.NO_APP
        if answer.reason == "http_timeout":
            return words.COMMAND_TIMEOUT.format(command=name)
        if not answer.status:
            return words.COMMAND_UNREACHED.format(command=name)
        return words.COMMAND_FAILED.format(command=name, status=answer.status)

    # payloads ---------------------------------------------------------------------------------------------------

    def _base(self, kind: str, user: str) -> Json:
        return {
            "type": kind,
            "user": {"id": user, "username": PEOPLE[user].name, "name": PEOPLE[user].name, "team_id": TEAM_ID},
            "api_app_id": APP_ID,
            "token": self._token,
            "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self._views.new_trigger(user),
        }

    def _send(self, payload: Json) -> Answer:
        return self._delivery.ask_form({"payload": json.dumps(payload, ensure_ascii=False)})

    def _channel_part(self, channel: str) -> Json:
        return {"id": channel, "name": CHANNELS[channel].name if channel in CHANNELS else "directmessage"}

    def press(self, user: str, action: Json, *, channel: str = "", message_ts: str = "", view_id: str = "",
              values: Json | None = None) -> Json:  # fmt: skip
        """A block_actions payload for an element of a message or of a view.

        ``action`` names ``action_id`` and, where it is not unique, ``block_id`` or ``value``; what a person chose comes
        in the element's own field (``selected_option``, ``selected_date``, ``value``...).
        """
        payload = self._base("block_actions", user)
        if view_id:
            view = self._views.keep_state(view_id, values or {})
            source: Json = view
            payload |= {"container": {"type": "view", "view_id": view_id}, "view": view}
        else:
            source = self._workspace.require_message(channel, message_ts)
            hidden = bool(self._workspace.store.seen_by(channel, message_ts))
            thread_ts = source.get("thread_ts", "")
            container: Json = {"type": "message", "message_ts": message_ts, "channel_id": channel,
                               "is_ephemeral": hidden}  # fmt: skip
            if thread_ts:
                container["thread_ts"] = thread_ts
            payload |= {
                "container": container,
                "channel": self._channel_part(channel),
                "state": {"values": values or {}},
                "response_url": self._hook("actions", user, channel, message_ts, thread_ts),
            }
            if not hidden:
                payload["message"] = public(source)
        found = _find_element(source.get("blocks") or [], action)
        if found is None:
            raise SlackApiError("action_not_found")
        block_id, element = found
        pressed: Json = {"action_id": element["action_id"], "block_id": block_id, "type": element["type"],
                         "action_ts": self._workspace.next_ts()}  # fmt: skip
        if "text" in element:
            pressed["text"] = element["text"]
        if "value" in element:
            pressed["value"] = element["value"]
        pressed |= {key: element[key] for key in _ECHOED if key in element and "value" not in element}
        pressed |= {k: v for k, v in action.items() if k not in ("action_id", "block_id")}
        answer = self._send(payload | {"actions": [pressed]})
        return {"ok": True} if answer.ok else {"ok": False, "error": self._words_for(answer)}

    def suggest(self, user: str, action: Json, typed: str, *, channel: str = "", message_ts: str = "",
                view_id: str = "") -> Json:  # fmt: skip
        """A block_suggestion for an external select: ``{"groups": [{"label", "options"}]}`` as the app answers it.

        https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
        """
        if view_id:
            view = self._views.require(view_id)
            part: Json = {"container": {"type": "view", "view_id": view_id}, "view": shown(view)}
            blocks = view.get("blocks") or []
        else:
            source = self._workspace.require_message(channel, message_ts)
            blocks = source.get("blocks") or []
            container = {"type": "message", "message_ts": message_ts, "channel_id": channel, "is_ephemeral": False}
            part = {"container": container, "channel": self._channel_part(channel), "message": public(source)}
        found = _find_element(blocks, action)
        if found is None or "external" not in found[1]["type"]:
            raise SlackApiError("action_not_found")
        named = {"action_id": found[1]["action_id"], "block_id": found[0], "value": typed}
        answer = self._send(self._base("block_suggestion", user) | part | named)
        given = _as_json(answer.text) if answer.ok else None
        if given is None:
            return {"ok": False, "error": self._words_for(answer)}
        groups = [{"label": g["label"]["text"], "options": g["options"]} for g in given.get("option_groups") or []]
        return {"ok": True, "groups": groups or [{"label": "", "options": given.get("options") or []}]}

    def _words_for(self, answer: Answer) -> str:
        return words.NO_APP if answer.reason == "no_request_url" else words.ACTION_FAILED

    def submit(self, user: str, view_id: str, values: Json) -> Json:
        """view_submission; honours response_action. ``{"errors": {block_id: words}}`` when the app refuses a field."""
        if view_id not in self._views.stack(user):
            raise SlackApiError("not_found")
        view = self._views.keep_state(view_id, values)
        payload = self._base("view_submission", user) | {"view": view, "response_urls": []}
        answer = self._send(payload)
        if not answer.ok:
            return {"ok": False, "error": words.VIEW_FAILED}
        try:
            outcome = self._views.apply_response(user, view_id, _as_json(answer.text) or {})
        except SlackApiError:
            return {"ok": False, "error": words.VIEW_FAILED}
        return {"ok": not outcome, **outcome}

    def close(self, user: str) -> Json:
        """view_closed for each closed view that asked for it; a view with clear_on_close takes all with it."""
        closed, cleared = self._views.close(user)
        for view in closed:
            if view.get("notify_on_close"):
                self._send(self._base("view_closed", user) | {"view": view, "is_cleared": cleared})
        return {"ok": True}

    def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Json:
        """A message_action: "ask about this"."""
        message = self._workspace.require_message(channel, ts)
        payload = self._base("message_action", user) | {
            "callback_id": callback_id, "action_ts": self._workspace.next_ts(), "message_ts": ts,
            "channel": self._channel_part(channel), "message": public(message),
            "response_url": self._hook("app", user, channel, "", message.get("thread_ts") or ts),
        }  # fmt: skip
        answer = self._send(payload)
        return {"ok": True} if answer.ok else {"ok": False, "error": self._words_for(answer)}

    def stop(self, user: str, channel: str, thread_ts: str) -> Json:
        """The Stop button of an agent session."""
        streams = self._streams.stop_pressed(channel, thread_ts, user)
        self._events.session_stopped(user, channel, thread_ts, streams)
        return {"ok": True, "streams": streams}


_ECHOED = (
    "placeholder", "initial_option", "initial_options", "initial_date", "initial_time", "initial_date_time",
    "initial_user", "initial_users", "initial_channel", "initial_channels", "initial_conversation",
    "initial_conversations",
)  # fmt: skip
"""What Slack sends back of a menu or a picker beside what was chosen."""


def _as_json(text: str) -> Json | None:
    try:
        value = json.loads(text) if text.strip() else None
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _find_element(blocks: list[Json], action: Json) -> tuple[str, Json] | None:
    """(block_id, element) of the element that was pressed; feedback buttons come with what was chosen."""
    for block in blocks:
        wanted = action.get("block_id")
        if block.get("child_blocks") or block.get("type") == "carousel":
            inner = _find_element(block.get("child_blocks") or block["elements"], action)
            if inner:
                return inner
        if wanted and block.get("block_id") != wanted:
            continue
        elements: list[Any] = [*(block.get("elements") or []), *(block.get("actions") or [])]
        elements += [block.get("accessory"), block.get("element")]
        matching = [e for e in elements if isinstance(e, dict) and e.get("action_id") == action.get("action_id")]
        exact = [e for e in matching if "value" in e and e["value"] == action.get("value")]
        for element in exact or matching:
            if element["type"] == "feedback_buttons":
                sides = [element["positive_button"], element["negative_button"]]
                chosen = next((s for s in sides if s["value"] == action.get("value")), sides[0])
                return block["block_id"], {**element, "text": chosen["text"], "value": chosen["value"]}
            return block["block_id"], element
    return None
