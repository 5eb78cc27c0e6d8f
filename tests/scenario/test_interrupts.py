"""Ctrl-C at any moment: no traceback, nothing left running, and the next start finds nothing broken."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.scenario.test_bad_input import DAY, ROOT, alive, below
from tests.whole import until

SECONDS = 60
"""Patience with a loaded machine; the command gives itself 1.5 s."""


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    folder = tmp_path / "lake"
    folder.mkdir()
    (folder / "sales.csv").write_text("id,shop,amount\n1,A,2.5\n2,B,3\n")
    return folder


@contextmanager
def started(arguments: Sequence[str], home: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {
        "PATH": os.environ["PATH"], "OUTCROP_HOME": str(home), "OUTCROP_TODAY": DAY, "OUTCROP_AWS_PORT": "0",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "infra.cli", *arguments], env=environment, cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        with process:
            yield process
    finally:
        process.kill()


def interrupted(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit status and everything said, once the command and all of its processes are gone."""
    children = below(process.pid)
    process.send_signal(signal.SIGINT)
    said = "".join(process.communicate(timeout=SECONDS))
    until(lambda: not any(alive(pid) for pid in children), "end of the child processes", SECONDS)
    return process.returncode, said


def test_a_demo_that_is_ready_stops_in_order(lake: Path, tmp_path: Path) -> None:
    with started(["demo", "--lake", str(lake), "--port", "0"], tmp_path / "home") as process:
        assert process.stdout is not None
        assert any("Outcrop is ready" in line for line in process.stdout)
        status, said = interrupted(process)
    assert status == 0
    assert "Traceback" not in said


def test_a_start_that_is_interrupted_leaves_a_home_that_starts_again(lake: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    ask = ["ask", "total amount by shop", "--lake", str(lake)]
    with started(ask, home) as process:
        until(lambda: len(below(process.pid)) >= 2, "child processes", SECONDS)
        status, said = interrupted(process)
    assert status == 130
    assert "Traceback" not in said
    with started(ask, home) as process:
        out, said = process.communicate(timeout=2 * SECONDS)
    assert process.returncode == 0, said
    assert "2.5" in out


def test_making_the_demo_lake_can_be_interrupted(tmp_path: Path) -> None:
    with started(["ask", "revenue last month"], tmp_path / "home") as process:
        until(lambda: any((tmp_path / "home").glob("lake/*")), "beginning of the lake", SECONDS)
        status, said = interrupted(process)
    assert status == 130
    assert "Traceback" not in said
    made = [path for path in (tmp_path / "home").glob("lake/*/") if any(path.rglob("*.parquet"))]
    with started(["ask", "revenue last month", "--json"], tmp_path / "home") as process:
        out, said = process.communicate(timeout=3 * SECONDS)
    assert process.returncode == 0, (said, made)
    assert '"outcome": "answered"' in out
