"""``outcrop ask``: one message through the whole stack."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from infra.commands import Commands
from infra.commands.options import EXIT, inputs, lake_options, person_options
from infra.commands.progress import Progress


def add(commands: Commands) -> None:
    parser = commands.add("ask", run, "put one message through the whole stack, from Slack event to finished reply")
    parser.add_argument("question", help="what to ask")
    parser.add_argument("--file", type=Path, action="append", default=[], metavar="PATH", help="share a file with it")
    parser.add_argument("--thread", metavar="ID", help="go on in the thread of an earlier answer")
    person_options(parser)
    lake_options(parser)


def run(options: argparse.Namespace) -> int:
    from infra.local import words
    from infra.local.asking import Desk, as_text, check
    from infra.local.stack import any_stack

    check(options.user, options.channel, options.file)
    with Progress(sys.stderr) as progress, any_stack(inputs(options), progress) as running:
        desk = Desk(running, options.user, options.channel)
        progress(words.ASKING)
        asked = desk.ask(options.question, options.thread, options.file)
        progress(words.STOPPING)
    print(json.dumps(asked.__dict__, ensure_ascii=False, indent=2) if options.json else as_text(asked))
    return EXIT[asked.outcome]
