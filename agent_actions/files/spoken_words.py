"""Sentences about recordings and about speech."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.files.words import counted, joined, span

HEARING = "transcribing it"
TAKEN = "sound recordings and videos"
START, END, SPEAKER, SAID, CONFIDENCE = "From", "To", "Speaker", "Said", "Confidence"

TOO_LITTLE_SPEECH = (
    "Transcribe couldn't tell the language: there is too little speech in it. Say which language is spoken, and I try "
    "again."
)
BROKEN_RECORDING = "Transcribe couldn't open the recording: it is damaged, or not what its format says. Export it anew."
SAMPLE_RATE = "Transcribe takes recordings of 8 to 48 kHz. Export it with such a sample rate, and share that."
TOO_LONG = "Transcribe takes recordings of at most 4 hours and 2 GB. Cut it and share the part that you need."


def transcribing(name: str) -> str:
    return f"Transcribing {name}"


def unknown_language(given: str, examples: Sequence[str]) -> str:
    return f"Transcribe doesn't know the language “{given}”. It knows, among others: {joined(list(examples))}."


def too_many_speakers(most: int) -> str:
    return f"Transcribe tells at most {most} speakers apart."


def transcript_title(name: str) -> str:
    return f"Transcript of {name}"


def heard(name: str, seconds: float | None, language: str, count: int, speakers: int) -> str:
    parts = [
        span(seconds) if seconds else "",
        language,
        counted(count, "word"),
        counted(speakers, "speaker") if speakers else "",
    ]
    return f"{name}: {', '.join(part for part in parts if part)}."


def nothing_heard(name: str, seconds: float | None) -> str:
    of = f" in its {span(seconds)}" if seconds else ""
    return f"{name}: no speech was found{of}."


def identified(language: str, sure: float | None) -> str:
    return f"{language}, as identified by Transcribe" + (f" ({sure:g} % sure)" if sure is not None else "")


def speaker(label: str) -> str:
    """Transcribe's ``spk_0`` is "Speaker 1"."""
    number = label.rpartition("_")[2]
    return f"Speaker {int(number) + 1}" if number.isdecimal() else label


def subtitles_title(name: str) -> str:
    return f"Subtitles of {name}"


NO_SUBTITLES = "No subtitles were made, as nothing was said."

# speech

NOTHING_TO_SAY = (
    "There is no earlier answer of yours in this thread to read aloud. Ask something first, or give a text."
)


def unknown_voice(given: str, known: Sequence[str]) -> str:
    return f"Polly has no voice “{given}”. It has: {joined(list(known[:12]))}."


def no_voice(language: str, known: Sequence[str]) -> str:
    return f"Polly has no voice for {language}. It speaks {joined(list(known))}."


def unknown_spoken_language(given: str) -> str:
    return f"I don't know the language “{given}”. Give its name, such as Spanish, or its code, such as es-ES."


def spoken(voice: str, language: str, characters: int) -> str:
    return f"Read aloud by Polly's {voice} ({language}): {counted(characters, 'character')}."


def cut_for_speech(shown: int, total: int) -> str:
    return f"Polly reads at most 3,000 characters at once: this is the first {shown:,} of {total:,}."


def spoken_title(language: str) -> str:
    return f"Read aloud in {language}"
