"""What a file is, by its content: its first bytes and, for a zip, the directory at its end. Names are hints at most.

The answer is a code of :data:`bot.files.formats.TAKEN`, or of something that is refused. Signatures are from the
formats' own specifications; https://www.iana.org/assignments/media-types lists most of them.
"""

from __future__ import annotations

from agent_actions.contract import FileKind
from bot.files.formats import ENDINGS
from bot.files.naming import extension
from bot.files.plain_text import text_code

HEAD_BYTES = 64 * 1024
"""How much of the start is looked at."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"PAR1", "parquet"),
    (b"fLaC", "flac"),
    (b"#!AMR", "amr"),
    (b"ID3", "mp3"),
    (b"MZ", "windows_program"),
    (b"\x7fELF", "linux_program"),
    (b"\xfe\xed\xfa\xce", "mac_program"),
    (b"\xfe\xed\xfa\xcf", "mac_program"),
    (b"\xce\xfa\xed\xfe", "mac_program"),
    (b"\xcf\xfa\xed\xfe", "mac_program"),
    (b"\xca\xfe\xba\xbe", "java_program"),
    (b"dex\n", "android_program"),
    (b"\0asm", "web_program"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "seven_zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"MSCF", "cabinet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"SQLite format 3\0", "database"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
    (b"SIMPLE  =", "fits"),
    (b"II+\0", "big_tiff"),
    (b"MM\0+", "big_tiff"),
    (b"\0\0\x01\0", "icon"),
    (b"8BPS", "photoshop"),
    (b"FORM", "aiff"),
    (b"wOFF", "font"),
    (b"\0\x01\0\0\0", "font"),
    (b"OTTO", "font"),
)
_RIFF = {b"WAVE": "wav", b"WEBP": "webp", b"AVI ": "avi"}
_AUDIO_BRANDS = (b"M4A ", b"M4B ", b"M4P ")
_PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_PHONE_BRANDS = b"3g"
_BMP_HEADERS = frozenset((12, 40, 52, 56, 64, 108, 124))
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")


def sniff(head: bytes, name: str, declared: str = "") -> str:
    """The code of what begins with ``head`` (HEAD_BYTES of it, or all); ``zip`` is told more closely by its directory.

    ``declared`` is a media type from elsewhere: it settles sound or picture where a container leaves that open.
    """
    if not head:
        return "empty"
    for magic, code in _MAGIC:
        if head.startswith(magic):
            return "protected_office" if code == "old_office" and _ENCRYPTED_OFFICE in head else code
    found = _container(head, name, declared)
    if found:
        return found
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[257:262] == b"ustar":
        return "tar"
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "bmp"
    if _is_mp3_frame(head):
        return "mp3"
    if head[0] == 0xFF and len(head) > 1 and head[1] & 0xF6 == 0xF0:
        return "aac"
    return text_code(head, ENDINGS.get(extension(name), ""), whole=len(head) < HEAD_BYTES) or "unknown"


def _container(head: bytes, name: str, declared: str) -> str:
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "unknown")
    if head[:4] == b"OggS":
        return "ogg_video" if b"theora" in head[:4096] else "ogg"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        if b"webm" not in head[:128]:
            return "matroska"
        sound = b"A_OPUS" in head or b"A_VORBIS" in head
        return "webm_audio" if sound and b"V_" not in head else "webm"
    if head[4:8] == b"ftyp":
        return _iso_media(head, _hinted(name, declared))
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free") and ENDINGS.get(extension(name)) in ("mov", "mp4"):
        return "mov"
    return ""


def _iso_media(head: bytes, hint: FileKind | None) -> str:
    brand = head[8:12]
    if brand in _PICTURE_BRANDS:
        return "avif" if brand.startswith(b"avi") else "heic"
    if brand.startswith(_PHONE_BRANDS):
        return "phone_video"
    if brand in _AUDIO_BRANDS:
        return "m4a"
    if brand == b"qt  ":
        return "mov"
    if b"vide" not in head and (b"soun" in head or hint == "audio"):
        return "m4a"
    return "mp4"


def _hinted(name: str, declared: str) -> FileKind | None:
    if declared.startswith("audio/") or ENDINGS.get(extension(name)) == "m4a":
        return "audio"
    return "video" if declared.startswith("video/") else None


def _is_mp3_frame(head: bytes) -> bool:
    """Frame header of MPEG audio, layer III (ISO 11172-3, 2.4.1.3)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2 or head[1] & 0x18 == 0x08:
        return False
    return head[2] >> 4 not in (0x0, 0xF) and head[2] & 0x0C != 0x0C
