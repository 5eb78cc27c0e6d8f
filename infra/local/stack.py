"""The offline twin, whole: an offline AWS and an offline Slack with the product's own Lambda functions between them.

One parent process serves both on loopback; MiniStack, DuckDB and every Lambda function are its children and end with
it. State is kept in the home folder.
"""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from infra.local import names
from infra.local.aws.errors import StartError
from infra.local.errors import LocalError
from infra.local.home import Home, Inputs, Running
from infra.local.offline_aws import OfflineAws
from infra.local.settings import LocalSettings

Progress = Callable[[str], None]


def inputs(lake: Path | None, model: Path | None, docs: Path | None) -> Inputs:
    """What the command line names, checked. Raises LocalError for a path that isn't there."""
    for option, path in (("--lake", lake), ("--model", model), ("--docs", docs)):
        if path is not None and not path.exists():
            raise LocalError(f"{option} {path}: there is no such file or folder.")
        if path is not None and option != "--model" and not path.is_dir():
            raise LocalError(f"{option} {path} is a file; give the folder that it is in.")
    return Inputs(lake, model, docs, LocalSettings().today or date.today())


@contextmanager
def demo(chosen: Inputs, progress: Progress, slack_port: int | None) -> Iterator[Running]:
    """The stack that ``outcrop demo`` shows, written down so that other commands use it."""
    settings = LocalSettings()
    home = Home(settings.home)
    state = f"demo-{chosen.place()}"
    if home.is_held(state):
        running = home.running()
        where = f" at {running.slack_url}" if running else ""
        raise LocalError(f"A demo over this lake runs already{where}. Stop it first, or use it.")
    port = settings.slack_port if slack_port is None else slack_port
    with home.holding(state) as folder, _stack(home, folder, chosen, progress, port, settings.aws_port) as running:
        home.announce(running)
        try:
            yield running
        finally:
            home.withdraw(running.pid)


@contextmanager
def any_stack(chosen: Inputs, progress: Progress) -> Iterator[Running]:
    """The running demo if it has the same lake, model, documents and today; else one of our own."""
    home = Home(LocalSettings().home)
    running = home.running()
    if running is not None and running.fingerprint == chosen.fingerprint():
        yield running
        return
    with private_stack(home.root, chosen, progress) as own:
        yield own


@contextmanager
def private_stack(root: Path, chosen: Inputs, progress: Progress) -> Iterator[Running]:
    """A stack of one's own on free ports. Its threads are kept, so that a later command can go on in them."""
    home = Home(root)
    with (
        home.holding(f"private-{chosen.fingerprint()}") as folder,
        _stack(home, folder, chosen, progress, 0, 0) as running,
    ):
        yield running


@contextmanager
def aws_alone(chosen: Inputs, progress: Progress, port: int | None) -> Iterator[dict[str, str]]:
    """The offline AWS for any client: yields the exports that it needs."""
    settings = LocalSettings()
    home = Home(settings.home)
    with home.holding(f"aws-{chosen.place()}") as folder, ExitStack() as stack, _in_words():
        aws = OfflineAws(home, folder, chosen, progress, settings.aws_port if port is None else port)
        stack.callback(aws.stop)
        aws.start()
        yield aws.exports()


@contextmanager
def slack_alone(request_url: str, port: int | None) -> Iterator[dict[str, str]]:
    """The offline Slack for any app: yields the exports that it needs."""
    from infra.local.slack.server import SlackServer

    settings = LocalSettings()
    home = Home(settings.home)
    with home.holding("slack") as folder, _in_words():
        server = SlackServer(home=folder, port=settings.slack_port if port is None else port, request_url=request_url)
        server.start()
        try:
            yield server.exports()
        finally:
            server.stop()


@contextmanager
def _stack(
    home: Home, folder: Path, chosen: Inputs, progress: Progress, slack_port: int, aws_port: int
) -> Iterator[Running]:
    from infra.local.slack.server import SlackServer

    _log_to(home.folder("logs") / "outcrop.log")
    with ExitStack() as stack, _in_words():
        aws = OfflineAws(home, folder, chosen, progress, aws_port)
        stack.callback(aws.stop)
        aws.start()
        slack = SlackServer(home=folder / "slack", port=slack_port)
        slack.start()
        stack.callback(slack.stop)
        aws.deploy_bot(slack.exports())
        slack.connect(f"{aws.url}/_lambda-url/{names.FRONT_FUNCTION}/slack/events")
        yield Running(
            pid=os.getpid(),
            fingerprint=chosen.fingerprint(),
            slack_url=slack.url,
            aws_url=aws.url,
            slack_token=slack.bot_token,
        )


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except StartError as error:
        raise LocalError(str(error)) from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise LocalError("A port is in use. Stop what uses it, or name another: --port, OUTCROP_AWS_PORT.") from error


def _log_to(path: Path) -> None:
    handler = logging.FileHandler(path)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("botocore").setLevel(logging.WARNING)
