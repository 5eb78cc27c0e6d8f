"""Which texts the picture's font can show. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

# Blocks of https://www.unicode.org/charts/ that Liberation Sans has: Latin, Greek, Cyrillic, Hebrew, punctuation, signs
_DRAWN = ((0x0000, 0x052F), (0x0590, 0x05FF), (0x1E00, 0x1FFF), (0x2000, 0x22FF), (0x25A0, 0x25FF), (0xFB00, 0xFB4F))


def beyond_font(texts: Iterable[str]) -> bool:
    """Whether some letter may be drawn as an empty box where no other font is installed."""
    return any(not _is_drawn(character) for text in texts for character in text)


def _is_drawn(character: str) -> bool:
    return unicodedata.category(character)[0] in "CZ" or any(a <= ord(character) <= b for a, b in _DRAWN)
