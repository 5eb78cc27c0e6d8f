"""The offline Athena only reads the lake's tables, whatever the query says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.aws.athena.engine import Engine
from tests.wire.athena.support import Athena

ATTACKS = [
    "COPY orders TO '{out}'",
    "COPY (SELECT 1) TO '{out}' (FORMAT csv)",
    "ATTACH '{out}' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET memory_limit = '100GB'",
    "SET enable_external_access = true",
    "PRAGMA database_list",
    "CREATE TABLE x AS SELECT 1",
    "CREATE OR REPLACE VIEW x AS SELECT 1",
    "DROP TABLE orders",
    "INSERT INTO orders SELECT * FROM orders",
    "DELETE FROM orders",
    "UPDATE orders SET id = 1",
    "UNLOAD (SELECT 1) TO 's3://outcrop-lake/x' WITH (format = 'PARQUET')",
    "EXPORT DATABASE '{out}'",
    "CALL pragma_version()",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    'SELECT * FROM "/etc/passwd"',
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_parquet('http://127.0.0.1:1/x.parquet')",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM pg_catalog.pg_tables",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM memory.sales.nope",
    "SELECT getenv('HOME')",
    "SELECT \"getenv\"('HOME')",
    "SELECT current_setting('memory_limit')",
    "SELECT t_scientific(1e0)",
    "WITH x AS (INSERT INTO orders SELECT 1) SELECT * FROM x",
    "SELECT 1; DROP TABLE orders",
    "SELECT 1 INTO x",
    "EXPLAIN DELETE FROM orders",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{out}'",
    "PREPARE p FROM DROP TABLE orders",
    "PREPARE p FROM PREPARE q FROM SELECT 1",
    "EXECUTE p",
    "EXECUTE p USING (SELECT 1)",
    "EXECUTE p USING 1 FROM orders",
    "EXPLAIN (TYPE IO) COPY (SELECT 1) TO '{out}'",
    "EXPLAIN EXECUTE p",
    "VACUUM orders",
    "MSCK REPAIR TABLE orders",
    "USE sales",
]


def ended(athena: Athena, sql: str) -> str:
    """The error code of a refused start, or the state and error category of the execution."""
    try:
        outcome = athena.run(sql)
    except ClientError as error:
        return str(error.response.get("Error", {}).get("Code"))
    return f"{outcome.state} {outcome.execution['Status'].get('AthenaError', {}).get('ErrorCategory')}"


@pytest.mark.parametrize("attack", ATTACKS)
def test_everything_but_reading_is_refused(athena: Athena, lake: Path, tmp_path: Path, attack: str) -> None:
    target = tmp_path / "stolen.csv"
    sql = attack.format(out=target)
    assert ended(athena, sql) in ("InvalidRequestException", "FAILED 2")
    assert not target.exists()
    assert athena.value("SELECT count(*) FROM orders") == "60000"


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO '{results}/x.csv'",
        "COPY (SELECT 1) TO '{lake}/x.csv'",
        "SELECT 1; SELECT 2",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('{lake}/../outside.txt')",
        "SET memory_limit = '9GB'",
        "ATTACH ':memory:' AS y",
        "CREATE TABLE y AS SELECT 1",
        "INSTALL httpfs",
    ],
)
def test_the_engine_alone_refuses_too(tmp_path: Path, sql: str) -> None:
    lake = tmp_path / "lake"
    lake.mkdir()
    (tmp_path / "outside.txt").write_text("secret")
    engine = Engine(lake, tmp_path / "home")
    try:
        done = engine.run("q", sql.format(lake=lake, results=engine.results), (), engine.results / "q.csv")
        assert done.error is not None
        assert done.rows == 0
        assert not list(lake.iterdir())
    finally:
        engine.stop()


def test_text_that_would_fill_the_memory_fails_and_the_engine_lives(athena: Athena) -> None:
    before = athena.service.engine.pid
    outcome = athena.run("SELECT length(array_join(repeat(lpad('a', 100000000, 'x'), 100), ''))")
    assert outcome.state == "FAILED"
    assert athena.value("SELECT 1") == "1"
    assert before is not None


def test_table_outside_the_lake_is_refused(athena: Athena, glue: Any) -> None:
    serde = {"SerializationLibrary": "org.apache.hadoop.hive.serde2.OpenCSVSerde"}
    for name, location in (
        ("far", "s3://elsewhere/x/"),
        ("up", "s3://outcrop-lake/../../etc/"),
        ("local", "file:///etc/"),
    ):
        storage = {"Columns": [{"Name": "a", "Type": "string"}], "Location": location, "SerdeInfo": serde}
        glue.create_table(DatabaseName="lake", TableInput={"Name": name, "StorageDescriptor": storage})
        try:
            assert "only reads the lake" in athena.failure(f"SELECT * FROM lake.{name}")
        finally:
            glue.delete_table(DatabaseName="lake", Name=name)
