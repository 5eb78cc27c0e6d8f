"""What Rekognition sees in a video: one job for each part, and what they found, gathered by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from agent_actions.context import Context
from agent_actions.contract import Column, Job, SharedFile
from agent_actions.files import seen_words, words
from agent_actions.files.failures import AwsFailure, out_of_order, reason, told
from agent_actions.files.jobs import Standing, attempt, give_up, pages_of, token, wait_for
from agent_actions.files.rows import column, confidence
from agent_actions.files.seeing import SERVICE, Part, Row, rounded
from agent_actions.files.shared import key_of

if TYPE_CHECKING:
    from types_boto3_rekognition import RekognitionClient

KINDS: Mapping[str, str] = {
    "labels": "LabelDetection",
    "text": "TextDetection",
    "faces": "FaceDetection",
    "moderation": "ContentModeration",
}
COLUMNS: tuple[Column, ...] = (
    column("what", seen_words.WHAT_SEEN),
    column("name", seen_words.NAME_SEEN),
    column("first", seen_words.FIRST_SEEN),
    column("last", seen_words.LAST_SEEN),
    column("times", seen_words.TIMES_SEEN, "integer"),
    confidence(seen_words.HIGHEST_CONFIDENCE),
)
_STARTERS: Mapping[str, Callable[[RekognitionClient], Callable[..., Any]]] = {
    "LabelDetection": lambda client: client.start_label_detection,
    "TextDetection": lambda client: client.start_text_detection,
    "FaceDetection": lambda client: client.start_face_detection,
    "ContentModeration": lambda client: client.start_content_moderation,
}
_SAID = 5


def watch(context: Context, file: SharedFile, wanted: Sequence[str]) -> tuple[list[Part], tuple[Job, ...]]:
    """Parts that are there, and jobs that still run. The same call again finds the same jobs."""
    parts: list[Part] = []
    begun: dict[Job, tuple[str, str, str]] = {}
    for want in wanted:
        if want not in KINDS:
            parts.append(Part(want, why=seen_words.not_of_videos(want)))
            continue
        name = token(context, "rekognition", file.id, KINDS[want])
        tried = attempt(context, name)
        try:
            begun[_begin(context, file, KINDS[want], tried)] = (want, name, tried)
        except AwsFailure as error:
            parts.append(Part(want, why=reason(SERVICE, error), broken=out_of_order(error)))
    found = wait_for(context, begun)
    running = tuple(job for job, standing in found.items() if standing.state == "running")
    if running:
        return parts, running
    for job, standing in found.items():
        want, name, tried = begun[job]
        parts.append(_part(context, job, want, standing))
        if standing.state == "failed":
            give_up(context, name, tried)
    return parts, ()


def _begin(context: Context, file: SharedFile, kind: str, tried: str) -> Job:
    settings = context.services.settings
    given: dict[str, Any] = {
        "Video": {"S3Object": {"Bucket": settings.bucket, "Name": key_of(context, file)}},
        "ClientRequestToken": tried,
    }
    if settings.notify_topic:
        given["NotificationChannel"] = {"SNSTopicArn": settings.notify_topic, "RoleArn": settings.notify_role}
    job = _STARTERS[kind](context.services.ai.rekognition)(**given)["JobId"]
    return Job(service="rekognition", id=job, kind=kind, file=file.id, what=seen_words.watching(file.name))


def _part(context: Context, job: Job, want: str, standing: Standing) -> Part:
    if standing.state == "failed":
        return Part(want, why=told(SERVICE, standing.why) if standing.why else words.job_lost(job.what))
    try:
        return _READERS[want](pages_of(context.services.ai, job))
    except AwsFailure as error:
        return Part(want, why=reason(SERVICE, error), broken=out_of_order(error))


Page = Mapping[str, Any]
Seen = tuple[str, float | None, int]
"""Name, confidence, and milliseconds from the beginning."""


def gathered(what: str, seen: Iterable[Seen]) -> list[Row]:
    """One row for each name: when first, when last, how often, and the highest confidence, in order of time."""
    rows: dict[str, Row] = {}
    spans: dict[str, tuple[int, int, int, float | None]] = {}
    for name, sure, at in seen:
        first, last, times, best = spans.get(name, (at, at, 0, None))
        highest = max((c for c in (sure, best) if c is not None), default=None)
        spans[name] = (min(first, at), max(last, at), times + 1, highest)
    for name, (first, last, times, best) in sorted(spans.items(), key=lambda item: item[1][0]):
        rows[name] = {
            "what": what,
            "name": name,
            "first": words.clock(first / 1_000),
            "last": words.clock(last / 1_000),
            "times": times,
            "confidence": rounded(best),
        }
    return list(rows.values())


def _labels(pages: Iterable[Page]) -> Part:
    seen = [
        (str(d["Label"].get("Name", "")), d["Label"].get("Confidence"), int(d.get("Timestamp", 0)))
        for page in pages
        for d in page.get("Labels", [])
    ]
    rows = gathered(seen_words.LABEL, seen)
    names = [str(row["name"]) for row in rows]
    return Part("labels", rows, seen_words.labels_seen(names[:_SAID], len(names)))


def _text(pages: Iterable[Page]) -> Part:
    seen = [
        (str(d["TextDetection"].get("DetectedText", "")), d["TextDetection"].get("Confidence"), int(d["Timestamp"]))
        for page in pages
        for d in page.get("TextDetections", [])
        if d["TextDetection"].get("Type") == "LINE"
    ]
    rows = gathered(seen_words.TEXT, seen)
    lines = [str(row["name"]) for row in rows]
    return Part("text", rows, seen_words.lines_seen(len(lines)), "\n".join(lines))


def _faces(pages: Iterable[Page]) -> Part:
    moments: dict[int, list[float | None]] = {}
    for page in pages:
        for d in page.get("Faces", []):
            moments.setdefault(int(d.get("Timestamp", 0)), []).append(d.get("Face", {}).get("Confidence"))
    seen: list[Seen] = [
        (words.counted(len(sure), "face"), max((c for c in sure if c is not None), default=None), at)
        for at, sure in sorted(moments.items())
    ]
    most = max((len(sure) for sure in moments.values()), default=0)
    return Part("faces", gathered(seen_words.FACE, seen), seen_words.faces_at_once(most))


def _moderation(pages: Iterable[Page]) -> Part:
    seen = [
        (str(d["ModerationLabel"].get("Name", "")), d["ModerationLabel"].get("Confidence"), int(d.get("Timestamp", 0)))
        for page in pages
        for d in page.get("ModerationLabels", [])
    ]
    rows = gathered(seen_words.MODERATION, seen)
    return Part("moderation", rows, seen_words.moderation_seen([str(row["name"]) for row in rows][:_SAID]))


_READERS: Mapping[str, Callable[[Iterable[Page]], Part]] = {
    "labels": _labels,
    "text": _text,
    "faces": _faces,
    "moderation": _moderation,
}
