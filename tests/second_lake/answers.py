"""Questions on the second lake answered without a stack: planned, compiled, run by DuckDB over the drawn rows."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import sqlglot

from agent_actions.contract import HistoryTurn
from agent_actions.errors import ActionError
from agent_actions.semantic.compile import compile_metrics
from agent_actions.semantic.model import SemanticModel, TableRef
from agent_actions.sql.tables import TableColumn, TableInfo, Tables
from infra.local.model.known import Known
from infra.local.model.lexicon import Lexicon, build
from infra.local.model.outcomes import Ask, Outcome, Query, Unplaced
from infra.local.model.plan import plan
from tests.second_lake.generate import COLUMNS, tables
from tests.unit.planner.models import said

TODAY = date(2026, 11, 15)
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Answer:
    outcome: str
    """answered, asked_back or refused."""
    rows: Rows | None = None
    detail: str = ""


def database(
    columns: Mapping[str, Sequence[tuple[str, str]]], rows: Mapping[str, Rows], schema: str
) -> duckdb.DuckDBPyConnection:
    """The rows as tables, in DuckDB set to Trino's division and errors."""
    connection = duckdb.connect()
    connection.execute("SET integer_division=true; SET ieee_floating_point_ops=false; SET TimeZone='UTC'")
    connection.execute(f'CREATE SCHEMA "{schema}"')
    for name, typed in columns.items():
        declared = ", ".join(f'"{column}" {kind}' for column, kind in typed)
        connection.execute(f'CREATE TABLE "{schema}"."{name}" ({declared})')
        connection.execute(f'INSERT INTO "{schema}"."{name}" VALUES {", ".join(map(_literal, rows[name]))}')
    return connection


def _literal(row: Sequence[Any]) -> str:
    cells = ("NULL" if v is None else repr(v) if isinstance(v, bool | int | float) else f"'{_quoted(v)}'" for v in row)
    return f"({', '.join(cells)})"


def _quoted(value: Any) -> str:
    return str(value).replace("'", "''")


def catalogue(columns: Mapping[str, Sequence[tuple[str, str]]], schema: str) -> Tables:
    return Tables.of(
        TableInfo(TableRef(schema, name), tuple(TableColumn(column, kind) for column, kind in typed))
        for name, typed in columns.items()
    )


class Desk:
    """Answers messages of threads about one model over one database."""

    def __init__(
        self,
        model: SemanticModel,
        columns: Mapping[str, Sequence[tuple[str, str]]],
        rows: Mapping[str, Rows],
        schema: str,
    ) -> None:
        self.model = model
        self.connection = database(columns, rows, schema)
        self.tables = catalogue(columns, schema)
        self.lexicon: Lexicon = build(model, self.tables)

    def decide(self, message: str, before: Sequence[HistoryTurn] = ()) -> Outcome:
        return plan(message, Known(self.lexicon, TODAY, tuple(before)))

    def thread(self, messages: Sequence[str]) -> list[Answer]:
        """What each message of a thread is answered with."""
        turns: list[HistoryTurn] = []
        answers: list[Answer] = []
        for message in messages:
            outcome = self.decide(message, turns)
            answers.append(self._answer(outcome))
            turns.append(said(message, outcome))
        return answers

    def _answer(self, outcome: Outcome) -> Answer:
        if not isinstance(outcome, Query):
            return Answer("asked_back" if isinstance(outcome, Ask | Unplaced) else "refused", None, repr(outcome))
        try:
            statement = compile_metrics(self.model, outcome.request, TODAY, self.tables)
        except ActionError as error:
            return Answer("refused", None, str(error))
        return Answer("answered", self.run(statement.sql), repr(outcome.request))

    def run(self, sql: str) -> Rows:
        """The rows of a statement in Athena's dialect."""
        return self.connection.execute(sqlglot.transpile(sql, read="athena", write="duckdb")[0]).fetchall()


def velo_rows() -> Mapping[str, Rows]:
    """A fare that was not read is null; the rest is as drawn."""
    return tables()


def velo_columns() -> Mapping[str, Sequence[tuple[str, str]]]:
    return COLUMNS


def same(found: Rows, wanted: Rows, *, ordered: bool = False) -> bool:
    """The same rows, whatever the order of columns; ``ordered``: in this order."""
    if len(found) != len(wanted) or (found and len(found[0]) != len(wanted[0])):
        return False
    if not found:
        return True
    right = [[_cell(v) for v in row] for row in wanted]
    for order in itertools.permutations(range(len(right[0]))):
        mine = [[_cell(row[i]) for i in order] for row in found]
        pairs = zip(mine, right, strict=True) if ordered else zip(sorted(mine), sorted(right), strict=True)
        if all(_alike(a, b) for one, other in pairs for a, b in zip(one, other, strict=True)):
            return True
    return False


def _cell(value: Any) -> tuple[int, float, str]:
    if value is None:
        return (0, 0.0, "")
    if isinstance(value, bool):
        return (1, float(value), "")
    if isinstance(value, int | float | Decimal):
        return (2, round(float(value), 9), "")
    text = value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)
    return (3, 0.0, text.removesuffix(" 00:00:00"))


def _alike(a: tuple[int, float, str], b: tuple[int, float, str]) -> bool:
    return a[0] == b[0] and a[2] == b[2] and math.isclose(a[1], b[1], rel_tol=1e-6, abs_tol=1e-9)
