"""Sums and differences of published figures, and one in percent of another: run over the shop's rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import pytest

from agent_actions.errors import FixableError, UnknownNameError
from agent_actions.semantic.model import SemanticModel
from tests.unit.semantic.shop import CONFIG, compiled, shop_model
from tests.unit.semantic.test_beside import ask

OCTOBER = "2026-10"
LIKE = CONFIG.replace("shipped_revenue: {", "web_revenue: {unit: EUR}\n  shipped_revenue: {unit: EUR, ")


@pytest.fixture(scope="module")
def money() -> SemanticModel:
    return shop_model(config=LIKE)


def test_a_difference_is_one_figure_less_the_other(money: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    both = ask(money, data, metrics=["revenue", "web_revenue"], period=OCTOBER)[0]
    found = ask(money, data, metrics=["revenue - web_revenue"], period=OCTOBER)
    assert found == [{"revenue_minus_web_revenue": both["revenue"] - both["web_revenue"]}]
    back = ask(money, data, metrics=["revenue_minus_web_revenue"], period=OCTOBER)
    assert back == found


def test_figures_of_several_facts_each_by_its_own_date(money: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    period = "2026-10-01..2026-11-30"
    tickets = ask(money, data, metrics=["ticket_count"], period=period)[0]["ticket_count"]
    orders = ask(money, data, metrics=["order_count"], period=period)[0]["order_count"]
    found = ask(money, data, metrics=["order_count + ticket_count"], period=period)[0]
    assert found == {"order_count_plus_ticket_count": orders + tickets}
    three = ask(money, data, metrics=["order_count - ticket_count - visitors"], grain="month", period=period)
    assert list(three[0]) == ["month", "order_count_minus_ticket_count_minus_visitors"]


def test_nothing_to_take_off_is_not_nought_and_nothing_to_take_it_off_is(
    money: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    stores = ask(
        money, data, metrics=["revenue", "visitors"], dimensions=["stores.name"], period="2026-10-01..2026-11-30"
    )
    found = ask(
        money,
        data,
        metrics=["order_count - visitors"],
        dimensions=["stores.name"],
        period="2026-10-01..2026-11-30",
    )
    without = {row["name"] for row in stores if row["visitors"] is None}
    assert without
    assert {row["name"] for row in found if row["order_count_minus_visitors"] is None} == without


def test_its_label_its_unit_and_that_it_is_computed(money: SemanticModel) -> None:
    statement = compiled(money, metrics=["revenue - web_revenue - shipped_revenue"], period=OCTOBER)
    assert statement.title == "Revenue minus web revenue and shipped revenue, October 2026"
    assert statement.columns[0].unit == "EUR"
    assert any("computed for this question, not a published metric" in said for said in statement.assumptions)


@pytest.mark.parametrize(
    "name", ["revenue - order_count", "revenue - revenue", "revenue - zorp", "revenue - web_revenue / order_count",
             "revenue -", "revenue % order_count", "revenue % revenue", "order_count_minus_revenue"],
)  # fmt: skip
def test_what_is_of_no_like_unit_or_unknown_is_no_figure(money: SemanticModel, name: str) -> None:
    assert money.metric(name) is None
    with pytest.raises(UnknownNameError):
        compiled(money, metrics=[name])


@pytest.mark.parametrize(
    "asked", [{"metrics": ["items_per_order - conversion"]}, {"metrics": ["visitors + conversion"]}]
)
def test_what_adds_up_to_no_total_is_not_added(money: SemanticModel, asked: dict[str, Any]) -> None:
    with pytest.raises(FixableError, match="does not add up"):
        compiled(money, **asked)


def test_a_figure_in_percent_of_another(money: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    both = ask(money, data, metrics=["revenue", "web_revenue"], period=OCTOBER)[0]
    found = ask(money, data, metrics=["web_revenue % revenue"], period=OCTOBER)[0]
    assert found["web_revenue_share_of_revenue"] == pytest.approx(float(both["web_revenue"] / both["revenue"]))
    statement = compiled(money, metrics=["web_revenue_share_of_revenue"], period=OCTOBER)
    assert statement.title == "Web revenue as a share of revenue, October 2026"
    assert (statement.columns[0].unit, statement.columns[0].format) == (None, "0.0%")


def test_a_difference_is_compared_limited_and_ranked(money: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    name = "revenue_minus_web_revenue"
    rows = ask(money, data, metrics=["revenue - web_revenue"], dimensions=["orders.channel"], period=OCTOBER)
    most = ask(
        money, data, metrics=[name], dimensions=["orders.channel"], period=OCTOBER, order={"by": name}, limit=1,
        filters=[{"field": name, "op": "gt", "values": [0]}],
    )  # fmt: skip
    assert most[0][name] == max(row[name] for row in rows if row["channel"] is not None and row[name] is not None)
    beside = ask(money, data, metrics=[name], period="2026-11", compare="previous_period")[0]
    assert isinstance(beside[f"{name}_previous"], Decimal)
