"""What Transcribe writes to S3: the transcript's JSON and subtitles.

https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html#how-it-works-output. No confidence: the engine's
probabilities don't tell right words from wrong ones. No punctuation: none is heard.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from infra.local.aws.hearing.heard import Heard, Segment, Word

MAX_CUE_CHARACTERS = 84
"""Two lines of a subtitle."""
MAX_CUE_SECONDS = 6.0


def transcript_json(heard: Heard, *, job: str, account: str, identified: str = "") -> bytes:
    """``identified``: the language that IdentifyLanguage found."""
    items = [
        {
            "id": number,
            "type": "pronunciation",
            "alternatives": [{"content": word.text}],
            "start_time": _seconds(word.start),
            "end_time": _seconds(word.end),
        }
        for number, word in enumerate(heard.words)
    ]
    results: dict[str, object] = {"transcripts": [{"transcript": _text(heard.words)}], "items": items}
    if identified:
        results["language_code"] = identified
    results["audio_segments"] = list(_audio_segments(heard))
    return json.dumps({"jobName": job, "accountId": account, "status": "COMPLETED", "results": results}).encode()


def _audio_segments(heard: Heard) -> Iterator[dict[str, object]]:
    first = 0
    for number, segment in enumerate(heard.segments):
        items = list(range(first, first + len(segment.words)))
        first += len(segment.words)
        yield {
            "id": number,
            "transcript": _text(segment.words),
            "start_time": _seconds(segment.start),
            "end_time": _seconds(segment.end),
            "items": items,
        }


def vtt(heard: Heard, first: int) -> bytes:
    """``first``: the number of the first subtitle (OutputStartIndex)."""
    return ("WEBVTT\n\n" + _cues(heard, first, ".")).encode()


def srt(heard: Heard, first: int) -> bytes:
    return _cues(heard, first, ",").encode()


def _cues(heard: Heard, first: int, point: str) -> str:
    cues = (cue for segment in heard.segments for cue in _cut(segment))
    return "".join(
        f"{number}\n{_clock(cue[0].start, point)} --> {_clock(cue[-1].end, point)}\n{_text(cue)}\n\n"
        for number, cue in enumerate(cues, first)
    )


def _cut(segment: Segment) -> Iterator[tuple[Word, ...]]:
    """A pause always ends a subtitle."""
    cue: tuple[Word, ...] = ()
    for word in segment.words:
        grown = (*cue, word)
        if cue and (len(_text(grown)) > MAX_CUE_CHARACTERS or word.end - cue[0].start > MAX_CUE_SECONDS):
            yield cue
            grown = (word,)
        cue = grown
    if cue:
        yield cue


def _text(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


def _seconds(value: float) -> str:
    return f"{value:.3f}".rstrip("0").ljust(len(f"{value:.1f}"), "0") if value else "0.0"


def _clock(seconds: float, point: str) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{point}{ms % 1000:03}"
