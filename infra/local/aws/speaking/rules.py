"""What Polly refuses: decisions over the request. https://docs.aws.amazon.com/polly/latest/dg/limits.html"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.aws.errors import AwsError
from infra.local.aws.speaking import ssml, words
from infra.local.aws.speaking.speech import Speak
from infra.local.aws.speaking.voices import Voice, voices

MUSIC_RATES = (8000, 16_000, 22_050, 24_000, 44_100, 48_000)
RATES: Mapping[str, tuple[int, ...]] = {
    "mp3": MUSIC_RATES,
    "ogg_vorbis": MUSIC_RATES,
    "ogg_opus": (48_000,),
    "pcm": (8000, 16_000),
    "mulaw": (8000,),
    "alaw": (8000,),
    "json": MUSIC_RATES,
}
TYPES: Mapping[str, str] = {
    "mp3": "audio/mpeg",
    "ogg_vorbis": "audio/ogg",
    "ogg_opus": "audio/ogg",
    "pcm": "audio/pcm",
    "mulaw": "audio/mulaw",
    "alaw": "audio/alaw",
    "json": "application/x-json-stream",
}
EXTENSIONS: Mapping[str, str] = {"ogg_vorbis": "ogg", "ogg_opus": "ogg", "json": "marks"}


@dataclass(frozen=True)
class Limits:
    characters: int
    billed: int


AT_ONCE = Limits(6000, 3000)
TASK = Limits(200_000, 100_000)


@dataclass(frozen=True)
class Order:
    """A request that can be spoken."""

    speak: Speak
    text: str
    """As it was given: marks are positions in it."""
    voice: Voice
    engine: str
    marks: tuple[str, ...]
    characters: int
    """Billed ones (RequestCharacters)."""


def order(request: Mapping[str, Any], limits: Limits) -> Order:
    """Raises AwsError as Polly does."""
    text, output = request["Text"], request["OutputFormat"]
    if len(text) > limits.characters:
        raise AwsError("TextLengthExceededException", words.TOO_LONG)
    for lexicon in request.get("LexiconNames", ()):
        raise AwsError("LexiconNotFoundException", words.no_lexicon(lexicon))
    voice, engine, language = _voice(request)
    marks = _marks(request)
    spoken, billed, is_ssml = text, len(text), request.get("TextType") == "ssml"
    if is_ssml:
        try:
            read = ssml.read(text, engine)
        except ssml.SsmlError as error:
            raise AwsError("InvalidSsmlException", words.BAD_SSML) from error
        spoken, billed = read.text, read.billed
    if billed > limits.billed:
        raise AwsError("TextLengthExceededException", words.TOO_LONG)
    speak = Speak(spoken, voice.espeak(language), is_ssml, output, _rate(request, engine))
    return Order(speak, text, voice, engine, marks, billed)


def _voice(request: Mapping[str, Any]) -> tuple[Voice, str, str]:
    voice = voices().get(request["VoiceId"])
    if voice is None:
        raise AwsError("LanguageNotSupportedException", words.no_voice(request["VoiceId"]))
    engine = request.get("Engine", "standard")
    if engine not in voice.engines:
        raise AwsError("EngineNotSupportedException", words.no_engine(engine))
    language = request.get("LanguageCode", voice.language)
    if language not in (voice.language, *voice.more_languages):
        raise AwsError("LanguageNotSupportedException", words.no_language(language, voice.id))
    return voice, engine, language


def _marks(request: Mapping[str, Any]) -> tuple[str, ...]:
    marks = tuple(dict.fromkeys(request.get("SpeechMarkTypes", ())))
    if marks and request["OutputFormat"] != "json":
        raise AwsError("MarksNotSupportedForFormatException", words.MARKS_WITHOUT_JSON)
    if request["OutputFormat"] == "json" and not marks:
        raise AwsError("MarksNotSupportedForFormatException", words.JSON_WITHOUT_MARKS)
    if "ssml" in marks and request.get("TextType") != "ssml":
        raise AwsError("SsmlMarksNotSupportedForTextTypeException", words.SSML_MARKS)
    if "viseme" in marks:
        raise AwsError("ValidationException", words.NO_VISEMES)
    return marks


def _rate(request: Mapping[str, Any], engine: str) -> int:
    output = request["OutputFormat"]
    allowed = RATES[output]
    usual = (22_050 if engine == "standard" else 24_000) if allowed is MUSIC_RATES else allowed[-1]
    given = request.get("SampleRate", str(usual))
    if given not in map(str, allowed):
        raise AwsError("InvalidSampleRateException", words.bad_rate(given, output, allowed))
    return int(given)
