"""Simple conditions in words; others are not put in words at all."""

import pytest

from agent_actions.semantic.model import Dataset, ModelField, TableRef
from agent_actions.semantic.plain import default_filter, kept_rows

FIELDS = (
    ModelField("orders", "status", "status", "Order status"),
    ModelField("orders", "region", "region", "Region"),
    ModelField("orders", "is_test", "is_test", "Test order", datatype="Boolean"),
)
ORDERS = Dataset("orders", TableRef("sales", "orders"), "Orders", fields=FIELDS)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("status <> 'test'", "orders with order status test are left out"),
        ("status NOT IN ('test', 'void')", "orders with order status test or void are left out"),
        ("status = 'paid'", "only orders with order status paid count"),
        ("NOT is_test", "orders with test order are left out"),
        ("is_test = false", "orders with test order are left out"),
        ("region IS NOT NULL", "only orders with region count"),
        (
            "status <> 'test' AND loaded = 1",
            "orders with order status test are left out, only orders with loaded 1 count",
        ),
        ("length(status) > 3", "Orders: only rows where length(status) > 3"),
        ("status = 'a' OR region = 'b'", "Orders: only rows where status = 'a' OR region = 'b'"),
        ("not ( sql", "Orders: only rows where not ( sql"),
    ],
)
def test_a_datasets_own_filter_is_told_in_words_where_it_is_simple(condition: str, said: str) -> None:
    assert default_filter(ORDERS, condition) == said


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("region = 'EMEA'", "only region EMEA"),
        ("region IN ('EMEA', 'APAC') AND status <> 'void'", "only region EMEA or APAC, without order status void"),
        ("lower(region) = 'emea'", ""),
    ],
)
def test_a_row_filter_is_told_by_what_it_lets_through(condition: str, said: str) -> None:
    assert kept_rows(ORDERS, condition) == said
