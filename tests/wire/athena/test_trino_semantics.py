"""Expressions mean what they mean in Trino. Expected values are from Trino's documentation and source."""

from __future__ import annotations

import pytest

from tests.wire.athena.support import Athena

EXPRESSIONS = [
    # Numbers: integers divide as integers, decimals keep the larger scale, doubles follow IEEE.
    ("7/2", "integer", "3"),
    ("-7/2", "integer", "-3"),
    ("7 % -3", "integer", "1"),
    ("7/2.0", "decimal", "3.5"),
    ("5*1.0/4", "decimal", "1.3"),
    ("decimal '10.00' / 3", "decimal", "3.33"),
    ("7e0/2", "double", "3.5"),
    ("1e0/0", "double", "Infinity"),
    ("-1e0/0", "double", "-Infinity"),
    ("0e0/0", "double", "NaN"),
    ("try(1/0)", "integer", None),
    ("try(cast('x' as bigint))", "bigint", None),
    ("try_cast('12' as bigint)", "bigint", "12"),
    ("cast(2.5e0 as bigint)", "bigint", "3"),
    ("round(2.5e0)", "double", "3.0"),
    ("round(-2.5e0)", "double", "-3.0"),
    ("truncate(1.7e0)", "double", "1.0"),
    ("12345678.9e0", "double", "1.23456789E7"),
    ("0.0001e0", "double", "1.0E-4"),
    ("100e0", "double", "100.0"),
    ("cast(1e0 as varchar)", "varchar", "1.0E0"),
    ("1.50", "decimal", "1.50"),
    ("width_bucket(5, 0, 10, 4)", "bigint", "3"),
    ("greatest(1, null)", "integer", None),
    ("mod(-5, 3)", "integer", "-2"),
    ("is_nan(nan())", "boolean", "true"),
    # Text
    ("concat('a', cast(null as varchar))", "varchar", None),
    ("strpos('abc', 'c')", "bigint", "3"),
    ("split('a,b,c', ',')", "array", "[a, b, c]"),
    ("split('a,b,c', ',', 2)", "array", "[a, b,c]"),
    ("split_part('a,b', ',', 2)", "varchar", "b"),
    ("split_part('a,b', ',', 5)", "varchar", None),
    ("regexp_extract('abc', 'z')", "varchar", None),
    ("regexp_extract('abc', 'b(c)', 1)", "varchar", "c"),
    ("regexp_replace('aXbX', 'X', '-')", "varchar", "a-b-"),
    ("regexp_replace('ab', '(a)(b)', '$2$1')", "varchar", "ba"),
    ("regexp_like('abc', 'b')", "boolean", "true"),
    ("format('%s has %,d', 'x', 15000)", "varchar", "x has 15,000"),
    ("cast('abcdef' as varchar(3))", "varchar", "abc"),
    ("lower(to_hex(md5(to_utf8('a'))))", "varchar", "0cc175b9c0f1b6a831c399e269772661"),
    ("to_utf8('ab')", "varbinary", "61 62"),
    ("url_extract_host('https://a.b.com:80/p?q=1')", "varchar", "a.b.com"),
    ("url_extract_parameter('https://a.b/p?q=1&z=2', 'z')", "varchar", "2"),
    ("levenshtein_distance('kitten', 'sitting')", "bigint", "3"),
    ("reverse('abc')", "varchar", "cba"),
    # Dates
    ("date_diff('month', date '2026-01-31', date '2026-02-01')", "bigint", "0"),
    ("date_diff('month', date '2026-01-01', date '2026-03-01')", "bigint", "2"),
    ("date_diff('day', timestamp '2026-01-01 23:00:00', timestamp '2026-01-02 01:00:00')", "bigint", "0"),
    ("date_diff('hour', timestamp '2026-01-01 23:00:00', timestamp '2026-01-02 01:00:00')", "bigint", "2"),
    ("day_of_week(date '2026-11-22')", "bigint", "7"),
    ("extract(dow from date '2026-11-22')", "bigint", "7"),
    ("week(date '2026-01-01')", "bigint", "1"),
    ("year_of_week(date '2027-01-01')", "bigint", "2026"),
    ("date_trunc('month', date '2026-11-22')", "date", "2026-11-01"),
    ("date_trunc('hour', timestamp '2026-11-22 10:20:30')", "timestamp", "2026-11-22 10:00:00.000"),
    ("date_add('month', 1, date '2026-01-31')", "date", "2026-02-28"),
    ("date '2026-01-31' + interval '1' day", "date", "2026-02-01"),
    ("date '2026-01-31' - date '2026-01-30'", "interval day to second", "1 00:00:00.000"),
    ("date_format(timestamp '2026-01-02 03:04:05', '%Y-%m-%d %H:%i:%s')", "varchar", "2026-01-02 03:04:05"),
    ("date_parse('2026-01-02', '%Y-%m-%d')", "timestamp", "2026-01-02 00:00:00.000"),
    ("format_datetime(timestamp '2026-01-02 03:04:05', 'yyyy-MM-dd''T''HH:mm')", "varchar", "2026-01-02T03:04"),
    ("cast(timestamp '2026-01-02 03:04:05' as varchar)", "varchar", "2026-01-02 03:04:05.000"),
    ("from_unixtime(0)", "timestamp with time zone", "1970-01-01 00:00:00.000 UTC"),
    ("to_unixtime(timestamp '1970-01-01 00:00:01')", "double", "1.0"),
    ("hour(timestamp '2026-07-01 00:00:00' at time zone 'Europe/Berlin')", "bigint", "2"),
    ("hour(at_timezone(timestamp '2026-07-01 00:00:00', 'Europe/Berlin'))", "bigint", "2"),
    # A timestamp keeps its zone; two of different zones are compared as moments.
    (
        "timestamp '2026-07-01 00:00:00' at time zone 'Europe/Berlin'",
        "timestamp with time zone",
        "2026-07-01 02:00:00.000 Europe/Berlin",
    ),
    (
        "timestamp '2026-07-01 00:00:00 Europe/Berlin'",
        "timestamp with time zone",
        "2026-07-01 00:00:00.000 Europe/Berlin",
    ),
    (
        "timestamp '2026-07-01 00:00:00 +02:00' at time zone 'UTC'",
        "timestamp with time zone",
        "2026-06-30 22:00:00.000 UTC",
    ),
    (
        "with_timezone(timestamp '2026-07-01 00:00:00', 'Asia/Tokyo')",
        "timestamp with time zone",
        "2026-07-01 00:00:00.000 Asia/Tokyo",
    ),
    ("from_unixtime(0, 'Europe/Berlin')", "timestamp with time zone", "1970-01-01 01:00:00.000 Europe/Berlin"),
    (
        "date_trunc('day', timestamp '2026-07-01 23:00:00 UTC' at time zone 'Europe/Berlin')",
        "timestamp with time zone",
        "2026-07-02 00:00:00.000 Europe/Berlin",
    ),
    ("timestamp '2026-07-01 00:00:00 Europe/Berlin' = timestamp '2026-06-30 22:00:00 UTC'", "boolean", "true"),
    (
        "timestamp '2026-07-01 00:00:00 Asia/Tokyo' between timestamp '2026-06-30 14:59:00 UTC'"
        " and timestamp '2026-06-30 15:01:00 UTC'",
        "boolean",
        "true",
    ),
    (
        "date_diff('hour', timestamp '2026-07-01 00:00:00 Asia/Tokyo', timestamp '2026-07-01 00:00:00 UTC')",
        "bigint",
        "9",
    ),
    ("cast(timestamp '2026-07-01 01:00:00 Asia/Tokyo' as timestamp)", "timestamp", "2026-07-01 01:00:00.000"),
    (
        "cast(timestamp '2026-07-01 01:00:00 Asia/Tokyo' as varchar)",
        "varchar",
        "2026-07-01 01:00:00.000 Asia/Tokyo",
    ),
    ("to_iso8601(timestamp '2026-07-01 01:00:00 Europe/Berlin')", "varchar", "2026-07-01T01:00:00.000+02:00"),
    ("to_unixtime(timestamp '1970-01-01 09:00:01 Asia/Tokyo')", "double", "1.0"),
    ("cast('ab' as char(2))", "char", "ab"),
    ("last_day_of_month(date '2028-02-03')", "date", "2028-02-29"),
    ("millisecond(timestamp '2026-01-01 00:00:05.123')", "bigint", "123"),
    ("to_iso8601(date '2026-01-01')", "varchar", "2026-01-01"),
    # JSON: what isn't JSON is NULL.
    ("json_extract_scalar('{\"a\": {\"b\": 5}}', '$.a.b')", "varchar", "5"),
    ("json_extract_scalar('bad', '$.a')", "varchar", None),
    ("json_extract_scalar('{\"a\": [1]}', '$.a')", "varchar", None),
    ("json_extract('{\"a\": [1, 2]}', '$.a')", "json", "[1,2]"),
    ("json_array_length('[1, 2]')", "bigint", "2"),
    ("cast(json_parse('[1, 2]') as array(bigint))", "array", "[1, 2]"),
    # Arrays, maps, rows, lambdas
    ("cardinality(array[1, 2])", "bigint", "2"),
    ("cardinality(map(array['a'], array[1]))", "bigint", "1"),
    ("element_at(array[1, 2], -1)", "integer", "2"),
    ("element_at(array[1, 2], 5)", "integer", None),
    ("element_at(map(array['a'], array[1]), 'a')", "integer", "1"),
    ("array_distinct(array[3, 1, 3])", "array", "[3, 1]"),
    ("array_position(array[1, 2], 9)", "bigint", "0"),
    ("array_join(array['a', null, 'b'], '-')", "varchar", "a-b"),
    ("array_union(array[1], array[2, 1])", "array", "[1, 2]"),
    ("array_max(array[1, null])", "integer", None),
    ("slice(array[1, 2, 3], 2, 2)", "array", "[2, 3]"),
    ("repeat('a', 2)", "array", "[a, a]"),
    ("array[1, 2] || 3", "array", "[1, 2, 3]"),
    ("sequence(1, 3)", "array", "[1, 2, 3]"),
    (
        "sequence(date '2026-01-01', date '2026-01-03', interval '1' day)",
        "array",
        "[2026-01-01, 2026-01-02, 2026-01-03]",
    ),
    ("any_match(array[1, 2], x -> x > 1)", "boolean", "true"),
    ("all_match(array[1, 2], x -> x > 1)", "boolean", "false"),
    ("none_match(cast(array[] as array(bigint)), x -> x > 1)", "boolean", "true"),
    ("reduce(array[1, 2, 3], 0, (s, x) -> s + x, s -> s * 10)", "integer", "60"),
    ("transform(array[1, 2], x -> x + 1)", "array", "[2, 3]"),
    ("filter(array[1, 2], x -> x > 1)", "array", "[2]"),
    ("map_filter(map(array['a', 'b'], array[1, 2]), (k, v) -> v > 1)", "map", "{b=2}"),
    ("transform_values(map(array['a'], array[1]), (k, v) -> v + 1)", "map", "{a=2}"),
    ("map(array['a'], array[null])", "map", "{a=null}"),
    ("row(1, 'x')", "row", "{field0=1, field1=x}"),
    ("cast(row(1, 'x') as row(a bigint, b varchar))", "row", "{a=1, b=x}"),
    ("typeof(1)", "varchar", "integer"),
    ("typeof(1.5)", "varchar", "decimal(2,1)"),
    ("typeof('abc')", "varchar", "varchar(3)"),
    ("null", "unknown", None),
    ("''", "varchar", ""),
    ("true", "boolean", "true"),
]


@pytest.mark.parametrize(("expression", "type_", "value"), EXPRESSIONS, ids=[item[0] for item in EXPRESSIONS])
def test_expression_has_trinos_type_and_value(athena: Athena, expression: str, type_: str, value: str | None) -> None:
    outcome = athena.run(f"SELECT {expression}")
    assert outcome.reason is None
    assert (outcome.columns, outcome.rows) == ((("_col0", type_),), [(value,)])


QUERIES = [
    ("SELECT k, v FROM UNNEST(map(ARRAY['a','b'], ARRAY[1,2])) AS t(k, v) ORDER BY k", [("a", "1"), ("b", "2")]),
    ("SELECT a, b FROM UNNEST(ARRAY[1,2], ARRAY['x']) AS t(a, b)", [("1", "x"), ("2", None)]),
    ("SELECT a, n FROM UNNEST(ARRAY['x','y']) WITH ORDINALITY AS t(a, n)", [("x", "1"), ("y", "2")]),
    (
        "SELECT a, b, n FROM UNNEST(ARRAY[1], ARRAY['x','y']) WITH ORDINALITY AS t(a, b, n) ORDER BY n",
        [("1", "x", "1"), (None, "y", "2")],
    ),
    ("SELECT x, y FROM UNNEST(ARRAY[CAST(ROW(1, 'a') AS ROW(p bigint, q varchar))]) AS t(x, y)", [("1", "a")]),
    ("SELECT t.v, u FROM (VALUES (1, ARRAY[])) t(v, a) LEFT JOIN UNNEST(t.a) AS x(u) ON true", [("1", None)]),
    ("SELECT map_agg(k, v) FROM (VALUES ('a', 1), (null, 2)) t(k, v)", [("{a=1}",)]),
    ("SELECT every(x > 0), bool_or(x > 1) FROM (VALUES 1, 2) t(x)", [("true", "true")]),
    ("SELECT max_by(a, b), min_by(a, b) FROM (VALUES (null, 3), (1, 2)) t(a, b)", [(None, "1")]),
    ("SELECT sum(x), avg(x), count_if(x > 1) FROM (VALUES 1, 2) t(x)", [("3", "1.5", "1")]),
    ("SELECT approx_distinct(x), approx_percentile(x, 0.5) FROM (VALUES 1, 2, 3) t(x)", [("3", "2")]),
    ("SELECT avg(x) FROM (VALUES decimal '1.00', decimal '2.01') t(x)", [("1.51",)]),
    ("SELECT try(sum(x) / sum(y)) FROM (VALUES (1, 0)) t(x, y)", [(None,)]),
    ("SELECT listagg(x, ',') WITHIN GROUP (ORDER BY x DESC) FROM (VALUES 'a', 'b') t(x)", [("b,a",)]),
    ("SELECT x FROM (VALUES 1, null, 2) t(x) ORDER BY x DESC", [("2",), ("1",), (None,)]),
    ("SELECT sum(x) OVER (ORDER BY x) FROM (VALUES 1, 2) t(x) ORDER BY 1", [("1",), ("3",)]),
    ("WITH a AS (SELECT 1 x), b AS (SELECT x + 1 y FROM a) SELECT y FROM b", [("2",)]),
    (
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 3) SELECT n FROM t",
        [("1",), ("2",), ("3",)],
    ),
    ("SELECT count(*) >= 0 FROM orders TABLESAMPLE BERNOULLI (10)", [("true",)]),
    ("VALUES (1, 'a'), (2, 'b')", [("1", "a"), ("2", "b")]),
    ("SELECT 1 UNION SELECT 1", [("1",)]),
    ("SELECT x FROM (VALUES 1, 2, 3) t(x) ORDER BY x OFFSET 1 LIMIT 1", [("2",)]),
    (
        "SELECT max(z), hour(min(z)) FROM (SELECT t AT TIME ZONE 'Asia/Tokyo' AS z"
        " FROM (VALUES timestamp '2026-01-01 00:00:00') v(t))",
        [("2026-01-01 09:00:00.000 Asia/Tokyo", "9")],
    ),
    (
        "SELECT grouping(a), a, sum(b) FROM (VALUES ('x', 1)) t(a, b) GROUP BY ROLLUP (a) ORDER BY 1",
        [("0", "x", "1"), ("1", None, "1")],
    ),
]


@pytest.mark.parametrize(("sql", "rows"), QUERIES, ids=[item[0] for item in QUERIES])
def test_query_gives_trinos_rows(athena: Athena, sql: str, rows: list[tuple[str | None, ...]]) -> None:
    outcome = athena.run(sql)
    assert outcome.reason is None
    assert outcome.rows == rows


def test_nameless_columns_are_numbered_by_position(athena: Athena) -> None:
    outcome = athena.run("SELECT 1, 2 AS b, count(*) FROM orders")
    assert [name for name, _ in outcome.columns] == ["_col0", "b", "_col2"]


def test_two_columns_may_have_one_name(athena: Athena) -> None:
    outcome = athena.run("SELECT 1 a, 2 a")
    assert [name for name, _ in outcome.columns] == ["a", "a"]
    assert outcome.rows == [("1", "2")]


def test_row_fields_and_maps_of_a_table_can_be_read(athena: Athena) -> None:
    outcome = athena.run(
        "SELECT o.address.street, extras['k'], tags[1], json_extract_scalar(detail, '$.channel')"
        " FROM orders o WHERE id = 7 AND month = '2026-01'"
    )
    assert outcome.rows == [("S7", "7", "a", "web")]
