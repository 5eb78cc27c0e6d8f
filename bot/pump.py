"""An agent's events with a pulse: a blocked stream must not keep a turn from being stopped or from its deadline."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import TypeVar

T = TypeVar("T")


class _End:
    """The events are over, or ended in ``error``."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def pump(events: Iterator[T], tick_s: float) -> Iterator[T | None]:
    """Yield ``events`` as they come, and None whenever ``tick_s`` seconds pass without one.

    The events are read in a thread of their own. A reader that stops early leaves it to end at its next event.
    Raises whatever the events raise.
    """
    waiting: queue.SimpleQueue[T | _End] = queue.SimpleQueue()
    over = threading.Event()

    def read() -> None:
        try:
            for event in events:
                waiting.put(event)
                if over.is_set():
                    break
        except BaseException as error:
            waiting.put(_End(error))
        else:
            waiting.put(_End())

    threading.Thread(target=read, name="agent", daemon=True).start()
    try:
        while True:
            try:
                event = waiting.get(timeout=tick_s)
            except queue.Empty:
                yield None
                continue
            if isinstance(event, _End):
                if event.error is not None:
                    raise event.error
                return
            yield event
    finally:
        over.set()
