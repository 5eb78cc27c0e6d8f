"""The ear: pocketsphinx's US English behind two pipes. ``python -m infra.local.aws.hearing.child``"""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import pairwise

import numpy as np
from pocketsphinx import Decoder, Endpointer

from infra.local.aws.hearing.heard import Facts, Hear, Heard, Probe, Segment, Word
from infra.local.aws.hearing.media import BYTES_PER_SECOND, RATE, facts, sound
from infra.local.aws.helper_child import serve

MAX_SEGMENT_S = 25.0
"""Speech without a pause is cut there: what a decoder holds grows with it."""
FRAMES_PER_SECOND = 100
LEAST_LIKELIHOOD = 1e-300
_VARIANT = re.compile(r"\(\d+\)$")


class TooLongError(Exception):
    """More sound than was allowed."""


def handle(request: Probe | Hear) -> Facts | Heard:
    return facts(request.path) if isinstance(request, Probe) else hear(request)


@cache
def _decoder() -> Decoder:
    return Decoder(samprate=RATE, loglevel="FATAL")


def hear(request: Hear) -> Heard:
    """Pauses first, so that silence is never taken for words; then each stretch of speech alone."""
    ear = _Ear(request.max_seconds)
    for part in sound(request.path):
        ear.take(part)
    return ear.end()


class _Ear:
    def __init__(self, max_seconds: float) -> None:
        self._endpointer = Endpointer(sample_rate=RATE)
        self._frame = self._endpointer.frame_bytes
        self._most = max_seconds * BYTES_PER_SECOND
        self._rest = b""
        self._taken = 0
        self._speech = b""
        self._start = 0.0
        self._open = False
        self._segments: list[Segment] = []
        self._levels: list[float] = []
        self._fit = 0.0
        self._frames = 0

    def take(self, part: bytes) -> None:
        self._taken += len(part)
        if self._taken > self._most:
            raise TooLongError
        self._rest += part
        whole = len(self._rest) - len(self._rest) % self._frame
        for begin in range(0, whole, self._frame):
            self._step(self._rest[begin : begin + self._frame])
        self._rest = self._rest[whole:]

    def end(self) -> Heard:
        # Half a second of silence closes what is still open; the last samples fill a whole frame.
        self._rest += bytes(BYTES_PER_SECOND // 2)
        whole = len(self._rest) - len(self._rest) % self._frame
        for begin in range(0, whole, self._frame):
            self._step(self._rest[begin : begin + self._frame], counted=False)
        self._decode()
        levels = np.array(self._levels or [0.0])
        range_db = float(np.percentile(levels, 95) - np.percentile(levels, 10))
        return Heard(tuple(self._segments), self._fit / self._frames if self._frames else 0.0, range_db)

    def _step(self, frame: bytes, *, counted: bool = True) -> None:
        if counted:
            samples = np.frombuffer(frame, np.int16).astype(np.float64)
            self._levels.append(10 * math.log10(float(np.mean(samples * samples)) + 1.0))
        speech = self._endpointer.process(frame)
        if speech is None:
            return
        if not self._open:
            self._start, self._open = self._endpointer.speech_start, True
        self._speech += speech
        if not self._endpointer.in_speech:
            self._open = False
            self._decode()
        elif len(self._speech) > MAX_SEGMENT_S * BYTES_PER_SECOND:
            begun = self._start + len(self._speech) / BYTES_PER_SECOND
            self._decode()
            self._start = begun

    def _decode(self) -> None:
        speech, self._speech = self._speech, b""
        if not speech:
            return
        decoder = _decoder()
        decoder.start_utt()
        decoder.process_raw(speech, no_search=False, full_utt=True)
        decoder.end_utt()
        if decoder.hyp() is None:
            return
        words: list[Word] = []
        for part in decoder.seg():
            if part.word[0] in "<[+":
                continue
            frames = part.end_frame - part.start_frame + 1
            self._frames += frames
            self._fit += math.log(max(part.ascore, LEAST_LIKELIHOOD))
            start = self._start + part.start_frame / FRAMES_PER_SECOND
            words.append(Word(_VARIANT.sub("", part.word), start, start + frames / FRAMES_PER_SECOND))
        if words:
            ending = min(self._start + len(speech) / BYTES_PER_SECOND, self._taken / BYTES_PER_SECOND)
            self._segments.append(Segment(self._start, ending, _apart(words)))


def _apart(words: list[Word]) -> tuple[Word, ...]:
    """No word ends after the next begins."""
    ends = [min(word.end, following.start) for word, following in pairwise(words)]
    return (*(Word(word.text, word.start, end) for word, end in zip(words, ends, strict=False)), words[-1])


if __name__ == "__main__":
    serve(handle)
