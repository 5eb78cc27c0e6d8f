"""Find the catalogued table that a statement names, and refuse it when it isn't granted."""

from __future__ import annotations

from typing import Protocol

from sqlglot import exp

from agent_actions.errors import FixableError, RefusedError, UnknownNameError
from agent_actions.semantic.model import TableRef
from agent_actions.sql import words
from agent_actions.sql.names import nearest
from agent_actions.sql.tables import TableInfo, Tables

CATALOG = "awsdatacatalog"
"""Athena's name of the Glue Data Catalog."""


class Granted(Protocol):
    """What the guard asks of a grant."""

    def allows_table(self, ref: TableRef) -> bool: ...
    def hidden_columns(self, ref: TableRef) -> frozenset[str]: ...
    def masked_columns(self, ref: TableRef) -> frozenset[str]: ...
    def row_filters(self, ref: TableRef) -> tuple[str, ...]: ...
    def refusal(self, ref: TableRef) -> str: ...


class TableLookup:
    def __init__(self, tables: Tables, grant: Granted, default_database: str | None) -> None:
        self._tables = tables
        self._grant = grant
        self._default = default_database

    def find(self, node: exp.Table) -> TableInfo:
        """Raises UnknownNameError with the nearest granted names, RefusedError, FixableError when ambiguous."""
        name = ".".join(part.name for part in node.parts)
        if node.catalog and node.catalog.casefold() != CATALOG:
            raise self._unknown(name)
        candidates = self._candidates(node)
        granted = [info for info in candidates if self._grant.allows_table(info.ref)]
        if len(granted) > 1:
            raise FixableError(words.table_ambiguous(name, [str(info.ref) for info in granted[:4]]))
        if not granted:
            raise RefusedError(self._grant.refusal(candidates[0].ref)) if candidates else self._unknown(name)
        return granted[0]

    def hidden(self, info: TableInfo) -> frozenset[str]:
        return self._grant.hidden_columns(info.ref)

    def _candidates(self, node: exp.Table) -> list[TableInfo]:
        database = node.db or self._default
        info = self._tables.get(TableRef(database, node.name)) if database else None
        if info is not None:
            return [info]
        return [] if node.db else list(self._tables.named(node.name))

    def _unknown(self, name: str) -> UnknownNameError:
        known = [info.ref for info in self._tables.all if self._grant.allows_table(info.ref)]
        table = name.rpartition(".")[2]
        by_table = {ref.table: str(ref) for ref in known}
        close = tuple(by_table[t] for t in nearest(table, by_table)) or nearest(name, map(str, known))
        return UnknownNameError(words.table_unknown(name, close), nearest=close)
