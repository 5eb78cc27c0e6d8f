"""The home folder: who holds which state, which stack runs, and where logs go."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from infra.local.errors import LocalError


@dataclass(frozen=True)
class Inputs:
    """What an answer depends on besides the question. ``lake`` None is the demo company's."""

    lake: Path | None
    model: Path | None
    docs: Path | None
    today: date
    agent_model: str = ""
    """The language model in the planner's place, by name and address; empty: the planner."""

    def fingerprint(self) -> str:
        """16 hexadecimal digits that change with any of the inputs, file contents of the model included."""
        digest = hashlib.sha256(self.today.isoformat().encode())
        if self.agent_model:
            digest.update(f"\0agent={self.agent_model}".encode())
        for name, path in (("lake", self.lake), ("model", self.model), ("docs", self.docs)):
            digest.update(f"\0{name}={path.resolve() if path else ''}".encode())
            if path and name != "docs":
                for file in sorted(p for p in (path.rglob("*") if path.is_dir() else [path]) if p.is_file()):
                    stat = file.stat()
                    digest.update(f"\0{file}:{stat.st_size}:{stat.st_mtime_ns}".encode())
        return digest.hexdigest()[:16]

    def place(self) -> str:
        """16 hexadecimal digits that stay the same from day to day: where a demo keeps its history."""
        parts = [str(p.resolve()) if p else "" for p in (self.lake, self.model, self.docs)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Running:
    """A stack that runs in another process, as it wrote itself down."""

    pid: int
    fingerprint: str
    slack_url: str
    aws_url: str
    slack_token: str
    home: str = ""
    """Its home folder."""

    def alive(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


class Home:
    def __init__(self, root: Path) -> None:
        """Raises LocalError when the folder can't be made."""
        self.root = root.expanduser().resolve()
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            writable = os.access(self.root, os.W_OK | os.X_OK)
        except OSError as error:
            why = f"The home folder {self.root} can't be used: {error.strerror}."
            raise LocalError(f"{why} Set OUTCROP_HOME to a folder of your own.") from error
        if not writable:
            raise LocalError(f"The home folder {self.root} can't be written to. Set OUTCROP_HOME to one of your own.")

    def folder(self, *parts: str) -> Path:
        path = self.root.joinpath(*parts)
        path.mkdir(parents=True, exist_ok=True)
        return path

    def announce(self, running: Running) -> None:
        """Write down the demo that others may use. Readable by this user alone: it holds the offline token."""
        target = self.root / "running.json"
        scratch = self.root / f"running.{running.pid}.tmp"
        scratch.touch(mode=0o600)
        scratch.write_text(json.dumps(asdict(running)))
        scratch.replace(target)

    def withdraw(self, pid: int) -> None:
        running = self.running()
        if running and running.pid == pid:
            (self.root / "running.json").unlink(missing_ok=True)

    def running(self) -> Running | None:
        """The stack written down last, if its process still lives."""
        try:
            running = Running(**json.loads((self.root / "running.json").read_text()))
        except (OSError, ValueError, TypeError):
            return None
        return running if running.alive() else None

    @contextmanager
    def holding(self, state: str) -> Iterator[Path]:
        """The state folder of that name, held alone: a second process waits until the first is done."""
        folder = self.folder("state", state)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder

    def is_held(self, state: str) -> bool:
        path = self.folder("state", state) / "lock"
        with path.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False
