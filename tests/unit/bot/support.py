"""The bot around a scripted agent: signed events in, what Slack was told out."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from slack_bolt import App
from types_boto3_s3 import S3Client
from types_boto3_sqs import SQSClient

from agent_actions.contract import Column, Receipt, Table, receipt_prefix, result_key
from bot.agents.port import AgentEvent, AgentTurn, Done, StepFinished, StepStarted, TextDelta
from bot.app import build_app
from bot.batch import BatchResponse, process
from bot.lambda_http import HttpResponse, respond
from bot.queue import Delivery, replay
from bot.services import Services
from bot.settings import Settings
from tests.unit.bot.slack_double import TEAM, SlackDouble

Json = dict[str, Any]
Script = Callable[[AgentTurn], Iterator[AgentEvent]]
SECRET = "signing"


class ScriptedAgent:
    """Does what the test says, and remembers what it was asked."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.turns: list[AgentTurn] = []

    def ask(self, turn: AgentTurn) -> Iterator[AgentEvent]:
        self.turns.append(turn)
        yield from self.script(turn)


def says(*texts: str) -> Script:
    def script(turn: AgentTurn) -> Iterator[AgentEvent]:
        for text in texts:
            yield TextDelta(text)
        yield Done()

    return script


class Bench:
    """One bot with its queue: ``deliver`` to the front, ``work`` off the queue."""

    def __init__(self, settings: Settings, slack: SlackDouble, sqs: SQSClient, s3: S3Client) -> None:
        self.slack, self.settings, self.sqs, self.s3 = slack, settings, sqs, s3
        self.agent = ScriptedAgent(says("Hello."))
        self.services = Services(settings, self.agent)
        self.app: App = build_app(settings, services=self.services)

    def deliver(self, body: Json, **headers: str) -> HttpResponse:
        """A signed Events API request."""
        return self.send(json.dumps(body), "application/json", **headers)

    def interact(self, payload: Json) -> HttpResponse:
        return self.send(urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded")

    def command(self, text: str, user: str = "UMAYA", channel: str = "C1", trigger: str = "trig.1") -> HttpResponse:
        form = {
            "command": "/outcrop", "text": text, "user_id": user, "channel_id": channel, "team_id": TEAM,
            "trigger_id": trigger, "response_url": f"{self.slack.origin}/api/respond", "token": "legacy",
        }  # fmt: skip
        return self.send(urlencode(form), "application/x-www-form-urlencoded")

    def send(self, text: str, content_type: str, **headers: str) -> HttpResponse:
        return respond(self.app, http_event(text, content_type, **headers))

    def queued(self) -> list[Json]:
        """Messages on the queue as records of an SQS event; taken off only by ``done``."""
        records: list[Json] = []
        while True:
            answer = self.sqs.receive_message(
                QueueUrl=self.settings.queue_url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
            )
            messages = answer.get("Messages", [])
            for message in messages:
                self.sqs.delete_message(
                    QueueUrl=self.settings.queue_url, ReceiptHandle=message.get("ReceiptHandle", "")
                )
                records.append(
                    {
                        "messageId": message.get("MessageId"),
                        "body": message.get("Body"),
                        "attributes": message.get("Attributes", {}),
                    }
                )
            if not messages:
                return records

    def run(self, records: list[Json], app: App | None = None) -> BatchResponse:
        """The worker, given an SQS event."""
        return process(
            {"Records": records},
            None,
            lambda body, message, until: replay(app or self.app, body, Delivery(message, until)),
        )

    def work(self) -> BatchResponse:
        return self.run(self.queued())

    def another_worker(self) -> App:
        """A second environment of the worker: nothing shared but AWS and Slack."""
        return build_app(self.settings, agent=self.agent)

    def put_receipt(self, receipt: Receipt, table: Table | None = None) -> None:
        if table is not None:
            key = result_key(receipt.turn, receipt.id)
            receipt = receipt.model_copy(update={"result_key": key})
            self.s3.put_object(Bucket=self.settings.bucket, Key=key, Body=table.model_dump_json().encode())
        self.s3.put_object(
            Bucket=self.settings.bucket,
            Key=f"{receipt_prefix(receipt.turn)}001-{receipt.id}.json",
            Body=receipt.model_dump_json().encode(),
        )


def http_event(text: str, content_type: str, **headers: str) -> Json:
    """A Lambda function URL's event, signed as Slack signs."""
    timestamp = headers.pop("timestamp", str(int(time.time())))
    signature = hmac.new(SECRET.encode(), f"v0:{timestamp}:{text}".encode(), hashlib.sha256).hexdigest()
    return {
        "version": "2.0",
        "rawPath": "/slack/events",
        "requestContext": {"http": {"method": "POST", "path": "/slack/events"}},
        "headers": {
            "content-type": content_type,
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": f"v0={signature}",
            **headers,
        },
        "body": text,
        "isBase64Encoded": False,
    }


def event(ts: str = "1700000000.000100", kind: str = "message", event_id: str = "Ev1", **more: Any) -> Json:
    """A message of Maya's to the bot; ``kind`` app_mention for one in a channel."""
    inner: Json = {"type": kind, "user": "UMAYA", "text": "revenue by region", "ts": ts, "event_ts": ts, "team": TEAM}
    if kind == "message":
        inner |= {"channel": "D1", "channel_type": "im"}
    else:
        inner |= {"channel": "C1", "text": "<@UBOT> revenue by region"}
    return {
        "type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": event_id, "token": "legacy",
        "event": inner | more,
    }  # fmt: skip


def press(action_id: str, value: str, user: str = "UMAYA", action_ts: str = "1800.1", thread: str = "") -> Json:
    thread = thread or "1700000000.000100"
    return {
        "type": "block_actions", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}, "api_app_id": "A1",
        "token": "legacy", "trigger_id": f"trig.{action_ts}", "channel": {"id": "D1"},
        "container": {"type": "message", "channel_id": "D1", "message_ts": "1700000001.000100", "thread_ts": thread},
        "message": {"ts": "1700000001.000100", "thread_ts": thread, "blocks": [{"type": "divider"}]},
        "actions": [
            {"action_id": action_id, "type": "button", "value": value, "action_ts": action_ts, "block_id": "b"}
        ],
    }  # fmt: skip


REVENUE = Table(
    title="Revenue by region",
    columns=(
        Column(name="region", label="Region", type="string"),
        Column(name="revenue", label="Revenue", type="number", unit="EUR", format="0.0a"),
    ),
    rows=(("EMEA", 1_234_567.5), ("APAC", 950_000.0), ("AMER", None)),
    total_rows=3,
)


def revenue_receipt(turn: str, **more: Any) -> Receipt:
    values: Json = {
        "id": "r1", "turn": turn, "action": "query_metrics", "status": "ok", "provenance": "metric",
        "headline": "EMEA leads with €1.2M.", "request": {"metrics": ["revenue"], "by": ["region"]},
        "sql": "SELECT region, SUM(amount) FROM sales.orders GROUP BY 1", "row_count": 3, "bytes_scanned": 12_300_000,
        "data_as_of": "2026-11-14", "columns": REVENUE.columns,
    }  # fmt: skip
    return Receipt.model_validate(values | more)


def queries(bench: Bench, *texts: str, **receipt: Any) -> Script:
    """An agent that runs one metric query, leaves its receipt, and says ``texts``."""

    def script(turn: AgentTurn) -> Iterator[AgentEvent]:
        yield StepStarted("1", "query_metrics", {"request": "{}"})
        found = revenue_receipt(turn.turn, **receipt)
        bench.put_receipt(found, REVENUE if found.provenance else None)
        yield StepFinished("1", "query_metrics", "complete", found.headline)
        for text in texts:
            yield TextDelta(text)
        yield Done()

    return script
