"""Faults that a test may ask for: in process (``server.faults``) or by ``POST /_faults``."""

from __future__ import annotations

import fnmatch
import threading
from dataclasses import dataclass, field
from typing import Any, Literal

FaultKind = Literal["rate_limited", "error", "500", "lost", "slow"]
KINDS: tuple[str, ...] = ("rate_limited", "error", "500", "lost", "slow")


@dataclass
class Fault:
    """``method`` may hold wildcards (``chat.*``). ``times`` counts down; -1 goes on for ever.

    rate_limited: 429 with Retry-After of ``seconds``. error: ok:false with ``code``. 500: an HTTP 500 before the method
    runs. lost: the method runs, the answer never arrives. slow: the method runs after ``seconds``.
    """

    method: str
    kind: FaultKind
    times: int = 1
    seconds: float = 1.0
    code: str = "internal_error"


@dataclass
class Faults:
    """``rate_limits`` switches Slack's tiers on. ``pending`` is used up in order."""

    rate_limits: bool = False
    pending: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, method: str, kind: FaultKind, **options: Any) -> None:
        with self._lock:
            self.pending.append(Fault(method, kind, **options))

    def clear(self) -> None:
        with self._lock:
            self.pending.clear()
            self.rate_limits = False

    def take(self, method: str) -> Fault | None:
        with self._lock:
            for fault in self.pending:
                if fault.times and fnmatch.fnmatchcase(method, fault.method):
                    fault.times -= 1
                    if not fault.times:
                        self.pending.remove(fault)
                    return fault
        return None
