"""Certified questions: literals of their types in the published SQL, matched by their own wording alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp, parse_one

from agent_actions.errors import FixableError
from agent_actions.semantic.certified import bind, match, misplaced, named, shapes, tables_of
from agent_actions.semantic.config import CertifiedConfig
from agent_actions.semantic.model import SemanticModel, TableRef
from agent_actions.semantic.problems import ModelError
from agent_actions.semantic.reader import read_model
from tests.unit.semantic.shop import CONFIG, MODEL, TABLES, TODAY

CERTIFIED = """
certified:
  - name: late_stores
    question: "Which stores in {region} were late in {month}?"
    also: ["Late stores of {region} in {month}"]
    parameters:
      region: {type: value, field: stores.region}
      month: {type: month, default: last month}
    owner: U_PRIYA
    sql: SELECT name, {region} AS region FROM sales.stores WHERE {month.start} <= DATE '2026-10-05'
         AND {month.end} > DATE '2026-10-05' AND '{month}' = {month} AND region = {region}
  - name: top_customers
    question: "Who are the top {count} customers called {name} of {year} since {day}?"
    parameters:
      count: {type: integer}
      name: {type: string}
      year: {type: year}
      day: {type: date}
    owner: "#data"
    sql: SELECT {count} AS n, {name} AS name, {year} AS y, {day} AS d, '{day}' AS t, {year.start} AS s
"""


@pytest.fixture(scope="module")
def model() -> SemanticModel:
    return read_model({"shop.yaml": MODEL, "outcrop.yaml": CONFIG + CERTIFIED}, TABLES)


def test_parameters_become_literals_of_their_types(model: SemanticModel) -> None:
    question = named(model, "top_customers")
    bound = bind(model, question, {"count": 5, "name": "O'Hara", "year": "this year", "day": "2026-10-05"}, TODAY)
    assert bound.sql == (
        "SELECT 5 AS n, 'O''Hara' AS name, 2026 AS y, CAST('2026-10-05' AS DATE) AS d, '2026-10-05' AS t, "
        "DATE '2026-01-01' AS s"
    )
    assert bound.title == "Who are the top 5 customers called O'Hara of 2026 since 5 Oct 2026?"
    assert "this year = 2026" in bound.assumptions


def test_a_known_value_is_found_by_its_other_names_and_a_default_is_stated(model: SemanticModel) -> None:
    bound = bind(model, named(model, "late_stores"), {"region": "emea"}, TODAY)
    assert "region = 'EMEA'" in bound.sql
    assert "DATE '2026-10-01' <= " in bound.sql
    assert "DATE '2026-11-01' > " in bound.sql
    assert "'2026-10' = '2026-10'" in bound.sql
    assert bound.title == "Which stores in EMEA were late in October 2026?"
    assert "month = October 2026" in bound.assumptions


@given(st.text(min_size=1, max_size=80).filter(str.strip))
def test_no_text_leaves_its_literal(model: SemanticModel, text: str) -> None:
    bound = bind(
        model, named(model, "top_customers"), {"count": 1, "name": text, "year": 2026, "day": "2026-10-05"}, TODAY
    )  # fmt: skip
    tree = parse_one(bound.sql, dialect="athena")
    assert isinstance(tree, exp.Select)
    assert text.strip() in [literal.this for literal in tree.find_all(exp.Literal)]
    assert len(tree.expressions) == 6


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({"region": "Atlantis"}, "Atlantis"),
        ({}, "needs 'region': one of the field's known values"),
        ({"region": "EMEA", "colour": "red"}, "no parameter 'colour'. It takes region and month"),
        ({"region": "EMEA", "month": "2026"}, "'2026' can't be 'month'; it takes one month, such as 2026-10"),
        ({"region": "EMEA", "month": "whenever"}, "'whenever' can't be 'month'"),
        ({"region": "EMEA", "month": "since March"}, "one month"),
    ],
)
def test_what_does_not_fit_is_said(model: SemanticModel, given_: dict[str, str], said: str) -> None:
    with pytest.raises(FixableError) as error:
        bind(model, named(model, "late_stores"), given_, TODAY)
    assert said in error.value.message


@pytest.mark.parametrize(
    ("count", "fine"), [("5", True), ("1,000", True), ("5; DROP", False), ("5.5", False), ("", False)]
)
def test_a_number_is_a_number(model: SemanticModel, count: str, fine: bool) -> None:
    question, rest = named(model, "top_customers"), {"name": "x", "year": 2026, "day": "today"}
    if fine:
        assert bind(model, question, {"count": count, **rest}, TODAY).values["count"] == count.replace(",", "")
    else:
        with pytest.raises(FixableError, match="a whole number"):
            bind(model, question, {"count": count, **rest}, TODAY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Which stores in EMEA were late in October 2026?", {"region": "emea", "month": "october 2026"}),
        ("which stores in apac were late last month", {"region": "apac", "month": "last month"}),
        ("which stores in apac were late", {"region": "apac"}),
        ("  LATE stores of EMEA in 2026-09 ", {"region": "emea", "month": "2026-09"}),
        ("late stores of emea 2026-09", {"region": "emea", "month": "2026-09"}),
        ("Which stores in EMEA were late in October 2026 and why?", None),
        ("Which stores in Atlantis were late?", None),
        ("Which big stores in EMEA were late?", None),
        ("Which stores were late?", None),
        ("Were stores in EMEA late?", None),
    ],
)
def test_only_its_own_wording_asks_it(model: SemanticModel, text: str, found: dict[str, str] | None) -> None:
    matched = match(model, text, TODAY)
    assert (matched and matched[1]) == found


def test_tables_and_shapes_are_told(model: SemanticModel) -> None:
    assert tables_of(named(model, "late_stores").sql) == (TableRef("sales", "stores"),)
    assert shapes(named(model, "late_stores")) == {
        "region": "a known value of stores.region",
        "month": "one month, such as 2026-10 (default last month)",
    }
    assert tables_of("WITH a AS (SELECT 1) SELECT * FROM a JOIN b ON true") == (TableRef("", "b"),)


def _certified(**changes: object) -> str:
    base: dict[str, object] = {
        "name": "q", "question": "How many in {month}?", "parameters": {"month": {"type": "month"}}, "owner": "U1",
        "sql": "SELECT 1 WHERE {month} = ''",
    }  # fmt: skip
    return "certified: " + str([CertifiedConfig.model_validate(base | changes).model_dump(exclude_none=True)])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sql": "SELECT 'in {month} or so'"}, "{month} must stand alone or in quotes of its own"),
        ({"sql": "SELECT 1"}, "parameter month is not in the SQL"),
        ({"sql": "SELECT {moon}, {month}"}, "moon"),
        ({"sql": "SELECT {month} FROM"}, "certified[0].sql"),
        ({"sql": "DELETE FROM a WHERE {month} = 1"}, "certified[0].sql"),
        ({"question": "How many?"}, "parameter month has no default and is not in every wording"),
        ({"parameters": {"month": {"type": "value"}}}, "needs `field`"),
        ({"parameters": {"month": {"type": "string"}}, "sql": "SELECT {month.start}"}, "only a date, month or year"),
        ({"parameters": {"month": {"type": "value", "field": "stores.nothing"}}}, "stores.nothing"),
    ],
)
def test_a_wrong_definition_is_named(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ModelError) as error:
        read_model({"shop.yaml": MODEL, "outcrop.yaml": CONFIG + _certified(**changes)}, TABLES)
    assert said in str(error.value)


def test_misplaced_slots_are_found() -> None:
    assert misplaced("SELECT '{a}', {a}, 'x {a}'") == ["{a}"]
    assert misplaced("SELECT '{a}', {a}, '{a.start}'") == []


def test_the_same_day_is_asked_for_by_date(model: SemanticModel) -> None:
    early = bind(model, named(model, "late_stores"), {"region": "EMEA"}, date(2026, 3, 31))
    assert "'2026-02'" in early.sql
