"""Put a crawl's tables into the Glue Data Catalog: only what is new or has changed is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from infra.local.aws.crawler.glue import CRAWLED, FINGERPRINT
from infra.local.aws.crawler.result import CrawledTable, CrawlResult

if TYPE_CHECKING:
    from types_boto3_glue import GlueClient

BATCH = 100
"""https://docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html"""


def register(glue: GlueClient, result: CrawlResult) -> None:
    """Make the catalogue hold the crawl's databases, tables and partitions.

    Tables of an earlier crawl that aren't found any more are removed, and databases that are then empty; what
    somebody else put into the catalogue is left alone. Raises botocore's ClientError.
    """
    databases = {database["Name"]: dict(database) for database in _databases(glue)}
    for name in result.databases:
        if name not in databases:
            glue.create_database(DatabaseInput={"Name": name, "Parameters": {CRAWLED: "true"}})
    held = {name: _tables(glue, name) for name in {*databases, *result.databases}}
    wanted = {(table.database, table.name) for table in result.tables}
    for table in result.tables:
        known = held[table.database].get(table.name)
        if known is None or _fingerprint(known) != table.input["Parameters"][FINGERPRINT]:
            _put(glue, table, replace=known is not None)
    for database, tables in held.items():
        gone = [name for name, known in tables.items() if _is_crawled(known) and (database, name) not in wanted]
        for name in gone:
            glue.delete_table(DatabaseName=database, Name=name)
        ours = _is_crawled(databases.get(database, {}))
        if ours and database not in result.databases and len(gone) == len(tables):
            glue.delete_database(Name=database)


def _put(glue: GlueClient, table: CrawledTable, *, replace: bool) -> None:
    if replace:
        glue.delete_table(DatabaseName=table.database, Name=table.name)
    definition: Any = dict(table.input)
    fingerprint = definition["Parameters"][FINGERPRINT]
    if table.partitions:
        # Until its partitions are there the table isn't marked as done, so that a crash here is made good next time.
        definition = {**definition, "Parameters": {**definition["Parameters"], FINGERPRINT: ""}}
    glue.create_table(DatabaseName=table.database, TableInput=definition)
    for start in range(0, len(table.partitions), BATCH):
        batch: Any = [dict(partition) for partition in table.partitions[start : start + BATCH]]
        answer = glue.batch_create_partition(
            DatabaseName=table.database, TableName=table.name, PartitionInputList=batch
        )
        for failed in answer.get("Errors", []):
            detail: Any = failed.get("ErrorDetail", {})
            if detail.get("ErrorCode") != "AlreadyExistsException":
                raise ClientError(
                    {"Error": {"Code": detail.get("ErrorCode", ""), "Message": str(detail)}}, "BatchCreatePartition"
                )
    if table.partitions:
        done: Any = {**definition, "Parameters": {**definition["Parameters"], FINGERPRINT: fingerprint}}
        glue.update_table(DatabaseName=table.database, TableInput=done)


def _databases(glue: GlueClient) -> list[Any]:
    return [item for page in glue.get_paginator("get_databases").paginate() for item in page["DatabaseList"]]


def _tables(glue: GlueClient, database: str) -> dict[str, Any]:
    pages = glue.get_paginator("get_tables").paginate(DatabaseName=database)
    return {table["Name"]: table for page in pages for table in page["TableList"]}


def _fingerprint(table: Any) -> str:
    return str((table.get("Parameters") or {}).get(FINGERPRINT, ""))


def _is_crawled(item: Any) -> bool:
    return (item.get("Parameters") or {}).get(CRAWLED) == "true"
