"""Text, and which: by what it holds, and by its name's ending where text may be several things."""

from __future__ import annotations

import codecs
import csv
import json
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
"""Not in a text: line ends, tabs, form feeds and escapes may be."""
_WEB = re.compile(r"(?:\s|<!--.*?-->)*<(?:!doctype\s+html|html|head|body|script|iframe)\b", re.IGNORECASE | re.DOTALL)
_SVG = re.compile(r"\s*(?:<\?xml.*?\?>)?(?:\s|<!--.*?-->|<!doctype[^>]*>)*<svg\b", re.IGNORECASE | re.DOTALL)
_SCRIPT = re.compile(r"#!\s*/|@echo off", re.IGNORECASE)
LINES = 20
SEPARATORS = ",;\t|"


def text_code(head: bytes, promised: str, *, whole: bool) -> str:
    """The code of a text that begins with ``head``, or empty when it is none. ``promised``: by the name's ending."""
    text = decoded(head, whole=whole)
    if text is None:
        return ""
    start = text.lstrip("\ufeff")
    if _WEB.match(start):
        return "html"
    if _SVG.match(start):
        return "svg"
    if _SCRIPT.match(start):
        return "script"
    if promised in ("csv", "tsv", "markdown", "text"):
        return promised
    found = _json_code(start, whole=whole)
    if promised in ("json", "jsonl"):
        return found or ("jsonl" if promised == "jsonl" else "text")
    return found or _delimited(start) or "text"


def decoded(head: bytes, *, whole: bool) -> str | None:
    """``head`` as text, or None: UTF-8, UTF-16 and UTF-32 with their mark, else one byte a character."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            text = _decode(head, name, whole=whole)
            return None if text is None or _CONTROLS.search(text) else text
    if b"\0" in head:
        return None
    text = _decode(head, "utf-8", whole=whole)
    if text is None:
        text = head.decode("cp1252", errors="replace")
        if text.count("\ufffd") * 100 > len(text):
            return None
    return None if _CONTROLS.search(text) else text


def _decode(head: bytes, name: str, *, whole: bool) -> str | None:
    """An unfinished last character is no error where more follows."""
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(head, final=whole)
    except UnicodeDecodeError:
        return None


def _json_code(text: str, *, whole: bool) -> str:
    stripped = text.strip()
    if stripped[:1] not in ("{", "["):
        return ""
    lines = [line for line in stripped.splitlines()[:LINES] if line.strip()]
    if len(lines) > 1 and all(_is_object(line) for line in (lines if whole else lines[:-1])):
        return "jsonl"
    if whole:
        try:
            json.loads(stripped)
        except (ValueError, RecursionError):
            return ""
    return "json_rows" if stripped[0] == "[" and stripped[1:].lstrip()[:1] == "{" else "json"


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _delimited(text: str) -> str:
    """``csv`` or ``tsv`` for a text whose first lines have the same number of fields, more than one; else empty."""
    lines = text.splitlines()[:LINES]
    lines = [line for line in (lines if len(lines) < LINES else lines[:-1]) if line.strip()]
    if len(lines) < 3:
        return ""
    for separator in SEPARATORS:
        try:
            fields = {len(row) for row in csv.reader(lines, delimiter=separator)}
        except csv.Error:
            continue
        if len(fields) == 1 and max(fields) > 1:
            return "tsv" if separator == "\t" else "csv"
    return ""
