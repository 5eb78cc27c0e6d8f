"""The Glue catalogue as tables, against a scripted Glue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from agent_actions.errors import FinalError
from agent_actions.semantic.model import TableRef
from agent_actions.sql.catalog import GlueCatalog
from agent_actions.sql.hive_types import athena_type
from tests.unit.sql.conftest import ScriptedService

ORDERS = {
    "Name": "orders",
    "Description": "One row an order",
    "StorageDescriptor": {
        "Columns": [
            {"Name": "id", "Type": "bigint", "Comment": "key"},
            {"Name": "region", "Type": "string", "Parameters": {"outcrop.values": '["EMEA", "APAC"]'}},
            {"Name": "broken", "Type": "string", "Parameters": {"outcrop.values": "EMEA"}},
        ],
        "Location": "s3://lake/sales/orders/",
    },
    "PartitionKeys": [{"Name": "month", "Type": "string"}],
    "Parameters": {"classification": "parquet"},
}


@pytest.fixture
def glue(service: ScriptedService, client: Callable[[str], Any]) -> Any:
    service.on(
        "GetDatabases",
        {"DatabaseList": [{"Name": "sales"}], "NextToken": "1"},
        {"DatabaseList": [{"Name": "gone"}]},
        {"DatabaseList": []},
    )
    service.on(
        "GetTables",
        {"TableList": [ORDERS], "NextToken": "1"},
        {"TableList": [{"Name": "bare"}]},
        ("EntityNotFoundException", "Database gone not found"),
    )
    return client("glue")


def test_every_page_is_read_and_a_vanished_database_skipped(glue: Any) -> None:
    assert [str(t.ref) for t in GlueCatalog(glue).tables().all] == ["sales.orders", "sales.bare"]


def test_a_table_has_types_partitions_comments_and_samples(glue: Any) -> None:
    table = GlueCatalog(glue).tables().get(TableRef("sales", "orders"))
    assert table is not None
    assert [(c.name, c.type, c.partition) for c in table.columns] == [
        ("id", "bigint", False),
        ("region", "varchar", False),
        ("broken", "varchar", False),
        ("month", "varchar", True),
    ]
    assert (table.columns[0].comment, table.columns[1].samples, table.columns[2].samples) == (
        "key",
        ("EMEA", "APAC"),
        (),
    )
    assert (table.location, table.description) == ("s3://lake/sales/orders/", "One row an order")
    assert table.parameters["classification"] == "parquet"


def test_the_catalogue_is_read_again_only_after_its_ttl(glue: Any, service: ScriptedService) -> None:
    now = [0.0]
    catalog = GlueCatalog(glue, ttl_s=60, clock=lambda: now[0])
    first = catalog.tables()
    now[0] = 59.9
    assert catalog.tables() is first
    now[0] = 60.0
    assert catalog.tables().all == ()


def test_a_failing_catalogue_is_told_in_words(client: Callable[[str], Any], service: ScriptedService) -> None:
    service.on("GetDatabases", ("AccessDeniedException", "arn:aws:iam::123456789012:role/x"))
    with pytest.raises(FinalError) as caught:
        GlueCatalog(client("glue")).tables()
    assert "arn" not in caught.value.message


@pytest.mark.parametrize(
    ("hive", "athena"),
    [
        ("string", "varchar"),
        ("INT", "integer"),
        ("float", "real"),
        ("binary", "varbinary"),
        ("decimal(12, 2)", "decimal(12,2)"),
        ("varchar(20)", "varchar(20)"),
        ("timestamp", "timestamp"),
        ("array<string>", "array(varchar)"),
        ("map<string,array<int>>", "map(varchar, array(integer))"),
        ("struct<a:int,b:struct<c:string,d:decimal(3,1)>>", "row(a integer, b row(c varchar, d decimal(3,1)))"),
        ("uniontype<int,string>", "uniontype<int,string>"),
    ],
)
def test_hive_types_become_athenas(hive: str, athena: str) -> None:
    assert athena_type(hive) == athena
