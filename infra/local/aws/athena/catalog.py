"""The Glue Data Catalog as Athena reads it for each query: databases, tables and their partitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from types_boto3_glue import GlueClient


@dataclass(frozen=True)
class GlueColumn:
    name: str
    type: str
    """Hive's type: ``string``, ``array<bigint>``..."""
    comment: str = ""


@dataclass(frozen=True)
class Partition:
    values: tuple[str, ...]
    location: str


@dataclass(frozen=True)
class GlueTable:
    """A table's definition. Names are lower case."""

    database: str
    name: str
    columns: tuple[GlueColumn, ...]
    keys: tuple[GlueColumn, ...]
    location: str
    input_format: str
    serde: str
    serde_parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    partitions: tuple[Partition, ...] = ()
    kind: str = "EXTERNAL_TABLE"
    definition: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The table as Glue gives it."""

    @cached_property
    def all_columns(self) -> tuple[GlueColumn, ...]:
        return (*self.columns, *self.keys)


class Catalog:
    """Reads Glue; keeps nothing, so that what was registered a moment ago is found.

    Parameters
    ----------
    glue
        A thread-safe boto3 client.
    """

    def __init__(self, glue: GlueClient) -> None:
        self._glue = glue
        self._partitioned: set[tuple[str, str]] = set()
        self._beside = ThreadPoolExecutor(2, thread_name_prefix="athena-partitions")

    def close(self) -> None:
        self._beside.shutdown(wait=True)

    def databases(self) -> list[dict[str, Any]]:
        """Glue's database structures, by name."""
        pages = self._glue.get_paginator("get_databases").paginate()
        found = [dict(database) for page in pages for database in page["DatabaseList"]]
        return sorted(found, key=lambda database: database["Name"])

    def database(self, name: str) -> dict[str, Any] | None:
        try:
            return dict(self._glue.get_database(Name=name.lower())["Database"])
        except ClientError as error:
            _unless_missing(error)
            return None

    def tables(self, database: str) -> list[GlueTable]:
        """The tables of a database, by name, without partitions; empty when there is no such database."""
        try:
            pages = self._glue.get_paginator("get_tables").paginate(DatabaseName=database.lower())
            found = [glue_table(database.lower(), dict(table)) for page in pages for table in page["TableList"]]
        except ClientError as error:
            _unless_missing(error)
            return []
        return sorted(found, key=lambda table: table.name)

    def table(self, database: str, name: str, *, partitions: bool = True) -> GlueTable | None:
        """A table with its partitions, or None."""
        key = (database.lower(), name.lower())
        # A table that had partitions before most likely has some now: they are read at the same time.
        early = self._beside.submit(self._partitions, *key) if partitions and key in self._partitioned else None
        try:
            found = dict(self._glue.get_table(DatabaseName=key[0], Name=key[1])["Table"])
        except ClientError as error:
            self._partitioned.discard(key)
            _unless_missing(error)
            return None
        held: tuple[Partition, ...] = ()
        if partitions and found.get("PartitionKeys"):
            held = tuple(early.result() if early is not None else self._partitions(*key))
            self._partitioned.add(key)
        return glue_table(database.lower(), found, held)

    def _partitions(self, database: str, name: str) -> list[Partition]:
        found: list[Partition] = []
        pages = self._glue.get_paginator("get_partitions").paginate(DatabaseName=database, TableName=name)
        for page in pages:
            for partition in page["Partitions"]:
                location = partition.get("StorageDescriptor", {}).get("Location", "")
                found.append(Partition(tuple(partition.get("Values", ())), location))
        return found


def _unless_missing(error: ClientError) -> None:
    if error.response.get("Error", {}).get("Code") != "EntityNotFoundException":
        raise error


def glue_table(database: str, found: Mapping[str, Any], partitions: tuple[Partition, ...] = ()) -> GlueTable:
    storage: dict[str, Any] = found.get("StorageDescriptor") or {}
    serde: dict[str, Any] = storage.get("SerdeInfo") or {}
    return GlueTable(
        database=database,
        name=str(found["Name"]).lower(),
        columns=_columns(storage.get("Columns")),
        keys=_columns(found.get("PartitionKeys")),
        location=storage.get("Location", ""),
        input_format=storage.get("InputFormat", ""),
        serde=serde.get("SerializationLibrary", ""),
        serde_parameters=dict(serde.get("Parameters") or {}),
        parameters=dict(found.get("Parameters") or {}),
        partitions=tuple(sorted(partitions, key=lambda partition: partition.values)),
        kind=found.get("TableType") or "EXTERNAL_TABLE",
        definition=found,
    )


def _columns(found: Iterable[Mapping[str, str]] | None) -> tuple[GlueColumn, ...]:
    return tuple(
        GlueColumn(column["Name"].lower(), column.get("Type", "string"), column.get("Comment", ""))
        for column in found or ()
    )
