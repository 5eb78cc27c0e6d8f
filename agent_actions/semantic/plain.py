"""A simple SQL condition over one dataset in plain words: ``status <> 'test'`` -> orders with status test are left out.

Comparisons of a column with literals (=, <>, IN, NOT IN, IS NULL, a boolean alone), also several joined by AND, are
put in words; of anything else there is no plain form, and the condition itself is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from agent_actions.semantic import words
from agent_actions.semantic.expressions import ExpressionError, parse_expression
from agent_actions.semantic.model import Dataset
from agent_actions.semantic.names import label_of


@dataclass(frozen=True)
class Plain:
    """Rows whose field has (``kept``), or has not, one of these values; no values: rows that have any."""

    label: str
    values: tuple[str, ...]
    kept: bool


def plain(dataset: Dataset | None, condition: str) -> tuple[Plain, ...]:
    """Every part of the condition, or nothing when a part has no plain form."""
    try:
        tree = parse_expression(condition)
    except ExpressionError:
        return ()
    found = [_part(dataset, part, kept=True) for part in _parts(tree)]
    return tuple(p for p in found if p) if all(found) else ()


def kept_rows(dataset: Dataset | None, condition: str) -> str:
    """What a row filter lets through: "only region EMEA"."""
    found = plain(dataset, condition)
    return ", ".join(words.rows_kept(p.label, p.values, kept=p.kept) for p in found)


def default_filter(dataset: Dataset, condition: str) -> str:
    """What a dataset's own filter leaves out: "orders with order status test are left out"."""
    found = plain(dataset, condition)
    if not found:
        return words.default_filter(dataset.label, condition)
    return ", ".join(words.left_out(dataset.label, p.label, p.values, kept=p.kept) for p in found)


def _parts(tree: exp.Expr) -> Iterator[exp.Expr]:
    tree = tree.unnest()
    if isinstance(tree, exp.And):
        yield from _parts(tree.left)
        yield from _parts(tree.right)
    else:
        yield tree


def _part(dataset: Dataset | None, tree: exp.Expr, *, kept: bool) -> Plain | None:
    tree = tree.unnest()
    if isinstance(tree, exp.Not):
        return _part(dataset, tree.this, kept=not kept)
    if isinstance(tree, exp.Column):
        return Plain(_label(dataset, tree), (), kept)
    if isinstance(tree, exp.Is) and isinstance(tree.this, exp.Column) and isinstance(tree.expression, exp.Null):
        return Plain(_label(dataset, tree.this), (), not kept)
    if isinstance(tree, exp.EQ | exp.NEQ):
        column, literals = tree.left, [tree.right]
        kept = kept if isinstance(tree, exp.EQ) else not kept
    elif isinstance(tree, exp.In) and tree.expressions:
        column, literals = tree.this, list(tree.expressions)
    else:
        return None
    if not isinstance(column, exp.Column):
        return None
    if len(literals) == 1 and isinstance(literals[0], exp.Boolean):
        return Plain(_label(dataset, column), (), kept if literals[0].this else not kept)
    if not all(isinstance(literal, exp.Literal) for literal in literals):
        return None
    return Plain(_label(dataset, column), tuple(str(literal.this) for literal in literals), kept)


def _label(dataset: Dataset | None, column: exp.Column) -> str:
    field = dataset.field(column.name) if dataset else None
    return field.label if field else label_of(column.name)
