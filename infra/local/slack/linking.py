"""What belongs together on the wire: the thread that an event, a call, a view or a file is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infra.local.slack.masking import fingerprint
from infra.local.slack.store import Json

ThreadOf = Callable[[str, str], str]
"""(channel, ts) -> the ts of the thread's first message."""


def place_of(request: Any, answer: Any, thread_of: ThreadOf) -> tuple[str, list[str]]:
    """(channel, keys) of one exchange. A key is ``thread:CHANNEL:TS``, ``trigger:..``, ``hook:..``, ``view:ID`` or
    ``file:ID``; exchanges that share one belong together, the thread's first."""
    asked, said = _dict(request), _dict(answer)
    subject = _dict(asked.get("event")) or asked
    channel = _channel(subject) or _text(said.get("channel"))
    keys: list[str] = []
    ts = _ts(subject) or (_text(said.get("ts")) if channel else "")
    if channel and ts:
        keys.append(f"thread:{channel}:{thread_of(channel, ts)}")
    for name, kind in (("trigger_id", "trigger"), ("response_url", "hook")):
        if _text(asked.get(name)):
            keys.append(f"{kind}:{fingerprint(asked[name])}")
    for view in (_dict(asked.get("view")), _dict(said.get("view"))):
        keys += [f"view:{view[name]}" for name in ("root_view_id", "id") if _text(view.get(name))]
    if _text(asked.get("view_id")):
        keys.append(f"view:{asked['view_id']}")
    keys += [f"file:{file}" for file in _files(subject, said)]
    return channel, list(dict.fromkeys(keys))


def _channel(subject: Json) -> str:
    container = _dict(subject.get("container"))
    for value in (subject.get("channel"), subject.get("channel_id"), container.get("channel_id")):
        found = _text(value) or _text(_dict(value).get("id"))
        if found:
            return found
    return _text(_dict(subject.get("item")).get("channel"))


def _ts(subject: Json) -> str:
    """The most telling timestamp: the thread's before the message's."""
    message = _dict(subject.get("message")) or _dict(subject.get("previous_message"))
    container, item = _dict(subject.get("container")), _dict(subject.get("item"))
    for holder, names in (
        (subject, ("thread_ts",)),
        (container, ("thread_ts", "message_ts")),
        (message, ("thread_ts", "ts")),
        (item, ("ts",)),
        (subject, ("ts", "message_ts", "timestamp")),
    ):
        for name in names:
            if _text(holder.get(name)):
                return _text(holder[name])
    return ""


def _files(subject: Json, said: Json) -> list[str]:
    found = [_text(subject.get("file")), _text(said.get("file_id")), _text(_dict(said.get("file")).get("id"))]
    for holder in (subject, said):
        files = holder.get("files")
        found += [_text(_dict(file).get("id")) for file in files] if isinstance(files, list) else []
    return [file for file in found if file]


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
