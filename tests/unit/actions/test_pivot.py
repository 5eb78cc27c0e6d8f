"""A cross table: the values of one breakdown become columns; what can't be one stays a list and says why."""

from __future__ import annotations

import pytest

from agent_actions.contract import Column, Scalar, Table
from agent_actions.pivot import MOST_COLUMNS, laid_out, some_rows
from agent_actions.semantic.request import Filter, MetricRequest

CATEGORY = Column(name="category", label="Category", type="string", role="dimension")
REGION = Column(name="region", label="Region", type="string", role="dimension")
MONTH = Column(name="month", label="Month", type="date", role="time")
REVENUE = Column(name="revenue", label="Revenue", type="number", unit="EUR", format="0,0", role="metric", of="revenue")
SHARE = REVENUE.model_copy(update={"name": "revenue_share", "role": "share"})

Rows = list[tuple[Scalar, ...]]


def made(columns: tuple[Column, ...], rows: Rows, total: int | None = None) -> Table:
    return Table(title="t", columns=columns, rows=tuple(rows), total_rows=len(rows) if total is None else total)


def test_the_last_breakdown_stands_across_in_the_order_of_the_rows() -> None:
    rows: Rows = [("Tents", "EMEA", 9.0), ("Lamps", "APAC", 5.0), ("Lamps", "EMEA", 4.0), ("Tents", None, 1.0)]
    table = laid_out(made((CATEGORY, REGION, REVENUE), rows), None, zero=True).table
    assert [(c.name, c.label, c.role) for c in table.columns] == [
        ("category", "Category", "dimension"),
        ("EMEA", "EMEA", "metric"),
        ("APAC", "APAC", "metric"),
        ("(none)", "(none)", "metric"),
    ]
    assert table.rows == (("Tents", 9.0, 0, 1.0), ("Lamps", 4.0, 5.0, 0))
    assert all(c.unit == "EUR" and c.of == "revenue" for c in table.columns[1:])
    assert table.total_rows == 2


def test_times_stand_across_in_their_order_and_what_is_no_sum_stays_empty() -> None:
    rows: Rows = [("2026-10-01", "EMEA", 2.0), ("2026-09-01", "EMEA", 1.0), ("2026-09-01", "APAC", 3.0)]
    table = laid_out(made((MONTH, REGION, REVENUE), rows), "month", zero=False).table
    assert [c.label for c in table.columns] == ["Region", "September 2026", "October 2026"]
    assert table.rows == (("EMEA", 1.0, 2.0), ("APAC", 3.0, None))


def test_too_many_values_stand_down_and_the_other_breakdown_across() -> None:
    rows: Rows = [(c, f"r{i}", 1.0) for c in ("a", "b") for i in range(MOST_COLUMNS + 1)]
    table = laid_out(made((CATEGORY, REGION, REVENUE), rows), None, zero=True).table
    assert [c.label for c in table.columns] == ["Region", "a", "b"]
    assert table.total_rows == MOST_COLUMNS + 1


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (made((CATEGORY, REVENUE), [("a", 1.0)]), "two breakdowns, and this has 1"),
        (made((REVENUE,), [(1.0,)]), "two breakdowns, and this has none"),
        (made((MONTH, CATEGORY, REGION, REVENUE), [("2026-10-01", "a", "b", 1.0)]), "and this has 3"),
        (made((CATEGORY, REGION, REVENUE, SHARE), [("a", "b", 1.0, 1.0)]), "takes one figure"),
        (made((CATEGORY, REGION, REVENUE), [("a", "b", 1.0)], total=2_000), "too many rows"),
        (made((CATEGORY, REGION, REVENUE), [(f"c{i}", f"r{i}", 1.0) for i in range(40)]), "at most 19 values"),
    ],
)
def test_what_makes_no_cross_table_stays_as_it_is_and_says_why(table: Table, reason: str) -> None:
    laid = laid_out(table, None, zero=True)
    assert laid.table is table
    assert reason in laid.reason


@pytest.mark.parametrize(
    ("request_", "some"),
    [
        (MetricRequest(metrics=("revenue",), dimensions=("products.category", "orders.region")), False),
        (MetricRequest(metrics=("revenue",), filters=(Filter(field="orders.region", values=("EMEA",)),)), False),
        (MetricRequest(metrics=("revenue",), limit=5, within=("orders.region",)), True),
        (MetricRequest(metrics=("revenue",), filters=(Filter(field="revenue", op="gt", values=(5,)),)), True),
    ],
)
def test_what_a_ranking_or_a_bound_left_out_is_no_nought(request_: MetricRequest, some: bool) -> None:
    assert some_rows(request_) is some
