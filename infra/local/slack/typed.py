"""What a person types -> what Slack sends: escapes, mentions, channel links, the rich_text block."""

from __future__ import annotations

import re
from typing import Any

from infra.local.slack.people import CHANNELS, PEOPLE

_TOKEN = re.compile(r"(?P<user>@[A-Za-z][\w.-]*)|(?P<channel>#[a-z0-9][\w-]*)|(?P<link>https?://[^\s<>]+)")


def escape(text: str) -> str:
    """Slack's three escapes (https://docs.slack.dev/messaging/formatting-message-text#escaping)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _user_id(name: str) -> str | None:
    wanted = name.rstrip(".-").lower()
    return next((p.id for p in PEOPLE.values() if p.name == wanted), None)


def _channel_id(name: str) -> str | None:
    return next((c.id for c in CHANNELS.values() if c.name == name), None)


def parts_of(typed: str) -> list[dict[str, Any]]:
    """The elements of a rich_text_section: text, user, channel, link."""
    parts: list[dict[str, Any]] = []
    at = 0

    def plain(text: str) -> None:
        if text:
            parts.append({"type": "text", "text": text})

    for found in _TOKEN.finditer(typed):
        word = found.group()
        user = _user_id(word[1:]) if found["user"] else None
        channel = _channel_id(word[1:]) if found["channel"] else None
        link = word.rstrip(".,;:!?)") if found["link"] else None
        if not (user or channel or link) or (found.start() and typed[found.start() - 1].isalnum()):
            continue
        plain(typed[at : found.start()])
        at = found.end()
        if user:
            parts.append({"type": "user", "user_id": user})
            at -= len(word) - len(word.rstrip(".-"))
        elif channel:
            parts.append({"type": "channel", "channel_id": channel})
        elif link:
            parts.append({"type": "link", "url": link})
            at -= len(word) - len(link)
    plain(typed[at:])
    return parts


def encode(typed: str) -> tuple[str, list[dict[str, Any]]]:
    """Typed text -> (message text with ``<@U_...>``, ``<#C_...|name>``, ``<url>``; its rich_text block)."""
    parts = parts_of(typed)
    text = ""
    for part in parts:
        if part["type"] == "user":
            text += f"<@{part['user_id']}>"
        elif part["type"] == "channel":
            text += f"<#{part['channel_id']}|{CHANNELS[part['channel_id']].name}>"
        elif part["type"] == "link":
            text += f"<{escape(part['url'])}>"
        else:
            text += escape(part["text"])
    if not parts:
        return "", []
    return text, [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": parts}]}]


def decode(text: str) -> str:
    """Message text -> what a person would have typed, for the edit box."""

    def name(found: re.Match[str]) -> str:
        inner = found[1]
        if inner.startswith("@") and inner[1:] in PEOPLE:
            return "@" + PEOPLE[inner[1:]].real_name if inner[1:] == "U_OUTCROP" else "@" + PEOPLE[inner[1:]].name
        if inner.startswith("#"):
            return "#" + inner[1:].partition("|")[2]
        return inner.partition("|")[0]

    return unescape(re.sub(r"<([^<>]+)>", name, text))
