"""The sample memo: a voice that a speech engine understands, which most synthetic ones aren't.

``files/memo.ogg`` was spoken by Flite's voice rms (CMU, BSD-like licence), 16 kHz, and packed as Opus by :func:`pack`.
It is shipped, not made at run time: Flite isn't on every machine. ``python -m infra.local.lake.samples.memo``
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import cast

from infra.local.lake.samples import FILES

NAME = "memo.ogg"
VOICE = "rms"
TEXT = (
    "Good morning. Revenue went up in October, but the number of orders stayed the same. "
    "The store in Hamburg needs twelve tents and forty sleeping bags before Friday. "
    "The meeting is moved to Tuesday morning at ten."
)
"""What is said, word for word."""
BIT_RATE = 24_000


def speak(target: Path) -> None:
    """Make the memo anew. Needs the program ``flite``; raises FileNotFoundError without it."""
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "memo.wav"
        subprocess.run(["flite", "-voice", VOICE, "-t", TEXT, "-o", str(spoken)], check=True)
        pack(spoken, target)


def pack(source: Path, target: Path) -> None:
    """A recording as Ogg Opus, mono."""
    import av
    from av.audio.resampler import AudioResampler
    from av.audio.stream import AudioStream

    with av.open(str(source)) as recording, av.open(str(target), "w", format="ogg") as packed:
        stream = cast(AudioStream, packed.add_stream("libopus", rate=48_000, layout="mono"))
        stream.bit_rate = BIT_RATE
        resampler = AudioResampler("s16", "mono", 48_000)
        for frame in recording.decode(audio=0):
            for part in resampler.resample(frame):
                packed.mux(stream.encode(part))
        for part in resampler.resample(None):
            packed.mux(stream.encode(part))
        packed.mux(stream.encode(None))


if __name__ == "__main__":
    speak(FILES / NAME)
