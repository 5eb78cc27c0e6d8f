"""The workspace page, used as a person uses it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Workspace, press_tool, ready, say


def test_first_visit_offers_prompts_and_one_click_asks(page: Page, workspace: Workspace) -> None:
    workspace.gate.set()
    ready(page)
    page.click(".prompt >> text=Revenue by region last month")
    expect(page.locator("#thread .msg").first).to_contain_text("Revenue by region last month")
    expect(page.locator("#thread .data-table")).to_be_visible()
    expect(page.locator(".prompt")).to_have_count(0)


def test_home_is_drawn_by_the_app_and_its_buttons_ask(page: Page) -> None:
    ready(page)
    page.click("[data-tab=home]")
    page.click(".home-tab >> text=Revenue by region last month")
    expect(page.locator("[data-tab=messages].news")).to_be_visible()
    page.click("[data-tab=messages]")
    expect(page.locator("#channel-messages .msg")).to_contain_text("Asked: Revenue by region last month")
    expect(page.locator(".home-tab")).to_have_count(0)


def test_an_answer_streams_in_with_status_steps_and_stop_and_stays_after_reload(
    page: Page, workspace: Workspace
) -> None:
    ready(page)
    say(page, "Revenue by store last month")
    live = page.locator("#thread .msg.live")
    expect(live.locator(".md")).to_contain_text("EUR 5.2 million,")
    expect(live.locator(".steps .task.complete")).to_have_count(2)
    expect(page.locator("#thread [data-stop]")).to_be_visible()
    page.evaluate("window.kept = document.querySelector('#thread .msg.live .steps')")
    workspace.gate.set()
    expect(page.locator("#thread .data-table")).to_be_visible()
    expect(live).to_have_count(0)
    assert page.evaluate("window.kept.isConnected"), "what did not change was drawn anew"
    expect(page.locator("#thread .steps")).not_to_have_attribute("open", "")
    expect(page.locator("#thread [data-stop]")).to_be_hidden()
    page.reload()
    expect(page.locator("#thread .data-table")).to_be_visible()
    expect(page.locator("#thread .chart svg:visible")).to_have_count(1)
    expect(page.locator("#channel .thread-bar")).to_contain_text("1 reply")


def test_stop_reaches_the_app(page: Page) -> None:
    ready(page)
    say(page, "Revenue by store last month")
    page.click("#thread [data-stop]")
    expect(page.locator("#thread .msg").last).to_contain_text("Stopped.")


def test_a_table_sorts_filters_and_turns_pages(page: Page, workspace: Workspace) -> None:
    workspace.gate.set()
    ready(page)
    say(page, "Revenue by store last month")
    table = page.locator("#thread .data-table")
    rows = table.locator("tbody tr:visible")
    expect(rows).to_have_count(5)
    table.locator("th >> text=Revenue").click()
    expect(rows.first).to_contain_text("Porto")
    table.locator(".dt-next").click()
    expect(rows).to_have_count(3)
    table.locator(".dt-filter").fill("dach")
    expect(rows).to_have_count(3)
    expect(table.locator(".dt-count")).to_have_text("3 / 8")


def test_buttons_answers_for_one_and_modals_with_errors(page: Page, workspace: Workspace) -> None:
    workspace.gate.set()
    ready(page)
    say(page, "Revenue by store last month")
    page.click("#thread >> text=Show SQL")
    expect(page.locator("#thread .ephemeral")).to_contain_text("Only visible to you")
    expect(page.locator("#thread .ephemeral pre")).to_contain_text("GROUP BY region")
    page.click("#thread .feedback [data-value=good]")
    expect(page.locator("#thread .feedback .chosen")).to_have_count(1)
    page.click("#thread >> text=Subscribe")
    page.fill("#modal input", "bad")
    page.click("#modal [type=submit]")
    expect(page.locator("#modal .field-error:visible")).to_have_text("Choose another name.")
    page.fill("#modal input", "Monday numbers")
    page.click("#modal [type=submit]")
    expect(page.locator("#modal")).to_be_hidden()


def test_every_block_is_drawn_and_an_unknown_one_is_named(page: Page) -> None:
    ready(page, "/c/C_FINANCE?as=maya")
    say(page, "@Outcrop everything")
    page.click("#channel .thread-bar")
    thread = page.locator("#thread")
    expect(thread.locator(".chart svg:visible")).to_have_count(2)
    expect(thread.locator(".b-markdown table td.right").first).to_have_text("12.3")
    expect(thread.locator(".b-markdown")).to_contain_text("<b>no tag</b>")
    expect(thread.locator(".unknown")).to_contain_text("block of type call")
    expect(thread.locator(".steps .task.error")).to_contain_text("Asked Athena")
    assert thread.locator(".body a[href^=http]:not([rel*=noopener])").count() == 0


def test_another_person_sees_the_message_at_once_and_only_what_is_theirs(page: Page, workspace: Workspace) -> None:
    ready(page, "/c/C_SUPPORT?as=maya")
    other = page.context.browser
    assert other
    context = other.new_context(base_url=workspace.slack.url)
    luis = context.new_page()
    ready(luis, "/c/C_GENERAL?as=luis")
    say(page, "Hello @luis, & <welcome>")
    expect(luis.locator(".conv[data-channel=C_SUPPORT] .count")).to_have_text("1")
    luis.keyboard.press("Control+k")
    luis.keyboard.type("supp")
    luis.keyboard.press("Enter")
    expect(luis.locator("#channel-messages .msg")).to_contain_text("@Luis Ortega, & <welcome>")
    expect(luis.locator(".conv[data-channel=C_SUPPORT] .count")).to_be_hidden()
    luis.locator("#channel-messages .msg").hover()
    assert luis.locator(".msg [data-tool=delete]:visible").count() == 0
    context.close()


def test_commands_are_completed_and_files_attached(page: Page, tmp_path: Path) -> None:
    ready(page, "/c/C_DATA?as=maya")
    page.type("#composer textarea", "/outcrop h")
    expect(page.locator("#composer .option")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#channel .ephemeral")).to_contain_text("Help for: help")
    sheet = tmp_path / "targets.csv"
    sheet.write_text("store,target\nOslo,12\n")
    page.set_input_files("#composer input[type=file]", sheet)
    expect(page.locator("#composer .attach:not(.busy) pre")).to_have_text("store,target\nOslo,12\n")
    say(page, "see *this*")
    expect(page.locator("#channel .file")).to_contain_text("targets.csv")
    expect(page.locator("#channel .snippet td").first).to_have_text("Oslo")
    expect(page.locator("#channel .msg strong")).to_have_text("this")
    with page.expect_download() as download:
        page.click("#channel .file")
    assert download.value.path().read_text() == sheet.read_text()


def test_own_messages_can_be_edited_and_deleted(page: Page) -> None:
    ready(page, "/c/C_DATA?as=maya")
    say(page, "frist, @priya")
    message = page.locator("#channel-messages .msg")
    press_tool(page, message, "edit")
    assert page.input_value(".edit-box textarea") == "frist, @priya"
    page.fill(".edit-box textarea", "first, @priya")
    page.keyboard.press("Enter")
    expect(message).to_contain_text("first, @Priya Nair")
    expect(message).to_contain_text("(edited)")
    press_tool(page, message, "delete")
    page.click("#confirm button[value=yes]")
    expect(message).to_have_count(0)


def test_a_telephone_has_one_pane_and_no_sideways_scroll(page: Page, workspace: Workspace) -> None:
    workspace.gate.set()
    page.set_viewport_size({"width": 390, "height": 844})
    ready(page)
    say(page, "Revenue by store last month")
    expect(page.locator("#thread .data-table")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    box = page.locator("#thread .data-table").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 390
    page.click("[data-close-thread]")
    page.click("[data-menu]")
    page.click(".conv[data-channel=C_DATA]")
    expect(page.locator("#channel h1")).to_contain_text("data")
    expect(page.locator("#sidebar")).to_be_hidden()


def test_dark_and_light_follow_the_system_and_the_switch(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    ready(page)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("[data-theme-toggle]")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light


def test_an_answer_longer_than_its_pane_is_shown_from_its_beginning(page: Page, workspace: Workspace) -> None:
    page.set_viewport_size({"width": 1280, "height": 460})
    ready(page)
    say(page, "Revenue by store last month")
    expect(page.locator("#thread .msg.live .md")).to_contain_text("EUR 5.2 million,")
    workspace.gate.set()
    expect(page.locator("#thread .data-table")).to_be_visible()
    expect(page.locator("#thread .msg.live")).to_have_count(0)
    headline = page.locator("#thread .md").last
    expect(headline).to_be_in_viewport()
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(headline).to_be_in_viewport()
    page.locator("#thread .chart").scroll_into_view_if_needed()
    say(page, "thanks", "#thread-composer")
    expect(page.locator("#thread .msg").last).to_be_in_viewport()
