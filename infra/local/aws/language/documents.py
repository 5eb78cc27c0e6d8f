"""Documents in pieces and back: plain text, HTML, Word. What isn't text to read stays as it is.

https://docs.aws.amazon.com/translate/latest/dg/sync-document.html
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from infra.local.aws.language.pieces import Keep, Piece, pieces, whole

PLAIN, HTML = "text/plain", "text/html"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = (PLAIN, HTML, WORD)
MAX_UNPACKED = 20_000_000
"""Bytes of a Word document's parts; an honest one of 100 KB has a tenth of it."""

_INLINE = "a|abbr|b|bdi|bdo|cite|dfn|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|var|wbr"
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})\b[^>]*>", re.IGNORECASE)
_HTML_KEPT = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style|pre|code|textarea)\b[^>]*>.*?</(?P=raw)\s*>"
    r"|<(?P<own>\w+)\b[^>]*\btranslate\s*=\s*[\"']?no\b[^>]*>.*?</(?P=own)\s*>"
    r"|<!?/?[a-zA-Z][^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_WORD_TEXT = re.compile(r"<w:p(?=[\s>])|<w:t(?:\s[^>]*)?>(?P<text>[^<]*)</w:t>")
_WORD_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")


class DocumentError(Exception):
    """The bytes aren't what their type says."""


class Document:
    """A document's pieces, and its bytes from translated ones."""

    def __init__(self, content: bytes, content_type: str) -> None:
        """Raises DocumentError."""
        self._type = content_type
        self._parts: list[_WordPart] = []
        self.pieces: list[Piece]
        if content_type == WORD:
            self._source = content
            self._parts = _word_parts(content)
            self.pieces = list(chain.from_iterable(part.pieces for part in self._parts))
            return
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise DocumentError(str(error)) from error
        self.pieces = list(_html_pieces(text) if content_type == HTML else pieces(text))

    @property
    def text(self) -> str:
        """What there is to read."""
        return " ".join(part for part in self.pieces if isinstance(part, str))

    def written(self, translated: list[Piece]) -> bytes:
        if self._type == WORD:
            return _word_written(self._source, self._parts, translated)
        if self._type == HTML:
            escaped = (p if isinstance(p, Keep) else html.escape(p, quote=False) for p in translated)
            return whole(list(escaped)).encode()
        return whole(translated).encode()


def _html_pieces(text: str) -> Iterator[Piece]:
    position = 0
    for found in _HTML_KEPT.finditer(text):
        yield from _html_text(text[position : found.start()])
        yield Keep(found[0], ends=_INLINE_TAG.fullmatch(found[0]) is None)
        position = found.end()
    yield from _html_text(text[position:])


def _html_text(text: str) -> Iterator[Piece]:
    for part in pieces(html.unescape(text)):
        yield Keep(html.escape(part.text, quote=False), part.ends) if isinstance(part, Keep) else part


@dataclass(frozen=True)
class _TextMark(Keep):
    """Before each stretch of text of a Word document."""

    number: int = 0


class _WordPart:
    """One XML part of a Word document. Only what stands in ``w:t`` is changed, all other bytes stay."""

    def __init__(self, name: str, content: bytes, first: int) -> None:
        self.name, self._first = name, first
        try:
            fromstring(content, forbid_dtd=True)
            self._xml = content.decode("utf-8-sig")
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise DocumentError(str(error)) from error
        self.pieces: list[Piece] = []
        self.count = 0
        begins = False
        for found in _WORD_TEXT.finditer(self._xml):
            if found["text"] is None:
                begins = True  # a paragraph
                continue
            self.pieces.append(_TextMark("", begins, first + self.count))
            self.pieces.extend(pieces(html.unescape(found["text"])))
            self.count, begins = self.count + 1, False

    def written(self, texts: list[str]) -> bytes:
        """``texts``: those of the whole document."""
        numbers = iter(range(self._first, self._first + self.count))

        def fill(found: re.Match[str]) -> str:
            if found["text"] is None:
                return found[0]
            text = html.escape(texts[next(numbers)], quote=False)
            return f'<w:t xml:space="preserve">{text}</w:t>'

        return _WORD_TEXT.sub(fill, self._xml).encode()


def _word_parts(content: bytes) -> list[_WordPart]:
    parts: list[_WordPart] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise DocumentError("too large when unpacked")
            for name in archive.namelist():
                if _WORD_PARTS.fullmatch(name):
                    parts.append(_WordPart(name, archive.read(name), sum(part.count for part in parts)))
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise DocumentError(str(error)) from error
    if not any(part.name == "word/document.xml" for part in parts):
        raise DocumentError("no Word document")
    return parts


def _word_written(source: bytes, parts: list[_WordPart], translated: list[Piece]) -> bytes:
    texts = [""] * sum(part.count for part in parts)
    current = 0
    for piece in translated:
        if isinstance(piece, _TextMark):
            current = piece.number
        elif texts:
            texts[current] += piece.text if isinstance(piece, Keep) else piece
    changed = {part.name: part.written(texts) for part in parts}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in archive.infolist():
            copy.writestr(entry, changed.get(entry.filename) or archive.read(entry.filename))
    return target.getvalue()
