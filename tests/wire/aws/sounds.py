"""Sound files for tests: the shipped memo, silence and tones, in any container."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream

from infra.local.lake.samples import FILES, memo

MEMO: bytes = (FILES / memo.NAME).read_bytes()

CODECS: Mapping[str, tuple[str, str, int]] = {
    "wav": ("wav", "pcm_s16le", 16_000),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "m4a": ("ipod", "aac", 44_100),
    "mp4": ("mp4", "aac", 48_000),
    "flac": ("flac", "flac", 16_000),
    "ogg": ("ogg", "libopus", 48_000),
    "amr": ("amr", "libopencore_amrnb", 8_000),
    "webm": ("webm", "libopus", 48_000),
}
"""MediaFormat -> FFmpeg's muxer, codec, sample rate."""


def memo_part(seconds: float, kind: str) -> bytes:
    """The beginning of the memo in another container."""

    def frames() -> Iterator[AudioFrame]:
        with av.open(io.BytesIO(MEMO), "r") as source:
            for frame in source.decode(audio=0):
                if frame.time is not None and frame.time > seconds:
                    return
                yield frame

    return _packed(frames, kind, None)


def made(samples: np.ndarray, kind: str = "wav", rate: int = 16_000, layout: str = "mono") -> bytes:
    """Samples (float, -1 to 1) as a file."""
    packed = np.clip(samples * 32_767, -32_768, 32_767).astype(np.int16)

    def frames() -> Iterator[AudioFrame]:
        frame = AudioFrame.from_ndarray(packed[None, :], format="s16", layout="mono")
        frame.sample_rate = rate
        yield frame

    return _packed(frames, kind, rate, layout)


def silence(seconds: float, rate: int = 16_000, layout: str = "mono") -> bytes:
    return made(np.zeros(int(seconds * rate)), rate=rate, layout=layout)


def _packed(frames: Callable[[], Iterator[AudioFrame]], kind: str, rate: int | None, layout: str = "mono") -> bytes:
    muxer, codec, usual = CODECS[kind]
    rate = rate or usual
    target = io.BytesIO()
    with av.open(target, "w", format=muxer) as container:
        stream = cast(AudioStream, container.add_stream(codec, rate=rate, layout=layout))
        resampler = AudioResampler(stream.codec_context.format, layout, rate, stream.codec_context.frame_size or 0)
        for frame in frames():
            for part in resampler.resample(frame):
                container.mux(stream.encode(part))
        for part in resampler.resample(None):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return target.getvalue()
