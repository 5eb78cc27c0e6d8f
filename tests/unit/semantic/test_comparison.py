"""What periods are compared with: as far as today, by months or by days, and bucket beside bucket."""

from __future__ import annotations

from datetime import date

import pytest

from agent_actions.errors import FixableError
from agent_actions.semantic.comparison import Shift, compared
from agent_actions.semantic.periods import parse_period
from agent_actions.semantic.request import Comparison
from tests.unit.semantic.shop import TODAY


@pytest.mark.parametrize(
    ("period", "kind", "grain", "start", "end"),
    [
        ("last month", "previous_period", None, date(2026, 9, 1), date(2026, 10, 1)),
        ("last month", "previous_year", None, date(2025, 10, 1), date(2025, 11, 1)),
        ("this month", "previous_period", None, date(2026, 10, 1), date(2026, 10, 15)),
        ("month to date", "previous_period", None, date(2026, 10, 1), date(2026, 10, 15)),
        ("this year", "previous_period", "month", date(2025, 1, 1), date(2025, 11, 15)),
        ("qtd", "previous_period", None, date(2026, 7, 1), date(2026, 8, 15)),
        ("this week", "previous_period", None, date(2026, 11, 2), date(2026, 11, 8)),
        ("last 30 days", "previous_period", "day", date(2026, 9, 16), date(2026, 10, 16)),
        ("last 4 weeks", "previous_period", None, date(2026, 9, 14), date(2026, 10, 12)),
        ("2026-02", "previous_year", None, date(2025, 2, 1), date(2025, 3, 1)),
        ("2028-02", "previous_year", None, date(2027, 2, 1), date(2027, 3, 1)),
        ("2025-02-28", "previous_year", None, date(2024, 2, 28), date(2024, 2, 29)),
        ("2028-02-29", "previous_year", None, date(2027, 2, 28), date(2027, 3, 1)),
        ("2026-W45", "previous_year", None, date(2025, 11, 3), date(2025, 11, 10)),
        ("2026-W53", "previous_year", None, date(2025, 12, 29), date(2026, 1, 5)),
        ("2026-03", "previous_period", "day", date(2026, 2, 1), date(2026, 3, 1)),
        ("2026-09", "previous_period", "day", date(2026, 8, 1), date(2026, 8, 31)),
        ("since 2026-11-06", "previous_period", None, date(2026, 10, 28), date(2026, 11, 6)),
        ("2026-Q3", "previous_period", "month", date(2026, 4, 1), date(2026, 7, 1)),
        ("FY2025-Q4", "previous_period", "fiscal_quarter", date(2025, 8, 1), date(2025, 11, 1)),
        ("this fiscal year", "previous_year", "month", date(2025, 2, 1), date(2025, 11, 15)),
    ],
)
def test_what_a_period_is_compared_with(
    period: str, kind: Comparison, grain: str | None, start: date, end: date
) -> None:
    parsed = parse_period(period, TODAY if "W53" not in period else date(2027, 1, 20), fiscal_year_start="02-01")
    today = TODAY if parsed.start <= TODAY else parsed.end

    found = compared(parsed, kind, grain, today, "monday")

    assert (found.previous.start, found.previous.end) == (start, end)
    assert found.assumptions[0] == f"compared with {found.previous.label}"


def test_a_period_under_way_is_cut_after_the_last_whole_day_on_both_sides() -> None:
    found = compared(parse_period("this month", TODAY), "previous_period", None, TODAY, "monday")

    assert (found.current.start, found.current.end) == (date(2026, 11, 1), date(2026, 11, 15))
    assert found.current.label == "1 Nov 2026 to 14 Nov 2026"
    assert "whole days that have passed, on both sides" in found.assumptions[1]


def test_today_alone_stands_beside_yesterday() -> None:
    found = compared(parse_period("today", TODAY), "previous_period", None, TODAY, "monday")

    assert (found.current.start, found.current.end) == (TODAY, date(2026, 11, 16))
    assert (found.previous.start, found.previous.end) == (date(2026, 11, 14), TODAY)


def test_the_last_of_a_month_is_the_last_of_a_shorter_one() -> None:
    march = date(2026, 3, 30)
    found = compared(parse_period("this month", march), "previous_period", None, march, "monday")

    assert (found.previous.start, found.previous.end) == (date(2026, 2, 1), date(2026, 3, 1))


def test_weeks_and_days_line_up_one_by_one() -> None:
    quarter = compared(parse_period("2026-Q3", TODAY), "previous_period", "week", TODAY, "monday")
    days = compared(parse_period("2026-09", TODAY), "previous_period", "day", TODAY, "monday")
    years = compared(parse_period("2025-02", TODAY), "previous_year", "day", TODAY, "monday")

    assert quarter.shift.days % 7 == 0
    assert days.shift == Shift(days=31)
    assert years.shift == Shift(months=12)
    assert "29 Feb 2024 is counted with 28 Feb 2024" in years.assumptions


@pytest.mark.parametrize(
    ("period", "kind", "grain", "says"),
    [
        (None, "previous_period", None, "needs a period that has a beginning"),
        ("until 2026-10-31", "previous_year", None, "needs a period that has a beginning"),
        ("last 90 days", "previous_period", "month", "cannot be lined up by month"),
        ("last month", "previous_period", "quarter", "cannot be lined up by quarter"),
        ("last 30 days", "previous_period", "week", "cannot be lined up by week"),
    ],
)
def test_what_cannot_be_compared_is_refused(period: str | None, kind: Comparison, grain: str | None, says: str) -> None:
    with pytest.raises(FixableError, match=says):
        compared(parse_period(period, TODAY) if period else None, kind, grain, TODAY, "monday")
