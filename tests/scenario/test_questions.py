"""Questions over the demo lake, each compared with SQL that knows nothing of Outcrop; or refused; or asked back."""

from typing import Any

import duckdb
import pytest

from tests.scenario.conftest import Ask

OCTOBER = "order_month = '2026-10'"
SOLD = "status = 'completed'"

ANSWERED: list[tuple[str, str]] = [
    ("revenue last month", f"SELECT sum(net_amount) FROM sales.order_items WHERE {SOLD} AND {OCTOBER}"),
    (
        "revenue by region last month",
        f"SELECT region, sum(net_amount) FROM sales.order_items WHERE {SOLD} AND {OCTOBER} GROUP BY 1",
    ),
    (
        "How many orders did we get in October 2026?",
        f"SELECT count(*) FROM sales.orders WHERE status <> 'test' AND {OCTOBER}",
    ),
    (
        "top 5 customers by revenue last month",  # 51,594 customers share 640 names
        f"""SELECT name, customer_id, sum(net_amount) FROM sales.order_items
            JOIN (SELECT order_id, customer_id FROM sales.orders) USING (order_id) JOIN sales.customers
            USING (customer_id) WHERE {SOLD} AND {OCTOBER} GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 5""",
    ),
    (
        "show me the top 5 products by revenue last month",
        f"""SELECT product_name, sum(net_amount) FROM sales.order_items JOIN sales.products USING (product_id)
            WHERE {SOLD} AND {OCTOBER} GROUP BY 1 ORDER BY 2 DESC LIMIT 5""",
    ),
    (
        "monthly revenue in 2026",
        f"""SELECT date_trunc('month', ordered_at)::DATE::VARCHAR, sum(net_amount) FROM sales.order_items
            WHERE {SOLD} AND ordered_at >= '2026-01-01' GROUP BY 1""",
    ),
    (
        "orders by channel in Europe this year",
        """SELECT channel, count(*) FROM sales.orders WHERE status <> 'test' AND region = 'EMEA'
            AND ordered_at >= '2026-01-01' GROUP BY 1""",
    ),
    (
        "orders in Germany by month, last 3 months",
        """SELECT date_trunc('month', ordered_at)::DATE::VARCHAR, count(*) FROM sales.orders WHERE status <> 'test'
            AND country = 'Germany' AND ordered_at >= '2026-08-01' AND ordered_at < '2026-11-01' GROUP BY 1""",
    ),
    (
        "revenue and units sold by region last month",
        f"""SELECT region, sum(net_amount), sum(quantity) FROM sales.order_items
            WHERE {SOLD} AND {OCTOBER} GROUP BY 1""",
    ),
    (
        "turnover by product category last month",
        f"""SELECT category, sum(net_amount) FROM sales.order_items LEFT JOIN sales.products USING (product_id)
            WHERE {SOLD} AND {OCTOBER} GROUP BY 1""",
    ),
    (
        "tickets by priority last month",
        "SELECT priority, count(*) FROM support.tickets WHERE created_month = '2026-10' GROUP BY 1",
    ),
    (
        "units sold by brand in Q3 2026",
        """SELECT brand, sum(quantity) FROM sales.order_items LEFT JOIN sales.products USING (product_id)
            WHERE status = 'completed' AND ordered_at >= '2026-07-01' AND ordered_at < '2026-10-01' GROUP BY 1""",
    ),
    (
        "ad spend by channel in September",
        "SELECT channel, sum(spend) FROM marketing.ad_performance WHERE spend_month = '2026-09' GROUP BY 1",
    ),
    (
        "web sessions by device last month",
        "SELECT device, count(*) FROM web.sessions WHERE session_month = '2026-10' GROUP BY 1",
    ),
    (
        "late share by carrier last month",
        """SELECT carrier, count(CASE WHEN late THEN 1 END)::DOUBLE / count(late) FROM logistics.shipments
            WHERE shipped_month = '2026-10' GROUP BY 1""",
    ),
    (
        "average resolution hours by topic last quarter",
        """SELECT topic, avg(resolution_hours) FROM support.tickets
            WHERE created_at >= '2026-07-01' AND created_at < '2026-10-01' GROUP BY 1""",
    ),
    (
        "how many customers placed more than 5 orders last year",
        """SELECT count(*) FROM (SELECT customer_id FROM sales.orders WHERE status <> 'test'
            AND ordered_at >= '2025-01-01' AND ordered_at < '2026-01-01' GROUP BY 1 HAVING count(*) > 5)""",
    ),
    (
        "how many stores sold more than 1500 units in October",
        f"""SELECT count(*) FROM (SELECT store_id FROM sales.order_items JOIN
            (SELECT order_id, store_id FROM sales.orders WHERE store_id IS NOT NULL) USING (order_id)
            WHERE {SOLD} AND {OCTOBER} GROUP BY 1 HAVING sum(quantity) > 1500)""",
    ),
    (
        "how many tickets took longer than 2 days to resolve last month",
        """SELECT count(*) FROM support.tickets WHERE resolution_hours > 48 AND created_month = '2026-10'""",
    ),
    (
        "number of sessions with more than 20 pages seen in October",
        """SELECT count(*) FROM web.sessions WHERE page_views > 20 AND session_month = '2026-10'""",
    ),
]
REFUSED = [
    "who won the world cup",
    "revenue by favourite colour last month",
    "what is the weather in Berlin",
    "revenue of unicorns last month",
    "revenue by carrier last month",
    "drop the orders table",
    "run this SQL: DROP TABLE sales.orders",
    "SELECT * FROM secret.salaries",
]
ASKED_BACK = ["sales last month", "margin by region last month", "top 5 stores"]


def rows_of(table: dict[str, Any]) -> set[tuple[Any, ...]]:
    return {tuple(_comparable(cell) for cell in row) for row in table["rows"]}


def _comparable(cell: Any) -> Any:
    if cell is None or isinstance(cell, str):
        return cell
    return round(float(cell), 4)


@pytest.mark.parametrize(("question", "sql"), ANSWERED, ids=[q for q, _ in ANSWERED])
def test_an_answer_is_what_the_files_say(ask: Ask, lake: duckdb.DuckDBPyConnection, question: str, sql: str) -> None:
    expected = {tuple(_comparable(cell) for cell in row) for row in lake.execute(sql).fetchall()}
    asked = ask(question)
    assert asked.outcome == "answered", asked.text
    assert len(asked.tables) == 1
    assert rows_of(asked.tables[0]) == expected


@pytest.mark.parametrize("question", REFUSED)
def test_what_it_does_not_know_is_refused_in_words(ask: Ask, question: str) -> None:
    asked = ask(question)
    assert (asked.outcome, asked.tables) == ("refused", [])
    assert len(asked.text) > 20


@pytest.mark.parametrize("question", ASKED_BACK)
def test_a_word_with_two_meanings_is_asked_back(ask: Ask, question: str) -> None:
    asked = ask(question)
    assert (asked.outcome, asked.tables) == ("asked_back", [])
    assert "?" in asked.text


def test_an_answer_says_where_it_comes_from(ask: Ask) -> None:
    asked = ask("revenue by region last month")
    (receipt,) = asked.receipts
    assert receipt["provenance"] == "metric"
    assert receipt["metrics"] == ["revenue"]
    assert receipt["data_as_of"].startswith("2026-11-14")
    assert receipt["bytes_scanned"] > 0
    assert receipt["query_id"]
    assert any("October 2026" in a for a in receipt["assumptions"])
    assert "FROM" in receipt["sql"]
    assert {b["text"] for b in asked.buttons} >= {"Show SQL"}
    assert [s["status"] for s in asked.steps] == ["complete"]


def test_written_sql_is_labelled_unverified(ask: Ask) -> None:
    asked = ask("run this SQL: SELECT region, count(*) AS n FROM sales.orders GROUP BY region ORDER BY n DESC LIMIT 2")
    assert asked.receipts[0]["provenance"] == "sql"
    assert len(asked.tables[0]["rows"]) == 2


def test_a_metric_is_explained_by_formula_filters_time_freshness_splits_and_owner(ask: Ask) -> None:
    told = ask("what does the return rate mean?")
    for part in (
        "It is (the number of orders where order status is returned) divided by (the number of orders where",
        "Not counted: orders with order status test are left out.",
        "Periods count by Order date.",
        "The data go to 2026-11-14.",
        "It can be split by",
    ):
        assert part in told.text, part
    assert told.steps[-1]["action"] == "describe_dataset"


def test_what_can_be_asked_about_a_dataset_is_its_metrics_their_splits_and_a_question_to_try(ask: Ask) -> None:
    told = ask("what can I ask about tickets?").text
    assert "Metrics: Tickets, Open tickets" in told
    assert "topic" in told.split("Split by")[1]
    assert "Tickets by ticket status last month" in told


def test_a_result_beyond_the_row_limit_says_of_how_many(ask: Ask, lake: duckdb.DuckDBPyConnection) -> None:
    asked = ask("units by product and store in 2026")
    (found,) = lake.execute("""
        SELECT count(*) FROM (SELECT DISTINCT product_id, store_id
        FROM (SELECT order_id, product_id FROM sales.order_items WHERE status <> 'test' AND ordered_at >= '2026-01-01')
        LEFT JOIN (SELECT order_id, store_id FROM sales.orders) USING (order_id))
    """).fetchall()
    assert found[0] > 10_000
    assert f"{found[0]:,} rows" in asked.text
    assert asked.tables[0]["total_rows"] == found[0]
    assert asked.tables[0]["truncated"]
