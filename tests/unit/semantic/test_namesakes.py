"""Rows of one name are still several: figures by a name that repeats are told apart by the key."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from agent_actions.semantic.compile import Compiled, compile_metrics
from agent_actions.semantic.entities import key_beside
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.reader import read_model
from agent_actions.semantic.request import MetricRequest
from tests.unit.semantic.shop import CONFIG, MODEL, TABLES, TODAY, rows, shop_data, shop_model


@pytest.fixture(scope="module")
def namesakes() -> duckdb.DuckDBPyConnection:
    connection = shop_data()
    connection.execute("UPDATE sales.stores SET name = 'Berlin' WHERE store_id = 2")
    return connection


def by_name(model: SemanticModel, **more: Any) -> Compiled:
    asked = {"metrics": ["revenue"], "dimensions": ["stores.name"], **more}
    return compile_metrics(model, MetricRequest.model_validate(asked), TODAY, TABLES, ("stores.name",))


def test_namesakes_have_a_row_each_with_their_key(model: SemanticModel, namesakes: duckdb.DuckDBPyConnection) -> None:
    made = by_name(model)
    assert [(c.name, c.role) for c in made.columns] == [
        ("name", "dimension"),
        ("store_id", "key"),
        ("revenue", "metric"),
    ]
    found = {(name, key): float(value) for name, key, value in rows(namesakes, made)}
    assert found["Berlin", 1] == 150
    assert found["Berlin", 2] == 530
    assert made.title == "Revenue by store name"
    assert "namesakes (store name) are told apart by store ID" in made.assumptions


def test_a_ranking_counts_each_of_them(model: SemanticModel, namesakes: duckdb.DuckDBPyConnection) -> None:
    made = by_name(model, limit=1, order={"by": "revenue", "direction": "desc"})
    assert [(name, key, float(v)) for name, key, v in rows(namesakes, made)] == [("Berlin", 2, 530.0)]


def test_a_ranking_within_each_name_is_within_each_of_them(
    model: SemanticModel, namesakes: duckdb.DuckDBPyConnection
) -> None:
    made = by_name(model, dimensions=["stores.name", "orders.channel"], limit=1, within=["stores.name"])
    assert {(name, key) for name, key, *_ in rows(namesakes, made)} >= {("Berlin", 1), ("Berlin", 2)}
    assert "in each store name" in made.title


def test_the_rest_of_a_ranking_and_its_shares_add_up(
    model: SemanticModel, namesakes: duckdb.DuckDBPyConnection
) -> None:
    made = by_name(model, limit=1, rest=True, share=True, order={"by": "revenue", "direction": "desc"})
    found = rows(namesakes, made)
    assert [row[:2] for row in found] == [("Berlin", "2"), ("All others", None)]
    assert sum(float(row[-1]) for row in found) == pytest.approx(1)


def test_only_names_of_things_that_others_point_to_have_a_key_beside_them(model: SemanticModel) -> None:
    def keys(ref: str) -> list[str]:
        field = model.field(ref)
        assert field is not None
        return [key.ref for key in key_beside(model, field)]

    assert keys("stores.name") == ["stores.store_id"]
    assert keys("customers.name") == ["customers.customer_id"]
    assert keys("stores.region") == []
    assert keys("stores.store_id") == []
    assert keys("orders.channel") == []


def test_a_name_that_is_declared_unique_stands_alone() -> None:
    unique = MODEL.replace("primary_key: [store_id]\n", "primary_key: [store_id]\n        unique_keys: [[name]]\n")
    assert unique != MODEL
    model = read_model({"shop.yaml": unique, "outcrop.yaml": CONFIG}, TABLES)
    field = model.field("stores.name")
    assert field is not None
    assert key_beside(model, field) == ()


def test_other_breakdowns_stay_as_they_are() -> None:
    model = shop_model()
    asked = MetricRequest.model_validate({"metrics": ["revenue"], "dimensions": ["stores.region"]})
    made = compile_metrics(model, asked, TODAY, TABLES, ("stores.name",))
    assert [c.name for c in made.columns] == ["region", "revenue"]
