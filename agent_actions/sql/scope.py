"""What names mean at one place of a statement: relations, their columns, and where a name is looked up.

Names match without regard to case, quoted or not, as in Athena.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from agent_actions.sql.tables import TableInfo


@dataclass(eq=False)
class Relation:
    """Something in FROM, or the result of a query."""

    name: str = ""
    columns: Mapping[str, str | None] = field(default_factory=dict[str, "str | None"])
    """Case-folded name -> Athena type, None where it is not known; in order."""
    spelled: tuple[str, ...] = ()
    """The columns as they are written, for suggestions."""
    open: bool = False
    """It may have columns whose names are not known: an UNNEST of rows without a column list."""
    large: bool = False
    """It may have as many rows as a table."""
    info: TableInfo | None = None
    """The table, when it is one."""
    qualified: bool = False
    """It may also be called ``database.table``: a table without an alias."""
    hidden: frozenset[str] = frozenset()

    def named(self, name: str) -> Relation:
        return Relation(name, self.columns, self.spelled, self.open, self.large)


@dataclass(eq=False)
class Scope:
    """One SELECT: its relations, the common table expressions in sight, and the query around it."""

    ctes: Mapping[str, Relation]
    outer: Scope | None
    relations: list[Relation] = field(default_factory=list[Relation])
    shared: set[str] = field(default_factory=set[str])
    """Columns joined by USING: one column, though two relations have it."""
    natural: bool = False
    aliases: dict[str, int] = field(default_factory=dict[str, int])
    """Case-folded names given in SELECT -> position, from 1."""
    alias_types: dict[str, str | None] = field(default_factory=dict[str, "str | None"])

    def having(self, column: str) -> list[Relation]:
        return [r for r in self.relations if column in r.columns]

    def relation(self, name: str) -> Relation | None:
        return next((r for r in self.relations if r.name.casefold() == name), None)

    def any_open(self) -> bool:
        return any(r.open for r in self.relations)

    def spelled(self) -> Iterable[str]:
        return (name for r in self.relations for name in r.spelled)


class Connections:
    """Which relations of a FROM are tied to each other by conditions (union-find)."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def tie(self, relations: Iterable[Relation]) -> None:
        roots = [self._root(id(r)) for r in relations]
        for other in roots[1:]:
            self._parent[self._root(other)] = self._root(roots[0])

    def apart(self, relations: Iterable[Relation]) -> bool:
        """Whether two of these are not tied."""
        return len({self._root(id(r)) for r in relations}) > 1

    def _root(self, key: int) -> int:
        while (parent := self._parent.setdefault(key, key)) != key:
            key = parent
        return key
