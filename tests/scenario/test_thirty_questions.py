"""Questions as people of all departments put them: answered as the files say, refused or asked back, in good words."""

from typing import Any

import duckdb
import pytest

from tests.scenario.conftest import Ask

ITEMS = """(SELECT i.*, o.channel, o.country, p.product_name, p.category, p.brand, p.price, c.segment, s.store_name
    FROM sales.order_items i LEFT JOIN sales.orders o USING (order_id) LEFT JOIN sales.products p USING (product_id)
    LEFT JOIN sales.customers c USING (customer_id) LEFT JOIN sales.stores s USING (store_id)
    WHERE i.status <> 'test')"""
ORDERS = "(SELECT * FROM sales.orders WHERE status <> 'test')"
SOLD = "FILTER (WHERE status = 'completed')"
OCTOBER = "ordered_at >= '2026-10-01' AND ordered_at < '2026-11-01'"

RIGHT: dict[str, str] = {
    "Total revenue for 2025?": f"""SELECT sum(net_amount) {SOLD} FROM {ITEMS}
        WHERE ordered_at >= '2025-01-01' AND ordered_at < '2026-01-01'""",
    "revenue in the UK vs France last month": f"""SELECT country, sum(net_amount) {SOLD} FROM {ITEMS}
        WHERE {OCTOBER} AND country IN ('United Kingdom', 'France') GROUP BY 1""",
    "bottom 3 stores by revenue this year": f"""SELECT store_name, sum(net_amount) {SOLD} FROM {ITEMS}
        WHERE ordered_at >= '2026-01-01' AND store_name IS NOT NULL GROUP BY 1 ORDER BY 2 LIMIT 3""",
    "which country had the highest revenue last quarter?": f"""SELECT country, sum(net_amount) {SOLD} FROM {ITEMS}
        WHERE ordered_at >= '2026-07-01' AND ordered_at < '2026-10-01' GROUP BY 1 ORDER BY 2 DESC LIMIT 1""",
    "how many units of Skarv did we sell last month": f"""SELECT sum(quantity) {SOLD} FROM {ITEMS}
        WHERE {OCTOBER} AND brand = 'Skarv'""",
    "B2B revenue last month": f"SELECT sum(net_amount) {SOLD} FROM {ITEMS} WHERE {OCTOBER} AND segment = 'business'",
    "whats our profit margin in october": f"""SELECT sum(net_amount - cost_amount) {SOLD}::DOUBLE
        / sum(net_amount) {SOLD} FROM {ITEMS} WHERE {OCTOBER}""",
    "revenue from products with list price over 300 last month": f"""SELECT sum(net_amount) {SOLD} FROM {ITEMS}
        WHERE {OCTOBER} AND price > 300""",
    "revenue excluding germany last month": f"""SELECT sum(net_amount) {SOLD} FROM {ITEMS}
        WHERE {OCTOBER} AND country IS DISTINCT FROM 'Germany'""",
    "revenue in EUR last month": f"SELECT sum(net_amount) {SOLD} FROM {ITEMS} WHERE {OCTOBER}",
    "Hi Tom, could you tell me our revnue by categroy for Q3 2026? Many thanks, Anna": f"""
        SELECT category, sum(net_amount) {SOLD} FROM {ITEMS}
        WHERE ordered_at >= '2026-07-01' AND ordered_at < '2026-10-01' GROUP BY 1""",
    "how many orders did we get this week?": f"SELECT count(*) FROM {ORDERS} WHERE ordered_at >= '2026-11-09'",
    "orders last sunday": f"SELECT count(*) FROM {ORDERS} WHERE ordered_at::DATE = '2026-11-08'",
    "orders between 1 oct and 15 oct": f"""SELECT count(*) FROM {ORDERS}
        WHERE ordered_at >= '2026-10-01' AND ordered_at < '2026-10-16'""",
    "credit card orders last month": f"SELECT count(*) FROM {ORDERS} WHERE {OCTOBER} AND payment_method = 'card'",
    "orders with order value above 1000 in germany last month": f"""SELECT count(*) FROM {ORDERS}
        WHERE {OCTOBER} AND order_total > 1000 AND country = 'Germany'""",
    "orders except marketplace last month by channel": f"""SELECT channel, count(*) FROM {ORDERS}
        WHERE {OCTOBER} AND channel <> 'marketplace' GROUP BY 1""",
    "AOV by channel last month": f"""SELECT channel, avg(order_total) {SOLD} FROM {ORDERS}
        WHERE {OCTOBER} GROUP BY 1""",
    "return rate for online orders last month": f"""SELECT count(*) FILTER (WHERE status = 'returned')::DOUBLE
        / count(*) FILTER (WHERE status IN ('completed', 'returned')) FROM {ORDERS}
        WHERE {OCTOBER} AND channel = 'online'""",
    "unique buyers last month": f"SELECT count(DISTINCT customer_id) {SOLD} FROM {ORDERS} WHERE {OCTOBER}",
    "sign-ups by week in october": """SELECT date_trunc('week', signed_up_on)::DATE::VARCHAR, count(*)
        FROM sales.customers WHERE signed_up_on >= '2026-10-01' AND signed_up_on < '2026-11-01' GROUP BY 1""",
    "stores opened in 2025": "SELECT store_name, opened_on::VARCHAR FROM sales.stores WHERE year(opened_on) = 2025",
    "how many stores opened in 2025": "SELECT count(*) FROM sales.stores WHERE year(opened_on) = 2025",
    "how many stores in Germany": "SELECT count(*) FROM sales.stores WHERE country = 'Germany'",
    "revenue target by store format this month": """SELECT format, sum(revenue_target)
        FROM finance.store_targets JOIN sales.stores USING (store_id) WHERE month_start = '2026-11-01' GROUP BY 1""",
    "how many parcels did we ship last week": """SELECT count(*) FROM logistics.shipments
        WHERE shipped_at >= '2026-11-02' AND shipped_at < '2026-11-09'""",
    "late deliveries from Osaka this year by month": """SELECT date_trunc('month', shipped_at)::DATE::VARCHAR,
        count(*) FILTER (WHERE late) FROM logistics.shipments
        WHERE shipped_at >= '2026-01-01' AND warehouse = 'Osaka' GROUP BY 1""",
    "tickets opened last week by priority": """SELECT priority, count(*) FROM support.tickets
        WHERE created_at >= '2026-11-02' AND created_at < '2026-11-09' GROUP BY 1""",
    "ticket backlog by agent": "SELECT agent, count(*) FILTER (WHERE status = 'open') FROM support.tickets GROUP BY 1",
    "which agent has the best csat last quarter?": """SELECT agent, avg(satisfaction) FROM support.tickets
        WHERE created_at >= '2026-07-01' AND created_at < '2026-10-01' GROUP BY 1 ORDER BY 2 DESC LIMIT 1""",
    "CPC by country last month for search": """SELECT country, sum(spend)::DOUBLE / sum(clicks)
        FROM marketing.ad_performance WHERE spend_month = '2026-10' AND channel = 'search' GROUP BY 1""",
    "seasonal ad spend by channel this quarter": """SELECT a.channel, sum(spend) FROM marketing.ad_performance a
        JOIN marketing.campaigns c USING (campaign_id)
        WHERE kind = 'seasonal' AND spend_date >= '2026-10-01' GROUP BY 1""",
    "mobile vs desktop conversion rate last month": """SELECT device, avg(converted::INTEGER) FROM web.sessions
        WHERE session_month = '2026-10' AND device IN ('mobile', 'desktop') GROUP BY 1""",
    "sessions without a country last month": """SELECT count(*) FROM web.sessions
        WHERE session_month = '2026-10' AND country IS NULL""",
    "energy use by machine kind yesterday": """SELECT kind, sum(energy_kwh) FROM plant.sensor_readings
        JOIN plant.machines USING (machine_id) WHERE read_at >= '2026-11-14' AND read_at < '2026-11-15' GROUP BY 1""",
    "how did revenue change last month compared to September?": f"""SELECT now, before, now - before,
        (now - before) / before FROM (SELECT
        sum(net_amount) FILTER (WHERE status = 'completed' AND {OCTOBER})::DOUBLE AS now,
        sum(net_amount) FILTER (WHERE status = 'completed' AND ordered_at >= '2026-09-01'
        AND ordered_at < '2026-10-01')::DOUBLE AS before FROM {ITEMS})""",
    "what share of orders was online last month": f"""SELECT * FROM (SELECT channel, count(*),
        count(*) / sum(count(*)) OVER () FROM {ORDERS} WHERE {OCTOBER} GROUP BY 1) WHERE channel = 'online'""",
    "orders > 100 EUR last month": f"SELECT count(*) FROM {ORDERS} WHERE {OCTOBER} AND order_total > 100",
    "top 3 carriers by shipments from each warehouse last month": """SELECT warehouse, carrier, count(*)
        FROM logistics.shipments WHERE shipped_at >= '2026-10-01' AND shipped_at < '2026-11-01' GROUP BY 1, 2
        QUALIFY row_number() OVER (PARTITION BY warehouse ORDER BY count(*) DESC, carrier) <= 3""",
    "countries with more than 200 orders last month": f"""SELECT country, count(*) FROM {ORDERS}
        WHERE {OCTOBER} GROUP BY 1 HAVING count(*) > 200""",
    "downtime hours of sorters in Leipzig last month": """SELECT count(*) FILTER (WHERE state = 'down')
        FROM plant.sensor_readings JOIN plant.machines USING (machine_id)
        WHERE reading_month = '2026-10' AND kind = 'sorter' AND site = 'Leipzig'""",
}
REFUSED = {
    "return rate by category last month": "Item return rate can be split by category.",
    "revenue from Parcello last month": "cannot be filtered by “Parcello” (Carrier)",
    "revenue of cancelled orders last month": "“and”",
    "late shipments freight cost": "“and”",
    "revenue last month in usd": "convert",
    "orders > 100 USD last month": "convert",
    "orders > 100 last month": "above or below that number",
    "revenue in january, march and july": "one stretch of time",
    "forecast revenue for december": "not what will",
    "revenue for brand Nike": "“Nike”",
    "how many visitors are employees": "“visitors”",
    "headcount by department": "“headcount”",
}
ASKED = {
    "margin by department last month": "Gross margin or Margin rate",
    "who are our best customers?": "Active customers or New customers",
    "top 5": "Which figure",
    "which store sold the most last month?": "Units sold",
}


def comparable(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, str) else round(float(cell), 4)


def rows(found: list[Any]) -> list[tuple[Any, ...]]:
    return sorted((tuple(comparable(cell) for cell in row) for row in found), key=str)


@pytest.mark.parametrize(("question", "sql"), RIGHT.items(), ids=RIGHT)
def test_the_answer_is_what_the_files_say(ask: Ask, lake: duckdb.DuckDBPyConnection, question: str, sql: str) -> None:
    asked = ask(question)
    assert asked.outcome == "answered", asked.text
    assert rows(asked.tables[0]["rows"]) == rows(lake.execute(sql).fetchall())


@pytest.mark.parametrize(("question", "said"), REFUSED.items(), ids=REFUSED)
def test_what_cannot_be_answered_is_refused_with_the_reason(ask: Ask, question: str, said: str) -> None:
    asked = ask(question)
    assert (asked.outcome, asked.tables) == ("refused", [])
    assert said in asked.text


@pytest.mark.parametrize(("question", "said"), ASKED.items(), ids=ASKED)
def test_what_can_mean_several_things_is_asked_back(ask: Ask, question: str, said: str) -> None:
    asked = ask(question)
    assert (asked.outcome, asked.tables) == ("asked_back", [])
    assert said in asked.text


def test_a_refused_breakdown_can_be_replaced_by_one_word(ask: Ask) -> None:
    first = ask("return rate by category last month")
    second = ask("channel", thread=first.thread)
    assert second.receipts[0]["request"] == {
        "metrics": ["return_rate"],
        "dimensions": ["orders.channel"],
        "period": "last month",
    }


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("orders today", "The data of Orders go to 14 Nov 2026."),
        ("revenue yesterday vs today", ""),
        ("orders in 2020", "The data of Orders begin on 1 Nov 2024."),
        ("revenue in 2020", "The data of Order items begin on 1 Nov 2024."),
    ],
)
def test_no_count_is_told_for_a_time_without_data(ask: Ask, question: str, why: str) -> None:
    asked = ask(question)
    assert asked.outcome == "answered"
    assert why in asked.text
    assert " 0 " not in asked.text


def test_a_year_that_the_data_reach_in_part_is_told_to_be_partial(ask: Ask) -> None:
    assert "begin on 1 Nov 2024" in ask("revenue 2024 vs 2025 by region").text
    assert "begin on" not in ask("revenue 2025").text


def test_rows_that_rights_hide_are_never_told_to_be_none(ask: Ask) -> None:
    asked = ask("orders in Japan last month", user="luis")
    assert "hidden from you" in asked.text
    assert "0 orders" not in asked.text


@pytest.mark.parametrize(
    "question",
    ["describe ad performance", "what is ad spend?", "what can I ask about sessions?", "ad spend by channel"],
)
def test_what_is_not_open_to_a_person_is_called_so_however_they_ask(ask: Ask, question: str) -> None:
    asked = ask(question, user="luis")
    assert (asked.outcome, asked.tables) == ("refused", [])
    assert "is not open to you" in asked.text


def test_an_answer_reads_well(ask: Ask) -> None:
    text = ask("revenue in Germany by month this year").text
    assert "11 months, from January 2026 (€" in text
    assert ") to November 2026 (€" in text
    assert "2026 is not over yet; order items with line status test are left out; Germany = order country." in text
    assert "<>" not in text
    assert "(none)" in ask("revenue by store last month").text
    assert "– EMEA: €" in ask("revenue by region in EMEA last month").text
    assert "rows without a store are not ranked" in ask("top 2 stores by revenue last month").text


def test_what_can_be_asked_is_told_in_few_lines_with_questions_that_are_answered(ask: Ask) -> None:
    asked = ask("what can I ask?")
    assert len(asked.text.splitlines()) <= 13
    examples = [part.split("”")[0] for part in asked.text.split("Try: ")[1].split("“")[1:]]
    assert len(examples) == 3
    for example in examples:
        assert ask(example).outcome == "answered", example
    assert "Stores: Our shops" in ask("what datasets are there?").text
