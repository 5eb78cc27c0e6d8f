"""Ordinary SQL passes the guard, gives Trino's rows, and to a restricted person those of a filtered copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_actions.errors import ActionError
from infra.local.aws.athena.errors import QueryError
from tests.unit.sql.analyst import ANALYST
from tests.unit.sql.engine import Engine, sorted_rows
from tests.unit.sql.questions import statements
from tests.unit.sql.shop import SEEN_BY_R, SHOP
from tests.unit.sql.support import OPEN, RESTRICTED, guarded


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = Engine(tmp_path_factory.mktemp("shop"), SHOP)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def seen_by_r(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A shop that holds nothing but what role r may see."""
    engine = Engine(tmp_path_factory.mktemp("seen"), SEEN_BY_R)
    yield engine
    engine.close()


@pytest.mark.parametrize(("sql", "rows"), ANALYST, ids=[sql[:60] for sql, _ in ANALYST])
def test_an_ordinary_statement_gives_trinos_rows(shop: Engine, sql: str, rows: list[tuple[Any, ...]]) -> None:
    found = shop.rows(guarded(sql, OPEN).sql)
    if "order by" in sql:
        assert found == rows
    else:
        assert sorted_rows(found) == sorted_rows(rows)


def test_there_are_enough_of_them() -> None:
    assert len({sql for sql, _ in ANALYST}) >= 150


def answer(engine: Engine, guarded_sql: str) -> list[str] | str:
    """Its rows in any order, or that it fails as it runs (a division by zero, say)."""
    try:
        return sorted_rows(engine.rows(guarded_sql))
    except (duckdb.Error, QueryError) as error:
        return type(error).__name__


def same_for_r(sql: str, shop: Engine, seen_by_r: Engine) -> bool:
    """The restricted person's answer is that of a copy which holds only what they may see. False: refused in both."""
    try:
        theirs = guarded(sql, RESTRICTED).sql
    except ActionError:
        with pytest.raises(ActionError):
            guarded(sql, OPEN, tables=seen_by_r.catalogue)
        return False
    copy = guarded(sql, OPEN, tables=seen_by_r.catalogue).sql
    assert answer(shop, theirs) == answer(seen_by_r, copy), sql
    return True


@pytest.mark.parametrize("sql", [sql for sql, _ in ANALYST], ids=[sql[:60] for sql, _ in ANALYST])
def test_rights_give_the_answer_of_a_filtered_copy(shop: Engine, seen_by_r: Engine, sql: str) -> None:
    assert same_for_r(sql, shop, seen_by_r)


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(sql=statements())
def test_rights_give_the_answer_of_a_filtered_copy_for_any_question(sql: str, shop: Engine, seen_by_r: Engine) -> None:
    same_for_r(sql, shop, seen_by_r)


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(sql=statements(hidden=False))
def test_questions_that_name_nothing_hidden_are_never_refused(sql: str, shop: Engine, seen_by_r: Engine) -> None:
    assert same_for_r(sql, shop, seen_by_r)


@st.composite
def peeping(draw: st.DrawFn) -> str:
    """A statement that tries to reach email, which is hidden, by some way round."""
    ways = [
        "select {0} from customers",
        "select c.{0} from customers as c",
        "select count(*) from customers group by {0}",
        "select customer_id from customers order by {0}",
        "select customer_id from customers where {0} like 'a%'",
        "select max({0}) from customers",
        "select row_number() over (order by {0}) from customers",
        "select o.order_id from orders o join customers c on c.{0} = o.status",
        "select o.order_id from orders o where exists (select 1 from customers where {0} = o.status)",
        "select o.order_id, (select max({0}) from customers c where c.customer_id = o.customer_id) from orders o",
        "select x.{0} from (select * from customers) x",
        "with x as (select * from customers) select {0} from x",
        "select * from customers a join customers b using ({0})",
        "select transform(array[1], i -> {0}) from customers",
        "select filter(array['a'], {0} -> customers.{0} = 'a') from customers",
        "select array_agg({0} order by customer_id) from customers",
        "select listagg(segment, ',') within group (order by {0}) from customers",
        "select count(*) filter (where {0} is not null) from customers",
        "select case when {0} > 'b' then 1 end from customers",
        "select coalesce(try({0}), segment) from customers",
        "select cast(row({0}, 1) as row(a varchar, b integer)).a from customers",
        "select o.order_id, x.e from orders o cross join lateral (select max(c.{0}) as e from customers c) x",
        "select segment from customers union select {0} from customers",
        "select grouping({0}) from customers group by grouping sets (({0}), ())",
        "select u.x from customers cross join unnest(array[{0}]) as u(x)",
        "select sum(age) over (partition by {0}) from customers",
        "select sum(age) over w from customers window w as (order by {0})",
    ]
    spelled = draw(st.sampled_from(["email", "EMAIL", '"email"', '"Email"', "eMail", 'U&"em\\0061il"']))
    return draw(st.sampled_from(ways)).format(spelled)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(sql=peeping())
def test_a_hidden_column_is_reached_by_no_way_round(sql: str) -> None:
    with pytest.raises(ActionError):
        guarded(sql, RESTRICTED)
