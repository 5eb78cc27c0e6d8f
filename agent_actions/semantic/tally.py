"""How many rows of a dataset, values of a field or stretches of time pass conditions on figures.

"How many customers placed more than 5 orders": the figures are computed for each customer, those that pass the
conditions stay, and they are counted, by the request's own dimensions and over its own times. A dataset's rows are
told apart by its key, never by a name, which several may share; and by the key as the fact has it, so that orders of
an account that is gone still belong to one customer. What has no row at all has the figure 0, where the figure is a
sum or a count: it passes "fewer than 10" too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from sqlglot import exp

from agent_actions.errors import FixableError
from agent_actions.semantic import graph, trees
from agent_actions.semantic import tally_words as words
from agent_actions.semantic.absent import begins, own_rows
from agent_actions.semantic.blocks import Block, BlockSql, Key, Scope, Shape, block_sql
from agent_actions.semantic.columns import Columns
from agent_actions.semantic.formulas import Formula, Part, empty_is_zero, marked
from agent_actions.semantic.havings import Having
from agent_actions.semantic.lookup import field_named, label_for
from agent_actions.semantic.merging import merged, single
from agent_actions.semantic.model import Dataset, Metric, ModelField, SemanticModel, TableRef
from agent_actions.semantic.names import label_of
from agent_actions.semantic.periods import day_label
from agent_actions.semantic.request import Grain, MetricRequest
from agent_actions.semantic.words import lower_first, named_only

EACH = "each"
"""Name of the subquery with a row for each of what is counted."""
_PART = "part_1_1"


@dataclass(frozen=True)
class Tally:
    """What is counted: rows of ``dataset``, values of ``field``, or stretches of time of ``grain``."""

    label: str
    dataset: Dataset | None
    field: ModelField | None
    grain: Grain | None
    havings: tuple[Having, ...]
    formula: Formula
    """The count itself, as a metric of its own."""

    @property
    def none_pass(self) -> bool:
        """True when what has nothing at all passes the conditions."""
        return all(empty_is_zero(h.formula) and h.passes(0) for h in self.havings)


def tally_of(
    model: SemanticModel, request: MetricRequest, formulas: Sequence[Formula], havings: Sequence[Having]
) -> Tally | None:
    """What the request counts; None for other requests. Raises FixableError for what cannot be counted."""
    if not request.count:
        return None
    if not havings:
        raise FixableError(words.NEEDS_CONDITION)
    if any(h.role != "metric" for h in havings):
        raise FixableError(words.NOT_BY_CHANGE)
    for name in ("share", "running", "rolling", "rest", "why", "show", "within"):
        if getattr(request, name):
            raise FixableError(words.not_with(name))
    facts = list(dict.fromkeys(part.fact for formula in formulas for part in formula.parts))
    dataset, field, grain = _counted(model, request, facts)
    if dataset:
        name, label = dataset.name, dataset.label
        if not dataset.primary_key:
            raise FixableError(words.no_key(label))
    elif field:
        name, label = field.name, words.plural(label_for(model, field))
    else:
        name = f"{grain}s"
        label = words.plural(label_of(str(grain)))
    count = Metric(
        name=name,
        expression="COUNT(*)",
        label=words.counted(label, [h.words for h in havings]),
        synonyms=("count",),
        datatype="Integer",
        unit=lower_first(label),
        format="0,0",
    )
    distinct = exp.Count(this=exp.Distinct(expressions=[exp.column(name)]))
    part = Part(_PART, distinct, facts[0], counts=True)
    formula = Formula(count, (part,), marked(_PART), facts[0])
    return Tally(label, dataset, field, grain, tuple(havings), formula)


def _counted(
    model: SemanticModel, request: MetricRequest, facts: Sequence[str]
) -> tuple[Dataset | None, ModelField | None, Grain | None]:
    asked = (request.count or "").strip()
    if dataset := model.dataset(asked):
        return dataset, None, None
    if asked in get_args(Grain):
        if request.grain or request.by:
            raise FixableError(words.GRAIN_TWICE)
        return None, None, cast("Grain", asked)
    if "." in asked or model.field(asked):
        return None, field_named(model, asked, facts), None
    near = [d.name for d in model.datasets if any(graph.reaches(model, fact, d.name) for fact in facts)]
    raise FixableError(words.unknown(asked, near[:3]))


@dataclass(frozen=True)
class Tallier:
    """Writes the count as SQL: a block over a subquery that has one row for each thing that passes."""

    columns: Columns
    tally: Tally
    shape: Shape
    blocks: Sequence[Block]

    def blocks_of(self, scopes: Sequence[Scope]) -> list[BlockSql]:
        """Each scope's count as a block, to be put together as if it were a pass over a fact."""
        return [self._scope(scope) for scope in scopes]

    def key_columns(self) -> list[tuple[TableRef, str]]:
        """The stored columns by which a dataset's rows are told apart."""
        keys = [key for block in self.blocks for key in self._keys(block)]
        found = [(c.table, c.name) for key in keys for c in key.tree.find_all(exp.Column)]
        return [(d.source, name) for table, name in dict.fromkeys(found) if (d := self.columns.model.dataset(table))]

    def _scope(self, scope: Scope) -> BlockSql:
        tally = self.tally
        inner = replace(self.shape, grain=tally.grain) if tally.grain else self.shape
        blocks = [
            block_sql(self.columns, block, inner, replace(scope, suffix=""), self._keys(block)) for block in self.blocks
        ]
        counts = {part.name: part.counts for block in self.blocks for part in block.parts}
        havings: Sequence[Having] = tally.havings
        zero = self._without_any(scope)
        if zero:
            blocks.append(zero)
        if len(blocks) == 1:
            select = single(blocks[0], [], havings)
        else:
            select = merged(blocks, counts, [], havings, empty_is_zero=zero is not None)
        shown = [name for name, _ in blocks[0].keys]
        apart = self._names()
        each = select.subquery(exp.to_identifier(EACH, quoted=True), copy=False)
        outer = exp.Select().from_(each, copy=False)
        for name in apart:
            outer.where(exp.Not(this=trees.is_null(trees.column_of(name, EACH))), copy=False)
        keys = [(name, cast("exp.Expr", trees.column_of(name, EACH))) for name in shown if name not in apart]
        count = exp.Count(this=exp.Star())
        datasets = tuple(dict.fromkeys(name for block in blocks for name in block.datasets))
        return BlockSql(outer, tuple(keys), {_PART + scope.suffix: count}, datasets)

    def _names(self) -> list[str]:
        """Output names of what the counted things are told apart by."""
        if self.tally.grain:
            return [self.tally.grain]
        if self.tally.field:
            return ["key_1"]
        dataset = self.tally.dataset
        return [f"key_{i}" for i, _ in enumerate(dataset.primary_key if dataset else (), 1)]

    def _keys(self, block: Block) -> list[Key]:
        """The key as the fact has it, where it has it: no join is needed, and none loses a row."""
        tally, model = self.tally, self.columns.model
        if tally.field:
            return [Key("key_1", self._text(self.columns.field(tally.field)), (tally.field.dataset,))]
        if tally.dataset is None:
            return []
        path = graph.path_to(model, block.fact.name, tally.dataset.name)
        holder, names = tally.dataset, list(tally.dataset.primary_key)
        if path:
            last = path[-1]
            pairs = {one.casefold(): many for many, one in zip(last.many_columns, last.one_columns, strict=True)}
            if set(pairs) == {name.casefold() for name in names}:
                holder, names = self.columns.dataset(last.many), [pairs[name.casefold()] for name in names]
        return [
            Key(f"key_{i}", self._text(self.columns.stored(holder, name)), (holder.name,))
            for i, name in enumerate(names, 1)
        ]

    def _text(self, tree: exp.Expr) -> exp.Expr:
        """Keys of several tables side by side may be of several types."""
        several = len(self.blocks) > 1 or self.tally.none_pass
        return exp.cast(tree, "varchar") if several else tree

    def _without_any(self, scope: Scope) -> BlockSql | None:
        """The dataset's own rows, where those without any row of the fact pass too. Raises FixableError."""
        tally = self.tally
        dataset = tally.dataset
        if dataset is None or not tally.none_pass or dataset.name in {b.fact.name for b in self.blocks}:
            return None
        keys = [
            Key(f"key_{i}", self._text(self.columns.stored(dataset, name)), (dataset.name,))
            for i, name in enumerate(dataset.primary_key, 1)
        ]
        return own_rows(self.columns, dataset, self.shape, scope.period, keys, tally.havings)

    def assumptions(self, request: MetricRequest) -> list[str]:
        """What was taken for granted in the count."""
        tally, model = self.tally, self.columns.model
        found: list[str] = []
        apart = [label_of(n) for n in (request.grain, request.by) if n]
        apart += [label_for(model, field) for _, field in self.shape.dimensions]
        if tally.dataset:
            named = [(tally.dataset.field(name), name) for name in tally.dataset.primary_key]
            key = " and ".join(field.label if field else name for field, name in named)
            holders = dict.fromkeys(name for block in self.blocks for key in self._keys(block) for name in key.datasets)
            labels = [self.columns.dataset(name).label for name in holders]
            found.append(words.each_once(tally.label, words.key_of(key, labels), apart))
            found.append(named_only([key], ranked=False))
        elif apart:
            found.append(words.each_once(tally.label, tally.label, apart))
        if tally.dataset and tally.none_pass:
            period = self.shape.period
            begun = begins(model, tally.dataset) and period and not period.open_end
            found.append(words.none_counted(tally.label, day_label(period.last) if begun and period else ""))
        elif tally.none_pass:
            found.append(words.none_left_out(tally.label))
        return found
