"""Transcribe's output as text and segments. Pure; format by transcribe/dg/how-input and its sample outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_PAUSE, _PAUSE_UNPUNCTUATED = 1.0, 0.5
"""Seconds of silence that end a segment, in a transcript with full stops and in one without."""
_LONGEST = 30.0
"""Seconds of a segment without a full stop."""
_NONE: Mapping[str, Any] = {}
_STOPS = frozenset(".?!。？！")


@dataclass(frozen=True)
class Segment:
    start: float
    end: float
    text: str
    speaker: str = ""
    sure: float | None = None
    """Lowest confidence of its words in per cent, where the service gave one."""


def text_in(output: Mapping[str, Any]) -> str:
    found: Sequence[Mapping[str, Any]] = output.get("results", {}).get("transcripts", [])
    return " ".join(str(t.get("transcript", "")).strip() for t in found).strip()


def segments_of(output: Mapping[str, Any]) -> list[Segment]:
    """Sentences; a pause, another speaker and half a minute end one too."""
    results: Mapping[str, Any] = output.get("results", {})
    speakers, items = _speakers(results), list[Mapping[str, Any]](results.get("items", []))
    stops = any(item.get("type") == "punctuation" for item in items)
    pause = _PAUSE if stops else _PAUSE_UNPUNCTUATED
    found: list[Segment] = []
    current: _Growing | None = None
    for item in items:
        best: Mapping[str, Any] = next(iter(item.get("alternatives", [])), _NONE)
        content = str(best.get("content", ""))
        if item.get("type") == "punctuation" or "start_time" not in item:
            if current is not None:
                current.text += content
                if content in _STOPS:
                    found.append(current.done())
                    current = None
            continue
        start, end = float(item["start_time"]), float(item["end_time"])
        speaker = str(item.get("speaker_label") or speakers.get(str(item["start_time"]), ""))
        if current is not None and current.ends_before(start, speaker, pause):
            found.append(current.done())
            current = None
        if current is None:
            current = _Growing(start, speaker)
        current.add(content, end, best.get("confidence"))
    return [*found, current.done()] if current is not None else found


class _Growing:
    def __init__(self, start: float, speaker: str) -> None:
        self.start, self.end, self.speaker, self.text = start, start, speaker, ""
        self._sure: list[float] = []

    def ends_before(self, start: float, speaker: str, pause: float) -> bool:
        return start - self.end >= pause or speaker != self.speaker or self.end - self.start >= _LONGEST

    def add(self, content: str, end: float, sure: object) -> None:
        self.text += (" " if self.text else "") + content
        self.end = end
        if isinstance(sure, str | int | float) and float(sure) > 0:
            self._sure.append(float(sure))

    def done(self) -> Segment:
        lowest = round(min(self._sure) * 100, 1) if self._sure else None
        return Segment(self.start, self.end, self.text.strip(), self.speaker, lowest)


def _speakers(results: Mapping[str, Any]) -> dict[str, str]:
    """Start of a word -> its speaker, where the items themselves don't say it."""
    labels: Mapping[str, Any] = results.get("speaker_labels") or {}
    return {
        str(item.get("start_time")): str(item.get("speaker_label", ""))
        for segment in labels.get("segments", [])
        for item in segment.get("items", [])
    }
