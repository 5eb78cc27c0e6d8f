# ruff: noqa: E501 - questions are easier to read unbroken
"""Certified questions in other words: the same question is used, a near one offered, an opposite one neither."""

from __future__ import annotations

from datetime import date

import pytest

from agent_actions.semantic.certified_near import Near, nearly
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.reader import read_model
from tests.unit.semantic.shop import CONFIG, MODEL, TABLES, TODAY

CERTIFIED = """
certified:
  - name: late_stores
    question: "Which stores in {region} missed their target in {month}?"
    also: ["Best-off stores of {region} under plan in {month}"]
    parameters:
      region: {type: value, field: stores.region}
      month: {type: month, default: last month}
    owner: U_PRIYA
    sql: SELECT name FROM sales.stores WHERE region = {region} AND {month} = '2026-10'
  - name: busy_days
    question: "How busy were the shops in {month}?"
    parameters: {month: {type: month, default: last month}}
    owner: U_PRIYA
    sql: SELECT {month} AS m
  - name: named
    question: "Who is customer {name}?"
    parameters: {name: {type: string}}
    owner: U_PRIYA
    sql: SELECT {name} AS n
"""


@pytest.fixture(scope="module")
def model() -> SemanticModel:
    shops = MODEL.replace("- name: stores\n", "- name: stores\n        ai_context: {synonyms: [shops]}\n")
    assert shops != MODEL
    return read_model({"shop.yaml": shops, "outcrop.yaml": CONFIG + CERTIFIED}, TABLES)


def near(model: SemanticModel, text: str, today: date = TODAY) -> Near | None:
    return nearly(model, text, today)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("which of our shops in EMEA missed the target in September?", "Which stores in EMEA missed their target in September 2026?"),
        ("shops missing targets in apac", "Which stores in APAC missed their target in October 2026?"),
        ("Hi! Can you list the stores that missed their target last month in EMEA please", "Which stores in EMEA missed their target in October 2026?"),
        ("best off shops in EMEA under plan in 2026-09", "Which stores in EMEA missed their target in September 2026?"),
        ("were our stores busy in September", None),
        ("how busy were the stores this month?", "How busy were the shops in November 2026?"),
    ],
)  # fmt: skip
def test_the_same_question_in_other_words_is_used(model: SemanticModel, text: str, asked: str | None) -> None:
    found = near(model, text)
    assert (found.text if found and found.same else None) == asked


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("which EMEA shops were under target in September", ()),
        ("in EMEA, the target was missed by which stores in May?", ()),
        ("how many stores in EMEA missed their target last month", ()),
        ("stores in EMEA and their missed target for candles in October", ("and", "candles")),
        ("wich storess in EMEA missd their target", ("wich",)),
    ],
)
def test_a_near_one_is_offered_with_what_it_leaves_out(model: SemanticModel, text: str, over: tuple[str, ...]) -> None:
    found = near(model, text)
    assert found is not None
    assert not found.same
    assert found.question.name == "late_stores"
    assert found.over == over


@pytest.mark.parametrize(
    "text",
    [
        "which stores in EMEA did not miss their target in September",
        "which stores in EMEA didn't miss their target?",
        "which stores in EMEA missed their target in Q3",
        "which stores in EMEA missed their target in August and September",
        "which stores in EMEA will miss their target this month",
        "which stores in EMEA missed their target since September",
        "which stores missed their target in September",
        "which stores in Atlantis missed their target",
        "stores in EMEA",
        "target",
        "who is customer Ana",
        "revenue by region last month",
        "",
        "🙂 ???",
    ],
)
def test_an_opposite_another_time_or_half_of_it_is_neither(model: SemanticModel, text: str) -> None:
    assert near(model, text) is None
