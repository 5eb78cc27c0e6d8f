"""``outcrop slack``: the offline Slack alone."""

from __future__ import annotations

import argparse

from infra.commands import Commands
from infra.commands.aws import print_exports
from infra.commands.interrupts import serve_until_signal
from infra.commands.options import port


def add(commands: Commands) -> None:
    parser = commands.add("slack", run, "run the offline Slack alone, for any Slack app")
    parser.add_argument("--request-url", required=True, metavar="URL", help="where the app takes its events")
    parser.add_argument("--port", type=port, help="port (default 3000 or OUTCROP_SLACK_PORT)")


def run(options: argparse.Namespace) -> int:
    from infra.local.stack import slack_alone

    with slack_alone(options.request_url, options.port) as exports:
        serve_until_signal(lambda: print_exports(exports))
    return 0
