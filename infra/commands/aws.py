"""``outcrop aws``: the offline AWS alone."""

from __future__ import annotations

import argparse
import sys

from infra.commands import Commands
from infra.commands.interrupts import serve_until_signal
from infra.commands.options import inputs, lake_options, port
from infra.commands.progress import Progress


def add(commands: Commands) -> None:
    parser = commands.add("aws", run, "run the offline AWS alone, for any client")
    parser.add_argument("--port", type=port, help="port (default 4566 or OUTCROP_AWS_PORT)")
    lake_options(parser)


def run(options: argparse.Namespace) -> int:
    from infra.local.stack import aws_alone

    with (
        Progress(sys.stderr, all_steps=True) as progress,
        aws_alone(inputs(options), progress, options.port) as exports,
    ):
        progress.clear()
        serve_until_signal(lambda: print_exports(exports))
    return 0


def print_exports(exports: dict[str, str]) -> None:
    """What a client needs in its environment, as a shell reads it."""
    for name, value in exports.items():
        print(f"export {name}={value}")
    print("# Stop with Ctrl-C.", flush=True)
