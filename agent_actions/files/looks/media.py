"""Sound and video: how long it runs, by its headers. Nothing is decoded; the file may be given by its two ends."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from mutagen import MutagenError
from mutagen.aac import AAC
from mutagen.flac import FLAC
from mutagen.mp3 import MP3
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggspeex import OggSpeex
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from agent_actions.files import words
from agent_actions.files.confined import UnfitError
from agent_actions.files.limits import AUDIO_SECONDS, EDGE, VIDEO_SECONDS

_CONTAINERS = frozenset({b"moov", b"trak", b"mdia"})
_AMR = {b"#!AMR\n": (13, 14, 16, 18, 20, 21, 27, 32, 6), b"#!AMR-WB\n": (18, 24, 33, 37, 41, 47, 51, 59, 61, 6)}
"""Bytes of a frame of 20 ms by its mode, header byte included (RFC 4867, section 5.3)."""
_SEGMENT, _INFO, _SCALE, _DURATION = 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489
"""Elements of Matroska and WebM (RFC 9559)."""


def look_at_media(path: Path, name: str, mime: str) -> dict[str, Any]:
    video = mime.startswith("video/")
    with path.open("rb") as file:
        head = file.read(64)
        file.seek(0)
        seconds = _seconds(file, head, path)
    if seconds is None:
        raise UnfitError(words.media_unreadable(name, video=video))
    most = VIDEO_SECONDS if video else AUDIO_SECONDS
    if seconds > most:
        raise UnfitError(words.media_too_long(name, seconds, most, video=video))
    return {"seconds": round(seconds, 2) or None}


def _seconds(file: BinaryIO, head: bytes, path: Path) -> float | None:
    """None: no header that tells. 0.0: a live recording whose header leaves it open."""
    try:
        if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
            return _iso(file, path.stat().st_size)
        if head[:4] == b"\x1aE\xdf\xa3":
            return _matroska(file.read(EDGE))
        for magic, sizes in _AMR.items():
            if head.startswith(magic):
                return _amr(head[len(magic) :], path.stat().st_size - len(magic), sizes)
        return next((length for kind in _kinds(head) if (length := _told(kind, file))), None)
    except (OSError, ValueError, EOFError, struct.error, IndexError, KeyError, OverflowError):
        return None


def _kinds(head: bytes) -> tuple[Callable[..., Any], ...]:
    if head[:4] == b"RIFF":
        return (WAVE,)
    if head[:4] == b"fLaC":
        return (FLAC,)
    if head[:4] == b"OggS":
        return (OggVorbis, OggOpus, OggFLAC, OggSpeex)
    return (MP3, AAC)


def _told(kind: Callable[..., Any], file: BinaryIO) -> float | None:
    file.seek(0)
    try:
        length = float(kind(file).info.length)
    except (MutagenError, AttributeError, TypeError, ZeroDivisionError):
        return None
    return length if 0 < length < 1e9 else None


def _iso(file: BinaryIO, size: int) -> float | None:
    """MP4, M4A and MOV: ``moov/mvhd`` (ISO/IEC 14496-12, 8.2.2). Box headers are walked, bodies skipped."""
    start, end, walked = 0, size, 0
    while start + 8 <= end and walked < 10_000:
        walked += 1
        file.seek(start)
        head = file.read(16)
        length, kind, body = int.from_bytes(head[:4], "big"), head[4:8], 8
        if length == 1:
            length, body = int.from_bytes(head[8:16], "big"), 16
        elif length == 0:
            length = end - start
        if length < body:
            return None
        if kind == b"moov":
            start, end = start + body, min(start + length, end)
            continue
        if kind == b"mvhd":
            return _mvhd(file.read(32) if body == 16 else head[8:] + file.read(32))
        start += length
    return None


def _mvhd(body: bytes) -> float | None:
    scale, length = (20, 8) if body[0] == 1 else (12, 4)
    timescale = int.from_bytes(body[scale : scale + 4], "big")
    duration = int.from_bytes(body[scale + 4 : scale + 4 + length], "big")
    unknown = duration == (1 << (8 * length)) - 1
    return duration / timescale if timescale and not unknown else None


def _amr(frames: bytes, size: int, sizes: tuple[int, ...]) -> float | None:
    mode = (frames[0] >> 3) & 0xF
    return size / sizes[mode] * 0.02 if size > 0 and mode < len(sizes) else None


def _matroska(data: bytes) -> float | None:
    """Segment, Info, then TimestampScale and Duration; a recording of a browser often has no Duration."""
    at, end = 0, len(data)
    scale, duration, seen = 1_000_000, 0.0, False
    while at < end:
        identity, at = _vint(data, at, keep=True)
        length, at = _vint(data, at, keep=False)
        if identity in (_SEGMENT, _INFO):
            seen = seen or identity == _INFO
            if identity == _INFO:
                end = min(at + length, len(data))
            continue
        body = data[at : at + length]
        if seen and identity == _SCALE:
            scale = int.from_bytes(body, "big") or scale
        elif seen and identity == _DURATION:
            duration = struct.unpack(">f" if length == 4 else ">d", body)[0]
        at += length
    return duration * scale / 1e9 if seen else None


def _vint(data: bytes, at: int, *, keep: bool) -> tuple[int, int]:
    """A number of variable length; ``keep``: with its length marker, as identifiers are written."""
    first = data[at]
    width = 9 - first.bit_length()
    if width > 8:
        raise ValueError("not a number")
    value = int.from_bytes(data[at : at + width], "big")
    return (value if keep else value & ~(1 << (7 * width))), at + width
