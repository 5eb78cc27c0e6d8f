"""``outcrop eval``: golden questions, put and judged."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from infra.commands import Commands
from infra.commands.options import count, inputs, lake_options
from infra.commands.progress import Progress


def add(commands: Commands) -> None:
    parser = commands.add("eval", run, "put golden questions and judge the answers; exit 1 if any is wrong")
    parser.add_argument("file", type=Path, help="golden questions (YAML)")
    parser.add_argument("--baseline", type=Path, metavar="RUN", help="compare with a run saved before")
    parser.add_argument("--save", type=Path, metavar="RUN", help="save this run as JSON")
    parser.add_argument("--deployed", action="store_true", help="ask the agent that the environment names")
    parser.add_argument("--at-once", type=count, default=2, metavar="N", help="questions under way at a time (2)")
    lake_options(parser)


def run(options: argparse.Namespace) -> int:
    from infra.evaluation import command

    chosen = command.Options(options.file, options.baseline, options.save, options.deployed, options.at_once)
    with Progress(sys.stderr) as progress:
        return command.run(chosen, lambda: inputs(options), lambda text: _say(progress, text), progress)


def _say(progress: Progress, text: str) -> None:
    progress.clear()
    print(text, flush=True)
