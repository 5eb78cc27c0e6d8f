"""What the Athena tests share: a lake, clients, and a query run to its end."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import duckdb

from infra.local.aws.services.athena import AthenaService

if TYPE_CHECKING:
    from types_boto3_athena import AthenaClient

CREDENTIALS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "eu-central-1"}
BUCKET = "outcrop-lake"
RESULTS = "outcrop-state"
MONTHS = ("2026-01", "2026-02", "2026-03")
ORDERS_PER_MONTH = 20_000


def boto3_client(service: str, endpoint: str, **more: Any) -> Any:
    """A client of any service at ``endpoint``."""
    make: Any = boto3.client
    return make(service, endpoint_url=endpoint, **CREDENTIALS, **more)


@dataclass(frozen=True)
class Outcome:
    """A query's end."""

    id: str
    state: str
    reason: str | None
    columns: tuple[tuple[str, str], ...]
    rows: list[tuple[str | None, ...]]
    execution: dict[str, Any]

    @property
    def scanned(self) -> int:
        return int(self.execution["Statistics"]["DataScannedInBytes"])


@dataclass(frozen=True)
class Athena:
    """The offline Athena as a test meets it: boto3 over HTTP, and the service for waiting."""

    client: AthenaClient
    service: AthenaService
    endpoint: str

    def start(self, sql: str, **more: Any) -> str:
        more.setdefault("WorkGroup", "outcrop")
        more.setdefault("QueryExecutionContext", {"Database": "sales"})
        return self.client.start_query_execution(QueryString=sql, **more)["QueryExecutionId"]

    def run(self, sql: str, **more: Any) -> Outcome:
        """Run to the end; rows are those of the first page, without the header."""
        return self.finish(self.start(sql, **more))

    def rows(self, sql: str, **more: Any) -> list[tuple[str | None, ...]]:
        """The rows of a query that must succeed."""
        outcome = self.run(sql, **more)
        assert outcome.state == "SUCCEEDED", outcome.reason
        return outcome.rows

    def finish(self, query_id: str) -> Outcome:
        assert self.service.wait(query_id, 240), "the query didn't end"
        execution: Any = self.client.get_query_execution(QueryExecutionId=query_id)["QueryExecution"]
        state, reason = execution["Status"]["State"], execution["Status"].get("StateChangeReason")
        if state != "SUCCEEDED":
            return Outcome(query_id, state, reason, (), [], execution)
        page: Any = self.client.get_query_results(QueryExecutionId=query_id)
        answer = page["ResultSet"]
        columns = tuple((column["Name"], column["Type"]) for column in answer["ResultSetMetadata"]["ColumnInfo"])
        rows = [tuple(cell.get("VarCharValue") for cell in row["Data"]) for row in answer["Rows"]]
        if execution["SubstatementType"] == "SELECT":
            rows = rows[1:]
        return Outcome(query_id, state, reason, columns, rows, execution)

    def value(self, sql: str) -> str | None:
        outcome = self.run(sql)
        assert outcome.state == "SUCCEEDED", outcome.reason
        return outcome.rows[0][0]

    def failure(self, sql: str) -> str:
        outcome = self.run(sql)
        assert outcome.state == "FAILED", outcome
        return outcome.reason or ""


def build_lake(folder: Path) -> None:
    """Parquet by month, CSV with quotes and without, JSON lines, a packed CSV."""
    connection = duckdb.connect()
    for month in MONTHS:
        part = folder / "sales" / "orders" / f"month={month}"
        part.mkdir(parents=True)
        connection.execute(
            f"""COPY (SELECT range AS id, (range * 1.25)::DECIMAL(12,2) AS amount, (range * 1.25)::DOUBLE AS weight,
            TIMESTAMP '{month}-01' + to_hours((range % 600)::INT) AS ordered_at, DATE '{month}-01' AS day,
            (['EMEA', 'APAC', 'AMER'])[range % 3 + 1] AS region, ['a', 'b'] AS tags, MAP(['k'], [range]) AS extras,
            {{'street': 'S' || range, 'number': range}} AS address, '{{"channel": "web"}}' AS detail
            FROM range({ORDERS_PER_MONTH})) TO '{part / "part-0.parquet"}' (FORMAT parquet)"""
        )
    connection.close()
    (folder / "sales" / "customers.csv").write_text(
        "Customer ID,Full Name,Zip,Joined,VIP,Spend\n"
        '1,"Ann, ""B""",00123,2026-01-05,true,10.5\n2,Bob,04567,2026-02-05,false,\n'
    )
    (folder / "products.csv").write_text("sku;name;price\nA1;Apple;0.5\nB2;Bread;2\n")
    (folder / "events.jsonl").write_text(
        json.dumps({"Id": 1, "at": "2026-01-01T10:00:00", "user": {"name": "a", "age": 3}, "tags": ["x"]})
        + "\n"
        + json.dumps({"Id": 2, "at": "2026-01-02T10:00:00", "user": {"name": "b"}, "tags": []})
        + "\n"
    )
    with gzip.open(folder / "packed.csv.gz", "wt") as packed:
        packed.write("n\n" + "".join(f"{number}\n" for number in range(3000)))
