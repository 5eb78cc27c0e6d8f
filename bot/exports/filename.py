"""Names that every file system takes."""

from __future__ import annotations

import re
import unicodedata

CHARACTERS = 80
BYTES = 200
"""File systems take 255; some room for what a browser adds."""
SHEET_CHARACTERS = 31
"""https://support.microsoft.com/office/rename-a-worksheet"""

_UNSAFE = re.compile(r'[/\\:*?"<>|`]+')
_UNSAFE_IN_SHEET = re.compile(r"[\[\]:*?/\\]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def file_name(title: str, otherwise: str, suffix: str) -> str:
    """A title as a file's name: no path, no control characters, not too long, never hidden or reserved."""
    text = _UNSAFE.sub(" ", _visible(title))
    text = " ".join(text.split())[:CHARACTERS].encode()[:BYTES].decode(errors="ignore")
    text = text.strip(" .").lstrip("-=+@~'")
    if not text.strip() or _RESERVED.fullmatch(text):
        text = otherwise
    return f"{text.strip()}.{suffix}"


def sheet_name(title: str, otherwise: str, taken: str) -> str:
    """A title as a worksheet's name, other than ``taken`` and than what Excel keeps for itself."""
    text = " ".join(_UNSAFE_IN_SHEET.sub(" ", _visible(title)).split())
    text = text.encode("utf-16-le")[: 2 * SHEET_CHARACTERS].decode("utf-16-le", errors="ignore").strip(" '")
    return text if text and text.casefold() not in ("history", taken.casefold()) else otherwise


def numbered(name: str, number: int) -> str:
    """A worksheet's name with its number where a result takes several: ``Orders``, ``Orders (2)``."""
    if number == 1:
        return name
    ending = f" ({number})"
    kept = name.encode("utf-16-le")[: 2 * (SHEET_CHARACTERS - len(ending))].decode("utf-16-le", errors="ignore")
    return f"{kept.rstrip()}{ending}"


def _visible(text: str) -> str:
    """Composed, every control character a space, without characters that hide or reorder others."""
    spaced = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    return "".join(c for c in unicodedata.normalize("NFC", spaced) if not unicodedata.category(c).startswith("C"))
