"""What Athena says went wrong, as an error that is safe to show.

The engine's own words are kept only where they come from checking the statement ("line 1:8: Column 'x' cannot be
resolved"). Errors of running it may quote a value of a row that the asker must not see, and storage errors name
paths: there a fixed sentence stands in, and the log has the rest.
Types: https://docs.aws.amazon.com/athena/latest/ug/error-reference.html (0-8 resources; 206, 210 time; 100-999
service; 1000-1999 user errors)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from agent_actions.errors import ActionError, EngineError, FinalError, FixableError
from agent_actions.sql import words

if TYPE_CHECKING:
    from types_boto3_athena.type_defs import QueryExecutionStatusTypeDef

_SYSTEM = 1
_RESOURCES = range(9)
_TIMEOUTS = (206, 210)
_THROTTLING = frozenset(
    {"ThrottlingException", "TooManyRequestsException", "Throttling", "RequestLimitExceeded", "SlowDown"}
)
_ENGINE_TEXT = re.compile(r"line \d+:\d+: [^\n]{1,300}")
_PRIVATE = re.compile(
    r"s3[an]?://|arn:|://|\b\d{12}\b|[0-9a-f]{8}-[0-9a-f]{4}-|request\s*id|amazonaws|\b(?:AKIA|ASIA)[A-Z0-9]{12,}", re.I
)

_FINAL: tuple[tuple[str, str], ...] = (
    (r"bytes scanned limit|scan.{0,20}(limit|cut-?off)|data usage control", words.SCAN_CUT_OFF),
    (r"exhausted resources|EXCEEDED_(LOCAL_|GLOBAL_)?MEMORY|EXCEEDED_CPU|insufficient resources", words.EXHAUSTED),
    (r"EXCEEDED_TIME_LIMIT|query timed? ?out|query timeout", words.TIMED_OUT),
    (r"TOO_MANY_REQUESTS|throttl|rate exceeded|slow ?down", words.BUSY),
    (r"PERMISSION_DENIED|access ?denied|insufficient (lake formation )?permission|not authori[sz]ed",
     words.NO_PERMISSION),
    (r"HIVE_(CANNOT_OPEN_SPLIT|BAD_DATA|CURSOR_ERROR|FILESYSTEM|METASTORE|INVALID_|PARTITION|UNKNOWN|SERDE)|NoSuchKey"
     r"|NoSuchBucket|does not exist on s3|ICEBERG_", words.MISSING_DATA),
)  # fmt: skip
_FIXABLE_RUNNING: tuple[tuple[str, str], ...] = (
    (r"DIVISION_BY_ZERO|division by zero", words.DIVISION_BY_ZERO),
    (r"INVALID_CAST_ARGUMENT|cannot cast value|value cannot be cast", words.BAD_CAST),
    (r"NUMERIC_VALUE_OUT_OF_RANGE|out of range|overflow", words.OVERFLOW),
    (r"SUBQUERY_MULTIPLE_ROWS|scalar sub-?query has returned multiple rows", words.SUBQUERY_ROWS),
    (r"INVALID_FUNCTION_ARGUMENT|INVALID_ARGUMENTS", words.BAD_ARGUMENT),
)
_FIXABLE_CHECKING: tuple[tuple[str, str], ...] = (
    (r"COLUMN_NOT_FOUND|column .{0,120}cannot be resolved|column .{0,120}does not exist|invalid column",
     words.MISSING_COLUMN),
    (r"TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|(table|schema) .{0,200}(does not exist|not found)", words.MISSING_TABLE),
    (r"FUNCTION_NOT_FOUND|unexpected parameters|function .{0,120}not registered", words.MISSING_FUNCTION),
    (r"MISSING_GROUP_BY|EXPRESSION_NOT_AGGREGATE|must be an aggregate expression", words.NOT_GROUPED),
    (r"TYPE_MISMATCH|cannot apply operator|cannot be applied to|types? mismatch|must evaluate to", words.TYPE_MISMATCH),
    (r"SYNTAX_ERROR|mismatched input|extraneous input|no viable alternative|INVALID_|AMBIGUOUS_|NOT_SUPPORTED"
     r"|line \d+:\d+:", words.SYNTAX),
)  # fmt: skip


def failed(status: QueryExecutionStatusTypeDef) -> ActionError:
    """A query in state FAILED."""
    error = status.get("AthenaError", {})
    reason = f"{status.get('StateChangeReason', '')} {error.get('ErrorMessage', '')}"
    kind, category = error.get("ErrorType"), error.get("ErrorCategory")
    final = _match(_FINAL, reason)
    if final is not None:
        return FinalError(final)
    if kind in _TIMEOUTS:
        return FinalError(words.TIMED_OUT)
    running = _match(_FIXABLE_RUNNING, reason)
    if running is not None:
        return EngineError(running)
    checking = _match(_FIXABLE_CHECKING, reason)
    if checking is not None:
        return EngineError(words.engine_says(checking, engine_text(reason)))
    if kind is not None and kind in _RESOURCES:
        return FinalError(words.EXHAUSTED)
    if category == _SYSTEM or (kind is not None and 100 <= kind < 1_000):
        return FinalError(words.ENGINE_ERROR)
    return EngineError(words.USER_ERROR)


def cancelled(status: QueryExecutionStatusTypeDef) -> ActionError:
    """A query in state CANCELLED: by the scan cut-off of the work group, or by somebody."""
    reason = status.get("StateChangeReason", "")
    return FinalError(_match(_FINAL[:1], reason) or words.CANCELLED)


def request_refused(error: ClientError) -> ActionError:
    """An API call that Athena answered with an error other than throttling."""
    detail = error.response.get("Error", {})
    code, message = detail.get("Code", ""), detail.get("Message", "")
    if code == "InvalidRequestException":
        checking = _match(_FIXABLE_CHECKING, message)
        if checking is not None:
            return FixableError(words.engine_says(checking, engine_text(message)))
        return FinalError(words.INVALID_REQUEST)
    if "AccessDenied" in code or code in ("UnrecognizedClientException", "ExpiredTokenException"):
        return FinalError(words.NO_PERMISSION)
    return FinalError(words.ATHENA_UNAVAILABLE)


def is_throttling(error: ClientError) -> bool:
    return error.response.get("Error", {}).get("Code", "") in _THROTTLING


def engine_text(reason: str) -> str | None:
    """The engine's complaint about the statement, or None when it holds anything private."""
    found = _ENGINE_TEXT.search(reason)
    if found is None:
        return None
    text = re.split(r"\s*(?:This query ran against|Please post the error|If a data manifest|Query Id)", found[0])[0]
    text = text.strip().rstrip(".")
    return None if _PRIVATE.search(text) else f"{text}."


def _match(patterns: tuple[tuple[str, str], ...], reason: str) -> str | None:
    return next((text for pattern, text in patterns if re.search(pattern, reason, re.I)), None)
