"""Figures computed from published ones, and comparisons with any other period: run over the shop's rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from agent_actions.errors import FixableError, UnknownNameError
from agent_actions.semantic.comparison import Shift, compared
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.periods import parse_period
from tests.unit.semantic.shop import TODAY, compiled
from tests.unit.semantic.test_beside import ask, plain

OCTOBER = "2026-10"


def test_one_metric_over_another_is_each_over_its_own_fact(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    orders = ask(model, data, metrics=["order_count"], period=OCTOBER)[0]["order_count"]
    tickets = ask(model, data, metrics=["ticket_count"], period=OCTOBER)[0]["ticket_count"]
    found = ask(model, data, metrics=["ticket_count / order_count"], period=OCTOBER)
    assert found == [{"ticket_count_per_order_count": pytest.approx(tickets / orders)}]
    hundred = ask(model, data, metrics=["ticket_count / 100 order_count"], period=OCTOBER)
    assert hundred[0]["ticket_count_per_100_order_count"] == pytest.approx(100 * tickets / orders)


def test_its_column_names_it_again_and_the_answer_says_that_it_is_computed(model: SemanticModel) -> None:
    metric = model.metric("revenue / visitors")
    assert metric is not None
    assert model.metric(metric.name) == metric
    statement = compiled(model, metrics=["revenue_per_visitors"], period=OCTOBER)
    assert statement.title == "Revenue per visitor, October 2026"
    assert statement.columns[0].unit == "EUR"
    assert any("computed for this question, not a published metric" in said for said in statement.assumptions)


def test_each_side_counts_by_its_own_date(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    shipped = ask(model, data, metrics=["shipped_revenue"], period=OCTOBER)[0]["shipped_revenue"]
    orders = ask(model, data, metrics=["order_count"], period=OCTOBER)[0]["order_count"]
    found = ask(model, data, metrics=["shipped_revenue / order_count"], period=OCTOBER)[0]
    assert found["shipped_revenue_per_order_count"] == pytest.approx(float(shipped) / orders)


def test_what_one_side_cannot_be_split_by_is_refused(model: SemanticModel) -> None:
    with pytest.raises(FixableError, match="cannot be split"):
        compiled(model, metrics=["order_count / visitors"], dimensions=["customers.country"], period=OCTOBER)


def test_a_name_that_is_no_metric_over_a_metric_is_unknown(model: SemanticModel) -> None:
    for name in ("revenue / zorp", "revenue / 0 order_count", "revenue / order_count / day", "revenue / revenue"):
        assert model.metric(name) is None
        with pytest.raises(UnknownNameError):
            compiled(model, metrics=[name])


def test_the_average_of_each_day_is_over_every_day_of_the_period(
    model: SemanticModel, busy: duckdb.DuckDBPyConnection
) -> None:
    whole = ask(model, busy, metrics=["order_count"], period="2026-04")[0]["order_count"]
    found = ask(model, busy, metrics=["order_count / day"], period="2026-04")
    assert found == [{"order_count_per_day": pytest.approx(whole / 30)}]
    quarter = ask(model, busy, metrics=["order_count / month"], period="2026-Q2")[0]["order_count_per_month"]
    assert quarter == pytest.approx(ask(model, busy, metrics=["order_count"], period="2026-Q2")[0]["order_count"] / 3)


def test_each_period_of_a_comparison_has_its_own_days(model: SemanticModel, busy: duckdb.DuckDBPyConnection) -> None:
    march, april = (
        ask(model, busy, metrics=["order_count"], period=p)[0]["order_count"] for p in ("2026-03", "2026-04")
    )
    row = ask(model, busy, metrics=["order_count / day"], period="2026-04", compare="previous_period")[0]
    assert row["order_count_per_day"] == pytest.approx(april / 30)
    assert row["order_count_per_day_previous"] == pytest.approx(march / 31)


def test_the_average_of_each_day_by_month_counts_the_days_of_each(
    model: SemanticModel, busy: duckdb.DuckDBPyConnection
) -> None:
    monthly = ask(model, busy, metrics=["order_count"], grain="month", period="2026-02-10..2026-04-30")
    found = ask(model, busy, metrics=["order_count / day"], grain="month", period="2026-02-10..2026-04-30")
    days = (19, 31, 30)
    assert [row["order_count_per_day"] for row in found] == [
        pytest.approx(row["order_count"] / n) for row, n in zip(monthly, days, strict=True)
    ]


def test_a_period_under_way_is_averaged_over_the_days_that_have_passed(model: SemanticModel) -> None:
    statement = compiled(model, metrics=["order_count / day"], period="this month")
    assert statement.period is not None
    assert (statement.period.start, statement.period.end) == (date(2026, 11, 1), TODAY)
    assert f"averaged over {(TODAY - date(2026, 11, 1)).days} days" in " ".join(statement.assumptions)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"metrics": ["order_count / week"], "period": OCTOBER}, "not made of whole weeks"),
        ({"metrics": ["order_count / month"], "period": "this month"}, "not made of whole months"),
        ({"metrics": ["order_count / day"]}, "needs a period"),
        ({"metrics": ["order_count / day"], "period": "since 2026-10-01"}, "needs a period"),
        ({"metrics": ["average_order / day"], "period": OCTOBER}, "does not add up"),
        ({"metrics": ["average_order / stores"], "period": OCTOBER}, "does not add up"),
        ({"metrics": ["order_count / day"], "period": OCTOBER, "by": "month_of_year"}, "over the whole period"),
        ({"metrics": ["order_count / week"], "period": OCTOBER, "grain": "month"}, "over the whole period"),
    ],
)
def test_averages_that_would_be_a_guess_are_refused(model: SemanticModel, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(FixableError, match=said):
        compiled(model, **asked)


def test_an_average_of_each_thing_leaves_out_what_has_none(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    channels = ask(model, data, metrics=["revenue"], dimensions=["orders.channel"], period="2026-10-01..2026-11-30")
    known = [row for row in channels if row["channel"] is not None]
    found = ask(model, data, metrics=["revenue / orders.channel"], period="2026-10-01..2026-11-30")[0]
    assert 1 < len(known) < len(channels)
    average = float(sum(row["revenue"] for row in known)) / len(known)
    assert found["revenue_per_orders_channel"] == pytest.approx(average)
    by_field = ask(model, data, metrics=["order_count / orders.channel"], period=OCTOBER)[0]
    assert by_field["order_count_per_orders_channel"] == pytest.approx(2.0)


def test_a_thing_that_its_own_table_does_not_list_counts_by_its_number(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    statement = compiled(model, metrics=["order_count / stores"], period=OCTOBER)
    stores = plain(data, "count(*), count(DISTINCT o.store_id)", "AND o.month = '2026-10'")[0]
    found = ask(model, data, metrics=["order_count / stores"], period=OCTOBER)[0]["order_count_per_stores"]
    assert found == pytest.approx(stores[0] / stores[1])
    assert "JOIN" not in statement.sql


def test_two_periods_that_are_no_neighbours(model: SemanticModel, busy: duckdb.DuckDBPyConnection) -> None:
    july, march = (ask(model, busy, metrics=["revenue"], period=p)[0]["revenue"] for p in ("2026-07", "2026-03"))
    row = ask(model, busy, metrics=["revenue"], period="2026-07", compare="2026-03")[0]
    assert (row["revenue"], row["revenue_previous"], row["revenue_change"]) == (july, march, july - march)
    assert row["revenue_change_pct"] == pytest.approx(float((july - march) / march))
    statement = compiled(model, metrics=["revenue"], period="2026-07", compare="2026-03")
    assert statement.title == "Revenue, July 2026, compared with March 2026"


def test_their_days_line_up_by_date(model: SemanticModel, busy: duckdb.DuckDBPyConnection) -> None:
    july = ask(model, busy, metrics=["order_count"], grain="day", period="2026-07")
    march = ask(model, busy, metrics=["order_count"], grain="day", period="2026-03")
    found = ask(model, busy, metrics=["order_count"], grain="day", period="2026-07", compare="2026-03")
    assert [r["order_count"] for r in found] == [r["order_count"] for r in july]
    assert [r["order_count_previous"] for r in found] == [r["order_count"] for r in march]


@pytest.mark.parametrize(
    ("period", "other", "start", "end"),
    [
        ("this month", "2026-03", date(2026, 3, 1), date(2026, 3, 15)),
        ("2026", "2024", date(2024, 1, 1), date(2024, 11, 15)),
        ("2026-11-01..2026-11-20", "2026-06-01..2026-06-20", date(2026, 6, 1), date(2026, 6, 15)),
        ("2026-Q3", "2026-Q1", date(2026, 1, 1), date(2026, 4, 1)),
        ("2026-10", "2026-11", date(2026, 11, 1), date(2026, 11, 15)),
    ],
)
def test_beside_a_period_under_way_its_like_is_cut_as_far(period: str, other: str, start: date, end: date) -> None:
    beside = compared(parse_period(period, TODAY), parse_period(other, TODAY), None, TODAY, "monday")
    assert (beside.previous.start, beside.previous.end) == (start, end)


def test_stretches_of_different_lengths_are_told(model: SemanticModel) -> None:
    beside = compared(parse_period("2026-10", TODAY), parse_period("2026-Q1", TODAY), None, TODAY, "monday")
    assert beside.assumptions == ("compared with Q1 2026", "31 days stand beside 90")
    assert beside.shift == Shift(months=9)


def test_a_period_is_not_compared_with_itself_or_with_no_end(model: SemanticModel) -> None:
    for other in (OCTOBER, "since 2026-01-01", "zorp"):
        with pytest.raises(FixableError):
            compiled(model, metrics=["revenue"], period=OCTOBER, compare=other)
