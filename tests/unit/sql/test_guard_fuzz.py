"""Whatever is thrown at the guard, it answers with an ActionError or with SQL that reads granted tables only."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp
from sqlglot.errors import SqlglotError

from agent_actions.errors import ActionError
from tests.unit.sql.attacks import ATTACKS
from tests.unit.sql.statements import ORDINARY
from tests.unit.sql.support import GRANTED, OPEN, guarded

WORDS = sorted({word for statement in ORDINARY + ATTACKS if len(statement) < 500 for word in statement.split()})
TABLE = st.sampled_from(["orders", "customers", "stores", "secrets", "hr.secrets", "sales.orders", "x", "y"])
COLUMN = st.sampled_from(["order_id", "region", "email", "salary", "x.region", "y.salary", '"$path"', "*", "1"])


CANARIES = ("CANARY", "666777")
"""What no result may hold: a row outside the filter, a hidden or masked value, an ungranted table."""


@pytest.fixture(scope="module")
def lake() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(
            """
            create schema sales; create schema web; create schema crm; create schema hr;
            create table sales.orders as select * from (values
              (1, 10, 'EMEA', 'paid', 5.0, timestamp '2026-10-01', date '2026-10-01', ['gift'], map {'a': 'b'}),
              (666777, 11, 'CANARY', 'CANARY', 666777.0, timestamp '2026-10-02', date '2026-10-02', ['CANARY'], map {}))
              as t(order_id, customer_id, region, status, total, ordered_at, day, tags, attributes);
            create table sales.customers as select 10 as customer_id, 'new' as segment, 'CANARY' as email,
              'CANARY' as phone, 666777 as age, {'city': 'Ulm', 'zip': '1'} as address;
            create table sales.stores as select 7 as store_id, 'EMEA' as region, date '2026-01-01' as opened,
              true as active;
            create table sales.payments as select 1 as order_id, 9.5 as amount;
            create table web.events as select 1 as event_id, '{"device": {"os": "x"}}' as payload;
            create table web.visits as select 1 as id; create table crm.visits as select 1 as id;
            create table hr.secrets as select 1 as id, 666777.0 as salary;
            """
        )
        yield connection


def rows(lake: duckdb.DuckDBPyConnection, sql: str) -> list[str] | None:
    """What the statement gives on DuckDB, or None where DuckDB does not know what Athena does."""
    try:
        return sorted(map(str, lake.execute(sqlglot.transpile(sql, read="athena", write="duckdb")[0]).fetchall()))
    except (duckdb.Error, SqlglotError):
        return None


def test_guarding_does_not_change_what_a_statement_gives(lake: duckdb.DuckDBPyConnection) -> None:
    lake.execute("use memory.sales")
    lake.execute("set search_path = 'sales,web'")
    same = 0
    for sql in ORDINARY:
        before, after = rows(lake, sql), rows(lake, guarded(sql, OPEN).sql)
        if before is not None and not any(word in sql for word in ("now()", "current_")):
            assert after == before, sql
            same += 1
    assert same >= 60


def test_no_ordinary_statement_shows_what_is_withheld(lake: duckdb.DuckDBPyConnection) -> None:
    for sql in ORDINARY:
        found = rows(lake, guarded(sql).sql) or []
        assert not any(canary in cell for canary in CANARIES for cell in found), sql


def check(sql: str, lake: duckdb.DuckDBPyConnection) -> None:
    try:
        done = guarded(sql)
    except ActionError:
        return
    tree = sqlglot.parse_one(done.sql, read="athena")
    ctes = {c.alias.casefold() for c in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        name = f"{table.db}.{table.name}"
        assert name in GRANTED if table.db else table.name.casefold() in ctes
    assert '"email"' not in done.sql
    assert done.sql.count('"sales"."orders"') == done.sql.count("WHERE (\"region\" = 'EMEA')")
    assert done.limit <= 1_000
    found = rows(lake, done.sql) or []
    assert not any(canary in cell for canary in CANARIES for cell in found)


def query(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    source = st.one_of(TABLE, children.map(lambda q: f"({q})"))
    aliased = st.builds(lambda s, a: f"{s} {a}", source, st.sampled_from(["x", "y", "orders", "secrets"]))
    plain = st.builds(lambda c, f: f"select {c} from {f}", COLUMN, st.one_of(source, aliased))
    return st.one_of(
        plain,
        st.builds(lambda n, c, q: f"with {n} as ({c}) {q}", st.sampled_from(["x", "y", "secrets"]), children, children),
        st.builds(
            lambda a, b, o: f"{a} {o} {b}", children, children, st.sampled_from(["union", "except", "intersect all"])
        ),
        st.builds(lambda q, c, s: f"{q} where {c} in ({s})", plain, COLUMN, children),
        st.builds(lambda c, a, b: f"select {c} from {a} x join {b} y on x.region = y.region", COLUMN, source, source),
        st.builds(lambda q, s: f"select ({q}), exists ({s})", children, children),
    )


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(sql=st.recursive(st.builds(lambda c, t: f"select {c} from {t}", COLUMN, TABLE), query, max_leaves=6))
def test_nested_queries_read_granted_tables_only(sql: str, lake: duckdb.DuckDBPyConnection) -> None:
    check(sql, lake)


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(sql=st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_shuffled_words_never_crash_the_guard(sql: str, lake: duckdb.DuckDBPyConnection) -> None:
    check("select " + sql, lake)


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(sql=st.sampled_from(ORDINARY), data=st.data())
def test_damaged_statements_never_crash_the_guard(
    sql: str, data: st.DataObject, lake: duckdb.DuckDBPyConnection
) -> None:
    words = sql.split()
    at = data.draw(st.integers(0, len(words) - 1))
    words[at] = data.draw(st.sampled_from([*WORDS, "hr.secrets", "(select salary from secrets)", ""]))
    check(" ".join(words), lake)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(sql=st.text(max_size=200))
def test_any_text_never_crashes_the_guard(sql: str, lake: duckdb.DuckDBPyConnection) -> None:
    check(sql, lake)
    check("select " + sql, lake)
