"""What was heard: words with their times. Plain data that passes between the engine's process and the service."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """What a media file says of itself. ``formats`` is empty for a container that Transcribe doesn't take."""

    formats: tuple[str, ...]
    sample_rate: int = 0
    channels: int = 0
    """0: there is no sound in it."""
    seconds: float = 0.0


@dataclass(frozen=True)
class Word:
    text: str
    start: float
    """Seconds from the beginning of the file."""
    end: float


@dataclass(frozen=True)
class Segment:
    """Speech between two pauses."""

    start: float
    end: float
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Heard:
    segments: tuple[Segment, ...]
    fit: float
    """How well English sounds explain the words' sound: mean log-likelihood a frame, 0 at best. 0 without words."""
    loudness_db: float
    """Speech above the background, in decibels."""

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for segment in self.segments for word in segment.words)


@dataclass(frozen=True)
class Probe:
    """Request: what is this file? Answered by ``Facts``."""

    path: str


@dataclass(frozen=True)
class Hear:
    """Request: what is said in it? Answered by ``Heard``."""

    path: str
    max_seconds: float


ENGLISH_FIT = -3.15
"""Above it English was spoken. Measured: 49 English recordings and voices -1.7 to -3.6 (people above -3.0), 39
synthetic ones in 14 other languages -3.3 and below. What lies between stays unidentified."""
CLEAR_DB = 18.0
"""Below it (white noise of some 15 dB) the fit says nothing: noise fits any word."""


def is_english(heard: Heard) -> bool | None:
    """None: it can't be told."""
    if not heard.words or heard.loudness_db < CLEAR_DB:
        return None
    return True if heard.fit >= ENGLISH_FIT else None
