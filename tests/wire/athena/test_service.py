"""Athena's operations: states, results and pages, limits, work groups, crashes."""

from __future__ import annotations

import os
import signal
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.local.aws.athena.work_groups import WorkGroup
from infra.local.aws.crawler import crawl, register
from infra.local.aws.server import AwsServer
from infra.local.aws.services.athena import AthenaService
from tests.wire.athena.support import BUCKET, RESULTS, Athena, boto3_client

LONG = (
    "SELECT count(*) FROM orders a, orders b, orders c WHERE a.id + b.id + c.id = -1 AND a.weight * b.weight < c.weight"
)


def code(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, str]:
    answer: Any = caught.value.response
    return answer["Error"]["Code"], answer["Error"]["Message"]


def test_execution_says_all_about_itself(athena: Athena) -> None:
    execution = athena.run("SELECT region FROM orders LIMIT 1").execution
    assert execution["StatementType"] == "DML"
    assert execution["SubstatementType"] == "SELECT"
    assert execution["WorkGroup"] == "outcrop"
    assert execution["QueryExecutionContext"] == {"Database": "sales", "Catalog": "awsdatacatalog"}
    assert execution["EngineVersion"]["EffectiveEngineVersion"] == "Athena engine version 3"
    expected = f"s3://{RESULTS}/athena/{execution['QueryExecutionId']}.csv"
    assert execution["ResultConfiguration"]["OutputLocation"] == expected
    statistics = execution["Statistics"]
    assert statistics["DataScannedInBytes"] > 0
    assert statistics["TotalExecutionTimeInMillis"] >= statistics["EngineExecutionTimeInMillis"] >= 0
    assert statistics["QueryQueueTimeInMillis"] >= 0
    assert execution["Status"]["CompletionDateTime"] >= execution["Status"]["SubmissionDateTime"]
    assert "StateChangeReason" not in execution["Status"]


def test_result_file_is_on_s3_in_athenas_format(athena: Athena, s3: Any) -> None:
    outcome = athena.run(
        """SELECT 'a "b"' AS quoted, null AS nothing, '' AS empty, 'x' || chr(10) || 'y' AS lines, 1 AS n"""
    )
    key = outcome.execution["ResultConfiguration"]["OutputLocation"].removeprefix(f"s3://{RESULTS}/")
    body = s3.get_object(Bucket=RESULTS, Key=key)["Body"].read().decode()
    assert body == '"quoted","nothing","empty","lines","n"\n"a ""b""",,"","x\ny","1"\n'
    assert s3.head_object(Bucket=RESULTS, Key=f"{key}.metadata")["ContentLength"] > 0
    assert outcome.rows == [('a "b"', None, "", "x\ny", "1")]


def test_three_thousand_rows_come_in_pages(athena: Athena) -> None:
    outcome = athena.run("SELECT n, 'a,\"' || chr(10) AS odd FROM lake.packed ORDER BY n")
    assert outcome.state == "SUCCEEDED", outcome.reason
    query_id = outcome.id
    pages: list[list[str | None]] = []
    token: dict[str, Any] = {}
    while True:
        answer: Any = athena.client.get_query_results(QueryExecutionId=query_id, **token)
        pages.append([row["Data"][0].get("VarCharValue") for row in answer["ResultSet"]["Rows"]])
        if "NextToken" not in answer:
            break
        token = {"NextToken": answer["NextToken"]}
    assert [len(page) for page in pages] == [1000, 1000, 1000, 1]
    assert [value for page in pages for value in page] == ["n", *(str(number) for number in range(3000))]


def test_page_sizes_and_tokens_are_checked(athena: Athena) -> None:
    query_id = athena.run("SELECT n FROM lake.packed").id
    with pytest.raises(ClientError) as caught:
        athena.client.get_query_results(QueryExecutionId=query_id, MaxResults=1001)
    assert code(caught)[0] == "InvalidRequestException"
    with pytest.raises(ClientError) as caught:
        athena.client.get_query_results(QueryExecutionId=query_id, NextToken="nonsense")
    assert code(caught)[0] == "InvalidRequestException"
    small: Any = athena.client.get_query_results(QueryExecutionId=query_id, MaxResults=2)
    assert len(small["ResultSet"]["Rows"]) == 2
    assert "NextToken" in small


def test_column_info(athena: Athena) -> None:
    query_id = athena.run("SELECT amount, region, ordered_at, id FROM orders LIMIT 1").id
    answer: Any = athena.client.get_query_results(QueryExecutionId=query_id)
    info = answer["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]
    assert [(item["Type"], item["Precision"], item["Scale"], item["CaseSensitive"]) for item in info] == [
        ("decimal", 12, 2, False),
        ("varchar", 2147483647, 0, True),
        ("timestamp", 3, 0, False),
        ("bigint", 19, 0, False),
    ]


def test_running_query_is_cancelled(athena: Athena) -> None:
    query_id = athena.start(LONG)
    athena.client.stop_query_execution(QueryExecutionId=query_id)
    outcome = athena.finish(query_id)
    assert outcome.state == "CANCELLED"
    with pytest.raises(ClientError) as caught:
        athena.client.get_query_results(QueryExecutionId=query_id)
    assert code(caught)[0] == "InvalidRequestException"
    assert athena.value("SELECT 1") == "1"
    athena.client.stop_query_execution(QueryExecutionId=query_id)


def test_queries_queue_behind_two_and_queued_ones_can_be_cancelled(athena: Athena) -> None:
    running = [athena.start(LONG) for _ in range(2)]
    waiting = athena.start("SELECT 1")
    with pytest.raises(ClientError) as caught:
        athena.client.get_query_results(QueryExecutionId=waiting)
    assert code(caught)[1].startswith("Query has not yet finished. Current state: ")
    athena.client.stop_query_execution(QueryExecutionId=waiting)
    assert athena.finish(waiting).state == "CANCELLED"
    last = athena.start("SELECT 2")
    for query_id in running:
        athena.client.stop_query_execution(QueryExecutionId=query_id)
        assert athena.finish(query_id).state == "CANCELLED"
    assert athena.finish(last).rows == [("2",)]


def test_many_queries_at_once(athena: Athena) -> None:
    with ThreadPoolExecutor(8) as pool:
        sums = list(pool.map(lambda number: athena.value(f"SELECT max(id) + {number} FROM orders"), range(16)))
    assert sums == [str(19_999 + number) for number in range(16)]


def test_scan_above_the_work_groups_limit_is_cancelled(
    athena: Athena, cloud: str, glue: Any, s3: Any, lake: Path
) -> None:
    big = lake / "big.csv"
    big.write_text("a\n" + ("x" * 1000 + "\n") * 11_000)
    register(glue, crawl(lake, BUCKET))
    outcome = athena.run("SELECT count(*) FROM lake.big", WorkGroup="small")
    assert (outcome.state, outcome.reason) == ("CANCELLED", "Bytes scanned limit was exceeded")
    assert athena.rows("SELECT count(*) FROM lake.big") == [("11000",)]
    assert athena.run("SELECT count(*) FROM orders", WorkGroup="small").state == "SUCCEEDED"


def test_same_token_is_the_same_query(athena: Athena) -> None:
    token = uuid.uuid4().hex
    first = athena.start("SELECT 1", ClientRequestToken=token)
    assert athena.start("SELECT 1", ClientRequestToken=token) == first
    with pytest.raises(ClientError) as caught:
        athena.start("SELECT 2", ClientRequestToken=token)
    assert code(caught) == ("InvalidRequestException", "Idempotent parameters do not match")


def test_limits_of_the_request(athena: Athena) -> None:
    for arguments in (
        {"sql": "SELECT '" + "x" * 262_144 + "'"},
        {"sql": "  "},
        {"sql": "SELECT 1", "WorkGroup": "no-such-group"},
        {"sql": "SELECT 1", "WorkGroup": "bare"},
        {"sql": "SELECT 1", "WorkGroup": "bare", "ResultConfiguration": {"OutputLocation": "http://x/"}},
    ):
        with pytest.raises(ClientError) as caught:
            athena.start(**arguments)
        assert code(caught)[0] == "InvalidRequestException"
    with pytest.raises(ClientError) as caught:
        athena.client.get_query_execution(QueryExecutionId=str(uuid.uuid4()))
    assert code(caught)[0] == "InvalidRequestException"


def test_enforced_work_group_wins_over_the_requests_location(athena: Athena) -> None:
    where = {"OutputLocation": f"s3://{RESULTS}/mine/"}
    enforced = athena.run("SELECT 1", WorkGroup="small", ResultConfiguration=where).execution
    assert enforced["ResultConfiguration"]["OutputLocation"].startswith(f"s3://{RESULTS}/small/")
    free = athena.run("SELECT 1", WorkGroup="outcrop", ResultConfiguration=where).execution
    assert free["ResultConfiguration"]["OutputLocation"].startswith(f"s3://{RESULTS}/mine/")


def test_execution_parameters(athena: Athena) -> None:
    outcome = athena.run(
        "SELECT count(*) FROM orders WHERE month = ? AND id < ?", ExecutionParameters=["'2026-01'", "10"]
    )
    assert outcome.rows == [("10",)]
    for wrong in (["1"], ["1", "2", "3"], ["1", "1 OR 1=1"], ["1", "(SELECT 1)"]):
        with pytest.raises(ClientError) as caught:
            athena.start("SELECT count(*) FROM orders WHERE id = ? AND id < ?", ExecutionParameters=wrong)
        assert code(caught)[0] == "InvalidRequestException"


def test_result_reuse(athena: Athena) -> None:
    sql = f"SELECT max(id), '{uuid.uuid4()}' FROM orders"
    reuse = {"ResultReuseByAgeConfiguration": {"Enabled": True, "MaxAgeInMinutes": 60}}
    first = athena.run(sql, ResultReuseConfiguration=reuse)
    second = athena.run(sql, ResultReuseConfiguration=reuse)
    assert not first.execution["Statistics"]["ResultReuseInformation"]["ReusedPreviousResult"]
    assert second.execution["Statistics"]["ResultReuseInformation"]["ReusedPreviousResult"]
    assert (second.rows, second.scanned) == (first.rows, 0)
    assert second.id != first.id


def test_lists_and_batches(athena: Athena) -> None:
    query_id = athena.run("SELECT 1").id
    listed = athena.client.list_query_executions(WorkGroup="outcrop", MaxResults=5)
    assert query_id in listed["QueryExecutionIds"]
    assert len(listed["QueryExecutionIds"]) <= 5
    missing = str(uuid.uuid4())
    answer: Any = athena.client.batch_get_query_execution(QueryExecutionIds=[query_id, missing])
    assert [item["QueryExecutionId"] for item in answer["QueryExecutions"]] == [query_id]
    assert [item["QueryExecutionId"] for item in answer["UnprocessedQueryExecutionIds"]] == [missing]
    statistics: Any = athena.client.get_query_runtime_statistics(QueryExecutionId=query_id)
    assert statistics["QueryRuntimeStatistics"]["Rows"]["OutputRows"] == 1


def test_work_groups(athena: Athena) -> None:
    client: Any = athena.client
    unchecked = boto3_client("athena", athena.endpoint, config=Config(parameter_validation=False))
    with pytest.raises(ClientError) as caught:
        unchecked.create_work_group(Name="tiny", Configuration={"BytesScannedCutoffPerQuery": 9_999_999})
    assert code(caught)[0] == "InvalidRequestException"
    client.create_work_group(
        Name="team",
        Configuration={
            "BytesScannedCutoffPerQuery": 10_000_000,
            "ResultConfiguration": {"OutputLocation": f"s3://{RESULTS}/team/"},
        },
    )
    with pytest.raises(ClientError):
        client.create_work_group(Name="team")
    group: Any = client.get_work_group(WorkGroup="team")["WorkGroup"]
    assert group["Configuration"]["BytesScannedCutoffPerQuery"] == 10_000_000
    assert group["Configuration"]["EnforceWorkGroupConfiguration"] is True
    client.update_work_group(
        WorkGroup="team", ConfigurationUpdates={"RemoveBytesScannedCutoffPerQuery": True}, State="DISABLED"
    )
    group = client.get_work_group(WorkGroup="team")["WorkGroup"]
    assert "BytesScannedCutoffPerQuery" not in group["Configuration"]
    with pytest.raises(ClientError):
        athena.start("SELECT 1", WorkGroup="team")
    assert "team" in [item["Name"] for item in client.list_work_groups()["WorkGroups"]]
    client.delete_work_group(WorkGroup="team")
    with pytest.raises(ClientError) as caught:
        client.get_work_group(WorkGroup="team")
    assert code(caught) == ("InvalidRequestException", "WorkGroup team is not found.")


def test_the_catalogue_through_athena(athena: Athena) -> None:
    client: Any = athena.client
    assert client.list_data_catalogs()["DataCatalogsSummary"][0]["CatalogName"] == "AwsDataCatalog"
    assert client.get_data_catalog(Name="AwsDataCatalog")["DataCatalog"]["Type"] == "GLUE"
    names = [item["Name"] for item in client.list_databases(CatalogName="AwsDataCatalog")["DatabaseList"]]
    assert {"lake", "sales"} <= set(names)
    assert client.get_database(CatalogName="AwsDataCatalog", DatabaseName="sales")["Database"]["Name"] == "sales"
    tables = client.list_table_metadata(CatalogName="AwsDataCatalog", DatabaseName="sales")["TableMetadataList"]
    assert {"orders", "customers"} <= {item["Name"] for item in tables}
    table: Any = client.get_table_metadata(CatalogName="AwsDataCatalog", DatabaseName="sales", TableName="orders")
    assert {"Name": "month", "Type": "string"} in table["TableMetadata"]["PartitionKeys"]
    with pytest.raises(ClientError) as caught:
        client.get_table_metadata(CatalogName="AwsDataCatalog", DatabaseName="sales", TableName="nope")
    assert code(caught)[0] == "MetadataException"


def test_query_fails_when_the_engine_dies_and_the_next_one_runs(
    cloud: str, glue: Any, s3: Any, lake: Path, tmp_path: Path
) -> None:
    service = AthenaService(glue, s3, lake, BUCKET, tmp_path, [WorkGroup("outcrop", f"s3://{RESULTS}/athena/")])
    with AwsServer([service]) as server:
        client = boto3_client("athena", server.url)
        own = Athena(client, service, server.url)
        assert own.value("SELECT 1") == "1"
        engine = service.engine.pid
        assert engine is not None
        query_id = own.start(LONG)
        while not service.engine.running:
            assert not service.wait(query_id, 0.01)
        os.kill(engine, signal.SIGKILL)
        outcome = own.finish(query_id)
        assert outcome.state == "FAILED"
        error = outcome.execution["Status"]["AthenaError"]
        assert (error["ErrorCategory"], error["Retryable"]) == (1, True)
        assert own.value("SELECT 2") == "2"
        assert service.engine.pid != engine


def test_query_past_its_time_fails(cloud: str, glue: Any, s3: Any, lake: Path, tmp_path: Path) -> None:
    groups = [WorkGroup("outcrop", f"s3://{RESULTS}/athena/")]
    service = AthenaService(glue, s3, lake, BUCKET, tmp_path, groups, timeout_seconds=0.5)
    with AwsServer([service]) as server:
        client = boto3_client("athena", server.url)
        outcome = Athena(client, service, server.url).run(LONG)
    assert outcome.state == "FAILED"
    assert (outcome.reason or "").startswith("Query timeout")


def test_a_given_today_is_current_date(cloud: str, glue: Any, s3: Any, lake: Path, tmp_path: Path) -> None:
    groups = [WorkGroup("outcrop", f"s3://{RESULTS}/athena/")]
    service = AthenaService(glue, s3, lake, BUCKET, tmp_path, groups, today=date(2026, 11, 15))
    with AwsServer([service]) as server:
        client = boto3_client("athena", server.url)
        own = Athena(client, service, server.url)
        assert own.run("SELECT current_date, date(now()), date_add('day', -1, current_date)").rows == [
            ("2026-11-15", "2026-11-15", "2026-11-14")
        ]
