"""Cutting a Markdown text into messages without losing anything: at line ends, code fences closed and reopened."""

from __future__ import annotations


def open_fence(text: str) -> str | None:
    """The line that opened the code block which ``text`` leaves open, such as ```` ```sql ````."""
    opened: str | None = None
    for line in text.split("\n"):
        stripped = line.lstrip()
        if stripped.startswith("```"):
            opened = None if opened else "```" + stripped[3:].strip()[:20]
    return opened


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
    return text[:cut], text[cut:]
