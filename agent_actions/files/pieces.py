"""Long texts in pieces, cut where a reader would: after a paragraph, a sentence, a word; never in a character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_CUTS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…。！？])[\"'”’)\]]*\s+|(?<=[。！？])"),
    re.compile(r"(?<=[,;:、，])\s*"),
    re.compile(r"\s+"),
)
"""From the best place to cut to the worst; the cut is behind the match."""
Measure = Callable[[str], int]


def utf8_bytes(text: str) -> int:
    return len(text.encode())


def pieces(text: str, most: int, measure: Measure = utf8_bytes) -> list[str]:
    """``text`` in pieces of at most ``most`` by ``measure``; joined they are the text again."""
    found: list[str] = []
    left = text
    while measure(left) > most:
        cut = _cut(left, _fitting(left, most, measure))
        found.append(left[:cut])
        left = left[cut:]
    return [*found, left] if left else found


def first_piece(text: str, most: int) -> str:
    """The beginning of at most ``most`` characters, cut as :func:`pieces` does."""
    return text if len(text) <= most else text[: _cut(text, most)].rstrip()


def _fitting(text: str, most: int, measure: Measure) -> int:
    """The longest beginning, in characters, that is within ``most``; one character at least."""
    low, high = 1, min(len(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= most:
            low = middle
        else:
            high = middle - 1
    return low


def _cut(text: str, within: int) -> int:
    """The last good place to cut in the first ``within`` characters; not in the first third if there is another way."""
    window = text[:within]
    for pattern in _CUTS:
        ends = [match.end() for match in pattern.finditer(window)]
        if ends and ends[-1] >= within // 3 and ends[-1] > 0:
            return ends[-1]
    return _whole_character(text, within)


def _whole_character(text: str, at: int) -> int:
    """Back to before marks that belong to the character before them, joined emoji and flags among them."""
    start = at
    while at > 1 and at < len(text) and _joins(text[at - 1], text[at]):
        at -= 1
    return at if at > max(1, start - 50) else start


def _joins(before: str, after: str) -> bool:
    flags = "\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff"
    selectors = "\ufe00" <= after <= "\ufe0f" or "\U0001f3fb" <= after <= "\U0001f3ff"
    return bool(unicodedata.combining(after)) or "\u200d" in (before, after) or selectors or flags
