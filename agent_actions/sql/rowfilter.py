"""A row filter of ``outcrop.yaml``, bound to one caller: names become columns, ``{caller.x}`` becomes a literal.

Values are put into the parsed tree and escaped by the generator; no text is ever pasted into SQL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import TokenType

from agent_actions.errors import ActionError, RefusedError
from agent_actions.semantic.model import Dataset
from agent_actions.semantic.plain import kept_rows
from agent_actions.sql import words
from agent_actions.sql.allowed import check_nodes
from agent_actions.sql.dialect import ATHENA

_CALLER = re.compile(r"\{\s*caller\.([A-Za-z_][A-Za-z0-9_]*)\s*\}")
_BOUND = "outcrop_caller_"
MAX_DEPTH = 60
MAX_NODES = 2_000


@dataclass(frozen=True)
class RowFilter:
    """One condition over a table's physical columns."""

    sql: str
    words: str
    """What it does, for a person: ``only region EMEA``."""


def bind_filter(template: str, label: str, dataset: Dataset | None, attributes: Mapping[str, str]) -> RowFilter:
    """Raises RefusedError when the filter cannot be read: no row is shown then.

    ``attributes`` has lower-case names. A filter that needs one that is missing is FALSE.
    """
    needed = [name.lower() for name in _CALLER.findall(template)]
    missing = next((name for name in needed if name not in attributes), None)
    if missing is not None:
        return RowFilter("FALSE", words.no_rows_without(missing))
    tree = _parse(_CALLER.sub(lambda m: f" :{_BOUND}{m[1].lower()} ", template), label)
    tree = _each(tree, lambda node: _literal(node, label, attributes))
    condition = tree.sql(dialect=ATHENA, comments=False)
    shown = kept_rows(dataset, condition) or words.only_rows(condition)
    if dataset is not None:
        tree = _each(tree, lambda node: _expand(node, dataset))
    try:
        check_nodes(tree, MAX_DEPTH, MAX_NODES)
    except ActionError as error:
        raise RefusedError(words.broken_filter(label)) from error
    for column in tree.find_all(exp.Column):
        column.this.set("quoted", True)
    return RowFilter(tree.sql(dialect=ATHENA, comments=False), shown)


def columns_of(expression: str, dataset: Dataset) -> frozenset[str]:
    """Lower-case names of the columns that a field's expression reads; empty when it cannot be parsed."""
    try:
        tree = sqlglot.parse_one(expression, read=ATHENA)
    except (SqlglotError, RecursionError):
        return frozenset()
    own = _own_names(dataset)
    found: set[str] = set()
    for column in tree.find_all(exp.Column):
        parts = [part.name.lower() for part in column.parts]
        found.add(parts[1] if len(parts) > 1 and parts[0].casefold() in own else parts[0])
    return frozenset(found)


def _own_names(dataset: Dataset) -> set[str]:
    return {dataset.name.casefold(), dataset.source.table.casefold()}


def _parse(text: str, label: str) -> exp.Expr:
    try:
        if any(token.token_type is TokenType.L_BRACE for token in sqlglot.tokenize(text, read=ATHENA)):
            raise RefusedError(words.broken_filter(label))
        trees = sqlglot.parse(text, read=ATHENA)
    except (SqlglotError, RecursionError) as error:
        raise RefusedError(words.broken_filter(label)) from error
    if len(trees) != 1 or not isinstance(trees[0], exp.Condition | exp.Binary | exp.Unary):
        raise RefusedError(words.broken_filter(label))
    if any(isinstance(node, exp.Query | exp.Subquery | exp.Table) for node in trees[0].walk()):
        raise RefusedError(words.filter_subquery(label))
    return trees[0]


def _each(tree: exp.Expr, change: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
    return tree.transform(change)


def _literal(node: exp.Expr, label: str, attributes: Mapping[str, str]) -> exp.Expr:
    if isinstance(node, exp.Placeholder):
        name = str(node.this or "")
        if not name.startswith(_BOUND):
            raise RefusedError(words.broken_filter(label))
        return exp.Literal.string(attributes[name.removeprefix(_BOUND)])
    if isinstance(node, exp.Literal) and node.is_string and f":{_BOUND}" in node.name:
        name = node.name.strip().removeprefix(f":{_BOUND}")
        if name not in attributes:
            raise RefusedError(words.filter_quoted(label, name.rpartition(_BOUND)[2].split(" ")[0]))
        return exp.Literal.string(attributes[name])
    return node


def _expand(node: exp.Expr, dataset: Dataset) -> exp.Expr:
    """Replace a field by its expression over the table's columns; drop the dataset's name before a column."""
    if not isinstance(node, exp.Column):
        return node
    own = _own_names(dataset)
    if node.table and node.table.casefold() not in own:
        return node
    field = dataset.field(node.name)
    if field is None:
        return exp.column(node.this.copy())
    tree = _parse(field.expression, dataset.name)
    for column in tree.find_all(exp.Column):
        if column.table.casefold() in own:
            column.set("table", None)
            column.set("db", None)
    return tree if isinstance(tree, exp.Column) else exp.paren(tree)
