"""A sound file of any kind that PyAV decodes: what it is, and its sound as 16 kHz mono.

Runs in the engine's process: files are other people's, and decoders are C.
"""

from __future__ import annotations

from collections.abc import Iterator

import av
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.error import FFmpegError

from infra.local.aws.hearing.heard import Facts

RATE = 16_000
BYTES_PER_SECOND = 2 * RATE

FORMATS = {
    "mp3": ("mp3",),
    "mov,mp4,m4a,3gp,3g2,mj2": ("mp4", "m4a"),
    "wav": ("wav",),
    "flac": ("flac",),
    "ogg": ("ogg",),
    "amr": ("amr",),
    "matroska,webm": ("webm",),
}
"""FFmpeg's demuxer -> Transcribe's MediaFormat; what isn't here Transcribe doesn't take."""


class BadMediaError(Exception):
    """Not a media file, or a broken one."""


def facts(path: str) -> Facts:
    """Raises BadMediaError."""
    with _opened(path) as container:
        formats = FORMATS.get(container.format.name, ())
        if not container.streams.audio:
            return Facts(formats)
        stream = container.streams.audio[0]
        if container.duration:
            seconds = container.duration / av.time_base
        else:
            seconds = _counted(container)
        return Facts(formats, stream.codec_context.sample_rate, stream.codec_context.channels, seconds)


def sound(path: str) -> Iterator[bytes]:
    """Signed 16-bit samples, little endian, 16 kHz, mono, as they are decoded. Raises BadMediaError."""
    resampler = AudioResampler("s16", "mono", RATE)
    heard = False
    with _opened(path) as container:
        try:
            for frame in container.decode(audio=0):
                for part in resampler.resample(frame):
                    heard = True
                    yield part.to_ndarray().tobytes()
            for part in resampler.resample(None):
                yield part.to_ndarray().tobytes()
        except (FFmpegError, ValueError) as error:
            if not heard:
                raise BadMediaError(str(error)) from error
            # A file that breaks off is heard as far as it goes.


def _opened(path: str) -> InputContainer:
    try:
        return av.open(path, "r", options={"protocol_whitelist": "file"})
    except (FFmpegError, ValueError, OSError) as error:
        raise BadMediaError(str(error)) from error


def _counted(container: InputContainer) -> float:
    """Seconds of a file whose header doesn't say (a recording that was streamed)."""
    stream = container.streams.audio[0]
    end = 0.0
    try:
        for packet in container.demux(stream):
            if packet.pts is not None and packet.time_base is not None:
                end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    except (FFmpegError, ValueError) as error:
        if not end:
            raise BadMediaError(str(error)) from error
    return end
