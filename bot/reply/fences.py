"""Cutting a Markdown text into messages without losing anything: at line ends, what is open closed and opened again."""

from __future__ import annotations

import re

from bot.reply.graphemes import breaks_at

_FENCE = re.compile(r"[ \t]*(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)")
_RULE = re.compile(r"\|?[\s:|-]*-[\s:|-]*")
_GRAPHEME = 64
"""Characters looked back for the start of a letter or an emoji of several parts."""


def open_fence(text: str) -> str | None:
    """The line that opened the code block which ``text`` leaves open, such as ```` ```sql ````."""
    opened: re.Match[str] | None = None
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if match is None:
            continue
        if opened is None:
            opened = match
        elif match["fence"].startswith(opened["fence"]) and not match["info"].strip():
            opened = None
    return opened["fence"] + opened["info"].strip()[:20] if opened else None


def fence_end(fence: str) -> str:
    """What closes a block that the line ``fence`` opened."""
    return "\n" + fence[: len(fence) - len(fence.lstrip(fence[0]))]


def open_table(text: str, rest: str) -> str | None:
    """The head and rule of the table that ``text`` ends in and ``rest`` goes on with."""
    if not text.endswith("\n") or not rest.startswith("|") or open_fence(text):
        return None
    rows: list[str] = []
    for line in reversed(text[:-1].split("\n")):
        if not line.startswith("|"):
            break
        rows.insert(0, line)
    if len(rows) < 2 or not _RULE.fullmatch(rows[1]):
        return None
    return f"{rows[0]}\n{rows[1]}\n"


def split_at(text: str, size: int) -> tuple[str, str]:
    """``text`` in two: the first part at most ``size`` UTF-8 bytes, cut at a line's end or at a space if there is one.

    The first part is empty when not even one character fits.
    """
    if len(text.encode()) <= size:
        return text, ""
    cut = len(text.encode()[: max(size, 0)].decode(errors="ignore"))
    for mark in ("\n", " "):
        found = text.rfind(mark, cut // 2, cut)
        if found > 0:
            return text[: found + 1], text[found + 1 :]
    whole = next((at for at in range(cut, max(cut - _GRAPHEME, 0), -1) if breaks_at(text, at)), cut)
    return text[:whole], text[whole:]
