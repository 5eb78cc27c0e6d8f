"""Charts in answers: native blocks that Slack takes, the same in ``ask --json``, and other forms on request."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.slack.blockcheck import check_blocks
from tests.scenario.conftest import Ask
from tests.whole import Office


def figures(asked: Any) -> dict[str, float]:
    """The first two columns of the first table."""
    return {row[0]: row[1] for row in asked.tables[0]["rows"]}


def posted(office: Office, asked: Any, kind: str = "data_visualization") -> list[dict[str, Any]]:
    channel, _, ts = asked.thread.rpartition(":")
    blocks = [
        block for message in office.answers({"channel": channel, "ts": ts}) for block in message.get("blocks") or []
    ]
    return [block for block in blocks if block["type"] == kind]


def test_a_breakdown_comes_with_bars_above_its_table(ask: Ask, office: Office) -> None:
    asked = ask("revenue by region last month")
    (chart,) = asked.charts
    assert (chart["kind"], chart["title"]) == ("bar", "Revenue by region, October 2026")
    assert chart["categories"] == [row[0] for row in asked.tables[0]["rows"]]
    assert chart["series"] == [{"name": "Revenue", "data": [round(v) for v in figures(asked).values()]}]
    (block,) = posted(office, asked)
    check_blocks([block], "message")
    assert block["chart"]["axis_config"]["y_label"] == "Revenue (€)"
    assert posted(office, asked, "data_table")


def test_a_follow_up_changes_the_chart_and_nothing_else(ask: Ask) -> None:
    first = ask("revenue by region last month")
    pie = ask("as a pie", thread=first.thread)
    assert pie.outcome == "answered"
    assert pie.tables == first.tables
    assert pie.receipts[0]["request"] == {**first.receipts[0]["request"], "chart": "pie"}
    assert [chart["kind"] for chart in pie.charts] == ["pie"]
    assert pie.charts[0]["series"][0]["data"] == first.charts[0]["series"][0]["data"]
    assert ask("as a bar chart", thread=first.thread).charts[0]["kind"] == "bar"
    assert ask("as a line chart", thread=first.thread).charts[0]["kind"] == "line"
    assert ask("as a table", thread=first.thread).charts == []
    assert ask("as a chart", thread=first.thread).charts == first.charts
    assert ask("no chart", thread=first.thread).charts == []


def test_time_is_a_line_and_stays_one_with_a_breakdown(ask: Ask) -> None:
    (chart,) = ask("revenue by month this year").charts
    assert (chart["kind"], chart["categories"][:2]) == ("line", ["Jan 26", "Feb 26"])
    (chart,) = ask("revenue by month and region this year").charts
    assert chart["kind"] == "line"
    assert [len(one["data"]) for one in chart["series"]] == [len(chart["categories"])] * 4


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("revenue by region last month as a pie chart", "pie"),
        ("show me a line chart of orders by month this year", "line"),
        ("draw a bar chart of revenue by month this year", "bar"),
        ("plot revenue by month this year as an area chart", "area"),
        ("top 5 products by revenue last month", "bar"),
    ],
)
def test_the_kind_is_taken_from_the_question(ask: Ask, question: str, kind: str) -> None:
    asked = ask(question)
    assert asked.outcome == "answered"
    assert [chart["kind"] for chart in asked.charts] == [kind]


def test_a_pie_that_would_mislead_is_refused_in_a_sentence(ask: Ask) -> None:
    asked = ask("margin rate by region last month as a pie chart")
    assert [chart["kind"] for chart in asked.charts] == ["bar"]
    assert "don't add up to a whole" in asked.text


def test_one_value_is_a_number(ask: Ask, office: Office) -> None:
    asked = ask("revenue last month")
    (chart,) = asked.charts
    assert (chart["kind"], chart["categories"]) == ("number", [])
    assert chart["series"][0]["data"] == [round(asked.tables[0]["rows"][0][0])]
    assert not posted(office, asked)


def test_a_chart_that_slack_refuses_comes_as_a_picture_and_the_table_stays(ask: Ask, office: Office) -> None:
    office.stack.slack.faults.add("chat.stopStream", "error", code="invalid_blocks")
    asked = ask("orders by region last month")
    assert asked.outcome == "answered"
    assert not posted(office, asked)
    assert posted(office, asked, "data_table")
    assert asked.charts == []
    channel, _, ts = asked.thread.rpartition(":")
    messages = office.answers({"channel": channel, "ts": ts})
    (picture,) = [file for message in messages for file in message.get("files") or []]
    assert (picture["mimetype"], picture["name"]) == ("image/png", "Orders by region, October 2026.png")
    assert "Orders by region" in picture["alt_txt"]


def test_months_and_weeks_are_named_in_tables(ask: Ask, office: Office) -> None:
    (table,) = posted(office, ask("revenue by month this year"), "data_table")
    assert table["rows"][1][0] == {"type": "raw_number", "value": 20260101, "text": "Jan 2026"}
    (table,) = posted(office, ask("revenue by week last month"), "data_table")
    assert [row[0]["text"] for row in table["rows"][:2]] == ["Week of", "28 Sep 2026"]


def test_what_adds_up_has_its_total_below(ask: Ask, office: Office) -> None:
    asked = ask("revenue by region last month")
    total = sum(figures(asked).values())
    lines = [part["text"] for block in posted(office, asked, "rich_text") for part in block["elements"][0]["elements"]]
    assert lines == [f"Total: €{total:,.0f}"]
    assert not posted(office, ask("margin rate by region last month"), "rich_text")
