"""Relationships by several columns and by columns of other names: joined on all of them, and counted once."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from agent_actions.semantic.compile import compile_metrics
from agent_actions.semantic.reader import read_model
from agent_actions.semantic.request import MetricRequest
from agent_actions.sql.tables import TableColumn, Tables
from tests.unit.semantic.shop import rows, table

TABLES = Tables.of(
    [
        table("sold", ("branch", "varchar"), ("till_no", "bigint"), ("sku", "varchar"), ("pieces", "bigint")),
        table("tills", ("shop", "varchar"), ("no", "bigint"), TableColumn("floor", "varchar", samples=("up", "down"))),
        table("articles", ("code", "bigint"), ("name", "varchar")),
        table("shops", ("shop", "varchar"), ("town", "varchar")),
    ]
)

MODEL = """
version: 0.2.0.dev0
semantic_model:
  - name: shops
    datasets:
      - {name: sold, source: sales.sold}
      - {name: tills, source: sales.tills, primary_key: [shop, no]}
      - {name: articles, source: sales.articles, unique_keys: [[code]]}
      - {name: shops, source: sales.shops, primary_key: [shop]}
    relationships:
      - {name: at_till, from: sold, to: tills, from_columns: [branch, till_no], to_columns: [shop, no]}
      - {name: of_article, from: sold, to: articles, from_columns: [sku], to_columns: [code]}
      - {name: in_shop, from: tills, to: shops, from_columns: [shop], to_columns: [shop]}
    metrics:
      - {name: pieces, expression: SUM(sold.pieces)}
      - {name: tills, expression: COUNT(tills.*)}
"""

ROWS = """
CREATE SCHEMA sales;
CREATE TABLE sales.sold AS SELECT * FROM (VALUES
  ('A', 1, '7', 2::BIGINT), ('A', 2, '7', 3), ('B', 1, '8', 5), ('B', 2, '8', 7), ('B', 9, '9', 11), (NULL, 1, '7', 13))
  AS t(branch, till_no, sku, pieces);
CREATE TABLE sales.tills AS SELECT * FROM (VALUES ('A', 1, 'up'), ('A', 2, 'down'), ('B', 1, 'down'), ('B', 2, 'up'))
  AS t(shop, no, floor);
CREATE TABLE sales.articles AS SELECT * FROM (VALUES (7::BIGINT, 'Nut'), (8, 'Bolt')) AS t(code, name);
CREATE TABLE sales.shops AS SELECT * FROM (VALUES ('A', 'Ulm'), ('B', 'Bonn')) AS t(shop, town);
"""


@pytest.fixture
def sold() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(ROWS)
    return connection


def answer(data: duckdb.DuckDBPyConnection, model: str = MODEL, **request: Any) -> set[tuple[Any, ...]]:
    read = read_model({"shops.yaml": model, "outcrop.yaml": "version: 1"}, TABLES)
    compiled = compile_metrics(read, MetricRequest.model_validate(request), date(2026, 11, 15), TABLES)
    return set(rows(data, compiled, TABLES))


def test_a_composite_key_is_joined_on_all_of_its_columns(sold: duckdb.DuckDBPyConnection) -> None:
    by_floor = answer(sold, metrics=["pieces"], dimensions=["tills.floor"])
    assert by_floor == {("up", 9), ("down", 8), (None, 24)}


def test_a_key_of_another_name_and_type_is_joined_as_text(sold: duckdb.DuckDBPyConnection) -> None:
    assert answer(sold, metrics=["pieces"], dimensions=["articles.name"]) == {("Nut", 18), ("Bolt", 12), (None, 11)}


def test_a_chain_over_a_composite_key_goes_on_by_part_of_it(sold: duckdb.DuckDBPyConnection) -> None:
    assert answer(sold, metrics=["pieces", "tills"], dimensions=["shops.town"]) == {
        ("Ulm", 5, 2),
        ("Bonn", 12, 2),
        (None, 24, 0),
    }


def test_a_part_of_a_composite_key_alone_does_not_count_rows_twice(sold: duckdb.DuckDBPyConnection) -> None:
    """The model joins by the shop alone, of which there are two tills: one of them stands for both."""
    model = MODEL.replace(
        "from_columns: [branch, till_no], to_columns: [shop, no]", "from_columns: [branch], to_columns: [shop]"
    )
    found = answer(sold, model, metrics=["pieces"], dimensions=["shops.town"])
    assert found == {("Ulm", 5), ("Bonn", 23), (None, 13)}
