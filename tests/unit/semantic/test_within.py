"""The first of each group, shares within a group, moving averages, conditions on figures: run over the shop's rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from agent_actions.errors import FixableError
from agent_actions.semantic.model import SemanticModel
from tests.unit.semantic.shop import compiled
from tests.unit.semantic.test_beside import ask


def test_the_first_of_each_group(model: SemanticModel, busy: duckdb.DuckDBPyConnection) -> None:
    request: dict[str, Any] = {"metrics": ["revenue"], "dimensions": ["stores.region", "orders.channel"]}
    every = [r for r in ask(model, busy, **request) if r["region"] and r["channel"]]
    first = ask(model, busy, **request, within=["stores.region"], limit=1)

    assert [r["region"] for r in first] == sorted({r["region"] for r in every})
    for row in first:
        assert row["revenue"] == max(r["revenue"] for r in every if r["region"] == row["region"])
    last = ask(model, busy, **request, within=["region"], limit=1, order={"by": "revenue", "direction": "asc"})
    assert all(row["revenue"] == min(r["revenue"] for r in every if r["region"] == row["region"]) for row in last)


def test_the_first_of_each_month(model: SemanticModel, busy: duckdb.DuckDBPyConnection) -> None:
    request: dict[str, Any] = {
        "metrics": ["revenue"],
        "dimensions": ["stores.region"],
        "grain": "month",
        "period": "2026-Q2",
    }
    every = ask(model, busy, **request)
    found = ask(model, busy, **request, within=["month"], limit=1)
    assert [r["month"] for r in found] == [date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)]
    for row in found:
        assert row["revenue"] == max(r["revenue"] for r in every if r["month"] == row["month"] and r["region"])
    statement = compiled(model, **request, within=["month"], limit=1)
    assert statement.title == "Revenue by month and region, top 1 in each month, Q2 2026"


def test_a_share_within_a_group_of_which_one_value_is_shown(
    model: SemanticModel, busy: duckdb.DuckDBPyConnection
) -> None:
    request: dict[str, Any] = {"metrics": ["order_count"], "dimensions": ["stores.region", "orders.channel"]}
    every = ask(model, busy, **request)
    shown = ask(model, busy, **request, share=True, within=["stores.region"], show=["web"])
    assert shown
    assert {r["channel"] for r in shown} == {"web"}
    for row in shown:
        whole = sum(r["order_count"] for r in every if r["region"] == row["region"])
        assert row["order_count_share"] == pytest.approx(row["order_count"] / whole)


def test_the_first_of_one_value_s_shares_are_the_first_of_all_groups(
    model: SemanticModel, busy: duckdb.DuckDBPyConnection
) -> None:
    request: dict[str, Any] = {
        "metrics": ["order_count"],
        "dimensions": ["stores.region", "orders.channel"],
        "share": True,
        "within": ["stores.region"],
        "show": ["web"],
    }
    every = [r for r in ask(model, busy, **request) if r["region"]]
    assert len(every) > 1
    for direction, best in (("desc", max), ("asc", min)):
        order = {"by": "order_count_share", "direction": direction}
        found = ask(model, busy, **request, order=order, limit=1)
        assert [r["order_count_share"] for r in found] == [best(r["order_count_share"] for r in every)]
    first = compiled(model, **request, order={"by": "order_count_share", "direction": "desc"}, limit=2)
    assert first.title == "Order count by region and channel, top 2, share of web"


def test_rows_without_a_name_are_no_answer_to_a_condition(
    model: SemanticModel, busy: duckdb.DuckDBPyConnection
) -> None:
    bound = [{"field": "order_count", "op": "gt", "values": [1]}]
    everyone = ask(model, busy, metrics=["order_count"], dimensions=["orders.channel"])
    assert None in [r["channel"] for r in everyone]
    for more in ({}, {"share": True}):
        found = ask(model, busy, metrics=["order_count"], dimensions=["orders.channel"], filters=bound, **more)
        assert found
        assert None not in [r["channel"] for r in found]
    statement = compiled(model, metrics=["order_count"], dimensions=["orders.channel"], filters=bound)
    assert "rows without a channel are left out" in statement.assumptions


def test_a_moving_average_is_the_window_over_its_length(model: SemanticModel, busy: duckdb.DuckDBPyConnection) -> None:
    request: dict[str, Any] = {"metrics": ["order_count"], "grain": "day", "period": "2026-05"}
    total = ask(model, busy, **request, rolling=7)
    mean = ask(model, busy, **request, rolling=7, mean=True)
    assert [r["order_count_rolling"] for r in mean] == [pytest.approx(r["order_count_rolling"] / 7) for r in total]
    column = compiled(model, **request, rolling=7, mean=True).columns[-1]
    assert (column.label, column.type) == ("Order count, average of 7 days", "number")


@pytest.mark.parametrize(
    "request_",
    [
        {"within": ["stores.region"], "dimensions": ["stores.region"]},
        {"within": ["stores.city"], "dimensions": ["stores.region"], "limit": 3},
        {"within": ["stores.region"], "dimensions": ["stores.region"], "limit": 3, "rest": True},
        {"show": ["web"], "dimensions": ["orders.channel"]},
        {"mean": True, "grain": "day", "period": "2026-05"},
    ],
)
def test_what_does_not_go_together_is_said(model: SemanticModel, request_: dict[str, Any]) -> None:
    with pytest.raises(FixableError):
        compiled(model, metrics=["revenue"], **request_)


def test_a_series_without_empty_rows_says_so(model: SemanticModel) -> None:
    said = "days without any rows are not listed"
    assert said in compiled(model, metrics=["revenue"], grain="day", period="since 2026-05-01").assumptions
    assert said in compiled(model, metrics=["revenue"], grain="day", period="2010..2026").assumptions
    assert said not in compiled(model, metrics=["revenue"], grain="day", period="2026-05").assumptions


def test_each_month_stands_beside_the_month_before_it(model: SemanticModel, busy: duckdb.DuckDBPyConnection) -> None:
    months = {
        r["month"]: r for r in ask(model, busy, metrics=["order_count"], grain="month", period="2026-03..2026-06")
    }
    request: dict[str, Any] = {"metrics": ["order_count"], "grain": "month", "compare": "previous_grain"}
    found = ask(model, busy, **request, period="2026-Q2")
    assert [r["month"] for r in found] == [date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)]
    for row in found:
        before = months[date(2026, row["month"].month - 1, 1)]["order_count"]
        assert row["order_count_previous"] == before
        assert row["order_count_change"] == row["order_count"] - before
    assert "compared with the month before" in compiled(model, **request, period="2026-Q2").assumptions
    with pytest.raises(FixableError, match="needs a grain"):
        compiled(model, metrics=["order_count"], compare="previous_grain", period="2026-Q2")


@pytest.mark.parametrize(("grain", "days"), [("day", 1), ("week", 7)])
def test_days_and_weeks_stand_beside_those_before_them(
    model: SemanticModel, busy: duckdb.DuckDBPyConnection, grain: str, days: int
) -> None:
    request: dict[str, Any] = {"metrics": ["order_count"], "grain": grain, "period": "2026-04-06..2026-05-03"}
    plain = {r[grain]: r["order_count"] for r in ask(model, busy, **request)}
    for row in ask(model, busy, **request, compare="previous_grain")[1:]:
        assert row["order_count_previous"] == plain[row[grain] - timedelta(days=days)]


def test_rows_are_kept_by_how_a_figure_changed(model: SemanticModel, busy: duckdb.DuckDBPyConnection) -> None:
    request: dict[str, Any] = {
        "metrics": ["revenue"],
        "dimensions": ["stores.region"],
        "period": "2026-Q2",
        "compare": "previous_period",
    }
    every = ask(model, busy, **request)
    for op, kept in (("lt", lambda x: x < 0), ("gt", lambda x: x > 0)):
        rows = ask(model, busy, **request, filters=[{"field": "revenue_change", "op": op, "values": [0]}])
        assert rows == [r for r in every if r["region"] and kept(r["revenue_change"])]
    statement = compiled(model, **request, filters=[{"field": "revenue_change_pct", "op": "gt", "values": [0.1]}])
    assert "change in revenue in % over 10%" in statement.title
    kept = {"field": "revenue_change", "op": "gt", "values": [0]}
    with pytest.raises(FixableError):
        compiled(model, **{**request, "compare": None}, filters=[kept])
    with pytest.raises(FixableError, match="how they changed"):
        compiled(model, **{**request, "dimensions": []}, count="stores.region", filters=[kept])
