"""Agent sessions: attributes, earlier exchanges, what waits for the client. One turn at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from infra.local.aws.errors import AwsError
from infra.local.model.port import Exchange, ToolCall, ToolResult

KEPT_EXCHANGES = 50
"""Earlier exchanges that a session keeps."""

Key = tuple[str, str, str]
"""Agent id, alias id, session id."""


@dataclass
class Pending:
    """Calls that were handed to the client by returnControl, and the turn that goes on when they come back."""

    invocation_id: str
    calls: tuple[ToolCall, ...]
    waiting: tuple[ToolCall, ...]
    text: str
    results: tuple[ToolResult, ...]
    prompt_attributes: dict[str, str]
    steps: int


@dataclass
class Session:
    key: Key
    used_at: float
    attributes: dict[str, str] = field(default_factory=dict[str, str])
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    pending: Pending | None = None
    memory_id: str | None = None
    busy: bool = False

    def remember(self, exchange: Exchange) -> None:
        self.exchanges = [*self.exchanges, exchange][-KEPT_EXCHANGES:]


class Sessions:
    """Every agent's sessions. A session ends ``ttl_s`` after its last turn.

    What is said in a session with a memory id is kept under that id when it ends, for later sessions. (Amazon's
    keeps a model's summary; with no model at hand the exchanges themselves are kept.)
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: dict[Key, tuple[Session, float]] = {}
        self._memory: dict[str, list[Exchange]] = {}

    def claim(self, key: Key, ttl_s: float, memory_id: str | None = None) -> Session:
        """The session, for one turn. Raises AwsError ConflictException while another turn has it."""
        with self._lock:
            self._expire()
            session, _ = self._sessions.get(key, (None, 0.0))
            if session is None:
                session = Session(key, self._clock(), memory_id=memory_id)
                session.exchanges = list(self._memory.get(memory_id, ())) if memory_id else []
                self._sessions[key] = (session, ttl_s)
            if session.busy:
                raise AwsError("ConflictException", f"Session with Id {key[2]} is already processing a request", 409)
            session.busy = True
            return session

    def release(self, session: Session) -> None:
        with self._lock:
            session.busy = False
            session.used_at = self._clock()

    def end(self, session: Session) -> None:
        with self._lock:
            session.busy = False
            self._forget(session)

    def _expire(self) -> None:
        now = self._clock()
        for session, ttl_s in list(self._sessions.values()):
            if not session.busy and now - session.used_at > ttl_s:
                self._forget(session)

    def _forget(self, session: Session) -> None:
        self._sessions.pop(session.key, None)
        if session.memory_id and session.exchanges:
            self._memory[session.memory_id] = session.exchanges[-KEPT_EXCHANGES:]
