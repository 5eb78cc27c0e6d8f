"""``outcrop sql``: one statement through guard, rights and Athena."""

from __future__ import annotations

import argparse
import json
import sys

from infra.commands import Commands
from infra.commands.options import inputs, lake_options, person_options
from infra.commands.progress import Progress


def add(commands: Commands) -> None:
    parser = commands.add("sql", run, "run one statement through guard, rights and Athena as a person")
    parser.add_argument("statement", help="one SELECT")
    person_options(parser)
    lake_options(parser)


def run(options: argparse.Namespace) -> int:
    from infra.local import words
    from infra.local.asking import Desk, check, table_as_text
    from infra.local.stack import any_stack

    check(options.user, options.channel, [])
    with Progress(sys.stderr) as progress, any_stack(inputs(options), progress) as running:
        progress(words.RUNNING)
        answer = Desk(running, options.user, options.channel).sql(options.statement)
        progress(words.STOPPING)
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    elif answer["allowed"]:
        print(table_as_text(answer))
    else:
        print(answer["reason"], file=sys.stderr)
    return 0 if answer["allowed"] else 1 if answer["status"] == "error" else 3
