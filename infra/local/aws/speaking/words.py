"""What the offline Polly says."""

from __future__ import annotations

from collections.abc import Iterable

QUALITY = "every voice is eSpeak NG's: clear, robotic; no Japanese, no lexicons, no visemes"

TOO_LONG = "Maximum text length has been exceeded"
BAD_SSML = "Invalid SSML request"
BAD_TASK = "The provided Task ID is not valid. Please provide a valid Task ID and try again."
NO_TASK = "The Speech Synthesis task with requested Task ID cannot be found."
BAD_BUCKET = "The provided Amazon S3 bucket name is invalid. Please check your input with S3 bucket naming requirements"
BAD_TOKEN = "The NextToken is invalid. Verify that it's spelled correctly, and then try again."  # noqa: S105
MARKS_WITHOUT_JSON = "Speech marks are only supported with the json output format"
JSON_WITHOUT_MARKS = "The json output format needs SpeechMarkTypes"
SSML_MARKS = "SSML speech marks are not supported for plain text-type input"
NO_VISEMES = "The offline Polly can't give viseme marks. Ask for sentence, word or ssml marks."
BROKE = "The offline Polly's engine ended while it spoke this text."
SLOW = "The offline Polly's engine took too long over this text."
NOT_WRITTEN = "The output could not be written to the bucket"
INTERRUPTED = "The task was interrupted"


def no_voice(voice: str) -> str:
    return f"The offline Polly has no voice for the language of {voice}"


def no_engine(engine: str) -> str:
    return f"This voice does not support the selected engine: {engine}"


def no_language(code: str, voice: str) -> str:
    return f"The voice {voice} does not speak {code}"


def no_lexicon(name: str) -> str:
    return f"Lexicon not found: {name}"


def bad_rate(rate: str, output: str, allowed: Iterable[int]) -> str:
    listed = ", ".join(str(each) for each in allowed)
    return f"Sample rate {rate} is not valid for {output}. Valid rates: {listed}"
