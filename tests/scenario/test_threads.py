"""Follow-ups: what a thread remembers, for the asker and for colleagues, each with their own rights."""

from typing import Any

import duckdb
import pytest

from tests.scenario.conftest import Ask


def values(tables: list[dict[str, Any]]) -> set[Any]:
    return {row[0] for row in tables[0]["rows"]}


def test_a_follow_up_changes_the_last_request(ask: Ask) -> None:
    first = ask("orders by region last month")
    second = ask("and by channel?", thread=first.thread)
    third = ask("only EMEA", thread=first.thread)
    assert second.outcome == third.outcome == "answered"
    assert second.tables[0]["columns"][0]["name"] == "channel"
    request = third.receipts[0]["request"]
    assert request["period"] == "last month"
    assert request["filters"] == [{"field": "orders.region", "values": ["EMEA"]}]


def test_the_sql_is_shown_on_request(ask: Ask) -> None:
    first = ask("revenue by region last month")
    second = ask("show me the SQL", thread=first.thread)
    assert second.outcome == "answered"
    assert "SELECT" in second.text
    assert "order_items" in second.text


def test_an_option_can_be_picked_by_name(ask: Ask) -> None:
    first = ask("sales by region last month")
    assert first.outcome == "asked_back"
    assert len(first.buttons) == 2
    second = ask("orders", thread=first.thread)
    assert second.outcome == "answered"
    assert second.receipts[0]["request"]["metrics"] == ["order_count"]
    assert second.receipts[0]["request"]["period"] == "last month"


def test_a_colleague_goes_on_in_the_thread_with_rights_of_their_own(ask: Ask) -> None:
    first = ask("orders by region last month", channel="#general")
    assert len(first.tables[0]["rows"]) == 4
    second = ask("and in September?", user="luis", channel="#general", thread=first.thread)
    assert second.outcome == "answered"
    assert values(second.tables) == {"EMEA"}
    assert second.receipts[0]["hidden"]


def test_threads_do_not_know_of_each_other(ask: Ask) -> None:
    ask("orders by region last month")
    alone = ask("and by channel?")
    assert alone.outcome in ("refused", "asked_back")


def test_a_result_is_pivoted_into_a_cross_table(ask: Ask, lake: duckdb.DuckDBPyConnection) -> None:
    first = ask("revenue by category last month")
    second = ask("pivot by region", thread=first.thread)
    table = second.tables[0]
    assert {c["label"] for c in table["columns"]} == {"Category", "EMEA", "AMER", "APAC", "LATAM"}
    places = {c["label"]: i for i, c in enumerate(table["columns"])}
    found = {(row[0], region): row[i] for row in table["rows"] for region, i in places.items() if region != "Category"}
    expected = lake.execute("""
        SELECT category, region, sum(net_amount) FROM sales.order_items LEFT JOIN sales.products USING (product_id)
        WHERE status = 'completed' AND order_month = '2026-10' GROUP BY 1, 2
    """).fetchall()
    assert len(expected) == len(found)
    assert all(found[category, region] == pytest.approx(float(value)) for category, region, value in expected)
    assert len(table["rows"]) == table["total_rows"] == 10
    assert {"CSV", "Excel"} <= {button["text"] for button in second.buttons}


def test_what_can_be_asked_of_a_dataset_without_metrics_is_told(ask: Ask) -> None:
    asked = ask("what can I ask about machines?")
    assert asked.outcome == "answered"
    assert "Metrics: " in asked.text
    assert "Downtime hours" in asked.text
    assert "machine kind" in asked.text


def test_certified_questions_are_listed_to_those_who_may_ask_them(ask: Ask) -> None:
    assert "Which stores missed their target in October 2026?" in ask("what certified questions are there?").text
    seen = ask("what certified questions are there?", user="luis").text
    assert "best sellers in Camping" in seen
    assert "missed their target" not in seen
