"""What a set of roles lets one see of one table: permissive within a side, restrictive between the two sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agent_actions.errors import RefusedError
from agent_actions.semantic.config import Names, Role
from agent_actions.semantic.model import Dataset, SemanticModel, TableRef
from agent_actions.sql import words
from agent_actions.sql.rowfilter import RowFilter, bind_filter, columns_of

NamedRole = tuple[str, Role]


@dataclass(frozen=True)
class TableRights:
    """``conditions`` are bound when asked for, so that one broken filter closes one table only."""

    hidden: frozenset[str] = frozenset()
    masked: frozenset[str] = frozenset()
    conditions: tuple[Callable[[], RowFilter], ...] = ()

    def filters(self) -> tuple[RowFilter, ...]:
        """All must hold. Raises RefusedError when one cannot be read."""
        return tuple(dict.fromkeys(condition() for condition in self.conditions))

    def filter_words(self) -> tuple[str, ...]:
        try:
            return tuple(f.words for f in self.filters())
        except RefusedError:
            return (words.NO_ROWS_BROKEN,)


def meet(one: TableRights, other: TableRights) -> TableRights:
    """What both allow."""
    hidden = one.hidden | other.hidden
    return TableRights(hidden, (one.masked | other.masked) - hidden, one.conditions + other.conditions)


class Side:
    """One side of a grant: a person's roles, or an audience's. What any of them allows is allowed."""

    def __init__(self, model: SemanticModel | None, roles: Sequence[NamedRole], attributes: Mapping[str, str]) -> None:
        self._model = model
        self.roles = tuple(roles)
        self._attributes = attributes
        self._tables: dict[TableRef, TableRights | None] = {}

    def allows(self, names: Callable[[Role], Names], name: str) -> bool:
        return self._model is None or any(names(role) == "*" or name in names(role) for _, role in self.roles)

    def table(self, ref: TableRef) -> TableRights | None:
        """None: not granted. Raises RefusedError when a role's rights name a dataset that does not exist."""
        if self._model is None:
            return TableRights()
        if ref not in self._tables:
            self._tables[ref] = self._join(self._model, ref)
        return self._tables[ref]

    def _join(self, model: SemanticModel, ref: TableRef) -> TableRights | None:
        granting = [named for named in self.roles if _grants(model, named[1], ref)]
        if not granting:
            return None
        each = [self._of_role(model, named, ref) for named in granting]
        hidden = frozenset[str].intersection(*(r.hidden for r in each))
        covered = frozenset[str].intersection(*(r.hidden | r.masked for r in each))
        conditions: tuple[Callable[[], RowFilter], ...] = ()
        if all(r.conditions for r in each):
            conditions = (each[0].conditions) if len(each) == 1 else (lambda: _any(each),)
        return TableRights(hidden, covered - hidden, conditions)

    def _of_role(self, model: SemanticModel, named: NamedRole, ref: TableRef) -> TableRights:
        """All that one role says of the table, under whatever dataset or table name it says it."""
        role_name, role = named
        hidden: set[str] = set()
        masked: set[str] = set()
        conditions: list[Callable[[], RowFilter]] = []
        for name in dict.fromkeys([*role.columns, *role.rows]):
            source = source_of(model, name)
            if source is None:
                raise RefusedError(words.unknown_dataset_in_rights(role_name, name))
            if not same(source, ref):
                continue
            dataset = model.dataset(name) or model.dataset_of(ref)
            if name in role.columns:
                hidden.update(_columns(dataset, role.columns[name].hide))
                masked.update(_columns(dataset, role.columns[name].mask))
            if name in role.rows:
                conditions.append(self._condition(role.rows[name], name, dataset))
        return TableRights(frozenset(hidden), frozenset(masked - hidden), tuple(conditions))

    def _condition(self, template: str, label: str, dataset: Dataset | None) -> Callable[[], RowFilter]:
        return lambda: bind_filter(template, label, dataset, self._attributes)


OPEN = Side(None, (), {})
"""Everything, for a model without rights."""


def source_of(model: SemanticModel, name: str) -> TableRef | None:
    """The table behind a dataset's name, or that is written ``database.table``."""
    dataset = model.dataset(name)
    if dataset is not None:
        return dataset.source
    database, _, table = name.partition(".")
    return TableRef(database, table) if database and table else None


def same(one: TableRef, other: TableRef) -> bool:
    return str(one).casefold() == str(other).casefold()


def _grants(model: SemanticModel, role: Role, ref: TableRef) -> bool:
    if role.datasets == "*":
        return True
    sources = (source_of(model, name) for name in role.datasets)
    return any(source is not None and same(source, ref) for source in sources)


def _columns(dataset: Dataset | None, names: Sequence[str]) -> set[str]:
    """Physical columns behind field or column names; a computed field takes all that it reads along."""
    found: set[str] = set()
    for name in names:
        field = dataset.field(name) if dataset else None
        read = columns_of(field.expression, dataset) if dataset and field else frozenset[str]()
        found |= read or {name.lower()}
    return found


def _any(each: Sequence[TableRights]) -> RowFilter:
    """Any role's filters suffice; the filters of one role must all hold."""
    sides = [rights.filters() for rights in each]
    both = [(_all([f.sql for f in side]), " and ".join(f.words for f in side)) for side in sides]
    unique = list(dict.fromkeys(both))
    return RowFilter(" OR ".join(f"({sql})" for sql, _ in unique), ", or ".join(shown for _, shown in unique))


def _all(conditions: Sequence[str]) -> str:
    return conditions[0] if len(conditions) == 1 else " AND ".join(f"({c})" for c in conditions)
