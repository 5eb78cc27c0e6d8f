"""Files in the page: dropped, previewed, taken back, played, named."""

from __future__ import annotations

import io
import struct
import wave
import zlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.local.home import Running
from tests.browser.conftest import press_tool, ready, say

DROP = """([name, type, bytes, target]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, { type }));
  const pane = document.querySelector(target);
  for (const kind of ["dragenter", "dragover"]) {
    pane.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
  const over = document.querySelector(`${target} .drop`)?.textContent;
  pane.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  return over;
}"""


def drop(page: Page, name: str, kind: str, data: bytes) -> str | None:
    return page.evaluate(DROP, [name, kind, list(data), "#channel"])


def picture() -> bytes:
    """A PNG of one colour, 40 by 30."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xa4\x47\x2a" * 40) * 30
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    return out.getvalue()


def test_a_picture_dropped_anywhere_on_the_pane_is_previewed_and_sent(page: Page) -> None:
    ready(page, "/c/C_DATA?as=maya")
    assert drop(page, "chart.png", "image/png", picture()) == "Drop files to attach them"
    expect(page.locator("#composer .attach img")).to_be_visible()
    expect(page.locator(".drop")).to_have_count(0)
    expect(page.locator("#composer textarea")).to_be_focused()
    page.keyboard.press("Enter")
    shown = page.locator("#channel .files img")
    expect(shown).to_be_visible()
    assert shown.evaluate("async (one) => { await one.decode(); return one.naturalWidth; }") == 40


def test_a_sound_gets_a_player_and_a_pdf_its_name(page: Page) -> None:
    ready(page, "/c/C_DATA?as=maya")
    drop(page, "call.wav", "audio/x-wav", sound())
    drop(page, "terms.pdf", "application/pdf", b"%PDF-1.4 x")
    expect(page.locator("#composer .attach:not(.busy)")).to_have_count(2)
    expect(page.locator("#composer .attach audio")).to_be_visible()
    say(page, "both")
    expect(page.locator("#channel .files audio")).to_be_visible()
    expect(page.locator("#channel .file")).to_contain_text("terms.pdf")


def test_a_file_can_be_taken_back_and_an_empty_one_is_refused_in_words(page: Page) -> None:
    ready(page, "/c/C_DATA?as=maya")
    drop(page, "empty.csv", "text/csv", b"")
    expect(page.locator("#toast")).to_contain_text("empty.csv is empty")
    drop(page, "a.csv", "text/csv", b"a,b")
    page.get_by_role("button", name="Remove a.csv").click()
    expect(page.locator("#composer .attach")).to_have_count(0)
    expect(page.locator("#composer .send")).to_be_disabled()


# with the bot behind it


@pytest.fixture
def answered(browser: Browser, running: Running) -> Iterator[Page]:
    """A page of the whole stack; errors of its JavaScript fail the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=running.slack_url)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    yield opened
    context.close()
    assert wrong == []


def test_dropped_files_are_named_by_the_bot_and_a_button_goes_on_with_one(answered: Page) -> None:
    page = answered
    ready(page, "/c/D_MAYA?as=maya")
    drop(page, "memo.wav", "audio/x-wav", sound())
    drop(page, "targets.csv", "text/csv", b"store_id,target\n1,10\n2,20\n")
    drop(page, "setup.png", "image/png", b"MZ" + bytes(60))
    expect(page.locator("#composer .attach:not(.busy)")).to_have_count(3)
    page.press("#composer textarea", "Enter")
    thread = page.locator("#thread-messages")
    expect(thread).to_contain_text("targets.csv: CSV table", timeout=30_000)
    expect(thread).to_contain_text("“setup.png” is named .png, but it is a Windows program")
    expect(thread.get_by_role("button", name="Transcribe: memo.wav")).to_be_visible()
    thread.get_by_role("button", name="Ask about this data: targets.csv").click()
    expect(thread).to_contain_text("maya chose: Ask about this data: targets.csv", timeout=30_000)


def test_a_messages_menu_opens_the_apps_window_and_the_answer_comes_into_the_thread(answered: Page) -> None:
    page = answered
    ready(page, "/c/C_GENERAL?as=maya")
    say(page, "The October figures look odd to me")
    message = page.locator("#channel .msg", has_text="The October figures look odd").last
    press_tool(page, message, "more")
    menu = page.get_by_role("menu", name="More actions")
    expect(menu.get_by_role("menuitem")).to_have_text(["Ask Outcrop about this", "Translate this message"])
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    page.keyboard.press("Enter")
    menu.get_by_role("menuitem", name="Ask Outcrop about this").click()
    window = page.locator("#modal")
    expect(window).to_contain_text("The October figures look odd to me")
    window.get_by_label("What do you want to know?").fill("revenue last month")
    window.get_by_role("button", name="Ask", exact=True).click()
    expect(window).to_be_hidden()
    message.locator(".thread-bar").click(timeout=30_000)
    expect(page.locator("#thread-messages")).to_contain_text("maya asked: revenue last month")
    expect(page.locator("#thread-messages")).to_contain_text("Revenue, October 2026", timeout=30_000)
