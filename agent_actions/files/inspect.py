"""The structural look at a file that the bot took over: fetched whole or by its ends, looked at in a child process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from agent_actions.context import Context
from agent_actions.contract import SharedFile
from agent_actions.errors import RefusedError
from agent_actions.files import words
from agent_actions.files.child import run_limited
from agent_actions.files.limits import AUDIO_BYTES, LOOK, VIDEO_BYTES
from agent_actions.files.shared import fetch, fetch_ends, folder, length_of

MODULE = "agent_actions.files.probe"
_PARQUET = frozenset({"application/vnd.apache.parquet", "application/x-parquet"})
_BY_ENDS: Mapping[str, int] = {"audio": AUDIO_BYTES, "video": VIDEO_BYTES}
_NAMED: Mapping[str, tuple[str, ...]] = {
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/tiff": ("tif", "tiff"),
    "image/bmp": ("bmp", "dib"),
    "application/pdf": ("pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
}
"""Types whose names people know, and the endings that fit them."""


@dataclass(frozen=True)
class Seen:
    file: SharedFile
    """With what the look added to it."""
    headline: str
    notes: tuple[str, ...] = ()


def inspect(context: Context, file: SharedFile) -> Seen:
    """Raises RefusedError with the sentence for a person when the file can't be taken."""
    size = length_of(context, file)
    if size == 0:
        raise RefusedError(words.empty_file(file.name))
    most = _BY_ENDS.get(file.kind)
    if most and size > most:
        raise RefusedError(words.too_large(file.name, size, most, words.WHAT[file.kind]))
    by_ends = most is not None or file.mime in _PARQUET
    with folder() as at:
        path = fetch_ends(context, file, at) if by_ends else fetch(context, file, at)
        request = {"path": str(path), "name": file.name, "kind": file.kind, "mime": file.mime, "size": size}
        facts = run_limited(MODULE, request, at, LOOK)
    notes: list[str] = facts.pop("notes", [])
    seen = file.model_copy(update={"size": size, **{k: v for k, v in facts.items() if v is not None}})
    ending = PurePath(seen.name).suffix.lstrip(".").lower()
    fitting = _NAMED.get(seen.mime)
    if fitting and ending and ending not in fitting:
        notes.append(words.other_name(seen.name, f"{words.article(fitting[0])} {fitting[0].upper()}"))
    return Seen(seen, words.inspected(seen.name, _facts(seen)), tuple(notes))


def _facts(file: SharedFile) -> list[str]:
    facts = [words.size(file.size)]
    if file.pages:
        facts.append(words.counted(file.pages, "sheet" if file.mime.endswith("spreadsheetml.sheet") else "page"))
    if file.width and file.height:
        facts.append(f"{file.width:,} × {file.height:,}")
    if file.seconds:
        facts.append(words.span(file.seconds))
    return facts
