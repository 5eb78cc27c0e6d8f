"""What Transcribe refuses at once and what makes a job fail: decisions over plain data.

Limits: https://docs.aws.amazon.com/transcribe/latest/dg/limits-guidelines.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from infra.local.aws.hearing import words
from infra.local.aws.hearing.heard import Facts, Heard, is_english

MAX_SECONDS = 4 * 3600.0
MIN_SECONDS = 0.5
MAX_BYTES = 2 * 1024**3
MIN_RATE, MAX_RATE = 8_000, 48_000
MAX_CHANNELS = 2
MAX_ACTIVE_JOBS = 250
DEFAULT_ENGLISH = "en-US"

_S3_HOST = re.compile(r"(?:(?P<bucket>.+)\.)?s3[.-](?:[a-z0-9-]+\.)*amazonaws\.com(?:\.cn)?", re.IGNORECASE)
_NOT_COMPUTED = {
    "IdentifyMultipleLanguages": "several languages in one file (IdentifyMultipleLanguages)",
    "ContentRedaction": "redaction (ContentRedaction)",
    "ToxicityDetection": "toxicity detection (ToxicityDetection)",
    "ModelSettings": "custom language models (ModelSettings)",
}
_SETTINGS_NOT_COMPUTED = {
    "ShowSpeakerLabels": "speaker labels (ShowSpeakerLabels)",
    "ChannelIdentification": "channels one by one (ChannelIdentification)",
    "ShowAlternatives": "alternatives (ShowAlternatives)",
}


def refusal(request: Mapping[str, Any]) -> str:
    """Why StartTranscriptionJob is a bad request; empty when it isn't. What nothing computes is refused here."""
    identify = request.get("IdentifyLanguage") or request.get("IdentifyMultipleLanguages")
    settings: Mapping[str, Any] = request.get("Settings") or {}
    if not request.get("LanguageCode") and not identify:
        return words.NO_LANGUAGE
    if request.get("LanguageCode") and identify:
        return words.TWO_LANGUAGES
    if request.get("OutputKey") and not request.get("OutputBucketName"):
        return words.KEY_WITHOUT_BUCKET
    if settings.get("ShowSpeakerLabels") and not settings.get("MaxSpeakerLabels"):
        return words.SPEAKERS_WITHOUT_COUNT
    if settings.get("VocabularyName"):
        return words.NO_VOCABULARY
    if settings.get("VocabularyFilterName"):
        return words.NO_FILTER
    asked = [what for name, what in _NOT_COMPUTED.items() if request.get(name)]
    asked += [what for name, what in _SETTINGS_NOT_COMPUTED.items() if settings.get(name)]
    return words.cannot(asked[0]) if asked else ""


def location(uri: str, endpoint: str) -> tuple[str, str] | None:
    """Bucket and key of a media file's address; None when it isn't in S3. ``endpoint``: the offline S3's own."""
    parts = urlsplit(uri)
    if parts.scheme == "s3":
        found = (parts.netloc, parts.path.lstrip("/"))
    elif match := _S3_HOST.fullmatch(parts.hostname or ""):
        bucket = match["bucket"]
        found = (bucket, unquote(parts.path.lstrip("/"))) if bucket else _path_style(parts.path)
    elif parts.netloc == urlsplit(endpoint).netloc:
        found = _path_style(parts.path)
    else:
        return None
    return found if all(found) else None


def _path_style(path: str) -> tuple[str, str]:
    bucket, _, key = unquote(path.lstrip("/")).partition("/")
    return bucket, key


def language_failure(request: Mapping[str, Any]) -> str:
    """Why the job's language can't be heard, known before listening."""
    code = request.get("LanguageCode")
    if code:
        return "" if code.startswith("en-") else words.english_only(code)
    options = request.get("LanguageOptions") or [DEFAULT_ENGLISH]
    return "" if english_of(options) else words.english_only(", ".join(options))


def english_of(options: list[str]) -> str:
    """The English among the languages that may be identified."""
    return next((code for code in options if code.startswith("en-")), "")


def media_failure(facts: Facts, request: Mapping[str, Any]) -> str:
    """Why Transcribe does not take this file."""
    wanted = request.get("MediaFormat")
    rate = request.get("MediaSampleRateHertz")
    if wanted and wanted not in facts.formats:
        return words.MISMATCH
    if not facts.formats:
        return words.UNSUPPORTED
    if not facts.channels:
        return words.BAD_MEDIA
    if facts.channels > MAX_CHANNELS:
        return words.CHANNELS
    if not MIN_RATE <= facts.sample_rate <= MAX_RATE:
        return words.RATE
    if rate and rate != facts.sample_rate:
        return words.RATE_MISMATCH
    if facts.seconds > MAX_SECONDS:
        return words.TOO_LONG
    return words.TOO_SHORT if facts.seconds < MIN_SECONDS else ""


def identification_failure(heard: Heard) -> str:
    """Why IdentifyLanguage found no language; empty when it was English."""
    if is_english(heard):
        return ""
    return words.UNIDENTIFIED if heard.words else words.TOO_LITTLE_SPEECH
