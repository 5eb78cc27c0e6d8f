"""An engine in a process of its own: what is heavy, may crash, or must not share our address space.

The parent's side. One request at a time, pickled over two pipes; the child is started when it is first needed, ends
when nothing was asked for a while, and is started anew after a crash or when it took too long. The child's module
calls ``helper_child.serve``.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

import infra

log = logging.getLogger(__name__)

LENGTH = struct.Struct(">I")
"""A frame is its length, then the pickle. Both ends are this program; the pipes are anonymous."""
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class HelperError(Exception):
    """The engine refused the request: its message says why. ``kind`` is the class of the child's exception."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class HelperGoneError(Exception):
    """The engine's process ended under the request, or was stopped."""


class HelperSlowError(HelperGoneError):
    """The engine took longer than it was given and was ended."""


class Helper:
    """The process of one engine.

    Parameters
    ----------
    module
        What the child runs (``python -m``).
    memory_bytes
        Address space that the child may take; 0: any.
    idle_s
        Seconds without a request after which it ends.
    """

    def __init__(self, module: str, *, memory_bytes: int, idle_s: float = 60.0) -> None:
        self._module, self._memory_bytes, self._idle_s = module, memory_bytes, idle_s
        self._asking = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._idle: threading.Timer | None = None
        self._stopped = False

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def ask(self, request: object, timeout_s: float) -> Any:
        """The child's answer. Raises HelperError, HelperGoneError, HelperSlowError."""
        with self._asking:
            if self._idle is not None:
                self._idle.cancel()
            child = self._alive()
            late = threading.Event()
            timer = threading.Timer(timeout_s, _end, (child, late))
            timer.daemon = True
            timer.start()
            try:
                kind, value = _exchange(child, request)
            except (OSError, EOFError, ValueError) as error:
                _close(child)
                self._child = None
                if late.is_set():
                    raise HelperSlowError(f"{self._module} took more than {timeout_s:.0f} s") from error
                if not self._stopped:
                    log.error("%s ended (exit %s)", self._module, child.poll())
                raise HelperGoneError(f"{self._module} ended") from error
            finally:
                timer.cancel()
            self._idle = threading.Timer(self._idle_s, self._rest)
            self._idle.daemon = True
            self._idle.start()
        if kind:
            raise HelperError(kind, value)
        return value

    def stop(self) -> None:
        """End the child; what is being asked fails with HelperGoneError."""
        self._stopped = True
        child = self._child
        if child is not None:
            child.kill()
        with self._asking:
            if self._idle is not None:
                self._idle.cancel()
            if self._child is not None:
                _close(self._child)
                self._child = None

    def _rest(self) -> None:
        if self._asking.acquire(blocking=False):
            try:
                if self._child is not None and self._idle is threading.current_thread():
                    _close(self._child)
                    self._child = None
            finally:
                self._asking.release()

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._stopped:
            raise HelperGoneError(f"{self._module} was stopped")
        if self._child is not None and self._child.poll() is None:
            return self._child
        if self._child is not None:
            _close(self._child)
        root = str(Path(infra.__path__[0]).parent)
        path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
        self._child = subprocess.Popen(
            [sys.executable, "-m", self._module, str(self._memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **THREADS, "PYTHONPATH": path},
        )
        return self._child


def send(stream: IO[bytes], message: object) -> None:
    body = pickle.dumps(message)
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message. Raises EOFError when the other end has gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    body = stream.read(LENGTH.unpack(head)[0])
    try:
        return pickle.loads(body)  # noqa: S301 - our own child over an anonymous pipe
    except pickle.UnpicklingError as error:
        raise EOFError from error


def _exchange(child: subprocess.Popen[bytes], request: object) -> tuple[str, Any]:
    if child.stdin is None or child.stdout is None:
        raise EOFError
    send(child.stdin, request)
    return receive(child.stdout)


def _end(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _close(child: subprocess.Popen[bytes]) -> None:
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    try:
        child.wait(1)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
