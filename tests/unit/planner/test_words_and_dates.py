"""The parts below: tokens, singular forms, numbers, edit distance, periods, SQL in a message."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_actions.semantic.periods import parse_period
from infra.local.model.english.numerals import number_at
from infra.local.model.english.text import distance, fold, forms, keys, name_words, tokenize
from infra.local.model.statement import statement
from infra.local.model.times import spans
from infra.local.model.times.stretches import PeriodReader

TODAY = date(2026, 11, 15)


def test_case_and_diacritics_are_folded() -> None:
    assert fold("ÜNÏTÉ Straße Đà Nẵng") == "unite strasse da nang"


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("categories", "category"),
        ("boxes", "box"),
        ("houses", "house"),
        ("people", "person"),
        ("statuses", "status"),
        ("movies", "movie"),
        ("classes", "class"),
    ],
)
def test_a_plural_has_its_singular_among_its_forms(plural: str, singular: str) -> None:
    assert singular in forms(plural)


def test_words_that_only_end_in_s_stay() -> None:
    assert forms("status") == ("status",)
    assert forms("plan") == ("plan",)
    assert "plan" not in forms("plane")


def test_hyphens_spaces_and_one_word_are_the_same_name() -> None:
    assert set(keys(name_words("e-mail"))) & set(keys(name_words("email"))) & set(keys(name_words("e mail")))
    assert name_words("orderCount") == name_words("order_count") == ("order", "count")


@pytest.mark.parametrize(
    ("text", "value"), [("twenty five", 25), ("1,000", 1000), ("2.5", 2.5), ("a dozen", 12), ("three hundred", 300)]
)
def test_numbers_in_words_and_digits(text: str, value: float) -> None:
    assert number_at(tokenize(text), 0)[0] == value


def test_neighbours_swapped_are_one_edit() -> None:
    assert distance("reveneu", "revenue", 2) == 1
    assert distance("abc", "xyz", 2) == 3


@given(st.text(max_size=12), st.text(max_size=12))
def test_the_distance_is_symmetric_and_zero_only_for_the_same(a: str, b: str) -> None:
    assert distance(a, b, 20) == distance(b, a, 20)
    assert (distance(a, b, 20) == 0) == (a == b)


PERIODS = [
    ("today", "today"),
    ("yesterday", "yesterday"),
    ("last month", "last month"),
    ("previous quarter", "last quarter"),
    ("past three months", "last 3 months"),
    ("the last couple of weeks", "last 2 weeks"),
    ("past week", "last 7 days"),
    ("last fortnight", "last 14 days"),
    ("October 2026", "2026-10"),
    ("Oct '26", "2026-10"),
    ("October", "2026-10"),
    ("December", "2025-12"),
    ("in May", "2026-05"),
    ("last October", "2026-10"),
    ("last November", "2025-11"),
    ("Q3", "2026-Q3"),
    ("Q3 2025", "2025-Q3"),
    ("2025 Q3", "2025-Q3"),
    ("2025-Q3", "2025-Q3"),
    ("2025Q3", "2025-Q3"),
    ("third quarter of 2025", "2025-Q3"),
    ("second quarter of last year", "2025-Q2"),
    ("last quarter of 2025", "2025-Q4"),
    ("H1", "2026-01-01..2026-06-30"),
    ("second half of 2025", "2025-07-01..2025-12-31"),
    ("2025", "2025"),
    ("since March", "2026-03-01..2026-11-15"),
    ("from March on", "2026-03-01..2026-11-15"),
    ("since the start of the year", "2026-01-01..2026-11-15"),
    ("after 5 November", "2026-11-06..2026-11-15"),
    ("until March", "..2026-03-31"),
    ("before 2026", "..2025-12-31"),
    ("up to yesterday", "..2026-11-14"),
    ("between 1 March and 15 April 2026", "2026-03-01..2026-04-15"),
    ("March 1-15", "2026-03-01..2026-03-15"),
    ("from January to March", "2026-01-01..2026-03-31"),
    ("Jan-Mar 2026", "2026-01-01..2026-03-31"),
    ("November to January", "2025-11-01..2026-01-31"),
    ("2025-2026", "2025-01-01..2026-12-31"),
    ("from 2026-01-01 to 2026-03-31", "2026-01-01..2026-03-31"),
    ("2026-01-01..2026-01-31", "2026-01-01..2026-01-31"),
    ("year to date", "year to date"),
    ("YTD", "year to date"),
    ("month-to-date", "month to date"),
    ("this month so far", "this month"),
    ("5 November", "2026-11-05"),
    ("the 5th of November 2025", "2025-11-05"),
    ("Nov 5th, 2026", "2026-11-05"),
    ("2026-10-05", "2026-10-05"),
    ("05.11.2026", "2026-11-05"),
    ("10/2026", "2026-10"),
    ("31/10/2026", "2026-10-31"),
    ("3 days ago", "2026-11-12"),
    ("two months ago", "2026-09"),
    ("the month before last", "2026-09"),
    ("last Monday", "2026-11-09"),
    ("last year", "last year"),
    ("FY26", "FY2026"),
    ("last fiscal quarter", "last fiscal quarter"),
    ("October last year", "2025-10"),
]


@pytest.mark.parametrize(("words", "period"), PERIODS)
def test_a_period_in_words_becomes_one_that_the_compiler_reads(words: str, period: str) -> None:
    tokens = tokenize(words)
    reader = PeriodReader(tokens, TODAY)
    found = next(m for i in range(len(tokens)) if (m := reader.at(i)))
    assert found[1].text == period
    parsed = parse_period(period, TODAY)
    assert parsed.start < parsed.end
    if ".." in period or found[1].unit:
        assert (found[1].start, found[1].end) == (parsed.start, parsed.last)


@pytest.mark.parametrize("words", ["all time", "of all time", "ever", "since the beginning"])
def test_all_time_is_said_outright(words: str) -> None:
    found = PeriodReader(tokenize(words), TODAY).at(0)
    assert found is not None
    assert found[1].text is None


@pytest.mark.parametrize("words", ["may I see", "30 february 2026", "11/05/2026", "0 days", "mayor"])
def test_what_is_no_certain_period_is_none(words: str) -> None:
    tokens = tokenize(words)
    found = PeriodReader(tokens, TODAY).at(0)
    assert found is None or found[0] < len(tokens)


def test_the_period_before_one() -> None:
    october = spans.read("2026-10", TODAY)
    assert october is not None
    before = spans.before(october)
    assert before is not None
    assert before.text == "2026-09"


STATEMENTS = [
    ("SELECT 1", "SELECT 1"),
    ("select count(*) from db.t", "select count(*) from db.t"),
    ("DROP TABLE x;", "DROP TABLE x;"),
    ("with a as (select 1) select * from a", "with a as (select 1) select * from a"),
    ("please run this: select a from b", "select a from b"),
    ("execute SELECT a FROM b", "SELECT a FROM b"),
    ("run this query: selct a from b", "selct a from b"),
    ("```sql\nselect 1\n```", "select 1"),
    ("hey, try ```select 2```", "select 2"),
    ("delete from t where 1=1", "delete from t where 1=1"),
    ("select * from a; drop table b", "select * from a; drop table b"),
    ("(select 1) union (select 2)", "(select 1) union (select 2)"),
]


@pytest.mark.parametrize(("text", "sql"), STATEMENTS)
def test_sql_is_taken_exactly_as_given(text: str, sql: str) -> None:
    assert statement(text) == sql


@pytest.mark.parametrize(
    "text",
    [
        "select the top 5 products by revenue",
        "show tables",
        "with EMEA only",
        "drop the region",
        "update me on revenue",
        "revenue from orders",
        "run the numbers for last month",
        "what values does region have",
        "create a table of revenue",
    ],
)
def test_english_that_begins_like_sql_is_no_statement(text: str) -> None:
    assert statement(text) is None
