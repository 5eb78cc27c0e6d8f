"""Offline Athena: the API's operations over the query runner, work groups and the Glue catalogue.

https://docs.aws.amazon.com/athena/latest/APIReference/Welcome.html
"""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.local.aws.athena import words
from infra.local.aws.athena.api import (
    DATA_CATALOG,
    check_catalog,
    described_database,
    parsed,
    result_location,
    reuse_minutes,
    substatement,
    table_metadata,
)
from infra.local.aws.athena.catalog import Catalog
from infra.local.aws.athena.engine import Engine
from infra.local.aws.athena.errors import EngineGoneError
from infra.local.aws.athena.executions import Execution
from infra.local.aws.athena.locations import FetchedObjects, Locations
from infra.local.aws.athena.paging import cut_page, invalid, read_token, write_token
from infra.local.aws.athena.results import MAX_PAGE_ROWS, column_info, read_page, row_data
from infra.local.aws.athena.runner import TIMEOUT_SECONDS, Runner
from infra.local.aws.athena.saved import PreparedStatements, SavedOperations
from infra.local.aws.athena.work_groups import PRIMARY, WorkGroup, WorkGroups
from infra.local.aws.service import AwsError, Service

if TYPE_CHECKING:
    from types_boto3_glue import GlueClient
    from types_boto3_s3 import S3Client

MAX_QUERY_BYTES = 262_144
MAX_ACTIVE_QUERIES = 200
"""Running and queued; https://docs.aws.amazon.com/athena/latest/ug/service-limits.html"""
MAX_HISTORY = 5_000
STATUS_SECONDS = 0.025
"""How long an answer about a query that runs waits for its end."""
MAX_BATCH = 50
_STATEMENT_TYPES = {
    "query": "DML",
    "execute": "DML",
    "explain": "UTILITY",
    "show": "UTILITY",
    "describe": "UTILITY",
    "prepare": "DDL",
    "deallocate": "DDL",
    "other": "DDL",
}


class AthenaService(SavedOperations, Service):
    """Athena over DuckDB and the files of a folder.

    Parameters
    ----------
    glue, s3
        Clients for the catalogue and for result files.
    lake_root
        The folder behind ``s3://<lake_bucket>/``.
    home
        Where result files are kept while the service runs.
    work_groups
        Work groups beside ``primary``.
    objects
        ``s3://bucket/prefix/`` whose objects tables may be made of too; none by default.
    today
        What ``current_date`` gives; the real date by default.
    """

    name = "athena"
    validation_code = "InvalidRequestException"

    def __init__(
        self,
        glue: GlueClient,
        s3: S3Client,
        lake_root: Path,
        lake_bucket: str,
        home: Path,
        work_groups: Iterable[WorkGroup] = (),
        objects: str = "",
        today: date | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        lake = lake_root.resolve()
        home = home.resolve()
        shutil.rmtree(home / "results", ignore_errors=True)
        self.engine = Engine(lake, home)
        self._catalog = Catalog(glue)
        self._groups = WorkGroups(work_groups)
        prepared = PreparedStatements()
        SavedOperations.__init__(self, self._groups, prepared)
        bucket, _, prefix = objects.removeprefix("s3://").partition("/")
        fetched = FetchedObjects(s3, bucket, prefix, self.engine.fetched) if objects else None
        locations = Locations(lake, lake_bucket, fetched)
        self._runner = Runner(self._catalog, s3, self.engine, self._groups, prepared, locations, today, timeout_seconds)
        self._executions: OrderedDict[str, Execution] = OrderedDict()
        self._tokens: dict[str, tuple[tuple[Any, ...], str]] = {}
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the engine's process in the background, so that the first query doesn't wait for it."""
        threading.Thread(target=self._warm, name="athena-warm", daemon=True).start()

    def _warm(self) -> None:
        with contextlib.suppress(EngineGoneError, OSError):  # the first query will say what is wrong
            self.engine.warm()

    def stop(self) -> None:
        """Cancel what runs and end the engine's process."""
        for execution in list(self._executions.values()):
            if not execution.finished.is_set():
                self._runner.stop(execution)
        self.engine.stop()
        self._runner.close()
        self._catalog.close()

    def wait(self, query_id: str, seconds: float) -> bool:
        """For callers in this process: wait for a query's end. False when it hasn't ended by then."""
        return self._execution(query_id).finished.wait(seconds)

    # Queries

    def start_query_execution(self, request: dict[str, Any]) -> dict[str, Any]:
        query = request["QueryString"]
        if len(query.encode()) > MAX_QUERY_BYTES:
            raise invalid(words.too_long(len(query.encode()), MAX_QUERY_BYTES))
        if not query.strip():
            raise invalid(words.empty_query())
        context = request.get("QueryExecutionContext") or {}
        parameters = tuple(request.get("ExecutionParameters") or ())
        token = request.get("ClientRequestToken")
        asked = (query, tuple(sorted(context.items())), parameters, request.get("WorkGroup"))
        with self._lock:
            if token in self._tokens:
                known, known_id = self._tokens[token]
                if known != asked:
                    raise invalid(words.token_reused())
                return {"QueryExecutionId": known_id}
        group = self._groups.get(request.get("WorkGroup") or PRIMARY)
        if not group.enabled:
            raise invalid(words.work_group_disabled(group.name))
        statement = parsed(query, parameters)
        execution = Execution(
            query=query,
            work_group=group.name,
            database=(context.get("Database") or "default").strip("`").lower(),
            catalog=(context.get("Catalog") or DATA_CATALOG).lower(),
            given_database=bool(context),
            output_location="",
            statement_type=_STATEMENT_TYPES[statement.kind],
            substatement_type=substatement(statement),
            parameters=parameters,
            managed=group.managed,
            reuse_minutes=reuse_minutes(request),
        )
        location = result_location(request, group)
        if location:
            extension = "csv" if statement.kind in ("query", "execute") else "txt"
            execution.output_location = f"{location}{execution.id}.{extension}"
        with self._lock:
            if token in self._tokens:  # a twin came in meanwhile
                return {"QueryExecutionId": self._tokens[token][1]}
            if sum(not held.finished.is_set() for held in self._executions.values()) >= MAX_ACTIVE_QUERIES:
                raise AwsError("TooManyRequestsException", words.too_many_queries(MAX_ACTIVE_QUERIES))
            self._executions[execution.id] = execution
            if token:
                self._tokens[token] = (asked, execution.id)
            self._forget()
        if not self._reuse(execution):
            self._runner.submit(execution)
        return {"QueryExecutionId": execution.id}

    def stop_query_execution(self, request: dict[str, Any]) -> dict[str, Any]:
        execution = self._execution(request["QueryExecutionId"])
        if not execution.finished.is_set():
            self._runner.stop(execution)
        return {}

    def get_query_execution(self, request: dict[str, Any]) -> dict[str, Any]:
        execution = self._execution(request["QueryExecutionId"])
        # No longer than Athena's own API takes to answer; each call spared leaves the machine to the query.
        execution.finished.wait(STATUS_SECONDS)
        return {"QueryExecution": execution.describe()}

    def batch_get_query_execution(self, request: dict[str, Any]) -> dict[str, Any]:
        wanted: list[str] = request["QueryExecutionIds"]
        if len(wanted) > MAX_BATCH:
            raise invalid(words.max_ids(MAX_BATCH))
        found = [self._executions[item].describe() for item in wanted if item in self._executions]
        missing = [
            {"QueryExecutionId": item, "ErrorCode": "INVALID_INPUT", "ErrorMessage": words.no_query(item)}
            for item in wanted
            if item not in self._executions
        ]
        return {"QueryExecutions": found, "UnprocessedQueryExecutionIds": missing}

    def list_query_executions(self, request: dict[str, Any]) -> dict[str, Any]:
        group = self._groups.get(request.get("WorkGroup") or PRIMARY)
        with self._lock:
            ids = [item.id for item in reversed(self._executions.values()) if item.work_group == group.name]
        page, token = cut_page(ids, request, 50)
        return {"QueryExecutionIds": page, **token}

    def get_query_runtime_statistics(self, request: dict[str, Any]) -> dict[str, Any]:
        execution = self._execution(request["QueryExecutionId"])
        statistics = execution.statistics()
        timeline = {
            "QueryQueueTimeInMillis": statistics["QueryQueueTimeInMillis"],
            "QueryPlanningTimeInMillis": statistics["QueryPlanningTimeInMillis"],
            "EngineExecutionTimeInMillis": statistics["EngineExecutionTimeInMillis"],
            "ServiceProcessingTimeInMillis": statistics["ServiceProcessingTimeInMillis"],
            "ServicePreProcessingTimeInMillis": 0,
            "TotalExecutionTimeInMillis": statistics["TotalExecutionTimeInMillis"],
        }
        written = execution.result.path.stat().st_size if execution.result and execution.result.path.exists() else 0
        rows = {"OutputRows": execution.rows, "OutputBytes": written, "InputBytes": execution.scanned_bytes}
        return {"QueryRuntimeStatistics": {"Timeline": timeline, "Rows": rows}}

    def get_query_results(self, request: dict[str, Any]) -> dict[str, Any]:
        execution = self._execution(request["QueryExecutionId"])
        result = execution.result
        if execution.state != "SUCCEEDED" or result is None:
            finished = execution.finished.is_set()
            raise invalid(words.no_results(execution.state) if finished else words.not_finished(execution.state))
        limit = request.get("MaxResults", MAX_PAGE_ROWS)
        if limit > MAX_PAGE_ROWS:
            raise invalid(words.too_many_results())
        offset = read_token(request.get("NextToken"), execution.id)
        header = offset is None and result.header
        try:
            page = read_page(result, offset or 0, limit - header)
        except OSError as error:
            raise invalid(words.result_gone()) from error
        rows = [row_data(row) for row in page.rows]
        if header:
            rows.insert(0, row_data([column.name for column in result.columns]))
        answer: dict[str, Any] = {
            "UpdateCount": 0,
            "ResultSet": {
                "Rows": rows,
                "ResultSetMetadata": {"ColumnInfo": [column_info(column) for column in result.columns]},
            },
        }
        if page.next_offset is not None:
            answer["NextToken"] = write_token(execution.id, page.next_offset)
        return answer

    # Work groups

    def get_work_group(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"WorkGroup": self._groups.get(request["WorkGroup"]).describe()}

    def list_work_groups(self, request: dict[str, Any]) -> dict[str, Any]:
        page, token = cut_page([group.summary() for group in self._groups.all()], request, 50)
        return {"WorkGroups": page, **token}

    def create_work_group(self, request: dict[str, Any]) -> dict[str, Any]:
        self._groups.create(request)
        return {}

    def update_work_group(self, request: dict[str, Any]) -> dict[str, Any]:
        self._groups.update(request)
        return {}

    def delete_work_group(self, request: dict[str, Any]) -> dict[str, Any]:
        name = request["WorkGroup"]
        used = any(execution.work_group == name for execution in list(self._executions.values()))
        used = used or bool(self._prepared.of(name))
        if used and not request.get("RecursiveDeleteOption"):
            raise invalid(words.work_group_not_empty(name))
        self._groups.delete(name)
        self._prepared.forget(name)
        return {}

    # The catalogue

    def list_data_catalogs(self, request: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        return {"DataCatalogsSummary": [{"CatalogName": DATA_CATALOG, "Type": "GLUE"}]}

    def get_data_catalog(self, request: dict[str, Any]) -> dict[str, Any]:
        check_catalog(request["Name"])
        return {"DataCatalog": {"Name": DATA_CATALOG, "Type": "GLUE", "Parameters": {}}}

    def list_databases(self, request: dict[str, Any]) -> dict[str, Any]:
        check_catalog(request["CatalogName"])
        page, token = cut_page([described_database(item) for item in self._catalog.databases()], request, 50)
        return {"DatabaseList": page, **token}

    def get_database(self, request: dict[str, Any]) -> dict[str, Any]:
        check_catalog(request["CatalogName"])
        found = self._catalog.database(request["DatabaseName"])
        if found is None:
            raise AwsError("MetadataException", words.no_database(request["DatabaseName"]))
        return {"Database": described_database(found)}

    def list_table_metadata(self, request: dict[str, Any]) -> dict[str, Any]:
        check_catalog(request["CatalogName"])
        if self._catalog.database(request["DatabaseName"]) is None:
            raise AwsError("MetadataException", words.no_database(request["DatabaseName"]))
        tables = [table_metadata(table) for table in self._catalog.tables(request["DatabaseName"])]
        page, token = cut_page(tables, request, 50)
        return {"TableMetadataList": page, **token}

    def get_table_metadata(self, request: dict[str, Any]) -> dict[str, Any]:
        check_catalog(request["CatalogName"])
        found = self._catalog.table(request["DatabaseName"], request["TableName"], partitions=False)
        if found is None:
            raise AwsError("MetadataException", words.no_table(request["TableName"]))
        return {"TableMetadata": table_metadata(found)}

    # Inside

    def _execution(self, query_id: str) -> Execution:
        execution = self._executions.get(query_id)
        if execution is None:
            raise invalid(words.no_query(query_id))
        return execution

    def _reuse(self, execution: Execution) -> bool:
        """Take an earlier result of the same query in the same work group and database, if it is young enough."""
        if execution.reuse_minutes is None or execution.statement_type != "DML" or execution.managed:
            return False
        oldest = time.time() - 60 * execution.reuse_minutes
        same = ("query", "work_group", "database", "parameters")
        with self._lock:
            earlier = list(reversed(self._executions.values()))
        for known in earlier:
            if known.result is None or known.completed is None or known.completed.timestamp() < oldest:
                continue
            if all(getattr(known, name) == getattr(execution, name) for name in same) and known.result.path.exists():
                execution.move("RUNNING")
                execution.result, execution.rows, execution.reused = known.result, known.rows, True
                execution.output_location = known.output_location
                execution.move("SUCCEEDED")
                return True
        return False

    def _forget(self) -> None:
        """Drop the oldest finished executions and their files beyond the history's length."""
        while len(self._executions) > MAX_HISTORY:
            oldest = next((item for item in self._executions.values() if item.finished.is_set()), None)
            if oldest is None:
                return
            del self._executions[oldest.id]
            if oldest.result and not oldest.reused:
                oldest.result.path.unlink(missing_ok=True)
            self._tokens = {token: held for token, held in self._tokens.items() if held[1] != oldest.id}
