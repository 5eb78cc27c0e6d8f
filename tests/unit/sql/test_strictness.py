"""What sqlglot and DuckDB let by and Athena refuses: said before it is asked, with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_actions.errors import FixableError
from infra.local.aws.athena.errors import QueryError
from tests.unit.sql.engine import Engine
from tests.unit.sql.shop import SHOP
from tests.unit.sql.support import guarded

REFUSED = [
    ("select * from orders natural join payments", "JOIN ... USING"),
    ("select count(distinct region) over () from orders", "Compute it with GROUP BY"),
    ("select count(distinct region) filter (where total > 1) over () from orders", "Compute it with GROUP BY"),
    ("select lag(total) over (partition by region) from orders", "lag(...) OVER (PARTITION BY ... ORDER BY ...)"),
    ("select lead(total) over (order by day rows 2 preceding) from orders", "leave out ROWS"),
    ("select listagg(status, ',') from orders", "WITHIN GROUP"),
    ("select order_id from orders where region = any ('EMEA', 'APAC')", "IN (...)"),
    ("select extract(dayofweek from ordered_at) from orders", "day_of_week"),
    ("select extract(century from ordered_at) from orders", "It has day, day_of_month"),
    ("select tags[0] from orders", "Arrays start at 1"),
    ("select split(status, ',')[0] from orders", "Arrays start at 1"),
    ("select event_id from events where json_extract(payload, '$.a') = 'x'", "json_extract_scalar"),
    ("select payload->>'a' from events", "'$.a'"),
    ("select year(ordered_at) || '-' || month(ordered_at) from orders", "(ordered_at) AS varchar)"),
    ("select concat(status, order_id) from orders", "CAST(order_id AS varchar)"),
    ("select case when total > 1 then status else order_id end from orders", "different types"),
    ("select if(total > 1, 'a', 2) from orders", "different types"),
    ("select coalesce(total, 'none') from orders", "different types"),
    ("select region from orders union select order_id from orders", "Column 1 is region"),
    ("select region, status from orders union all select region from stores", "one has 2, the other 1"),
    ("select distinct region from orders order by total", "Select total too"),
    ("select region, count(*) from orders group by 3", "there are 2"),
    ("select region from orders order by 2", "there are 1"),
    ("select sum(status) from orders", "takes numbers"),
    ("select avg(ordered_at) from orders", "takes numbers"),
    ("select lower(order_id) from orders", "CAST(order_id AS varchar)"),
    ("select order_id from orders where order_id like '5%'", "LIKE takes text"),
    ("select order_id from orders where day > current_date - 7", "INTERVAL '7' DAY"),
    ("select ordered_at + 1 from orders", "INTERVAL '1' DAY"),
    ("select order_id from orders where status", "compare it with something"),
    ("select not total from orders", "compare it with something"),
]
FINE = [
    "select lag(total) over w from orders window w as (order by day)",
    "select lag(total, 1, 0) ignore nulls over (partition by region order by day) from orders",
    "select count(distinct region) from orders",
    "select tags[1], attributes['colour'] from orders",
    "select extract(day_of_week from ordered_at), extract(week from day) from orders",
    "select status || '-' || cast(order_id as varchar), region || status from orders",
    "select case when total > 1 then total else 0 end, coalesce(total, 0), if(total > 1, 1, 2.5) from orders",
    "select case when total > 1 then null else status end, coalesce(status, null, 'none') from orders",
    "select order_id from orders union all select store_id from stores order by 1",
    "select region, total from orders union select region, null from stores",
    "select distinct region, total from orders order by total, region",
    "select distinct upper(region) as r from orders order by r",
    "select distinct upper(region) from orders order by upper(region)",
    "select order_id from orders where ordered_at > now() - interval '7' day",
    "select order_id from orders where ordered_at > now() - interval 7 days",
    "select order_id from orders where day >= current_date - interval '2 days'",
    "select event_id from events where json_extract_scalar(payload, '$.a') = 'x'",
    "select order_id from orders where region = any (select region from stores)",
    "select order_id from orders where not (status = 'paid')",
    "select sum(case when status = 'paid' then total end), round(avg(total), 2) from orders",
    "select active from stores where active and not coalesce(active, false)",
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("lake")
    made = Engine(folder, SHOP)
    yield made
    made.close()


@pytest.mark.parametrize(("sql", "instead"), REFUSED)
def test_what_athena_refuses_is_refused_with_what_to_write(sql: str, instead: str) -> None:
    with pytest.raises(FixableError) as error:
        guarded(sql)
    assert instead in error.value.message


@pytest.mark.parametrize("sql", FINE)
def test_what_athena_takes_passes_and_runs(engine: Engine, sql: str) -> None:
    engine.rows(guarded(sql).sql)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select 1 from orders natural join payments", "NOT_SUPPORTED: line 1:"),
        ("select count(distinct region) over () from orders", "NOT_SUPPORTED: line 1:"),
        ("select lag(total) over (partition by region) from orders", "lag function requires an ORDER BY window clause"),
        ("select distinct region from orders order by total", "EXPRESSION_NOT_IN_DISTINCT: line 1:"),
        ("select year(day) || '-' || month(day) from orders", "Unexpected parameters"),
    ],
)
def test_the_offline_athena_refuses_them_too_in_its_words(engine: Engine, sql: str, message: str) -> None:
    with pytest.raises(QueryError) as error:
        engine.rows(sql)
    assert message in error.value.message
