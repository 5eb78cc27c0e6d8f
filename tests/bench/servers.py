"""What is measured from outside runs in a process of its own: ``python -m tests.bench.servers stack|front HOME LAKE``

It prints one line of JSON when it is ready (addresses and secrets of this run alone) and ends with its standard input.
LAKE is ``-`` for the demo's own lake.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from infra.local import names
from infra.local.home import Inputs
from tests.bench.questions import TODAY

ROOT = Path(__file__).parents[2]
READY_S = 90.0
FRONT, PLAIN = names.FRONT_FUNCTION, "plain-front"
ENDS = "agent-ends.txt"
"""In the home: session id and monotonic time (one clock for all processes) of each last event of an agent's stream."""


@contextmanager
def server(kind: str, home: Path, lake: Path | None = None) -> Iterator[dict[str, Any]]:
    """A server process; yields what it said. Raises RuntimeError with its last words when it doesn't start."""
    command = [sys.executable, "-m", "tests.bench.servers", kind, str(home), str(lake or "-")]
    errors = home / f"server-{kind}.log"
    with errors.open("w+") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )
        try:
            said = process.stdout.readline() if process.stdout else ""
            if not said:
                process.wait(READY_S)
                raise RuntimeError(f"The {kind} server did not start:\n{errors.read_text()[-2000:]}")
            yield {**json.loads(said), "pid": process.pid}
        finally:
            if process.stdin:
                process.stdin.close()
            process.wait(READY_S)
            if process.stdout:
                process.stdout.close()


def inputs(lake: Path | None) -> Inputs:
    """The demo, or its semantic model over another lake."""
    from infra.local.provision import DEMO_MODEL

    return Inputs(lake=lake, model=DEMO_MODEL if lake else None, docs=None, today=TODAY)


def stack(home: Path, lake: Path | None, ready: Callable[[dict[str, Any]], None]) -> None:
    """The whole twin, as ``outcrop`` starts a private one."""
    from infra.local.stack import whole_stack

    _note_ends(home / ENDS)
    with whole_stack(home, inputs(lake), progress=lambda _: None) as started:
        ready({**asdict(started.running), "signing_secret": started.slack.signing_secret})


def _note_ends(path: Path) -> None:
    """Have the offline agent write down when each stream's last event left it."""
    from infra.local.aws.services import bedrock_agent_runtime as service

    class Noted(service.Completion):
        at = 0.0

        def __next__(self) -> dict[str, Any]:
            event = super().__next__()
            self.at = time.monotonic()
            return event

        def close(self) -> None:
            if not self._released:
                with path.open("a") as ends:
                    ends.write(f"{self.at}\n")
            super().close()

    path.write_text("")
    service.Completion = Noted  # type: ignore[misc]


def front(home: Path, lake: Path | None, ready: Callable[[dict[str, Any]], None]) -> None:
    """The front function with its queue and nothing behind it, and a plain Bolt handler beside it."""
    from infra.local import provision
    from infra.local.aws.lambda_runtime import LambdaRuntime
    from infra.local.aws.lambda_spec import FunctionSpec
    from infra.local.aws.lambda_url import LambdaUrls
    from infra.local.aws.ministack import MiniStack
    from infra.local.aws.server import AwsServer
    from infra.local.aws.services.lambda_ import LambdaService
    from infra.local.slack.server import SlackServer

    with ExitStack() as opened:
        ministack = opened.enter_context(MiniStack(home / "ministack"))
        slack = opened.enter_context(SlackServer())
        queue_url = provision.create_resources(ministack.url)
        runtime = LambdaRuntime(home / "logs")
        aws = AwsServer([LambdaService(runtime)], proxy_to=ministack.url, endpoints=[LambdaUrls(runtime)])
        opened.enter_context(aws)
        environment = {**slack.exports(), "OUTCROP_QUEUE_URL": queue_url, "OUTCROP_TABLE": names.TABLE}
        functions = [
            FunctionSpec(FRONT, "bot.lambda_front.handler", environment, timeout_s=10, url=True),
            FunctionSpec(PLAIN, "tests.bench.plain_front.handler", environment, timeout_s=10, url=True),
        ]
        runtime.deploy(functions, endpoint_url=aws.url)
        failed = runtime.prewarm()
        if failed:
            raise RuntimeError(str(failed))
        ready({"aws_url": aws.url, "queue_url": queue_url, "signing_secret": slack.signing_secret})


def main() -> None:
    kind, home, lake = sys.argv[1], Path(sys.argv[2]), None if sys.argv[3] == "-" else Path(sys.argv[3])
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def ready(said: dict[str, Any]) -> None:
        answers.write(json.dumps(said) + "\n")
        answers.flush()
        sys.stdin.read()

    {"stack": stack, "front": front}[kind](home, lake, ready)


if __name__ == "__main__":
    main()
