# ruff: noqa: ARG001, ARG005 - all rules have one signature
"""DuckDB's errors in Athena's words."""

from __future__ import annotations

import re
from collections.abc import Callable

from infra.local.aws.athena import words
from infra.local.aws.athena.dialect.syntax import where
from infra.local.aws.athena.errors import (
    SYSTEM,
    TYPE_DATA,
    TYPE_ENGINE,
    TYPE_EXHAUSTED,
    QueryCancelled,
    QueryError,
)

_BAD_FILE = re.compile(r"parquet|CSV Error|No magic bytes|Malformed JSON in file|\.(csv|json|jsonl)", re.I)
_TYPES = {
    "INT8": "tinyint",
    "INT16": "smallint",
    "INT32": "integer",
    "INT64": "bigint",
    "INT128": "bigint",
    "FLOAT": "real",
    "DOUBLE": "double",
    "BOOL": "boolean",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "VARCHAR": "varchar",
}


def query_error(kind: str, message: str, sql: str) -> QueryError | QueryCancelled:
    """The error of a query whose text was ``sql``, from DuckDB's exception class and message."""
    if kind == "InterruptException":
        return QueryCancelled()
    if kind in ("OutOfMemoryException", "MemoryError"):
        return QueryError(words.exhausted(), category=SYSTEM, kind=TYPE_EXHAUSTED)
    if kind == "PermissionException":
        return QueryError(words.refused_by_engine())
    for pattern, make in _RULES:
        found = re.search(pattern, message, re.S)
        if found:
            return make(found, sql)
    text = _first_line(message)
    if kind in ("IOException", "HTTPException", "OSError") or _BAD_FILE.search(message):
        return QueryError(words.bad_data(text), kind=TYPE_DATA)
    if kind == "BinderException":
        return QueryError(words.invalid_function_arguments(where(sql, 0), text))
    if kind in ("InvalidInputException", "ConversionException"):
        return QueryError(words.invalid_value(text))
    return QueryError(words.engine_failed(text), category=SYSTEM, kind=TYPE_ENGINE)


def _first_line(message: str) -> str:
    line = message.strip().splitlines()[0] if message.strip() else "unknown"
    return re.sub(r"^[A-Z][A-Za-z ]*Error: ", "", line)


def _at(sql: str, name: str) -> str:
    """Where a name first stands in the query's text, unqualified if it ever does."""
    found = re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", sql, re.I) or re.search(
        rf"(?<!\w){re.escape(name)}(?!\w)", sql, re.I
    )
    return where(sql, found.start() if found else 0)


def _cast(found: re.Match[str], sql: str) -> QueryError:
    return QueryError(words.cannot_cast(found[1], _TYPES.get(found[2].upper(), found[2].lower())), kind=TYPE_DATA)


def _named(word: Callable[[str, str], str]) -> Callable[[re.Match[str], str], QueryError]:
    return lambda found, sql: QueryError(word(_at(sql, found[1].rpartition(".")[2]), found[1]))


def _said(word: Callable[[], str]) -> Callable[[re.Match[str], str], QueryError]:
    return lambda found, sql: QueryError(word())


def _detail(word: Callable[[str], str]) -> Callable[[re.Match[str], str], QueryError]:
    return lambda found, sql: QueryError(word(found[1].strip()))


def _function(found: re.Match[str], sql: str) -> QueryError:
    name, types = found[1].lower(), [part.strip().lower() for part in found[2].split(",") if part.strip()]
    return QueryError(words.wrong_arguments(_at(sql, name), name, types))


def _mismatch(found: re.Match[str], sql: str) -> QueryError:
    return QueryError(words.type_mismatch(where(sql, 0), found[1].strip()))


_Rule = Callable[[re.Match[str], str], QueryError]
_RULES: tuple[tuple[str, _Rule], ...] = (
    (r"[Dd]ivision by zero", _said(words.division_by_zero)),
    (r"Could not convert string '(.*?)' to (\w+)", _cast),
    (
        r"[Cc]ould not (?:convert|parse) string \"(.*?)\" (?:to|into|according to format specifier) \"?([^\".\n]+)",
        _cast,
    ),
    (r"invalid (\w+) field format: \"(.*?)\"", lambda found, sql: QueryError(words.cannot_cast(found[2], found[1]))),
    (
        r"(\w+) field value out of range: \"(.*?)\"",
        lambda found, sql: QueryError(words.cannot_cast(found[2], found[1])),
    ),
    (r"Type \w+ with value (\S+) can't be cast .*destination type (\w+)", _cast),
    (r"(Overflow in .*|.*out of range.*)", _detail(words.out_of_range)),
    (r"Could not cast value (\S+) to (\S+)", _cast),
    (r"Referenced column \"(.*?)\" not found", _named(words.column_not_found)),
    (r"Referenced table \"(.*?)\" not found", _named(words.column_not_found)),
    (r"does not have a column named \"(.*?)\"", _named(words.column_not_found)),
    (r"Ambiguous reference to (?:column name|table) \"(.*?)\"", _named(words.ambiguous)),
    (r"column \"(.*?)\" must appear in the GROUP BY clause", _named(words.not_aggregate)),
    (r"More than one row returned by a subquery", _said(words.many_rows)),
    (r"Function with name (\S+) does not exist", _named(words.function_not_found)),
    (r"for the function call \"\"?(.+?)\"?\((.*?)\)\"", _function),
    (r"given name and argument types '(.+?)\((.*?)\)'", _function),
    (r"(Cannot (?:compare|mix|combine|concatenate) .*?)(?:\n|$)", _mismatch),
)
