"""Clients that know nothing of Outcrop: PyAthena and the AWS CLI."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyathena
import pytest
from pyathena.error import DatabaseError, OperationalError

from tests.wire.athena.support import CREDENTIALS, RESULTS, Athena


@pytest.fixture
def connection(athena: Athena) -> Any:
    connect: Any = pyathena.connect
    return connect(
        s3_staging_dir=f"s3://{RESULTS}/pyathena/",
        schema_name="sales",
        endpoint_url=athena.endpoint,
        poll_interval=0.05,
        **CREDENTIALS,
    )


def test_pyathena_reads_typed_rows(connection: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(
        "SELECT id, amount, weight, ordered_at, day, region, null AS nothing FROM orders"
        " WHERE month = '2026-02' ORDER BY id LIMIT 2"
    )
    assert cursor.fetchall() == [
        (0, Decimal("0.00"), 0.0, datetime(2026, 2, 1), date(2026, 2, 1), "EMEA", None),
        (1, Decimal("1.25"), 1.25, datetime(2026, 2, 1, 1), date(2026, 2, 1), "APAC", None),
    ]
    assert [column[0] for column in cursor.description][:2] == ["id", "amount"]
    assert cursor.data_scanned_in_bytes > 0


def test_pyathena_pages_through_all_rows(connection: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("SELECT n FROM lake.packed ORDER BY n")
    assert [row[0] for row in cursor] == list(range(3000))


def test_pyathena_binds_parameters(connection: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("SELECT count(*) FROM orders WHERE region = %(region)s", {"region": "EM'EA"})
    assert cursor.fetchone() == (0,)


def test_pyathena_raises_with_athenas_words(connection: Any) -> None:
    with pytest.raises(OperationalError, match="COLUMN_NOT_FOUND: line 1:8"):
        connection.cursor().execute("SELECT nope FROM orders")
    with pytest.raises(DatabaseError, match="mismatched input"):
        connection.cursor().execute("SELEC 1")


def aws(athena: Athena, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "AWS_ENDPOINT_URL": athena.endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-central-1",
    }
    command = [str(Path(sys.executable).with_name("aws")), "athena", *arguments, "--output", "json"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_awscli_runs_a_query(athena: Athena, tmp_path: Path) -> None:
    started = aws(
        athena,
        tmp_path,
        "start-query-execution",
        "--query-string",
        "SELECT count(*) AS n FROM sales.orders",
        "--work-group",
        "outcrop",
    )
    assert started.returncode == 0, started.stderr
    query_id = json.loads(started.stdout)["QueryExecutionId"]
    assert athena.finish(query_id).state == "SUCCEEDED"
    read = aws(athena, tmp_path, "get-query-results", "--query-execution-id", query_id)
    rows = json.loads(read.stdout)["ResultSet"]["Rows"]
    assert [row["Data"][0]["VarCharValue"] for row in rows] == ["n", "60000"]


def test_awscli_shows_the_error_code(athena: Athena, tmp_path: Path) -> None:
    failed = aws(athena, tmp_path, "get-work-group", "--work-group", "nope")
    assert failed.returncode != 0
    assert "InvalidRequestException" in failed.stderr
    assert "WorkGroup nope is not found." in failed.stderr
