"""The Athena client against a scripted service: starting, waiting, stopping, failing, reading."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from agent_actions.errors import ActionError, EngineError, FinalError, FixableError
from agent_actions.sql import words
from agent_actions.sql.athena import Athena
from tests.unit.sql.conftest import ScriptedService

OUTPUT = "s3://outcrop-state/athena/q1.csv"
STARTED = {"QueryExecutionId": "q1"}


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def state(name: str, reason: str = "", **error: object) -> dict[str, Any]:
    status: dict[str, Any] = {"State": name, "StateChangeReason": reason}
    if error:
        status["AthenaError"] = error
    return {
        "QueryExecution": {
            "QueryExecutionId": "q1",
            "Status": status,
            "ResultConfiguration": {"OutputLocation": OUTPUT},
            "Statistics": {
                "DataScannedInBytes": 12_300_000,
                "EngineExecutionTimeInMillis": 77,
                "ResultReuseInformation": {"ReusedPreviousResult": True},
            },
        }
    }


def row(*cells: str | None) -> dict[str, Any]:
    return {"Data": [{} if c is None else {"VarCharValue": c} for c in cells]}


def page(columns: dict[str, str], *rows: dict[str, Any], token: str | None = None) -> dict[str, Any]:
    info = [{"Name": n, "Type": t} for n, t in columns.items()]
    answer: dict[str, Any] = {"ResultSet": {"Rows": list(rows), "ResultSetMetadata": {"ColumnInfo": info}}}
    return {**answer, "NextToken": token} if token else answer


ONE = page({"n": "bigint"}, row("n"), row("1"))
Run = Callable[..., Any]


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def run(service: ScriptedService, client: Callable[[str], Any], time: Time) -> Run:
    service.on("StartQueryExecution", STARTED)
    service.on("GetQueryExecution", state("SUCCEEDED"))
    service.on("GetQueryResults", ONE)
    service.on("StopQueryExecution", {})

    def call(sql: str = "SELECT 1", seed: str = "turn-1/0", seconds: float = 60, **more: Any) -> Any:
        stopped = more.pop("stopped", lambda: False)
        athena = Athena(client("athena"), "outcrop", wait=time.wait, clock=time.clock, **more)
        return athena.run(sql, token_seed=seed, deadline=time.now + seconds, database="sales", stopped=stopped)

    return call


def test_a_result_comes_with_what_it_cost(run: Run, service: ScriptedService) -> None:
    result = run()
    assert (result.query_id, result.columns, result.rows, result.total_rows) == ("q1", (("n", "bigint"),), [(1,)], 1)
    assert (result.bytes_scanned, result.output, result.engine_ms, result.reused) == (12_300_000, OUTPUT, 77, True)
    started = service.asked("StartQueryExecution")[0]
    assert started["WorkGroup"] == "outcrop"
    assert started["QueryExecutionContext"] == {"Catalog": "AwsDataCatalog", "Database": "sales"}


def test_the_same_action_has_the_same_token_and_another_has_another(run: Run, service: ScriptedService) -> None:
    run()
    run()
    run(seed="turn-1/1")
    run(sql="SELECT 2")
    tokens = [body["ClientRequestToken"] for body in service.asked("StartQueryExecution")]
    assert tokens[0] == tokens[1] == hashlib.sha256(b"turn-1/0\0SELECT 1").hexdigest()
    assert len(set(tokens)) == 3
    assert all(len(token) == 64 for token in tokens)


def test_polling_starts_at_once_and_slows_down_to_a_second(run: Run, service: ScriptedService, time: Time) -> None:
    service.on(
        "GetQueryExecution", *[state("QUEUED")] * 3, *[state("RUNNING")] * 20, state("QUEUED"), state("SUCCEEDED")
    )
    run()
    assert time.waits[:3] == pytest.approx([0.01, 0.0125, 0.015625])
    assert time.waits[-1] == 1.0
    assert len(time.waits) == 24


def test_the_deadline_stops_the_query(run: Run, service: ScriptedService, time: Time) -> None:
    service.on("GetQueryExecution", state("RUNNING"))
    with pytest.raises(FinalError, match="took too long"):
        run(seconds=3)
    assert sum(time.waits) == pytest.approx(3)
    assert service.asked("StopQueryExecution") == [{"QueryExecutionId": "q1"}]


def test_stop_stops_the_query(run: Run, service: ScriptedService, time: Time) -> None:
    service.on("GetQueryExecution", state("RUNNING"))
    with pytest.raises(FinalError, match="was stopped"):
        run(stopped=lambda: len(time.waits) == 2)
    assert len(service.asked("StopQueryExecution")) == 1


def test_a_query_that_cannot_be_stopped_still_ends_in_words(run: Run, service: ScriptedService) -> None:
    service.on("GetQueryExecution", state("RUNNING"))
    service.on("StopQueryExecution", ("InternalServerException", "no"))
    with pytest.raises(FinalError, match="took too long"):
        run(seconds=1)


def test_a_crash_while_waiting_leaves_no_query_behind(run: Run, service: ScriptedService) -> None:
    service.on("GetQueryExecution", state("RUNNING"))

    def broken() -> bool:
        raise OSError

    with pytest.raises(OSError):
        run(stopped=broken)
    assert len(service.asked("StopQueryExecution")) == 1


@pytest.mark.parametrize("code", ["ThrottlingException", "TooManyRequestsException"])
@pytest.mark.parametrize("operation", ["StartQueryExecution", "GetQueryExecution", "GetQueryResults"])
def test_throttling_is_waited_out(run: Run, service: ScriptedService, code: str, operation: str) -> None:
    right = {"StartQueryExecution": STARTED, "GetQueryExecution": state("SUCCEEDED"), "GetQueryResults": ONE}
    service.on(operation, (code, "Rate exceeded"), (code, "Rate exceeded"), right[operation])
    assert run().rows == [(1,)]


def test_throttling_until_the_deadline_says_busy(run: Run, service: ScriptedService, time: Time) -> None:
    service.on("StartQueryExecution", ("TooManyRequestsException", "Rate exceeded"))
    with pytest.raises(FinalError, match="busy"):
        run(seconds=5)
    assert sum(time.waits) <= 5


@pytest.mark.parametrize(
    ("reason", "error", "kind", "message"),
    [
        (
            "SYNTAX_ERROR: line 1:8: Column 'x' cannot be resolved. This query ran against the \"sales\" database, "
            "unless qualified by the query. Please post the error with Query Id: 11111111-2222-3333-4444-555555555555",
            {"ErrorCategory": 2, "ErrorType": 1006},
            EngineError,
            f"{words.MISSING_COLUMN} Athena says: line 1:8: Column 'x' cannot be resolved.",
        ),
        ("TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.sales.x' does not exist", {}, EngineError,
         f"{words.MISSING_TABLE} Athena says: line 1:15: Table 'awsdatacatalog.sales.x' does not exist."),
        ("line 1:1: mismatched input 'FORM'", {"ErrorCategory": 2, "ErrorType": 1000}, EngineError,
         f"{words.SYNTAX} Athena says: line 1:1: mismatched input 'FORM'."),
        ("TYPE_MISMATCH: line 2:3: Cannot apply operator: timestamp >= varchar(10)", {}, EngineError,
         f"{words.TYPE_MISMATCH} Athena says: line 2:3: Cannot apply operator: timestamp >= varchar(10)."),
        ("EXPRESSION_NOT_AGGREGATE: line 1:8: 'a' must be an aggregate expression or appear in GROUP BY clause", {},
         EngineError, f"{words.NOT_GROUPED} Athena says: line 1:8: 'a' must be an aggregate expression or appear in "
         "GROUP BY clause."),
        ("FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (varchar) for function sum", {}, EngineError,
         f"{words.MISSING_FUNCTION} Athena says: line 1:8: Unexpected parameters (varchar) for function sum."),
        ("SYNTAX_ERROR: line 1:8: no such s3://secret-bucket/key", {}, EngineError, words.SYNTAX),
        ("DIVISION_BY_ZERO: Division by zero", {}, EngineError, words.DIVISION_BY_ZERO),
        ("INVALID_CAST_ARGUMENT: Cannot cast 'maya@example.com' to INT", {}, EngineError, words.BAD_CAST),
        ("NUMERIC_VALUE_OUT_OF_RANGE: bigint overflow: 9 * 9", {}, EngineError, words.OVERFLOW),
        ("SUBQUERY_MULTIPLE_ROWS: Scalar sub-query has returned multiple rows", {}, EngineError, words.SUBQUERY_ROWS),
        ("INVALID_FUNCTION_ARGUMENT: 'secret' is not a date", {}, EngineError, words.BAD_ARGUMENT),
        ("PERMISSION_DENIED: Access Denied on arn:aws:s3:::secret", {"ErrorCategory": 2}, FinalError,
         words.NO_PERMISSION),
        ("HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://secret/x.parquet (offset=0)", {}, FinalError,
         words.MISSING_DATA),
        ("Query exhausted resources at this scale factor", {"ErrorCategory": 2, "ErrorType": 7}, FinalError,
         words.EXHAUSTED),
        ("Query timeout", {"ErrorType": 210, "ErrorCategory": 1}, FinalError, words.TIMED_OUT),
        ("Bytes scanned limit was exceeded", {"ErrorCategory": 2}, FinalError, words.SCAN_CUT_OFF),
        ("GENERIC_INTERNAL_ERROR: null at 123456789012", {"ErrorCategory": 1, "ErrorType": 200}, FinalError,
         words.ENGINE_ERROR),
        ("something new", {"ErrorCategory": 2, "ErrorType": 1500}, EngineError, words.USER_ERROR),
        ("", {}, EngineError, words.USER_ERROR),
    ],
)  # fmt: skip
def test_a_failure_becomes_a_safe_hint(
    run: Run, service: ScriptedService, reason: str, error: dict[str, Any], kind: type[ActionError], message: str
) -> None:
    service.on("GetQueryExecution", state("FAILED", reason, **error))
    with pytest.raises(ActionError) as caught:
        run()
    assert type(caught.value) is kind
    assert caught.value.message == message
    for private in ("s3://", "arn:", "1111", "maya@", "secret", "123456789012"):
        assert private not in caught.value.message


def test_a_scan_cut_off_says_narrow_and_other_cancellation_says_so(run: Run, service: ScriptedService) -> None:
    service.on("GetQueryExecution", state("CANCELLED", "Bytes scanned limit was exceeded"))
    with pytest.raises(FinalError, match="Narrow the query"):
        run()
    service.on("GetQueryExecution", state("CANCELLED", "Query cancelled by user"))
    with pytest.raises(FinalError, match="was cancelled"):
        run()


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (("InvalidRequestException", "line 1:1: mismatched input 'x'"), FixableError, words.SYNTAX),
        (("InvalidRequestException", "WorkGroup arn:aws:x is not found"), FinalError, words.INVALID_REQUEST),
        (("AccessDeniedException", "arn:aws:iam::123456789012:role/x"), FinalError, words.NO_PERMISSION),
        (("InternalServerException", "s3://x"), FinalError, words.ATHENA_UNAVAILABLE),
    ],
)
def test_a_refused_request_becomes_words(
    run: Run, service: ScriptedService, answer: tuple[str, str], kind: type[ActionError], message: str
) -> None:
    service.on("StartQueryExecution", answer)
    with pytest.raises(kind) as caught:
        run()
    assert caught.value.message.startswith(message)
    assert "arn:" not in caught.value.message


def test_cells_are_typed(run: Run, service: ScriptedService) -> None:
    kinds = {
        "i": ("integer", "7", 7),
        "b": ("bigint", "-9007199254740993", -9007199254740993),
        "d": ("double", "1.5E10", 1.5e10),
        "nan": ("double", "NaN", None),
        "r": ("real", "0.25", 0.25),
        "m": ("decimal", "12.50", 12.5),
        "w": ("decimal", "12", 12),
        "t": ("boolean", "true", True),
        "f": ("boolean", "false", False),
        "day": ("date", "2026-10-05", "2026-10-05"),
        "at": ("timestamp", "2026-10-05 12:30:00.000", "2026-10-05T12:30:00"),
        "at2": ("timestamp", "2026-10-05 12:30:00.250", "2026-10-05T12:30:00.25"),
        "utc": ("timestamp with time zone", "2026-10-05 12:30:00.000 UTC", "2026-10-05T12:30:00+00:00"),
        "berlin": ("timestamp with time zone", "2026-10-05 12:30:00.000 Europe/Berlin", "2026-10-05T12:30:00+02:00"),
        "offset": ("timestamp with time zone", "2026-10-05 12:30:00.000 +01:00", "2026-10-05T12:30:00+01:00"),
        "a": ("array", "[1, 2]", "[1, 2]"),
        "j": ("json", '{"a":1}', '{"a":1}'),
        "s": ("varchar", "007", "007"),
        "e": ("varchar", "", ""),
        "n": ("varchar", None, None),
        "ni": ("bigint", None, None),
    }
    columns = {name: kind for name, (kind, _, _) in kinds.items()}
    texts = row(*(text for _, text, _ in kinds.values()))
    service.on("GetQueryResults", page(columns, row(*columns), texts))
    assert run().rows == [tuple(value for _, _, value in kinds.values())]


def test_only_the_first_row_of_the_first_page_is_a_header(run: Run, service: ScriptedService) -> None:
    columns = {"n": "varchar"}
    service.on(
        "GetQueryResults",
        page(columns, row("n"), row("n"), token="2"),
        page(columns, row("n"), row("x")),
    )
    assert run().rows == [("n",), ("n",), ("x",)]
    assert [body.get("NextToken") for body in service.asked("GetQueryResults")] == [None, "2"]
    assert service.asked("GetQueryResults")[0]["MaxResults"] == 1000


def test_an_empty_result_has_columns_and_no_rows(run: Run, service: ScriptedService) -> None:
    service.on("GetQueryResults", page({"n": "bigint"}, row("n")))
    result = run()
    assert (result.columns, result.rows, result.total_rows) == ((("n", "bigint"),), [], 0)


def test_rows_beyond_those_kept_are_counted_up_to_the_most(run: Run, service: ScriptedService) -> None:
    columns = {"n": "bigint"}

    def pages(body: dict[str, Any]) -> dict[str, Any]:
        at = int(body.get("NextToken", "0"))
        header = [] if at else [row("n")]
        last = min(at + 1000 - len(header), 5_000)
        return page(
            columns, *header, *(row(str(i)) for i in range(at, last)), token=str(last) if last < 5_000 else None
        )

    service.on("GetQueryResults", pages)
    result = run()
    assert (len(result.rows), result.rows[-1], result.total_rows) == (1000, (999,), 5000)
    capped = run(max_rows=2_500, keep_rows=10)
    assert (len(capped.rows), capped.total_rows) == (10, 2500)
    assert len(service.asked("GetQueryResults")) == 6 + 3


def test_a_service_that_cannot_be_reached_ends_in_words(client: Callable[[str], Any], service: ScriptedService) -> None:
    service.url = "http://127.0.0.1:1"
    with pytest.raises(FinalError) as caught:
        Athena(client("athena"), "outcrop").run("SELECT 1", token_seed="x", deadline=1e12, database=None)
    assert caught.value.message == words.ATHENA_UNAVAILABLE
