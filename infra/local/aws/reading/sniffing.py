"""What a file is, by its first bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Format = Literal["PNG", "JPEG", "TIFF", "PDF"]


def sniff(head: bytes) -> Format | None:
    """The format that the first kilobyte shows."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head[:4] in (b"II*\x00", b"MM\x00*"):
        return "TIFF"
    return "PDF" if b"%PDF-" in head[:1024] else None


def sniff_file(path: Path) -> Format | None:
    with path.open("rb") as file:
        return sniff(file.read(1024))
