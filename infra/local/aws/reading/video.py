"""Stored videos: frames twice a second, and where a shot ends (PyAV)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
import av.error
import cv2
import numpy as np
from PIL import Image

from infra.local.aws.reading import words
from infra.local.aws.reading.errors import UnreadableError
from infra.local.aws.reading.formats import LONGEST_SIDE

FRAMES_A_SECOND = 2
LONGEST_SECONDS = 6 * 3600
"""https://docs.aws.amazon.com/rekognition/latest/dg/limits.html"""
FORMATS = {"mov", "mp4"}
LONGEST = 1_280
"""Pixels a side of the frames that are looked at."""
CUT = 0.55
"""Two frames whose colour histograms correlate less than this are of two shots."""


def facts(path: Path) -> dict[str, Any]:
    """Rekognition's ``VideoMetadata``. Raises UnreadableError."""
    with _opened(path) as (container, stream):
        rate = float(stream.average_rate or stream.guessed_rate or 0)
        made: dict[str, Any] = {
            "Codec": str(stream.codec_context.name),
            "DurationMillis": _duration_ms(container, stream),
            "Format": "QuickTime / MOV",
            "FrameRate": rate,
            "FrameHeight": int(stream.height),
            "FrameWidth": int(stream.width),
        }
        colour = {1: "LIMITED", 2: "FULL"}.get(int(stream.codec_context.color_range or 0))
        return {**made, "ColorRange": colour} if colour else made


def frames(path: Path) -> Iterator[tuple[int, Image.Image]]:
    """(milliseconds, picture), two a second."""
    for at, frame in _decoded(path, 1 / FRAMES_A_SECOND):
        picture = frame.to_image()
        picture.thumbnail((LONGEST, LONGEST))
        yield round(at * 1000), picture


def shots(path: Path) -> list[dict[str, Any]]:
    """``SegmentDetection`` members of each shot, but its confidence. Every frame is looked at."""
    rate = float(facts(path)["FrameRate"]) or 25.0
    cuts: list[int] = [0]
    count, last = 0, None
    end = 0.0
    for at, frame in _decoded(path, 0.0):
        histogram = _histogram(frame.reformat(width=160, height=90, format="rgb24").to_ndarray())
        if last is not None and cv2.compareHist(last, histogram, cv2.HISTCMP_CORREL) < CUT:
            cuts.append(count)
        last, count, end = histogram, count + 1, at
    if not count:
        return []
    total = round((end + 1 / rate) * 1000)
    bounds = [*cuts, count]
    found: list[dict[str, Any]] = []
    for index, (first, after) in enumerate(itertools.pairwise(bounds)):
        start_ms = int(first / rate * 1000)
        end_ms = total if after == count else int((after - 1) / rate * 1000)
        found.append(
            {
                "Type": "SHOT",
                "StartTimestampMillis": start_ms,
                "EndTimestampMillis": end_ms,
                "DurationMillis": end_ms - start_ms,
                "StartTimecodeSMPTE": _timecode(first, rate),
                "EndTimecodeSMPTE": _timecode(after - 1, rate),
                "DurationSMPTE": _timecode(after - first, rate),
                "StartFrameNumber": first,
                "EndFrameNumber": after - 1,
                "DurationFrames": after - first,
                "ShotSegment": {"Index": index},
            }
        )
    return found


def _histogram(picture: np.ndarray) -> np.ndarray:
    made = cv2.calcHist([picture], [0, 1, 2], None, [8, 8, 8], [0, 256] * 3)
    return cv2.normalize(made, made).flatten()


def _timecode(frame: int, rate: float) -> str:
    whole = max(1, round(rate))
    seconds, left = divmod(frame, whole)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{left:02d}"


def _decoded(path: Path, every: float) -> Iterator[tuple[float, Any]]:
    """(seconds, frame), at least ``every`` seconds apart."""
    with _opened(path) as (container, stream):
        due = 0.0
        try:
            for frame in container.decode(stream):
                at = float(frame.time or 0.0)
                if at + 1e-6 >= due:
                    due = at + every if every else 0.0
                    yield at, frame
        except av.error.FFmpegError as error:
            raise UnreadableError("broken", words.DAMAGED) from error


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Any, Any]]:
    try:
        container = av.open(str(path))
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise UnreadableError("format", words.VIDEO_FORMAT) from error
    with container:
        stream = next(iter(container.streams.video), None)
        names = set(container.format.name.split(","))
        if stream is None or not names & FORMATS or stream.codec_context.name != "h264":
            raise UnreadableError("format", words.VIDEO_FORMAT)
        if max(stream.width, stream.height) > LONGEST_SIDE:
            raise UnreadableError("pixels", words.sides(stream.width, stream.height, LONGEST_SIDE))
        if _duration_ms(container, stream) > LONGEST_SECONDS * 1000:
            raise UnreadableError("long", words.VIDEO_TOO_LONG)
        yield container, stream


def _duration_ms(container: Any, stream: Any) -> int:
    if stream.duration is not None and stream.time_base is not None:
        return int(stream.duration * stream.time_base * 1000)
    return int((container.duration or 0) / 1000)
