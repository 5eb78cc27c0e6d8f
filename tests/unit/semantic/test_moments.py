"""Only some weekdays or hours of a period, and averages over the days that there are of each kind."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest

from agent_actions.errors import FixableError
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.moments import Moments
from agent_actions.semantic.periods import Period
from tests.unit.semantic.shop import compiled
from tests.unit.semantic.test_beside import ask, plain

OCTOBER = "2026-10"
IN_OCTOBER = "AND o.ordered_at >= TIMESTAMP '2026-10-01' AND o.ordered_at < TIMESTAMP '2026-11-01'"


@pytest.mark.parametrize("weekdays", [("sat",), ("thu", "sat"), ("mon", "tue")])
def test_only_some_weekdays_count(
    model: SemanticModel, data: duckdb.DuckDBPyConnection, weekdays: tuple[str, ...]
) -> None:
    names = ", ".join(f"'{day.capitalize()}'" for day in weekdays)
    expected = plain(data, "count(*)", f"{IN_OCTOBER} AND left(dayname(o.ordered_at), 3) IN ({names})")
    assert ask(model, data, metrics=["order_count"], period=OCTOBER, weekdays=weekdays) == [
        {"order_count": expected[0][0]}
    ]


@pytest.mark.parametrize(("hours", "condition"), [("9-17", "h >= 9 AND h < 17"), ("22-6", "(h >= 22 OR h < 6)")])
def test_only_some_hours_count(
    model: SemanticModel, data: duckdb.DuckDBPyConnection, hours: str, condition: str
) -> None:
    expected = plain(data, "count(*)", f"{IN_OCTOBER} AND {condition.replace('h ', 'hour(o.ordered_at) ')}")
    assert ask(model, data, metrics=["order_count"], period=OCTOBER, hours=hours)[0]["order_count"] == expected[0][0]


def test_they_count_without_a_period_too(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    expected = plain(data, "count(*)", "AND dayname(o.ordered_at) = 'Saturday'")
    assert ask(model, data, metrics=["order_count"], weekdays=["sat"])[0]["order_count"] == expected[0][0]


def test_the_answer_says_what_is_kept(model: SemanticModel) -> None:
    assert compiled(model, metrics=["revenue"], period=OCTOBER, weekdays=["sat"]).title == (
        "Revenue, October 2026, Saturdays only"
    )
    statement = compiled(model, metrics=["revenue"], period=OCTOBER, weekdays=["sun", "sat"], hours="22-6")
    assert statement.conditions == ("Saturdays and Sundays only", "22:00 to 6:00 only")
    work = ["mon", "tue", "wed", "thu", "fri"]
    assert "Monday to Friday only" in compiled(model, metrics=["revenue"], period=OCTOBER, weekdays=work).title


def test_all_weekdays_are_no_limit(model: SemanticModel) -> None:
    every = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert compiled(model, metrics=["revenue"], weekdays=every).sql == compiled(model, metrics=["revenue"]).sql


def test_a_series_has_a_row_for_each_such_day(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    found = ask(model, data, metrics=["order_count"], grain="day", period=OCTOBER, weekdays=["sat"])
    assert [row["day"] for row in found] == [date(2026, 10, day) for day in (3, 10, 17, 24, 31)]
    assert found[-1]["order_count"] == 1


def test_an_average_is_over_the_days_that_are_kept(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    total = ask(model, data, metrics=["revenue"], period=OCTOBER, weekdays=["sat"])[0]["revenue"]
    found = ask(model, data, metrics=["revenue / day"], period=OCTOBER, weekdays=["sat"])[0]
    assert found["revenue_per_day"] == pytest.approx(float(total) / 5)
    said = compiled(model, metrics=["revenue / day"], period=OCTOBER, weekdays=["sat"]).assumptions
    assert "averaged over 5 days: Saturdays only, October 2026" in said


def test_an_average_by_weekday_is_over_the_days_of_each(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    totals = ask(model, data, metrics=["order_count"], by="weekday", period=OCTOBER)
    found = ask(model, data, metrics=["order_count / day"], by="weekday", period=OCTOBER)
    days = {"Thursday": 5, "Friday": 5, "Saturday": 5}
    assert [row["order_count_per_day"] for row in found] == [
        pytest.approx(row["order_count"] / days.get(row["weekday"], 4)) for row in totals
    ]


def test_workdays_stand_beside_the_weekend(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    totals = {row["part_of_week"]: row["order_count"] for row in ask(
        model, data, metrics=["order_count"], by="part_of_week", period=OCTOBER)}  # fmt: skip
    found = ask(model, data, metrics=["order_count / day"], by="part_of_week", period=OCTOBER)
    assert [row["part_of_week"] for row in found] == ["Monday to Friday", "Saturday and Sunday"]
    assert [row["order_count_per_day"] for row in found] == [
        pytest.approx(totals["Monday to Friday"] / 22),
        pytest.approx(totals["Saturday and Sunday"] / 9),
    ]


def test_what_does_not_go_together_is_refused(model: SemanticModel) -> None:
    with pytest.raises(FixableError, match="no time of day"):
        compiled(model, metrics=["visitors"], period=OCTOBER, hours="9-17")
    with pytest.raises(FixableError, match="one by one"):
        compiled(model, metrics=["revenue"], grain="day", period=OCTOBER, weekdays=["mon"], compare="previous_period")
    with pytest.raises(FixableError, match="over the whole period"):
        compiled(model, metrics=["revenue / day"], grain="month", period="2026", weekdays=["mon"])
    for hours in ("25-3", "7-7", "noon"):
        with pytest.raises(FixableError, match="are no hours"):
            compiled(model, metrics=["revenue"], period=OCTOBER, hours=hours)


def test_days_are_counted_as_the_calendar_has_them() -> None:
    start = date(2026, 9, 30)
    for length in range(1, 40):
        period = Period(start, start + timedelta(days=length), "")
        days = [start + timedelta(days=n) for n in range(length)]
        for kept in ((6,), (6, 7), (1, 2, 3, 4, 5), ()):
            expected = sum(day.isoweekday() in (kept or range(1, 8)) for day in days)
            assert Moments(kept).days_of(period) == expected
        assert Moments().days_of(period, (3,)) == sum(day.isoweekday() == 3 for day in days)
