"""What Rekognition sees in a picture, part by part: a part that can't be done doesn't spoil the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent_actions.contract import Column, Scalar
from agent_actions.files import seen_words
from agent_actions.files.failures import AwsFailure, out_of_order, reason
from agent_actions.files.rows import column, confidence

if TYPE_CHECKING:
    from types_boto3_rekognition import RekognitionClient
    from types_boto3_rekognition.type_defs import BoundingBoxTypeDef, ImageTypeDef

Row = dict[str, Scalar]
SERVICE = "Rekognition"
MIMES = frozenset({"image/png", "image/jpeg"})
COLUMNS: tuple[Column, ...] = (
    column("what", seen_words.WHAT_SEEN),
    column("name", seen_words.NAME_SEEN),
    confidence(seen_words.CONFIDENCE),
    column("share", seen_words.SHARE_OF_PIXELS, "number", "%", "0.0"),
    column("region", seen_words.REGION),
)
_MAX_LABELS = 50
_SAID = 5


@dataclass(frozen=True)
class Part:
    """One of the things asked for: rows and words of what was found, or ``why`` it couldn't be looked for."""

    want: str
    rows: Sequence[Row] = ()
    said: str = ""
    text: str = ""
    quality: Mapping[str, float] = field(default_factory=dict[str, float])
    why: str = ""
    broken: bool = False
    """Whether the service was out of order, so that the same call may do later."""


def see(client: RekognitionClient, bucket: str, key: str, wanted: Sequence[str]) -> list[Part]:
    """One call of the service for each part, side by side."""
    image: ImageTypeDef = {"S3Object": {"Bucket": bucket, "Name": key}}

    def one(want: str) -> Part:
        try:
            return _PARTS[want](client, image)
        except AwsFailure as error:
            return Part(want, why=reason(SERVICE, error), broken=out_of_order(error))

    with ThreadPoolExecutor(len(wanted)) as pool:
        return list(pool.map(one, wanted))


def region(box: BoundingBoxTypeDef | None) -> str | None:
    """Where it is, in per cent of width and height: "x 12–40 %, y 5–25 %"."""
    if not box or "Left" not in box or "Top" not in box:
        return None
    left, top = box["Left"] * 100, box["Top"] * 100
    right, bottom = left + box.get("Width", 0) * 100, top + box.get("Height", 0) * 100
    return seen_words.region(left, right, top, bottom)


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _labels(client: RekognitionClient, image: ImageTypeDef) -> Part:
    rows: list[Row] = []
    names: list[str] = []
    for label in client.detect_labels(Image=image, MaxLabels=_MAX_LABELS)["Labels"]:
        name = label.get("Name", "")
        names.append(name)
        for instance in label.get("Instances") or [{}]:
            sure = rounded(instance.get("Confidence", label.get("Confidence")))
            where = region(instance.get("BoundingBox"))
            rows.append({"what": seen_words.LABEL, "name": name, "confidence": sure, "region": where})
    return Part("labels", rows, seen_words.labels_seen(names[:_SAID], len(names)))


def _text(client: RekognitionClient, image: ImageTypeDef) -> Part:
    found = client.detect_text(Image=image)["TextDetections"]
    lines = [d for d in found if d.get("Type") == "LINE"]
    count = sum(d.get("Type") == "WORD" for d in found) or sum(len(d.get("DetectedText", "").split()) for d in lines)
    rows: list[Row] = [
        {
            "what": seen_words.TEXT,
            "name": line.get("DetectedText", ""),
            "confidence": rounded(line.get("Confidence")),
            "region": region(line.get("Geometry", {}).get("BoundingBox")),
        }
        for line in lines
    ]
    text = "\n".join(line.get("DetectedText", "") for line in lines)
    return Part("text", rows, seen_words.words_seen(count), text)


def _faces(client: RekognitionClient, image: ImageTypeDef) -> Part:
    found = client.detect_faces(Image=image)["FaceDetails"]
    rows: list[Row] = [
        {
            "what": seen_words.FACE,
            "name": seen_words.numbered_face(number),
            "confidence": rounded(face.get("Confidence")),
            "region": region(face.get("BoundingBox")),
        }
        for number, face in enumerate(found, 1)
    ]
    return Part("faces", rows, seen_words.faces_seen(len(found)))


def _moderation(client: RekognitionClient, image: ImageTypeDef) -> Part:
    found = client.detect_moderation_labels(Image=image)["ModerationLabels"]
    rows: list[Row] = [
        {
            "what": seen_words.MODERATION,
            "name": " / ".join(n for n in (label.get("ParentName"), label.get("Name")) if n),
            "confidence": rounded(label.get("Confidence")),
        }
        for label in found
    ]
    return Part("moderation", rows, seen_words.moderation_seen([label.get("Name", "") for label in found][:_SAID]))


def _colours(client: RekognitionClient, image: ImageTypeDef) -> Part:
    answer = client.detect_labels(Image=image, Features=["IMAGE_PROPERTIES"])
    properties = answer.get("ImageProperties", {})
    rows: list[Row] = [
        {
            "what": seen_words.COLOUR,
            "name": " ".join(n for n in (colour.get("HexCode"), colour.get("CSSColor")) if n),
            "share": rounded(colour.get("PixelPercent")),
        }
        for colour in properties.get("DominantColors", [])
    ]
    quality = {
        name.lower(): round(float(value), 1)
        for name, value in properties.get("Quality", {}).items()
        if isinstance(value, int | float)
    }
    first = rows[0] if rows else {}
    return Part("colours", rows, seen_words.colours_seen(str(first.get("name", "")), len(rows)), quality=quality)


_PARTS: Mapping[str, Callable[[RekognitionClient, ImageTypeDef], Part]] = {
    "labels": _labels,
    "text": _text,
    "faces": _faces,
    "moderation": _moderation,
    "colours": _colours,
}
