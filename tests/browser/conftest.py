"""A headless Chromium, a workspace with the scripted bot, and a page as Maya."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError

from infra.local.slack.server import SlackServer
from tests.browser.chromium import chromium
from tests.browser.scripted_bot import build
from tests.wire.slack.app_server import bolt_app, connected


@dataclass
class Workspace:
    slack: SlackServer
    gate: threading.Event


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    gate = threading.Event()
    with SlackServer(tmp_path) as slack, connected(slack, build(bolt_app(slack), gate)):
        yield Workspace(slack, gate)
        gate.set()


@pytest.fixture
def page(browser: Browser, workspace: Workspace) -> Iterator[Page]:
    """Any error in the page's JavaScript, and any request to another machine, fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=workspace.slack.url)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "request", lambda r: wrong.append(r.url) if not r.url.startswith((workspace.slack.url, "data:")) else None
    )
    yield opened
    context.close()
    assert wrong == []


def ready(page: Page, path: str = "/?as=maya") -> None:
    page.goto(path)
    page.wait_for_selector("body[data-ready]")


def say(page: Page, text: str, box: str = "#composer") -> None:
    page.fill(f"{box} textarea", text)
    page.press(f"{box} textarea", "Enter")


def fill(workspace: Workspace, channel: str, texts: list[str], *, user: str = "U_PRIYA", thread_ts: str = "") -> None:
    """A past for a conversation: one message a minute, up to a while ago. The bot is not told."""
    start = int(time.time()) - 60 * (len(texts) + 60)
    store = workspace.slack.core.workspace.store
    for number, text in enumerate(texts):
        message = {"type": "message", "user": user, "ts": f"{start + number * 60}.000100", "text": text}
        store.put_message(channel, message | ({"thread_ts": thread_ts} if thread_ts else {}))


def press_tool(page: Page, message: Locator, tool: str) -> None:
    """Press one of the tools that a message shows under the mouse, by its `data-tool`.

    Lines above may grow while the mouse rests, and then it rests on another message: it is moved again.
    """
    button = message.locator(f"[data-tool={tool}]")
    for _ in range(20):
        page.mouse.move(0, 0)
        message.hover()
        with contextlib.suppress(TimeoutError):
            return button.click(timeout=1000)
    raise AssertionError(f"the message shows no tool {tool!r} under the mouse")
