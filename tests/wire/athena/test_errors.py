"""What goes wrong is said in Athena's words, by the same operation that says it in AWS."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.wire.athena.support import Athena

FAILURES = [
    (
        "SELECT nope FROM orders",
        "COLUMN_NOT_FOUND: line 1:8: Column 'nope' cannot be resolved or requester is not authorized",
    ),
    ("SELECT x.id FROM orders o", "COLUMN_NOT_FOUND: line 1:8: Column 'x.id' cannot be resolved"),
    ("SELECT 1\nFROM orders\nWHERE nope = 1", "COLUMN_NOT_FOUND: line 3:7: Column 'nope' cannot"),
    ("SELECT region AS r, count(*) FROM orders GROUP BY r", "COLUMN_NOT_FOUND: line 1:51: Column 'r' cannot"),
    ("SELECT region AS r FROM orders WHERE r = 'EMEA'", "COLUMN_NOT_FOUND: line 1:38: Column 'r' cannot"),
    ("SELECT * FROM nope", "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.sales.nope' does not exist"),
    ("SELECT * FROM nope.orders", "SCHEMA_NOT_FOUND: line 1:15: Schema 'nope' does not exist"),
    ("SELECT * FROM other.sales.orders", "CATALOG_NOT_FOUND: line 1:15: Catalog 'other' not found"),
    ("SELECT 1/0", "DIVISION_BY_ZERO: Division by zero"),
    ("SELECT cast('x' as bigint)", "INVALID_CAST_ARGUMENT: Cannot cast 'x' to bigint"),
    ("SELECT strftime(day, '%Y') FROM orders", "FUNCTION_NOT_FOUND: line 1:8: Function 'strftime' not registered"),
    ("SELECT nvl(id, 1) FROM orders", "FUNCTION_NOT_FOUND: line 1:8: Function 'nvl' not registered"),
    (
        "SELECT id FROM orders GROUP BY region",
        "EXPRESSION_NOT_AGGREGATE: line 1:8: 'id' must be an aggregate expression",
    ),
    (
        "SELECT id FROM orders WHERE ordered_at >= '2026-01-01'",
        "TYPE_MISMATCH: line 1:40: Cannot apply operator: timestamp(3) >= varchar(10)",
    ),
    (
        "SELECT id FROM orders WHERE day = '2026-01-01'",
        "TYPE_MISMATCH: line 1:33: Cannot apply operator: date = varchar(10)",
    ),
    ("SELECT id FROM orders WHERE region = 1", "TYPE_MISMATCH: line 1:36: Cannot apply operator: varchar = integer"),
    ("SELECT id FROM orders WHERE id IN ('1', '2')", "TYPE_MISMATCH: line 1:36: IN value"),
    (
        "SELECT id FROM orders WHERE day BETWEEN '2026-01-01' AND '2026-02-01'",
        "TYPE_MISMATCH: line 1:29: Cannot check if date is BETWEEN",
    ),
    ("SELECT region + 1 FROM orders", "TYPE_MISMATCH: line 1:15: Cannot apply operator: varchar + integer"),
    (
        "SELECT region || id FROM orders",
        "FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (varchar, bigint) for function concat",
    ),
    (
        "SELECT sum(region) FROM orders",
        "FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (varchar) for function sum",
    ),
    (
        "SELECT id FROM orders WHERE id",
        "TYPE_MISMATCH: line 1:29: WHERE clause must evaluate to a boolean: actual type bigint",
    ),
    ("SELECT cast(id AS string) FROM orders", "TYPE_NOT_FOUND: line 1:19: Unknown type: string"),
    ("SELECT a.id FROM orders a, orders b WHERE id = 1", "AMBIGUOUS_NAME: line 1:43: Column 'id' is ambiguous"),
    ("SELECT (SELECT id FROM orders)", "SUBQUERY_MULTIPLE_ROWS: Scalar sub-query has returned multiple rows"),
    ("SELECT 9223372036854775807 + id FROM orders WHERE id = 5", "NUMERIC_VALUE_OUT_OF_RANGE"),
]


@pytest.mark.parametrize(("sql", "message"), FAILURES, ids=[item[0] for item in FAILURES])
def test_wrong_query_fails_as_in_athena(athena: Athena, sql: str, message: str) -> None:
    outcome = athena.run(sql)
    assert outcome.state == "FAILED"
    assert (outcome.reason or "").startswith(message)
    error = outcome.execution["Status"]["AthenaError"]
    assert (error["ErrorCategory"], error["Retryable"], error["ErrorMessage"]) == (2, False, outcome.reason)


MALFORMED = [
    ("SELEC 1", "line 1:1: mismatched input 'SELEC'. Expecting: 'ALTER'"),
    ("SELECT * FROM", "line 1:14: mismatched input '<EOF>'."),
    ("SELECT id, FROM orders", "line 1:12: mismatched input 'from'. Expecting: <expression>"),
    ("SELECT (1", "line 1:10: mismatched input '<EOF>'."),
    ("SELECT 'a", "line 1:10: mismatched input '<EOF>'."),
    ("SELECT id::varchar FROM orders", "line 1:10: mismatched input '::'."),
    ("SELECT * EXCEPT (id) FROM orders", "line 1:10: mismatched input 'except'."),
    ("SELECT region, count(*) FROM orders GROUP BY ALL", "line 1:49: mismatched input '<EOF>'."),
    ("SELECT id FROM orders LIMIT 5 OFFSET 2", "line 1:31: mismatched input 'offset'."),
    ("SELECT `id` FROM orders", "line 1:8: backquoted identifiers are not supported"),
    ("SELECT id FROM orders WHERE region ILIKE 'e%'", "line 1:36: mismatched input 'ILIKE'."),
    ("SELECT interval 1 day", "line 1:17: mismatched input '1'."),
    ("SELECT 1; SELECT 2", "Only one sql statement is allowed."),
]


@pytest.mark.parametrize(("sql", "message"), MALFORMED, ids=[item[0] for item in MALFORMED])
def test_what_is_not_sql_is_refused_at_start(athena: Athena, sql: str, message: str) -> None:
    with pytest.raises(ClientError) as caught:
        athena.start(sql)
    error: Any = caught.value.response
    assert error["Error"]["Code"] == "InvalidRequestException"
    assert error["Error"]["Message"].startswith(message)
    assert error["AthenaErrorCode"] == "MALFORMED_QUERY"


def test_plain_words_other_dialects_reserve_stay_names(athena: Athena) -> None:
    assert athena.run("SELECT t.semi, anti FROM (VALUES (1, 2)) AS t (semi, anti)").rows == [("1", "2")]


def test_result_bucket_that_does_not_exist_fails_the_query(athena: Athena) -> None:
    outcome = athena.run(
        "SELECT 1", WorkGroup="bare", ResultConfiguration={"OutputLocation": "s3://no-such-bucket-here/x/"}
    )
    assert outcome.state == "FAILED"
    assert "no-such-bucket-here" in (outcome.reason or "")
    assert outcome.execution["Status"]["AthenaError"]["ErrorType"] == 401
