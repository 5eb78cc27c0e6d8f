"""Takes the pictures of docs/screenshots from the real thing: ``python -m tests.browser.pictures``.

A private stack over the demo lake, real questions, a headless browser. Nothing is drawn or edited by hand.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from infra.local.home import Inputs, Running
from infra.local.stack import private_stack
from tests.browser.chromium import chromium

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
TODAY = date(2026, 11, 15)
WIDE = {"width": 1280, "height": 860}
NARROW = {"width": 390, "height": 844}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        private_stack(Path(home), Inputs(None, None, None, TODAY), say) as running,
        chromium() as browser,
    ):
        take(browser, running)


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def take(browser: Browser, running: Running) -> None:
    page = browser.new_page(viewport=WIDE, base_url=running.slack_url)  # pyright: ignore[reportArgumentType]
    page.goto("/")
    page.screenshot(path=FOLDER / "first-visit.png")
    ask(page, "revenue by region last month")
    settle(page)
    page.screenshot(path=FOLDER / "answer.png")
    reply(page, "only EMEA, by channel")
    settle(page)
    reply(page, "show me the SQL")
    settle(page)
    page.screenshot(path=FOLDER / "thread.png")
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=FOLDER / "thread-dark.png")
    page.emulate_media(color_scheme="light")
    page.goto("/c/D_MAYA")
    ask(page, "revenue by month and category this year")
    settle(page)
    page.screenshot(path=FOLDER / "chart.png")
    reply(page, "as a bar chart, by region")
    settle(page)
    reply(page, "as a pie")
    settle(page)
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=FOLDER / "charts-dark.png")
    page.emulate_media(color_scheme="light")
    page.goto("/c/D_MAYA")
    ask(page, "sales last month")
    settle(page)
    page.screenshot(path=FOLDER / "asked-back.png")
    page.goto("/c/D_MAYA")
    ask(page, "revenue by favourite colour last month")
    settle(page)
    page.screenshot(path=FOLDER / "refused.png")
    page.set_viewport_size(NARROW)  # pyright: ignore[reportArgumentType]
    page.goto("/c/D_MAYA")
    ask(page, "top 5 products by revenue last month")
    settle(page)
    page.screenshot(path=FOLDER / "narrow.png")


def ask(page: Page, text: str) -> None:
    box = page.locator("textarea:visible").first
    box.fill(text)
    box.press("Enter")


def reply(page: Page, text: str) -> None:
    box = page.locator("textarea:visible").last
    box.fill(text)
    box.press("Enter")
    page.wait_for_timeout(300)


def settle(page: Page) -> None:
    """Wait until an answer stands: the newest reply has its feedback buttons."""
    expect(page.locator(".thread").or_(page.locator("body")).first).to_be_visible()
    page.wait_for_timeout(4_000)


if __name__ == "__main__":
    main()
