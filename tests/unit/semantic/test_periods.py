from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_actions.errors import FixableError
from agent_actions.semantic.periods import parse_period

TODAY = date(2026, 11, 15)  # a Sunday


@pytest.mark.parametrize(
    ("text", "start", "end", "label"),
    [
        ("today", "2026-11-15", "2026-11-16", "15 Nov 2026"),
        ("Yesterday", "2026-11-14", "2026-11-15", "14 Nov 2026"),
        ("this week", "2026-11-09", "2026-11-16", "week of 9 Nov 2026"),
        ("last week", "2026-11-02", "2026-11-09", "week of 2 Nov 2026"),
        ("this month", "2026-11-01", "2026-12-01", "November 2026"),
        ("last month", "2026-10-01", "2026-11-01", "October 2026"),
        ("previous_month", "2026-10-01", "2026-11-01", "October 2026"),
        ("last quarter", "2026-07-01", "2026-10-01", "Q3 2026"),
        ("this quarter", "2026-10-01", "2027-01-01", "Q4 2026"),
        ("last year", "2025-01-01", "2026-01-01", "2025"),
        ("last 30 days", "2026-10-16", "2026-11-15", "16 Oct 2026 to 14 Nov 2026 (30 days ending yesterday)"),
        ("last 1 day", "2026-11-14", "2026-11-15", "14 Nov 2026"),
        ("last 2 weeks", "2026-10-26", "2026-11-09", "26 Oct 2026 to 8 Nov 2026"),
        ("last 3 months", "2026-08-01", "2026-11-01", "August 2026 to October 2026"),
        ("last 12 months", "2025-11-01", "2026-11-01", "November 2025 to October 2026"),
        ("last 2 years", "2024-01-01", "2026-01-01", "2024 to 2025"),
        ("3 months ago", "2026-08-01", "2026-09-01", "August 2026"),
        ("2 days ago", "2026-11-13", "2026-11-14", "13 Nov 2026"),
        ("1 year ago", "2025-01-01", "2026-01-01", "2025"),
        ("year to date", "2026-01-01", "2026-11-16", "1 Jan 2026 to 15 Nov 2026"),
        ("mtd", "2026-11-01", "2026-11-16", "1 Nov 2026 to 15 Nov 2026"),
        ("quarter-to-date", "2026-10-01", "2026-11-16", "1 Oct 2026 to 15 Nov 2026"),
        ("2026", "2026-01-01", "2027-01-01", "2026"),
        ("2026-Q3", "2026-07-01", "2026-10-01", "Q3 2026"),
        ("2026-12", "2026-12-01", "2027-01-01", "December 2026"),
        ("2026-W45", "2026-11-02", "2026-11-09", "week of 2 Nov 2026"),
        ("2020-W53", "2020-12-28", "2021-01-04", "week of 28 Dec 2020"),
        ("2026-10-05", "2026-10-05", "2026-10-06", "5 Oct 2026"),
        ("2026-10-01..2026-11-15", "2026-10-01", "2026-11-16", "1 Oct 2026 to 15 Nov 2026"),
        ("2026-01..2026-03", "2026-01-01", "2026-04-01", "Q1 2026"),
        ("2026-10-01..", "2026-10-01", "9999-12-31", "since 1 Oct 2026"),
        ("..2026-10-31", "0001-01-01", "2026-11-01", "until 31 Oct 2026"),
        ("since 2026-10-01", "2026-10-01", "9999-12-31", "since 1 Oct 2026"),
        ("October 2026", "2026-10-01", "2026-11-01", "October 2026"),
        ("dec", "2025-12-01", "2026-01-01", "December 2025"),
        ("q3", "2026-07-01", "2026-10-01", "Q3 2026"),
        ("FY2026", "2026-02-01", "2027-02-01", "FY2026 (1 Feb 2026 to 31 Jan 2027)"),
        ("FY2026-Q4", "2026-11-01", "2027-02-01", "FY2026-Q4 (1 Nov 2026 to 31 Jan 2027)"),
        ("this fiscal year", "2026-02-01", "2027-02-01", "FY2026 (1 Feb 2026 to 31 Jan 2027)"),
        ("last fiscal quarter", "2026-08-01", "2026-11-01", "FY2026-Q3 (1 Aug 2026 to 31 Oct 2026)"),
    ],
)
def test_a_period_means_these_days_in_these_words(text: str, start: str, end: str, label: str) -> None:
    period = parse_period(text, TODAY, fiscal_year_start="02-01")

    assert (period.start.isoformat(), period.end.isoformat(), period.label) == (start, end, label)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "last 0 days",
        "2026-13",
        "2026-02-30",
        "2026-W60",
        "2026-Q5",
        "9999",
        "last 9999 years",
        "2026-11-01..2026-10-01",
        "..x",
        "a..b..c",
        "FY26",
        "2026-10-05; drop table",
    ],
)
def test_what_is_no_period_is_refused_in_words(text: str) -> None:
    with pytest.raises(FixableError) as raised:
        parse_period(text, TODAY)

    assert str(raised.value).endswith(".")


def test_an_unknown_period_says_what_is_allowed() -> None:
    with pytest.raises(FixableError, match=r"'soon' is not a period I know\. Allowed: today, yesterday"):
        parse_period("soon", TODAY)


def test_weeks_can_start_on_sunday() -> None:
    period = parse_period("this week", TODAY, week_start="sunday")

    assert (period.start, period.end) == (date(2026, 11, 15), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("start", "today", "first", "name"),
    [
        ("10-01", date(2026, 11, 15), date(2026, 10, 1), "FY2027"),
        ("10-01", date(2026, 9, 30), date(2025, 10, 1), "FY2026"),
        ("07-01", date(2026, 6, 30), date(2025, 7, 1), "FY2026"),
        ("04-01", date(2026, 3, 31), date(2025, 4, 1), "FY2025"),
        ("04-06", date(2026, 4, 5), date(2025, 4, 6), "FY2025"),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_of_most_of_its_months(
    start: str, today: date, first: date, name: str
) -> None:
    period = parse_period("this fiscal year", today, fiscal_year_start=start)

    assert period.start == first
    assert period.label.startswith(name)
    assert parse_period(name, today, fiscal_year_start=start).start == first


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_last_this_and_next_follow_each_other_and_this_holds_today(today: date, unit: str) -> None:
    last, this, following = (parse_period(f"{which} {unit}", today) for which in ("last", "this", "next"))

    assert last.end == this.start
    assert this.end == following.start
    assert this.start <= today < this.end


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_a_sentence(text: str) -> None:
    try:
        period = parse_period(text, TODAY)
    except FixableError as error:
        said = error.message
    else:
        said = period.label
        assert period.start < period.end
    assert said
