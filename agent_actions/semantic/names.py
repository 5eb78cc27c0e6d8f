"""Names and words compared as people mean them: without case, diacritics, underscores or plural endings."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TOKEN = re.compile(r"[^\W_]+")
_NOT_DECOMPOSED = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})
_BEHIND = 0.1
"""A spelling this much less alike than the best is not offered beside it."""
_NOT_PLURAL = ("ss", "us", "is", "ous", "news", "series", "species")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """The text in lower case and without diacritics: "Đà Nẵng" -> "da nang", "Straße" -> "strasse"."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    folded = folded.translate(_NOT_DECOMPOSED)
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """The English singular of a folded word, near enough to compare words by: "categories" -> "category"."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(_NOT_PLURAL):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=65_536)
def tokens(text: str) -> tuple[str, ...]:
    """The folded, singular words of a name or a sentence; underscores and camel case part words."""
    spaced = _CAMEL.sub(" ", text) if not text.isupper() else text
    return tuple(singular(word) for word in _TOKEN.findall(fold(spaced)))


def label_of(name: str) -> str:
    """A label for people from a name for machines: "order_count" -> "Order count", "netRevenue" -> "Net revenue"."""
    words = [word if word.isupper() and len(word) > 1 else word.lower() for word in _CAMEL.sub(" ", name).split()]
    text = re.sub(r"[\s_\-]+", " ", " ".join(words)).strip()
    words = text.split(" ")
    if len(words) > 1 and words[-1] == "id":
        words[-1] = "ID"
    text = " ".join(words)
    return text[:1].upper() + text[1:] if text else name


def nearest(word: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The candidates that are spelled most like the word, best first; few, and only ones that are near."""
    by_folded: dict[str, str] = {}
    for candidate in candidates:
        by_folded.setdefault(fold(candidate), candidate)
    folded = fold(word)
    inside = [c for c in by_folded if len(folded) > 2 and (folded in c or (len(c) > 2 and c in folded))]
    close = difflib.get_close_matches(folded, list(by_folded), n=limit, cutoff=0.6)
    best = difflib.SequenceMatcher(None, folded, close[0]).ratio() if close else 0.0
    close = [c for c in close if difflib.SequenceMatcher(None, folded, c).ratio() >= best - _BEHIND]
    ordered = dict.fromkeys([*close, *sorted(inside, key=len)])
    return tuple(by_folded[c] for c in ordered)[:limit]
