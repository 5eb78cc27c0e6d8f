"""Physical tables as the Glue Data Catalog describes them: plain data for the guard, the compiler and search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from agent_actions.semantic.model import TableRef


@dataclass(frozen=True)
class TableColumn:
    name: str
    type: str
    """Athena type, lower case: ``bigint``, ``varchar``, ``decimal(12,2)``, ``timestamp``, ``array(varchar)``..."""
    partition: bool = False
    comment: str = ""
    samples: tuple[str, ...] = ()
    """Every value of a low-cardinality text column, from the column parameter ``outcrop.values`` (a JSON list)."""
    label: str = ""
    """What people call it, where the table says so."""
    unit: str = ""
    unique: bool = False
    """The table says that no value comes twice, but for the empty one."""


@dataclass(frozen=True)
class TableInfo:
    ref: TableRef
    columns: tuple[TableColumn, ...]
    location: str = ""
    """``s3://bucket/prefix/``"""
    description: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    alias: str = ""
    """A second, short name: that of a dataset within its thread."""

    def column(self, name: str) -> TableColumn | None:
        folded = name.casefold()
        return next((c for c in self.columns if c.name.casefold() == folded), None)


@dataclass(frozen=True)
class Tables:
    """All tables of the catalogue at one moment."""

    all: tuple[TableInfo, ...]

    @cached_property
    def _index(self) -> dict[tuple[str, str], TableInfo]:
        return {(t.ref.database.casefold(), t.ref.table.casefold()): t for t in self.all}

    def get(self, ref: TableRef) -> TableInfo | None:
        return self._index.get((ref.database.casefold(), ref.table.casefold()))

    def named(self, table: str) -> tuple[TableInfo, ...]:
        """Every table of this name, or called so for short, in whatever database."""
        folded = table.casefold()
        return tuple(t for t in self.all if folded in (t.ref.table.casefold(), t.alias.casefold()))

    def beside(self, more: Iterable[TableInfo]) -> Tables:
        """These tables and some more; the same object when there are none."""
        added = tuple(more)
        return Tables((*self.all, *added)) if added else self

    @classmethod
    def of(cls, tables: Iterable[TableInfo]) -> Tables:
        return cls(tuple(tables))
