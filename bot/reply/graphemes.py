"""Text cut where a reader sees the end of a letter: accents, emoji of several parts and flags stay whole. Pure."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"
TAIL = 0.4
"""Share of a text that its end takes where it is cut in the middle."""

_JOINER = "\u200d"
_REGIONAL = (0x1F1E6, 0x1F1FF)
"""Two of these letters make a flag."""
_ADDED = ((0xFE00, 0xFE0F), (0x1F3FB, 0x1F3FF), (0xE0020, 0xE007F), (0x1160, 0x11FF))
"""What changes the sign before it: variation selectors, skin tones, tags of flags, Korean vowels and finals."""


def length(text: str) -> int:
    """Characters as JavaScript and Java count them, the larger of the ways: an emoji is two."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """At most ``most`` characters on one line, an ellipsis at the end of what was longer."""
    text = " ".join(text.split())
    if length(text) <= most:
        return text
    end = len(text)
    while end and length(text[:end]) > most - 1:
        end = min(end - 1, most - 1)
    while end and not breaks_at(text, end):
        end -= 1
    return text[:end].rstrip(" ,;:-–") + ELLIPSIS


def cut_middle(text: str, most: int) -> str:
    """At most ``most`` characters with the end in it, where products and versions differ: ``Moss Cabi…binet 284``."""
    text = " ".join(text.split())
    if length(text) <= most:
        return text
    start = len(text)
    while start and length(text[start - 1 :]) <= most * TAIL:
        start -= 1
    while start < len(text) and (text[start].isspace() or not breaks_at(text, start)):
        start += 1
    end = text[start:]
    return cut(text, most - length(end)) + end


def breaks_at(text: str, index: int) -> bool:
    """Whether a letter ends before ``index`` and another begins there.

    The rules of https://unicode.org/reports/tr29/ that names and messages need.
    """
    if not 0 < index < len(text):
        return True
    before, after = text[index - 1], text[index]
    if _JOINER in (before, after) or unicodedata.category(after).startswith("M"):
        return False
    code = ord(after)
    if any(first <= code <= last for first, last in _ADDED):
        return False
    if _is_regional(before) and _is_regional(after):
        run = 0
        while run < index and _is_regional(text[index - 1 - run]):
            run += 1
        return run % 2 == 0
    return True


def _is_regional(character: str) -> bool:
    return _REGIONAL[0] <= ord(character) <= _REGIONAL[1]
