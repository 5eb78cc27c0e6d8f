"""The page by keyboard and by screen reader, and what is unusual in it: long, wide, odd, from right to left."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Workspace, fill, press_tool, ready, say
from tests.browser.scripted_bot import chart

CONTROL = re.compile(
    r"^\s*- (?:button|link|textbox|combobox|searchbox|checkbox|radio|listbox|slider|dialog|region|log|navigation)"
    r"(?: \[[^\]]*\])*:?$",
    re.MULTILINE,
)
"""A control without a name, as a line of an accessibility snapshot."""


def nameless(where: Locator) -> list[str]:
    return CONTROL.findall(where.aria_snapshot())


def post(workspace: Workspace, *blocks: dict[str, Any], text: str = "x") -> None:
    workspace.slack.core.workspace.post("C_DATA", "U_OUTCROP", text=text, blocks=list(blocks))


def cells(*texts: str) -> list[dict[str, str]]:
    return [{"type": "raw_text", "text": text} for text in texts]


def test_every_control_has_a_name(page: Page, workspace: Workspace) -> None:
    workspace.gate.set()
    ready(page)
    assert nameless(page.locator("body")) == []
    say(page, "Revenue by store last month")
    expect(page.locator("#thread .feedback")).to_be_visible()
    page.locator("#thread .msg").last.focus()
    assert nameless(page.locator("body")) == []
    page.click("#thread >> text=Subscribe")
    expect(page.locator("#modal")).to_be_visible()
    assert nameless(page.locator("#modal")) == []
    page.keyboard.press("Escape")
    page.click("[data-close-thread]")
    page.keyboard.press("Control+k")
    expect(page.locator("#jump .option").first).to_be_visible()
    assert nameless(page.locator("#jump")) == []


def test_a_chart_is_told_in_a_sentence_and_opens_as_a_table(page: Page, workspace: Workspace) -> None:
    ready(page, "/c/C_DATA?as=maya")
    post(workspace, chart("bar"))
    told = "Revenue by month, bar chart of 12 values. Highest Oct, EMEA: 438,000. Lowest Jun, APAC: 175,000."
    expect(page.get_by_role("img", name=told)).to_be_visible()
    page.click(".figures summary")
    expect(page.locator(".figures tbody tr").last).to_have_text("Oct438,000240,000")


def test_the_keyboard_reaches_conversations_messages_threads_and_back(page: Page, workspace: Workspace) -> None:
    fill(workspace, "C_GENERAL", ["first", "second", "third"])
    ready(page, "/c/C_GENERAL?as=maya")
    page.focus(".conv[data-channel=C_GENERAL]")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".conv[data-channel=C_FINANCE]")).to_be_focused()
    page.focus("#channel-scroll")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".msg", has_text="second")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#thread-messages .msg")).to_contain_text("second")
    expect(page.locator("#thread-composer textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#thread")).to_be_hidden()
    expect(page.locator("#composer textarea")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#channel h1")).to_contain_text("finance")


def test_up_edits_the_last_message_and_the_focus_stays_when_others_write(page: Page, workspace: Workspace) -> None:
    ready(page, "/c/C_DATA?as=maya")
    say(page, "frist")
    expect(page.locator("#channel-messages .msg")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    box = page.locator(".edit-box textarea")
    expect(box).to_be_focused()
    ts = page.locator("#channel-messages .msg").get_attribute("data-ts") or ""
    workspace.slack.core.workspace.post("C_DATA", "U_PRIYA", text="meanwhile")
    workspace.slack.core.workspace.react("C_DATA", ts, "eyes", by="U_PRIYA")
    expect(page.locator(".reaction")).to_be_visible()
    expect(box).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("first")
    page.keyboard.press("Enter")
    expect(page.locator("#channel-messages .msg").first).to_contain_text("first")


def test_a_reaction_is_chosen_with_the_arrows(page: Page) -> None:
    ready(page, "/c/C_DATA?as=maya")
    say(page, "look")
    press_tool(page, page.locator("#channel-messages .msg"), "react")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    reaction = page.get_by_role("button", name="👀 1")
    expect(reaction).to_have_attribute("aria-pressed", "true")
    reaction.click()
    expect(page.locator(".reaction")).to_have_count(0)


def test_selected_text_stays_selected_while_the_answer_streams(page: Page, workspace: Workspace) -> None:
    ready(page)
    say(page, "Revenue by store last month")
    expect(page.locator("#thread .msg.live .md")).to_contain_text("EUR 5.2 million,")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#thread .msg.live .md strong'))")
    workspace.gate.set()
    expect(page.locator("#thread .md")).to_contain_text("up 8% on September")
    assert page.evaluate("getSelection().toString()") == "Revenue in October 2026"


def test_wide_and_long_tables_scroll_in_themselves(page: Page, workspace: Workspace) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ready(page, "/c/C_DATA?as=maya")
    rows = [cells(*(f"column {n}" for n in range(20))), cells("y" * 9_000, *("x" for _ in range(19)))]
    post(workspace, {"type": "data_table", "caption": "Wide", "rows": rows})
    expect(page.locator(".data-table")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    box = page.locator(".long-cell").bounding_box()
    assert box
    assert box["height"] < 200


def test_text_from_right_to_left_reads_from_the_right(page: Page, workspace: Workspace) -> None:
    ready(page, "/c/C_DATA?as=maya")
    post(workspace, {"type": "markdown", "text": "הכנסות לפי אזור\n\nRevenue by region"})
    edges = """() => [...document.querySelectorAll('.md p')].map((one) => {
      const words = document.createRange();
      words.selectNodeContents(one);
      const [text, box] = [words.getBoundingClientRect(), one.getBoundingClientRect()];
      return text.left - box.left > box.right - text.right ? "right" : "left";
    })"""
    expect(page.locator(".md p")).to_have_count(2)
    assert page.evaluate(edges) == ["right", "left"]


def test_two_browsers_of_one_person_show_the_same(page: Page, workspace: Workspace) -> None:
    ready(page, "/c/C_DATA?as=maya")
    browser = page.context.browser
    assert browser
    context = browser.new_context(base_url=workspace.slack.url)
    other = context.new_page()
    ready(other, "/c/C_DATA?as=maya")
    say(page, "from here")
    say(other, "from there")
    for one in (page, other):
        expect(one.locator("#channel-messages .msg")).to_have_text([re.compile("from here"), re.compile("from there")])
    context.close()
