"""The engine as the service sees it: one child process with DuckDB, started when first needed and after a crash."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import infra
from infra.local.aws.athena.errors import EngineGoneError
from infra.local.aws.athena.protocol import Cancel, Done, FileTable, Hint, Ready, Run, Start, receive, send

log = logging.getLogger(__name__)

THREADS = 2
WORKERS = 2
MEMORY_BYTES = 1_500_000_000
ADDRESS_BYTES = 5_000_000_000
"""Address space, of which DuckDB reserves more than it uses."""
START_SECONDS = 60.0
_OUT_OF_MEMORY = ("OutOfMemoryException", "MemoryError")
"""After these a process is replaced: what it could not free would count against the next query."""


@dataclass
class _Process:
    popen: subprocess.Popen[bytes]
    input: IO[bytes]
    output: IO[bytes]
    waiting: dict[str, _Waiter] = field(default_factory=dict)
    ready: threading.Event = field(default_factory=threading.Event)
    gone: bool = False
    retired: bool = False
    """Takes no new queries and ends with its last."""


@dataclass
class _Waiter:
    event: threading.Event = field(default_factory=threading.Event)
    done: Done | None = None


class Engine:
    """Runs queries in the child process. Thread-safe: as many ``run`` at once as ``WORKERS``, more wait in the child.

    Parameters
    ----------
    lake
        The folder whose files queries may read, beside the fetched objects.
    home
        Where result files (``results/``), fetched objects (``fetched/``) and what DuckDB spills (``spill/``) go.
    """

    def __init__(self, lake: Path, home: Path) -> None:
        self.results = home / "results"
        self.fetched = home / "fetched"
        self._start = Start(
            lake=str(lake),
            results=str(self.results),
            temporary=str(home / "spill"),
            threads=THREADS,
            workers=WORKERS,
            memory_bytes=MEMORY_BYTES,
            address_bytes=ADDRESS_BYTES,
            fetched=str(self.fetched),
        )
        self._lock = threading.Lock()
        self._processes: list[_Process] = []
        self._stopped = False
        self.results.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(home / "spill", ignore_errors=True)

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        taking = (process for process in self._processes if not process.gone and not process.retired)
        return next((process.popen.pid for process in taking), None)

    @property
    def running(self) -> int:
        """How many queries are in hand."""
        return sum(len(process.waiting) for process in self._processes)

    def warm(self) -> None:
        """Start the child if it doesn't run, and wait until it can take queries."""
        process = self._alive()
        if not process.ready.wait(START_SECONDS) or process.gone:
            raise EngineGoneError

    def run(
        self,
        query_id: str,
        sql: str,
        tables: tuple[FileTable, ...],
        path: Path,
        *,
        cutoff_bytes: int | None = None,
        explain: str = "",
        hints: tuple[Hint, ...] = (),
        stopped: Callable[[], bool] = lambda: False,
    ) -> Done:
        """Run one DuckDB SELECT and wait for its end. Raises EngineGoneError if the process died under it.

        ``stopped`` is asked once after the query is on its way, for a cancel that came just before.
        """
        waiter = _Waiter()
        process = self._alive(query_id, waiter)
        try:
            message = Run(query_id, sql, tables, str(path), cutoff_bytes, explain, hints)
            self._send(process, message)
            if stopped():
                self.cancel(query_id)
            while not waiter.event.wait(1.0):
                if process.gone:
                    break
        finally:
            self._leave(process, query_id, waiter.done)
        if waiter.done is None:
            raise EngineGoneError
        return waiter.done

    def _leave(self, process: _Process, query_id: str, done: Done | None) -> None:
        with self._lock:
            process.waiting.pop(query_id, None)
            if done is not None and done.error and done.error[0] in _OUT_OF_MEMORY:
                process.retired = True
            if process.retired and not process.waiting:
                with contextlib.suppress(OSError):
                    process.input.close()

    def cancel(self, query_id: str) -> None:
        """Interrupt a query; its ``run`` returns with an InterruptException as error."""
        for process in list(self._processes):
            if query_id in process.waiting and not process.gone:
                with contextlib.suppress(EngineGoneError):
                    self._send(process, Cancel(query_id))

    def stop(self) -> None:
        """End the child. Queries still running fail."""
        with self._lock:
            self._stopped = True
            processes, self._processes = self._processes, []
        for process in processes:
            with contextlib.suppress(OSError):
                process.input.close()
            try:
                process.popen.wait(5)
            except subprocess.TimeoutExpired:
                process.popen.kill()
                process.popen.wait()

    def _send(self, process: _Process, message: Run | Cancel) -> None:
        try:
            with self._lock:
                send(process.input, message)
        except (OSError, ValueError) as error:
            raise EngineGoneError from error

    def _alive(self, query_id: str | None = None, waiter: _Waiter | None = None) -> _Process:
        """The process that takes queries; the given one is put down there before anybody may retire it."""
        with self._lock:
            if self._stopped:
                raise EngineGoneError
            self._processes = [process for process in self._processes if not process.gone]
            process = next((process for process in self._processes if not process.retired), None)
            if process is None:
                process = self._launch()
                self._processes.append(process)
            if query_id is not None and waiter is not None:
                process.waiting[query_id] = waiter
            return process

    def _launch(self) -> _Process:
        root = str(Path(infra.__path__[0]).parent)
        path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
        popen = subprocess.Popen(
            [sys.executable, "-m", "infra.local.aws.athena.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )
        if popen.stdin is None or popen.stdout is None:
            raise EngineGoneError
        process = _Process(popen, popen.stdin, popen.stdout)
        with contextlib.suppress(OSError):
            send(process.input, self._start)
        threading.Thread(target=self._listen, args=(process,), name="athena-engine", daemon=True).start()
        return process

    def _listen(self, process: _Process) -> None:
        with contextlib.suppress(OSError, EOFError):
            while (message := receive(process.output)) is not None:
                if isinstance(message, Ready):
                    process.ready.set()
                elif isinstance(message, Done):
                    waiter = process.waiting.get(message.id)
                    if waiter:
                        waiter.done = message
                        waiter.event.set()
        process.gone = True
        code = process.popen.wait()
        if code and not self._stopped:
            log.error("the query engine ended (exit %s)", code)
        with contextlib.suppress(OSError):
            process.input.close()
        process.output.close()
        process.ready.set()
        for waiter in list(process.waiting.values()):
            waiter.event.set()
