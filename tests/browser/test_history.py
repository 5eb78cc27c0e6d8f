"""Long conversations and search: what is drawn stays small, what one reads stays where it is."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Workspace, fill, ready, say

MOST = 300
"""Messages in the document, at most: 240 and a page that is being put in."""
SCROLLER = "document.querySelector('#channel-scroll')"


def shown(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('#channel-messages > .msg')].map((one) => one.dataset.ts)")


def one_page_up(page: Page, first: str) -> None:
    page.evaluate(f"{SCROLLER}.scrollTop = 0")
    page.wait_for_function("(ts) => document.querySelector('#channel-messages > .msg').dataset.ts < ts", arg=first)


def test_of_two_thousand_messages_only_some_are_in_the_document(page: Page, workspace: Workspace) -> None:
    fill(workspace, "C_DATA", [f"message {number}" for number in range(2000)])
    ready(page, "/c/C_DATA?as=maya")
    expect(page.locator("#channel-messages > .msg").last).to_contain_text("message 1999")
    counts = [len(shown(page))]
    while "newer" not in page.evaluate("({...document.querySelector('#channel-messages').dataset})"):
        one_page_up(page, shown(page)[0])
        counts.append(len(shown(page)))
    assert counts[0] == 60
    assert counts == sorted(counts)
    assert counts[-1] <= MOST
    workspace.slack.core.workspace.post("C_DATA", "U_PRIYA", text="Something new")
    expect(page.locator("#channel [data-newest]")).to_have_text("1 new")
    page.click("[data-newest]")
    expect(page.locator("#channel-messages > .msg").last).to_contain_text("Something new")
    assert len(shown(page)) <= MOST
    expect(page.locator("#channel [data-newest]")).to_be_hidden()


def test_older_messages_come_in_without_moving_what_one_reads(page: Page, workspace: Workspace) -> None:
    fill(workspace, "C_DATA", [f"message {number}" for number in range(100)])
    ready(page, "/c/C_DATA?as=maya")
    first = shown(page)[0]
    one_page_up(page, first)
    box, head = (page.locator(one).bounding_box() for one in (f".msg[data-ts='{first}']", "#channel .pane-head"))
    assert box
    assert head
    assert abs(box["y"] - head["y"] - head["height"]) < 60
    days = page.evaluate("[...document.querySelectorAll('#channel .day')].map((one) => one.dataset.day)")
    assert days == sorted(set(days))
    assert len(shown(page)) == 100
    assert shown(page) == sorted(shown(page))
    page.evaluate(f"{SCROLLER}.scrollTop = 0")
    expect(page.locator("#channel .start")).to_be_in_viewport()


def test_a_message_that_arrives_while_one_reads_the_past_doesnt_move_it(page: Page, workspace: Workspace) -> None:
    fill(workspace, "C_DATA", [f"message {number}" for number in range(50)])
    ready(page, "/c/C_DATA?as=maya")
    page.evaluate(f"{SCROLLER}.scrollTop = 100")
    workspace.slack.core.workspace.post("C_DATA", "U_PRIYA", text="Something new")
    expect(page.locator("#channel [data-newest]")).to_have_text("1 new")
    assert page.evaluate(f"{SCROLLER}.scrollTop") == 100
    page.click("#channel [data-newest]")
    expect(page.locator("#channel-messages > .msg", has_text="Something new")).to_be_in_viewport()


def test_a_new_line_stands_above_what_one_has_not_read(page: Page, workspace: Workspace) -> None:
    ready(page, "/c/C_DATA?as=maya")
    say(page, "read this")
    expect(page.locator("#channel-messages > .msg")).to_have_count(1)
    page.click(".conv[data-channel=C_GENERAL]")
    expect(page.locator("#channel h1")).to_contain_text("general")
    workspace.slack.core.workspace.post("C_DATA", "U_PRIYA", text="not read yet")
    expect(page.locator(".conv[data-channel=C_DATA] .count")).to_have_text("1")
    page.click(".conv[data-channel=C_DATA]")
    expect(page.locator(".new-line + .msg")).to_contain_text("not read yet")
    expect(page.locator(".conv[data-channel=C_DATA] .count")).to_be_hidden()


def test_search_finds_across_conversations_and_jumps_to_the_message(page: Page, workspace: Workspace) -> None:
    fill(workspace, "C_FINANCE", [f"line {number}" for number in range(300)])
    store = workspace.slack.core.workspace.store
    middle = store.top_level("C_FINANCE", limit=200)[-1]
    fill(workspace, "C_FINANCE", ["Die Übersicht über Café-Umsätze"], thread_ts=middle["ts"])
    ready(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("cafe ubersicht")
    result = page.locator("#jump .found")
    expect(result).to_have_count(1)
    expect(result.locator("mark")).to_have_text(["Übersicht", "Café"])
    page.keyboard.press("Enter")
    expect(page.locator("#channel h1")).to_contain_text("finance")
    expect(page.locator("#thread-messages .msg.flash")).to_contain_text("Café-Umsätze")
    expect(page.locator("#channel-messages .msg.flash")).to_be_in_viewport()
    assert page.locator("#channel-messages > .msg").count() <= MOST


def test_search_says_what_it_did_not_find_and_what_is_wrong(page: Page) -> None:
    ready(page)
    page.keyboard.press("Control+g")
    page.keyboard.type("zzz in:#data")
    expect(page.locator("#jump [role=status]")).to_have_text("No message has all of these words.")
    page.fill("#jump input", "in:#nowhere x")
    expect(page.locator("#jump [role=status]")).to_contain_text("no such conversation")


def test_a_link_to_a_message_opens_on_it(page: Page, workspace: Workspace) -> None:
    fill(workspace, "C_DATA", [f"message {number}" for number in range(300)])
    old = workspace.slack.core.workspace.store.top_level("C_DATA", limit=300)[-5]
    link = workspace.slack.core.permalink("C_DATA", old["ts"])
    ready(page, link.removeprefix(workspace.slack.url))
    expect(page.locator("#channel-messages .msg.flash")).to_contain_text("message 4")
    expect(page.locator("#channel-messages .msg.flash")).to_be_in_viewport()


def test_a_break_in_the_connection_is_caught_up_and_nothing_written_is_lost(page: Page, workspace: Workspace) -> None:
    ready(page)
    say(page, "Revenue by store last month")
    expect(page.locator("#thread .msg.live .md")).to_contain_text("EUR 5.2 million,")
    page.fill("#thread-composer textarea", "half a thought")
    page.context.set_offline(True)
    workspace.slack.core.hub.close()
    expect(page.locator("#toast")).to_be_visible()
    workspace.gate.set()
    page.context.set_offline(False)
    expect(page.locator("#thread .data-table")).to_be_visible()
    expect(page.locator("#thread .msg.live")).to_have_count(0)
    assert page.input_value("#thread-composer textarea") == "half a thought"
    expect(page.locator("#thread-composer textarea")).to_be_focused()
