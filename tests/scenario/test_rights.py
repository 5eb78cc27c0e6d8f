"""Who sees what: by person and by channel, in metrics and in SQL."""

import pytest

from infra.local.asking import Desk
from infra.local.home import Running
from tests.scenario.conftest import Ask


def test_rows_are_limited_to_the_askers_region_and_the_answer_says_so(ask: Ask) -> None:
    asked = ask("orders by region last month", user="luis")
    assert [row[0] for row in asked.tables[0]["rows"]] == ["EMEA"]
    assert any("EMEA" in words for words in asked.receipts[0]["hidden"])
    assert "EMEA" in asked.text


def test_a_guest_gets_no_data_and_no_hint_of_it(ask: Ask) -> None:
    asked = ask("revenue last month", user="gus")
    assert (asked.outcome, asked.tables) == ("refused", [])
    assert "€" not in asked.text


def test_a_channel_with_a_guest_in_it_gets_no_data(ask: Ask) -> None:
    asked = ask("revenue last month", channel="#partners")
    assert (asked.outcome, asked.tables) == ("refused", [])


def test_what_a_channel_may_not_see_is_refused_there_and_answered_in_private(ask: Ask) -> None:
    question = "ad spend by channel last month"
    assert ask(question, channel="#general").outcome == "refused"
    assert ask(question, channel="#finance").outcome == "answered"
    assert ask(question).outcome == "answered"


@pytest.mark.parametrize(
    ("statement", "user", "allowed"),
    [
        ("SELECT count(*) FROM sales.orders", "maya", True),
        ("SELECT count(*) FROM orders", "maya", True),
        ("SELECT count(*) FROM marketing.ad_performance", "luis", False),
        ("SELECT count(*) FROM sales.orders", "gus", False),
        ("SELECT email FROM sales.customers LIMIT 1", "maya", True),
        ("SELECT email FROM sales.customers LIMIT 1", "luis", False),
        ("DELETE FROM sales.orders", "priya", False),
        ("SELECT 1; SELECT 2", "priya", False),
        ("SELEC 1", "priya", False),
    ],
)
def test_sql_runs_or_is_refused_by_rights(running: Running, statement: str, user: str, allowed: bool) -> None:
    answer = Desk(running, user, None).sql(statement)
    assert answer["allowed"] is allowed, answer["reason"]
    assert bool(answer["reason"]) is not allowed


def test_no_trick_gets_rows_past_the_row_filter(running: Running) -> None:
    statement = "SELECT DISTINCT region FROM (SELECT * FROM sales.orders WHERE 1 = 1 OR region = 'AMER') AS orders"
    assert Desk(running, "luis", None).sql(statement)["rows"] == [["EMEA"]]


def test_masked_columns_come_masked(running: Running) -> None:
    answer = Desk(running, "luis", None).sql("SELECT phone FROM sales.customers WHERE phone IS NOT NULL LIMIT 5")
    assert answer["allowed"], answer["reason"]
    assert all("*" in row[0] or "•" in row[0] for row in answer["rows"])


def test_a_share_of_rows_that_are_partly_hidden_says_that_it_is_none_of_the_whole(ask: Ask) -> None:
    limited = ask("share of EMEA in revenue last month", user="luis")
    assert "what you may see here" in limited.text
    whole = ask("share of EMEA in revenue last month", user="maya")
    assert "what you may see here" not in whole.text
