"""What passes between Polly and the engine's process. Plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Speak:
    """Request. Answered by :class:`Spoken`, as sound or as marks."""

    text: str
    voice: str
    ssml: bool
    format: str
    """Polly's OutputFormat; ``json``: the marks."""
    sample_rate: int


@dataclass(frozen=True)
class Mark:
    kind: str
    """``word``, ``sentence`` or ``mark`` (SSML's)."""
    ms: int
    position: int
    """Character of the text at which it begins."""
    length: int
    name: str


@dataclass(frozen=True)
class Spoken:
    audio: bytes = b""
    marks: tuple[Mark, ...] = ()
