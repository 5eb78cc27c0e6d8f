"""DOCX and XLSX: zip archives of XML. Bombs, macros and broken archives are told before a parser unpacks anything."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Any

from defusedxml import ElementTree

from agent_actions.files import words
from agent_actions.files.confined import UnfitError
from agent_actions.files.limits import MB, ZIP_BYTES, ZIP_ENTRIES, ZIP_RATIO, ZIP_RATIO_FROM

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Beginning of Microsoft's compound file: a password-protected or an old office file ([MS-CFB] 2.2)."""
_MAIN = {"word/document.xml": "document", "xl/workbook.xml": "workbook", "ppt/presentation.xml": "slides"}
_CHUNK = 1 << 20


def look_at_office(path: Path, name: str) -> dict[str, Any]:
    with path.open("rb") as file:
        if file.read(len(_COMPOUND)) == _COMPOUND:
            raise UnfitError(words.locked_or_old(name))
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _declared(entries, name)
            names = {entry.filename for entry in entries}
            if any(n.lower().endswith("vbaproject.bin") for n in names):
                raise UnfitError(words.macros(name))
            main = next((m for m in _MAIN if m in names), None)
            if main is None or "[Content_Types].xml" not in names:
                raise UnfitError(words.office_unreadable(name))
            _unpacked(archive, entries, name)
            return {"pages": _sheets(archive) if main == "xl/workbook.xml" else None}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ElementTree.ParseError):
        raise UnfitError(words.office_unreadable(name)) from None


def _declared(entries: list[zipfile.ZipInfo], name: str) -> None:
    """Judge the directory alone: how much it says it holds."""
    if len(entries) > ZIP_ENTRIES:
        raise UnfitError(words.zip_entries(name, len(entries), ZIP_ENTRIES))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnfitError(words.locked(name))
    total = sum(entry.file_size for entry in entries)
    if total > ZIP_BYTES:
        raise UnfitError(words.zip_bomb(name, total // MB, ZIP_BYTES // MB))
    for entry in entries:
        if entry.file_size > ZIP_RATIO_FROM and entry.file_size > ZIP_RATIO * max(entry.compress_size, 1):
            raise UnfitError(words.zip_ratio(name, entry.file_size // max(entry.compress_size, 1), ZIP_RATIO))


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> None:
    """Unpack everything once, piece by piece: sizes that the directory lies about and broken entries are found."""
    left = ZIP_BYTES
    for entry in entries:
        with archive.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                left -= len(piece)
                if left < 0:
                    raise UnfitError(words.zip_bomb(name, ZIP_BYTES // MB, ZIP_BYTES // MB))


def _sheets(archive: zipfile.ZipFile) -> int:
    root = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    return sum(1 for element in root.iter() if element.tag.rpartition("}")[2] == "sheet")
