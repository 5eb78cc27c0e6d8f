"""How many things pass conditions on figures: run over the shop's rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from agent_actions.errors import FixableError
from agent_actions.semantic.model import SemanticModel
from tests.unit.semantic.shop import compiled, rows, shop_model
from tests.unit.semantic.test_beside import ask


def bound(metric: str, op: str, value: object) -> dict[str, Any]:
    return {"field": metric, "op": op, "values": [value]}


def count(model: SemanticModel, data: duckdb.DuckDBPyConnection, **request: Any) -> list[tuple[Any, ...]]:
    return rows(data, compiled(model, **request))


def test_stores_are_counted_by_their_orders(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    request: dict[str, Any] = {"metrics": ["order_count"], "count": "stores"}
    assert count(model, data, **request, filters=[bound("order_count", "gte", 2)]) == [(2,)]
    assert count(model, data, **request, filters=[bound("order_count", "in", 1)]) == [(2,)]
    assert count(model, data, **request, filters=[bound("order_count", "gt", 5)]) == [(0,)]


def test_the_count_is_what_the_list_is_long(model: SemanticModel, busy: duckdb.DuckDBPyConnection) -> None:
    limits = [bound("order_count", "gte", 60), bound("order_count", "lte", 95)]
    listed = ask(model, busy, metrics=["order_count"], dimensions=["stores.store_id"], filters=limits)
    known = {"field": "stores.region", "op": "is_not_null"}
    assert listed
    assert count(model, busy, metrics=["order_count"], count="stores", filters=[*limits, known]) == [(len(listed),)]
    # orders of a store that is gone are still one store's
    assert count(model, busy, metrics=["order_count"], count="stores", filters=limits) == [(len(listed) + 1,)]


def test_what_has_no_row_has_none_and_passes_fewer_than(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    request: dict[str, Any] = {"metrics": ["order_count"], "count": "stores", "period": "2026-10"}
    under = bound("order_count", "lt", 2)
    # store 2 has one, store 9 (which the stores do not know) has one, store 3 has none
    assert count(model, data, **request, filters=[under]) == [(3,)]
    assert count(model, data, **request, filters=[under, bound("order_count", "gte", 1)]) == [(2,)]
    assert "stores without any count too" in compiled(model, **request, filters=[under]).assumptions
    sums = {**request, "metrics": ["revenue"], "filters": [bound("revenue", "lt", 10)]}
    assert count(model, data, **sums) == [(2,)]


def test_those_with_none_are_counted_and_a_list_says_that_it_has_none_of_them(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    request: dict[str, Any] = {"metrics": ["order_count"], "period": "2026-11"}
    # in November only store 2 has an order
    assert count(model, data, **request, count="stores", filters=[bound("order_count", "in", 0)]) == [(2,)]
    few, web = bound("order_count", "lt", 5), {"field": "orders.channel", "values": ["web"]}
    assert len(count(model, data, **request, dimensions=["stores.name"], filters=[few])) == 3
    for unknown in ({"dimensions": ["orders.channel"]}, {"dimensions": ["stores.name"], "filters": [few, web]}):
        told = compiled(model, **{**request, "filters": [few], **unknown}).assumptions
        assert "what has no row at all is not listed" in told


def test_those_with_none_are_listed_from_their_own_rows(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    request: dict[str, Any] = {"metrics": ["order_count"], "period": "2026-11", "dimensions": ["stores.name"]}
    none = [bound("order_count", "in", 0)]
    listed = count(model, data, **request, filters=none)
    assert [row[1] for row in listed] == [0, 0]
    assert "stores without any row at all too" in compiled(model, **request, filters=none).assumptions
    sums = {**request, "metrics": ["revenue"], "filters": [bound("revenue", "lte", 0)]}
    assert {row[0] for row in count(model, data, **sums)} == {row[0] for row in listed}
    kept = {"field": "stores.region", "values": ["EMEA"]}
    assert set(count(model, data, **request, filters=[kept, *none])) < set(listed)


def test_a_condition_on_what_there_is_none_of_limits_that_and_not_the_things(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    request: dict[str, Any] = {"metrics": ["order_count"]}
    none, some = bound("order_count", "in", 0), bound("order_count", "gte", 1)
    web = {"field": "orders.channel", "values": ["web"]}
    by_name = {**request, "dimensions": ["stores.store_id"]}
    every = {row[0] for row in data.execute("SELECT store_id FROM sales.stores").fetchall()}
    sold = {row[0] for row in count(model, data, **by_name, filters=[web, some])}
    listed = count(model, data, **by_name, filters=[web, none])
    assert sold & every
    assert {row[0] for row in listed} == every - sold
    assert [row[-1] for row in listed] == [0] * len(listed)
    assert count(model, data, **request, count="stores", filters=[web, none]) == [(len(listed),)]
    # the fact's own names have no other rows to be listed from
    by_channel = {**request, "dimensions": ["orders.channel"]}
    assert count(model, data, **by_channel, period="2026-11", filters=[none]) == []


def test_an_average_of_nothing_is_not_nought(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    request: dict[str, Any] = {"metrics": ["average_order"], "count": "stores", "period": "2026-10"}
    assert count(model, data, **request, filters=[bound("average_order", "lt", 40)]) == [(2,)]


def test_who_has_none_cannot_be_told_under_filters_of_the_orders(model: SemanticModel) -> None:
    web = {"field": "orders.channel", "values": ["web"]}
    request: dict[str, Any] = {"metrics": ["order_count"], "count": "stores"}
    with pytest.raises(FixableError, match="cannot be told"):
        compiled(model, **request, filters=[web, bound("order_count", "lt", 2)])
    compiled(model, **request, filters=[web, bound("order_count", "lt", 2), bound("order_count", "gte", 1)])


def test_counts_by_a_dimension_and_over_time(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    request: dict[str, Any] = {"metrics": ["order_count"], "count": "stores"}
    some = [bound("order_count", "gte", 1)]
    found = count(model, data, **request, filters=some, dimensions=["stores.region"])
    assert sorted(found, key=str) == [("AMER", 1), ("APAC", 1), ("EMEA", 1), (None, 1)]
    months = count(model, data, **request, filters=some, grain="month", period="2026-Q4")
    assert months == [(date(2026, 10, 1), 3), (date(2026, 11, 1), 1)]
    beside = count(model, data, **request, filters=some, period="2026-10", compare="previous_period")
    assert beside == [(3, 1, 2, 2.0)]


def test_values_of_a_field_and_stretches_of_time_are_counted(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    some = {"metrics": ["order_count"], "filters": [bound("order_count", "gte", 2)]}
    assert count(model, data, **some, count="orders.channel") == [(2,)]
    assert count(model, data, **some, count="month") == [(1,)]


def test_figures_of_several_facts_each_on_its_own(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    limits = [bound("order_count", "gte", 1), bound("visitors", "gt", 9)]
    request: dict[str, Any] = {"metrics": ["order_count", "visitors"], "count": "stores", "period": "2026-10"}
    assert count(model, data, **request, filters=limits) == [(2,)]


def test_the_title_the_column_and_the_assumptions_say_what_is_counted(model: SemanticModel) -> None:
    statement = compiled(
        model, metrics=["order_count"], count="stores", filters=[bound("order_count", "gt", 5)], period="2026-10"
    )
    assert statement.title == "Stores with order count over 5, October 2026"
    (column,) = statement.columns
    assert (column.name, column.type, column.unit, column.role) == ("stores", "integer", "stores", "metric")
    assert "stores are told apart by the store ID of orders" in statement.assumptions
    assert [m.name for m in statement.metrics] == ["order_count"]
    assert [(str(ref), name) for ref, name in statement.told_apart] == [("sales.orders", "store_id")]


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ({"count": "stores"}, "needs a filter on a metric"),
        ({"count": "customers", "filters": [bound("order_count", "gt", 1)]}, "names no primary key"),
        ({"count": "shelves", "filters": [bound("order_count", "gt", 1)]}, "takes a dataset"),
        ({"count": "month", "grain": "day", "filters": [bound("order_count", "gt", 1)]}, "without a 'grain'"),
        ({"count": "stores", "share": True, "filters": [bound("order_count", "gt", 1)]}, "does not go with 'share'"),
        ({"count": "tickets", "filters": [bound("order_count", "gt", 1)]}, "primary key"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_the_reason(
    model: SemanticModel, request_: dict[str, Any], says: str
) -> None:
    with pytest.raises(FixableError, match=says):
        compiled(model, metrics=["order_count"], **request_)


def test_a_rates_bound_is_said_in_percent(data: duckdb.DuckDBPyConnection) -> None:
    config = """
version: 1
defaults: {database: sales}
datasets: {orders: {time: ordered_at}}
metrics: {conversion: {format: "0.0%"}}
"""
    statement = compiled(
        shop_model(config=config),
        metrics=["conversion"],
        dimensions=["stores.region"],
        filters=[bound("conversion", "gt", 0.125)],
    )
    assert statement.title == "Conversion by region, conversion over 12.5%"
