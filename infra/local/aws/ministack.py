"""MiniStack as a child process: S3, DynamoDB, SQS, Glue's catalogue, Secrets Manager, EventBridge and more.

It listens on one loopback port and keeps its state in one folder. Its settings are environment variables, found in
the source of ministack 1.4.21 (``app.py``, ``core/persistence.py``, ``services/s3.py``). S3 objects are on disk as
they are written; everything else is saved when it stops.
"""

from __future__ import annotations

import fcntl
import http.client
import os
import socket
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from infra.local.aws import words
from infra.local.aws.errors import StartError
from infra.local.aws.lifeline import Child

START_SECONDS = 60.0
STOP_SECONDS = 20.0
READY_PATH = "/_ministack/health"
CANONICAL_PORT = "4566"
"""The port that MiniStack believes it has: part of its queues' identity, never listened on."""

SERVICES = "s3,dynamodb,sqs,sns,sts,iam,kms,glue,secretsmanager,events,scheduler,logs,monitoring,ssm,states"
"""What MiniStack may answer. Everything else would be a mock that looks like the real thing."""


class MiniStack:
    """One MiniStack with its state under ``folder`` (made when missing; one process at a time).

    ``start`` returns when it answers; ``stop`` when its state is saved.
    The same state may be served on another port next time.
    """

    def __init__(
        self, folder: Path, *, account: str = "123456789012", region: str = "eu-central-1", port: int = 0
    ) -> None:
        self.folder = folder
        self.account = account
        self.region = region
        self.port = port
        self.log = folder / "ministack.log"
        self._child: Child | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.process.poll() is None

    def start(self) -> None:
        """Raises StartError with what to do and the log's last lines."""
        if find_spec("ministack") is None:
            raise StartError(words.ministack_missing())
        for name in ("state", "s3", "tmp"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        with self._alone() as lock, _bound(self.port) as listener:
            self.port = listener.getsockname()[1]
            self._child = Child(
                [sys.executable, "-m", "infra.local.aws.ministack_child", str(listener.fileno())],
                environment=self._environment(),
                log=self.log,
                cwd=self.folder,
                pass_fds=(listener.fileno(), lock.fileno()),
            )
        self._wait(self._child)

    def _alone(self) -> BinaryIO:
        """An open lock file that the child keeps until it ends: an earlier one may still be saving the same state."""
        lock = (self.folder / "lock").open("wb")
        deadline = time.monotonic() + STOP_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return lock
            except BlockingIOError:
                if time.monotonic() > deadline:
                    lock.close()
                    raise StartError(words.ministack_held(str(self.folder))) from None
                time.sleep(0.05)

    def _environment(self) -> dict[str, str]:
        root = Path(__file__).parents[3]
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder / "tmp"),
            "PYTHONPATH": str(root),
            "PYTHONUNBUFFERED": "1",
            "GATEWAY_PORT": CANONICAL_PORT,
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.folder / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.folder / "s3"),
            "SERVICES": SERVICES,
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            "MINISTACK_ACCOUNT_ID": self.account,
            "MINISTACK_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ACCESS_KEY_ID": "offline",
            "AWS_SECRET_ACCESS_KEY": "offline",
            "DOCKER_HOST": "unix:///nonexistent",
            "LOG_LEVEL": "WARNING",
        }

    def _wait(self, child: Child) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            code = child.process.poll()
            if code is not None:
                raise StartError(words.ministack_ended(code, str(self.log), self._tail()))
            if _answers(self.port):
                return
            if time.monotonic() > deadline:
                child.kill()
                raise StartError(words.ministack_slow(START_SECONDS, str(self.log), self._tail()))
            time.sleep(0.05)

    def _tail(self) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-8:])

    def stop(self) -> None:
        if self._child is not None:
            self._child.terminate(STOP_SECONDS)
            self._child = None

    def __enter__(self) -> MiniStack:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _bound(port: int) -> socket.socket:
    """A socket on the loopback port, 0 for any free one. Raises StartError when it is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        listener.close()
        raise StartError(words.port_in_use(port)) from error
    return listener


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", READY_PATH)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
