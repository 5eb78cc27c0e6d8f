"""Block Kit limits, with Slack's codes and words."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.browser.scripted_bot import FOOT, FORM, TABLE, chart

Block = dict[str, Any]


def section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def post(client: WebClient, blocks: list[Block]) -> None:
    client.chat_postMessage(channel="C_DATA", text="fallback", blocks=blocks)


def refusal(client: WebClient, blocks: list[Block]) -> tuple[str, list[str]]:
    with pytest.raises(SlackApiError) as caught:
        post(client, blocks)
    response = caught.value.response
    return response["error"], response.get("response_metadata", {}).get("messages", [])


def test_what_bots_post_passes(client: WebClient) -> None:
    post(client, [TABLE, chart("bar"), chart("pie"), *FOOT, {"type": "markdown", "text": "**x**"}])


def test_a_long_section_is_refused_in_slacks_words(client: WebClient) -> None:
    code, said = refusal(client, [section("x" * 3001)])
    assert code == "invalid_blocks"
    assert "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]" in said


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([section("x")] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ([{"type": "sparkline"}], "unsupported type: sparkline [json-pointer:/blocks/0/type]"),
        ([{"type": "divider", "colour": "red"}], "invalid additional property: colour [json-pointer:/blocks/0]"),
        ([{"type": "header"}], "missing required field: text [json-pointer:/blocks/0]"),
        ([{"type": "alert", "text": {"type": "plain_text", "text": "x"}}], "unsupported type: alert"),
        ([chart("bar")] * 3, "no more than 2 data_visualization blocks allowed"),
        ([{"type": "markdown", "text": "x" * 7000}] * 2, "markdown text must be less than 12001 characters in total"),
        ([{**TABLE, "rows": TABLE["rows"][:1]}], "must contain at least 2 items [json-pointer:/blocks/0/rows]"),
        ([{**TABLE, "page_size": 101}], "must be between 1 and 100 [json-pointer:/blocks/0/page_size]"),
        ([{**TABLE, "rows": [TABLE["rows"][0], TABLE["rows"][1][:2]]}], "all rows must have the same number of cells"),
        ([{**chart("pie"), "title": "x" * 51}], "must be less than 51 characters [json-pointer:/blocks/0/title]"),
    ],
)  # fmt: skip
def test_limits(client: WebClient, blocks: list[Block], said: str) -> None:
    code, messages = refusal(client, blocks)
    assert code == "invalid_blocks"
    assert any(said in message for message in messages), messages


def test_a_chart_wants_a_point_for_every_category(client: WebClient) -> None:
    block = chart("line")
    block["chart"]["series"][0]["data"].pop()
    assert "one data point per category" in str(refusal(client, [block]))


def test_two_tables_in_one_message_are_refused(client: WebClient) -> None:
    assert refusal(client, [TABLE, TABLE])[0] == "only_one_table_allowed"


def test_blocks_validate_needs_no_token(client: WebClient) -> None:
    public = WebClient(base_url=client.base_url)
    assert public.blocks_validate(blocks=[section("x")])["ok"]
    assert public.blocks_validate(view=FORM)["ok"]
    with pytest.raises(SlackApiError) as caught:
        public.blocks_validate(blocks=[{"type": "nope"}])
    assert caught.value.response["error"] == "invalid_blocks"
