"""The formats that are taken, and the ones that are known well enough to be named in a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent_actions.contract import FileKind


@dataclass(frozen=True)
class Format:
    kind: FileKind
    mime: str


TAKEN: Mapping[str, Format] = {
    "png": Format("image", "image/png"),
    "jpeg": Format("image", "image/jpeg"),
    "gif": Format("image", "image/gif"),
    "webp": Format("image", "image/webp"),
    "tiff": Format("image", "image/tiff"),
    "bmp": Format("image", "image/bmp"),
    "pdf": Format("document", "application/pdf"),
    "docx": Format("document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": Format("table", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": Format("table", "text/csv"),
    "tsv": Format("table", "text/tab-separated-values"),
    "jsonl": Format("table", "application/x-ndjson"),
    "parquet": Format("table", "application/vnd.apache.parquet"),
    "json": Format("text", "application/json"),
    "json_rows": Format("table", "application/json"),
    "text": Format("text", "text/plain"),
    "markdown": Format("text", "text/markdown"),
    "wav": Format("audio", "audio/wav"),
    "mp3": Format("audio", "audio/mpeg"),
    "m4a": Format("audio", "audio/mp4"),
    "flac": Format("audio", "audio/flac"),
    "ogg": Format("audio", "audio/ogg"),
    "amr": Format("audio", "audio/amr"),
    "webm_audio": Format("audio", "audio/webm"),
    "mp4": Format("video", "video/mp4"),
    "mov": Format("video", "video/quicktime"),
    "webm": Format("video", "video/webm"),
}
"""By the code that :mod:`bot.files.sniff` gives. Whatever it finds beside these is refused."""

ENDINGS: Mapping[str, str] = {
    "png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "webp": "webp", "tif": "tiff", "tiff": "tiff",
    "bmp": "bmp", "pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "csv": "csv", "tsv": "tsv", "tab": "tsv",
    "json": "json", "geojson": "json", "jsonl": "jsonl", "ndjson": "jsonl", "parquet": "parquet", "txt": "text",
    "text": "text", "log": "text", "md": "markdown", "markdown": "markdown", "wav": "wav", "mp3": "mp3", "m4a": "m4a",
    "flac": "flac", "ogg": "ogg", "oga": "ogg", "opus": "ogg", "amr": "amr", "mp4": "mp4", "m4v": "mp4", "mov": "mov",
    "webm": "webm", "heic": "heic", "heif": "heic", "svg": "svg", "zip": "zip", "exe": "windows_program",
    "dll": "windows_program", "html": "html", "htm": "html", "doc": "old_office", "xls": "old_office",
    "ppt": "old_office", "pptx": "pptx", "docm": "office_macros", "xlsm": "office_macros", "rtf": "rtf",
}  # fmt: skip
"""What a name's ending promises."""

_SAME: tuple[frozenset[str], ...] = (
    frozenset({"text", "markdown", "csv", "tsv", "json", "json_rows", "jsonl"}),
    frozenset({"webm", "webm_audio"}),
    frozenset({"mp4", "m4a", "mov"}),
)
"""Formats that one ending may stand for, or that only their content tells apart."""


def is_misnamed(ending: str, found: str) -> bool:
    """Whether a name's ending promises another format than ``found``, to a degree that a person should know."""
    promised = ENDINGS.get(ending)
    if promised is None or promised == found or any({promised, found} <= alike for alike in _SAME):
        return False
    return not (found in TAKEN and promised in TAKEN and TAKEN[found].kind == TAKEN[promised].kind)
