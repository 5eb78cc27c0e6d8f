"""Tables whose files are objects of S3: fetched when a query needs them, and nothing beside the open prefix."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.wire.athena.support import RESULTS, Athena

LOCATION = f"s3://{RESULTS}/scratch/0123/targets/v1/"


def parquet(folder: Path, query: str) -> bytes:
    path = folder / "rows.parquet"
    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def table(name: str, location: str, *columns: tuple[str, str]) -> dict[str, Any]:
    return {
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "StorageDescriptor": {
            "Columns": [{"Name": column, "Type": type_} for column, type_ in columns],
            "Location": location,
            "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"},
        },
    }


@pytest.fixture(scope="module")
def targets(glue: Any, s3: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    rows = "SELECT * FROM (VALUES (1::BIGINT, 10.5::DOUBLE), (7, 20)) AS t(id, target)"
    s3.put_object(
        Bucket=RESULTS, Key="scratch/0123/targets/v1/rows.parquet", Body=parquet(tmp_path_factory.mktemp("p"), rows)
    )
    glue.create_database(DatabaseInput={"Name": "shared"})
    glue.create_table(
        DatabaseName="shared", TableInput=table("targets", LOCATION, ("id", "bigint"), ("target", "double"))
    )
    yield glue
    glue.delete_table(DatabaseName="shared", Name="targets")
    glue.delete_database(Name="shared")


def test_a_table_of_objects_is_read_and_joined_with_the_lake(athena: Athena, targets: Any) -> None:
    outcome = athena.run(
        "SELECT t.id, t.target, o.region FROM shared.targets t JOIN orders o ON o.id = t.id ORDER BY 1, 3"
    )
    assert {row[0] for row in outcome.rows} == {"1", "7"}, outcome.reason
    assert outcome.scanned > 0


def test_an_object_put_anew_is_read_anew(athena: Athena, targets: Any, s3: Any, tmp_path: Path) -> None:
    location = LOCATION.replace("targets", "anew")
    key = location.removeprefix(f"s3://{RESULTS}/") + "rows.parquet"
    targets.create_table(DatabaseName="shared", TableInput=table("anew", location, ("id", "bigint")))
    try:
        assert athena.rows("SELECT id FROM shared.anew") == []
        for number in ("1", "2"):
            s3.put_object(Bucket=RESULTS, Key=key, Body=parquet(tmp_path, f"SELECT {number}::BIGINT AS id"))
            assert athena.rows("SELECT id FROM shared.anew") == [(number,)]
    finally:
        targets.delete_table(DatabaseName="shared", Name="anew")


@pytest.mark.parametrize(
    "location",
    [
        f"s3://{RESULTS}/turns/",
        f"s3://{RESULTS}/",
        f"s3://{RESULTS}/scratch",
        "s3://elsewhere/scratch/",
        "file:///etc/",
    ],
)
def test_other_places_are_refused(athena: Athena, targets: Any, location: str) -> None:
    targets.create_table(DatabaseName="shared", TableInput=table("other", location, ("id", "bigint")))
    try:
        assert "only reads the lake" in athena.failure("SELECT * FROM shared.other")
    finally:
        targets.delete_table(DatabaseName="shared", Name="other")
