"""Files that are made to break a reader, and plain ones beside them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import openpyxl
from PIL import Image

CONTENT_TYPES = "[Content_Types].xml"


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A picture that says it is larger than it has data for."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


def pdf(pages: int, trailer: bytes = b"") -> bytes:
    kids = " ".join(f"{n + 3} 0 R" for n in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode(),
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"] * pages,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(out)
    end = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, start)
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def locked_pdf() -> bytes:
    """Encrypted by the standard handler with keys that no empty password opens."""
    return pdf(1, b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"ab" * 32, b"cd" * 32))


def workbook(sheets: int = 2) -> bytes:
    book = openpyxl.Workbook()
    for number in range(1, sheets):
        book.create_sheet(f"Sheet {number + 1}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in entries.items():
            packed.writestr(name, body)
    return out.getvalue()


def zip_bomb(megabytes: int) -> bytes:
    return archive(
        {
            CONTENT_TYPES: b"<x/>",
            "xl/workbook.xml": b"<x/>",
            "xl/worksheets/sheet1.xml": bytes(megabytes * 1_000_000),
        }
    )


def wav(seconds: int, written: int | None = None) -> bytes:
    """Mono, 16 kHz; ``written``: bytes of sound that are really there."""
    size = seconds * 32_000
    header = struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16)
    body = bytes(size if written is None else written)
    return b"RIFF" + struct.pack("<I", size + 36) + b"WAVEfmt " + header + b"data" + struct.pack("<I", size) + body


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def mp4(seconds: int) -> bytes:
    """Its index at the end, as cameras write it."""
    times = struct.pack(">IIIII", 0, 0, 0, 1_000, seconds * 1_000)
    head, data = _box(b"ftyp", b"isom\0\0\0\0"), _box(b"mdat", bytes(1_000))
    return head + data + _box(b"moov", _box(b"mvhd", times + bytes(80)))


def webm(seconds: float | None) -> bytes:
    """Without ``seconds``: as a browser records it, of unknown length."""
    scale = b"\x2a\xd7\xb1\x83\x0f\x42\x40"
    duration = b"\x44\x89\x88" + struct.pack(">d", seconds * 1_000) if seconds is not None else b""
    info = b"\x15\x49\xa9\x66" + bytes([0x80 | len(scale + duration)]) + scale + duration
    return b"\x1a\x45\xdf\xa3\x80" + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" + info


def amr(seconds: int) -> bytes:
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * (50 * seconds)
