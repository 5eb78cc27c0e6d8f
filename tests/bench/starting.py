"""From the command to the page: ``outcrop demo``, and ``outcrop ask`` with and without a demo that runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.aws.ministack import MiniStack
from infra.local.home import Home
from infra.local.lake.generate import ensure_lake
from tests.bench.figures import Figure
from tests.bench.questions import QUESTIONS, TODAY
from tests.bench.servers import ROOT, inputs
from tests.bench.size import Size

READY = "Outcrop is ready"


def measure(size: Size, home: Path) -> dict[str, Figure]:
    """The lake is there already; the first start, which crawls it, and the running demo's first answer are left out."""
    lake = None if size.lake_scale == 1 else ensure_lake(home, TODAY, lambda _: None, scale=size.lake_scale)
    if lake is None:
        ensure_lake(home, TODAY, lambda _: None)
        with _demo(home, lake):
            pass
    with _demo(home, lake) as started:
        _ask(home, lake)
        beside = _ask(home, lake)
    return {
        "start": Figure(started, _ministack_alone(home)),
        "ask": Figure(_ask(home, lake), beside),
    }


@contextmanager
def _demo(home: Path, lake: Path | None) -> Iterator[float]:
    """A demo on free ports; yields the seconds until its page was there. Raises RuntimeError when it doesn't start."""
    began = time.monotonic()
    command = [sys.executable, "-m", "infra.cli", "demo", "--port", "0", *_options(lake)]
    with (home / "demo.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(home), stdout=subprocess.PIPE, stderr=log, text=True
        )
        try:
            ready = next((line for line in process.stdout or () if line.startswith(READY)), "")
            if not ready:
                raise RuntimeError(f"The demo did not start:\n{(home / 'demo.log').read_text()[-2000:]}")
            with urllib.request.urlopen(ready.split()[-1]) as page:
                page.read()
            yield time.monotonic() - began
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
            if process.stdout:
                process.stdout.close()


def _ask(home: Path, lake: Path | None) -> float:
    """Seconds of one ``outcrop ask``, from the command to its end."""
    began = time.monotonic()
    command = [sys.executable, "-m", "infra.cli", "ask", QUESTIONS[0], "--json", *_options(lake)]
    subprocess.run(command, cwd=ROOT, env=_environment(home), check=True, capture_output=True)
    return time.monotonic() - began


def _ministack_alone(home: Path) -> float:
    """Seconds until the emulator underneath answers, with nothing of ours."""
    folder = Home(home).folder("state", "ministack-alone")
    began = time.monotonic()
    with MiniStack(folder):
        return time.monotonic() - began


def _options(lake: Path | None) -> list[str]:
    chosen = inputs(lake)
    return ["--lake", str(chosen.lake), "--model", str(chosen.model)] if lake else []


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "OUTCROP_HOME": str(home), "OUTCROP_TODAY": TODAY.isoformat(), "OUTCROP_AWS_PORT": "0"}
