"""PyAthena's pandas cursor and AWS SDK for pandas, reached by AWS_ENDPOINT_URL alone: their own types hold."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pyathena
import pytest
from pyathena.pandas.cursor import PandasCursor

from tests.wire.athena.support import CREDENTIALS, RESULTS, Athena

# awswrangler still passes pandas a keyword that pandas 3 no longer wants.
pytestmark = pytest.mark.filterwarnings("ignore:The copy keyword is deprecated")

EVERY_TYPE = """
SELECT true AS a_boolean, cast(1 AS tinyint) AS a_tinyint, cast(2 AS smallint) AS a_smallint, 3 AS an_integer,
  bigint '4' AS a_bigint, real '1.5' AS a_real, 2.5e0 AS a_double, decimal '12.34' AS a_decimal, 'text' AS a_varchar,
  cast('ab' AS char(2)) AS a_char, date '2026-01-02' AS a_date, timestamp '2026-01-02 03:04:05.678' AS a_timestamp,
  timestamp '2026-07-02 03:04:05.678 Europe/Berlin' AS a_zoned, time '03:04:05' AS a_time, ARRAY[1, 2] AS an_array,
  map(ARRAY['k'], ARRAY[1]) AS a_map, cast(row(1, 'x') AS row(n integer, s varchar)) AS a_row,
  to_utf8('hi') AS a_varbinary, json_parse('{"a": 1}') AS a_json, cast(NULL AS bigint) AS a_null
"""


@pytest.fixture
def surroundings(athena: Athena, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", athena.endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", CREDENTIALS["aws_access_key_id"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", CREDENTIALS["aws_secret_access_key"])
    monkeypatch.setenv("AWS_DEFAULT_REGION", CREDENTIALS["region_name"])


def connected(**more: Any) -> Any:
    connect: Any = pyathena.connect
    return connect(s3_staging_dir=f"s3://{RESULTS}/pyathena/", schema_name="sales", poll_interval=0.02, **more)


@pytest.mark.usefixtures("surroundings")
def test_pyathenas_cursor_converts_every_type() -> None:
    cursor = connected().cursor().execute(EVERY_TYPE)
    found = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
    assert found.pop("a_zoned").astimezone(UTC) == datetime(2026, 7, 2, 1, 4, 5, 678000, tzinfo=UTC)
    assert found == {
        "a_boolean": True,
        "a_tinyint": 1,
        "a_smallint": 2,
        "an_integer": 3,
        "a_bigint": 4,
        "a_real": 1.5,
        "a_double": 2.5,
        "a_decimal": Decimal("12.34"),
        "a_varchar": "text",
        "a_char": "ab",
        "a_date": date(2026, 1, 2),
        "a_timestamp": datetime(2026, 1, 2, 3, 4, 5, 678000),
        "a_time": time(3, 4, 5),
        "an_array": [1, 2],
        "a_map": {"k": "1"},
        "a_row": {"n": "1", "s": "x"},
        "a_varbinary": b"hi",
        "a_json": {"a": 1},
        "a_null": None,
    }
    kinds = {column[0]: column[1] for column in cursor.description}
    assert (kinds["a_zoned"], kinds["a_char"], kinds["a_json"]) == ("timestamp with time zone", "char", "json")


@pytest.mark.usefixtures("surroundings")
def test_pyathenas_pandas_cursor_reads_the_result_file() -> None:
    frame = connected(cursor_class=PandasCursor).cursor().execute(EVERY_TYPE).as_pandas()
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert kinds["a_boolean"] == "bool"
    assert {kinds[f"a_{name}"] for name in ("tinyint", "smallint", "bigint", "null")} == {"Int64"}
    assert {kinds["a_real"], kinds["a_double"]} == {"float64"}
    assert kinds["a_date"].startswith("datetime64")
    assert kinds["a_timestamp"].startswith("datetime64")
    row = frame.iloc[0]
    assert row["a_decimal"] == Decimal("12.34")
    assert row["a_timestamp"].to_pydatetime() == datetime(2026, 1, 2, 3, 4, 5, 678000)
    assert row["a_zoned"].to_pydatetime().astimezone(UTC) == datetime(2026, 7, 2, 1, 4, 5, 678000, tzinfo=UTC)
    assert (row["a_varbinary"], row["a_json"], row["a_varchar"]) == (b"hi", {"a": 1}, "text")
    many = connected(cursor_class=PandasCursor).cursor().execute("SELECT n FROM lake.packed ORDER BY n").as_pandas()
    assert many["n"].tolist() == list(range(3000))


@pytest.mark.usefixtures("surroundings")
def test_pyathena_sends_positional_values_as_execution_parameters() -> None:
    cursor = (
        connected()
        .cursor()
        .execute("SELECT count(*) FROM orders WHERE region = ? AND id < ?", ["'EMEA'", "30"], paramstyle="qmark")
    )
    assert cursor.fetchone() == (30,)


@pytest.mark.usefixtures("surroundings")
def test_pyathena_takes_an_earlier_result() -> None:
    sql = "SELECT count(*) AS n FROM orders WHERE region = 'EMEA'"
    first = connected(result_reuse_enable=True, result_reuse_minutes=5).cursor().execute(sql)
    again = connected(result_reuse_enable=True, result_reuse_minutes=5).cursor().execute(sql)
    assert (first.reused_previous_result, again.reused_previous_result) == (False, True)
    assert first.fetchone() == again.fetchone() == (20_001,)


@pytest.mark.usefixtures("surroundings")
def test_awswrangler_reads_without_creating_a_table() -> None:
    import awswrangler as wr

    read: Any = wr.athena.read_sql_query
    options = {"database": "sales", "ctas_approach": False, "s3_output": f"s3://{RESULTS}/wrangler/"}
    frame = read(EVERY_TYPE, workgroup="outcrop", **options)
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert [kinds[name] for name in ("a_boolean", "a_tinyint", "a_smallint", "an_integer", "a_bigint")] == [
        "boolean",
        "Int8",
        "Int16",
        "Int32",
        "Int64",
    ]
    assert (kinds["a_real"], kinds["a_double"], kinds["a_null"]) == ("float32", "float64", "Int64")
    row = frame.iloc[0]
    assert (row["a_decimal"], row["a_date"], row["a_varbinary"]) == (
        Decimal("12.34"),
        date(2026, 1, 2),
        b"68 69",
    )
    assert row["a_timestamp"].to_pydatetime() == datetime(2026, 1, 2, 3, 4, 5, 678000)
    assert (row["a_varchar"], json.loads(row["a_json"])) == ("text", {"a": 1})
    bound = read("SELECT id FROM orders WHERE region = :r AND id < 10", params={"r": "EMEA"}, **options)
    assert sorted(set(bound["id"])) == [0, 3, 6, 9]
    assert len(read("SELECT n FROM lake.packed", **options)) == 3000


@pytest.mark.usefixtures("surroundings")
def test_awswrangler_knows_the_catalogue_and_shows() -> None:
    import awswrangler as wr

    assert wr.catalog.does_table_exist(database="sales", table="orders")
    types: Any = wr.catalog.get_table_types(database="sales", table="orders")
    assert types["amount"] == "decimal(12,2)"
    shown: Any = wr.athena.describe_table(
        table="orders", database="sales", s3_output=f"s3://{RESULTS}/wrangler/", workgroup="outcrop"
    )
    assert "amount" in shown["Column Name"].str.strip().tolist()
