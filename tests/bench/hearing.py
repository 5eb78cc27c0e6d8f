"""How well and how fast the offline Transcribe hears, Polly speaks and Translate translates, on the sample files."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from infra.local.aws.hearing.heard import Facts, Hear, Heard, Probe
from infra.local.aws.helper import Helper
from infra.local.aws.language.apertium import Apertium
from infra.local.aws.language.pieces import pieces
from infra.local.aws.services.polly import MEMORY_BYTES as SPEAKING_BYTES
from infra.local.aws.services.transcribe import MEMORY_BYTES as HEARING_BYTES
from infra.local.aws.speaking.speech import Speak
from infra.local.lake.samples import FILES, letter, memo
from tests.bench.figures import Figure
from tests.bench.machine import resident_mb
from tests.bench.size import Size
from tests.printed import distance

ALLOWED_S = 300.0
MODES = ("spa-eng",)


def measure(size: Size, home: Path) -> dict[str, Figure]:
    """Every request goes through the engine's own process, as a service's does; the first one loads it."""
    rounds = 3 if size.rounds > 1 else 1
    return {**_hearing(rounds), **_speaking(rounds), **_translating(rounds)}


def _hearing(rounds: int) -> dict[str, Figure]:
    path = str(FILES / memo.NAME)
    ear = Helper("infra.local.aws.hearing.child", memory_bytes=HEARING_BYTES)
    try:
        facts: Facts = ear.ask(Probe(path), ALLOWED_S)
        loading = _seconds(lambda: ear.ask(Hear(path, facts.seconds + 1), ALLOWED_S))
        heard: Heard = ear.ask(Hear(path, facts.seconds + 1), ALLOWED_S)
        warm = median(_seconds(lambda: ear.ask(Hear(path, facts.seconds + 1), ALLOWED_S)) for _ in range(rounds))
        memory = resident_mb(ear.pid or 0)
    finally:
        ear.stop()
    said = re.findall(r"[a-z]+", memo.TEXT.lower())
    understood = [word.text for word in heard.words]
    wrong = 100 * _edits(said, understood) / len(said)
    return {
        "heard_wrong": Figure(wrong, also={"words": float(len(said))}),
        "heard_speed": Figure(warm / facts.seconds, loading / facts.seconds),
        "heard_memory": Figure(memory),
    }


def _speaking(rounds: int) -> dict[str, Figure]:
    voice = Helper("infra.local.aws.speaking.child", memory_bytes=SPEAKING_BYTES)
    request = Speak(memo.TEXT, "en-us+f2", False, "mp3", 22_050)
    try:
        loading = _seconds(lambda: voice.ask(request, ALLOWED_S))
        warm = median(_seconds(lambda: voice.ask(request, ALLOWED_S)) for _ in range(rounds))
    finally:
        voice.stop()
    return {"spoken": Figure(warm * 1000, loading * 1000)}


def _translating(rounds: int) -> dict[str, Figure]:
    """Nothing where Apertium isn't installed."""
    apertium = Apertium()
    if apertium.route("es", "en") != MODES:
        return {}
    parts = list(pieces(letter.TEXT))
    times = [_seconds(lambda: apertium.translate(parts, MODES)) for _ in range(rounds)]
    translated = apertium.translate(parts, MODES)
    unknown = 100 * translated.unknown / translated.words
    return {"translated": Figure(median(times)), "translated_unknown": Figure(unknown)}


def _seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _edits(expected: Sequence[str], found: Sequence[str]) -> int:
    """Words to put in, leave out or change: each word a character."""
    numbers = {word: chr(0x4E00 + number) for number, word in enumerate(dict.fromkeys((*expected, *found)))}
    one, two = ("".join(numbers[word] for word in words) for words in (expected, found))
    return distance(one, two)
