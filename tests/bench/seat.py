"""One person at a running stack's workspace page, with a clock: what is posted, and when what shows in its thread."""

from __future__ import annotations

import http.client
import json
import queue
import socket
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.ledger import Ledger
from bot.records import TurnRecord
from infra.local import names
from infra.local.asking import person, place
from infra.local.slack.people import BOT_NAME, BOT_USER, TEAM_ID

Json = dict[str, Any]
PATIENCE_S = 120.0


class SilenceError(RuntimeError):
    """Nothing came of a message in time."""


@dataclass(frozen=True)
class Sent:
    channel: str
    ts: str
    thread_ts: str
    at: float
    """Monotonic time just before the message was posted."""


@dataclass(frozen=True)
class Seen:
    """Monotonic times at which the page was told: of the first sign in the thread, and of the finished message."""

    first: float
    finished: float


class Page:
    """The workspace page as one person has it open."""

    def __init__(self, url: str, user: str, *, listen: bool = True) -> None:
        self.user = person(user)
        self._host = urlsplit(url).netloc
        self._events: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        if not listen:
            return
        self._stream = http.client.HTTPConnection(self._host)
        self._stream.request("GET", f"/page/events?as={self.user}")
        self._answer = self._stream.getresponse()
        self._answer.readline()
        threading.Thread(target=self._listen, name="page", daemon=True).start()

    def close(self) -> None:
        if self._stream.sock:
            self._stream.sock.shutdown(socket.SHUT_RDWR)

    def post(self, text: str, channel: str | None = None, thread_ts: str | None = None) -> Sent:
        """Raises SilenceError when the page refuses the message."""
        place_ = place(channel, self.user)
        said = text if place_.startswith("D") else f"@{BOT_NAME} {text}"
        body = json.dumps({"as": self.user, "channel": place_, "text": said, "thread_ts": thread_ts})
        connection = http.client.HTTPConnection(self._host, timeout=30)
        at = time.monotonic()
        connection.request("POST", "/page/messages", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer: Json = json.loads(response.read())
        connection.close()
        if response.status != 200:
            raise SilenceError(f"The page refused the message: {answer}")
        return Sent(place_, answer["ts"], answer["thread_ts"], at)

    def watch(self, sent: Sent) -> Seen:
        """Wait for the finished reply. For one question at a time. Raises SilenceError."""
        first = 0.0
        while True:
            try:
                at, line = self._events.get(timeout=PATIENCE_S)
            except queue.Empty:
                raise SilenceError(f"No answer to the message {sent.ts}.") from None
            event: Json = json.loads(line)
            if event.get("thread_ts") != sent.thread_ts or at < sent.at:
                continue
            if event["event"] in ("status", "session") or event.get("by") == BOT_USER:
                first = first or at
            if event["event"] == "update" and (event.get("message") or {}).get("streaming_state") == "completed":
                return Seen(first, at)

    def _listen(self) -> None:
        try:
            for line in self._answer:
                if line.startswith(b"data: "):
                    self._events.put((time.monotonic(), line[6:]))
        except (OSError, ValueError, http.client.HTTPException):
            return


class Turns:
    """The ledger, looked at from outside."""

    def __init__(self, aws_url: str) -> None:
        self._ledger = Ledger(names.client("dynamodb", aws_url, max_pool_connections=20), names.TABLE)

    def of(self, sent: Sent) -> TurnRecord | None:
        return self._ledger.turn_for_message(TEAM_ID, sent.channel, sent.ts)

    def done(self, sent: Sent, every_s: float = 0.1, patience_s: float = PATIENCE_S) -> TurnRecord:
        """The finished turn. Raises SilenceError."""
        pause = threading.Event()
        while True:
            record = self.of(sent)
            if record is not None and record.status == "done":
                return record
            if time.monotonic() - sent.at > patience_s:
                raise SilenceError(f"No finished turn for the message {sent.ts}.")
            pause.wait(every_s)
