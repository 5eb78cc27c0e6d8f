"""``python -m tests.bench [--soak [--minutes N]] [name...]``: the benchmarks, or the long load.

Whole runs are written to ``docs/benchmarks.md``; with names of measurements, their figures are only shown.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path

from infra.local.lake.generate import ensure_lake
from tests.bench.figures import Figure
from tests.bench.machine import this_machine
from tests.bench.questions import TODAY
from tests.bench.servers import ROOT
from tests.bench.size import WHOLE
from tests.bench.suite import MEASUREMENTS, NOT_BUILT, ROWS, measurement
from tests.bench.table import measured_on, table, with_section

PAGE = ROOT / "docs" / "benchmarks.md"
RUNS = 5


def main() -> int:
    options = _options()
    if options.once:
        found = measurement(options.once[0])(WHOLE, Path(options.once[1]))
        sys.stdout.write(json.dumps({key: asdict(figure) for key, figure in found.items()}) + "\n")
        return 0
    if options.soak:
        from tests.bench.soak import soak

        report, failed = soak(options.minutes, _say)
        _write("Soak", report)
        return 1 if failed else 0
    _bench(options.names or list(MEASUREMENTS), options.runs)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bench", description="Outcrop's benchmarks.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(MEASUREMENTS)}; default: all")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"runs of each (default {RUNS})")
    parser.add_argument("--soak", action="store_true", help="long load instead; fails when anything is lost or doubled")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long the soak goes on (default 10)")
    parser.add_argument("--once", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in MEASUREMENTS]
    if unknown:
        parser.error(f"there is no measurement {unknown[0]!r}; known are {', '.join(MEASUREMENTS)}")
    return options


def _bench(names: list[str], runs: int) -> None:
    machine, day = this_machine(), date.today().isoformat()
    figures: dict[str, list[Figure]] = {}
    with tempfile.TemporaryDirectory(prefix="outcrop-bench-") as home:
        ensure_lake(Path(home), TODAY, lambda _: None)
        for number in range(runs):
            for name in names:
                _say(f"run {number + 1} of {runs}: {name}")
                for key, figure in _once(name, home).items():
                    figures.setdefault(key, []).append(figure)
    whole = len(names) == len(MEASUREMENTS)
    written = table(ROWS, figures, NOT_BUILT if whole else ())
    text = f"{measured_on(machine, day, runs)}\n\n{written}"
    if whole:
        _write("Figures", text)
    sys.stdout.write(text + "\n")


def _once(name: str, home: str) -> dict[str, Figure]:
    """One run in a process of its own. Raises CalledProcessError; what it said is on standard error."""
    command = [sys.executable, "-m", "tests.bench", "--once", name, home]
    said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return {key: Figure(**values) for key, values in json.loads(said.splitlines()[-1]).items()}


def _write(heading: str, body: str) -> None:
    before = PAGE.read_text() if PAGE.exists() else INTRODUCTION
    PAGE.write_text(with_section(before, heading, body))


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


INTRODUCTION = """# Benchmarks

Written by `make bench` and `make soak`. Everything runs on one machine: the client, the offline Slack and AWS, and the
product's own functions share its cores. "Compared to" is measured in the same run.
"""

if __name__ == "__main__":
    sys.exit(main())
