"""EXPLAIN, SHOW beyond tables, and results that the work group keeps itself."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from tests.wire.athena.support import RESULTS, Athena


def test_explain_gives_a_plan_and_scans_nothing(athena: Athena) -> None:
    outcome = athena.run("EXPLAIN SELECT region, count(*) FROM orders GROUP BY 1")
    assert (outcome.columns, outcome.scanned) == ((("Query Plan", "varchar"),), 0)
    assert any("region" in (row[0] or "") for row in outcome.rows)


def test_explain_as_json_is_json(athena: Athena) -> None:
    outcome = athena.run("EXPLAIN (TYPE DISTRIBUTED, FORMAT JSON) SELECT region FROM orders")
    assert json.loads("\n".join(row[0] or "" for row in outcome.rows))


def test_explain_validate_says_whether_a_statement_is_right(athena: Athena) -> None:
    outcome = athena.run("EXPLAIN (TYPE VALIDATE) SELECT region FROM orders")
    assert (outcome.columns, outcome.rows) == ((("Valid", "boolean"),), [("true",)])
    assert athena.failure("EXPLAIN (TYPE VALIDATE) SELECT nope FROM orders").startswith("COLUMN_NOT_FOUND: line 1:32")


def test_explain_io_names_the_tables(athena: Athena) -> None:
    outcome = athena.run("EXPLAIN (TYPE IO, FORMAT JSON) SELECT count(*) FROM orders, lake.packed")
    found = json.loads("\n".join(row[0] or "" for row in outcome.rows))
    tables = [item["table"]["schemaTable"]["table"] for item in found["inputTableColumnInfos"]]
    assert tables == ["orders", "packed"]


def test_explain_analyze_runs_and_scans(athena: Athena) -> None:
    assert athena.run("EXPLAIN ANALYZE SELECT sum(weight) FROM orders").scanned > 0
    with pytest.raises(ClientError, match="mismatched input"):
        athena.start("EXPLAIN_ SELECT 1")
    assert "'LOGICAL', 'DISTRIBUTED', 'VALIDATE', 'IO'" in athena.failure("EXPLAIN (TYPE NOPE) SELECT 1")


def test_show_functions_views_and_properties(athena: Athena) -> None:
    assert ("array_agg",) in athena.rows("SHOW FUNCTIONS LIKE 'array_*'")
    assert athena.rows("SHOW VIEWS IN sales") == []
    assert ("classification", "parquet") in athena.rows("SHOW TBLPROPERTIES sales.orders")
    assert athena.rows("/* which? */ SHOW TABLES IN sales") == [("customers",), ("orders",)]


def test_a_work_group_may_keep_results_itself(athena: Athena) -> None:
    client = athena.client
    client.create_work_group(Name="managed", Configuration={"ManagedQueryResultsConfiguration": {"Enabled": True}})
    try:
        reuse = {"ResultReuseByAgeConfiguration": {"Enabled": True}}
        for _ in range(2):
            outcome = athena.run("SELECT 1 AS n", WorkGroup="managed", ResultReuseConfiguration=reuse)
            assert outcome.rows == [("1",)]
            assert "OutputLocation" not in outcome.execution["ResultConfiguration"]
            assert outcome.execution["ManagedQueryResultsConfiguration"] == {"Enabled": True}
            assert not outcome.execution["Statistics"]["ResultReuseInformation"]["ReusedPreviousResult"]
        with pytest.raises(ClientError, match="keeps its query results itself"):
            athena.start("SELECT 1", WorkGroup="managed", ResultConfiguration={"OutputLocation": f"s3://{RESULTS}/x/"})
    finally:
        client.delete_work_group(WorkGroup="managed", RecursiveDeleteOption=True)
