"""A recording through Transcribe: one job for one file and choice of options, found again by its name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agent_actions.context import Context
from agent_actions.contract import Job, SharedFile
from agent_actions.errors import CannotError, FinalError, RefusedError
from agent_actions.files import spoken_words, words
from agent_actions.files.failures import AwsFailure, failed, told
from agent_actions.files.jobs import attempt, give_up, token, wait_for
from agent_actions.files.limits import AUDIO_BYTES, AUDIO_SECONDS
from agent_actions.files.shared import key_of

if TYPE_CHECKING:
    from types_boto3_transcribe.type_defs import TranscriptionJobTypeDef

SERVICE = "Transcribe"
SPEAKERS = 30
"""Most that Transcribe tells apart (MaxSpeakerLabels)."""
_FORMATS: Mapping[str, str] = {
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "audio/mp4": "mp4",
    "audio/x-m4a": "m4a",
    "audio/m4a": "m4a",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/flac": "flac",
    "audio/x-flac": "flac",
    "audio/ogg": "ogg",
    "audio/opus": "ogg",
    "audio/amr": "amr",
    "audio/webm": "webm",
    "video/webm": "webm",
    "video/mp4": "mp4",
    "video/quicktime": "mp4",
}
_REASONS: tuple[tuple[str, str], ...] = (
    ("speech segment long enough", spoken_words.TOO_LITTLE_SPEECH),
    ("identify the language", spoken_words.TOO_LITTLE_SPEECH),
    ("does not match the detected media format", spoken_words.BROKEN_RECORDING),
    ("media format", spoken_words.BROKEN_RECORDING),
    ("failed to parse", spoken_words.BROKEN_RECORDING),
    ("sample rate", spoken_words.SAMPLE_RATE),
    ("duration", spoken_words.TOO_LONG),
    ("file size", spoken_words.TOO_LONG),
)
"""Parts of Transcribe's FailureReason (API_TranscriptionJob) and what they mean."""


@dataclass(frozen=True)
class Heard:
    """``output``: Transcribe's own JSON. With ``jobs`` there is nothing yet."""

    output: Mapping[str, Any] = field(default_factory=dict[str, Any])
    language: str = ""
    identified: float | None = None
    """How sure the identification of the language is, in per cent."""
    subtitles: str = ""
    """S3 key of the subtitles."""
    jobs: tuple[Job, ...] = ()


def hear(context: Context, file: SharedFile, language: str = "", speakers: int = 0, subtitles: bool = False) -> Heard:
    """Raises ActionError in words; a job that failed says why once, and the next call begins anew."""
    if (file.seconds or 0) > AUDIO_SECONDS:
        raise RefusedError(words.media_too_long(file.name, file.seconds or 0, AUDIO_SECONDS, video=False))
    if file.size > AUDIO_BYTES:
        raise RefusedError(words.too_large(file.name, file.size, AUDIO_BYTES, words.WHAT["audio"]))
    name = token(context, "transcribe", file.id, language, speakers, subtitles)
    tried = attempt(context, name)
    job = Job(service="transcribe", id=tried, file=file.id, what=spoken_words.transcribing(file.name))
    try:
        _start(context, file, tried, language, speakers, subtitles)
        standing = wait_for(context, (job,))[job]
        if standing.state == "running":
            return Heard(jobs=(job,))
        if standing.state == "failed":
            give_up(context, name, tried)
            raise CannotError(_why(standing.why)) if standing.why else FinalError(words.job_lost(job.what))
        done = context.services.ai.transcribe.get_transcription_job(TranscriptionJobName=tried)["TranscriptionJob"]
        return _heard(context, done, tried, subtitles)
    except AwsFailure as error:
        raise failed(SERVICE, error) from error


def _start(context: Context, file: SharedFile, name: str, language: str, speakers: int, subtitles: bool) -> None:
    """Start the job, or find that it was started before."""
    bucket = context.services.settings.bucket
    given: dict[str, Any] = {
        "TranscriptionJobName": name,
        "Media": {"MediaFileUri": f"s3://{bucket}/{key_of(context, file)}"},
        "OutputBucketName": bucket,
        "OutputKey": _output(context, name),
    }
    if file.mime in _FORMATS:
        given["MediaFormat"] = _FORMATS[file.mime]
    if language:
        given["LanguageCode"] = language
    else:
        given["IdentifyLanguage"] = True
    if speakers > 1:
        given["Settings"] = {"ShowSpeakerLabels": True, "MaxSpeakerLabels": speakers}
    if subtitles:
        given["Subtitles"] = {"Formats": ["srt"], "OutputStartIndex": 1}
    try:
        context.services.ai.transcribe.start_transcription_job(**given)
    except context.services.ai.transcribe.exceptions.ConflictException:
        return


def _output(context: Context, name: str) -> str:
    return f"jobs/transcripts/{context.thread}/{name}.json"


def _heard(context: Context, done: TranscriptionJobTypeDef, name: str, subtitles: bool) -> Heard:
    bucket = context.services.settings.bucket
    body = context.services.s3.get_object(Bucket=bucket, Key=_output(context, name))["Body"].read()
    sure = done.get("IdentifiedLanguageScore")
    uris = done.get("Subtitles", {}).get("SubtitleFileUris", [])
    keys = [uri.partition(f"{bucket}/")[2] for uri in uris if f"{bucket}/" in uri]
    return Heard(
        output=json.loads(body),
        language=str(done.get("LanguageCode", "")),
        identified=round(sure * 100, 1) if sure else None,
        subtitles=next((key for key in keys if key.endswith(".srt")), "") if subtitles else "",
    )


def _why(reason: str) -> str:
    folded = reason.casefold()
    return next((said for part, said in _REASONS if part in folded), told(SERVICE, reason))
