"""A metric explained: its formula in words, what it can be split by, what is left out."""

from __future__ import annotations

import pytest

from agent_actions.semantic.explain import dimensions, explained, formula
from agent_actions.semantic.model import Metric
from tests.unit.semantic.shop import shop_model

MODEL = shop_model()


def said(expression: str) -> str:
    return formula(MODEL, Metric(name="m", label="M", expression=expression, datasets=("orders",)))


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("SUM(orders.amount)", "the sum of amount"),
        ("COUNT(orders.order_id)", "the number of orders"),
        ("COUNT(orders.*)", "the number of orders"),
        ("COUNT(orders.shipped_on)", "the number of rows with shipped on"),
        ("COUNT(DISTINCT orders.customer_id)", "the number of different values of customer ID"),
        ("AVG(orders.items)", "the average items"),
        ("APPROX_PERCENTILE(orders.items, 0.5)", "the median items"),
        ("APPROX_PERCENTILE(orders.items, 0.95)", "the 95% percentile of items"),
        (
            "CAST(SUM(orders.amount) AS DOUBLE) / NULLIF(COUNT(orders.*), 0)",
            "the sum of amount divided by the number of orders",
        ),
        ("SUM(orders.amount * orders.items)", "the sum of amount times items"),
        ("COALESCE(SUM(orders.amount), 0)", "the sum of amount"),
        ("SUM(CASE WHEN orders.is_gift THEN 1 ELSE 0 END)", "the number of orders where is gift is yes"),
        (
            "SUM(orders.amount) FILTER (WHERE orders.status <> 'returned' AND orders.items > 2)",
            "the sum of amount where status is not returned and items is over 2",
        ),
        (
            "COUNT(DISTINCT CASE WHEN orders.channel IN ('web', 'app') THEN orders.customer_id END)",
            "the number of different values of customer ID where channel is web or app",
        ),
        (
            "COUNT(CASE WHEN orders.status IS NULL THEN 1 END) / COUNT(orders.*)",
            "(the number of orders where there is no status) divided by the number of orders",
        ),
        ("SUM(POWER(orders.amount, 2))", ""),
        ("SUM(CASE WHEN orders.items > 2 OR orders.is_gift THEN orders.amount END)", ""),
        ("SUM(CASE WHEN orders.is_gift THEN 1 ELSE 2 END)", ""),
        ("SUM(orders.amount", ""),
    ],
)
def test_a_formula_is_told_in_words_or_not_at_all(expression: str, words: str) -> None:
    assert said(expression) == words


def test_a_metric_splits_by_what_all_of_its_facts_reach_and_the_asker_may_see() -> None:
    revenue = next(m for m in MODEL.metrics if m.datasets == ("orders",))
    splits = dimensions(MODEL, revenue, lambda field: field.name != "region")
    assert "Order status" in splits
    assert "Store name" in splits
    assert "Region" not in splits
    assert not [label for label in splits if label.endswith("ID")]


def test_an_explanation_says_what_is_left_out_and_how_it_is_dated() -> None:
    revenue = next(m for m in MODEL.metrics if m.datasets == ("orders",) and m.time)
    told = explained(MODEL, revenue, lambda _: True)
    assert told["dated_by"] == "Order date"
    assert told["of"] == ["Orders"]
    assert any("test" in left for left in told["left_out"])
