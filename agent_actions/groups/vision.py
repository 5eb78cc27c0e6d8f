"""Pictures and videos: what is on them, by Rekognition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from agent_actions.action import action
from agent_actions.context import Context
from agent_actions.contract import Column, SharedFile
from agent_actions.errors import CannotError, FinalError, FixableError, RefusedError
from agent_actions.files import seeing, seen_words, watching, words
from agent_actions.files.jobs import pending
from agent_actions.files.limits import IMAGE_BYTES, IMAGE_SIDE_LEAST
from agent_actions.files.pictures import placed
from agent_actions.files.rows import found_table
from agent_actions.files.shared import must_be, shared_file
from agent_actions.result import ActionResult

WANTS: Mapping[str, str] = {
    "label": "labels",
    "object": "labels",
    "thing": "labels",
    "text": "text",
    "word": "text",
    "face": "faces",
    "people": "faces",
    "moderation": "moderation",
    "colour": "colours",
    "color": "colours",
}
"""What may be asked for, in the singular, and the part that answers it."""
DEFAULT = ("labels", "text", "faces")
IAM = (
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
    "rekognition:DetectLabels",
    "rekognition:DetectText",
    "rekognition:DetectFaces",
    "rekognition:DetectModerationLabels",
    "rekognition:StartLabelDetection",
    "rekognition:StartTextDetection",
    "rekognition:StartFaceDetection",
    "rekognition:StartContentModeration",
    "rekognition:GetLabelDetection",
    "rekognition:GetTextDetection",
    "rekognition:GetFaceDetection",
    "rekognition:GetContentModeration",
)


@action("vision", title="Looking at the picture", iam=IAM)
def look_at_image(
    context: Context,
    file: Annotated[str, "a shared file's name or id; empty: the only one"] = "",
    want: Annotated[str, "comma list of labels, text, faces, moderation, colours; empty: labels,text,faces"] = "",
) -> ActionResult:
    """Say what is on a shared picture or in a video: things, words, how many faces and where, unsafe content, colours.
    Not for reading a document, an invoice or a table on a photo (read_document), nor for what a video says
    (transcribe_audio). Example: file "team.jpg", want "faces\""""
    chosen = shared_file(context, file, ("image", "video"))
    must_be(chosen, ("image", "video"), seen_words.LOOKING, seen_words.PICTURES_TAKEN)
    wanted = _wanted(want)
    if chosen.kind == "video":
        parts, running = watching.watch(context, chosen, wanted)
        if running:
            return pending(running, words.waiting(words.lower(running[0].what)), chosen.id)
        return _told(chosen, parts, watching.COLUMNS, ())
    if min(chosen.width or IMAGE_SIDE_LEAST, chosen.height or IMAGE_SIDE_LEAST) < IMAGE_SIDE_LEAST:
        raise RefusedError(
            seen_words.picture_too_small(chosen.name, chosen.width or 0, chosen.height or 0, IMAGE_SIDE_LEAST)
        )
    with placed(context, chosen, seeing.MIMES, IMAGE_BYTES) as picture:
        parts = seeing.see(context.services.ai.rekognition, picture.bucket, picture.key, wanted)
    return _told(chosen, parts, seeing.COLUMNS, picture.notes)


def _wanted(want: str) -> tuple[str, ...]:
    given = [part.strip().casefold() for part in want.replace(";", ",").split(",") if part.strip()]
    unknown = [part for part in given if part.removesuffix("s") not in WANTS and part not in WANTS]
    if unknown:
        raise FixableError(seen_words.unknown_want(unknown, sorted(set(WANTS.values()))))
    return tuple(dict.fromkeys(WANTS.get(part) or WANTS[part.removesuffix("s")] for part in given)) or DEFAULT


def _told(
    file: SharedFile, parts: Sequence[seeing.Part], columns: Sequence[Column], notes: Sequence[str]
) -> ActionResult:
    """What was found, and of each part that couldn't be looked for, that it wasn't. An error when none could."""
    done = [part for part in parts if not part.why]
    undone = words.not_looked_for([(part.want, part.why) for part in parts if part.why])
    if not done:
        raise (FinalError if any(part.broken for part in parts) else CannotError)(" ".join(undone))
    rows = [row for part in done for row in part.rows]
    quality = {name: value for part in done for name, value in part.quality.items()}
    return ActionResult(
        status="ok" if rows else "empty",
        title=seen_words.seen_title(file.name),
        headline=seen_words.seen(file.name, [part.said for part in done if part.said]),
        data={"quality": quality} if quality else {},
        table=found_table(seen_words.seen_title(file.name), columns, rows),
        text="\n".join(part.text for part in done if part.text) or None,
        provenance="machine-read",
        warnings=(*notes, *undone),
        source=file.id,
    )
