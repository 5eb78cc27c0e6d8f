"""Find what a column's name means: a column, a field of a row-typed column, or a name given in SELECT."""

from __future__ import annotations

from sqlglot import exp

from agent_actions.errors import FixableError, RefusedError, UnknownNameError
from agent_actions.sql import words
from agent_actions.sql.names import nearest
from agent_actions.sql.scope import Relation, Scope

Found = tuple[Relation | None, str | None]


def find_column(column: exp.Column, scope: Scope, clause: str, result: Relation | None) -> Found:
    """(its relation if it has one, its Athena type if known).

    ``result``: the query's own columns, where they may be named (ORDER BY). A database in front of the column is
    taken away from ``column``, for the table may become a subquery. Raises UnknownNameError, RefusedError for a
    hidden column, FixableError for an ambiguous one.
    """
    parts = [part.name for part in column.parts]
    if any(part.startswith("$") for part in parts):
        raise RefusedError(words.METADATA_COLUMN)
    folded = [part.casefold() for part in parts]
    if result is not None and len(parts) == 1 and folded[0] in result.columns:
        return None, result.columns[folded[0]]
    at: Scope | None = scope
    while at is not None:
        found = _bare(folded[0], at) if len(parts) == 1 else _dotted(column, folded, at)
        if found is not None:
            return found
        at = at.outer
    if result is not None and result.open and len(parts) == 1:
        return None, None
    raise _not_found(parts, folded, scope, clause)


def _bare(name: str, scope: Scope) -> Found | None:
    owners = scope.having(name)
    if len(owners) > 1 and name not in scope.shared:
        raise FixableError(words.column_ambiguous(name, [r.name for r in owners if r.name] or [name]))
    if owners:
        return owners[0], owners[0].columns[name]
    if scope.any_open():
        return next(r for r in scope.relations if r.open), None
    return None


def _dotted(column: exp.Column, folded: list[str], scope: Scope) -> Found | None:
    """``alias.column``, ``database.table.column`` or ``catalog.database.table.column``, each with row fields behind."""
    for skip in (0, 1, 2):
        rest = folded[skip:]
        if len(rest) < 2:
            break
        relation = _qualified(folded, skip, scope)
        if relation is None:
            continue
        if rest[1] in relation.columns:
            if skip:
                _drop_qualifiers(column, skip)
            kind = relation.columns[rest[1]]
            return relation, kind if len(rest) == 2 else None
        if relation.open:
            return relation, None
        raise _no_column(rest[1], relation)
    owners = scope.having(folded[0])
    if owners and (owners[0].columns[folded[0]] or "row").startswith("row"):
        return owners[0], None
    return None


def _qualified(folded: list[str], skip: int, scope: Scope) -> Relation | None:
    name = folded[skip]
    if skip == 0:
        return scope.relation(name)
    return next(
        (
            r
            for r in scope.relations
            if r.qualified
            and r.info
            and r.name.casefold() == name
            and r.info.ref.database.casefold() == folded[skip - 1]
        ),
        None,
    )


def _drop_qualifiers(column: exp.Column, skip: int) -> None:
    identifiers = [part.copy() for part in column.parts][skip:]
    for slot in ("catalog", "db", "table"):
        column.set(slot, None)
    for slot, identifier in zip(("this", "table", "db", "catalog"), reversed(identifiers), strict=False):
        column.set(slot, identifier)


def _no_column(name: str, relation: Relation) -> FixableError | RefusedError:
    if name in relation.hidden:
        return RefusedError(words.column_refused(relation.name, name))
    close = nearest(name, relation.spelled)
    return UnknownNameError(words.column_unknown(name, relation.name or None, close), nearest=close)


def _not_found(parts: list[str], folded: list[str], scope: Scope, clause: str) -> FixableError | RefusedError:
    if len(parts) > 1:
        known = [r.name for r in scope.relations if r.name]
        close = nearest(parts[-2], known) or tuple(known[:3])
        return UnknownNameError(words.table_unknown(".".join(parts[:-1]), close), nearest=close)
    hiding = next((r for r in scope.relations if folded[0] in r.hidden), None)
    if hiding is not None:
        return RefusedError(words.column_refused(hiding.name, parts[0]))
    if folded[0] in scope.aliases:
        return FixableError(words.alias_elsewhere(parts[0], clause or "this place"))
    close = nearest(parts[0], scope.spelled())
    only = scope.relations[0].name if len(scope.relations) == 1 else None
    return UnknownNameError(words.column_unknown(parts[0], only, close), nearest=close)
