"""Certified questions run exactly as published, asked in their own wording; their keeper hears of a wrong answer."""

from __future__ import annotations

import duckdb
import pytest

from infra.local.slack.people import find_person
from tests.whole import Ask, Office, until

BELOW = """
    SELECT s.store_name, t.revenue_target,
           coalesce(sum(o.order_total) FILTER (WHERE o.status = 'completed'), 0) AS revenue
    FROM finance.store_targets t JOIN sales.stores s USING (store_id)
    LEFT JOIN sales.orders o ON o.store_id = t.store_id AND strftime(o.ordered_at, '%Y-%m') = '2026-10'
    WHERE t.month_start = DATE '2026-10-01' GROUP BY 1, 2 HAVING revenue < t.revenue_target ORDER BY 3 - 2
"""


@pytest.mark.parametrize(
    "question", ["Which stores missed their target in October 2026?", "which shops were below target last month"]
)
def test_its_own_wording_runs_the_published_sql(ask: Ask, lake: duckdb.DuckDBPyConnection, question: str) -> None:
    asked = ask(question)
    assert asked.outcome == "answered"
    (receipt,) = asked.receipts
    assert receipt["provenance"] == "certified"
    assert receipt["request"]["certified"]["name"] == "stores_below_target"
    assert receipt["title"] == "Which stores missed their target in October 2026?"
    expected = {(name, float(target), float(revenue)) for name, target, revenue in lake.execute(BELOW).fetchall()}
    assert {(row[0], float(row[1]), float(row[2])) for row in asked.tables[0]["rows"]} == expected
    assert len(expected) > 3


def test_a_certified_answer_names_who_keeps_it(office: Office) -> None:
    message = office.say("How late were our carriers last month?")
    office.done(message)
    shown = str(office.answers(message))
    assert "Certified question, kept by priya" in shown


def test_another_wording_is_not_certified(ask: Ask) -> None:
    asked = ask("Which stores missed their target in October 2026 and why?")
    assert all(receipt["provenance"] != "certified" for receipt in asked.receipts)


def test_rights_apply_to_a_certified_question(ask: Ask) -> None:
    asked = ask("Which stores missed their target in October 2026?", user="luis")
    assert asked.outcome == "refused"
    assert asked.tables == []


def test_its_sql_can_be_shown(ask: Ask) -> None:
    first = ask("Carrier punctuality in October 2026")
    second = ask("show me the SQL", thread=first.thread)
    assert "logistics" in second.text


def test_not_right_reaches_the_owner_once_and_without_figures(office: Office) -> None:
    message = office.say("@Outcrop revenue by region last month", channel="#finance")
    office.done(message)
    (answer,) = [m for m in office.answers(message) if "feedback_buttons" in str(m)]
    (row,) = [b for b in answer["blocks"] if b["type"] == "context_actions"]
    value = row["elements"][0]["negative_button"]["value"]
    for _ in range(2):
        office.page(
            "POST", "/page/actions", channel=message["channel"], message_ts=answer["ts"],
            action={"action_id": row["elements"][0]["action_id"], "value": value, "type": "feedback_buttons",
                    "block_id": row["block_id"]}, **{"as": "maya"},
        )  # fmt: skip
    priya = find_person("priya")
    assert priya is not None

    def told() -> list[str]:
        found = office.slack.conversations_history(channel=priya.dm).get("messages") or []
        return [str(m["blocks"]) for m in found if "revenue by region last month" in str(m.get("blocks"))]

    first = until(told, "word to the owner")
    assert office.stack.slack.idle()
    assert len(first) == 1
    assert "maya says" in first[0]
    assert "Revenue by region" in first[0]
    assert "Open the answer" in first[0]
    assert "€" not in first[0]


def test_an_explained_metric_names_who_keeps_it_too(office: Office) -> None:
    message = office.say("what does energy use mean?")
    office.done(message)
    assert "Kept by priya" in str(office.answers(message))


def test_another_wording_of_the_same_question_runs_it(ask: Ask) -> None:
    asked = ask("which of our shops missed the target in October?")
    assert asked.outcome == "answered"
    assert asked.receipts[0]["provenance"] == "certified"
    assert asked.receipts[0]["title"] == "Which stores missed their target in October 2026?"


def test_a_near_wording_is_offered_by_name_with_a_button(ask: Ask) -> None:
    asked = ask("which stores were disappointing against their target in October?")
    assert asked.outcome == "asked_back"
    assert "certified question “Which stores missed their target in October 2026?”" in asked.text
    assert [button["text"] for button in asked.buttons] == ["Which stores missed their target in October 2026?"]
    taken = ask("yes", thread=asked.thread)
    assert taken.receipts[0]["provenance"] == "certified"


def test_a_question_over_what_is_not_open_is_not_offered(ask: Ask) -> None:
    asked = ask("which shops were under target in October?", user="luis")
    assert "certified" not in asked.text
    assert asked.buttons == []
