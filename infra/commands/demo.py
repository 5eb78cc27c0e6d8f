"""``outcrop demo``: everything on this machine, with a workspace to ask in."""

from __future__ import annotations

import argparse
import sys

from infra.commands import Commands
from infra.commands.interrupts import serve_until_signal
from infra.commands.options import inputs, lake_options, port
from infra.commands.progress import Progress


def add(commands: Commands) -> None:
    parser = commands.add("demo", run, "run everything on this machine and open a workspace to ask in")
    lake_options(parser)
    parser.add_argument("--port", type=port, help="port of the workspace page (default 3000 or OUTCROP_SLACK_PORT)")


def run(options: argparse.Namespace) -> int:
    from infra.local.stack import demo

    with (
        Progress(sys.stderr, all_steps=True) as progress,
        demo(inputs(options), progress, slack_port=options.port) as running,
    ):
        progress.clear()
        ready = f"\nOutcrop is ready: {running.slack_url}\nThe offline AWS: {running.aws_url}\nStop with Ctrl-C."
        serve_until_signal(lambda: print(ready, flush=True))
        print("Stopped.", flush=True)
    return 0
