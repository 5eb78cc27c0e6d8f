"""Slack's file objects, read: https://docs.slack.dev/reference/objects/file-object"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from bot.payload import Payload, mapping, text_at

FIELDS = (
    "id", "name", "title", "mimetype", "filetype", "size", "mode", "is_external", "url_private",
    "url_private_download", "file_access", "user",
)  # fmt: skip
"""What is read of a file object; the rest, thumbnails above all, need not travel."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Shared:
    """A file as Slack announces it: its name and type are claims, its size too."""

    id: str
    name: str
    mime: str
    filetype: str
    size: int | None
    mode: str
    access: str
    url: str
    external: bool
    by: str
    message: str
    """ts of the message that it came with."""
    place: int = 0
    """Among that message's files."""


def shared_files(message: Payload) -> tuple[Shared, ...]:
    """The files of a message, or of an event, in order."""
    found = message.get("files")
    files = cast("Iterable[object]", found) if isinstance(found, list) else ()
    read = [shared_file(mapping(file), message, place) for place, file in enumerate(files)]
    return tuple(file for file in read if _ID.fullmatch(file.id))


def shared_file(file: Payload, message: Payload, place: int = 0) -> Shared:
    size = file.get("size")
    return Shared(
        id=text_at(file, "id"),
        name=text_at(file, "name") or text_at(file, "title"),
        mime=text_at(file, "mimetype").lower(),
        filetype=text_at(file, "filetype").lower(),
        size=size if isinstance(size, int) and not isinstance(size, bool) else None,
        mode=text_at(file, "mode"),
        access=text_at(file, "file_access"),
        url=text_at(file, "url_private_download") or text_at(file, "url_private"),
        external=bool(file.get("is_external")) or text_at(file, "mode") == "external",
        by=text_at(file, "user") or text_at(message, "user"),
        message=text_at(message, "ts"),
        place=place,
    )


def slim(files: object) -> object:
    """A message's ``files`` for the queue: each with FIELDS alone."""
    if not isinstance(files, list):
        return files
    return [
        {name: value for name, value in mapping(file).items() if name in FIELDS}
        for file in cast("list[object]", files)
    ]  # fmt: skip
