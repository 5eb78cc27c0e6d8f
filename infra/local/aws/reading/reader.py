"""The engines as the services see them: one child process, started when first needed and after it has died."""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import infra
from infra.local.aws.reading.errors import ReaderGoneError, UnreadableError
from infra.local.aws.reading.frames import Answer, Ask, receive, send

log = logging.getLogger(__name__)

AT_ONCE = 2
"""Pieces of work in hand; more wait."""
PAGE_SECONDS = 120.0
"""One page or picture; a process that takes longer is ended."""
ADDRESS_BYTES = 6_000_000_000
"""Address space, of which the engines' threads reserve far more than they use."""


@dataclass
class _Waiter:
    event: threading.Event = field(default_factory=threading.Event)
    answer: Answer | None = None


@dataclass
class _Process:
    popen: subprocess.Popen[bytes]
    input: IO[bytes]
    output: IO[bytes]
    waiting: dict[int, _Waiter] = field(default_factory=dict[int, _Waiter])
    gone: bool = False


class Reader:
    """Does work in the child process. Thread-safe.

    Parameters
    ----------
    folder
        Where files are put for the child to read. Emptied at start.
    """

    def __init__(self, folder: Path, address_bytes: int = ADDRESS_BYTES) -> None:
        self.folder = folder
        self._address_bytes = address_bytes
        self._process: _Process | None = None
        self._numbers = itertools.count(1)
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._write = threading.Lock()
        self._jobs = ThreadPoolExecutor(1, thread_name_prefix="reading-job")
        self._stopped = False
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.iterdir():
            if left.is_file():
                left.unlink()

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        process = self._process
        return process.popen.pid if process is not None and not process.gone else None

    def do(self, work: str, /, *, seconds: float = PAGE_SECONDS, **arguments: Any) -> Any:
        """One piece of work, and its value. Raises UnreadableError and ReaderGoneError."""
        with self._slots:
            waiter, number = _Waiter(), next(self._numbers)
            process = self._alive(number, waiter)
            try:
                with self._write:
                    send(process.input, Ask(number, work, arguments))
                if not waiter.event.wait(seconds):
                    log.error("the reading engines took longer than %.0f s (%s) and were ended", seconds, work)
                    process.popen.kill()
                    waiter.event.wait(5)
            except (OSError, ValueError) as error:
                raise ReaderGoneError from error
            finally:
                process.waiting.pop(number, None)
        answer = waiter.answer
        if answer is None:
            raise ReaderGoneError
        if answer.error is not None:
            raise UnreadableError(*answer.error)  # type: ignore[arg-type]
        if answer.broke:
            log.error("the reading engines broke (%s): %s", work, answer.broke)
            raise ReaderGoneError
        return answer.value

    def background(self, job: Callable[[], None]) -> None:
        """Run a job after the ones before it: one at a time, so that half of the slots are left for requests."""
        with contextlib.suppress(RuntimeError):  # after stop: the job's file keeps it for the next start
            self._jobs.submit(job)

    def stop(self) -> None:
        """End the child. Work in hand fails; may be called twice."""
        with self._lock:
            self._stopped = True
            process, self._process = self._process, None
        self._jobs.shutdown(wait=False, cancel_futures=True)
        if process is not None:
            with contextlib.suppress(OSError):
                process.input.close()
            try:
                process.popen.wait(1)
            except subprocess.TimeoutExpired:
                process.popen.kill()
                process.popen.wait()
        self._jobs.shutdown(wait=True)

    def _alive(self, number: int, waiter: _Waiter) -> _Process:
        with self._lock:
            if self._stopped:
                raise ReaderGoneError
            if self._process is None or self._process.gone:
                self._process = self._launch()
            self._process.waiting[number] = waiter
            return self._process

    def _launch(self) -> _Process:
        root = str(Path(infra.__path__[0]).parent)
        path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
        popen = subprocess.Popen(
            [sys.executable, "-m", "infra.local.aws.reading.child", str(self._address_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )
        if popen.stdin is None or popen.stdout is None:
            raise ReaderGoneError
        process = _Process(popen, popen.stdin, popen.stdout)
        threading.Thread(target=self._listen, args=(process,), name="reading", daemon=True).start()
        return process

    def _listen(self, process: _Process) -> None:
        with contextlib.suppress(OSError, EOFError):
            while (answer := receive(process.output)) is not None:
                waiter = process.waiting.get(answer.id)
                if waiter:
                    waiter.answer = answer
                    waiter.event.set()
        process.gone = True
        code = process.popen.wait()
        if code and not self._stopped:
            log.error("the reading engines' process ended (exit %s)", code)
        with contextlib.suppress(OSError):
            process.input.close()
        process.output.close()
        for waiter in list(process.waiting.values()):
            waiter.event.set()
