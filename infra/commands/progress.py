"""What a command does just now, for whoever waits: one line that changes on a terminal, plain lines elsewhere."""

from __future__ import annotations

import shutil
import threading
import time
from types import TracebackType
from typing import TextIO

from infra.local.errors import Notice

PATIENCE_S = 1.0
"""How long a step may take before a reader that is no terminal hears of it, and before its seconds are counted."""
TICK_S = 0.25


class Progress:
    """Call it with a sentence for each step; a :class:`Notice` stays on the screen, whatever comes after it.

    Parameters
    ----------
    stream
        Standard error, as a rule.
    all_steps
        Write every step to a stream that is no terminal, not those alone that take long.
    """

    def __init__(self, stream: TextIO, *, all_steps: bool = False) -> None:
        self._stream, self._all_steps = stream, all_steps
        self._terminal = stream.isatty()
        self._lock = threading.Lock()
        self._step, self._since, self._written = "", 0.0, True
        self._over = threading.Event()
        self._ticker = threading.Thread(target=self._tick, name="progress", daemon=True)

    def __enter__(self) -> Progress:
        self._ticker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.clear()
        self._over.set()
        self._ticker.join()

    def __call__(self, line: str) -> None:
        with self._lock:
            if isinstance(line, Notice):
                self._write(f"\r\x1b[K{line}\n" if self._terminal else f"{line}\n")
                self._draw()
                return
            self._step, self._since, self._written = line, time.monotonic(), False
            if self._all_steps and not self._terminal:
                self._write(f"{line}\n")
                self._written = True
            self._draw()

    def clear(self) -> None:
        """The step is over: nothing of it stays on a terminal."""
        with self._lock:
            if self._terminal and self._step:
                self._write("\r\x1b[K")
            self._step, self._written = "", True

    def _tick(self) -> None:
        while not self._over.wait(TICK_S):
            with self._lock:
                if not self._step or time.monotonic() - self._since < PATIENCE_S:
                    continue
                if not self._terminal and not self._written:
                    self._write(f"{self._step}\n")
                    self._written = True
                self._draw()

    def _draw(self) -> None:
        if not self._terminal or not self._step:
            return
        taken = time.monotonic() - self._since
        line = f"{self._step} {taken:.0f} s" if taken >= PATIENCE_S else self._step
        width = max(20, shutil.get_terminal_size().columns)
        self._write(f"\r\x1b[K{line[: width - 1]}")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
