"""Figures straight from a column: run over the shop's rows, and told apart from published ones."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from agent_actions.errors import FixableError, UnknownNameError
from agent_actions.semantic.column_figures import added_up, aggregated, usual_condition
from agent_actions.semantic.model import Metric, SemanticModel
from tests.unit.semantic.shop import compiled
from tests.unit.semantic.test_beside import ask, plain

OCTOBER = "2026-10"
WITHIN = "AND o.ordered_at >= TIMESTAMP '2026-10-01' AND o.ordered_at < TIMESTAMP '2026-11-01'"


def _with(model: SemanticModel, *expressions: str) -> SemanticModel:
    made = [Metric(f"m{i}", text, f"M{i}", datasets=("orders",)) for i, text in enumerate(expressions)]
    return replace(model, metrics=tuple(made))


@pytest.mark.parametrize("function", ["sum", "avg", "min", "max"])
def test_a_column_is_added_up_averaged_or_searched_for_its_ends(
    model: SemanticModel, data: duckdb.DuckDBPyConnection, function: str
) -> None:
    [(wanted,)] = plain(data, f"{function}(o.items)", WITHIN)
    [found] = ask(model, data, metrics=[f"{function}(orders.items)"], period=OCTOBER)
    assert found == {f"{function}_of_orders_items": pytest.approx(wanted)}


def test_it_is_broken_down_and_filtered_like_any_other(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    wanted = plain(data, "s.region, sum(o.items)", f"{WITHIN} GROUP BY s.region")
    found = ask(model, data, metrics=["sum(orders.items)"], dimensions=["stores.region"], period=OCTOBER)
    assert sorted((str(r["region"]), r["sum_of_orders_items"]) for r in found) == sorted(
        (str(region), total) for region, total in wanted
    )


def test_its_column_names_it_again_and_the_answer_says_that_nobody_published_it(model: SemanticModel) -> None:
    metric = model.metric("max(orders.items)")
    assert metric is not None
    assert model.metric(metric.name) == metric
    statement = compiled(model, metrics=["max_of_orders_items"], period=OCTOBER)
    assert statement.title == "Highest items, October 2026"
    assert any(
        "straight from the column" in said and "not a published metric" in said for said in statement.assumptions
    )


def test_what_is_published_already_is_the_published_one(model: SemanticModel) -> None:
    for name, published in (("sum(orders.amount)", "revenue"), ("avg(orders.amount)", "average_order")):
        metric = model.metric(name)
        assert metric is not None
        assert (metric.name, metric.column) == (published, False)


def test_rows_are_counted_where_no_metric_counts_them(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    [(wanted,)] = data.execute("SELECT count(*) FROM sales.stores").fetchall()
    assert ask(model, data, metrics=["count(stores)"]) == [{"count_of_stores": wanted}]


def test_a_period_of_what_has_no_date_is_refused(model: SemanticModel) -> None:
    with pytest.raises(FixableError, match="no date"):
        compiled(model, metrics=["avg(stores.area)"], period=OCTOBER)


@pytest.mark.parametrize(
    "name",
    ["sum(orders.order_id)", "avg(orders.store_id)", "sum(orders.channel)", "max(orders.ordered_at)", "sum(orders)",
     "sum(stores.zorp)", "count(zorp)", "median(orders.items)", "sum(orders.items) + 1", "sum_of_orders_store_id"],
)  # fmt: skip
def test_keys_texts_dates_and_unknown_names_make_no_figure(model: SemanticModel, name: str) -> None:
    assert model.metric(name) is None
    with pytest.raises(UnknownNameError):
        compiled(model, metrics=[name])


def test_what_published_metrics_do_with_a_column_is_known(model: SemanticModel) -> None:
    some = _with(model, "SUM(CASE WHEN orders.status = 'done' THEN orders.amount END)", "AVG(orders.items)")
    assert aggregated(some) == {("sum", "orders.amount"), ("avg", "orders.items")}
    ratio = _with(model, "SUM(orders.amount) / COUNT(orders.order_id)")
    assert aggregated(ratio) >= {("sum", "orders.amount"), ("avg", "orders.amount")}
    amount, items = model.field("orders.amount"), model.field("orders.items")
    assert amount
    assert items
    assert added_up(some, amount)
    assert not added_up(some, items)


def test_the_value_to_which_all_sums_are_limited(model: SemanticModel) -> None:
    done, either = "SUM(CASE WHEN orders.status = 'done' THEN orders.amount END)", "orders.status IN ('done', 'x')"
    usual = usual_condition(_with(model, done, f"SUM(CASE WHEN {either} THEN orders.items END)"), "orders")
    assert usual is not None
    assert (usual[0].ref, usual[1]) == ("orders.status", "done")
    filtered = _with(model, "SUM(orders.amount) FILTER (WHERE orders.status = 'done')")
    assert usual_condition(filtered, "orders") == usual
    assert usual_condition(_with(model, done, "SUM(orders.items)"), "orders") is None
    assert (
        usual_condition(_with(model, done, "SUM(CASE WHEN orders.channel = 'web' THEN orders.items END)"), "orders")
        is None
    )
    assert usual_condition(_with(model, "COUNT(orders.order_id)"), "orders") is None
