"""What the demo lake holds: sizes, seasons, and the flaws that real data have."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.lake.conftest import TODAY, OpenLake

MONTHLY = {
    "sales.orders": ("order_month", "ordered_at"),
    "sales.order_items": ("order_month", "ordered_at"),
    "marketing.ad_performance": ("spend_month", "spend_date"),
    "web.sessions": ("session_month", "started_at"),
    "support.tickets": ("created_month", "created_at"),
    "logistics.shipments": ("shipped_month", "shipped_at"),
    "plant.sensor_readings": ("reading_month", "read_at"),
}


def test_it_has_one_to_three_million_rows(lake: OpenLake) -> None:
    counts = {table: lake.value(f"SELECT count(*) FROM {table}") for table in lake.tables()}
    assert 1_000_000 <= sum(counts.values()) <= 3_000_000
    assert max(counts, key=lambda table: counts[table]) == "web.sessions"
    assert all(counts.values())


@pytest.mark.parametrize("table", MONTHLY)
def test_facts_lie_in_monthly_partitions_of_two_years_and_the_current_month(lake: OpenLake, table: str) -> None:
    partition, time = MONTHLY[table]
    months = [m for (m,) in lake.rows(f"SELECT DISTINCT {partition} FROM {table} ORDER BY 1")]
    assert (months[0], months[-1], len(months)) == ("2024-11", "2026-11", 25)
    assert lake.value(f"SELECT count(*) FROM {table} WHERE {partition} <> strftime({time}, '%Y-%m')") == 0


@pytest.mark.parametrize("table", MONTHLY)
def test_data_reach_to_yesterday_and_not_into_today(lake: OpenLake, table: str) -> None:
    newest = lake.value(f"SELECT CAST(max({MONTHLY[table][1]}) AS DATE) FROM {table}")
    assert newest == date(TODAY.year, TODAY.month, TODAY.day - 1)


def test_no_event_lies_in_the_future(lake: OpenLake) -> None:
    for table, column in [
        ("logistics.shipments", "delivered_at"),
        ("support.tickets", "resolved_at"),
        ("sales.customers", "signed_up_on"),
        ("sales.stores", "opened_on"),
        ("sales.products", "launched_on"),
    ]:
        assert lake.value(f"SELECT count(*) FROM {table} WHERE {column} >= DATE '{TODAY}'") == 0, table


@pytest.mark.parametrize(
    ("many", "key", "one"),
    [
        ("sales.order_items", "order_id", "sales.orders"),
        ("sales.order_items", "product_id", "sales.products"),
        ("sales.orders", "store_id", "sales.stores"),
        ("finance.store_targets", "store_id", "sales.stores"),
        ("marketing.ad_performance", "campaign_id", "marketing.campaigns"),
        ("web.sessions", "campaign_id", "marketing.campaigns"),
        ("plant.sensor_readings", "machine_id", "plant.machines"),
    ],
)
def test_keys_lead_somewhere(lake: OpenLake, many: str, key: str, one: str) -> None:
    assert lake.value(f"SELECT count(*) FROM {many} m ANTI JOIN {one} o USING ({key}) WHERE m.{key} IS NOT NULL") == 0


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("sales.orders", "order_id"),
        ("sales.order_items", "order_id, line_number"),
        ("sales.customers", "customer_id"),
        ("sales.customers", "email"),
        ("sales.products", "product_id"),
        ("sales.products", "product_name"),
        ("sales.stores", "store_name"),
        ("web.sessions", "session_id"),
        ("support.tickets", "ticket_id"),
        ("logistics.shipments", "shipment_id"),
        ("plant.sensor_readings", "reading_id"),
        ("plant.machines", "machine_name"),
        ("finance.store_targets", "store_id, month_start"),
        ("marketing.campaigns", "campaign_name"),
        ("marketing.ad_performance", "spend_date, campaign_id, country"),
    ],
)
def test_keys_are_unique(lake: OpenLake, table: str, key: str) -> None:
    assert lake.rows(f"SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1 LIMIT 1") == []


def test_a_few_orders_name_a_customer_that_is_gone(lake: OpenLake) -> None:
    orphans = lake.value("SELECT count(*) FROM sales.orders ANTI JOIN sales.customers USING (customer_id)")
    assert 0 < orphans < 0.01 * lake.value("SELECT count(*) FROM sales.orders")


def test_a_few_orders_arrive_late(lake: OpenLake) -> None:
    late = lake.value("SELECT avg(CAST(date_diff('day', ordered_at, loaded_at) > 1 AS INTEGER)) FROM sales.orders")
    assert 0.002 < late < 0.02


def test_some_values_are_missing(lake: OpenLake) -> None:
    for table, column, most in [
        ("sales.customers", "segment", 0.08),
        ("web.sessions", "country", 0.10),
        ("support.tickets", "satisfaction", 0.75),
        ("logistics.shipments", "delivered_at", 0.05),
        ("plant.sensor_readings", "temperature_c", 0.02),
    ]:
        assert 0 < lake.value(f"SELECT avg(CAST({column} IS NULL AS INTEGER)) FROM {table}") < most, table


def test_order_totals_are_the_sums_of_their_lines(lake: OpenLake) -> None:
    wrong = """
        SELECT count(*) FROM sales.orders o
        JOIN (SELECT order_id, sum(net_amount) AS net, sum(discount) AS off FROM sales.order_items GROUP BY 1) i
        USING (order_id) WHERE o.order_total <> i.net OR o.discount <> i.off OR items_total - o.discount <> order_total
    """
    assert lake.value(wrong) == 0
    orders = "SELECT count(*) FROM sales.orders"
    assert lake.value(orders) == lake.value("SELECT count(DISTINCT order_id) FROM sales.order_items")


def test_an_order_and_its_lines_agree_on_region_status_and_time(lake: OpenLake) -> None:
    different = "i.region <> o.region OR i.status <> o.status OR i.ordered_at <> o.ordered_at"
    assert (
        lake.value(f"SELECT count(*) FROM sales.order_items i JOIN sales.orders o USING (order_id) WHERE {different}")
        == 0
    )


def test_nothing_is_bought_before_it_exists(lake: OpenLake) -> None:
    join = "sales.order_items i JOIN sales.products p USING (product_id)"
    assert lake.value(f"SELECT count(*) FROM {join} WHERE i.ordered_at < p.launched_on") == 0
    assert lake.value("SELECT count(*) FROM sales.products WHERE launched_on > '2024-12-01'") > 5
    join = "sales.orders o JOIN sales.stores s USING (store_id)"
    assert lake.value(f"SELECT count(*) FROM {join} WHERE o.ordered_at < s.opened_on OR o.country <> s.country") == 0
    join = "sales.orders o JOIN sales.customers c USING (customer_id)"
    assert lake.value(f"SELECT count(*) FROM {join} WHERE o.ordered_at < c.signed_up_on OR o.region <> c.region") == 0


def test_only_retail_orders_have_a_store(lake: OpenLake) -> None:
    assert lake.value("SELECT count(*) FROM sales.orders WHERE (store_id IS NULL) = (channel = 'retail')") == 0


def test_amounts_have_two_decimals(lake: OpenLake) -> None:
    for table, column in [("orders", "order_total"), ("orders", "shipping_cost"), ("order_items", "net_amount")]:
        assert lake.value(f"SELECT typeof({column}) FROM sales.{table} LIMIT 1") == "DECIMAL(12,2)"


def test_the_fourth_quarter_is_the_strongest_and_the_company_grows(lake: OpenLake) -> None:
    by_month = dict(lake.rows("SELECT order_month, sum(order_total) FROM sales.orders GROUP BY 1"))
    last_quarter = sum(by_month[m] for m in ("2025-10", "2025-11", "2025-12"))
    assert all(
        last_quarter > 1.1 * sum(float(by_month[f"2025-{m:02}"]) for m in range(first, first + 3))
        for first in (1, 4, 7)
    )
    assert sum(by_month[f"2026-{m:02}"] for m in range(1, 11)) > sum(by_month[f"2025-{m:02}"] for m in range(1, 11))


def test_saturdays_are_busier_than_sundays(lake: OpenLake) -> None:
    days = dict(lake.rows("SELECT isodow(ordered_at), count(*) FROM sales.orders GROUP BY 1"))
    assert days[6] > 1.3 * days[7]


def test_winter_goods_sell_in_winter_and_garden_goods_in_spring(lake: OpenLake) -> None:
    share = """
        SELECT month(ordered_at), sum(CAST(category = '{0}' AS INTEGER)) / count(*)
        FROM sales.order_items JOIN sales.products USING (product_id) GROUP BY 1
    """
    winter, garden = (dict(lake.rows(share.format(name))) for name in ("Winter Sports", "Garden"))
    assert winter[1] > 5 * winter[7]
    assert garden[4] > 2 * garden[12]


def test_personal_data_are_made_up(lake: OpenLake) -> None:
    assert lake.value("SELECT count(*) FROM sales.customers WHERE email NOT LIKE '%@example.com'") == 0
    assert lake.value("SELECT count(*) FROM sales.customers WHERE phone NOT LIKE '+% 555 01%'") == 0
    assert (
        lake.value(r"SELECT count(*) FROM sales.customers WHERE NOT regexp_full_match(email, '[a-z.]+\.\d+@.*')") == 0
    )


def test_some_stores_reach_their_target_and_some_miss_it(lake: OpenLake) -> None:
    for month in ("2026-03", "2026-10"):
        ratios = [
            float(r)
            for (r,) in lake.rows(f"""
                SELECT sum(o.order_total) FILTER (WHERE o.status = 'completed') / any_value(t.revenue_target)
                FROM finance.store_targets t JOIN sales.orders o ON o.store_id = t.store_id AND order_month = '{month}'
                WHERE strftime(t.month_start, '%Y-%m') = '{month}' GROUP BY t.store_id
            """)
        ]
        assert 4 <= sum(r < 1 for r in ratios) <= len(ratios) - 4
        assert min(ratios) > 0.4
        assert max(ratios) < 2


def test_targets_are_planned_to_the_end_of_the_fiscal_year(lake: OpenLake) -> None:
    assert lake.value("SELECT max(month_start) FROM finance.store_targets") == date(2027, 1, 1)


def test_some_tables_are_csv(lake: OpenLake) -> None:
    csv = {f"{p.parent.parent.name}.{p.parent.name}" for p in lake.folder.rglob("*.csv")}
    assert csv == {"sales.stores", "marketing.campaigns", "plant.machines", "finance.store_targets"}


def test_nothing_else_lies_in_the_lake(lake: OpenLake) -> None:
    assert all(p.suffix in (".csv", ".parquet") for p in lake.folder.rglob("*") if p.is_file())
    assert {p.name for p in lake.folder.iterdir()} == {
        "sales", "marketing", "web", "support", "logistics", "plant", "finance",
    }  # fmt: skip
