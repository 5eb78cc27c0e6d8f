"""Offline Transcribe: jobs over pocketsphinx's US English.

https://docs.aws.amazon.com/transcribe/latest/APIReference/Welcome.html
"""

from __future__ import annotations

import contextlib
import logging
import tempfile
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.aws.hearing import rules, transcript, words
from infra.local.aws.hearing.heard import Facts, Hear, Heard, Probe
from infra.local.aws.helper import Helper, HelperError, HelperGoneError, HelperSlowError
from infra.local.aws.records import Records, now
from infra.local.aws.service import AwsError, Service

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

log = logging.getLogger(__name__)

SOURCE, DETAIL_TYPE = "aws.transcribe", "Transcribe Job State Change"
KEPT = timedelta(days=90)
URL_SECONDS = 900
"""How long the address of a transcript in Transcribe's own bucket may be used; each answer has a fresh one."""
MEMORY_BYTES = 2_000_000_000
"""Address space; resident it has about 150 MB."""
PROBE_SECONDS = 60.0
LISTENING_SECONDS = 2.0
"""A second of sound takes some 0.3 s; a busy machine may take longer."""
PAGE = 5
_STORED = ("TranscriptionJobName", "LanguageCode", "MediaSampleRateHertz", "MediaFormat", "Media", "Settings")
_STORED += ("JobExecutionSettings", "IdentifyLanguage", "LanguageOptions", "Tags", "LanguageIdSettings")
_SUMMARY = ("TranscriptionJobName", "CreationTime", "StartTime", "CompletionTime", "LanguageCode")
_SUMMARY += ("TranscriptionJobStatus", "FailureReason", "IdentifyLanguage")


class _FailedError(Exception):
    """The job fails; the message is its FailureReason."""


class TranscribeService(Service):
    """Transcribe.

    Parameters
    ----------
    s3
        Where media is read and transcripts are written.
    folder
        Where jobs are remembered; one that was interrupted is run again at the next start.
    emit
        ``emit(source, detail_type, detail)``: EventBridge.
    """

    name = "transcribe"
    validation_code = "BadRequestException"
    internal_code = "InternalFailureException"
    quality = ("rough", words.QUALITY)

    def __init__(
        self,
        s3: S3Client,
        folder: Path,
        emit: Callable[[str, str, Mapping[str, Any]], None],
        *,
        account: str = "123456789012",
        region: str = "eu-central-1",
    ) -> None:
        self._s3, self._emit, self._account = s3, emit, account
        self._bucket = f"aws-transcribe-{region}-prod"
        self._jobs = Records(folder)
        self._ear = Helper("infra.local.aws.hearing.child", memory_bytes=MEMORY_BYTES)
        self._listening = ThreadPoolExecutor(1, thread_name_prefix="transcribe")
        self._stopping = threading.Event()

    def start(self) -> None:
        for name, job in self._jobs.all().items():
            if job["TranscriptionJobStatus"] in ("QUEUED", "IN_PROGRESS"):
                self._listening.submit(self._run, name)
            elif job["CreationTime"] < now() - KEPT:
                self._jobs.delete(name)

    def stop(self) -> None:
        self._stopping.set()
        self._ear.stop()
        self._listening.shutdown(cancel_futures=True)

    def start_transcription_job(self, request: dict[str, Any]) -> dict[str, Any]:
        problem = rules.refusal(request)
        if problem:
            raise AwsError("BadRequestException", problem)
        self._must_be_reachable(request)
        jobs = self._jobs.all()
        if request["TranscriptionJobName"] in jobs:
            raise AwsError("ConflictException", words.JOB_EXISTS)
        active = sum(job["TranscriptionJobStatus"] in ("QUEUED", "IN_PROGRESS") for job in jobs.values())
        if active >= rules.MAX_ACTIVE_JOBS:
            raise AwsError("LimitExceededException", words.too_many_jobs(rules.MAX_ACTIVE_JOBS))
        job = {name: request[name] for name in _STORED if name in request}
        job |= {"TranscriptionJobStatus": "QUEUED", "CreationTime": now(), "request": request}
        name = request["TranscriptionJobName"]
        if not self._jobs.add(name, job):
            raise AwsError("ConflictException", words.JOB_EXISTS)
        self._listening.submit(self._run, name)
        return {"TranscriptionJob": self._described(job)}

    def get_transcription_job(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"TranscriptionJob": self._described(self._job(request["TranscriptionJobName"]))}

    def list_transcription_jobs(self, request: dict[str, Any]) -> dict[str, Any]:
        jobs = sorted(self._jobs.all().values(), key=lambda job: job["CreationTime"], reverse=True)
        wanted = request.get("Status")
        part = request.get("JobNameContains", "").lower()
        found = [
            job
            for job in jobs
            if wanted in (None, job["TranscriptionJobStatus"]) and part in job["TranscriptionJobName"].lower()
        ]
        token = request.get("NextToken", "0")
        if not token.isdecimal() or int(token) > len(found):
            raise AwsError("BadRequestException", words.BAD_TOKEN)
        first, size = int(token), request.get("MaxResults", PAGE)
        answer: dict[str, Any] = {"TranscriptionJobSummaries": [_summary(job) for job in found[first : first + size]]}
        if wanted:
            answer["Status"] = wanted
        if first + size < len(found):
            answer["NextToken"] = str(first + size)
        return answer

    def delete_transcription_job(self, request: dict[str, Any]) -> dict[str, Any]:
        job = self._job(request["TranscriptionJobName"])
        self._jobs.delete(request["TranscriptionJobName"])
        places = [job["output"], *job.get("subtitles", ())] if "output" in job else []
        for bucket, key in places:
            if bucket == self._bucket:
                with contextlib.suppress(ClientError, BotoCoreError):
                    self._s3.delete_object(Bucket=bucket, Key=key)
        return {}

    # Answers

    def _job(self, name: str) -> dict[str, Any]:
        job = self._jobs.get(name)
        if job is None:
            raise AwsError("BadRequestException", words.NO_JOB)
        return job

    def _described(self, job: Mapping[str, Any]) -> dict[str, Any]:
        known = {name: value for name, value in job.items() if name not in ("request", "output", "subtitles")}
        if "output" in job:
            known["Transcript"] = {"TranscriptFileUri": self._address(*job["output"])}
        asked = job["request"].get("Subtitles")
        if asked:
            known["Subtitles"] = dict(asked)
            if "subtitles" in job:
                known["Subtitles"]["SubtitleFileUris"] = [self._address(*place) for place in job["subtitles"]]
        return known

    def _address(self, bucket: str, key: str) -> str:
        """A customer's own bucket: the plain address, for which one needs rights. Ours: one that carries them."""
        if bucket == self._bucket:
            place = {"Bucket": bucket, "Key": key}
            return self._s3.generate_presigned_url("get_object", Params=place, ExpiresIn=URL_SECONDS)
        return f"{self._s3.meta.endpoint_url}/{bucket}/{key}"

    def _must_be_reachable(self, request: Mapping[str, Any]) -> None:
        place = rules.location(request["Media"].get("MediaFileUri", ""), self._s3.meta.endpoint_url)
        if place is None:
            raise AwsError("BadRequestException", words.NO_MEDIA)
        try:
            self._s3.head_object(Bucket=place[0], Key=place[1])
        except (ClientError, BotoCoreError) as error:
            raise AwsError("BadRequestException", words.NO_MEDIA) from error
        bucket = request.get("OutputBucketName")
        if bucket:
            try:
                self._s3.head_bucket(Bucket=bucket)
            except (ClientError, BotoCoreError) as error:
                raise AwsError("BadRequestException", words.NO_BUCKET) from error

    # The job itself

    def _run(self, name: str) -> None:
        job = self._jobs.update(name, TranscriptionJobStatus="IN_PROGRESS", StartTime=now())
        if job is None:
            return
        try:
            ended: dict[str, Any] = {"TranscriptionJobStatus": "COMPLETED", **self._transcribed(name, job["request"])}
        except _FailedError as error:
            ended = {"TranscriptionJobStatus": "FAILED", "FailureReason": str(error)}
        except Exception as error:
            if self._stopping.is_set():
                return  # it stays IN_PROGRESS and is run again at the next start
            log.error("transcription job %s broke", name, exc_info=not isinstance(error, HelperGoneError))
            ended = {"TranscriptionJobStatus": "FAILED", "FailureReason": words.BROKE}
        if self._jobs.update(name, CompletionTime=now(), **ended) is not None:
            detail = {"TranscriptionJobName": name, "TranscriptionJobStatus": ended["TranscriptionJobStatus"]}
            self._emit(SOURCE, DETAIL_TYPE, detail)

    def _transcribed(self, name: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Listen and write; what the job's description gains. Raises _FailedError."""
        _fail(rules.language_failure(request))
        with tempfile.TemporaryDirectory(prefix="outcrop-transcribe-") as folder:
            path = f"{folder}/media"
            self._fetch(request["Media"]["MediaFileUri"], path)
            heard, facts = self._heard(path, request)
        found: dict[str, Any] = {"MediaFormat": request.get("MediaFormat", facts.formats[0])}
        found["MediaSampleRateHertz"] = facts.sample_rate
        identified = ""
        if request.get("IdentifyLanguage"):
            _fail(rules.identification_failure(heard))
            identified = rules.english_of(request.get("LanguageOptions") or [rules.DEFAULT_ENGLISH])
            found["LanguageCode"] = identified
        return found | self._written(name, request, heard, identified)

    def _fetch(self, uri: str, path: str) -> None:
        place = rules.location(uri, self._s3.meta.endpoint_url)
        try:
            if place is None:
                raise _FailedError(words.NO_MEDIA)
            if self._s3.head_object(Bucket=place[0], Key=place[1])["ContentLength"] > rules.MAX_BYTES:
                raise _FailedError(words.TOO_LARGE)
            self._s3.download_file(*place, path)
        except (ClientError, BotoCoreError) as error:
            raise _FailedError(words.NO_MEDIA) from error

    def _heard(self, path: str, request: Mapping[str, Any]) -> tuple[Heard, Facts]:
        allowed = PROBE_SECONDS
        try:
            facts: Facts = self._ear.ask(Probe(path), allowed)
            _fail(rules.media_failure(facts, request))
            allowed += LISTENING_SECONDS * facts.seconds
            return self._ear.ask(Hear(path, rules.MAX_SECONDS), allowed), facts
        except HelperSlowError as error:
            raise _FailedError(words.slow(allowed)) from error
        except HelperError as error:
            if error.kind == "TooLongError":
                raise _FailedError(words.TOO_LONG) from error
            if error.kind == "BadMediaError":
                raise _FailedError(words.MISMATCH if request.get("MediaFormat") else words.BAD_MEDIA) from error
            raise

    def _written(self, name: str, request: Mapping[str, Any], heard: Heard, identified: str) -> dict[str, Any]:
        """Transcript and subtitles in S3."""
        bucket, key = self._output(name, request)
        stem = key.removesuffix(".json")
        body = transcript.transcript_json(heard, job=name, account=self._account, identified=identified)
        asked = request.get("Subtitles") or {}
        first = asked.get("OutputStartIndex", 0)
        files = [(key, body, "application/json")]
        for kind in dict.fromkeys(asked.get("Formats", ())):
            write, media_type = {"vtt": (transcript.vtt, "text/vtt"), "srt": (transcript.srt, "text/srt")}[kind]
            files.append((f"{stem}.{kind}", write(heard, first), media_type))
        try:
            for file_key, content, media_type in files:
                self._s3.put_object(Bucket=bucket, Key=file_key, Body=content, ContentType=media_type)
        except (ClientError, BotoCoreError) as error:
            raise _FailedError(words.NO_BUCKET) from error
        written: dict[str, Any] = {"output": [bucket, key]}
        if asked:
            written["subtitles"] = [[bucket, file_key] for file_key, _, _ in files[1:]]
        return written

    def _output(self, name: str, request: Mapping[str, Any]) -> tuple[str, str]:
        bucket, key = request.get("OutputBucketName"), request.get("OutputKey", "")
        if bucket:
            return bucket, f"{key}{name}.json" if not key or key.endswith("/") else key
        with contextlib.suppress(ClientError, BotoCoreError):
            self._s3.create_bucket(
                Bucket=self._bucket,
                CreateBucketConfiguration={"LocationConstraint": self._s3.meta.region_name},  # type: ignore[typeddict-item]
            )
        return self._bucket, f"{self._account}/{name}/asrOutput.json"


def _fail(reason: str) -> None:
    if reason:
        raise _FailedError(reason)


def _summary(job: Mapping[str, Any]) -> dict[str, Any]:
    own = "CUSTOMER_BUCKET" if job["request"].get("OutputBucketName") else "SERVICE_BUCKET"
    return {name: job[name] for name in _SUMMARY if name in job} | {"OutputLocationType": own}
