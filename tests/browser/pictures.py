"""Takes the pictures of docs/screenshots from the real thing: ``python -m tests.browser.pictures``.

A private stack over the demo lake, real questions, a headless browser. Nothing is drawn or edited by hand.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect

from infra.local.home import Inputs, Running
from infra.local.stack import private_stack
from tests.browser.chromium import chromium

SAMPLES = Path(__file__).parents[2] / "infra" / "local" / "lake" / "samples" / "files"
FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
TODAY = date(2026, 11, 15)
WIDE = {"width": 1200, "height": 780}
NARROW = {"width": 390, "height": 844}
LARGE = 150_000
"""Bytes; a repository keeps every picture that it ever had."""
PAUSE_MS = 600
"""For what still moves: a spinner, a fade."""
ANSWERS = "#thread-messages .msg[data-author=U_OUTCROP]"
PLAN = "region,revenue,orders\nEMEA,1720000,8400\nAMER,610000,2950\nAPAC,355000,1800\nLATAM,180000,960\n"


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
    expect(page.locator(".prompt")).to_have_count(4)
    picture(page, "first-visit")
    page.click("[data-tab=home]")
    expect(page.locator(".home-tab .btn").first).to_be_visible()
    picture(page, "home")
    ask(page, "revenue by region last month")
    picture(page, "answer")
    reply(page, "only EMEA, by channel")
    reply(page, "show me the SQL")
    picture(page, "thread")
    dark(page, "thread")
    ask(page, "revenue by month and category this year")
    page.locator("#thread .chart").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#thread-scroll').scrollTop -= 90")
    picture(page, "chart")
    reply(page, "as a bar chart, by region")
    reply(page, "as a pie")
    page.locator("#thread .pie").scroll_into_view_if_needed()
    dark(page, "charts")
    ask(page, "sales last month")
    picture(page, "asked-back")
    ask(page, "revenue by favourite colour last month")
    picture(page, "refused")
    page.keyboard.press("Control+k")
    page.keyboard.type("revenue region")
    expect(page.locator("#jump .found").first).to_be_visible()
    picture(page, "search")
    page.keyboard.press("Escape")
    share_a_file(page)
    shared_files(page)
    what_was_sent(page)
    page.set_viewport_size(NARROW)  # pyright: ignore[reportArgumentType]
    ask(page, "top 5 products by revenue last month")
    page.locator("#thread .chart").scroll_into_view_if_needed()
    picture(page, "narrow")
    dark(page, "narrow")


def share_a_file(page: Page) -> None:
    """One file in a message, another on its way in the composer."""
    page.goto("/c/C_DATA")
    page.wait_for_selector("body[data-ready]")
    plan: FilePayload = {"name": "plan.csv", "mimeType": "text/csv", "buffer": PLAN.encode()}
    page.set_input_files("#composer input[type=file]", plan)
    expect(page.locator("#composer .attach:not(.busy)")).to_have_count(1)
    page.fill("#composer textarea", "The plan for December, by region")
    page.press("#composer textarea", "Enter")
    expect(page.locator("#channel .snippet")).to_be_visible()
    seen: FilePayload = {
        "name": "answer.png", "mimeType": "image/png", "buffer": (FOLDER / "answer.png").read_bytes(),
    }  # fmt: skip
    page.set_input_files("#composer input[type=file]", seen)
    expect(page.locator("#composer .attach img")).to_be_visible()
    page.fill("#composer textarea", "and what it was in October")
    picture(page, "files")
    page.fill("#composer textarea", "")


def shared_files(page: Page) -> None:
    """Three files without a word, one of them not what its name says: named, and offered what fits them."""
    page.goto("/c/D_MAYA")
    page.wait_for_selector("body[data-ready]")
    chosen = [str(SAMPLES / name) for name in ("invoice.pdf", "memo.ogg", "store-targets.csv")]
    page.set_input_files("#composer input[type=file]", chosen)
    page.set_input_files(
        "#composer input[type=file]", {"name": "setup.png", "mimeType": "image/png", "buffer": b"MZ" + bytes(60)}
    )
    expect(page.locator("#composer .attach:not(.busy)")).to_have_count(4)
    page.press("#composer textarea", "Enter")
    settle(page, 1)
    expect(page.locator("#thread").get_by_role("button", name="Transcribe: memo.ogg")).to_be_visible()
    picture(page, "shared-files")


def picture(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.wait_for_timeout(PAUSE_MS)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    slim(path)
    say(f"{name}.png: {path.stat().st_size // 1000} kB")


def slim(path: Path) -> None:
    """A picture over LARGE in 256 colours: of a page, nobody sees the difference."""
    if path.stat().st_size > LARGE:
        with Image.open(path) as picture:
            few = picture.convert("RGB").quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(path, optimize=True)


def dark(page: Page, name: str) -> None:
    page.emulate_media(color_scheme="dark")
    picture(page, f"{name}-dark")
    page.emulate_media(color_scheme="light")


def what_was_sent(page: Page) -> None:
    """The panel of the wire under an answer, its stream's end in full."""
    ask(page, "revenue by region last month")
    page.click("[data-wire-toggle]")
    page.locator(".wire-row", has_text="chat.stopStream").first.click()
    expect(page.locator(".wire-detail .json").first).to_be_visible()
    picture(page, "what-was-sent")
    page.click("[data-wire-toggle]")


def ask(page: Page, text: str) -> None:
    """A new question in the direct conversation; waits for the answer."""
    page.goto("/c/D_MAYA")
    page.wait_for_selector("body[data-ready]")
    page.fill("#composer textarea", text)
    page.press("#composer textarea", "Enter")
    settle(page, 1)


def reply(page: Page, text: str) -> None:
    before = page.locator(ANSWERS).count()
    page.fill("#thread-composer textarea", text)
    page.press("#thread-composer textarea", "Enter")
    settle(page, before + 1)


def settle(page: Page, answers: int) -> None:
    """Wait until the answer stands: it is there, nothing streams, and Stop is gone."""
    page.wait_for_function(
        "([found, count]) => document.querySelectorAll(found).length >= count", arg=[ANSWERS, answers]
    )
    expect(page.locator("#thread .msg.live")).to_have_count(0, timeout=30_000)
    expect(page.locator("#thread .stop-row")).to_be_hidden(timeout=30_000)


if __name__ == "__main__":
    main()
