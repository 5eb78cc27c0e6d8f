"""The voice: eSpeak NG, packed by PyAV, behind two pipes. ``python -m infra.local.aws.speaking.child``"""

from __future__ import annotations

import io
from functools import cache
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream

from infra.local.aws.helper_child import serve
from infra.local.aws.speaking.espeak import Espeak
from infra.local.aws.speaking.speech import Mark, Speak, Spoken

CODECS = {
    "mp3": ("mp3", "libmp3lame", "mono", {}),
    "ogg_opus": ("ogg", "libopus", "mono", {}),
    # FFmpeg's own Vorbis encoder, the only one in PyAV's wheels, takes two channels and calls itself experimental.
    "ogg_vorbis": ("ogg", "vorbis", "stereo", {"strict": "experimental"}),
    "pcm": ("s16le", "pcm_s16le", "mono", {}),
    "mulaw": ("mulaw", "pcm_mulaw", "mono", {}),
    "alaw": ("alaw", "pcm_alaw", "mono", {}),
}
"""OutputFormat -> FFmpeg's muxer, codec, channels, options."""


@cache
def _voice() -> Espeak:
    return Espeak()


def handle(request: Speak) -> Spoken:
    voice = _voice()
    said = voice.say(request.text, request.voice, ssml=request.ssml)
    if request.format == "json":
        return Spoken(marks=tuple(Mark(*event) for event in said.events))
    return Spoken(audio=_packed(bytes(said.samples), voice.rate, request.format, request.sample_rate))


def _packed(samples: bytes, rate: int, output: str, wanted: int) -> bytes:
    muxer, codec, layout, options = CODECS[output]
    target = io.BytesIO()
    with av.open(target, "w", format=muxer) as container:
        stream = cast(AudioStream, container.add_stream(codec, rate=wanted, layout=layout))
        stream.codec_context.options = options
        stream.codec_context.open()
        frame = AudioFrame.from_ndarray(np.frombuffer(samples, np.int16)[None, :], format="s16", layout="mono")
        frame.sample_rate = rate
        size = stream.codec_context.frame_size or 0
        resampler = AudioResampler(stream.codec_context.format, layout, wanted, size)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return target.getvalue()


if __name__ == "__main__":
    serve(handle)
