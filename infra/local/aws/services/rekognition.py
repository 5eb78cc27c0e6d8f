"""Offline Rekognition: text, faces (boxes only) and colours of pictures; text, faces and shots of stored videos.

https://docs.aws.amazon.com/rekognition/latest/APIReference/Welcome.html. There is no label model and no moderation
model: asking for either is an InvalidParameterException, and such a video job fails. An empty list would say that
something was looked for and not found.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.local.aws.reading import words
from infra.local.aws.reading.errors import ReaderGoneError, Reason, UnreadableError
from infra.local.aws.reading.filters import keep
from infra.local.aws.reading.jobs import Job, Jobs, Run, Write
from infra.local.aws.reading.paging import read_token, write_token
from infra.local.aws.reading.reader import Reader
from infra.local.aws.reading.sniffing import sniff
from infra.local.aws.reading.source import Source
from infra.local.aws.service import AwsError, Service

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

REQUEST_BYTES = 5 * 1024 * 1024
OBJECT_BYTES = 15 * 1024 * 1024
VIDEO_BYTES = 10 * 1024**3
"""https://docs.aws.amazon.com/rekognition/latest/dg/limits.html"""
MOST_WORDS = 100
MOST_RESULTS = 1_000
COLOURS = 10
"""``MaxDominantColors`` where none is given."""
VIDEO_SECONDS = 1_800.0
"""How long the engines may work on one video."""
CODES: Mapping[Reason, str] = {
    "format": "InvalidImageFormatException",
    "broken": "InvalidImageFormatException",
    "pixels": "ImageTooLargeException",
}

Notify = Callable[[str, dict[str, Any]], None]


class RekognitionService(Service):
    """Rekognition over the reading engines. Parameters are those of ``TextractService``."""

    name = "rekognition"
    validation_code = "InvalidParameterException"
    internal_code = "InternalServerError"
    size_codes = {"ImageBlob": ("ImageTooLargeException", words.IMAGE_TOO_LARGE)}  # noqa: RUF012
    quality = ("rough", words.REKOGNITION_QUALITY)

    def __init__(
        self, s3: S3Client, reader: Reader, folder: Path, notify: Notify, clock: Callable[[], float] = time.time
    ) -> None:
        self._reader, self._notify, self._clock = reader, notify, clock
        self._source = Source(s3, reader.folder)
        runs: dict[str, Run] = {
            "StartTextDetection": self._run_text,
            "StartFaceDetection": self._run_faces,
            "StartSegmentDetection": self._run_shots,
            "StartLabelDetection": lambda request, _: self._refuse(request, words.NO_LABELS),
            "StartContentModeration": lambda request, _: self._refuse(request, words.NO_MODERATION),
        }
        self._jobs = Jobs(folder, reader.background, runs, self._ended, clock)

    def start(self) -> None:
        self._jobs.resume()

    def stop(self) -> None:
        self._jobs.stop()
        self._reader.stop()

    def detect_text(self, request: dict[str, Any]) -> dict[str, Any]:
        found = self._picture(request, "picture_text")
        return {"TextDetections": keep(found, request.get("Filters", {}), MOST_WORDS)}

    def detect_faces(self, request: dict[str, Any]) -> dict[str, Any]:
        """Attributes beyond the box have no engine: they are left out, whatever ``Attributes`` asks for."""
        return {"FaceDetails": [{"BoundingBox": box} for box in self._picture(request, "picture_faces")]}

    def detect_labels(self, request: dict[str, Any]) -> dict[str, Any]:
        if "GENERAL_LABELS" in (request.get("Features") or ["GENERAL_LABELS"]):
            self._picture(request, "check_picture")
            raise AwsError("InvalidParameterException", words.NO_LABELS)
        settings = request.get("Settings", {}).get("ImageProperties", {})
        most = settings.get("MaxDominantColors", COLOURS)
        return {"ImageProperties": self._picture(request, "picture_properties", most=most)}

    def detect_moderation_labels(self, request: dict[str, Any]) -> dict[str, Any]:
        self._picture(request, "check_picture")
        raise AwsError("InvalidParameterException", words.NO_MODERATION)

    def start_text_detection(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._start("StartTextDetection", request)

    def start_face_detection(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._start("StartFaceDetection", request)

    def start_segment_detection(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._start("StartSegmentDetection", request)

    def start_label_detection(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._start("StartLabelDetection", request)

    def start_content_moderation(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._start("StartContentModeration", request)

    def get_text_detection(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._get("StartTextDetection", request, "TextDetections")

    def get_face_detection(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._get("StartFaceDetection", request, "Faces")

    def get_segment_detection(self, request: dict[str, Any]) -> dict[str, Any]:
        answer = self._get("StartSegmentDetection", request, "Segments")
        if "VideoMetadata" in answer:
            answer["VideoMetadata"] = [answer["VideoMetadata"]]
            answer["SelectedSegmentTypes"] = [{"Type": "SHOT"}]
        return answer

    def get_label_detection(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._get("StartLabelDetection", request, "Labels")

    def get_content_moderation(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._get("StartContentModeration", request, "ModerationLabels")

    def _picture(self, request: Mapping[str, Any], work: str, **arguments: Any) -> Any:
        """What the engines make of a request's picture."""
        image = request["Image"]
        limit = REQUEST_BYTES if "Bytes" in image else OBJECT_BYTES
        try:
            with self._source.file(image, lambda head, size: _check_picture(head, size, limit)) as path:
                return self._reader.do(work, path=str(path), **arguments)
        except UnreadableError as error:
            raise AwsError(CODES.get(error.reason, "InvalidParameterException"), error.detail) from error
        except ReaderGoneError as error:
            raise AwsError("InternalServerError", words.ENGINE_ENDED, 500) from error

    def _start(self, api: str, request: dict[str, Any]) -> dict[str, Any]:
        where = request["Video"].get("S3Object")
        if where is None:
            raise AwsError("InvalidParameterException", words.NO_PARAMETERS)
        self._source.look(where, _check_video)
        return {"JobId": self._jobs.start(api, request).id}

    def _get(self, api: str, request: Mapping[str, Any], member: str) -> dict[str, Any]:
        job = self._jobs.find(request["JobId"], api)
        if job is None:
            raise AwsError("ResourceNotFoundException", words.NO_JOB)
        answer: dict[str, Any] = {"JobId": job.id, "JobStatus": job.status, "Video": job.request["Video"]}
        if job.request.get("JobTag"):
            answer["JobTag"] = job.request["JobTag"]
        if job.message:
            answer["StatusMessage"] = job.message
        if job.status != "SUCCEEDED":
            return answer
        try:
            place = read_token(request["NextToken"], job.id) if "NextToken" in request else 0
            found, after = self._jobs.results(job, place, min(MOST_RESULTS, request.get("MaxResults", MOST_RESULTS)))
        except ValueError as error:
            raise AwsError("InvalidPaginationTokenException", words.TOKEN) from error
        answer |= {"VideoMetadata": job.facts["video"], member: found}
        return answer if after is None else {**answer, "NextToken": write_token(job.id, after)}

    def _run_text(self, request: Mapping[str, Any], write: Write) -> dict[str, Any]:
        filters = request.get("Filters", {})

        def each(found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
            for at in dict.fromkeys(one["Timestamp"] for one in found):
                texts = [one["TextDetection"] for one in found if one["Timestamp"] == at]
                yield from ({"Timestamp": at, "TextDetection": text} for text in keep(texts, filters, MOST_WORDS))

        return self._run(request, "video_text", write, each)

    def _run_faces(self, request: Mapping[str, Any], write: Write) -> dict[str, Any]:
        return self._run(request, "video_faces", write)

    def _run_shots(self, request: Mapping[str, Any], write: Write) -> dict[str, Any]:
        if "TECHNICAL_CUE" in request["SegmentTypes"]:
            return self._refuse(request, words.NO_CUES)
        return self._run(request, "video_shots", write)

    def _run(
        self,
        request: Mapping[str, Any],
        work: str,
        write: Write,
        each: Callable[[list[dict[str, Any]]], Iterator[dict[str, Any]]] = iter,
    ) -> dict[str, Any]:
        with self._source.stored(request["Video"]["S3Object"], _check_video) as path:
            facts = self._reader.do("video_facts", path=str(path))
            for result in each(self._reader.do(work, path=str(path), seconds=VIDEO_SECONDS)):
                write(result)
        return {"video": facts}

    def _refuse(self, request: Mapping[str, Any], why: str) -> dict[str, Any]:
        """Fail a job for what nothing computes; a video that can't be read fails for that."""
        with self._source.stored(request["Video"]["S3Object"], _check_video) as path:
            self._reader.do("video_facts", path=str(path))
        raise UnreadableError("format", why)

    def _ended(self, job: Job) -> None:
        channel = job.request.get("NotificationChannel")
        if not channel:
            return
        where = job.request["Video"]["S3Object"]
        message = {
            "JobId": job.id,
            "Status": job.status,
            "API": job.api,
            "JobTag": job.request.get("JobTag"),
            "Timestamp": round(self._clock() * 1000),
            "Video": {"S3ObjectName": where["Name"], "S3Bucket": where["Bucket"]},
        }
        self._notify(channel["SNSTopicArn"], {key: held for key, held in message.items() if held is not None})


def _check_picture(head: bytes, size: int, limit: int) -> None:
    if size > limit:
        raise AwsError("ImageTooLargeException", words.IMAGE_TOO_LARGE)
    if sniff(head) not in ("PNG", "JPEG"):
        raise AwsError("InvalidImageFormatException", words.IMAGE_FORMAT)


def _check_video(_head: bytes, size: int) -> None:
    if size > VIDEO_BYTES:
        raise AwsError("VideoTooLargeException", words.VIDEO_TOO_LARGE)
