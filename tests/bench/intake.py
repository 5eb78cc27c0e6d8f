"""A file of 1 GB from Slack to S3: memory of the worker that takes it.

The worker is a process of its own (``python -m tests.bench.intake FILE...``); Slack and S3 are others. It takes a small
file first, so that what is measured is the bytes and not the imports. The action that looks inside is not part of it:
it reads from S3, in another function.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from infra.local import names
from infra.local.slack.people import TEAM_ID
from tests.bench.figures import Figure
from tests.bench.machine import peak_mb, resident_mb
from tests.bench.size import Size

ROOT = Path(__file__).parents[2]
FILE_BYTES = 1_000_000_000
WARM_BYTES = 20_000_000
PIECE = 1_000_000
PATIENCE_S = 900


def measure(size: Size, home: Path) -> dict[str, Figure]:
    """Growth in MB (10^6 bytes) of the worker's resident memory at its peak; seconds beside it."""
    bytes_ = max(WARM_BYTES, round(FILE_BYTES * size.lake_scale))
    with ExitStack() as opened:
        from infra.local import provision
        from infra.local.aws.ministack import MiniStack
        from infra.local.slack.server import SlackServer

        ministack = opened.enter_context(MiniStack(home / "ministack-intake"))
        slack = opened.enter_context(SlackServer(home / "slack-intake"))
        provision.create_resources(ministack.url)
        environment = {
            **os.environ,
            **slack.exports(),
            "AWS_ENDPOINT_URL": ministack.url,
            "AWS_DEFAULT_REGION": names.REGION,
            "AWS_ACCESS_KEY_ID": names.CREDENTIALS["aws_access_key_id"],
            "AWS_SECRET_ACCESS_KEY": names.CREDENTIALS["aws_secret_access_key"],
            "OUTCROP_BUCKET": names.BUCKET,
            "OUTCROP_TABLE": names.TABLE,
        }
        files = [_file(slack, "F_WARM", WARM_BYTES), _file(slack, "F_LARGE", bytes_)]
        return {"intake": _measured([json.dumps(file) for file in files], environment, bytes_)}


def _file(slack: Any, file_id: str, length: int) -> dict[str, Any]:
    """A recording of so many bytes, as Slack has it."""
    path = slack.core.files.path(file_id)
    header = b"RIFF" + (length - 8).to_bytes(4, "little") + b"WAVEfmt "
    with path.open("wb") as out:
        out.write(header)
        left, piece = length - len(header), os.urandom(PIECE)
        while left > 0:
            out.write(piece[:left])
            left -= PIECE
    return slack.core.files.add(file_id, f"{file_id}.wav", "U_MAYA")


def _measured(files: list[str], environment: dict[str, str], length: int) -> Figure:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.intake", *files], cwd=ROOT, env=environment, capture_output=True, text=True,
        timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"The file was not taken:\n{done.stderr[-2000:]}")
    said = json.loads(done.stdout)
    return Figure(said["grown_mb"], None, {"seconds s": said["seconds"], "file MB": length / 1e6})


class _Seen:
    """In place of the action that looks inside: every file is as the bot took it."""

    def call(self, action: str, group: str, arguments: dict[str, str], *_: object) -> dict[str, object]:
        return {"status": "ok", "file": json.loads(arguments["file"])}


def worker(files: list[str]) -> None:
    """Take the small file, then the large one; prints one line of JSON."""
    from agent_actions.contract import Audience, Caller
    from bot.files.download import Downloads
    from bot.files.halt import Halt
    from bot.files.slack_file import shared_files
    from bot.files.take import Names, Place, Taker
    from bot.services import Services
    from bot.settings import read_settings
    from bot.words import ENGLISH

    settings = read_settings()
    services = Services(settings)
    import boto3

    taker = Taker(
        boto3.client("s3"), settings.bucket,
        Downloads(settings.slack_bot_token.get_secret_value(), settings.slack_api_url),
        _Seen(),  # type: ignore[arg-type]
        services.slack, 2 * FILE_BYTES,
    )  # fmt: skip
    place = Place("bench", "t-bench", Caller(team=TEAM_ID, user="U_MAYA"), Audience(kind="dm", channel="D_MAYA"))

    def take(file: str) -> None:
        (shared,) = shared_files({"ts": "1.1", "files": [json.loads(file)]})
        row, _ = taker.take(shared, Names((), ENGLISH.nameless), place, ENGLISH, Halt())
        if row.file is None or row.file.size != shared.size:
            raise RuntimeError(row.said)

    take(files[0])
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before, began = resident_mb(os.getpid()), time.monotonic()
    take(files[1])
    result = {"grown_mb": peak_mb() - before, "seconds": time.monotonic() - began}
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    worker(sys.argv[1:])
