"""Prepared statements by the API and as SQL, values for their ``?``, named queries."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.wire.athena.support import Athena

COUNT = "SELECT count(*) AS n FROM orders WHERE region = ? AND id < ?"


def code(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, str]:
    answer: Any = caught.value.response
    return answer["Error"]["Code"], answer["Error"]["Message"]


def a_name() -> str:
    return f"s_{uuid.uuid4().hex}"


def test_a_prepared_statement_is_kept_changed_and_dropped(athena: Athena) -> None:
    name, client = a_name(), athena.client
    client.create_prepared_statement(StatementName=name, WorkGroup="outcrop", QueryStatement=COUNT, Description="d")
    found = client.get_prepared_statement(StatementName=name, WorkGroup="outcrop")["PreparedStatement"]
    assert (found.get("QueryStatement"), found.get("WorkGroupName"), found.get("Description")) == (
        COUNT,
        "outcrop",
        "d",
    )
    client.update_prepared_statement(StatementName=name, WorkGroup="outcrop", QueryStatement="SELECT 7 AS n")
    assert athena.run(f"EXECUTE {name}").rows == [("n",), ("7",)]
    listed = client.list_prepared_statements(WorkGroup="outcrop")["PreparedStatements"]
    assert name in [item.get("StatementName") for item in listed]
    answer: Any = client.batch_get_prepared_statement(PreparedStatementNames=[name, "nope"], WorkGroup="outcrop")
    assert [item["StatementName"] for item in answer["PreparedStatements"]] == [name]
    assert answer["UnprocessedPreparedStatementNames"][0]["StatementName"] == "nope"
    client.delete_prepared_statement(StatementName=name, WorkGroup="outcrop")
    with pytest.raises(ClientError) as caught:
        client.get_prepared_statement(StatementName=name, WorkGroup="outcrop")
    assert code(caught) == (
        "ResourceNotFoundException",
        f"PreparedStatement {name} was not found in workGroup outcrop",
    )


def test_a_name_is_taken_once_in_its_work_group(athena: Athena) -> None:
    name, client = a_name(), athena.client
    client.create_prepared_statement(StatementName=name, WorkGroup="outcrop", QueryStatement="SELECT 1")
    client.create_prepared_statement(StatementName=name, WorkGroup="bare", QueryStatement="SELECT 2")
    with pytest.raises(ClientError) as caught:
        client.create_prepared_statement(StatementName=name, WorkGroup="outcrop", QueryStatement="SELECT 1")
    assert code(caught)[0] == "InvalidRequestException"
    assert "already exists" in code(caught)[1]
    with pytest.raises(ClientError) as caught:
        client.create_prepared_statement(StatementName="1x", WorkGroup="outcrop", QueryStatement="SELECT 1")
    assert "1x" in code(caught)[1]


def test_prepare_execute_and_deallocate_as_sql(athena: Athena) -> None:
    name = a_name()
    prepared = athena.run(f"PREPARE {name} FROM {COUNT}")
    assert (prepared.state, prepared.execution["StatementType"]) == ("SUCCEEDED", "DDL")
    executed = athena.run(f"EXECUTE {name} USING 'EMEA', 300 -- of all months")
    assert (executed.rows, executed.execution["StatementType"]) == ([("n",), ("300",)], "DML")
    assert athena.run(f"EXECUTE {name}", ExecutionParameters=["'EMEA'", "3"]).rows[1] == ("3",)
    assert athena.run(f"EXECUTE {name} USING 'x'' OR ''1''=''1', 300").rows[1] == ("0",)
    assert athena.run(f"DEALLOCATE PREPARE {name}").state == "SUCCEEDED"
    assert athena.failure(f"EXECUTE {name} USING 'EMEA', 300") == f"NOT_FOUND: Prepared statement not found: {name}"
    assert "NOT_FOUND" in athena.failure(f"DEALLOCATE PREPARE {name}")


def test_the_number_of_values_must_fit(athena: Athena) -> None:
    name = a_name()
    athena.run(f"PREPARE {name} FROM {COUNT}")
    assert "expected 2 but found 1" in athena.failure(f"EXECUTE {name} USING 1")
    with pytest.raises(ClientError) as caught:
        athena.start(f"EXECUTE {name} USING 'EMEA', 1", ExecutionParameters=["'EMEA'", "1"])
    assert "not both" in code(caught)[1]
    with pytest.raises(ClientError) as caught:
        athena.start(COUNT, ExecutionParameters=["'EMEA'"])
    assert "expected 2 but found 1" in code(caught)[1]


def test_values_are_literals_that_carry_their_own_quotes(athena: Athena) -> None:
    assert athena.run(COUNT, ExecutionParameters=["'EMEA'", "30"]).rows == [("30",)]
    typed = athena.run(
        "SELECT count(*) FROM orders WHERE day = ? AND region IN (?, ?) AND id < ? AND amount > ?",
        ExecutionParameters=["DATE '2026-01-01'", "'APAC'", "'it''s'", "300", "-1.5"],
    )
    assert typed.rows == [("100",)]
    for value in ("EMEA", "'a' OR 1=1", "(SELECT 1)", "1; DROP TABLE orders"):
        with pytest.raises(ClientError) as caught:
            athena.start(COUNT, ExecutionParameters=[value, "1"])
        assert "Execution parameter 1 is not a literal" in code(caught)[1]
    with pytest.raises(ClientError) as caught:
        athena.start(COUNT, ExecutionParameters=["'" + "x" * 1024 + "'", "1"])
    assert code(caught)[0] == "InvalidRequestException"


def test_named_queries_are_kept_by_work_group(athena: Athena) -> None:
    client = athena.client
    made = client.create_named_query(Name="by region", Database="sales", QueryString="SELECT 1", WorkGroup="bare")
    query_id = made["NamedQueryId"]
    assert client.list_named_queries(WorkGroup="bare")["NamedQueryIds"] == [query_id]
    assert client.list_named_queries()["NamedQueryIds"] == []
    client.update_named_query(NamedQueryId=query_id, Name="by store", QueryString="SELECT 2")
    assert client.get_named_query(NamedQueryId=query_id)["NamedQuery"] == {
        "Name": "by store",
        "Database": "sales",
        "QueryString": "SELECT 2",
        "NamedQueryId": query_id,
        "WorkGroup": "bare",
    }
    answer: Any = client.batch_get_named_query(NamedQueryIds=[query_id, "nope"])
    assert [item["NamedQueryId"] for item in answer["NamedQueries"]] == [query_id]
    assert answer["UnprocessedNamedQueryIds"][0]["NamedQueryId"] == "nope"
    client.delete_named_query(NamedQueryId=query_id)
    with pytest.raises(ClientError) as caught:
        client.get_named_query(NamedQueryId=query_id)
    assert code(caught) == ("InvalidRequestException", f"NamedQuery {query_id} was not found")
