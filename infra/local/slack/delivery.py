"""Signed HTTP to the app: one ordered lane for each conversation, Slack's retry schedule beside it."""

from __future__ import annotations

import hashlib
import heapq
import hmac
import itertools
import json
import logging
import queue
import threading
import time
from dataclasses import dataclass, replace
from typing import Any

import httpx

from infra.local.slack.faults import DELIVERY, Faults
from infra.local.slack.journal import Journal, Kind
from infra.local.slack.store import Json
from infra.local.slack.timing import Timing

log = logging.getLogger(__name__)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """``v0=`` HMAC-SHA256 (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def _read(body: bytes, content_type: str) -> Any:
    """A body as a structure, for the journal: a form's ``payload`` is what an interaction is."""
    text = body.decode(errors="replace")
    if "form-urlencoded" in content_type:
        form = dict(httpx.QueryParams(text))
        return json.loads(form["payload"]) if "payload" in form else form
    try:
        return json.loads(text)
    except ValueError:
        return text


def _called(body: bytes, content_type: str) -> tuple[Kind, str]:
    """(kind, name) of what is sent: the event's type, the command, the kind of interaction."""
    sent = _read(body, content_type)
    if "command" in sent:
        return "command", f"{sent['command']} {sent.get('text', '')}".strip()[:100]
    if "event" in sent:
        event = sent["event"]
        return "event", ".".join(filter(None, (event.get("type", ""), event.get("subtype", ""))))
    return ("handshake" if "challenge" in sent else "interaction"), str(sent.get("type", ""))


@dataclass(frozen=True)
class Answer:
    """What the app said. ``status`` 0: not reached, or no answer in time (then ``reason`` is http_timeout)."""

    status: int
    text: str = ""
    reason: str = ""
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Attempt:
    body: bytes
    number: int = 0
    reason: str = ""
    delayed: bool = False
    """Held back by a fault already."""


@dataclass
class Delivered:
    """One attempt, for tests and for whoever looks into a silence."""

    event_id: str
    number: int
    status: int
    reason: str


class Delivery:
    """Posts to ``url``. Events are queued by lane and tried again; commands and interactions are asked at once."""

    def __init__(self, url: str | None, secret: str, timing: Timing, journal: Journal, faults: Faults) -> None:
        self.url = url
        self._faults = faults
        self._journal = journal
        self._secret = secret
        self._timing = timing
        self._client = httpx.Client(timeout=timing.ack, trust_env=False, follow_redirects=False)
        self._lanes: dict[str, queue.SimpleQueue[Attempt | None]] = {}
        self._threads: list[threading.Thread] = []
        self._retries: list[tuple[float, int, Attempt]] = []
        self._count = itertools.count()
        self._wake = threading.Condition()
        self._pending = 0
        self._stopped = False
        self.attempts: list[Delivered] = []

    def start(self) -> None:
        self._spawn(self._run_retries, "slack-retries")

    def _spawn(self, run: object, name: str, *args: object) -> None:
        thread = threading.Thread(target=run, args=args, name=name, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        """Drops what is waiting for a retry; lets an attempt under way end."""
        with self._wake:
            self._stopped = True
            self._wake.notify_all()
        for lane in self._lanes.values():
            lane.put(None)
        for thread in self._threads:
            thread.join(self._timing.ack + 1)
        self._client.close()

    # asking -----------------------------------------------------------------------------------------------------

    def ask(self, body: bytes, content_type: str, **headers: str) -> Answer:
        """One signed POST, answered or given up after 3 s. Never raises."""
        if not self.url:
            return Answer(0, reason="no_request_url")
        stamp = str(int(time.time()))
        sent = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(self._secret, stamp, body),
            **headers,
        }
        noting = self._journal.begin(*_called(body, content_type))
        noting.request, noting.request_bytes, noting.headers = _read(body, content_type), len(body), sent
        noting.attempt = int(headers.get("X-Slack-Retry-Num", "0"))
        answer, shown = self._post(body, sent)
        noting.answer, noting.answer_bytes, noting.error = shown, len(answer.text), answer.reason
        noting.done(answer.status)
        return answer

    def _post(self, body: bytes, headers: dict[str, str]) -> tuple[Answer, Any]:
        """(the answer, its body as the journal shows it)."""
        try:
            answer = self._client.post(self.url or "", content=body, headers=headers)
        except httpx.TimeoutException:
            return Answer(0, reason="http_timeout"), None
        except (httpx.HTTPError, RuntimeError):
            return Answer(0, reason="connection_failed"), None
        no_retry = answer.headers.get("x-slack-no-retry") == "1"
        reason = "" if answer.is_success else "http_error"
        shown = _read(answer.content, answer.headers.get("content-type", "")) if answer.content else None
        return Answer(answer.status_code, answer.text, reason, no_retry), shown

    def ask_form(self, form: dict[str, str]) -> Answer:
        return self.ask(str(httpx.QueryParams(form)).encode(), "application/x-www-form-urlencoded")

    def verify(self, token: str) -> bool:
        """The url_verification handshake: the app must send the challenge back."""
        challenge = hashlib.sha256(f"{time.time_ns()}".encode()).hexdigest()
        body = json.dumps({"token": token, "challenge": challenge, "type": "url_verification"}).encode()
        answer = self.ask(body, "application/json")
        return answer.ok and challenge in answer.text

    # events -----------------------------------------------------------------------------------------------------

    def send(self, lane: str, envelope: Json) -> None:
        """Queue an event. Those of one lane are first tried in the order in which they were queued."""
        if not self.url or self._stopped:
            return
        body = json.dumps(envelope, ensure_ascii=False).encode()
        with self._wake:
            self._pending += 1
            if lane not in self._lanes:
                self._lanes[lane] = queue.SimpleQueue()
                self._spawn(self._run_lane, f"slack-lane-{lane}", self._lanes[lane])
            self._lanes[lane].put(Attempt(body))

    def _run_lane(self, lane: queue.SimpleQueue[Attempt | None]) -> None:
        while (attempt := lane.get()) is not None and not self._stopped:
            self._try(attempt)

    def _run_retries(self) -> None:
        while True:
            with self._wake:
                while not self._stopped and (not self._retries or self._retries[0][0] > time.monotonic()):
                    self._wake.wait(self._retries[0][0] - time.monotonic() if self._retries else None)
                if self._stopped:
                    return
                attempt = heapq.heappop(self._retries)[2]
            self._try(attempt)

    def _try(self, attempt: Attempt) -> None:
        sent = json.loads(attempt.body)
        fault = self._faults.take(f"{DELIVERY}{sent['event'].get('type', '')}") if "event" in sent else None
        if fault and fault.kind == "slow" and not attempt.delayed:
            with self._wake:
                late = replace(attempt, delayed=True)
                heapq.heappush(self._retries, (time.monotonic() + fault.seconds, next(self._count), late))
                self._wake.notify_all()
            return
        headers = {}
        if attempt.number:
            headers = {"X-Slack-Retry-Num": str(attempt.number), "X-Slack-Retry-Reason": attempt.reason}
        if fault and fault.kind == "lost":
            answer = self._lost(attempt)
        else:
            answer = self.ask(attempt.body, "application/json", **headers)
        if fault and fault.kind == "doubled":
            self.ask(attempt.body, "application/json", **headers)
        event_id = str(sent.get("event_id", ""))
        self.attempts.append(Delivered(event_id, attempt.number, answer.status, answer.reason))
        del self.attempts[:-1000]
        with self._wake:
            again = not answer.ok and not answer.no_retry and attempt.number < len(self._timing.retries)
            if again:
                due = time.monotonic() + self._timing.retries[attempt.number]
                retry = Attempt(attempt.body, attempt.number + 1, answer.reason)
                heapq.heappush(self._retries, (due, next(self._count), retry))
            else:
                self._pending -= 1
                if not answer.ok:
                    log.warning("event %s given up: %s %s", event_id, answer.status, answer.reason)
            self._wake.notify_all()

    def _lost(self, attempt: Attempt) -> Answer:
        """An attempt that never arrives, because a fault was asked for."""
        noting = self._journal.begin(*_called(attempt.body, "application/json"))
        noting.request, noting.request_bytes = _read(attempt.body, "application/json"), len(attempt.body)
        noting.attempt, noting.fault, noting.error = attempt.number, "lost", "connection_failed"
        noting.done(0)
        return Answer(0, reason="connection_failed")

    def idle(self, timeout: float) -> bool:
        """Wait until nothing is queued, under way or due for a retry. For tests and for ``outcrop ask``."""
        with self._wake:
            return self._wake.wait_for(lambda: self._pending == 0, timeout)
