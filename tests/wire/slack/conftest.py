"""An offline Slack per test, and clients for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient

from infra.local.slack.server import SlackServer
from infra.local.slack.timing import Timing

QUICK = Timing(ack=0.4, retries=(0.0, 0.05, 0.1), trigger=3.0)


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with SlackServer(timing=QUICK) as server:
        yield server


@pytest.fixture
def client(slack: SlackServer) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url)


class Person:
    """Maya at the page's JSON."""

    def __init__(self, slack: SlackServer, name: str = "maya") -> None:
        self._http = httpx.Client(base_url=slack.url, trust_env=False)
        self.name = name

    def do(self, path: str, **body: Any) -> dict[str, Any]:
        return self._http.post(f"/page/{path}", json={"as": self.name, **body}).json()

    def say(self, text: str, channel: str = "dm", **body: Any) -> dict[str, Any]:
        return self.do("messages", channel=channel, text=text, **body)

    def reads(self, channel: str = "dm", thread_ts: str = "") -> list[dict[str, Any]]:
        query = {"as": self.name, "channel": channel, "thread_ts": thread_ts}
        return self._http.get("/page/messages", params=query).json()["messages"]

    def close(self) -> None:
        self._http.close()


@pytest.fixture
def maya(slack: SlackServer) -> Iterator[Person]:
    person = Person(slack)
    yield person
    person.close()
