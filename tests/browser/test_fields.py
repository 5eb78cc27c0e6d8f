"""The page's own fields, used by mouse and by keyboard: the app is sent what Slack would send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_bolt import App
from slack_sdk import WebClient

from infra.local.slack.server import SlackServer
from tests.browser.conftest import press_tool, ready
from tests.browser.test_access import nameless
from tests.whole import until
from tests.wire.slack.app_server import bolt_app, connected


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(value: str, text: str) -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def options(page: Page, name: str | None = None) -> Locator:
    """Of the list that is open, not of the page's own menus."""
    return page.locator(".pop").get_by_role("option", name=name)


def entered(block: str, element: dict[str, Any], *, optional: bool = False) -> dict[str, Any]:
    whole = {"type": "input", "block_id": block, "label": plain(block.capitalize()), "optional": optional}
    return whole | {"element": {"action_id": block, **element}}


REGIONS = [option("emea", "EMEA"), option("apac", "Asia-Pacific"), option("amer", "Américas")]
GROUPS = [
    {"label": plain("Europe"), "options": [option("de", "Germany"), option("fr", "France")]},
    {"label": plain("Asia"), "options": [option("jp", "Japan"), option("vn", "Việt Nam")]},
]
BAR: dict[str, Any] = {"type": "actions", "block_id": "bar", "elements": [
    {"type": "static_select", "action_id": "region", "placeholder": plain("Region"), "options": REGIONS},
    {"type": "multi_static_select", "action_id": "lands", "placeholder": plain("Countries"), "option_groups": GROUPS,
     "initial_options": [option("jp", "Japan")], "max_selected_items": 2},
    {"type": "users_select", "action_id": "who", "placeholder": plain("Person")},
    {"type": "external_select", "action_id": "find", "placeholder": plain("Store"), "min_query_length": 2},
    {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-15"},
    {"type": "timepicker", "action_id": "at", "placeholder": plain("At")},
    {"type": "datetimepicker", "action_id": "when"},
    {"type": "overflow", "action_id": "more", "options": [option("copy", "Copy"), option("drop", "Drop")]},
    {"type": "button", "action_id": "open", "text": plain("Open")},
]}  # fmt: skip
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Hello"}]}],
}
TOP = {"type": "modal", "callback_id": "form", "title": plain("Form"), "submit": plain("Save")}
FORM: dict[str, Any] = TOP | {"blocks": [
    entered("region", {"type": "static_select", "options": REGIONS, "initial_option": REGIONS[0]}),
    entered("people", {"type": "multi_users_select"}, optional=True),
    entered("place", {"type": "channels_select", "initial_channel": "C_DATA"}),
    entered("talk", {"type": "conversations_select"}, optional=True),
    entered("day", {"type": "datepicker"}, optional=True),
    entered("when", {"type": "datetimepicker"}, optional=True),
    entered("note", {"type": "rich_text_input", "initial_value": RICH}, optional=True),
]}  # fmt: skip


@dataclass
class Heard:
    """What the app was sent."""

    slack: SlackServer
    actions: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    asked: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    submitted: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def last(self, page: Page, count: int) -> dict[str, Any]:
        until(lambda: len(self.actions) >= count, f"{count} actions")
        page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
        assert len(self.actions) == count
        return {k: v for k, v in self.actions[-1].items() if k not in ("action_ts", "block_id", "placeholder")}


def app_of(heard: Heard) -> App:
    app = bolt_app(heard.slack)

    @app.action("open")
    def opened(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.action(re.compile("^(?!open$).*"))
    def acted(ack: Any, body: dict[str, Any]) -> None:
        heard.actions.append(body["actions"][0])
        ack()

    @app.options("find")
    def find(ack: Any, body: dict[str, Any]) -> None:
        heard.asked.append(body)
        stores = ["Berlin Mitte", "Bern", "Bergen"]
        ack(options=[option(s.lower(), s) for s in stores if body["value"].lower() in s.lower()])

    @app.view("form")
    def saved(ack: Any, view: dict[str, Any]) -> None:
        heard.submitted.append(view["state"]["values"])
        ack()

    return app


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Heard]:
    with SlackServer(tmp_path) as slack:
        heard = Heard(slack)
        with connected(slack, app_of(heard)):
            yield heard


@pytest.fixture
def bar(page: Page, workspace: Heard) -> Locator:
    ready(page, "/c/C_DATA?as=maya")
    workspace.slack.core.workspace.post("C_DATA", "U_OUTCROP", text="choose", blocks=[BAR])
    shown = page.locator("#channel-messages .msg")
    expect(shown).to_be_visible()
    return shown


def emoji(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "text": {**value["text"], "emoji": True}}


def test_a_select_is_filtered_by_typing_and_chosen_by_key(page: Page, bar: Locator, workspace: Heard) -> None:
    box = bar.get_by_role("combobox", name="Region")
    box.click()
    expect(page.get_by_role("listbox", name="Region").get_by_role("option")).to_have_count(3)
    page.keyboard.type("ame")
    expect(options(page)).to_have_text(["Américas"])
    page.keyboard.press("Enter")
    expect(box).to_have_value("Américas")
    expect(page.get_by_role("listbox")).to_have_count(0)
    chosen = {"type": "static_select", "action_id": "region", "selected_option": emoji(REGIONS[2])}
    assert workspace.last(page, 1) == chosen
    box.click()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert workspace.last(page, 2)["selected_option"]["value"] == "apac"
    box.click()
    page.keyboard.type("zzz")
    expect(page.locator(".pop")).to_have_text("Nothing by that name.")
    page.keyboard.press("Escape")
    expect(box).to_have_value("Asia-Pacific")


def test_several_are_chips_in_groups_and_no_more_than_the_app_allows(
    page: Page, bar: Locator, workspace: Heard
) -> None:
    box = bar.get_by_role("combobox", name="Countries")
    box.click()
    expect(page.get_by_role("group", name="Europe").get_by_role("option")).to_have_text(["Germany", "France"])
    page.keyboard.type("viet")
    page.keyboard.press("Enter")
    sent = workspace.last(page, 1)
    assert [one["value"] for one in sent["selected_options"]] == ["jp", "vn"]
    expect(page.locator(".pop")).to_contain_text("No more than 2 can be chosen.")
    expect(options(page, name="Germany")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Escape")
    bar.get_by_role("button", name="Remove Japan").click()
    assert [one["value"] for one in workspace.last(page, 2)["selected_options"]] == ["vn"]
    page.keyboard.press("Backspace")
    assert workspace.last(page, 3)["selected_options"] == []


def test_a_person_is_sent_by_id_and_an_external_list_is_asked_of_the_app(
    page: Page, bar: Locator, workspace: Heard
) -> None:
    bar.get_by_role("combobox", name="Person").fill("priya")
    options(page, name="Priya Nair").click()
    assert workspace.last(page, 1)["selected_user"] == "U_PRIYA"
    box = bar.get_by_role("combobox", name="Store")
    box.click()
    expect(page.locator(".pop")).to_have_text("Write at least 2 letters.")
    page.keyboard.type("Ber")
    expect(options(page)).to_have_text(["Berlin Mitte", "Bern", "Bergen"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert workspace.last(page, 2)["selected_option"]["value"] == "bern"
    asked = workspace.asked[-1]
    assert (asked["type"], asked["action_id"], asked["block_id"], asked["value"]) == (
        "block_suggestion", "find", "bar", "Ber",
    )  # fmt: skip
    assert asked["container"]["type"] == "message"


def test_a_day_is_chosen_in_the_calendar_by_arrows(page: Page, bar: Locator, workspace: Heard) -> None:
    button = bar.get_by_role("button", name="Day: Sunday, 15 November 2026")
    button.click()
    calendar = page.get_by_role("dialog", name="Day")
    expect(calendar.get_by_role("button", name="Sunday, 15 November 2026")).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", "PageDown", "Home"):
        page.keyboard.press(key)
    expect(calendar.locator(".cal-title")).to_have_text("December 2026")
    page.keyboard.press("Enter")
    sent = workspace.last(page, 1)
    assert (sent["selected_date"], sent["initial_date"], sent["type"]) == ("2026-12-21", "2026-11-15", "datepicker")
    expect(bar.locator("[data-action-id=day] .day-of")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Clear").click()
    assert workspace.last(page, 2)["selected_date"] is None


def test_a_time_is_chosen_or_typed_and_nonsense_is_said_to_be_none(page: Page, bar: Locator, workspace: Heard) -> None:
    box = bar.get_by_role("combobox", name="At")
    box.click()
    options(page, name="14:30").click()
    assert workspace.last(page, 1)["selected_time"] == "14:30"
    box.fill("9:05")
    page.keyboard.press("Enter")
    assert workspace.last(page, 2)["selected_time"] == "09:05"
    box.fill("late")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_have_text("late is no time of day. Write it as 14:30.")
    expect(box).to_have_value("09:05")


def test_a_moment_is_sent_in_seconds_when_both_halves_are_there(page: Page, bar: Locator, workspace: Heard) -> None:
    moment = bar.get_by_role("group", name="Day and time")
    moment.get_by_role("button").click()
    page.get_by_role("button", name="Today").click()
    assert workspace.actions == []
    moment.get_by_role("combobox").fill("16:45")
    page.keyboard.press("Enter")
    sent = workspace.last(page, 1)["selected_date_time"]
    there = datetime.fromtimestamp(sent)
    assert (there.hour, there.minute, there.second) == (16, 45, 0)


def test_an_overflow_menu_is_a_menu(page: Page, bar: Locator, workspace: Heard) -> None:
    bar.get_by_role("button", name="More", exact=True).click()
    expect(page.get_by_role("menuitem", name="Copy")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert workspace.last(page, 1)["selected_option"] == emoji(option("drop", "Drop"))


def opened(page: Page, bar: Locator) -> Locator:
    bar.get_by_role("button", name="Open").click()
    modal = page.locator("#modal")
    expect(modal).to_be_visible()
    return modal


def test_a_modals_fields_are_sent_as_slack_sends_them(page: Page, bar: Locator, workspace: Heard) -> None:
    modal = opened(page, bar)
    assert nameless(modal) == []
    modal.get_by_role("combobox", name="People").click()
    for name in ("Luis", "Priya"):
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(modal).to_be_visible()
    modal.get_by_role("combobox", name="Talk").fill("outcrop")
    page.keyboard.press("Enter")
    modal.get_by_role("button", name="Day: Choose a day").first.click()
    page.keyboard.press("Escape")
    expect(modal).to_be_visible()
    modal.get_by_role("button", name="Save").click()
    expect(modal).to_be_hidden()
    (values,) = workspace.submitted
    assert values["region"]["region"] == {"type": "static_select", "selected_option": emoji(REGIONS[0])}
    assert values["people"]["people"] == {"type": "multi_users_select", "selected_users": ["U_LUIS", "U_PRIYA"]}
    assert values["place"]["place"] == {"type": "channels_select", "selected_channel": "C_DATA"}
    assert values["talk"]["talk"] == {"type": "conversations_select", "selected_conversation": "U_OUTCROP"}
    assert values["day"]["day"] == {"type": "datepicker", "selected_date": None}
    assert values["when"]["when"] == {"type": "datetimepicker", "selected_date_time": None}
    assert values["note"]["note"] == {"type": "rich_text_input", "rich_text_value": RICH}


def test_rich_text_has_styles_and_lists(page: Page, bar: Locator, workspace: Heard) -> None:
    modal = opened(page, bar)
    box = modal.get_by_role("textbox", name="Note")
    box.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Plain ")
    page.keyboard.press("Control+b")
    page.keyboard.type("bold")
    expect(modal.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+i")
    page.keyboard.type(" both")
    page.keyboard.press("Control+b")
    page.keyboard.press("Control+i")
    page.keyboard.press("Enter")
    page.keyboard.type("second line")
    page.keyboard.press("Enter")
    modal.get_by_role("button", name="Bullets").click()
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    modal.get_by_role("button", name="Save").click()
    expect(modal).to_be_hidden()
    value = workspace.submitted[-1]["note"]["note"]["rich_text_value"]
    section, bullets = value["elements"]
    assert section == {"type": "rich_text_section", "elements": [
        {"type": "text", "text": "Plain "},
        {"type": "text", "text": "bold", "style": {"bold": True}},
        {"type": "text", "text": " both", "style": {"bold": True, "italic": True}},
        {"type": "text", "text": "\nsecond line"},
    ]}  # fmt: skip
    assert (bullets["type"], bullets["style"], bullets["indent"]) == ("rich_text_list", "bullet", 0)
    assert [one["elements"][0]["text"] for one in bullets["elements"]] == ["one", "two"]


def test_code_is_put_around_what_is_selected(page: Page, bar: Locator, workspace: Heard) -> None:
    modal = opened(page, bar)
    modal.get_by_role("textbox", name="Note").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+Shift+c")
    modal.get_by_role("button", name="Save").click()
    expect(modal).to_be_hidden()
    (section,) = workspace.submitted[-1]["note"]["note"]["rich_text_value"]["elements"]
    assert section["elements"] == [{"type": "text", "text": "Hello", "style": {"code": True}}]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_fields_fit_a_telephone(page: Page, bar: Locator, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # pyright: ignore[reportArgumentType]
    page.set_viewport_size({"width": 390, "height": 844})
    for opener in (bar.locator("[data-action-id=day] .day-of"), bar.get_by_role("combobox", name="Region")):
        opener.click()
        box = page.locator(".pop").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] + box["height"] <= 844
        page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_any_emoji_is_found_by_its_name(page: Page, bar: Locator) -> None:
    press_tool(page, bar, "react")
    page.get_by_role("searchbox", name="Find an emoji").fill("rock")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="🚀 1")).to_be_visible()
