"""The SELECTs over facts put together: one alone, or several merged by UNION ALL and GROUP BY.

The merge avoids full joins with IS NOT DISTINCT FROM (wrong results on Trino: trinodb/trino issue 26257).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from agent_actions.semantic import trees
from agent_actions.semantic.blocks import BlockSql
from agent_actions.semantic.formulas import Formula
from agent_actions.semantic.havings import Having


def single(block: BlockSql, outputs: Sequence[tuple[str, Formula]], havings: Sequence[Having]) -> exp.Select:
    select = block.select
    for name, tree in block.keys:
        select.select(exp.alias_(tree, name, quoted=True), copy=False)
    for name, formula in outputs:
        select.select(exp.alias_(formula.combined(block.parts), name, quoted=True), copy=False)
    grouped(select, len(block.keys))
    for having in havings:
        select.having(having.tree(having.formula.combined(block.parts)), copy=False)
    return select


def merged(
    blocks: Sequence[BlockSql],
    counts: Mapping[str, bool],
    outputs: Sequence[tuple[str, Formula]],
    havings: Sequence[Having],
    *,
    empty_is_zero: bool = False,
) -> exp.Select:
    """``empty_is_zero``: what no fact has a row of is 0, also where it is held against the conditions."""
    select, merged = _union(blocks, counts)
    for name, formula in outputs:
        shown = formula.combined(merged)
        select.select(exp.alias_(trees.or_zero(shown) if empty_is_zero else shown, name, quoted=True), copy=False)
    grouped(select, len(blocks[0].keys))
    for having in havings:
        figure = having.formula.combined(merged)
        select.having(having.tree(trees.or_zero(figure) if empty_is_zero else figure), copy=False)
    return select


def parts_of(blocks: Sequence[BlockSql], counts: Mapping[str, bool]) -> exp.Select:
    """The parts of every metric, over every scope, by the keys."""
    if len(blocks) == 1:
        return _branch(blocks[0], list(counts))
    select, merged = _union(blocks, counts)
    for name, tree in merged.items():
        select.select(exp.alias_(tree, name, quoted=True), copy=False)
    grouped(select, len(blocks[0].keys))
    return select


def _union(blocks: Sequence[BlockSql], counts: Mapping[str, bool]) -> tuple[exp.Select, dict[str, exp.Expr]]:
    """The facts merged: a SELECT of the keys, and the expression of each part in it."""
    selects = [_branch(block, list(counts)) for block in blocks]
    union: exp.Query = selects[0]
    for branch in selects[1:]:
        union = exp.union(union, branch, distinct=False, copy=False)
    select = exp.Select().from_(union.subquery(exp.to_identifier("facts", quoted=True), copy=False), copy=False)
    for name, _ in blocks[0].keys:
        select.select(exp.alias_(fact_column(name), name, quoted=True), copy=False)
    merged: dict[str, exp.Expr] = {}
    for name, is_count in counts.items():
        value: exp.Expr = exp.Max(this=fact_column(name))
        merged[name] = exp.Coalesce(this=value, expressions=[exp.Literal.number(0)]) if is_count else value
    return select, merged


def _branch(block: BlockSql, every: Sequence[str]) -> exp.Select:
    """One fact's rows in the union's columns: null for the parts that other facts give."""
    select = block.select
    for name, tree in block.keys:
        select.select(exp.alias_(tree, name, quoted=True), copy=False)
    for name in every:
        tree = block.parts.get(name)
        select.select(exp.alias_(exp.Null() if tree is None else tree, name, quoted=True), copy=False)
    grouped(select, len(block.keys))
    return select


def fact_column(name: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True), table=exp.to_identifier("facts", quoted=True))


def grouped(select: exp.Select, keys: int) -> None:
    if keys:
        select.group_by(*(exp.Literal.number(i + 1) for i in range(keys)), copy=False)
