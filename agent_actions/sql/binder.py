"""Bind every name of a statement to a granted table and column, by Trino's own scoping rules.

Not sqlglot's ``qualify``: that rewrites the statement (aliases into WHERE and GROUP BY, positions into
expressions), which can change what it means on Trino. Here the statement stays as it was written; only tables
are found, to be replaced afterwards. A table or column that no rule reached makes the statement refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from agent_actions.errors import FixableError, RefusedError, UnknownNameError
from agent_actions.sql import words
from agent_actions.sql.columns import find_column
from agent_actions.sql.inference import infer
from agent_actions.sql.lookup import TableLookup
from agent_actions.sql.scope import Connections, Relation, Scope
from agent_actions.sql.tables import TableInfo

SMALL_ROWS = 1_000
"""A query limited to so few rows may be cross joined."""


@dataclass
class Bound:
    """What the statement reads."""

    tables: list[tuple[exp.Table, TableInfo]] = field(default_factory=list[tuple[exp.Table, TableInfo]])
    types: dict[int, str | None] = field(default_factory=dict[int, "str | None"])
    """id of each Column node -> Athena type."""
    owners: dict[int, Relation] = field(default_factory=dict[int, Relation])
    seen: set[int] = field(default_factory=set[int])


class Binder:
    """One statement. Raises UnknownNameError, RefusedError and FixableError as it meets what cannot be bound."""

    def __init__(self, lookup: TableLookup) -> None:
        self._lookup = lookup
        self.bound = Bound()

    def bind(self, tree: exp.Expr) -> Bound:
        self._query(tree, {}, None)
        for node in tree.find_all(exp.Table, exp.Column):
            if id(node) not in self.bound.seen:
                raise RefusedError(words.NOT_REWRITABLE)
        return self.bound

    def _query(self, node: exp.Expr, ctes: Mapping[str, Relation], outer: Scope | None) -> Relation:
        ctes = self._with(node, ctes, outer)
        if isinstance(node, exp.Select):
            return self._select(node, ctes, outer)
        if isinstance(node, exp.SetOperation):
            return self._set_operation(node, ctes, outer)
        if isinstance(node, exp.Subquery):
            if isinstance(node.this, exp.Table):
                raise FixableError(words.JOIN_PARENTHESES)
            inner = self._query(node.this, ctes, outer)
            self._ending(node, Scope(ctes, outer), inner)
            return inner
        if isinstance(node, exp.Values):
            return self._values(node, Scope(ctes, outer))
        raise RefusedError(words.NOT_REWRITABLE)

    def _with(self, node: exp.Expr, ctes: Mapping[str, Relation], outer: Scope | None) -> Mapping[str, Relation]:
        clause = node.args.get("with_")
        if not isinstance(clause, exp.With):
            return ctes
        visible = dict(ctes)
        for cte in clause.expressions:
            if not isinstance(cte, exp.CTE):
                raise RefusedError(words.NOT_REWRITABLE)
            visible[cte.alias.casefold()] = _aliased(self._query(cte.this, visible, outer), cte.args.get("alias"))
        return visible

    def _select(self, select: exp.Select, ctes: Mapping[str, Relation], outer: Scope | None) -> Relation:
        scope = Scope(ctes, outer)
        ties = Connections()
        from_ = select.args.get("from_")
        if isinstance(from_, exp.From):
            scope.relations.append(self._source(from_.this, scope))
        for join in select.args.get("joins") or ():
            self._join(join, scope, ties)
        where = select.args.get("where")
        if where is not None:
            self._name_aliases(select, scope)
            self._expressions(where, scope, clause="WHERE")
            self._tie(where.this, scope, ties)
        if ties.apart(r for r in scope.relations if r.large):
            raise FixableError(words.CROSS_JOIN)
        self._name_aliases(select, scope)
        result = self._projections(select, scope)
        self._group(select, scope)
        having = select.args.get("having")
        if isinstance(having, exp.Having):
            self._expressions(having, scope, clause="HAVING")
        for window in select.args.get("windows") or ():
            self._expressions(window, scope, clause="WINDOW")
        if select.args.get("qualify"):
            raise FixableError(words.QUALIFY)
        distinct = select.args.get("distinct")
        if isinstance(distinct, exp.Distinct) and distinct.args.get("on"):
            raise FixableError(words.DISTINCT_ON)
        self._ending(select, scope, result)
        result.large = any(r.large for r in scope.relations) and not _few_rows(select)
        return result

    def _set_operation(self, node: exp.SetOperation, ctes: Mapping[str, Relation], outer: Scope | None) -> Relation:
        if node.args.get("by_name") or node.args.get("on") or node.args.get("side") or node.args.get("kind"):
            raise FixableError(words.SET_BY_NAME)
        left = self._query(node.this, ctes, outer)
        right = self._query(node.expression, ctes, outer)
        self._ending(node, Scope(ctes, outer), left)
        return Relation("", left.columns, left.spelled, left.open, left.large or right.large)

    def _values(self, node: exp.Values, scope: Scope) -> Relation:
        for row in node.expressions:
            self._expressions(row, scope)
        return _aliased(Relation(open=True), node.args.get("alias"))

    # FROM

    def _source(self, node: exp.Expr, scope: Scope) -> Relation:
        if isinstance(node, exp.Table):
            return self._table(node, scope)
        if isinstance(node, exp.Subquery):
            return _aliased(self._query(node, scope.ctes, scope.outer), node.args.get("alias"))
        if isinstance(node, exp.Values):
            return self._values(node, scope)
        if isinstance(node, exp.Lateral):
            return _aliased(self._query(node.this, scope.ctes, scope), node.args.get("alias"))
        if isinstance(node, exp.Unnest):
            for item in node.expressions:
                self._expressions(item, scope)
            return _unnested(node)
        raise RefusedError(words.construct(node.key.upper()))

    def _table(self, node: exp.Table, scope: Scope) -> Relation:
        self.bound.seen.add(id(node))
        alias = node.args.get("alias")
        cte = scope.ctes.get(node.name.casefold()) if not node.db and not node.catalog else None
        if cte is not None:
            return _aliased(cte.named(node.name), alias)
        info = self._lookup.find(node)
        self.bound.tables.append((node, info))
        hidden = self._lookup.hidden(info)
        visible = [c for c in info.columns if c.name.lower() not in hidden]
        relation = Relation(
            name=node.name,
            columns={c.name.casefold(): c.type for c in visible},
            spelled=tuple(c.name for c in visible),
            large=True,
        )
        relation = _aliased(relation, alias)
        relation.info, relation.hidden = info, hidden
        relation.qualified = not isinstance(alias, exp.TableAlias)
        return relation

    def _join(self, join: exp.Join, scope: Scope, ties: Connections) -> None:
        if (join.method or "").upper() not in ("", "NATURAL") or (join.kind or "").upper() not in (
            "", "INNER", "OUTER", "CROSS",
        ):  # fmt: skip
            raise FixableError(words.JOIN_KIND)
        before = list(scope.relations)
        relation = self._source(join.this, scope)
        scope.relations.append(relation)
        if isinstance(join.this, exp.Lateral):
            self._correlate(join.this, relation, scope, ties)
        on = join.args.get("on")
        if isinstance(on, exp.Expr):
            self._expressions(on, scope, clause="ON")
            self._tie(on, scope, ties)
        for name in join.args.get("using") or ():
            folded = name.name.casefold()
            for side in (before, [relation]):
                if not any(folded in r.columns or r.open for r in side):
                    raise UnknownNameError(words.column_unknown(name.name, side[-1].name, ()))
            if isinstance(name, exp.Column):
                self.bound.seen.add(id(name))
            scope.shared.add(folded)
            ties.tie([*(r for r in before if folded in r.columns), relation])
        if (join.method or "").upper() == "NATURAL":
            common = {c for r in before for c in r.columns} & set(relation.columns)
            scope.shared |= common
            ties.tie([*(r for r in before if common & set(r.columns)), relation])

    def _correlate(self, lateral: exp.Lateral, relation: Relation, scope: Scope, ties: Connections) -> None:
        """A lateral subquery is tied to the relations of this FROM that its own conditions name."""
        for where in lateral.find_all(exp.Where):
            owners = [self.bound.owners.get(id(c)) for c in where.find_all(exp.Column)]
            ties.tie([relation, *(r for r in scope.relations if r in owners)])

    def _tie(self, condition: exp.Expr, scope: Scope, ties: Connections) -> None:
        """Tie the relations that one AND-ed condition names together."""
        stack = [condition]
        while stack:
            node = stack.pop()
            if isinstance(node, exp.Paren):
                stack.append(node.this)
            elif isinstance(node, exp.And):
                stack += [node.this, node.expression]
            else:
                owners = [self.bound.owners.get(id(c)) for c in node.find_all(exp.Column)]
                ties.tie(r for r in scope.relations if r in owners)

    # SELECT, GROUP BY, ORDER BY

    def _name_aliases(self, select: exp.Select, scope: Scope) -> None:
        scope.aliases = {
            item.alias.casefold(): position
            for position, item in enumerate(select.expressions, 1)
            if isinstance(item, exp.Alias)
        }

    def _projections(self, select: exp.Select, scope: Scope) -> Relation:
        columns: dict[str, str | None] = {}
        spelled: list[str] = []
        is_open = False
        for item in select.expressions:
            star = _star_of(item)
            if star is not None:
                if star.args.get("except_") or star.args.get("replace") or star.args.get("rename"):
                    raise FixableError(words.STAR_EXCEPT)
                for relation in self._starred(item, scope):
                    columns.update({k: v for k, v in relation.columns.items() if k not in columns})
                    spelled += relation.spelled
                    is_open = is_open or relation.open
                continue
            self._expressions(item, scope, clause="SELECT")
            kind = infer(item, self.bound.types)
            scope.alias_types[item.alias_or_name.casefold()] = kind
            if item.alias_or_name:
                columns.setdefault(item.alias_or_name.casefold(), kind)
                spelled.append(item.alias_or_name)
        return Relation("", columns, tuple(dict.fromkeys(spelled)), is_open)

    def _starred(self, item: exp.Expr, scope: Scope) -> list[Relation]:
        self.bound.seen.add(id(item))
        if not isinstance(item, exp.Column):
            return scope.relations
        name = item.table.casefold()
        relation = scope.relation(name)
        if relation is None:
            known = [r.name for r in scope.relations if r.name]
            raise UnknownNameError(words.table_unknown(item.table, known), nearest=known)
        item.set("db", None)
        item.set("catalog", None)
        return [relation]

    def _group(self, select: exp.Select, scope: Scope) -> None:
        group = select.args.get("group")
        if not isinstance(group, exp.Group):
            return
        if group.args.get("all"):
            raise FixableError(words.GROUP_BY_ALL)
        for item in list(group.expressions):
            if isinstance(item, exp.Column) and not item.table and not scope.having(item.name.casefold()):
                position = scope.aliases.get(item.name.casefold())
                if position is not None and not scope.any_open():
                    item.replace(exp.Literal.number(position))
        self._expressions(group, scope, clause="GROUP BY")

    def _ending(self, node: exp.Expr, scope: Scope, result: Relation) -> None:
        """ORDER BY, which also knows the names of the result, LIMIT and OFFSET."""
        order = node.args.get("order")
        if isinstance(order, exp.Expr):
            self._expressions(order, scope, result=result)
        for name in ("limit", "offset"):
            clause = node.args.get(name)
            if isinstance(clause, exp.Expr) and not _is_number(clause):
                raise FixableError(words.LIMIT_NUMBER)

    # Expressions

    def _expressions(self, node: exp.Expr, scope: Scope, *, clause: str = "", result: Relation | None = None) -> None:
        stack = [node]
        while stack:
            current = stack.pop()
            if isinstance(current, exp.Column):
                self._column(current, scope, clause, result)
            elif isinstance(current, exp.Query):
                self._query(current, scope.ctes, scope)
            elif isinstance(current, exp.Unnest):
                raise FixableError(words.UNNEST_IN_SELECT)
            elif isinstance(current, exp.Table):
                raise RefusedError(words.NOT_REWRITABLE)
            else:
                if isinstance(current, exp.Star) and not isinstance(current.parent, exp.Count):
                    raise FixableError(words.construct("*"))
                stack.extend(current.iter_expressions())

    def _column(self, column: exp.Column, scope: Scope, clause: str, result: Relation | None) -> None:
        if isinstance(column.this, exp.Star):
            raise FixableError(words.construct("*"))
        self.bound.seen.add(id(column))
        owner, kind = find_column(column, scope, clause, result)
        self.bound.types[id(column)] = kind
        if owner is not None:
            self.bound.owners[id(column)] = owner


def _aliased(relation: Relation, alias: object) -> Relation:
    """The relation under its alias, with the alias's column list."""
    if not isinstance(alias, exp.TableAlias):
        return relation
    renamed = Relation(alias.name or relation.name, relation.columns, relation.spelled, relation.open, relation.large)
    names = [c.name for c in alias.columns]
    if names:
        kinds = list(relation.columns.values())
        if not relation.open and kinds and len(names) != len(kinds):
            raise FixableError(words.alias_columns(alias.name, len(kinds)))
        kinds = kinds if len(kinds) == len(names) else [None] * len(names)
        renamed.columns = {n.casefold(): k for n, k in zip(names, kinds, strict=True)}
        renamed.spelled, renamed.open = tuple(names), False
    return renamed


def _unnested(node: exp.Unnest) -> Relation:
    alias = node.args.get("alias")
    names = [c.name for c in alias.columns] if isinstance(alias, exp.TableAlias) else []
    offset = node.args.get("offset")
    has_list = bool(names)
    if isinstance(offset, exp.Identifier):
        names.append(offset.name)
    return Relation(
        alias.name if isinstance(alias, exp.TableAlias) else "",
        {n.casefold(): None for n in names},
        tuple(names),
        open=not has_list,
    )


def _star_of(item: exp.Expr) -> exp.Star | None:
    inner = item.this if isinstance(item, exp.Column) else item
    return inner if isinstance(inner, exp.Star) else None


def _few_rows(select: exp.Select) -> bool:
    """Whether grouping or a small LIMIT keeps the result small."""
    limit = select.args.get("limit")
    rows = limit.expression if isinstance(limit, exp.Limit) else None
    if isinstance(rows, exp.Literal) and rows.is_int and int(rows.name) <= SMALL_ROWS:
        return True
    if select.args.get("group") or select.args.get("distinct"):
        return True
    return any(
        aggregate.find_ancestor(exp.Window, exp.Select) is select
        for item in select.expressions
        for aggregate in item.find_all(exp.AggFunc)
    )


def _is_number(clause: exp.Expr) -> bool:
    value = clause.args.get("count") if isinstance(clause, exp.Fetch) else clause.args.get("expression")
    if isinstance(value, exp.Var):
        return value.name.upper() == "ALL"
    return value is None or (isinstance(value, exp.Literal) and value.is_int and len(value.name) < 19)
