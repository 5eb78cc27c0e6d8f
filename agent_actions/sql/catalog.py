"""The Glue Data Catalog as :class:`Tables`: what exists, of which Athena types, partitioned by what."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, cast

from botocore.exceptions import BotoCoreError, ClientError

from agent_actions.errors import FinalError
from agent_actions.semantic.model import TableRef
from agent_actions.sql import words
from agent_actions.sql.hive_types import athena_type
from agent_actions.sql.tables import TableColumn, TableInfo, Tables

if TYPE_CHECKING:
    from types_boto3_glue import GlueClient
    from types_boto3_glue.type_defs import ColumnOutputTypeDef, TableTypeDef

log = logging.getLogger(__name__)

LABEL, UNIT, UNIQUE = "outcrop.label", "outcrop.unit", "outcrop.unique"
"""Column parameters of tables made of files: header, unit, and "true" where no value comes twice."""
VALUES_PARAMETER = "outcrop.values"
"""Column parameter: JSON list of every value of a low-cardinality text column."""


class GlueCatalog:
    """Every table that the role may see, read once in ``ttl_s`` seconds. Safe to share between threads.

    ``without``: databases that are no part of the lake, such as that of the tables made of people's files.
    """

    def __init__(
        self,
        glue: GlueClient,
        ttl_s: float = 60,
        clock: Callable[[], float] = time.monotonic,
        without: Collection[str] = (),
    ) -> None:
        self._glue = glue
        self._without = frozenset(name.casefold() for name in without)
        self._ttl_s = ttl_s
        self._clock = clock
        self._lock = threading.Lock()
        self._cached: tuple[float, Tables] | None = None

    def tables(self) -> Tables:
        """Raises FinalError when Glue does not answer."""
        with self._lock:
            now = self._clock()
            if self._cached is None or now - self._cached[0] >= self._ttl_s:
                try:
                    self._cached = (now, self._read())
                except (BotoCoreError, ClientError) as error:
                    log.exception("Glue catalogue cannot be read")
                    raise FinalError(words.CATALOG_UNAVAILABLE) from error
            return self._cached[1]

    def _read(self) -> Tables:
        found: list[TableInfo] = []
        for page in self._glue.get_paginator("get_databases").paginate():
            for database in page["DatabaseList"]:
                if database["Name"].casefold() in self._without:
                    continue
                found.extend(self._tables_of(database["Name"]))
        return Tables.of(found)

    def _tables_of(self, database: str) -> list[TableInfo]:
        found: list[TableInfo] = []
        try:
            for page in self._glue.get_paginator("get_tables").paginate(DatabaseName=database):
                found.extend(table_info(database, table) for table in page.get("TableList", []))
        except self._glue.exceptions.EntityNotFoundException:
            log.warning("database %s vanished while it was listed", database)
        return found


def table_info(database: str, table: TableTypeDef) -> TableInfo:
    """One table of Glue's answer; partition keys come last, as Athena shows them."""
    storage = table.get("StorageDescriptor", {})
    columns = [_column(c, partition=False) for c in storage.get("Columns", [])]
    columns += [_column(c, partition=True) for c in table.get("PartitionKeys", [])]
    parameters = dict(table.get("Parameters", {}))
    return TableInfo(
        ref=TableRef(database, table["Name"]),
        columns=tuple(columns),
        location=storage.get("Location", ""),
        description=table.get("Description", "") or parameters.get("comment", ""),
        parameters=parameters,
    )


def _column(column: ColumnOutputTypeDef, *, partition: bool) -> TableColumn:
    parameters = column.get("Parameters", {})
    return TableColumn(
        name=column["Name"],
        type=athena_type(column.get("Type", "string")),
        partition=partition,
        comment=column.get("Comment", ""),
        samples=_samples(parameters.get(VALUES_PARAMETER, "")),
        label=parameters.get(LABEL, ""),
        unit=parameters.get(UNIT, ""),
        unique=parameters.get(UNIQUE) == "true",
    )


def _samples(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    try:
        values: object = json.loads(text)
    except ValueError:
        log.warning("column parameter %s is not JSON", VALUES_PARAMETER)
        return ()
    return tuple(str(v) for v in cast("list[object]", values)) if isinstance(values, list) else ()
