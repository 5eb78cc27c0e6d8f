"""What went over the wire, for developers of Slack apps: a bounded record of events, calls, payloads and timing.

Fed where the wire passes: delivery.py (what is sent to the app) and web.py (what the app asks). Shown by
page/wire_routes.py.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from infra.local.slack.linking import ThreadOf, place_of
from infra.local.slack.masking import Masking
from infra.local.slack.store import Json

Kind = Literal["event", "command", "interaction", "handshake", "api", "response", "upload", "download"]
TO_APP: tuple[Kind, ...] = ("event", "command", "interaction", "handshake")

ENTRIES = 1_000
BYTES = 8_000_000
"""Characters of all payloads together: the oldest go first."""
LINKS = 5_000


@dataclass
class Entry:
    """One exchange. ``at`` is UNIX time; ``ms`` until the answer; ``status`` HTTP, 0 when there was no answer.

    ``turn`` names what it belongs to (linking.py); ``attempt`` is 0 but for Slack's retries; ``fault`` is what was
    asked for by ``POST /_faults`` and hit it.
    """

    id: int
    at: float
    ms: float
    kind: Kind
    name: str
    status: int
    error: str = ""
    fault: str = ""
    attempt: int = 0
    channel: str = ""
    turn: str = ""
    request_bytes: int = 0
    answer_bytes: int = 0
    request: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)
    headers: str = field(default="", repr=False)

    @property
    def size(self) -> int:
        return 500 + len(self.request) + len(self.answer) + len(self.headers)

    def summary(self) -> Json:
        """Everything but the payloads."""
        shown = asdict(self)
        for name in ("request", "answer", "headers"):
            shown.pop(name)
        return shown | {"to_app": self.kind in TO_APP}

    def whole(self) -> Json:
        return asdict(self) | {"to_app": self.kind in TO_APP}


class Noting:
    """An exchange under way: filled in as it becomes known, kept by :meth:`done`."""

    def __init__(self, journal: Journal, kind: Kind, name: str) -> None:
        self._journal = journal
        self.kind: Kind = kind
        self.name = name
        self.fault, self.attempt, self.error = "", 0, ""
        self.request: Any = None
        self.answer: Any = None
        self.headers: Json = {}
        self.request_bytes = self.answer_bytes = 0
        self._at, self._started = time.time(), time.perf_counter()

    def done(self, status: int) -> None:
        ms = round((time.perf_counter() - self._started) * 1000, 1)
        self._journal.keep(self, self._at, ms, status)


class Journal:
    """Newest last inside; at most ENTRIES, and BYTES of payloads. ``watchers`` are told of what is new, in any thread:
    ``{"entry": summary}``, ``{"moved": [from, to]}`` when two turns turn out to be one, or ``{"cleared": true}``."""

    def __init__(self, secrets: tuple[str, ...], thread_of: ThreadOf) -> None:
        self._masking = Masking(secrets)
        self._thread_of = thread_of
        self._entries: deque[Entry] = deque()
        self._links: OrderedDict[str, str] = OrderedDict()
        self._size = self._last = 0
        self._lock = threading.Lock()
        self.watchers: list[Callable[[Json], None]] = []

    def begin(self, kind: Kind, name: str) -> Noting:
        return Noting(self, kind, name)

    def keep(self, noting: Noting, at: float, ms: float, status: int) -> None:
        channel, keys = place_of(noting.request, noting.answer, self._thread_of)
        request, answer = self._masking.text(noting.request), self._masking.text(noting.answer)
        headers = self._masking.text(noting.headers or None)
        with self._lock:
            turn, news = self._turn(keys)
            self._last += 1
            entry = Entry(
                self._last, round(at, 3), ms, noting.kind, noting.name, status, noting.error, noting.fault,
                noting.attempt, channel, turn, noting.request_bytes or len(request), noting.answer_bytes or len(answer),
                request, answer, headers,
            )  # fmt: skip
            self._entries.append(entry)
            self._size += entry.size
            while len(self._entries) > ENTRIES or (self._size > BYTES and len(self._entries) > 1):
                self._size -= self._entries.popleft().size
            told = [*news, {"entry": entry.summary()}]
        self._tell(told)

    def _turn(self, keys: list[str]) -> tuple[str, list[Json]]:
        """The turn of an exchange, and which turns are found to be part of it. A thread is never part of another."""
        if not keys:
            return "", []
        thread = next((key for key in keys if key.startswith("thread:")), "")
        turn = thread or next((self._links[key] for key in keys if key in self._links), keys[0])
        news: list[Json] = []
        for key in keys:
            if key == turn or key.startswith("thread:"):
                continue
            before = self._links.get(key, key)
            self._links[key] = turn
            self._links.move_to_end(key)
            if before != turn and not before.startswith("thread:"):
                moved = [entry for entry in self._entries if entry.turn == before]
                for entry in moved:
                    entry.turn = turn
                if moved:
                    news.append({"moved": [before, turn]})
        while len(self._links) > LINKS:
            self._links.popitem(last=False)
        return turn, news

    def _tell(self, told: list[Json]) -> None:
        for watcher in list(self.watchers):
            for one in told:
                watcher(one)

    def entries(self, *, before: int = 0, most: int = 200) -> list[Json]:
        """Summaries, newest first; ``before`` is an entry's id, for the next page."""
        with self._lock:
            found = [entry for entry in self._entries if not before or entry.id < before]
            return [entry.summary() for entry in reversed(found[-most:])]

    def entry(self, number: int) -> Json | None:
        """One exchange with its payloads; None when it is no longer kept."""
        with self._lock:
            return next((entry.whole() for entry in self._entries if entry.id == number), None)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._links.clear()
            self._size = 0
        self._tell([{"cleared": True}])
