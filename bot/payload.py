"""Reading Slack's payloads: untyped JSON in, plain strings out."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, cast

Payload = Mapping[str, Any]

_ENTITY = re.compile(r"<([@#!])?([^<>|]*)(?:\|([^<>]*))?>")


def mapping(value: object) -> Payload:
    """``value`` if it is a JSON object, else an empty one."""
    return cast("Payload", value) if isinstance(value, Mapping) else {}


def at(body: Payload, *path: str) -> object:
    """The value at ``path``, or None."""
    value: object = body
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = cast("Mapping[str, object]", value).get(key)
    return value


def text_at(body: Payload, *path: str) -> str:
    """The string at ``path``, or an empty one."""
    value = at(body, *path)
    return value if isinstance(value, str) else ""


def first_action(body: Payload) -> Payload:
    """The pressed element of a ``block_actions`` payload."""
    actions = at(body, "actions")
    if isinstance(actions, list) and actions and isinstance(actions[0], Mapping):
        return cast("Payload", actions[0])
    return {}


def question_text(text: str, bot_user: str) -> str:
    """A message as a person wrote it: our own mention taken out, Slack's entities as plain words.

    https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
    """

    def plain(match: re.Match[str]) -> str:
        sign, target, label = match.group(1), match.group(2), match.group(3)
        if sign == "@":
            return "" if target == bot_user else f"@{label or target}"
        if sign == "#":
            return f"#{label or target}"
        if sign == "!":
            return label or f"@{target.split('^')[0]}"
        return label or target.removeprefix("mailto:")

    return html.unescape(_ENTITY.sub(plain, text)).strip()
