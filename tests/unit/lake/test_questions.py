"""The model and the lake together: compiled questions give the figures that plain SQL over the files gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlglot

from agent_actions.semantic.compile import compile_metrics
from agent_actions.semantic.model import SemanticModel, TableRef
from agent_actions.semantic.reader import read_folder, read_model
from agent_actions.semantic.request import MetricRequest
from agent_actions.sql.tables import TableColumn, TableInfo, Tables
from tests.unit.lake.conftest import TODAY, OpenLake

FOLDER = Path(__file__).parents[3] / "infra" / "local" / "lake" / "model"


@pytest.fixture(scope="module")
def tables(lake: OpenLake) -> Tables:
    """The lake's tables as a catalogue has them."""
    found: list[TableInfo] = []
    for name in lake.tables():
        database, _, table = name.partition(".")
        columns = [
            TableColumn(column, kind.lower(), partition=column.endswith("_month"))
            for column, kind, *_ in lake.rows(f"DESCRIBE {name}")
        ]
        found.append(TableInfo(TableRef(database, table), tuple(columns)))
    return Tables.of(found)


@pytest.fixture(scope="module")
def model(tables: Tables) -> SemanticModel:
    return read_model(read_folder(FOLDER), tables)


@pytest.fixture
def ask(lake: OpenLake, model: SemanticModel, tables: Tables) -> Any:
    def answer(**request: Any) -> list[tuple[Any, ...]]:
        compiled = compile_metrics(model, MetricRequest.model_validate(request), TODAY, tables)
        return lake.rows(sqlglot.transpile(compiled.sql, read="athena", write="duckdb")[0])

    return answer


def test_the_model_has_no_warnings_over_its_own_lake(model: SemanticModel) -> None:
    assert model.warnings == ()


def test_revenue_by_region_leaves_out_what_was_returned_cancelled_or_a_test(lake: OpenLake, ask: Any) -> None:
    expected = lake.rows("""
        SELECT region, sum(order_total) FROM sales.orders
        WHERE order_month = '2026-10' AND status = 'completed' GROUP BY 1 ORDER BY 2 DESC
    """)
    assert ask(metrics=["revenue"], dimensions=["orders.region"], period="last month") == expected
    assert [region for region, _ in expected] == ["EMEA", "AMER", "APAC", "LATAM"]


def test_orders_without_a_customer_are_not_lost(lake: OpenLake, ask: Any) -> None:
    by_segment = ask(metrics=["order_count"], dimensions=["customers.segment"], period="2026-10")
    everything = "SELECT count(*) FROM sales.orders WHERE order_month = '2026-10' AND status <> 'test'"
    assert sum(count for _, count in by_segment) == lake.value(everything)


@pytest.mark.parametrize(
    ("metrics", "dimensions"),
    [
        (["revenue", "order_count"], ["orders.channel"]),
        (["revenue", "margin_rate", "item_return_rate"], ["products.category"]),
        (["revenue", "target_revenue"], ["stores.store_name"]),
        (["late_share", "average_delivery_days"], ["shipments.carrier", "orders.channel"]),
        (["ticket_count", "satisfaction"], ["tickets.topic", "customers.segment"]),
        (["ad_spend", "conversion_rate"], ["campaigns.campaign_name"]),
        (["downtime_rate", "energy_use"], ["machines.site"]),
        (["new_customers"], ["customers.country"]),
    ],
)
def test_metrics_can_be_broken_down_by_what_they_reach(ask: Any, metrics: list[str], dimensions: list[str]) -> None:
    rows = ask(metrics=metrics, dimensions=dimensions, period="last month")
    assert len(rows) > 2
    for position in range(len(dimensions), len(dimensions) + len(metrics)):
        assert any(row[position] is not None for row in rows)


def test_every_metric_has_a_figure_for_every_month(ask: Any, model: SemanticModel) -> None:
    stocks = {"stores", "products"}
    for metric in (m for m in model.metrics if not stocks & set(m.datasets)):
        rows = ask(metrics=[metric.name], grain="month", period="2024-11-01..2026-10-31")
        assert len(rows) == 24, metric.name
        assert all(value is not None for _, value in rows), metric.name
