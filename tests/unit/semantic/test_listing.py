"""Requests without metrics: rows of a dataset by its fields, run over the shop's rows."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from agent_actions.errors import FixableError
from agent_actions.semantic.model import SemanticModel
from tests.unit.semantic.shop import compiled, rows


def test_fields_of_one_dataset_are_listed_in_order(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    statement = compiled(model, metrics=[], dimensions=["stores.name", "stores.region"])
    assert [c.name for c in statement.columns] == ["name", "region"]
    assert statement.metrics == ()
    found = rows(data, statement)
    every = data.execute("SELECT DISTINCT name, region FROM sales.stores").fetchall()
    assert sorted(map(str, found)) == sorted(map(str, every))
    names = [row[0] for row in found if row[0] is not None]
    assert names == sorted(names)


def test_a_combination_is_listed_once(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    found = rows(data, compiled(model, metrics=[], dimensions=["stores.region"]))
    assert len(found) == len(set(found))


def test_filters_order_and_limit_hold(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    every = data.execute("SELECT area FROM sales.stores WHERE area IS NOT NULL ORDER BY area DESC").fetchall()
    largest = rows(
        data,
        compiled(
            model,
            metrics=[],
            dimensions=["stores.name", "stores.area"],
            order={"by": "stores.area", "direction": "desc"},
            limit=2,
        ),
    )
    assert [row[1] for row in largest] == [row[0] for row in every[:2]]
    only = rows(
        data,
        compiled(
            model, metrics=[], dimensions=["stores.name"], filters=[{"field": "stores.region", "values": ["EMEA"]}]
        ),
    )
    count = data.execute("SELECT count(DISTINCT name) FROM sales.stores WHERE region = 'EMEA'").fetchone()
    assert count is not None
    assert len(only) == count[0]


def test_a_period_goes_by_the_datasets_own_date_and_its_filter_holds(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    statement = compiled(model, metrics=[], dimensions=["orders.order_id", "stores.name"], period="2026")
    assert statement.datasets[0] == "orders"
    assert any("order date" in said for said in statement.assumptions)
    listed = {row[0] for row in rows(data, statement)}
    expected = data.execute(
        "SELECT order_id FROM sales.orders WHERE ordered_at >= '2026-01-01' AND ordered_at < '2027-01-01' "
        "AND status <> 'test'"
    ).fetchall()
    assert listed == {row[0] for row in expected}


def test_names_that_come_twice_stand_beside_their_key(model: SemanticModel) -> None:
    statement = compiled(model, metrics=[], dimensions=["stores.name"])
    assert [c.role for c in statement.columns] == ["dimension"]


@pytest.mark.parametrize(
    "request_",
    [
        {"dimensions": ["stores.name"], "grain": "month"},
        {"dimensions": ["stores.name"], "share": True},
        {"dimensions": ["stores.name"], "count": "stores"},
        {"dimensions": []},
        {"dimensions": ["stores.name", "customers.name"]},
        {"dimensions": ["stores.name"], "period": "2026"},
        {"dimensions": ["stores.name"], "order": {"by": "region"}},
    ],
)
def test_what_is_no_list_is_refused_in_words(model: SemanticModel, request_: dict[str, Any]) -> None:
    with pytest.raises(FixableError):
        compiled(model, metrics=[], **request_)
