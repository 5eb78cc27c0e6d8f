"""What has no row in a fact at all: a dataset's own rows beside it, for which sums and counts are 0.

"Products that sold nothing in October" are those of the products' own table whose sum over the sales is 0, or that have
no sale to add up. "No sale in APAC" is the same of fewer sales: a condition on what is counted is none on the things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from agent_actions.errors import FixableError
from agent_actions.semantic import graph, trees
from agent_actions.semantic import tally_words as words
from agent_actions.semantic.blocks import Block, BlockSql, Key, Scope, Shape, block_sql
from agent_actions.semantic.columns import Columns
from agent_actions.semantic.filters import date_literal
from agent_actions.semantic.formulas import empty_is_zero
from agent_actions.semantic.havings import Having
from agent_actions.semantic.model import Dataset, ModelField, SemanticModel
from agent_actions.semantic.periods import Period, day_label


@dataclass(frozen=True)
class Absent:
    """The rows of ``dataset`` as a block without figures, to be merged with those of the facts."""

    dataset: Dataset
    block: BlockSql
    told: str
    """What is said of it among the assumptions."""


def absent(
    columns: Columns, shape: Shape, facts: Sequence[str], havings: Sequence[Having], period: Period | None
) -> Absent | None:
    """What a list of things needs beside the facts, whose conditions those with nothing at all pass; None for others.

    Only where the breakdown names things of one dataset that is no fact itself. Where which of them have none cannot
    be told under the other filters, they are left out; if nothing but those was asked for, it raises FixableError.
    """
    if not havings or not all(empty_is_zero(h.formula) and h.passes(0) for h in havings):
        return None
    owners = {field.dataset for _, field in shape.dimensions}
    dataset = columns.model.dataset(owners.pop()) if len(owners) == 1 else None
    if dataset is None or dataset.name in facts or shape.grain or shape.by:
        return None
    if not only_none(havings) and not can_be_told(columns.model, dataset, shape):
        return None
    block = own_rows(columns, dataset, shape, period, (), havings)
    begun = begins(columns.model, dataset) and period and not period.open_end
    return Absent(dataset, block, words.none_listed(dataset.label, day_label(period.last) if begun and period else ""))


def only_none(havings: Sequence[Having]) -> bool:
    """True for conditions that nothing but 0 passes."""
    return all(not having.passes(1) for having in havings)


def own_rows(
    columns: Columns,
    dataset: Dataset,
    shape: Shape,
    period: Period | None,
    keys: Sequence[Key],
    havings: Sequence[Having],
) -> BlockSql:
    """The dataset's rows that were there by the end of the period. Raises FixableError."""
    model = columns.model
    if only_none(havings):
        own = [c for c in shape.conditions if graph.reaches(model, dataset.name, c.field.dataset)]
        shape = replace(shape, conditions=tuple(own))
    if not can_be_told(model, dataset, shape):
        raise FixableError(words.none_unknown(dataset.label))
    found = block_sql(columns, Block(dataset, None, ()), shape, Scope(), keys)
    if (begun := begins(model, dataset)) and period and not period.open_end:
        column = columns.field(begun)
        earlier = exp.LT(this=column, expression=date_literal(period.end, begun, model.config.defaults.timezone))
        unknown = trees.is_null(column.copy())
        found.select.where(exp.paren(exp.or_(earlier, unknown), copy=False), copy=False)
    return found


def can_be_told(model: SemanticModel, dataset: Dataset, shape: Shape) -> bool:
    """True where the dataset's own rows lead to all that the request filters and breaks down by."""
    needed = [c.field.dataset for c in shape.conditions] + [f.dataset for _, f in shape.dimensions]
    return not (shape.grain or shape.by) and all(graph.reaches(model, dataset.name, n) for n in needed)


def begins(model: SemanticModel, dataset: Dataset) -> ModelField | None:
    """From when on a row of the dataset is there."""
    ref = graph.default_time(model, dataset.name)
    field = model.field(ref) if ref else None
    return field if field and field.dataset == dataset.name else None
