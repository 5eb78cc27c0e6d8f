"""A dbt manifest, imported: what can be asked gives dbt's figures, and whatever has no counterpart is named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from agent_actions.semantic.compile import compile_metrics
from agent_actions.semantic.reader import read_folder, read_model
from agent_actions.semantic.request import MetricRequest
from agent_actions.sql.tables import Tables
from infra.cli import main
from infra.dbt.convert import Imported, convert
from infra.dbt.manifest import read_manifest
from infra.local.aws.athena.macros import create_statements
from tests.unit.semantic.shop import rows, table

MANIFEST = Path(__file__).parent / "semantic_manifest.json"
ORDERS = (
    ("order_id", "bigint"), ("buyer", "varchar"), ("shop_code", "varchar"), ("campaign", "varchar"),
    ("ordered_at", "timestamp"), ("shipped_on", "date"), ("status", "varchar"), ("amount", "double"), ("fee", "double"),
)  # fmt: skip
TABLES = Tables.of(
    [
        table("fct_orders", *ORDERS, database="marts"),
        table(
            "dim_customers", ("customer_id", "varchar"), ("mail", "varchar"), ("country", "varchar"), database="marts"
        ),
        table("dim_shops", ("code", "varchar"), ("region", "varchar"), database="marts"),
        table("stock", ("shop_code", "varchar"), ("counted_on", "date"), ("pieces", "bigint"), database="marts"),
        table("prices", ("shop_code", "varchar"), ("valid_from", "date"), database="marts"),
    ]
)
ROWS = """
CREATE SCHEMA marts;
CREATE TABLE marts.fct_orders AS SELECT * FROM (VALUES
  (1, 'a', 'x', NULL, TIMESTAMP '2026-10-01 10:00:00', DATE '2026-10-03', 'done', 100.0, 1.0),
  (2, 'a', 'y', NULL, TIMESTAMP '2026-10-02 10:00:00', DATE '2026-10-04', 'done', 50.0, 2.0),
  (3, 'b', 'y', NULL, TIMESTAMP '2026-10-30 10:00:00', DATE '2026-11-02', 'returned', 200.0, 3.0),
  (4, 'c', 'x', NULL, TIMESTAMP '2026-10-31 10:00:00', DATE '2026-11-03', 'done', 10.0, 4.0))
  AS t(order_id, buyer, shop_code, campaign, ordered_at, shipped_on, status, amount, fee);
CREATE TABLE marts.dim_customers AS SELECT * FROM (VALUES ('a', 'A@x', 'DE'), ('b', 'B@x', 'FR'), ('c', 'C@x', 'DE'),
  ('d', 'D@x', 'DE')) AS t(customer_id, mail, country);
CREATE TABLE marts.dim_shops AS SELECT * FROM (VALUES ('x', 'North'), ('y', 'South')) AS t(code, region);
"""


@pytest.fixture(scope="module")
def imported() -> Imported:
    return convert(read_manifest(MANIFEST.read_text()))


@pytest.fixture(scope="module")
def data() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for statement in create_statements():
            connection.execute(statement)
        connection.execute(ROWS)
        yield connection


def answer(imported: Imported, data: duckdb.DuckDBPyConnection, **request: Any) -> list[tuple[Any, ...]]:
    model = read_model(imported.files, TABLES)
    compiled = compile_metrics(model, MetricRequest.model_validate(request), date(2026, 11, 15), TABLES)
    return rows(data, compiled, TABLES)


def test_simple_filtered_ratio_and_derived_metrics_give_dbts_figures(
    imported: Imported, data: duckdb.DuckDBPyConnection
) -> None:
    asked = {
        "revenue": 360.0,
        "order_count": 4,
        "orders_from_germany": 3,
        "done_revenue": 60.0,
        "average_order": 90.0,
        "returned_share": 0.25,
        "revenue_per_buyer_in_germany": 80.0,
        "customer_count": 4,
        "net_amount": 350.0,
        "typical_amount": 75.0,
    }
    for metric, figure in asked.items():
        assert answer(imported, data, metrics=[metric])[0][-1] == pytest.approx(figure), metric


def test_they_split_by_dimensions_of_joined_models_and_by_computed_ones(
    imported: Imported, data: duckdb.DuckDBPyConnection
) -> None:
    by_region = answer(imported, data, metrics=["revenue", "orders_from_germany"], dimensions=["shops.region"])
    assert set(by_region) == {("North", 110.0, 2), ("South", 250.0, 1)}
    assert set(answer(imported, data, metrics=["order_count"], dimensions=["orders.size"])) == {
        ("big", 2),
        ("small", 2),
    }


def test_each_metric_is_dated_as_dbt_dates_it(imported: Imported, data: duckdb.DuckDBPyConnection) -> None:
    assert answer(imported, data, metrics=["revenue"], period="2026-10") == [(360.0,)]
    assert answer(imported, data, metrics=["shipped_revenue"], period="2026-10") == [(150.0,)]


def test_what_has_no_counterpart_is_named_and_nothing_else_is_missing(imported: Imported) -> None:
    published = {metric.name for metric in imported.model.metrics}
    manifest = read_manifest(MANIFEST.read_text())
    said = "\n".join(imported.notes)
    for metric in manifest.metrics:
        assert metric.name in published or f"metric {metric.name}: left out" in said, metric.name
    for expected in (
        "metric revenue_28d: left out: accumulates over time, which here belongs to the question: ask for revenue over "
        "rolling 28 days",
        "metric revenue_this_year: left out: accumulates over time, which here belongs to the question: ask for "
        "revenue this year",
        "metric growth: left out: takes revenue from another time (1 month)",
        "metric conversion: left out: conversion metrics have no counterpart",
        "metric stock_level: left out: counts only the rows at one end of a period",
        "metric lost: left out: there is no measure 'nowhere' in the manifest",
        "metric templated: left out: its filter holds a template",
        "metric return_rate: left out: there is no input metric 'returned' in the manifest",
        "metric circle: left out: is defined by itself",
        "measure idle: no metric rests on it",
        "metric revenue_per_customer: left out: counts distinct values",
        "metric net_amount: is marked private",
        "metric typical_amount: percentiles and medians are approximate",
        "semantic model orders: not taken over: config",
        "entity shop: prices holds several rows for each shop",
        "entity campaign: no semantic model has campaign as its primary",
        "saved query board: saved queries have no counterpart",
    ):
        assert expected in said, expected


def test_keys_and_relationships_come_from_shared_entities(imported: Imported) -> None:
    assert {(r.many, r.many_columns, r.one, r.one_columns) for r in imported.model.relationships} == {
        ("orders", ("buyer",), "customers", ("customer_id",)),
        ("orders", ("shop_code",), "shops", ("code",)),
        ("stock", ("shop_code",), "shops", ("code",)),
    }
    customers = imported.model.dataset("customers")
    assert customers is not None
    assert (customers.primary_key, customers.unique_keys) == (("customer_id",), (("mail_key",),))


def test_a_column_behind_a_dimension_of_the_same_name_stays_the_column(imported: Imported) -> None:
    """``status`` is a dimension in capitals; the measure means the column."""
    metric = imported.model.metric("returned_orders")
    assert metric is not None
    assert "status_column" in metric.expression
    done = imported.model.metric("done_revenue")
    assert done is not None
    assert '"orders"."status"' in done.expression


def test_the_command_writes_a_model_that_the_check_accepts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "model"
    assert main(["model", "import", str(MANIFEST), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "note: metric growth: left out" in said
    assert "5 datasets, 3 relationships and" in said
    assert main(["model", "check", str(out)]) == 0
    assert sorted(read_folder(out)) == ["dbt.yaml", "outcrop.yaml"]

    assert main(["model", "import", str(MANIFEST), "--out", str(out)]) == 1
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not valid JSON"),
        ('{"nodes": {}}', "no dbt semantic manifest"),
        ('{"semantic_models": []}', "nothing to import"),
        ('{"semantic_models": [{"name": "x"}]}', "semantic_models.0.node_relation"),
    ],
)
def test_what_is_no_manifest_is_said_to_be_none(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "semantic_manifest.json"
    file.write_text(text)
    assert main(["model", "import", str(file), "--out", str(tmp_path / "model")]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


def dated(*dimensions: dict[str, Any]) -> Imported:
    """A manifest of one semantic model, dated by ``ordered_on``, with these dimensions beside it."""
    on = {"name": "ordered_on", "type": "time", "expr": "ordered_at", "type_params": {"time_granularity": "day"}}
    model = {
        "name": "orders",
        "node_relation": {"alias": "orders", "schema_name": "marts"},
        "defaults": {"agg_time_dimension": "ordered_on"},
        "entities": [{"name": "order_id", "type": "primary"}],
        "dimensions": [on, *dimensions] if all(d["name"] != "ordered_on" for d in dimensions) else list(dimensions),
        "measures": [{"name": "orders", "agg": "count", "expr": "order_id", "create_metric": True}],
    }
    return convert(read_manifest(json.dumps({"semantic_models": [model], "metrics": []})))


@pytest.mark.parametrize(("granularity", "written"), [("month", "%Y-%m"), ("day", "%Y-%m-%d"), ("hour", "...")])
def test_a_partition_is_named_with_the_rule_to_add_and_none_is_guessed(granularity: str, written: str) -> None:
    params = {"time_granularity": granularity}
    made = dated({"name": "dt", "type": "time", "is_partition": True, "type_params": params})
    (note,) = [note for note in made.notes if "partition" in note]
    assert f'`datasets.orders.partitions: {{dt: {{field: ordered_on, format: "{written}"}}}}`' in note
    assert "outcrop model check --lake" in note
    assert made.model.datasets[0].partitions == {}


def test_a_partition_that_dates_the_rows_itself_needs_no_rule() -> None:
    own = {"name": "ordered_on", "type": "time", "is_partition": True, "type_params": {"time_granularity": "day"}}
    assert not [note for note in dated(own).notes if "partition" in note]
