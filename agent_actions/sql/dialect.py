"""Athena's SQL for sqlglot, with one change: a JSON path stays the text that was written.

sqlglot reads JSON paths into nodes of its own and cannot write all of them again: it loses wildcards and fails on
``$..a``. To the guard a path is a string like any other: it only reaches into the value that it is applied to.
"""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlglot.dialects.athena import Athena
from sqlglot.dialects.trino import Trino
from sqlglot.parser import Parser
from sqlglot.parsers.athena import AthenaParser


class PlainPathTrino(Trino):
    """Trino, whose JSON paths stay text."""

    def to_json_path(self, path: exp.Expr | None) -> exp.Expr | None:
        return path


class PlainPathAthena(Athena):
    """Athena, whose JSON paths stay text."""

    def parser(self, **opts: Any) -> Parser:
        return AthenaParser(dialect=self, trino=_TRINO, **opts)


_TRINO = PlainPathTrino()
ATHENA = PlainPathAthena()
