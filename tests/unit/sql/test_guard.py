"""The guard: ordinary statements pass unchanged in meaning, everything else is refused in words."""

from __future__ import annotations

import re

import pytest
import sqlglot
from sqlglot import exp

from agent_actions.contract import Audience, Caller
from agent_actions.errors import ActionError, FixableError, RefusedError, UnknownNameError
from agent_actions.semantic.config import Config
from agent_actions.semantic.model import SemanticModel
from agent_actions.sql.guard import guard
from agent_actions.sql.rewrite import counting
from agent_actions.sql.rights import Grant, grant
from tests.unit.sql.attacks import ATTACKS
from tests.unit.sql.statements import ORDINARY
from tests.unit.sql.support import GRANTED, OPEN, RESTRICTED, TABLES, guarded, read_tables

FILTERED = '(SELECT * FROM "sales"."orders" WHERE ("region" = \'EMEA\')) AS'
CUSTOMERS = (
    '(SELECT "customer_id", "segment", IF("phone" IS NULL, NULL, \'***\') AS "phone", '
    'CAST(NULL AS INTEGER) AS "age", "address" FROM "sales"."customers") AS'
)


@pytest.mark.parametrize("sql", ORDINARY)
def test_ordinary_statements_pass_and_read_granted_tables_only(sql: str) -> None:
    done = guarded(sql)
    tree = sqlglot.parse_one(done.sql, read="athena")
    physical = {f"{t.db}.{t.name}" for t in tree.find_all(exp.Table) if t.db}
    assert physical == read_tables(done.tables)
    assert physical <= GRANTED
    assert tree.sql("athena") == done.sql


@pytest.mark.parametrize("sql", ORDINARY)
def test_a_guarded_statement_keeps_its_meaning_when_guarded_again(sql: str) -> None:
    once = guarded(sql, OPEN)
    assert guarded(once.sql, OPEN).sql == once.sql


@pytest.mark.parametrize("sql", ATTACKS, ids=range(len(ATTACKS)))
def test_attacks_and_broken_statements_are_refused_in_words(sql: str) -> None:
    with pytest.raises(ActionError) as caught:
        guarded(sql)
    assert caught.value.message.endswith((".", "?"))
    assert "Token" not in caught.value.message


@pytest.mark.parametrize("sql", [s for s in ATTACKS if "secrets" in s and not s.startswith("explain")])
def test_a_refusal_names_nothing_of_the_table_but_what_was_asked(sql: str) -> None:
    with pytest.raises(ActionError) as caught:
        guarded(sql)
    assert "salary" not in caught.value.message
    assert not any("secrets" in name for name in caught.value.nearest)


def test_a_row_filter_stands_inside_the_table() -> None:
    assert guarded("select * from orders o where 1 = 1 or true").sql == (
        f"SELECT * FROM {FILTERED} o WHERE 1 = 1 OR TRUE LIMIT 1000"
    )


def test_every_mention_of_a_table_is_filtered() -> None:
    sql = "select 1 from orders a join orders b using (order_id) where a.total > (select avg(total) from orders)"
    assert guarded(sql).sql.count("\"region\" = 'EMEA'") == 3


def test_hidden_columns_are_not_in_a_star_and_masked_ones_have_no_value() -> None:
    assert guarded("select * from customers").sql == f"SELECT * FROM {CUSTOMERS} customers LIMIT 1000"


def test_a_table_without_restrictions_stays_plain() -> None:
    assert guarded("select region from stores").sql == 'SELECT region FROM "sales"."stores" LIMIT 1000'
    assert guarded("select * from orders", OPEN).sql == 'SELECT * FROM "sales"."orders" LIMIT 1000'


def test_a_cte_of_a_tables_name_does_not_open_the_table() -> None:
    done = guarded("with stores as (select * from orders) select * from stores")
    assert read_tables(done.tables) == {"sales.orders"}
    assert done.sql == f"WITH stores AS (SELECT * FROM {FILTERED} orders) SELECT * FROM stores LIMIT 1000"


def test_cte_names_match_without_regard_to_case() -> None:
    assert guarded('with "Secrets" as (select 1 as x) select x from SECRETS').tables == ()


def test_a_cte_is_out_of_sight_outside_its_query() -> None:
    done = guarded("select a.x, b.region from (with stores as (select 1 as x) select * from stores) a, stores b")
    assert read_tables(done.tables) == {"sales.stores"}


def test_comments_and_hints_are_dropped() -> None:
    assert guarded("select /*+ evil */ region /* x */ from stores -- y").sql == (
        'SELECT region FROM "sales"."stores" LIMIT 1000'
    )


@pytest.mark.parametrize(
    ("ending", "written", "limit", "capped"),
    [
        ("", "LIMIT 1000", 1000, True),
        ("limit 5", "LIMIT 5", 5, False),
        ("limit 1000", "LIMIT 1000", 1000, False),
        ("limit 99999", "LIMIT 1000", 1000, True),
        ("limit all", "LIMIT 1000", 1000, True),
        ("fetch first 7 rows only", "LIMIT 7", 7, False),
        ("fetch first row only", "LIMIT 1", 1, False),
        ("offset 3 limit 4", "OFFSET 3 LIMIT 4", 4, False),
        ("order by region limit 2", "ORDER BY region LIMIT 2", 2, False),
        ("limit 0", "LIMIT 0", 0, False),
    ],
)
def test_the_limit_is_the_lesser_of_theirs_and_ours(ending: str, written: str, limit: int, capped: bool) -> None:
    done = guarded(f"select region from stores {ending}")
    assert done.sql == f'SELECT region FROM "sales"."stores" {written}'
    assert (done.limit, done.capped) == (limit, capped)


@pytest.mark.parametrize(
    ("sql", "counted"),
    [
        ("select region from stores order by 1", 'SELECT region FROM "sales"."stores"'),
        ("select region from stores limit 99999", 'SELECT region FROM "sales"."stores" LIMIT 99999'),
        (
            "select region from stores order by 1 offset 3",
            'SELECT region FROM "sales"."stores" ORDER BY 1 OFFSET 3',
        ),
        (
            "select region from stores union all select region from stores",
            'SELECT region FROM "sales"."stores" UNION ALL SELECT region FROM "sales"."stores"',
        ),
    ],
)
def test_what_our_limit_cuts_can_be_counted(sql: str, counted: str) -> None:
    done = guarded(sql)
    assert done.capped
    assert counting(done.sql, done.theirs) == f'SELECT COUNT(*) AS "n" FROM ({counted}) AS "result_rows"'


def test_the_limit_of_a_union_stands_on_the_union() -> None:
    done = guarded("(select region from stores limit 3) union all select region from stores order by 1")
    assert done.sql.endswith('FROM "sales"."stores" ORDER BY 1 LIMIT 1000')


def test_a_parenthesised_statement_is_limited() -> None:
    assert guarded("(((select region from stores)))").sql.endswith("LIMIT 1000")
    assert guarded("(select region from stores limit 5) limit 3").limit == 3


def test_an_unqualified_table_is_looked_for_in_the_default_database_then_everywhere() -> None:
    assert read_tables(guarded("select event_id from events").tables) == {"web.events"}
    assert read_tables(guarded("select id from visits", database="crm").tables) == {"crm.visits"}
    with pytest.raises(FixableError, match=r"web\.visits or crm\.visits"):
        guarded("select id from visits")


def test_unknown_names_come_with_the_nearest_granted_ones() -> None:
    with pytest.raises(UnknownNameError) as table:
        guarded("select * from sales.order")
    assert table.value.nearest[0] == "sales.orders"
    with pytest.raises(UnknownNameError) as column:
        guarded("select totl from orders")
    assert column.value.nearest == ("total",)
    with pytest.raises(UnknownNameError) as hidden:
        guarded("select emails from customers")
    assert "email" not in hidden.value.nearest


def test_an_ungranted_table_is_refused_and_a_hidden_column_too() -> None:
    with pytest.raises(RefusedError, match=r"hr\.secrets is not open"):
        guarded("select * from hr.secrets")
    with pytest.raises(RefusedError, match=r"customers\.email is hidden"):
        guarded("select email from customers")


def test_a_name_qualified_by_database_still_works_behind_a_subquery() -> None:
    assert guarded("select sales.orders.total from sales.orders").sql == (
        f"SELECT orders.total FROM {FILTERED} orders LIMIT 1000"
    )


def test_names_that_are_reserved_words_stay_quoted() -> None:
    assert guarded('select "order".total from orders "order"').sql == (
        f'SELECT "order".total FROM {FILTERED} "order" LIMIT 1000'
    )


def test_group_by_an_alias_becomes_its_position() -> None:
    sql = "select date_trunc('month', opened) as month, count(*) from stores group by month"
    assert guarded(sql).sql == (
        'SELECT DATE_TRUNC(\'MONTH\', opened) AS month, COUNT(*) FROM "sales"."stores" GROUP BY 1 LIMIT 1000'
    )


def test_group_by_a_column_that_an_alias_shadows_stays_the_column() -> None:
    assert "GROUP BY region" in guarded("select lower(region) as region, count(*) from stores group by region").sql


@pytest.mark.parametrize(
    ("condition", "written"),
    [
        ("ordered_at >= '2026-10-01'", "ordered_at >= CAST('2026-10-01' AS TIMESTAMP)"),
        ("'2026-10-01' <= ordered_at", "CAST('2026-10-01' AS TIMESTAMP) <= ordered_at"),
        ("o.day = '2026-10-01'", "o.day = CAST('2026-10-01' AS DATE)"),
        ("day in ('2026-10-01')", "day IN (CAST('2026-10-01' AS DATE))"),
        ("ordered_at < '2026-10-01T12:00:00'", "ordered_at < CAST('2026-10-01 12:00:00' AS TIMESTAMP)"),
        ("date_trunc('month', ordered_at) = '2026-10-01'", "= CAST('2026-10-01' AS TIMESTAMP)"),
        ("date_format(ordered_at, '%Y') = '2026'", "= '2026'"),
        ("status = '2026-10-01'", "status = '2026-10-01'"),
    ],
)
def test_date_strings_beside_dates_become_typed_literals(condition: str, written: str) -> None:
    assert written in guarded(f"select 1 from orders o where {condition}", OPEN).sql


def test_types_are_known_through_subqueries_and_ctes() -> None:
    sql = "with m as (select min(ordered_at) as t from orders) select * from (select * from m) where t > '2026-01-01'"
    assert "CAST('2026-01-01' AS TIMESTAMP)" in guarded(sql).sql


@pytest.mark.parametrize(
    "condition",
    ["ordered_at > 'last week'", "day > '2026-13-45'", "day = '2026-10-01 10:00:00'", "order_id = '7'", "status = 7"],
)
def test_comparisons_that_athena_would_fail_are_refused_with_a_hint(condition: str) -> None:
    with pytest.raises(FixableError):
        guarded(f"select 1 from orders where {condition}")


def test_a_function_of_another_database_is_named_with_athenas_own() -> None:
    with pytest.raises(FixableError, match="date_diff"):
        guarded("select datediff('day', opened, current_date) from stores")


def test_small_and_grouped_results_may_be_cross_joined() -> None:
    guarded("select * from (values (1), (2)) as v(x), stores")
    guarded("select * from (select count(*) as n from orders) a, stores")
    guarded("select * from (select distinct region from orders) a, stores")
    guarded("select * from orders o, stores s where o.region = s.region")


@pytest.mark.parametrize(
    "sequence",
    [
        "sequence(1, 10000)",
        "sequence(10, 1, -1)",
        "sequence(date '2026-01-01', current_date, interval '1' day)",
        "sequence(date_add('day', -30, current_date), current_date)",
        "sequence(timestamp '2026-01-01 00:00:00', timestamp '2026-01-02 00:00:00', interval '1' hour)",
    ],
)
def test_a_short_sequence_is_allowed(sequence: str) -> None:
    assert guarded(f"select x from unnest({sequence}) as t(x)").tables == ()


@pytest.mark.parametrize(
    "sequence",
    ["sequence(1, 10001)", "sequence(1, 10, 0)", "sequence(1, cardinality(tags))", "sequence(1, 1e30)",
     "sequence(date '2026-01-01', date '2027-01-01', interval '1' second)"],
)  # fmt: skip
def test_a_long_or_unknown_sequence_is_refused(sequence: str) -> None:
    with pytest.raises(FixableError, match="sequence"):
        guarded(f"select {sequence} from orders")


def test_a_part_that_sqlglot_would_drop_is_refused() -> None:
    with pytest.raises(FixableError):
        guarded("select random(1, 5) from stores")


def with_filter(condition: str) -> Grant:
    rights = {"roles": {"r": {"datasets": "*", "rows": {"sales.stores": condition}}}, "people": {"U": "r"}}
    model = SemanticModel("m", (), (), (), Config.model_validate({"rights": rights}))
    return grant(model, Caller(team="T", user="U", kind="member"), Audience(kind="dm", channel="D"))


def test_date_strings_of_a_row_filter_are_typed_too() -> None:
    done = guarded("select region from stores", with_filter("opened >= '2026-01-01' or region = 'x'"))
    assert "WHERE (\"opened\" >= CAST('2026-01-01' AS DATE) OR \"region\" = 'x')" in done.sql


def test_a_row_filter_over_a_column_that_is_gone_closes_the_table() -> None:
    with pytest.raises(RefusedError, match="row filter of stores"):
        guarded("select region from stores", with_filter("area = 'x'"))


def test_an_attribute_cannot_break_out_of_its_literal() -> None:
    rights = {
        "roles": {"r": {"datasets": "*", "rows": {"sales.stores": "region = {caller.region}"}}},
        "people": {"U": "r"},
        "attributes": {"U": {"region": "x' OR 1=1 -- \\"}},
    }
    model = SemanticModel("m", (), (), (), Config.model_validate({"rights": rights}))
    one = grant(model, Caller(team="T", user="U", kind="member"), Audience(kind="dm", channel="D"))
    assert "(\"region\" = 'x'' OR 1=1 -- \\')) AS stores" in guarded("select region from stores", one).sql


def test_a_wildcard_in_json_extract_becomes_a_json_query() -> None:
    mended = "JSON_PARSE(JSON_QUERY({}, 'lax $.a[*].b' WITH ARRAY WRAPPER))"
    sql = "select json_extract(payload, '$.a[*].b') from web.events"
    assert guarded(sql).sql == f'SELECT {mended.format("payload")} FROM "web"."events" LIMIT 1000'
    sql = "select json_extract(json_extract(payload, '$.x'), '$.a[*].b') from web.events"
    assert mended.format("JSON_FORMAT(CAST(JSON_EXTRACT(payload, '$.x') AS JSON))") in guarded(sql).sql


def test_json_paths_are_carried_as_they_are() -> None:
    for path in ("$.a-b.c", '$["a b"][0]', "$.it''s"):
        assert f"'{path}'" in guarded(f"select json_extract_scalar(payload, '{path}') from web.events").sql


def test_a_sample_is_drawn_from_the_rows_that_may_be_seen() -> None:
    done = guarded("select count(*) from orders as o tablesample bernoulli (10)").sql
    assert done == f"SELECT COUNT(*) FROM {FILTERED} o TABLESAMPLE BERNOULLI (10) LIMIT 1000"
    assert guarded("select 1 from stores tablesample system (0.5)").sql.endswith("TABLESAMPLE SYSTEM (0.5) LIMIT 1000")
    for bad in ("(10 rows)", "reservoir (10)", "bernoulli (total)", "bernoulli (200)"):
        with pytest.raises(ActionError):
            guarded(f"select 1 from orders tablesample {bad}")


def test_tables_in_a_lateral_subquery_are_filtered_too() -> None:
    sql = (
        "select c.segment, x.n from customers c left join lateral "
        "(select count(*) as n from orders o where o.customer_id = c.customer_id) x on true"
    )
    assert f"LATERAL (SELECT COUNT(*) AS n FROM {FILTERED} o WHERE" in guarded(sql).sql


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select 1 as", "something is missing after AS"),
        ("select region, from orders", "something is missing after ,"),
        ("select region from orders where sum(total) > 1", "Use HAVING"),
        ("select region from orders where rank() over (order by total) = 1", "Compute them in a subquery"),
        ("select sum(count(*)) from orders", "Compute the inner one in a subquery"),
        ("select lag(total) from orders", "OVER (PARTITION BY"),
        ("select date_trunc('fortnight', day) from orders", "no unit fortnight"),
        ("select region from orders group by region with rollup", "GROUP BY ROLLUP"),
        ("select json_extract_scalar(payload, '$.a[*]') from web.events", "json_query"),
        ("select 1 from (orders o join stores s on o.region = s.region)", "without parentheses"),
    ],
)
def test_what_athena_would_refuse_is_said_with_what_to_write(sql: str, said: str) -> None:
    with pytest.raises(FixableError, match=re.escape(said)):
        guarded(sql)


def test_a_pretty_statement_is_the_same_over_several_lines() -> None:
    sql = "with a as (select region, sum(total) as t from orders group by region) select * from a where t > 5"
    plain, pretty = (
        guarded(sql),
        guard(sql, tables=TABLES, grant=RESTRICTED, default_database="sales", max_rows=1_000, pretty=True),
    )
    assert pretty.sql.count("\n") > 3
    assert sqlglot.parse_one(pretty.sql, read="athena") == sqlglot.parse_one(plain.sql, read="athena")
