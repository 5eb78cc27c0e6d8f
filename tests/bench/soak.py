"""A long load on a private stack: several people ask at once, every event comes twice or more, later processes die.

Nothing may be lost (a message without a finished turn), doubled (a second turn or message for one question), or
differ (the same question of the same person answered otherwise).
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from infra.local.lake.generate import ensure_lake
from tests.bench.asker import Asker, Tally, strays
from tests.bench.machine import family, resident_mb, this_machine
from tests.bench.questions import TODAY
from tests.bench.seat import Turns
from tests.bench.servers import server
from tests.bench.soak_report import Memory, Phase, report

SEATS = (
    ("maya", None), ("maya", "#data"), ("luis", None), ("luis", "#support"), ("priya", "#finance"), ("gus", None),
)  # fmt: skip
"""Who asks where; each asks the next question when the last one is answered."""
WARM_SHARE = 0.15
"""Of the quiet load's time: memory is compared from then on."""
DEATHS_SHARE = 0.25
"""Of the whole time: the last part, in which processes are killed."""
DEATH_EVERY_S = 10.0
MORTAL = ("outcrop-front", "outcrop-worker", "outcrop-actions")


def soak(minutes: float, say: Callable[[str], None]) -> tuple[str, bool]:
    """The report in Markdown, and whether anything was lost, doubled or answered differently."""
    machine, seconds = this_machine(), minutes * 60
    with tempfile.TemporaryDirectory(prefix="outcrop-soak-") as made:
        home = Path(made)
        ensure_lake(home, TODAY, lambda _: None)
        with server("stack", home) as at:
            say("warming up")
            askers = [Asker(at, user, channel, seed) for seed, (user, channel) in enumerate(SEATS)]
            warm = _phase("warming up", askers, seconds * (1 - DEATHS_SHARE) * WARM_SHARE)
            before = memory(at["pid"])
            say("load")
            quiet = _phase("load", askers, seconds * (1 - DEATHS_SHARE) * (1 - WARM_SHARE))
            after = memory(at["pid"])
            say("load, and processes that die")
            over = threading.Event()
            deaths: list[str] = []
            reaper = threading.Thread(target=_kill, args=(at["pid"], over, deaths))
            reaper.start()
            deadly = _phase("the same, a process killed every 10 s", askers, seconds * DEATHS_SHARE)
            over.set()
            reaper.join()
            doubled = strays(at, Turns(at["aws_url"]), [sent for asker in askers for sent in asker.sent])
    phases = [warm, quiet, deadly]
    tally = Tally.sum([phase.tally for phase in phases])
    text = report(phases, before, after, doubled, deaths, machine, date.today().isoformat(), minutes)
    return text, bool(tally.lost or doubled or tally.differing)


def _phase(name: str, askers: list[Asker], seconds: float) -> Phase:
    """All ask for so long; a question that is under way is waited for."""
    until, began = time.monotonic() + seconds, time.monotonic()
    threads = [threading.Thread(target=asker.ask_until, args=(until,)) for asker in askers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Phase(name, time.monotonic() - began, Tally.sum([asker.take() for asker in askers]))


def memory(pid: int) -> dict[str, Memory]:
    """Processes of the stack by what they are, and their resident memory."""
    found: dict[str, Memory] = {}
    for process, kind in family(pid).items():
        known = found.get(kind, Memory(0, 0.0))
        found[kind] = Memory(known.processes + 1, known.megabytes + resident_mb(process))
    return found


def _kill(pid: int, over: threading.Event, deaths: list[str]) -> None:
    """Every so often one process of a function ends, whatever it is doing."""
    draw = random.Random(11)
    while not over.wait(DEATH_EVERY_S):
        mortal = [(process, kind) for process, kind in sorted(family(pid).items()) if kind in MORTAL]
        if not mortal:
            continue
        process, kind = draw.choice(mortal)
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
        deaths.append(kind)
