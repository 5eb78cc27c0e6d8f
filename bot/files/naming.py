"""A shared file's name, made safe to show. S3 keys are never made of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

CHARACTERS = 120
SUFFIX = 12
"""Characters of an ending that count as one."""

_SEPARATORS = re.compile(r"[/\\]+")
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
"""A flag of tag characters, such as Scotland's; alone those characters hide text."""
_JOINERS = "\u200c\u200d"
_DIVIDED = ("LATIN", "GREEK", "CYRILLIC", "DIGIT", "FULLWIDTH")
"""Scripts whose letters are never joined: between them a joiner only hides something."""


def shown_name(raw: str, otherwise: str) -> str:
    """``raw`` without path, controls, and characters that hide or reorder others; at most CHARACTERS long.

    Letters of every script, and emoji, stay as they are: a joiner that makes one, and a flag's tags, are kept.
    """
    parts = [part for part in _SEPARATORS.split(raw) if _visible(part).strip(" .")]
    text = " ".join(_visible(parts[-1] if parts else "").replace("`", "'").split())
    text = text.rstrip(" .")
    return shortened(text, CHARACTERS) if text.strip(".") else otherwise


def unique_name(name: str, taken: Collection[str]) -> str:
    """``image.png`` -> ``image (2).png`` where the thread has an ``image.png`` already."""
    known = {other.casefold() for other in taken}
    stem, suffix = _split(name)
    number, tried = 1, name
    while tried.casefold() in known:
        number += 1
        tried = f"{stem} ({number}){suffix}"
    return tried


def shortened(name: str, length: int) -> str:
    """At most ``length`` characters, cut in the middle so that the ending stays."""
    if len(name) <= length:
        return name
    stem, suffix = _split(name)
    return stem[: max(1, length - len(suffix) - 1)].rstrip() + "…" + suffix


def extension(name: str) -> str:
    """``report.PDF`` -> ``pdf``; empty for a name without an ending."""
    return _split(name)[1].lstrip(".").lower()


def _split(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem and 0 < len(suffix) <= SUFFIX else (name, "")


def _visible(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    kept: list[str] = []
    flags = {at for match in _FLAG.finditer(text) for at in range(*match.span())}
    for at, character in enumerate(text):
        category = unicodedata.category(character)
        if category in ("Zl", "Zp", "Zs") or character in "\t\n\r":
            kept.append(" ")
            continue
        joiner = character in _JOINERS and _joins(text[at - 1 : at]) and _joins(text[at + 1 : at + 2])
        if joiner or at in flags or not category.startswith("C"):
            kept.append(character)
    return "".join(kept)


def _joins(character: str) -> bool:
    """Whether a joiner beside ``character`` may change how it looks."""
    return bool(character) and not character.isascii() and not unicodedata.name(character, "").startswith(_DIVIDED)
