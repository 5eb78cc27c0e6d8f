"""Stopping what several threads do at once: a turn that ends must not wait for a slow download."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Protocol

from bot.files.errors import HaltedError


class Stoppable(Protocol):
    def abort(self) -> None: ...


class Halt:
    """``stop`` is called by the turn; the threads ``check`` it between pieces, and their open connections are cut."""

    def __init__(self) -> None:
        self._stopped, self._lock = threading.Event(), threading.Lock()
        self._open: list[Stoppable] = []

    def stop(self) -> None:
        with self._lock:
            self._stopped.set()
            for connection in self._open:
                connection.abort()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def check(self) -> None:
        """Raises HaltedError once it was stopped."""
        if self._stopped.is_set():
            raise HaltedError(None)

    def wait(self, seconds: float) -> None:
        """Raises HaltedError when it is stopped meanwhile."""
        if self._stopped.wait(seconds):
            raise HaltedError(None)

    @contextmanager
    def cutting(self, connection: Stoppable) -> Generator[None]:
        """Within the block, ``stop`` cuts the connection. Raises HaltedError when it was stopped before."""
        with self._lock:
            self.check()
            self._open.append(connection)
        try:
            yield
        finally:
            with self._lock:
                self._open.remove(connection)
