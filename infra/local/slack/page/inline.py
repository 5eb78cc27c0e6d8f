"""Text with marks -> safe HTML: Slack's mrkdwn, and the inline part of Markdown. Everything else is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from infra.local.slack.page.emoji import EMOJI
from infra.local.slack.people import CHANNELS, PEOPLE
from infra.local.slack.typed import unescape

_SAFE = re.compile(r"^(https?://|mailto:)", re.I)
_HELD = re.compile("\ue000(\\d+)\ue001")


def link(url: str, label: str = "") -> str:
    """An anchor for http, https and mailto; anything else stays text. ``label`` is HTML already."""
    shown = label or html.escape(url)
    if not _SAFE.match(url):
        return shown
    return f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer nofollow">{shown}</a>'


def user_mention(user: str) -> str:
    name = PEOPLE[user].real_name if user in PEOPLE else user
    return f'<span class="mention" data-user="{html.escape(user)}">@{html.escape(name)}</span>'


def channel_mention(channel: str, label: str = "") -> str:
    name = CHANNELS[channel].name if channel in CHANNELS else label or channel
    if channel not in CHANNELS:
        return f'<span class="mention">#{html.escape(name)}</span>'
    return f'<a class="mention" href="/c/{channel}" data-channel="{channel}">#{html.escape(name)}</a>'


class _Holder:
    """Keeps finished HTML out of reach of the marks that are read later."""

    def __init__(self) -> None:
        self._kept: list[str] = []

    def keep(self, finished: str) -> str:
        self._kept.append(finished)
        return f"\ue000{len(self._kept) - 1}\ue001"

    def restore(self, text: str) -> str:
        while _HELD.search(text):
            text = _HELD.sub(lambda found: self._kept[int(found[1])], text)
        return text


def _emoji(found: re.Match[str]) -> str:
    return EMOJI.get(found[1], found[0])


def _angle(holder: _Holder) -> Callable[[re.Match[str]], str]:
    """``<@U1>``, ``<#C1|name>``, ``<!here>``, ``<url|label>``."""

    def replace(found: re.Match[str]) -> str:
        inner, _, label = found[1].partition("|")
        label = html.escape(unescape(label))
        if inner.startswith("@"):
            return holder.keep(user_mention(inner[1:]))
        if inner.startswith("#"):
            return holder.keep(channel_mention(inner[1:], unescape(label)))
        if inner.startswith("!"):
            return holder.keep(f'<span class="mention">@{label or html.escape(inner[1:].partition("^")[0])}</span>')
        return holder.keep(link(unescape(inner), label))

    return replace


_WORD_EDGE_BEFORE = r"(?<![\w*_~])"
_WORD_EDGE_AFTER = r"(?![\w*_~])"


def _pair(mark: str, tag: str, text: str) -> str:
    edge = re.escape(mark)
    pattern = rf"{_WORD_EDGE_BEFORE}{edge}(?=\S)([^\n]*?\S){edge}{_WORD_EDGE_AFTER}"
    return re.sub(pattern, rf"<{tag}>\1</{tag}>", text)


def mrkdwn_inline(text: str) -> str:
    """One line of mrkdwn (entities as Slack escapes them)."""
    text = text.replace("\ue000", "").replace("\ue001", "")
    holder = _Holder()
    text = re.sub(
        r"`([^`\n]+)`", lambda m: holder.keep(f"<code>{html.escape(unescape(m[1]))}</code>"), text
    )  # fmt: skip
    text = re.sub(r"<((?:[@#!]|https?:|mailto:)[^<>\n]+)>", _angle(holder), text)
    text = html.escape(unescape(text), quote=False)
    text = _pair("*", "strong", text)
    text = _pair("_", "em", text)
    text = _pair("~", "s", text)
    text = re.sub(r":([a-z0-9_+-]+):", _emoji, text)
    return holder.restore(text)


def markdown_inline(text: str) -> str:
    """One line of Markdown, with Slack's ``<...>`` tokens too."""
    text = text.replace("\ue000", "").replace("\ue001", "")
    holder = _Holder()
    text = re.sub(r"(`+)(.+?)\1", lambda m: holder.keep(f"<code>{html.escape(unescape(m[2].strip()))}</code>"), text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+\-.!|~<>])", lambda m: holder.keep(html.escape(m[1])), text)
    text = re.sub(r"<((?:[@#!][^<>\n]+)|(?:(?:https?|mailto):[^<>\n]+))>", _angle(holder), text)
    text = re.sub(
        r"!?\[([^\[\]\n]*)\]\(([^()\s]+(?:\([^()\s]*\))?[^()\s]*)(?:\s+\"[^\"]*\")?\)",
        lambda m: holder.keep(link(unescape(m[2]), markdown_inline(m[1]))),
        text,
    )
    text = re.sub(
        r"(?<![\w\"=/])(https?://[^\s<>\ue000]*[^\s<>.,;:!?)\ue000])", lambda m: holder.keep(link(unescape(m[1]))), text
    )
    text = html.escape(unescape(text), quote=False)
    text = re.sub(r"\*\*(?=\S)(.+?\S|\S)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"(?<!\w)__(?=\S)(.+?\S|\S)__(?!\w)", r"<strong>\1</strong>", text)
    text = re.sub(r"~~(?=\S)(.+?)~~", r"<s>\1</s>", text)
    text = re.sub(r"(?<![\w*])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?![\w*])", r"<em>\1</em>", text)
    text = _pair("_", "em", text)
    text = re.sub(r":([a-z0-9_+-]+):", _emoji, text)
    return holder.restore(text)
