"""A stream of Markdown cut into sentences, tables and code blocks, each as soon as it is whole. Pure.

The parts put together are the text, to the letter: whatever stands before a sentence, such as a blank line or a list
marker, belongs to it. A table and a code block are one part each, as a row or a line means nothing by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

SENTENCE_HELD = 2_000
"""Characters after which a sentence without an end is cut at a space."""
BLOCK_HELD = 20_000
"""The same for tables and code blocks, cut at a line's end."""

_ABBREVIATIONS = frozenset(
    {
        "e.g", "i.e", "eg", "ie", "vs", "approx", "ca", "cf", "nr", "nos", "fig", "figs", "vol", "est", "etc", "incl",
        "excl", "avg", "dept", "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "inc", "ltd", "co", "corp",
        "bzw", "z.b", "d.h", "u.a",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "pp", "sec",
        "ext",
    }
)  # fmt: skip
_MONTHS = re.compile(
    r"(?:jan|feb|mar|m\u00e4r|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[^\W\d_]*\b", re.IGNORECASE
)
_END = re.compile(r"[.!?\u2026:]+[\"'\u201d\u2019)\]*_`~]*(?=\s)|[\u3002\uff01\uff1f]+[\u201d\u300d)*_]*|\n")
_BLOCK = re.compile(r"[-*+\u2022]\s|\d{1,9}[.)](?:\s|$)|[#>|]|```|~~~|-{3,}|={3,}|\*{3,}")
_MAYBE_BLOCK = re.compile(r"[-*+\u2022]|\d{1,9}[.)]?|`{1,2}|~{1,2}")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_LEAD = re.compile(r"\s*")
_NUMBER_WORD = re.compile(r"\s*(\S+)(\s)?")


@dataclass(frozen=True)
class Part:
    text: str
    kind: Literal["sentence", "table", "code"] = "sentence"


class Sentences:
    """``feed`` what arrives, ``flush`` at the end."""

    def __init__(self) -> None:
        self._held = ""
        self._fence = ""
        """The open fence of a code block of which a part was given out already."""
        self._line_start = True

    def feed(self, text: str) -> list[Part]:
        """The parts that are whole by now."""
        self._held += text
        return self._taken(final=False)

    def flush(self) -> list[Part]:
        """What was held back."""
        return self._taken(final=True)

    def _taken(self, *, final: bool) -> list[Part]:
        parts: list[Part] = []
        while self._held:
            found = self._next(final=final)
            if found is None:
                break
            size, kind = found
            text, self._held = self._held[:size], self._held[size:]
            self._line_start = text.endswith("\n") or (self._line_start and not text.strip())
            parts.append(Part(text, kind))
        return parts

    def _next(self, *, final: bool) -> tuple[int, Literal["sentence", "table", "code"]] | None:
        """Length and kind of the first part; None while it isn't whole."""
        text = self._held
        if self._fence:
            return self._code(0, self._fence, final=final)
        lead = _LEAD.match(text)
        start = lead.end() if lead else 0
        if start == len(text):
            return (len(text), "sentence") if final or start >= SENTENCE_HELD else None
        if self._line_start or "\n" in text[:start]:
            fence = _FENCE.match(text, start)
            if fence and (final or len(text) > fence.end()):
                return self._code(start, fence[1], final=final)
            if text[start] in "`~" and not final and len(text) - start < 3 and set(text[start:]) == {text[start]}:
                return None
            if text[start] == "|":
                return self._table(start, final=final)
        return self._sentence(start, final=final)

    def _code(self, start: int, fence: str, *, final: bool) -> tuple[int, Literal["code"]] | None:
        """Up to the line that closes the block."""
        text = self._held
        body = 0 if self._fence else text.find("\n", start)
        closing = re.compile(rf"^[ \t]*{re.escape(fence)}[`~]*[ \t]*(?:\n|\Z)", re.MULTILINE)
        found = closing.search(text, body if self._fence else body + 1) if body >= 0 else None
        if found and (final or found.group().endswith("\n")):
            self._fence = ""
            return found.end(), "code"
        if final:
            self._fence = ""
            return len(text), "code"
        if len(text) >= BLOCK_HELD:
            self._fence = fence
            return (text.rfind("\n", 0, BLOCK_HELD) + 1) or len(text), "code"
        return None

    def _table(self, start: int, *, final: bool) -> tuple[int, Literal["table"]] | None:
        text, at = self._held, start
        while True:
            end = text.find("\n", at)
            if end < 0:
                return (len(text), "table") if final or len(text) >= BLOCK_HELD else None
            at = end + 1
            if at >= BLOCK_HELD:
                return at, "table"
            following = text[at:].lstrip(" \t")[:1]
            if not following:
                return (at, "table") if final else None
            if following != "|":
                return at, "table"

    def _sentence(self, start: int, *, final: bool) -> tuple[int, Literal["sentence"]] | None:
        text = self._held
        for match in _END.finditer(text, start, start + SENTENCE_HELD):
            ends = self._ends_at(match, start, final=final)
            if ends is None:
                break
            if ends:
                end = match.end() if match.group() != "\n" else match.start()
                return end + (text[end : end + 1] == " "), "sentence"
        if final:
            return len(text), "sentence"
        return (_cut(text), "sentence") if len(text) - start >= SENTENCE_HELD else None

    def _ends_at(self, match: re.Match[str], start: int, *, final: bool) -> bool | None:
        """Whether a sentence ends with this mark; None while what follows decides and isn't there yet."""
        text, mark = self._held, match.group()
        if mark == "\n":
            return _line_ends(text, match, final=final)
        after = text[match.end() : match.end() + 1]
        if not after and not final:
            return None  # a closing quote or the space that belongs to it may still come
        if mark.startswith(":"):
            return after == "\n"
        before = re.split(r"\s", text[start : match.start()])[-1].lstrip("(\u201c\"'[*_")
        if mark.startswith("."):
            if not mark.startswith("..") and _abbreviated(before):
                return False
            if before[-1:].isdigit():
                return _after_number(text, match, start, before, final=final)
        return True


def _line_ends(text: str, match: re.Match[str], *, final: bool) -> bool | None:
    """A heading, a list item before another and a paragraph end with their line; other lines go on in the next."""
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    if line.lstrip().startswith("#") or not line.strip():
        return True
    following = text[match.end() :]
    stripped = following.lstrip(" \t")
    if stripped.startswith("\n"):
        return True
    if not stripped or (not final and _MAYBE_BLOCK.fullmatch(stripped)):
        return True if final else None
    return bool(_BLOCK.match(stripped))


def _after_number(text: str, match: re.Match[str], start: int, before: str, *, final: bool) -> bool | None:
    """After "3." a sentence may go on: "3. November", "1. First item"."""
    if text[start : match.start()].strip("*_ ") == before.strip("*_ ") and len(before) <= 3:
        return False
    if text[match.end() : match.end() + 1] == "\n":
        return True
    found = _NUMBER_WORD.match(text, match.end())
    if found is None or (found[2] is None and not final):
        return True if final else None
    return not (found[1][0].islower() or _MONTHS.match(found[1]))


def _abbreviated(word: str) -> bool:
    return word.casefold() in _ABBREVIATIONS or bool(re.fullmatch(r"[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]", word))


def _cut(text: str) -> int:
    """Where to cut what never ends: at a space between two words if there is one, so that no number is torn apart."""
    between = [found.start() for found in re.finditer(r"(?<=[^\W\d])\s(?=[^\W\d])", text[:SENTENCE_HELD])]
    if between:
        return between[-1]
    at = text.rfind(" ", 1, SENTENCE_HELD)
    return at if at > 0 else SENTENCE_HELD
