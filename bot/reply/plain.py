"""A text as the eye reads its numbers: one kind of digits, no hidden characters, no marks of Markdown between them."""

from __future__ import annotations

import html
import re
import unicodedata

_GROUP_SPACE = re.compile(r"(?<=\d)[\u00a0\u2007-\u200a\u202f\u205f](?=\d)")
_SIGNS = str.maketrans(
    {
        "\u066b": ".", "\u066c": ",", "\u066a": "%", "\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2012": "\u2013",
        "\u2015": "\u2013", "\u2014": "\u2013", "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u2044": "/",
        "\u2215": "/", "\u00d7": "x", "\u00f7": "/", "\u3002": ". ",
    }
)  # fmt: skip
_MARKS = re.compile(r"[*~`\\]|(?<=\d)_(?=\d)")
_FRACTION = re.compile(r"(\d*)([\u00bc-\u00be\u2150-\u215f\u2189])")


def plain(text: str) -> str:
    """For reading only, never to be shown."""
    if text.isascii():
        return _MARKS.sub("", html.unescape(text) if "&" in text else text)
    text = html.unescape(text)
    text = _FRACTION.sub(lambda found: f"{(int(found[1] or 0) + unicodedata.numeric(found[2])):.2f}".rstrip("0"), text)
    kept: list[str] = []
    for character in _GROUP_SPACE.sub("'", text):
        category = unicodedata.category(character)
        if category in ("Cf", "Me", "Cc") and character not in "\n\t":
            continue
        kept.append(character)
    text = unicodedata.normalize("NFKD", "".join(kept)).translate(_SIGNS)
    out = [_digit(c) for c in text if unicodedata.category(c) not in ("Mn", "Me", "Cf")]
    return _MARKS.sub("", "".join(out))


def _digit(character: str) -> str:
    if character.isascii() or not character.isdecimal():
        return character
    return str(unicodedata.decimal(character))
