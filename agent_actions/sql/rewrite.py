"""Put each table behind its rights, and the statement under its row limit."""

from __future__ import annotations

import sqlglot
from sqlglot import exp, parse_one
from sqlglot.errors import ParseError

from agent_actions.errors import FixableError, RefusedError
from agent_actions.sql import words
from agent_actions.sql.comparisons import mend_comparisons
from agent_actions.sql.dialect import ATHENA
from agent_actions.sql.lookup import Granted
from agent_actions.sql.tables import TableColumn, TableInfo

MASK = "***"


def place_table(node: exp.Table, info: TableInfo, grant: Granted) -> None:
    """Replace ``node`` by the qualified table, or by a subquery of what is granted of it, under the same alias."""
    alias, sample = node.args.get("alias"), node.args.get("sample")
    placed = alias.copy() if isinstance(alias, exp.TableAlias) else exp.TableAlias(this=node.this.copy())
    table = exp.Table(
        this=exp.to_identifier(info.ref.table, quoted=True), db=exp.to_identifier(info.ref.database, quoted=True)
    )
    hidden, masked = grant.hidden_columns(info.ref), grant.masked_columns(info.ref)
    filters = grant.row_filters(info.ref)
    names = {c.name.lower() for c in info.columns}
    if not filters and not (hidden | masked) & names:
        if isinstance(alias, exp.TableAlias) or node.name.casefold() != info.ref.table.casefold():
            table.set("alias", placed)
        table.set("sample", sample)
        node.replace(table)
        return
    visible = [_shown(c, masked=c.name.lower() in masked) for c in info.columns if c.name.lower() not in hidden]
    select = exp.select(*(visible if (hidden | masked) & names else [exp.Star()])).from_(table)
    for condition in filters:
        select = select.where(exp.paren(_condition(condition, info)), copy=False)
    # A sample is drawn from the rows that may be seen.
    node.replace(exp.Subquery(this=select, alias=placed, sample=sample))


def _condition(condition: str, info: TableInfo) -> exp.Expr:
    """A row filter, its date strings typed. Raises RefusedError when it names a column that the table lacks."""
    root = exp.paren(sqlglot.parse_one(condition, read=ATHENA))
    types: dict[int, str | None] = {}
    for found in root.find_all(exp.Column):
        column = info.column(found.parts[0].name)
        if column is None:
            raise RefusedError(words.broken_filter(info.ref.table))
        types[id(found)] = column.type if len(found.parts) == 1 else None
    mend_comparisons(root, types)
    return root.this


def _shown(column: TableColumn, *, masked: bool) -> exp.Expr:
    source = exp.column(exp.to_identifier(column.name, quoted=True))
    if not masked:
        return source
    if column.type.startswith("varchar"):
        value: exp.Expr = exp.If(
            this=exp.Is(this=source, expression=exp.Null()), true=exp.Null(), false=exp.Literal.string(MASK)
        )
    else:
        value = exp.cast(exp.Null(), _data_type(column.type))
    return exp.alias_(value, column.name, quoted=True)


def _data_type(text: str) -> exp.DataType:
    try:
        return exp.DataType.build(text, dialect="athena")
    except ParseError:
        return exp.DataType.build("varchar", dialect="athena")


def limit_rows(root: exp.Expr, max_rows: int) -> tuple[int, int | None]:
    """Set the root's LIMIT to the lesser of theirs and ``max_rows``; returns (the limit, theirs if they had one).

    On the root itself: a subquery around the statement would lose its ORDER BY.
    """
    theirs = _their_limit(root)
    limit = max_rows if theirs is None else min(theirs, max_rows)
    root.set("limit", exp.Limit(expression=exp.Literal.number(limit)))
    return limit, theirs


def counting(sql: str, theirs: int | None) -> str:
    """How many rows a guarded statement has without our limit, up to the statement's own."""
    root = parse_one(sql, dialect=ATHENA)
    if theirs is None:
        root.set("limit", None)
        if not root.args.get("offset"):
            root.set("order", None)
    else:
        root.set("limit", exp.Limit(expression=exp.Literal.number(theirs)))
    inner = exp.Subquery(this=root, alias=exp.TableAlias(this=exp.to_identifier("result_rows", quoted=True)))
    counted = exp.select(exp.alias_(exp.Count(this=exp.Star()), "n", quoted=True)).from_(inner)
    return counted.sql(dialect=ATHENA)


def _their_limit(root: exp.Expr) -> int | None:
    clause = root.args.get("limit")
    if isinstance(clause, exp.Fetch):
        options = clause.args.get("limit_options")
        if isinstance(options, exp.LimitOptions) and (options.args.get("with_ties") or options.args.get("percent")):
            raise FixableError(words.WITH_TIES)
        count = clause.args.get("count")
        return int(count.name) if isinstance(count, exp.Literal) else 1
    if not isinstance(clause, exp.Limit) or isinstance(clause.expression, exp.Var):
        return None
    return int(clause.expression.name)
