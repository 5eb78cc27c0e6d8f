# ruff: noqa: E501 - documents and rows are easier to read unbroken
"""A small shop: its catalogue, its semantic model and its rows in DuckDB, for the tests of the semantic layer."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb

from agent_actions.contract import Audience, Caller
from agent_actions.semantic.compile import Compiled, compile_metrics
from agent_actions.semantic.model import SemanticModel, TableRef
from agent_actions.semantic.reader import read_model
from agent_actions.semantic.request import MetricRequest
from agent_actions.sql.guard import guard
from agent_actions.sql.rights import grant
from agent_actions.sql.tables import TableColumn, TableInfo, Tables
from infra.local.aws.athena.catalog import GlueColumn, GlueTable
from infra.local.aws.athena.dialect.names import Names
from infra.local.aws.athena.dialect.prepare import prepare
from infra.local.aws.athena.dialect.syntax import read_statement
from infra.local.aws.athena.macros import create_statements

TODAY = date(2026, 11, 15)


def table(name: str, *columns: tuple[str, str] | TableColumn, database: str = "sales") -> TableInfo:
    made = tuple(c if isinstance(c, TableColumn) else TableColumn(*c) for c in columns)
    return TableInfo(TableRef(database, name), made)


TABLES = Tables.of(
    [
        table(
            "orders",
            ("order_id", "bigint"),
            ("customer_id", "bigint"),
            ("store_id", "bigint"),
            ("ordered_at", "timestamp"),
            ("shipped_on", "varchar"),
            TableColumn("status", "varchar", samples=("done", "returned", "test")),
            TableColumn("channel", "varchar", samples=("web", "store")),
            ("amount", "decimal(12,2)"),
            ("items", "bigint"),
            ("is_gift", "boolean"),
            TableColumn("month", "varchar", partition=True),
        ),
        table("customers", ("customer_id", "varchar"), ("name", "varchar"), ("country", "varchar")),
        table(
            "stores",
            ("store_id", "bigint"),
            ("name", "varchar"),
            TableColumn("region", "varchar", samples=("EMEA", "APAC", "AMER")),
            ("area", "bigint"),
            ("region_id", "bigint"),
        ),
        table("visits", ("visit_id", "bigint"), ("store_id", "bigint"), ("visited_on", "date"), ("visitors", "bigint")),
        table("tickets", ("ticket_id", "bigint"), ("order_id", "bigint"), ("opened_at", "timestamp")),
        table("notes", ("note_id", "bigint"), ("text", "varchar")),
    ]
)

MODEL = """
version: 0.2.0.dev0
semantic_model:
  - name: shop
    datasets:
      - name: orders
        source: sales.orders
        primary_key: [order_id]
        fields:
          - {name: order_id, expression: {dialects: [{dialect: ANSI_SQL, expression: order_id}]}}
          - {name: ordered_at, label: Order date, expression: {dialects: [{dialect: ANSI_SQL, expression: ordered_at}]}}
          - {name: shipped_on, datatype: Date, expression: {dialects: [{dialect: ANSI_SQL, expression: shipped_on}]},
             dimension: {is_time: false}}
          - {name: status, expression: {dialects: [{dialect: ANSI_SQL, expression: status}]}}
          - name: channel
            expression: {dialects: [{dialect: ANSI_SQL, expression: channel}]}
            ai_context: {synonyms: [sales channel]}
          - {name: amount, expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}}
          - {name: items, expression: {dialects: [{dialect: ANSI_SQL, expression: items}]}}
          - {name: is_gift, expression: {dialects: [{dialect: ANSI_SQL, expression: is_gift}]}}
          - name: size
            datatype: String
            expression: {dialects: [{dialect: ANSI_SQL, expression: "CASE WHEN items >= 3 THEN 'big' ELSE 'small' END"}]}
          - {name: double_size, datatype: String, expression: {dialects: [{dialect: ANSI_SQL, expression: "size || size"}]}}
      - name: customers
        source: sales.customers
        fields:
          - {name: customer_id, expression: {dialects: [{dialect: ANSI_SQL, expression: customer_id}]}}
          - {name: name, expression: {dialects: [{dialect: ANSI_SQL, expression: name}]}}
          - {name: country, expression: {dialects: [{dialect: ANSI_SQL, expression: country}]}}
      - name: stores
        source: sales.stores
        primary_key: [store_id]
        fields:
          - {name: store_id, expression: {dialects: [{dialect: ANSI_SQL, expression: store_id}]}}
          - {name: name, expression: {dialects: [{dialect: ANSI_SQL, expression: name}]}}
          - {name: region, expression: {dialects: [{dialect: ANSI_SQL, expression: region}]}}
          - {name: area, expression: {dialects: [{dialect: ANSI_SQL, expression: area}]}}
      - {name: visits, source: sales.visits}
      - {name: tickets, source: sales.tickets}
      - {name: notes, source: sales.notes}
    relationships:
      - {name: order_customer, from: orders, to: customers, from_columns: [customer_id], to_columns: [customer_id]}
      - {name: order_store, from: orders, to: stores, from_columns: [store_id], to_columns: [store_id]}
      - {name: visit_store, from: visits, to: stores, from_columns: [store_id], to_columns: [store_id]}
      - {name: ticket_order, from: tickets, to: orders, from_columns: [order_id], to_columns: [order_id]}
    metrics:
      - name: revenue
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount)}]}
        ai_context: {synonyms: [turnover]}
      - {name: order_count, expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(orders.*)}]}}
      - {name: items_per_order, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.items) / COUNT(orders.order_id)}]}}
      - {name: average_order, expression: {dialects: [{dialect: ANSI_SQL, expression: AVG(orders.amount)}]}}
      - name: revenue_per_buyer
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount) / COUNT(DISTINCT customers.customer_id)}]}
      - {name: revenue_per_area, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount) / SUM(stores.area)}]}}
      - {name: visitors, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(visits.visitors)}]}}
      - {name: conversion, expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(orders.*) / SUM(visits.visitors)}]}}
      - {name: ticket_count, expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(tickets.*)}]}}
      - {name: shipped_revenue, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount)}]}}
      - {name: note_count, expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(notes.*)}]}}
      - name: web_revenue
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount) FILTER (WHERE orders.channel = 'web')}]}
"""

CONFIG = """
version: 1
defaults: {database: sales}
datasets:
  orders:
    time: ordered_at
    default_filter: "status <> 'test'"
    samples: {channel: {web: [online, internet], store: [shop]}}
    partitions: {month: {field: ordered_at, format: "%Y-%m"}}
metrics:
  revenue: {unit: EUR, format: "0.0a"}
  shipped_revenue: {time: orders.shipped_on}
ambiguous: {sales: [revenue, order_count]}
"""

ROWS = """
CREATE SCHEMA sales;
CREATE TABLE sales.orders AS SELECT *, strftime(ordered_at, '%Y-%m') AS month FROM (VALUES
  (1, 1, 1, TIMESTAMP '2026-10-01 00:00:00', '2026-10-03', 'done',     'web',   100.00::DECIMAL(12,2), 3::BIGINT, true),
  (2, 1, 1, TIMESTAMP '2026-10-31 23:59:59', '2026-11-02', 'done',     'store',  50.00::DECIMAL(12,2), 1::BIGINT, false),
  (3, 2, 2, TIMESTAMP '2026-10-15 12:00:00', '2026-10-16', 'returned', 'web',    30.00::DECIMAL(12,2), 1::BIGINT, false),
  (4, 9, 9, TIMESTAMP '2026-10-20 12:00:00', NULL,         'done',     'web',     7.00::DECIMAL(12,2), 2::BIGINT, NULL),
  (5, 2, 2, TIMESTAMP '2026-11-01 00:00:00', '2026-11-04', 'done',     NULL,    500.00::DECIMAL(12,2), 5::BIGINT, true),
  (6, 2, 2, TIMESTAMP '2026-10-16 12:00:00', '2026-10-17', 'test',     'web',   999.00::DECIMAL(12,2), 1::BIGINT, false),
  (7, 1, 3, TIMESTAMP '2026-09-30 23:59:59', '2026-10-01', 'done',     'store',  11.00::DECIMAL(12,2), 1::BIGINT, false)
) AS t(order_id, customer_id, store_id, ordered_at, shipped_on, status, channel, amount, items, is_gift);
CREATE TABLE sales.customers AS SELECT * FROM (VALUES
  ('1', 'Ana', 'DE'), ('2', 'Bo', 'FR'), ('2', 'Bo', 'FR')) AS t(customer_id, name, country);
CREATE TABLE sales.stores AS SELECT * FROM (VALUES
  (1, 'Berlin', 'EMEA', 10::BIGINT, 1), (2, 'Tokyo', 'APAC', 20::BIGINT, 2), (3, 'Lima', 'AMER', 30::BIGINT, 3))
  AS t(store_id, name, region, area, region_id);
CREATE TABLE sales.visits AS SELECT * FROM (VALUES
  (1, 1, DATE '2026-10-02', 40::BIGINT), (2, 2, DATE '2026-10-03', 10::BIGINT), (3, 3, DATE '2026-10-04', 5::BIGINT))
  AS t(visit_id, store_id, visited_on, visitors);
CREATE TABLE sales.tickets AS SELECT * FROM (VALUES
  (1, 1, TIMESTAMP '2026-10-05 08:00:00'), (2, 1, TIMESTAMP '2026-10-06 08:00:00'), (3, 3, TIMESTAMP '2026-10-07 08:00:00'))
  AS t(ticket_id, order_id, opened_at);
CREATE TABLE sales.notes AS SELECT * FROM (VALUES (1, 'a')) AS t(note_id, text);
"""


def shop_model(extra: str = "", config: str = CONFIG) -> SemanticModel:
    return read_model({"shop.yaml": MODEL + extra, "outcrop.yaml": config}, TABLES)


def compiled(model: SemanticModel, tables: Tables = TABLES, **request: Any) -> Compiled:
    return compile_metrics(model, MetricRequest.model_validate(request), TODAY, tables)


def rows(connection: duckdb.DuckDBPyConnection, statement: Compiled, tables: Tables = TABLES) -> list[tuple[Any, ...]]:
    """The rows that the compiled SQL gives: through the guard, checked and computed as Athena would."""
    model = shop_model()
    everything = grant(model, Caller(team="T", user="U", kind="member"), Audience(kind="dm", channel="D"))
    guarded = guard(statement.sql, tables=tables, grant=everything, default_database="sales", max_rows=10_000)
    names = Names("sales", lambda database, name: _glue(tables, database, name), lambda name: name == "sales", _nothing)
    return connection.execute(prepare(read_statement(guarded.sql), names, today=TODAY).sql).fetchall()


def _glue(tables: Tables, database: str, name: str) -> GlueTable | None:
    info = tables.get(TableRef(database, name))
    if info is None:
        return None
    columns = [GlueColumn(c.name, c.type) for c in info.columns]
    return GlueTable(database, name, tuple(columns), (), "", "", "")


def _nothing(name: str) -> None:
    return None


def shop_data() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET integer_division=true; SET ieee_floating_point_ops=false; SET TimeZone='UTC'")
    for statement in create_statements():
        connection.execute(statement)
    connection.execute(ROWS)
    return connection
