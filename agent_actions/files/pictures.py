"""A shared picture where Rekognition and Textract can take it from: as it is, or converted, for the time of a call."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from agent_actions.context import Context
from agent_actions.contract import SharedFile
from agent_actions.files import seen_words
from agent_actions.files.child import run_limited
from agent_actions.files.limits import IMAGE_SIDE, READ
from agent_actions.files.shared import fetch, folder, key_of

MODULE = "agent_actions.files.convert"
_SIDE = 8_000
"""Pixels that a picture above the services' limit is scaled down to."""


@dataclass(frozen=True)
class Placed:
    """``key`` in the bucket; ``notes`` say what was done to the picture."""

    bucket: str
    key: str
    notes: tuple[str, ...] = ()


@contextmanager
def placed(context: Context, file: SharedFile, mimes: Collection[str], most: int) -> Generator[Placed]:
    """The picture as one of ``mimes`` of at most ``most`` bytes; a converted copy is deleted afterwards.

    Raises RefusedError in words when it can't be converted.
    """
    bucket = context.services.settings.bucket
    fits = file.mime in mimes and file.size <= most and max(file.width or 0, file.height or 0) <= IMAGE_SIDE
    if fits:
        yield Placed(bucket, key_of(context, file))
        return
    key = f"jobs/pictures/{context.thread}/{uuid.uuid4().hex}"
    with folder() as at:
        path = fetch(context, file, at)
        request = {"path": str(path), "name": file.name, "out": str(at), "side": _SIDE, "bytes": most}
        made = run_limited(MODULE, request, at, READ)
        with Path(made["path"]).open("rb") as body:
            context.services.s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType=made["mime"])
    notes: list[str] = []
    if made["scaled"]:
        notes.append(seen_words.scaled_down(file.name, made["width"], made["height"]))
    if made["frames"] > 1:
        notes.append(seen_words.first_frame(file.name, made["frames"]))
    try:
        yield Placed(bucket, key, tuple(notes))
    finally:
        context.services.s3.delete_object(Bucket=bucket, Key=key)
