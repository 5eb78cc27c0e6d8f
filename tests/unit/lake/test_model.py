"""The demo company's semantic model: conforms to Ossie, loads, and every name and value in it is in the data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlglot
import yaml
from sqlglot import exp

from agent_actions.contract import Audience, Caller
from agent_actions.errors import RefusedError
from agent_actions.semantic.config import Config
from agent_actions.semantic.model import Metric, SemanticModel
from agent_actions.semantic.reader import read_folder, read_model
from agent_actions.sql.rights import Grant, grant
from tests.unit.lake.conftest import OpenLake
from tests.unit.lake.ossie_rules import breaches

FOLDER = Path(__file__).parents[3] / "infra" / "local" / "lake" / "model"
MODEL = read_model(read_folder(FOLDER))
DOCUMENTS = sorted(p.name for p in FOLDER.glob("*.yaml") if p.name != "outcrop.yaml")
DM = Audience(kind="dm", channel="D_X")

SANE = {
    "revenue": (1_500_000, 6_000_000), "units_sold": (10_000, 80_000), "gross_margin": (500_000, 3_000_000),
    "margin_rate": (0.25, 0.55), "discounts": (20_000, 900_000), "discount_rate": (0.01, 0.3),
    "item_return_rate": (0.02, 0.15), "order_count": (5_000, 20_000), "average_order_value": (150, 450),
    "returned_orders": (200, 2_000), "return_rate": (0.03, 0.15), "cancelled_orders": (50, 900),
    "cancellation_rate": (0.005, 0.08), "active_customers": (3_000, 15_000), "revenue_per_customer": (150, 600),
    "new_customers": (300, 2_000), "target_revenue": (500_000, 2_500_000), "shipment_count": (3_000, 12_000),
    "late_shipments": (50, 1_500), "late_share": (0.01, 0.2), "average_delivery_days": (1.5, 6),
    "freight_cost": (30_000, 200_000), "ticket_count": (800, 4_000), "open_tickets": (1, 300),
    "average_resolution_hours": (8, 80), "average_first_response_minutes": (20, 400), "satisfaction": (3, 4.8),
    "ad_spend": (80_000, 500_000), "impressions": (5_000_000, 90_000_000), "clicks": (100_000, 1_500_000),
    "cost_per_click": (0.1, 1.5), "click_through_rate": (0.005, 0.06), "session_count": (20_000, 90_000),
    "conversion_rate": (0.015, 0.05), "cart_rate": (0.04, 0.2), "bounce_rate": (0.25, 0.6),
    "pages_per_session": (2, 8), "average_temperature": (30, 70), "peak_temperature": (60, 110),
    "average_vibration": (0.5, 5), "downtime_rate": (0.002, 0.05), "downtime_hours": (10, 400),
    "alert_count": (1, 1_000), "energy_use": (20_000, 300_000),
}  # fmt: skip
"""Metric -> what October 2026 may be without anybody calling the data team."""


STOCKS = {"store_count": (20, 28), "product_count": (350, 400)}
"""Metric -> how many there may be in all: most months add none."""


def duck(sql: str) -> str:
    return sqlglot.transpile(sql, read="athena", write="duckdb")[0]


def metric_sql(metric: Metric, month: str) -> str:
    """The metric alone, in one month: its fact with the dataset's own filter."""
    (name,) = metric.datasets
    dataset = MODEL.dataset(name)
    assert dataset
    assert metric.time
    where = f"strftime({metric.time}, '%Y-%m') = '{month}' AND ({dataset.default_filter or 'TRUE'})"
    return f"SELECT {duck(metric.expression)} FROM {dataset.source} AS {name} WHERE {where}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_keeps_to_the_ossie_schema(name: str) -> None:
    assert list(breaches(yaml.safe_load((FOLDER / name).read_text()))) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_can_be_read_alone(name: str) -> None:
    assert read_model({name: (FOLDER / name).read_text()}).metrics


def test_the_rules_notice_what_is_wrong() -> None:
    expression: dict[str, Any] = {"dialects": [{"dialect": "TRINO", "expression": "x"}]}
    field = {"name": "a", "expression": expression, "type": "String"}
    dataset = {"name": "d", "source": "x.y", "fields": [field, field], "primary_key": ["b"]}
    wrong = " ".join(breaches({"version": "0.1", "semantic_model": [{"name": "m", "datasets": [dataset]}]}))
    for word in ("version", "may not have type", "TRINO", "stands twice", "key ['b']"):
        assert word in wrong


def test_outcrop_yaml_is_a_valid_configuration() -> None:
    config = Config.model_validate(yaml.safe_load((FOLDER / "outcrop.yaml").read_text()))
    assert config.defaults.database == "sales"
    assert config.rights


def test_everything_is_described() -> None:
    assert all(d.description for d in MODEL.datasets)
    assert all(f.description and f.datatype for d in MODEL.datasets for f in d.fields)
    assert all(m.description and m.synonyms and m.format and m.time for m in MODEL.metrics)


def test_no_name_means_two_metrics() -> None:
    words = [w.casefold() for m in MODEL.metrics for w in {m.name.replace("_", " "), m.label.lower(), *m.synonyms}]
    assert sorted(w for w in set(words) if words.count(w) > 1) == []
    assert not set(words) & set(MODEL.config.ambiguous)


def test_every_column_of_the_lake_is_in_the_model_or_a_partition(lake: OpenLake) -> None:
    for dataset in MODEL.datasets:
        columns = {c for c, *_ in lake.rows(f"DESCRIBE {dataset.source}")}
        assert columns == {f.expression for f in dataset.fields} | set(dataset.partitions), dataset.name
    assert {str(d.source) for d in MODEL.datasets} == set(lake.tables())


def test_datatypes_are_those_of_the_data(lake: OpenLake) -> None:
    kinds = {
        "VARCHAR": {"String"}, "BIGINT": {"Integer"}, "INTEGER": {"Integer"}, "DOUBLE": {"Float", "Decimal"},
        "DECIMAL(12,2)": {"Decimal"}, "BOOLEAN": {"Boolean"}, "DATE": {"Date"}, "TIMESTAMP": {"DateTime"},
    }  # fmt: skip
    for dataset in MODEL.datasets:
        types = {column: kind for column, kind, *_ in lake.rows(f"DESCRIBE {dataset.source}")}
        for field in dataset.fields:
            assert field.datatype in kinds[types[field.expression]], field.ref


@pytest.mark.parametrize("ref", [f.ref for d in MODEL.datasets for f in d.fields if f.values])
def test_listed_values_are_exactly_those_in_the_data(lake: OpenLake, ref: str) -> None:
    field = MODEL.field(ref)
    assert field
    dataset = MODEL.dataset(field.dataset)
    assert dataset
    found = lake.rows(f"SELECT DISTINCT {field.expression} FROM {dataset.source} WHERE {field.expression} IS NOT NULL")
    assert set(field.values) == {value for (value,) in found}


def test_no_value_synonym_means_two_values_of_a_field() -> None:
    for dataset in MODEL.datasets:
        for field in dataset.fields:
            words = [w.casefold() for value, synonyms in field.values.items() for w in {value, *synonyms}]
            assert len(words) == len(set(words)), field.ref


def test_there_are_enough_metrics_and_each_has_a_sane_range_here() -> None:
    assert len(MODEL.metrics) >= 22
    assert {m.name for m in MODEL.metrics} == {*SANE, *STOCKS}


@pytest.mark.parametrize("name", SANE)
def test_each_metric_runs_over_the_lake_and_is_sane(lake: OpenLake, name: str) -> None:
    metric = MODEL.metric(name)
    assert metric
    low, high = SANE[name]
    assert low <= float(lake.value(metric_sql(metric, "2026-10"))) <= high


@pytest.mark.parametrize("name", STOCKS)
def test_counts_of_what_there_is_are_sane(lake: OpenLake, name: str) -> None:
    metric = MODEL.metric(name)
    assert metric
    dataset = MODEL.dataset(metric.datasets[0])
    assert dataset
    low, high = STOCKS[name]
    assert low <= lake.value(f"SELECT {metric.expression} FROM {dataset.source} AS {dataset.name}") <= high


@pytest.mark.parametrize("name", SANE)
def test_each_metric_aggregates_one_fact_and_divides_safely(name: str) -> None:
    metric = MODEL.metric(name)
    assert metric
    assert len(metric.datasets) == 1
    for division in sqlglot.parse_one(metric.expression, read="athena").find_all(exp.Div):
        # Athena divides decimals at two places and integers without any
        assert isinstance(division.left, exp.Cast)
        assert division.left.is_type("double")
        assert isinstance(division.right, exp.Nullif)


@pytest.mark.parametrize("name", SANE)
def test_a_metric_over_no_rows_is_no_error(lake: OpenLake, name: str) -> None:
    metric = MODEL.metric(name)
    assert metric
    assert lake.value(metric_sql(metric, "1999-01")) in (None, 0)


@pytest.mark.parametrize("certified", MODEL.config.certified, ids=lambda c: c.name)
def test_certified_questions_run(lake: OpenLake, certified: Any) -> None:
    values = {"month": "'2026-10'", "category": "'Camping'"}
    sql = certified.sql
    for name in certified.parameters:
        sql = sql.replace("{" + name + "}", values[name])
    rows = lake.rows(duck(sql))
    assert 3 <= len(rows) <= 25


def caller(user: str, kind: Any = "member", email: str | None = None) -> Caller:
    return Caller(team="T_OUTCROP", user=user, kind=kind, email=email)


def rights_of(user: str, model: SemanticModel = MODEL) -> Grant:
    return grant(model, caller(user), DM)


def test_support_sees_rows_of_its_region_only_and_no_addresses() -> None:
    luis = rights_of("U_LUIS")
    for dataset in MODEL.datasets:
        if not luis.allows_dataset(dataset.name):
            continue
        filters = luis.row_filters(dataset.source)
        assert filters or dataset.name == "products", dataset.name
        assert all("'EMEA'" in f for f in filters)
    assert not luis.allows_dataset("store_targets")
    customers = MODEL.dataset("customers")
    assert customers
    assert luis.hidden_columns(customers.source) == {"email"}
    assert luis.masked_columns(customers.source) == {"phone"}


def test_analyst_and_admin_see_everything() -> None:
    for user in ("U_MAYA", "U_PRIYA"):
        found = rights_of(user)
        assert all(found.allows_dataset(d.name) and not found.row_filters(d.source) for d in MODEL.datasets)


def test_a_colleague_sees_common_data_without_addresses() -> None:
    anyone = grant(MODEL, caller("U_NEW", email="new@example.com"), DM)
    assert anyone.allows_dataset("orders")
    assert not anyone.allows_dataset("ad_performance")
    customers = MODEL.dataset("customers")
    assert customers
    assert anyone.hidden_columns(customers.source) == {"email"}
    assert not anyone.row_filters(customers.source)


def test_a_guest_sees_nothing() -> None:
    with pytest.raises(RefusedError, match="Guests"):
        grant(MODEL, caller("U_GUS", kind="guest", email="gus@example.com"), DM)


def test_a_public_channel_hides_what_not_everyone_may_see() -> None:
    general = Audience(kind="channel", channel="C_GENERAL", name="#general")
    finance = Audience(kind="channel", channel="C_FINANCE", name="#finance")
    assert not grant(MODEL, caller("U_MAYA"), general).allows_dataset("store_targets")
    assert grant(MODEL, caller("U_MAYA"), finance).allows_dataset("store_targets")
