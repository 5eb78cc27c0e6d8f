"""One person of the soak: asks, sends each event again, and compares what comes."""

from __future__ import annotations

import http.client
import json
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.records import TurnRecord
from infra.local import names
from infra.local.slack.delivery import sign
from infra.local.slack.people import APP_ID, BOT_USER, TEAM_ID
from tests.bench.questions import FOLLOW_UPS, NOT_ANSWERED, QUESTIONS
from tests.bench.seat import Page, Sent, SilenceError, Turns

NOT_ANSWERED_SHARE, FOLLOW_UP_SHARE = 0.15, 0.25
LATE_SHARE = 0.2
"""Of the messages whose event comes once more after the answer."""
FRONT_PATH = f"/_lambda-url/{names.FRONT_FUNCTION}/slack/events"


@dataclass
class Tally:
    """What came of questions."""

    seconds: list[float] = field(default_factory=list[float])
    outcomes: dict[str, int] = field(default_factory=dict[str, int])
    lost: list[str] = field(default_factory=list[str])
    differing: list[str] = field(default_factory=list[str])
    copies: int = 0
    """Events delivered beyond Slack's own."""
    refused_copies: int = 0
    """Copies that the front did not take (Slack would send them again)."""

    @classmethod
    def sum(cls, parts: Iterable[Tally]) -> Tally:
        whole = cls()
        for part in parts:
            whole.seconds += part.seconds
            whole.lost += part.lost
            whole.differing += part.differing
            whole.copies += part.copies
            whole.refused_copies += part.refused_copies
            for outcome, count in part.outcomes.items():
                whole.outcomes[outcome] = whole.outcomes.get(outcome, 0) + count
        return whole


class Asker:
    def __init__(self, at: dict[str, Any], user: str, channel: str | None, seed: int) -> None:
        self._page, self._turns = Page(at["slack_url"], user, listen=False), Turns(at["aws_url"])
        self._draw = random.Random(seed)
        self._channel, self._secret, self._host = channel, at["signing_secret"], urlsplit(at["aws_url"]).netloc
        self._known: dict[str, tuple[str | None, str]] = {}
        self._thread: Sent | None = None
        self._tally = Tally()
        self.sent: list[Sent] = []

    def take(self) -> Tally:
        """What was counted since the last call."""
        tally, self._tally = self._tally, Tally()
        return tally

    def ask_until(self, until: float) -> None:
        while time.monotonic() < until:
            chance = self._draw.random()
            follow = self._thread if chance < FOLLOW_UP_SHARE else None
            others = NOT_ANSWERED if chance > 1 - NOT_ANSWERED_SHARE else QUESTIONS
            self._ask(self._draw.choice(FOLLOW_UPS if follow else others), follow)

    def _ask(self, text: str, thread: Sent | None) -> None:
        sent = self._page.post(text, self._channel, thread.thread_ts if thread else None)
        self.sent.append(sent)
        event = self._event(sent, text, in_thread=thread is not None)
        self._deliver(event, 1)
        try:
            record = self._turns.done(sent)
        except SilenceError as silence:
            self._tally.lost.append(f"{text}: {silence}")
            return
        self._tally.seconds.append(time.monotonic() - sent.at)
        outcome = record.outcome or "none"
        self._tally.outcomes[outcome] = self._tally.outcomes.get(outcome, 0) + 1
        if thread is None:
            self._compare(text, record)
            self._thread = sent if outcome == "answered" else None
        if self._draw.random() < LATE_SHARE:
            self._deliver(event, 2)

    def _compare(self, text: str, record: TurnRecord) -> None:
        if record.outcome == "error":
            return
        said = (record.outcome, record.text)
        if self._known.setdefault(text, said) != said:
            self._tally.differing.append(f"{text}: {self._known[text]} and {said}")

    def _event(self, sent: Sent, text: str, *, in_thread: bool) -> dict[str, Any]:
        direct = sent.channel.startswith("D")
        event = {
            "type": "message" if direct else "app_mention", "channel": sent.channel, "user": self._page.user,
            "text": text if direct else f"<@{BOT_USER}> {text}", "ts": sent.ts, "event_ts": sent.ts,
        }  # fmt: skip
        return event | ({"channel_type": "im"} if direct else {}) | ({"thread_ts": sent.thread_ts} if in_thread else {})

    def _deliver(self, event: dict[str, Any], number: int) -> None:
        """The event again, signed, as Slack's retry."""
        self._tally.copies += 1
        envelope = {
            "type": "event_callback", "token": "old", "team_id": TEAM_ID, "api_app_id": APP_ID, "event": event,
            "event_id": f"Ev{event['ts']}-{number}", "event_time": int(time.time()),
        }  # fmt: skip
        body, stamp = json.dumps(envelope).encode(), str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(self._secret, stamp, body),
            "X-Slack-Retry-Num": str(number),
            "X-Slack-Retry-Reason": "http_timeout",
        }
        connection = http.client.HTTPConnection(self._host, timeout=30)
        try:
            connection.request("POST", FRONT_PATH, body, headers)
            if connection.getresponse().status != 200:
                self._tally.refused_copies += 1
        except OSError:
            self._tally.refused_copies += 1
        finally:
            connection.close()


def strays(at: dict[str, Any], turns: Turns, sent: Iterable[Sent]) -> list[str]:
    """Messages of the bot beyond one for each question, by thread."""
    slack = WebClient(at["slack_token"], base_url=f"{at['slack_url']}/api/")
    threads: dict[tuple[str, str], list[Sent]] = {}
    for message in sent:
        threads.setdefault((message.channel, message.thread_ts), []).append(message)
    found: list[str] = []
    for (channel, thread_ts), asked in threads.items():
        replies = slack.conversations_replies(channel=channel, ts=thread_ts, limit=200).get("messages") or []
        said = [message["ts"] for message in replies if message.get("user") == BOT_USER]
        known = [ts for message in asked if (record := turns.of(message)) is not None for ts in record.reply_ts]
        if len(said) > len(asked) or set(said) != set(known):
            found.append(f"{channel} {thread_ts}: {len(asked)} asked, {len(said)} replies, {len(known)} in the ledger")
    return found
