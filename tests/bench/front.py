"""Signed events at the front, many at once; and that each is queued once."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra.local import names
from infra.local.slack.delivery import sign
from infra.local.slack.people import APP_ID, TEAM_ID
from tests.bench.figures import Figure, percentile
from tests.bench.servers import FRONT, PLAIN, server
from tests.bench.size import Size


def measure(size: Size, home: Path) -> dict[str, Figure]:
    """Bursts of different messages; then each of them a second time, as Slack's retry."""
    with server("front", home) as at:
        ours, plain = Clients(at, FRONT, size.at_once), Clients(at, PLAIN, size.at_once)
        ours.burst(_messages("w", size.at_once))
        _drain(at)
        times: list[float] = []
        sent: list[str] = []
        for number in range(size.bursts):
            texts = _messages(str(number), size.at_once)
            times += ours.burst(texts)
            ours.burst(texts, **{"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"})
            sent += texts
        queued = _drain(at)
        plain.burst(_messages("w", size.at_once))
        compared = [t for n in range(size.bursts) for t in plain.burst(_messages(str(n), size.at_once))]
        ours.close()
        plain.close()
    wanted = {json.loads(text)["event"]["ts"] for text in sent}
    lost, doubled = len(wanted - set(queued)), sum(count - 1 for count in queued.values())
    return {
        "ack": Figure(percentile(times, 0.99), percentile(compared, 0.99), {"p50 ms": percentile(times, 0.5)}),
        "ack_once": Figure(lost + doubled, None, {"events": float(len(wanted)), "deliveries": 2.0 * len(wanted)}),
    }


class Clients:
    """So many connections to a function URL, each with a thread that fires when told."""

    def __init__(self, at: dict[str, Any], function: str, count: int) -> None:
        self._secret = at["signing_secret"]
        self._path = f"/_lambda-url/{function}/slack/events"
        self._connections: list[http.client.HTTPConnection] = []
        for _ in range(count):
            connection = http.client.HTTPConnection(urlsplit(at["aws_url"]).netloc, timeout=30)
            connection.connect()
            self._connections.append(connection)

    def close(self) -> None:
        for connection in self._connections:
            connection.close()

    def burst(self, texts: Sequence[str], **headers: str) -> list[float]:
        """Send all at the same moment; milliseconds until each 200. Raises RuntimeError for any other status."""
        start = threading.Barrier(len(texts))
        times: list[float] = []
        wrong: list[int] = []

        def fire(connection: http.client.HTTPConnection, text: str) -> None:
            stamp, body = str(int(time.time())), text.encode()
            signed = {
                "Content-Type": "application/json",
                "X-Slack-Request-Timestamp": stamp,
                "X-Slack-Signature": sign(self._secret, stamp, body),
                **headers,
            }
            start.wait()
            began = time.perf_counter()
            connection.request("POST", self._path, body, signed)
            answer = connection.getresponse()
            answer.read()
            times.append((time.perf_counter() - began) * 1000)
            if answer.status != 200:
                wrong.append(answer.status)

        threads = [threading.Thread(target=fire, args=pair) for pair in zip(self._connections, texts, strict=False)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if wrong or len(times) != len(texts):
            raise RuntimeError(f"The front answered {wrong or 'nothing'} instead of 200.")
        return times


def _messages(burst: str, count: int) -> list[str]:
    """So many direct messages, each its own thread."""
    stamp = time.time_ns() // 1000
    messages: list[str] = []
    for number in range(count):
        ts = f"{(stamp + number) // 1_000_000}.{(stamp + number) % 1_000_000:06d}"
        event = {
            "type": "message", "channel": "D_MAYA", "channel_type": "im", "user": "U_MAYA", "ts": ts, "event_ts": ts,
            "text": "revenue by region last month",
        }  # fmt: skip
        envelope = {
            "type": "event_callback", "token": "old", "team_id": TEAM_ID, "api_app_id": APP_ID, "event": event,
            "event_id": f"Ev{burst}{number}{stamp}", "event_time": stamp // 1_000_000,
        }  # fmt: skip
        messages.append(json.dumps(envelope))
    return messages


def _drain(at: dict[str, Any]) -> Counter[str]:
    """Take everything off the queue: message ts -> how often it was there."""
    sqs = names.client("sqs", at["aws_url"])
    found: Counter[str] = Counter()
    while messages := sqs.receive_message(QueueUrl=at["queue_url"], MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found[json.loads(message["Body"])["body"]["event"]["ts"]] += 1
            sqs.delete_message(QueueUrl=at["queue_url"], ReceiptHandle=message["ReceiptHandle"])
    return found
