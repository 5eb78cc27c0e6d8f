"""The offline twin, whole: an offline AWS and an offline Slack with the product's own Lambda functions between them.

One parent process serves both on loopback; MiniStack, DuckDB and every Lambda function are its children and end with
it. State is kept in the home folder.
"""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from infra.local import names
from infra.local.aws.errors import StartError
from infra.local.errors import LocalError, Notice
from infra.local.home import Home, Inputs, Running
from infra.local.lake import samples
from infra.local.model.chatting.choice import chat_model, model_name
from infra.local.settings import local_settings

if TYPE_CHECKING:
    from infra.local.model.port import Model
    from infra.local.offline_aws import OfflineAws
    from infra.local.slack.server import SlackServer

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Stack:
    """A running stack from the inside: its address, and both sides with their faults and processes."""

    running: Running
    aws: OfflineAws
    slack: SlackServer


def inputs(lake: Path | None, model: Path | None, docs: Path | None) -> Inputs:
    """What the command line names, checked. Raises LocalError for a path that isn't there."""
    for option, path in (("--lake", lake), ("--model", model), ("--docs", docs)):
        if path is not None and not path.exists():
            raise LocalError(f"{option} {path}: there is no such file or folder.")
        if path is not None and option != "--model" and not path.is_dir():
            raise LocalError(f"{option} {path} is a file; give the folder that it is in.")
    settings = local_settings()
    return Inputs(lake, model, docs, settings.today or date.today(), model_name(settings))


@contextmanager
def demo(chosen: Inputs, progress: Progress, slack_port: int | None) -> Iterator[Running]:
    """The stack that ``outcrop demo`` shows, written down so that other commands use it."""
    settings = local_settings()
    home = Home(settings.home)
    state = f"demo-{chosen.place()}"
    if home.is_held(state):
        running = home.running()
        where = f" at {running.slack_url}" if running else ""
        raise LocalError(f"A demo over this lake runs already{where}. Stop it first, or use it.")
    port = settings.slack_port if slack_port is None else slack_port
    _must_be_free(port, "--port or OUTCROP_SLACK_PORT")
    _must_be_free(settings.aws_port, "OUTCROP_AWS_PORT")
    if port and port == settings.aws_port:
        raise LocalError(f"Port {port} can't be both the page's and the offline AWS's. Name another with --port.")
    with home.holding(state) as folder, _stack(home, folder, chosen, progress, port, settings.aws_port) as stack:
        samples.copy_to(home.folder("samples"))
        home.announce(stack.running)
        try:
            yield stack.running
        finally:
            home.withdraw(stack.running.pid)


@contextmanager
def any_stack(chosen: Inputs, progress: Progress) -> Iterator[Running]:
    """The running demo if it has the same lake, model, documents and today; else one of our own."""
    home = Home(local_settings().home)
    running = home.running()
    if running is not None and running.fingerprint == chosen.fingerprint():
        yield running
        return
    with private_stack(home.root, chosen, progress) as own:
        yield own


@contextmanager
def private_stack(root: Path, chosen: Inputs, progress: Progress) -> Iterator[Running]:
    """A stack of one's own on free ports. Its threads are kept, so that a later command can go on in them."""
    with whole_stack(root, chosen, progress) as stack:
        yield stack.running


@contextmanager
def whole_stack(root: Path, chosen: Inputs, progress: Progress, model: Model | None = None) -> Iterator[Stack]:
    """:func:`private_stack` from the inside. ``model`` takes the planner's place."""
    home = Home(root)
    with (
        home.holding(f"private-{chosen.fingerprint()}") as folder,
        _stack(home, folder, chosen, progress, 0, 0, model) as stack,
    ):
        yield stack


@contextmanager
def aws_alone(chosen: Inputs, progress: Progress, port: int | None) -> Iterator[dict[str, str]]:
    """The offline AWS for any client: yields the exports that it needs."""
    from infra.local.offline_aws import OfflineAws

    settings = local_settings()
    home = Home(settings.home)
    port = settings.aws_port if port is None else port
    _must_be_free(port, "--port or OUTCROP_AWS_PORT")
    with home.holding(f"aws-{chosen.place()}") as folder, ExitStack() as stack, _in_words():
        aws = OfflineAws(home, folder, chosen, progress, port, _chosen_model(chosen, progress))
        stack.callback(aws.stop)
        aws.start()
        yield aws.exports()


@contextmanager
def slack_alone(request_url: str, port: int | None) -> Iterator[dict[str, str]]:
    """The offline Slack for any app: yields the exports that it needs."""
    from infra.local.slack.server import SlackServer

    settings = local_settings()
    home = Home(settings.home)
    port = settings.slack_port if port is None else port
    _must_be_free(port, "--port or OUTCROP_SLACK_PORT")
    with home.holding("slack") as folder, _in_words():
        server = SlackServer(home=folder, port=port, request_url=request_url)
        server.start()
        try:
            yield server.exports()
        finally:
            server.stop()


@contextmanager
def _stack(
    home: Home,
    folder: Path,
    chosen: Inputs,
    progress: Progress,
    slack_port: int,
    aws_port: int,
    model: Model | None = None,
) -> Iterator[Stack]:
    from infra.local.offline_aws import OfflineAws
    from infra.local.slack.server import SlackServer
    from infra.local.slack.shortcuts import message_shortcuts

    with _logged_to(home.folder("logs") / "outcrop.log"), ExitStack() as stack, _in_words():
        aws = OfflineAws(home, folder, chosen, progress, aws_port, model or _chosen_model(chosen, progress))
        stack.callback(aws.stop)
        aws.start()
        slack = SlackServer(home=folder / "slack", port=slack_port, shortcuts=message_shortcuts())
        slack.start()
        stack.callback(slack.stop)
        aws.deploy_bot(slack.exports())
        slack.connect(f"{aws.url}/_lambda-url/{names.FRONT_FUNCTION}/slack/events")
        running = Running(
            pid=os.getpid(),
            fingerprint=chosen.fingerprint(),
            slack_url=slack.url,
            aws_url=aws.url,
            slack_token=slack.bot_token,
            home=str(home.root),
        )
        yield Stack(running, aws, slack)


def _chosen_model(chosen: Inputs, progress: Progress) -> Model | None:
    """The language model of the environment, for inputs that name one. Raises LocalError when it can't be had."""
    if not chosen.agent_model:
        return None
    return chat_model(local_settings(), lambda said: progress(Notice(said)))


def _must_be_free(port: int, option: str) -> None:
    """Told before the lake is made, not after. Raises LocalError; ``option`` is where another port can be named."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise LocalError(f"Port {port} is in use. Stop what uses it, or name another: {option}.") from error
            raise LocalError(f"Port {port} can't be used: {error.strerror}. Name another: {option}.") from error


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


@contextmanager
def _logged_to(path: Path) -> Iterator[None]:
    """What this process logs goes to a file as long as its stack runs, and no longer."""
    handler, root = logging.FileHandler(path), logging.getLogger()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for chatty in ("botocore", "httpx", "httpx2", "openai"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()
