"""Which tables and columns a query means, as Trino resolves them; what can't be resolved fails in Athena's words.

DuckDB is more lenient: it finds aliases of the select list in WHERE and GROUP BY, and files as tables. So names are
resolved here, before DuckDB sees the query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from infra.local.aws.athena import words
from infra.local.aws.athena.catalog import GlueTable
from infra.local.aws.athena.dialect.places import place
from infra.local.aws.athena.errors import QueryError

CATALOG = "awsdatacatalog"
ENGINE_CATALOG = "memory"
INFORMATION_SCHEMA = "information_schema"


@dataclass(frozen=True)
class Names:
    """How names are looked up.

    Attributes
    ----------
    database
        The database of unqualified tables.
    table, has_database
        Look-ups in the catalogue.
    information
        The rows of a table of ``information_schema`` as a query of VALUES, or None when it has no such table.
    """

    database: str
    table: Callable[[str, str], GlueTable | None]
    has_database: Callable[[str], bool]
    information: Callable[[str], exp.Query | None]
    ahead: Callable[[set[tuple[str, str]]], None] = lambda _: None
    """Told which (database, table) will be looked up, so that they can be fetched at the same time."""


@dataclass
class Bound:
    """A tree whose tables are all known, and those tables by (database, name)."""

    tree: exp.Query
    tables: dict[tuple[str, str], GlueTable] = field(default_factory=dict[tuple[str, str], GlueTable])


def bind(tree: exp.Expr, sql: str, names: Names) -> Bound:
    """Resolve every table (qualifying it for the engine) and column. Raises QueryError."""
    query = _as_query(tree)
    name_columns(query)
    query = _put_information_schema(query, names)
    bound = Bound(query)
    names.ahead(_wanted(query, names.database))
    seen: set[int] = set()
    scopes = traverse_scope(query)
    for scope in scopes:
        for table in scope.tables:
            seen.add(id(table))
            if not table.db and table.name.lower() in {name.lower() for name in scope.cte_sources}:
                continue
            _bind_table(table, sql, names, bound)
    for table in query.find_all(exp.Table):
        if id(table) not in seen and not isinstance(table.this, exp.Func):
            _bind_table(table, sql, names, bound)
        if isinstance(table.this, exp.Func):
            raise QueryError(words.function_not_found(place(table, sql), table.this.sql("trino").split("(")[0].lower()))
    if not any(with_.recursive for with_ in query.find_all(exp.With)):
        for scope in scopes:
            _check_columns(scope, sql, bound)
    return bound


def _wanted(query: exp.Query, database: str) -> set[tuple[str, str]]:
    ctes = {cte.alias.lower() for cte in query.find_all(exp.CTE)}
    tables = [table for table in query.find_all(exp.Table) if table.db or table.name.lower() not in ctes]
    return {((table.db or database).lower(), table.name.lower()) for table in tables}


def _as_query(tree: exp.Expr) -> exp.Query:
    """The tree as a query: VALUES becomes a SELECT of it, with Trino's column names."""
    if isinstance(tree, exp.Values):
        first = tree.expressions[0]
        width = len(first.expressions) if isinstance(first, exp.Tuple) else 1
        columns = [exp.to_identifier(f"_col{index}") for index in range(width)]
        tree.set("alias", exp.TableAlias(this=exp.to_identifier("t"), columns=columns))
        return exp.Select(expressions=[exp.Star()]).from_(tree)
    if isinstance(tree, exp.Query):
        return tree
    raise QueryError(words.only_reads(tree.key.upper()))


def name_columns(query: exp.Query) -> None:
    """Give nameless columns the names that Trino gives them, ``_col0``, ``_col1``..., by position."""
    for select in list(query.find_all(exp.Select)):
        if isinstance(select.parent, exp.Exists | exp.In) or _scalar(select):
            continue
        starred = False
        for index, item in enumerate(select.expressions):
            starred = starred or item.is_star
            nameless = not isinstance(item, exp.Alias | exp.Column | exp.Dot | exp.Star | exp.Aliases)
            if nameless and not starred:
                item.replace(exp.alias_(item.copy(), f"_col{index}"))


def _scalar(select: exp.Select) -> bool:
    """Whether it is a scalar subquery, whose column's name nobody sees."""
    parent = select.parent
    if not isinstance(parent, exp.Subquery) or parent.parent is None:
        return False
    return not isinstance(parent.parent, exp.From | exp.Join | exp.CTE | exp.Query)


def _put_information_schema(query: exp.Query, names: Names) -> exp.Query:
    for table in list(query.find_all(exp.Table)):
        if table.db.lower() != INFORMATION_SCHEMA:
            continue
        rows = names.information(table.name.lower())
        if rows is not None:
            alias = exp.TableAlias(this=exp.to_identifier(table.alias or table.name))
            table.replace(exp.Subquery(this=rows, alias=alias))
    return query


def _bind_table(table: exp.Table, sql: str, names: Names, bound: Bound) -> None:
    database = (table.db or names.database).lower()
    at = place(table, sql)
    if table.catalog and table.catalog.lower() not in (CATALOG, ENGINE_CATALOG):
        raise QueryError(words.catalog_not_found(at, table.catalog))
    found = names.table(database, table.name.lower())
    if found is None:
        if not names.has_database(database):
            raise QueryError(words.schema_not_found(at, database))
        raise QueryError(words.table_not_found(at, database, table.name.lower()))
    bound.tables[(database, found.name)] = found
    alias = table.args.get("alias")
    if alias is None or alias.this is None:
        columns = alias.args.get("columns") if alias else None
        table.set("alias", exp.TableAlias(this=exp.to_identifier(found.name, quoted=True), columns=columns))
    table.set("this", exp.to_identifier(found.name, quoted=True))
    table.set("db", exp.to_identifier(database, quoted=True))
    table.set("catalog", None)


def _check_columns(scope: Scope, sql: str, bound: Bound) -> None:
    select = scope.expression
    if not isinstance(select, exp.Select):
        return
    visible = _visible(scope, bound)
    if visible is None:
        return
    sources, columns = visible
    for column in _own_columns(select):
        name = column.name.lower()
        parts = [part.name.lower() for part in column.parts]
        if isinstance(column.this, exp.Star) or _is_lambda(column):
            continue
        if len(parts) == 1:
            if name not in columns and not _in_order(column, select):
                raise QueryError(words.column_not_found(place(column, sql), name))
            continue
        held = next((sources[part] for part in parts[:-1] if part in sources), None)
        if held is None and parts[0] not in columns:
            raise QueryError(words.column_not_found(place(column, sql), ".".join(parts)))
        index = next((at for at, part in enumerate(parts[:-1]) if part in sources), None)
        if held is not None and index is not None and parts[index + 1] not in held and parts[0] not in columns:
            raise QueryError(words.column_not_found(place(column, sql), ".".join(parts)))
        if index == 1 and column.args.get("db") is not None and _is_database(bound, parts):
            column.set("db", None)
            column.set("catalog", None)


def _is_database(bound: Bound, parts: list[str]) -> bool:
    return any(database == parts[0] and table == parts[1] for database, table in bound.tables)


def _own_columns(select: exp.Select) -> Iterator[exp.Column]:
    """Columns of the select itself, not of its subqueries or of what it reads from."""
    for key, value in select.args.items():
        if key in ("with_", "with", "from_", "from", "laterals"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, exp.Join):
                inner = [node.args.get("on")]
            else:
                inner = [node]
            for item in inner:
                if isinstance(item, exp.Expr):
                    yield from _columns_in(item)


def _columns_in(node: exp.Expr) -> Iterator[exp.Column]:
    for found in node.walk(prune=lambda item: isinstance(item, exp.Query)):
        if isinstance(found, exp.Column):
            yield found


def _is_lambda(column: exp.Column) -> bool:
    name = column.parts[0].name.lower()
    node = column.parent
    while node is not None and not isinstance(node, exp.Select):
        if isinstance(node, exp.Lambda) and name in {item.name.lower() for item in node.expressions}:
            return True
        node = node.parent
    return False


def _in_order(column: exp.Column, select: exp.Select) -> bool:
    """Whether it stands in the select's own ORDER BY, where aliases of the select list count too."""
    order = select.args.get("order")
    node: exp.Expr | None = column
    while node is not None and node is not select:
        if node is order:
            return column.name.lower() in {name.lower() for name in select.named_selects}
        node = node.parent
    return False


def _visible(scope: Scope, bound: Bound) -> tuple[dict[str, set[str]], set[str]] | None:
    """Columns by source and all together, of this select and of those around it. None when one can't be known."""
    sources: dict[str, set[str]] = {}
    everything: set[str] = set()
    around: Scope | None = scope
    while around is not None:
        for name, source in around.selected_sources.items():
            columns = _source_columns(source[0], source[1], bound)
            if columns is None:
                return None
            sources.setdefault(name.lower(), set(columns))
            everything |= columns
        for node in around.expression.args.get("joins") or []:
            if isinstance(node.this, exp.Unnest | exp.Lateral | exp.Values):
                columns = _alias_columns(node.this)
                if columns is None:
                    return None
                sources.setdefault(node.this.alias.lower(), columns)
                everything |= columns
        around = around.parent if around.is_subquery or around.is_udtf or around.is_derived_table else None
    start = scope.expression.args.get("from_") or scope.expression.args.get("from")
    if start is not None and isinstance(start.this, exp.Unnest | exp.Values | exp.Lateral):
        columns = _alias_columns(start.this)
        if columns is None:
            return None
        sources.setdefault(start.this.alias.lower(), columns)
        everything |= columns
    return sources, everything


def _source_columns(node: exp.Expr, source: exp.Expr | Scope, bound: Bound) -> set[str] | None:
    renamed = _alias_columns(node)
    if renamed:
        return renamed
    if isinstance(source, exp.Table):
        table = bound.tables.get((source.db.lower(), source.name.lower()))
        return {column.name for column in table.all_columns} if table else None
    if not isinstance(source, Scope):
        return None
    parent = source.expression.parent
    if isinstance(parent, exp.CTE | exp.Subquery):
        renamed = _alias_columns(parent)
        if renamed:
            return renamed
    return _output(source, bound)


def _output(scope: Scope, bound: Bound) -> set[str] | None:
    """Names of the columns that a query gives; a ``*`` is followed into what it reads."""
    query = scope.expression
    if isinstance(query, exp.SetOperation):
        left = scope.set_operation_scopes[0] if scope.set_operation_scopes else None
        return _output(left, bound) if left else None
    if not isinstance(query, exp.Select):
        return None
    names: set[str] = set()
    for item in query.expressions:
        if not item.is_star:
            names.add(item.alias_or_name.lower())
            continue
        wanted = item.table.lower() if isinstance(item, exp.Column) else ""
        for name, (node, source) in scope.selected_sources.items():
            if not wanted or name.lower() == wanted:
                columns = _source_columns(node, source, bound)
                if columns is None:
                    return None
                names |= columns
        if any(isinstance(join.this, exp.Unnest | exp.Lateral) for join in query.args.get("joins") or []):
            return None
    return names


def _alias_columns(node: exp.Expr) -> set[str] | None:
    alias = node.args.get("alias")
    columns = alias.args.get("columns") if isinstance(alias, exp.TableAlias) else None
    names = {column.name.lower() for column in columns or []}
    offset = node.args.get("offset")
    if isinstance(offset, exp.Identifier):
        names.add(offset.name.lower())
    return names or None
