"""Sound: recordings written down, and answers read aloud."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated

from pydantic import Field

from agent_actions.action import action
from agent_actions.context import Context
from agent_actions.contract import MadeFile, Scalar, SharedFile, made_key
from agent_actions.errors import FixableError
from agent_actions.files import spoken_words, words
from agent_actions.files.answers import last_answer
from agent_actions.files.dominant import dominant_language
from agent_actions.files.failures import AwsFailure, failed
from agent_actions.files.hearing import SPEAKERS, Heard, hear
from agent_actions.files.jobs import pending, token
from agent_actions.files.languages import language as language_called
from agent_actions.files.languages import name_of
from agent_actions.files.pieces import first_piece
from agent_actions.files.rows import column, confidence, found_table
from agent_actions.files.shared import must_be, shared_file
from agent_actions.files.transcripts import Segment, segments_of, text_in
from agent_actions.files.voices import choose, voices
from agent_actions.result import ActionResult

HEAR_IAM = (
    "s3:GetObject",
    "s3:PutObject",
    "transcribe:StartTranscriptionJob",
    "transcribe:GetTranscriptionJob",
)
SPEAK_IAM = (
    "s3:GetObject",
    "s3:ListBucket",
    "s3:PutObject",
    "polly:DescribeVoices",
    "polly:SynthesizeSpeech",
    "comprehend:DetectDominantLanguage",
)
SPOKEN_AT_ONCE = 3_000
"""Billed characters of one SynthesizeSpeech (polly/latest/dg/limits)."""
_MP3 = "audio/mpeg"
_EXAMPLES = ("English (en-US)", "Spanish (es-ES)", "German (de-DE)", "French (fr-FR)", "Portuguese (pt-BR)")


@action("speech", title="Transcribing the recording", iam=HEAR_IAM)
def transcribe_audio(
    context: Context,
    file: Annotated[str, "a shared recording's name or id; empty: the only one"] = "",
    language: Annotated[str, "what is spoken, such as en-US or Spanish; empty: identified"] = "",
    speakers: Annotated[int, Field(description="how many speakers to tell apart; 0: not at all", ge=0)] = 0,
    subtitles: Annotated[bool, "true: also make a subtitles file (SRT)"] = False,
) -> ActionResult:
    """Write down what is said in a shared recording or video, with times. Use it for any question about what was said.
    Not for what a video shows (look_at_image). Example: file "memo.ogg", speakers 2"""
    chosen = shared_file(context, file, ("audio", "video"))
    must_be(chosen, ("audio", "video"), spoken_words.HEARING, spoken_words.TAKEN)
    if speakers > SPEAKERS:
        raise FixableError(spoken_words.too_many_speakers(SPEAKERS))
    heard = hear(context, chosen, _spoken(language), speakers, subtitles)
    if heard.jobs:
        return pending(heard.jobs, words.waiting(words.lower(heard.jobs[0].what)), chosen.id)
    return _transcript(context, chosen, heard, bool(language.strip()), subtitles)


def _spoken(given: str) -> str:
    """Transcribe's code of a language given by code or name."""
    given = given.strip().replace("_", "-")
    if not given:
        return ""
    found = language_called(given)
    base, _, region = given.partition("-")
    if len(base) in (2, 3) and len(region) == 2 and (found or base.isalpha()):
        return f"{base.lower()}-{region.upper()}"
    if found is None or not found.spoken:
        raise FixableError(spoken_words.unknown_language(given, _EXAMPLES))
    return found.spoken


def _transcript(context: Context, file: SharedFile, heard: Heard, given: bool, subtitles: bool) -> ActionResult:
    text, segments = text_in(heard.output), segments_of(heard.output)
    title, spoken = spoken_words.transcript_title(file.name), name_of(heard.language)
    seconds = file.seconds or (segments[-1].end if segments else None)
    count, people = len(text.split()), len({s.speaker for s in segments if s.speaker})
    said = spoken_words.heard(file.name, seconds, spoken, count, people)
    columns = [
        column("start", spoken_words.START),
        column("end", spoken_words.END),
        column("speaker", spoken_words.SPEAKER),
        column("text", spoken_words.SAID),
        confidence(spoken_words.CONFIDENCE),
    ]
    return ActionResult(
        status="ok" if text else "empty",
        title=title,
        headline=said if text else spoken_words.nothing_heard(file.name, seconds),
        data={"language": heard.language} if heard.language else {},
        table=found_table(title, columns, [_row(segment) for segment in segments]),
        text=text or None,
        files=_subtitles(context, file, heard) if text else (),
        assumptions=(spoken_words.identified(spoken, heard.identified),) if text and not given and spoken else (),
        warnings=(spoken_words.NO_SUBTITLES,) if subtitles and not text else (),
        provenance="machine-read",
        source=file.id,
    )


def _row(segment: Segment) -> dict[str, Scalar]:
    return {
        "start": words.clock(segment.start),
        "end": words.clock(segment.end),
        "speaker": spoken_words.speaker(segment.speaker) if segment.speaker else None,
        "text": segment.text,
        "confidence": segment.sure,
    }


def _subtitles(context: Context, file: SharedFile, heard: Heard) -> tuple[MadeFile, ...]:
    if not heard.subtitles:
        return ()
    size = context.services.s3.head_object(Bucket=context.services.settings.bucket, Key=heard.subtitles)
    name = f"{PurePath(file.name).stem}.srt"
    title = spoken_words.subtitles_title(file.name)
    mime = "application/x-subrip"
    return (MadeFile(name=name, key=heard.subtitles, mime=mime, size=size["ContentLength"], title=title),)


@action("speech", title="Reading it aloud", iam=SPEAK_IAM)
def speak(
    context: Context,
    text: Annotated[str, "what to read; empty: the person's last answer in this thread"] = "",
    language: Annotated[str, "of the text, such as en-GB or Spanish; empty: identified"] = "",
    voice: Annotated[str, "one of Polly's voices, such as Joanna; empty: one for the language"] = "",
) -> ActionResult:
    """Make an audio file (MP3) of a text or, without one, of the last answer. Use it when asked to read something
    aloud. It does not translate: give it the translated text. Example: language "es", text "Hola a todos\""""
    whole = " ".join(text.split()) or last_answer(context)
    if not whole:
        raise FixableError(spoken_words.NOTHING_TO_SAY)
    said = first_piece(whole, SPOKEN_AT_ONCE)
    ai = context.services.ai
    try:
        spoken = _language(context, said, language, voice)
        chosen = choose(voices(ai.polly), voice, spoken, context.caller.locale)
        sound = ai.polly.synthesize_speech(Text=said, OutputFormat="mp3", VoiceId=chosen.id, Engine=chosen.engine)[
            "AudioStream"
        ].read()
    except AwsFailure as error:
        raise failed("Polly", error) from error
    name = "read-aloud.mp3"
    key = made_key(context.turn, token(context, "speak", chosen.id, said), name)
    context.services.s3.put_object(Bucket=context.services.settings.bucket, Key=key, Body=sound, ContentType=_MP3)
    title = spoken_words.spoken_title(name_of(chosen.language))
    return ActionResult(
        title=title,
        headline=spoken_words.spoken(chosen.id, name_of(chosen.language), len(said)),
        files=(MadeFile(name=name, key=key, mime=_MP3, size=len(sound), title=title),),
        warnings=(spoken_words.cut_for_speech(len(said), len(whole)),) if len(said) < len(whole) else (),
    )


def _language(context: Context, said: str, given: str, voice: str) -> str:
    if not given.strip():
        return "" if voice.strip() else dominant_language(context, said) or context.caller.locale
    found = language_called(given)
    if found is None:
        raise FixableError(spoken_words.unknown_spoken_language(given.strip()))
    return given.strip().replace("_", "-") if "-" in given or "_" in given else found.code
