"""Ctrl-C: what is under way is ended in order, and if that takes too long, at once.

Every child process ends with this one, however it ends (``infra/local/aws/lifeline.py``): leaving at once leaves
nothing behind, and MiniStack still saves its state before a next start may use it.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

GRACE_S = 1.5
INTERRUPTED = 130
"""Exit status of a command that Ctrl-C ended: 128 + SIGINT, as shells have it."""


@contextmanager
def interruptible() -> Iterator[None]:
    """In the block Ctrl-C raises KeyboardInterrupt, and the process is gone GRACE_S later, whatever still runs.

    A second Ctrl-C ends it there and then. Only the main thread may be told of signals; elsewhere nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        leave_soon(INTERRUPTED)
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is interrupted:
            signal.signal(signal.SIGINT, before)


def serve_until_signal(say_ready: Callable[[], None]) -> None:
    """Say that it is ready, then wait for Ctrl-C or SIGTERM: the ordinary end of a command that serves.

    The signals are listened to before it is said: who reads it may send one at once. From the first on, as after any
    Ctrl-C.
    """
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    say_ready()
    stopped.wait()
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    leave_soon(0)


def leave_soon(status: int) -> None:
    """End the process in GRACE_S seconds, unless it has ended by then."""
    timer = threading.Timer(GRACE_S, os._exit, (status,))
    timer.daemon = True
    timer.start()
