"""PREPARE, EXECUTE and DEALLOCATE as statements.

https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html
"""

from __future__ import annotations

import re

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from infra.local.aws.athena import words
from infra.local.aws.athena.dialect.prepare import literal_value
from infra.local.aws.athena.dialect.syntax import Statement, read_statement, where
from infra.local.aws.athena.errors import QueryError, SyntaxQueryError
from infra.local.aws.athena.saved import PreparedStatement, PreparedStatements

_NAME = r'("(?:[^"]|"")+"|[A-Za-z_][\w@:]*)'
_PREPARE = re.compile(rf"PREPARE\s+{_NAME}\s+FROM\s+(.+)", re.I | re.S)
_EXECUTE = re.compile(rf"EXECUTE\s+{_NAME}(?:\s+USING\s+(.+))?", re.I | re.S)
_DEALLOCATE = re.compile(rf"DEALLOCATE\s+PREPARE\s+{_NAME}", re.I)


def read_execute(statement: Statement) -> tuple[str, tuple[str, ...]]:
    """The prepared statement's name and the values of USING, each the text of a literal. Raises SyntaxQueryError."""
    found = _match(_EXECUTE, statement)
    return _unquoted(found[1]), _values(found[2]) if found[2] else ()


def change(statement: Statement, work_group: str, prepared: PreparedStatements) -> None:
    """Do what PREPARE or DEALLOCATE says. Raises QueryError."""
    if statement.kind == "deallocate":
        name = _unquoted(_match(_DEALLOCATE, statement)[1])
        if not prepared.drop(work_group, name):
            raise QueryError(words.prepared_not_found(name))
        return
    found = _match(_PREPARE, statement)
    inner = read_statement(found[2])
    if inner.kind != "query":
        raise QueryError(words.only_reads(f"PREPARE of {inner.tokens[0].text.split()[0].upper()}"))
    prepared.put(PreparedStatement(_unquoted(found[1]), work_group, inner.text))


def _match(pattern: re.Pattern[str], statement: Statement) -> re.Match[str]:
    start = statement.tokens[0].start
    found = pattern.fullmatch(statement.text, start)
    if found is None:
        after = next(iter(statement.tokens[1:]), None)
        text = "<EOF>" if after is None else after.text.partition(" ")[0]
        at = statement.text.find(text, statement.tokens[0].end + 1) if after else len(statement.text)
        raise SyntaxQueryError(words.mismatched(where(statement.text, max(at, 0)), text))
    return found


def _unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _values(text: str) -> tuple[str, ...]:
    try:
        found = sqlglot.parse_one(f"SELECT {text}", read="athena")
    except SqlglotError as error:
        raise SyntaxQueryError(words.bad_parameter(1)) from error
    if not isinstance(found, exp.Select) or any(v for k, v in found.args.items() if k != "expressions"):
        raise SyntaxQueryError(words.bad_parameter(1))
    values = tuple(item.sql(dialect="athena", comments=False) for item in found.expressions)
    for index, value in enumerate(values, 1):
        literal_value(value, index)
    return values
