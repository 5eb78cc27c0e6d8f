"""What a zip archive is, by the names in its directory: a Word document, a workbook, or an archive that is refused.

Read from the end of the file, of which a fixed part is kept while it streams by: names only, nothing is unpacked.
APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.3.16.
"""

from __future__ import annotations

from collections.abc import Iterator

TAIL_BYTES = 256 * 1024
"""How much of the end is kept. A directory longer than this is no office document's."""
ENTRIES = 4_096
_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_ENTRY_BYTES, _END_BYTES = 46, 22


def zip_code(tail: bytes) -> str:
    """The code of the archive that ends with ``tail`` (TAIL_BYTES of it, or all)."""
    names = set(_names(tail))
    if any(name.endswith("vbaproject.bin") for name in names):
        return "office_macros"
    if "[content_types].xml" in names:
        for part, code in (
            ("word/document", "docx"), ("xl/workbook", "xlsx"), ("ppt/presentation", "pptx"),
        ):  # fmt: skip
            if any(name.startswith(part) and name.endswith(".xml") for name in names):
                return code
        if "xl/workbook.bin" in names:
            return "xlsb"
    if "androidmanifest.xml" in names:
        return "android_program"
    if "meta-inf/manifest.mf" in names:
        return "java_program"
    if {"content.xml", "mimetype"} <= names:
        return "open_document"
    return "zip"


def _names(tail: bytes) -> Iterator[str]:
    """Lower-case names of the entries whose records lie in ``tail``."""
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + _END_BYTES:
        return
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    at = end - size
    for _ in range(ENTRIES):
        if at < 0 or tail[at : at + 4] != _ENTRY or at + _ENTRY_BYTES > end:
            return
        name, extra, comment = (int.from_bytes(tail[at + n : at + n + 2], "little") for n in (28, 30, 32))
        yield tail[at + _ENTRY_BYTES : at + _ENTRY_BYTES + name].decode("utf-8", "replace").lower()
        at += _ENTRY_BYTES + name + extra + comment
