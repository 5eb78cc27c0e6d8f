"""Text: CSV, TSV, plain text, Markdown, JSON and JSON lines. Encoding, binary content, rows, and JSON's own syntax."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

from agent_actions.files import words
from agent_actions.files.confined import UnfitError
from agent_actions.files.limits import JSON_PARSED, MB, ROWS

_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FALLBACK = "cp1252"
_JSON = "application/json"


def encoding_of(path: Path, name: str) -> str:
    """Python's name of the encoding: by its mark, else UTF-8 when it is, else UTF-16 by its zeros, else Windows-1252.

    Raises UnfitError for binary content.
    """
    with path.open("rb") as file:
        head = file.read(4_096)
        for mark, encoding in _BOMS:
            if head.startswith(mark):
                return encoding
        if b"\0" in head:
            return _by_zeros(head, name)
        decoder, piece = codecs.getincrementaldecoder("utf-8")(), head
        utf8 = True
        while piece:
            if b"\0" in piece:
                raise UnfitError(words.binary(name))
            if utf8:
                try:
                    decoder.decode(piece)
                except UnicodeDecodeError:
                    utf8 = False
            piece = file.read(_CHUNK)
        if utf8:
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                utf8 = False
    return "utf-8" if utf8 else _FALLBACK


def _by_zeros(head: bytes, name: str) -> str:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    raise UnfitError(words.binary(name))


def look_at_plain(path: Path, name: str, mime: str) -> dict[str, Any]:
    encoding = encoding_of(path, name)
    size, lines, blank = 0, 0, True
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            size += len(piece)
            lines += piece.count(b"\n")
            blank = blank and not piece.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe")
            if lines > ROWS:
                raise UnfitError(words.too_many_rows(name, ROWS))
    if blank:
        raise UnfitError(words.empty_file(name))
    if mime == _JSON:
        _json(path, name, encoding, size)
    return {"notes": [words.guessed_encoding(name)] if encoding == _FALLBACK else []}


def _json(path: Path, name: str, encoding: str, size: int) -> None:
    """A JSON document has to parse; JSON lines that go under the same type have to in their first line."""
    if size > JSON_PARSED:
        raise UnfitError(words.json_too_large(name, JSON_PARSED // MB))
    text = path.read_text(encoding, errors="replace")
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        first = next((line for line in text.splitlines() if line.strip()), "")
        try:
            json.loads(first)
        except json.JSONDecodeError:
            raise UnfitError(words.json_broken(name, error.lineno)) from None
