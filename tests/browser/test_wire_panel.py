"""The "what was sent" panel, used as a developer of a Slack app uses it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.browser.conftest import Workspace, ready, say


def asked(page: Page, workspace: Workspace) -> None:
    """The panel is open and an answer was streamed."""
    workspace.gate.set()
    ready(page)
    page.click("[data-wire-toggle]")
    say(page, "Revenue by store last month")
    expect(page.locator(".wire-row", has_text="chat.stopStream")).to_be_visible()


def test_a_turn_is_listed_linked_and_shown_in_full(page: Page, workspace: Workspace) -> None:
    asked(page, workspace)
    rows = page.locator(".wire-row")
    names = rows.locator(".name").all_text_contents()
    assert names.index("chat.stopStream") < names.index("chat.startStream") < names.index("message")
    row = page.get_by_role("option", name=re.compile("App to Slack: chat.stopStream, ok"))
    row.click()
    detail = page.get_by_role("article", name="Details")
    expect(detail.locator("h3")).to_have_text("chat.stopStream")
    names = detail.locator(".wire-turn .name").all_text_contents()
    assert names[:3] == ["message", "assistant.threads.setStatus", "chat.startStream"]
    blocks = detail.locator(".json summary", has_text="blocks:").first
    expect(blocks).to_be_visible()
    closed = detail.locator("details:not([open]) > summary", has_text="0:").first
    closed.click()
    expect(detail.locator(".json .leaf", has_text='"data_table"').first).to_be_visible()
    detail.locator(".wire-turn button").first.click()
    expect(detail.locator("h3")).to_have_text("message")
    detail.locator("summary", has_text="Headers").click()
    expect(detail.locator(".json .leaf", has_text="X-Slack-Signature")).to_contain_text("[masked]")
    expect(page.locator("#wire")).not_to_contain_text(workspace.slack.bot_token)


def test_filters_pause_and_clear(page: Page, workspace: Workspace) -> None:
    asked(page, workspace)
    client = WebClient(token=workspace.slack.bot_token, base_url=workspace.slack.api_url)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C_DATA", thread_ts="1.000001", text="x")
    page.get_by_role("button", name="Only errors").click()
    rows = page.locator(".wire-row")
    expect(rows).to_have_count(1)
    expect(rows.first.locator(".outcome")).to_have_text("thread_not_found")
    page.get_by_role("button", name="Only errors").click()
    page.get_by_label("Kind").select_option("Events")
    expect(page.locator(".wire-row:not(.to-app)")).to_have_count(0)
    page.get_by_label("Kind").select_option("Everything")
    page.get_by_label("Method, event or error").fill("startstream")
    expect(rows.first).to_contain_text("chat.startStream")
    expect(page.locator(".wire-row", has_text="chat.stopStream")).to_have_count(0)
    page.get_by_label("Method, event or error").fill("")
    page.get_by_role("button", name="Pause").click()
    before = rows.count()
    say(page, "hello")
    expect(page.locator(".wire-count")).to_contain_text("new while paused")
    expect(rows).to_have_count(before)
    page.get_by_role("button", name="Resume").click()
    expect(page.locator(".wire-row", has_text="chat.postMessage").first).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".wire-empty")).to_contain_text("Nothing was sent yet")


def test_by_keyboard_from_the_list_to_an_entry_and_out(page: Page, workspace: Workspace) -> None:
    asked(page, workspace)
    page.focus("#wire [role=listbox]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator(".wire-row[aria-selected=true]")
    expect(chosen).to_have_count(1)
    assert page.get_attribute("#wire [role=listbox]", "aria-activedescendant") == chosen.get_attribute("id")
    expect(page.locator(".wire-detail h3")).to_have_text(chosen.locator(".name").inner_text())
    page.keyboard.press("Enter")
    expect(page.locator(".wire-detail")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#wire [role=listbox]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#wire")).to_be_hidden()
    expect(page.locator("[data-wire-toggle]")).to_be_focused()


def test_a_thread_that_opens_late_leaves_the_keyboard_where_it_went(page: Page, workspace: Workspace) -> None:
    held: list[Route] = []
    page.route(re.compile(r"/page/fragment\?.*thread_ts"), lambda route: held.append(route))
    asked(page, workspace)
    page.focus("#wire [role=listbox]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".wire-detail")).to_be_focused()
    held[0].continue_()
    expect(page.locator("#thread-composer textarea")).to_be_visible()
    expect(page.locator(".wire-detail")).to_be_focused()


def test_on_a_phone_it_takes_the_whole_screen(page: Page, workspace: Workspace) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    workspace.gate.set()
    ready(page)
    say(page, "hello")
    expect(page.locator("#thread .msg").nth(1)).to_contain_text("You said")
    page.click("[data-close-thread]")
    page.click("[data-menu]")
    page.click("[data-wire-toggle]")
    assert page.locator("#wire").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    page.locator(".wire-row", has_text="chat.postMessage").first.click()
    expect(page.locator(".wire-list")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Back to the list").click()
    expect(page.locator(".wire-list")).to_be_visible()
