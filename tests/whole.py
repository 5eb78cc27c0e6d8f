"""What the tests of a whole stack share: a stranger's and Slack's way to the front, waiting, and what people see."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event
from typing import Any, Protocol, TypeVar

import httpx
from slack_sdk import WebClient

from bot.ledger import Ledger
from bot.records import TurnRecord
from infra.local import names
from infra.local.asking import Asked
from infra.local.slack.delivery import sign
from infra.local.slack.people import APP_ID, BOT_USER, TEAM_ID
from infra.local.stack import Stack

Json = dict[str, Any]
T = TypeVar("T")

JSON_TYPE = "application/json"
PATIENCE_S = 60.0


class Ask(Protocol):
    def __call__(
        self, question: str, *, user: str = "maya", channel: str | None = None, thread: str | None = None
    ) -> Asked: ...


def until(look: Callable[[], T | None], what: str, seconds: float = PATIENCE_S) -> T:
    """The first true value of ``look``; fails after ``seconds``."""
    deadline, pause = time.monotonic() + seconds, Event()
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, f"after {seconds:.0f} s still no {what}"
        pause.wait(0.02)


class Office:
    """A stack as the tests use it: say something, deliver events by hand, see what came of it."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.url = f"{stack.running.aws_url}/_lambda-url/{names.FRONT_FUNCTION}/slack/events"
        self.http = httpx.Client(timeout=30, limits=httpx.Limits(max_connections=64))
        self.slack = WebClient(stack.running.slack_token, base_url=f"{stack.running.slack_url}/api/")
        patient = {"mode": "standard", "total_max_attempts": 10}
        self.ledger = Ledger(names.client("dynamodb", stack.running.aws_url, retries=patient), names.TABLE)
        self.s3 = names.client("s3", stack.running.aws_url)

    def close(self) -> None:
        self.http.close()

    # Slack, and strangers, at the front

    def post(
        self, body: bytes, *, kind: str = JSON_TYPE, stamp: str | None = None, signature: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:  # fmt: skip
        """A request as Slack signs it, but for what is given."""
        stamp = str(int(time.time())) if stamp is None else stamp
        signature = sign(self.stack.slack.signing_secret, stamp, body) if signature is None else signature
        sent = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature,
            **(headers or {}),
        }
        encoded = {name.encode(): value.encode() for name, value in sent.items()}
        return self.http.post(self.url, content=body, headers=encoded)

    def deliver(self, event: Json, event_id: str, **headers: str) -> int:
        """An event in its envelope, signed; the front's status."""
        return self.post(envelope(event, event_id), headers=headers).status_code

    # people

    def page(self, method: str, path: str, **body: Any) -> Json:
        answer = self.http.request(method, self.stack.running.slack_url + path, json=body)
        found: Json = answer.json()
        assert answer.is_success, found
        return found

    def say(self, text: str, user: str = "maya", channel: str = "dm", thread_ts: str | None = None) -> Json:
        """Post a message as a person; Slack's event goes to the bot by itself. The message's channel and ts."""
        message = {"as": user, "channel": channel, "text": text, "thread_ts": thread_ts}
        return self.page("POST", "/page/messages", **message)

    def upload(self, name: str, data: bytes, user: str = "maya") -> str:
        """A file of that person's, not shared yet: its id."""
        url = f"{self.stack.running.slack_url}/page/files"
        sent = self.http.post(url, params={"as": user}, files={"file": (name, data)}).json()
        assert sent["ok"], sent
        return str(sent["files"][0]["id"])

    def share(
        self, *files: tuple[str, bytes], text: str = "", user: str = "maya", channel: str = "dm",
        thread_ts: str | None = None,
    ) -> Json:  # fmt: skip
        """Post files as a person, with or without words. The message's channel and ts."""
        ids = [self.upload(name, data, user) for name, data in files]
        message = {"as": user, "channel": channel, "text": text, "thread_ts": thread_ts, "files": ids}
        return {**self.page("POST", "/page/messages", **message), "files": ids}

    def stored(self) -> set[str]:
        """S3 keys of shared files, and of parts that were sent and not finished."""
        listed = self.s3.list_objects_v2(Bucket=names.BUCKET, Prefix="files/").get("Contents", [])
        begun = self.s3.list_multipart_uploads(Bucket=names.BUCKET).get("Uploads", [])
        return {entry["Key"] for entry in listed} | {f"{entry['Key']} (parts)" for entry in begun}

    @contextmanager
    def unheard(self) -> Iterator[None]:
        """What happens in Slack meanwhile is not told to the bot."""
        delivery = self.stack.slack.core.delivery
        assert self.stack.slack.idle()
        url, delivery.url = delivery.url, None
        try:
            yield
        finally:
            delivery.url = url

    def said(self, text: str, user: str = "maya", channel: str = "dm", thread_ts: str | None = None) -> Json:
        """Post a message that the bot is not told of: the event that Slack would send."""
        with self.unheard():
            return self.event(self.say(text, user, channel, thread_ts))

    def event(self, sent: Json) -> Json:
        """The event that Slack sends for a message."""
        message = self.stack.slack.core.workspace.require_message(sent["channel"], sent["ts"])
        kind = "im" if sent["channel"].startswith("D_") else "channel"
        kept = {name: value for name, value in message.items() if not name.startswith("_")}
        return {**kept, "channel": sent["channel"], "event_ts": sent["ts"], "channel_type": kind}

    # what came of it

    def turn(self, message: Json) -> TurnRecord | None:
        return self.ledger.turn_for_message(TEAM_ID, message["channel"], message["ts"])

    def done(self, message: Json, seconds: float = PATIENCE_S) -> TurnRecord:
        """The turn of a message, when it is over."""

        def look() -> TurnRecord | None:
            record = self.turn(message)
            return record if record and record.status == "done" else None

        return until(look, f"answer to {message.get('text', message['ts'])!r}", seconds)

    def begun(self, message: Json) -> TurnRecord:
        """The turn of a message, once something of it can be seen."""

        def look() -> TurnRecord | None:
            record = self.turn(message)
            return record if record and record.reply_ts else None

        return until(look, "sign of a reply")

    def thread(self, message: Json) -> list[Json]:
        """Every message of the thread, oldest first."""
        ts = message.get("thread_ts") or message["ts"]
        return list(self.slack.conversations_replies(channel=message["channel"], ts=ts).get("messages") or [])

    def answers(self, message: Json) -> list[Json]:
        """The bot's messages in the thread."""
        return [found for found in self.thread(message) if found.get("user") == BOT_USER]

    def attempts(self, message: Json) -> int:
        """How often a worker took the message up."""
        key = {"pk": {"S": f"claim#message|{TEAM_ID}|{message['channel']}|{message['ts']}"}, "sk": {"S": "claim"}}
        client = names.client("dynamodb", self.stack.running.aws_url)
        item = client.get_item(TableName=names.TABLE, Key=key, ConsistentRead=True).get("Item", {})
        return int(item.get("attempts", {}).get("N", "0"))


def envelope(event: Json, event_id: str) -> bytes:
    body = {
        "token": "old", "team_id": TEAM_ID, "api_app_id": APP_ID, "type": "event_callback", "event_id": event_id,
        "event_time": int(time.time()), "event": event,
        "authorizations": [{"team_id": TEAM_ID, "user_id": BOT_USER, "is_bot": True}],
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False).encode()


def place(asked: Asked) -> Json:
    """Channel and ts of the thread's first message."""
    channel, _, ts = asked.thread.partition(":")
    return {"channel": channel, "ts": ts}


def press(office: Office, asked: Asked, action_id: str, user: str) -> None:
    """Press a button of the answer, as this person."""
    offered = next(button for button in asked.buttons if button["action_id"] == action_id)
    message = next(
        found for found in office.answers(place(asked)) if f'"{action_id}"' in json.dumps(found.get("blocks", []))
    )
    action = {"action_id": action_id, "value": offered["value"], "type": "button"}
    body = {"as": user, "channel": message["channel"] if "channel" in message else place(asked)["channel"]}
    office.page("POST", "/page/actions", **body, message_ts=message["ts"], action=action)
