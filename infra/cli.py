"""The ``outcrop`` command. Each subcommand parses, calls one function, prints."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

EXIT = {"answered": 0, "asked_back": 3, "refused": 3, "pending": 3, "error": 1}
"""Exit status by outcome; also 1 when the question could not be put at all."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status. A failure prints one sentence to standard error."""
    from infra.local.errors import LocalError

    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except LocalError as error:
        print(f"outcrop: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(f"outcrop: {error.strerror or error}{where}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _demo(options: argparse.Namespace) -> int:
    from infra.local.stack import demo

    with demo(_inputs(options), _progress, slack_port=options.port) as running:
        print(
            f"\nOutcrop is ready: {running.slack_url}\nThe offline AWS: {running.aws_url}\nStop with Ctrl-C.",
            flush=True,
        )
        _wait_for_signal()
    print("Stopped.")
    return 0


def _ask(options: argparse.Namespace) -> int:
    from infra.local.asking import Desk, as_text, check
    from infra.local.stack import any_stack

    check(options.user, options.channel, options.file)
    with any_stack(_inputs(options), _progress if sys.stderr.isatty() else _notices) as running:
        desk = Desk(running, options.user, options.channel)
        asked = desk.ask(options.question, options.thread, options.file)
    print(json.dumps(asked.__dict__, ensure_ascii=False, indent=2) if options.json else as_text(asked))
    return EXIT[asked.outcome]


def _sql(options: argparse.Namespace) -> int:
    from infra.local.asking import Desk, check, table_as_text
    from infra.local.stack import any_stack

    check(options.user, options.channel, [])
    with any_stack(_inputs(options), _progress if sys.stderr.isatty() else _notices) as running:
        answer = Desk(running, options.user, options.channel).sql(options.statement)
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    elif answer["allowed"]:
        print(table_as_text(answer))
    else:
        print(answer["reason"], file=sys.stderr)
    return 0 if answer["allowed"] else 1 if answer["status"] == "error" else 3


def _aws(options: argparse.Namespace) -> int:
    from infra.local.stack import aws_alone

    with aws_alone(_inputs(options), _progress, options.port) as exports:
        _print_exports(exports)
        _wait_for_signal()
    return 0


def _slack(options: argparse.Namespace) -> int:
    from infra.local.stack import slack_alone

    with slack_alone(options.request_url, options.port) as exports:
        _print_exports(exports)
        _wait_for_signal()
    return 0


def _model_check(options: argparse.Namespace) -> int:
    from infra.local.modelcheck import check

    errors, warnings = check(options.path, options.lake)
    for line in errors:
        print(f"error: {line}")
    for line in warnings:
        print(f"warning: {line}")
    print(f"{len(errors)} errors, {len(warnings)} warnings")
    return 1 if errors else 0


def _eval(options: argparse.Namespace) -> int:
    from infra.evaluation.command import Options, run

    chosen = Options(options.file, options.baseline, options.save, options.deployed, options.at_once)
    show = _progress if sys.stderr.isatty() else _notices
    return run(chosen, lambda: _inputs(options), lambda text: print(text, flush=True), show)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("outcrop", description="A Slack bot that answers from your data lake.")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: Any, help_: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help_, description=help_)
        added.set_defaults(run=run)
        return added

    demo = command("demo", _demo, "run everything on this machine and open a workspace to ask in")
    _lake_options(demo)
    demo.add_argument("--port", type=_port, help="port of the workspace page (default 3000 or OUTCROP_SLACK_PORT)")

    ask = command("ask", _ask, "put one message through the whole stack, from Slack event to finished reply")
    ask.add_argument("question", help="what to ask")
    ask.add_argument("--file", type=Path, action="append", default=[], metavar="PATH", help="share a file with it")
    ask.add_argument("--thread", metavar="ID", help="go on in the thread of an earlier answer")
    _person_options(ask)
    _lake_options(ask)

    sql = command("sql", _sql, "run one statement through guard, rights and Athena as a person")
    sql.add_argument("statement", help="one SELECT")
    _person_options(sql)
    _lake_options(sql)

    golden = command("eval", _eval, "put golden questions and judge the answers; exit 1 if any is wrong")
    golden.add_argument("file", type=Path, help="golden questions (YAML)")
    golden.add_argument("--baseline", type=Path, metavar="RUN", help="compare with a run saved before")
    golden.add_argument("--save", type=Path, metavar="RUN", help="save this run as JSON")
    golden.add_argument("--deployed", action="store_true", help="ask the agent that the environment names")
    golden.add_argument("--at-once", type=_count, default=2, metavar="N", help="questions under way at a time (2)")
    _lake_options(golden)

    aws = command("aws", _aws, "run the offline AWS alone, for any client")
    aws.add_argument("--port", type=_port, help="port (default 4566 or OUTCROP_AWS_PORT)")
    _lake_options(aws)

    slack = command("slack", _slack, "run the offline Slack alone, for any Slack app")
    slack.add_argument("--request-url", required=True, metavar="URL", help="where the app takes its events")
    slack.add_argument("--port", type=_port, help="port (default 3000 or OUTCROP_SLACK_PORT)")

    model = commands.add_parser("model", help="work on a semantic model").add_subparsers(required=True, metavar="what")
    check = model.add_parser("check", help="list a model's errors (file, line, key) and warnings")
    check.add_argument("path", type=Path, help="a folder or one Ossie file")
    check.add_argument("--lake", type=Path, metavar="DIR", help="check sources and columns against this folder too")
    check.set_defaults(run=_model_check)
    return parser


def _person_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="user", default="maya", metavar="USER", help="maya (default), luis, priya or gus")
    parser.add_argument("--in", dest="channel", metavar="CHANNEL", help="a channel; default: a direct message")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _lake_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lake", type=Path, metavar="DIR", help="a folder of CSV, JSON or Parquet; default: the demo's"
    )
    parser.add_argument("--model", type=Path, metavar="PATH", help="semantic model: a folder or one Ossie file")
    parser.add_argument("--docs", type=Path, metavar="DIR", help="a folder of documents")


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; allowed are 0 (any free one) to 65535")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 32:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 32")
    return int(text)


def _inputs(options: argparse.Namespace) -> Any:
    from infra.local.stack import inputs

    return inputs(options.lake, options.model, options.docs)


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _notices(line: str) -> None:
    """Progress for a reader that is a program: only what it must not miss."""
    from infra.local.errors import Notice

    if isinstance(line, Notice):
        _progress(line)


def _print_exports(exports: dict[str, str]) -> None:
    for name, value in exports.items():
        print(f"export {name}={value}")
    print("# Stop with Ctrl-C.", flush=True)


def _wait_for_signal() -> None:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    stopped.wait()


if __name__ == "__main__":
    sys.exit(main())
