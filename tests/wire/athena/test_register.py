"""A crawl's tables in a Glue Data Catalog of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.aws.crawler import crawl, register
from infra.local.aws.ministack import MiniStack
from tests.wire.athena.support import boto3_client


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with MiniStack(tmp_path_factory.mktemp("ministack")) as running:
        yield boto3_client("glue", running.url)


def names(glue: Any, database: str) -> set[str]:
    return {table["Name"] for table in glue.get_tables(DatabaseName=database)["TableList"]}


def databases(glue: Any) -> set[str]:
    return {database["Name"] for database in glue.get_databases()["DatabaseList"]}


def partitions(glue: Any, database: str, table: str) -> int:
    pages = glue.get_paginator("get_partitions").paginate(DatabaseName=database, TableName=table)
    return sum(len(page["Partitions"]) for page in pages)


def test_catalogue_follows_the_folder(catalogue: Any, tmp_path: Path) -> None:
    for number in range(250):
        part = tmp_path / "db" / "parts" / f"k={number:03}"
        part.mkdir(parents=True)
        (part / "x.csv").write_text("a,b\n1,x\n")
    (tmp_path / "db" / "gone.csv").write_text("a,b\n1,x\n")
    (tmp_path / "other.csv").write_text("a\n1\n")
    register(catalogue, crawl(tmp_path, "lake"))
    assert names(catalogue, "db") == {"parts", "gone"}
    assert partitions(catalogue, "db", "parts") == 250
    table = catalogue.get_table(DatabaseName="db", Name="gone")["Table"]
    assert table["Parameters"]["classification"] == "csv"
    assert table["StorageDescriptor"]["Columns"][1]["Parameters"]["outcrop.values"] == '["x"]'

    (tmp_path / "db" / "gone.csv").unlink()
    (tmp_path / "other.csv").unlink()
    (tmp_path / "db" / "parts" / "k=000" / "x.csv").unlink()
    register(catalogue, crawl(tmp_path, "lake"))
    assert names(catalogue, "db") == {"parts"}
    assert partitions(catalogue, "db", "parts") == 249
    assert "lake" not in databases(catalogue)


def test_tables_that_somebody_else_made_stay(catalogue: Any, tmp_path: Path) -> None:
    catalogue.create_database(DatabaseInput={"Name": "theirs"})
    catalogue.create_table(DatabaseName="theirs", TableInput={"Name": "own"})
    (tmp_path / "t.csv").write_text("a\n1\n")
    register(catalogue, crawl(tmp_path, "lake"))
    assert names(catalogue, "theirs") == {"own"}


def test_unchanged_tables_are_not_written_again(catalogue: Any, tmp_path: Path) -> None:
    (tmp_path / "same.csv").write_text("a\n1\n")
    result = crawl(tmp_path, "lake")
    register(catalogue, result)
    before = catalogue.get_table(DatabaseName="lake", Name="same")["Table"]
    register(catalogue, result)
    assert catalogue.get_table(DatabaseName="lake", Name="same")["Table"] == before
