"""The tables made of shared files: Parquet in S3 under their thread's prefix, registered in a Glue database apart.

Table ``t<thread>_<slug>`` lies at ``scratch/<thread>/<slug>/<version>/``. The version is a hash of the content, so
that a table made again points from one moment to the next at its new rows. A thread is named by its key
(:func:`agent_actions.contract.thread_key`): nothing here gives a table to a thread that it wasn't made in.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from agent_actions.errors import FinalError
from agent_actions.files import dataset_words as words
from agent_actions.sql.catalog import LABEL, UNIQUE, UNIT, VALUES_PARAMETER, table_info
from agent_actions.sql.tables import TableInfo

if TYPE_CHECKING:
    from types_boto3_glue import GlueClient
    from types_boto3_glue.type_defs import ColumnTypeDef, TableInputTypeDef, TableTypeDef
    from types_boto3_s3 import S3Client

log = logging.getLogger(__name__)

PREFIX = "scratch/"
THREAD, FILE, EXPIRES, MADE_OF = "outcrop.thread", "outcrop.file", "outcrop.expires", "outcrop.made_of"
"""Table parameters beside LABEL, the file's name: the thread's key, Slack's id of the file, the end of the table
(ISO 8601, UTC), and what it takes to make it anew (JSON)."""

_THREAD_KEY = re.compile(r"[0-9a-f]{16}")
_PARQUET_INPUT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
_PARQUET_OUTPUT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"
_PARQUET_SERDE = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
_DENIED = "AccessDeniedException"
"""Where the scratch database isn't set up, questions about the lake go on."""
_DELETED_AT_ONCE = 1_000
"""Most keys of one DeleteObjects, https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html"""


@dataclass(frozen=True)
class ScratchColumn:
    name: str
    type: str
    """Hive's type."""
    label: str = ""
    """The header as it stands in the file."""
    unit: str = ""
    unique: bool = False
    """No value comes twice, but for the empty one."""
    values: tuple[str, ...] = ()
    """Every value of a column of text that has few."""


@dataclass(frozen=True)
class ScratchTable:
    """A table to be registered. ``key``: S3 key of its Parquet file, alone under its folder."""

    thread: str
    slug: str
    label: str
    file: str
    columns: Sequence[ScratchColumn]
    key: str
    made_of: str = ""
    more: Mapping[str, str] = field(default_factory=dict[str, str])
    """Further table parameters."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Scratch:
    """The scratch database. Thread-safe."""

    glue: GlueClient
    s3: S3Client
    bucket: str
    database: str
    days: int
    now: Callable[[], datetime] = _now

    def of_thread(self, thread: str) -> tuple[TableInfo, ...]:
        """The thread's tables that haven't expired, each with its slug as ``alias``. Raises FinalError."""
        if not _THREAD_KEY.fullmatch(thread):
            return ()
        now = self.now()
        found = (_info(self.database, table) for table in self._tables(f"t{thread}_*"))
        own = (t for t in found if t.parameters.get(THREAD) == thread and not _is_over(t.parameters, now))
        return tuple(sorted(own, key=lambda t: t.alias))

    def register(self, table: ScratchTable) -> str:
        """Put the table into the catalogue, in place of what had its name; what lay behind that goes.

        Returns when it expires (ISO 8601). Raises FinalError.
        """
        expires = (self.now() + timedelta(days=self.days)).isoformat(timespec="seconds")
        location = f"s3://{self.bucket}/{table.key.rpartition('/')[0]}/"
        made: TableInputTypeDef = {
            "Name": table_name(table.thread, table.slug),
            "Description": words.shared_here(table.label),
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {
                "classification": "parquet",
                "EXTERNAL": "TRUE",
                **table.more,
                THREAD: table.thread,
                FILE: table.file,
                LABEL: table.label,
                EXPIRES: expires,
                MADE_OF: table.made_of,
            },
            "StorageDescriptor": {
                "Columns": [_glue_column(column) for column in table.columns],
                "Location": location,
                "InputFormat": _PARQUET_INPUT,
                "OutputFormat": _PARQUET_OUTPUT,
                "SerdeInfo": {"SerializationLibrary": _PARQUET_SERDE, "Parameters": {"serialization.format": "1"}},
            },
            "PartitionKeys": [],
        }
        with _in_words():
            self._put(made)
            folder = f"{prefix(table.thread)}{table.slug}/"
            self._delete(key for key in self._keys(folder) if key != table.key and key.endswith(".parquet"))
        return expires

    def sweep(self) -> int:
        """Drop what has expired: tables, and everything under their folders in S3. Returns how many tables went."""
        now, gone = self.now(), 0
        with _in_words():
            for table in list(self._tables("*")):
                parameters = dict(table.get("Parameters", {}))
                if THREAD not in parameters or not _is_over(parameters, now):
                    continue
                slug = _slug(table["Name"], parameters[THREAD])
                if slug and _THREAD_KEY.fullmatch(parameters[THREAD]):
                    self._delete(self._keys(f"{prefix(parameters[THREAD])}{slug}/"))
                self._drop(table["Name"])
                gone += 1
            self._delete(self._forgotten(now))
        return gone

    def _tables(self, pattern: str) -> Iterator[TableTypeDef]:
        """The database's tables; none while there is no such database. The pattern is a wildcard, not an expression."""
        pages = self.glue.get_paginator("get_tables").paginate(DatabaseName=self.database, Expression=pattern)
        try:
            for page in pages:
                yield from page.get("TableList", [])
        except self.glue.exceptions.EntityNotFoundException:
            return
        except (BotoCoreError, ClientError) as error:
            if isinstance(error, ClientError) and error.response.get("Error", {}).get("Code") == _DENIED:
                log.warning("the role may not list the tables of files: threads have none")
                return
            log.exception("the tables of files cannot be listed")
            raise FinalError(words.TABLES_UNAVAILABLE) from error

    def _put(self, made: TableInputTypeDef) -> None:
        known = self.glue.exceptions
        try:
            self.glue.update_table(DatabaseName=self.database, TableInput=made)
        except known.EntityNotFoundException:
            try:
                self.glue.create_table(DatabaseName=self.database, TableInput=made)
            except known.EntityNotFoundException:
                self.glue.create_database(DatabaseInput={"Name": self.database, "Description": words.DATABASE})
                self.glue.create_table(DatabaseName=self.database, TableInput=made)
            except known.AlreadyExistsException:
                self.glue.update_table(DatabaseName=self.database, TableInput=made)

    def _drop(self, name: str) -> None:
        try:
            self.glue.delete_table(DatabaseName=self.database, Name=name)
        except self.glue.exceptions.EntityNotFoundException:
            return

    def _forgotten(self, now: datetime) -> Iterator[str]:
        """Objects so old that their table must have gone: what a call that broke off left behind."""
        oldest = now - timedelta(days=self.days + 1)
        for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=PREFIX):
            for entry in page.get("Contents", []):
                if "Key" in entry and "LastModified" in entry and entry["LastModified"] < oldest:
                    yield entry["Key"]

    def _keys(self, folder: str) -> Iterator[str]:
        for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=folder):
            yield from (entry["Key"] for entry in page.get("Contents", []) if "Key" in entry)

    def _delete(self, keys: Iterable[str]) -> None:
        every = list(keys)
        for start in range(0, len(every), _DELETED_AT_ONCE):
            batch = every[start : start + _DELETED_AT_ONCE]
            self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": [{"Key": key} for key in batch]})


@contextmanager
def _in_words() -> Generator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        log.exception("a table of a file cannot be kept")
        raise FinalError(words.NOT_KEPT) from error


def prefix(thread: str) -> str:
    """S3 prefix of a thread's tables."""
    return f"{PREFIX}{thread}/"


def table_name(thread: str, slug: str) -> str:
    return f"t{thread}_{slug}"


def _slug(name: str, thread: str) -> str:
    start = f"t{thread}_"
    return name[len(start) :] if name.startswith(start) else ""


def _info(database: str, table: TableTypeDef) -> TableInfo:
    info = table_info(database, table)
    return TableInfo(
        info.ref, info.columns, info.location, info.description, info.parameters,
        alias=_slug(info.ref.table, info.parameters.get(THREAD, "")),
    )  # fmt: skip


def _is_over(parameters: Mapping[str, str], now: datetime) -> bool:
    """Whether a table's time is up; one that doesn't say when it ends has ended."""
    try:
        return datetime.fromisoformat(parameters[EXPIRES]) <= now
    except (KeyError, ValueError, TypeError):
        return True


def _glue_column(column: ScratchColumn) -> ColumnTypeDef:
    parameters = {LABEL: column.label, UNIT: column.unit, UNIQUE: str(column.unique).lower()}
    if column.values:
        parameters[VALUES_PARAMETER] = json.dumps(column.values, ensure_ascii=False)
    return {"Name": column.name, "Type": column.type, "Parameters": parameters}
