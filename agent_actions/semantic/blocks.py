"""The SELECT over one fact: many-to-one joins, period, partitions, filters, and its aggregates by the dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from agent_actions.errors import FixableError
from agent_actions.semantic import derived_words, graph
from agent_actions.semantic.averages import Units
from agent_actions.semantic.columns import Columns
from agent_actions.semantic.comparison import Shift
from agent_actions.semantic.expressions import columns_of
from agent_actions.semantic.filters import Condition, to_sql, within
from agent_actions.semantic.formulas import Part
from agent_actions.semantic.lookup import label_for
from agent_actions.semantic.model import DATED_TYPES, Dataset, ModelField, Relationship
from agent_actions.semantic.moments import NO_MOMENTS, Moments
from agent_actions.semantic.partitions import partition_conditions
from agent_actions.semantic.periods import Period
from agent_actions.semantic.request import Grain, TimePart
from agent_actions.semantic.timekeys import moved, part_of_time, truncated


@dataclass(frozen=True)
class Shape:
    """What every fact of the request is asked for."""

    dimensions: tuple[tuple[str, ModelField], ...]
    """Output name and field, in order."""
    grain: Grain | None
    period: Period | None
    conditions: tuple[Condition, ...]
    by: TimePart | None = None
    within: tuple[str, ...] = ()
    """Output names in each of whose values the limit and the shares count apart."""
    beside: Mapping[str, str] = field(default_factory=dict[str, str])
    """Output name of a key that stands beside a name to tell namesakes apart -> the name's."""
    moments: Moments = NO_MOMENTS
    """The weekdays and hours that are kept."""
    shown: tuple[str, Condition] | None = None
    """Output name of the dimension of which only some values are listed, all of which count; and which."""

    @property
    def named(self) -> list[tuple[str, ModelField]]:
        """The dimensions that were asked for."""
        return [(name, field) for name, field in self.dimensions if name not in self.beside]

    @property
    def shown_values(self) -> tuple[str, ...]:
        return tuple(str(value) for value in self.shown[1].values) if self.shown else ()

    @property
    def one_of_each(self) -> bool:
        """One row of each group is listed, so that order and limit go across the groups: the share of one value."""
        if self.shown is None or len(self.shown[1].values) != 1:
            return False
        return {name for name, _ in self.named} - {*self.within} == {self.shown[0]}


@dataclass(frozen=True)
class Scope:
    """One of the times that a request reads: its own period, the one before, the days ahead of a rolling window."""

    suffix: str = ""
    """Behind the names of the parts that are computed over it."""
    period: Period | None = None
    shift: Shift | None = None
    """From its buckets to those that they stand beside."""


@dataclass(frozen=True)
class Block:
    """The parts of metrics that one pass over one fact gives."""

    fact: Dataset
    time: ModelField | None
    """The field by which the period and the grain count; None when neither applies."""
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class BlockSql:
    """A block as SQL: its SELECT without output columns, and the expressions that go there."""

    select: exp.Select
    keys: tuple[tuple[str, exp.Expr], ...]
    """Output name and expression of the dimensions and the grain, in order."""
    parts: dict[str, exp.Expr]
    datasets: tuple[str, ...]


@dataclass(frozen=True)
class Key:
    """One more thing to group by, behind the dimensions: an expression over datasets that the fact reaches."""

    name: str
    tree: exp.Expr
    datasets: tuple[str, ...]


def block_sql(
    columns: Columns, block: Block, shape: Shape, scope: Scope | None = None, keys_too: Sequence[Key] = ()
) -> BlockSql:
    """``scope``: another period than the shape's own.

    Raises graph.PathError where no safe path leads from the fact to a field that is asked for.
    """
    scope = scope or Scope(period=shape.period)
    defaults = columns.model.config.defaults
    zone = defaults.timezone
    keys = [(name, columns.field(field)) for name, field in shape.dimensions]
    needed = [field.dataset for _, field in shape.dimensions]
    needed += [d.name for p in block.parts for c in columns_of(p.aggregate) if (d := columns.model.dataset(c.table))]
    where: list[exp.Expr] = []
    if block.time:
        needed.append(block.time.dataset)
        time = columns.field(block.time)
        if shape.by:
            if shape.by == "hour" and block.time.datatype == "Date":
                raise FixableError(derived_words.no_hours(label_for(columns.model, block.time)))
            keys.insert(0, (shape.by, part_of_time(time, block.time, shape.by, zone)))
        if shape.grain:
            keys.insert(0, (shape.grain, moved(truncated(time, block.time, shape.grain, defaults), scope.shift)))
        if scope.period:
            where += _period(columns, block, block.time, time, scope.period, zone)
        where += shape.moments.conditions(time, block.time, label_for(columns.model, block.time), zone)
    units = Units(defaults, scope.period, shape.grain, shape.by, keys[0][1] if keys else None, shape.moments)
    parts = {
        part.name + scope.suffix: units.number(part.unit) if part.unit else columns.aggregate(part.aggregate)
        for part in block.parts
    }
    for condition in shape.conditions:
        needed.append(condition.field.dataset)
        where.append(to_sql(condition, columns.field(condition.field), zone))
    if block.fact.default_filter:
        where.append(exp.paren(columns.condition(block.fact, block.fact.default_filter), copy=False))
    select = exp.Select().from_(columns.table(block.fact), copy=False)
    if where:
        select.where(exp.and_(*where, copy=False), copy=False)
    keys += [(key.name, key.tree.copy()) for key in keys_too]
    needed += [name for key in keys_too for name in key.datasets]
    joined = _joins(columns, block.fact, needed)
    conditions = [_on(columns, relationship) for relationship in joined]
    trees = [*where, *conditions, *(tree for _, tree in keys), *parts.values()]
    for relationship, on in zip(joined, conditions, strict=True):
        one = columns.dataset(relationship.one)
        select.join(_one_side(columns, one, relationship, on, trees), on=on, join_type="left", copy=False)
    names = dict.fromkeys([block.fact.name, *(r.one for r in joined)])
    return BlockSql(select, tuple(keys), parts, tuple(names))


def _period(
    columns: Columns, block: Block, field: ModelField, time: exp.Expr, period: Period, zone: str
) -> list[exp.Expr]:
    conditions = [within(time, period, field, zone)] if not (period.open_start and period.open_end) else []
    dataset = columns.dataset(field.dataset)
    if dataset.name == block.fact.name and field.datatype in DATED_TYPES:
        info = columns.tables.get(dataset.source)
        conditions += partition_conditions(dataset, field, period, info)
    return conditions


def _joins(columns: Columns, fact: Dataset, needed: list[str]) -> list[Relationship]:
    """Each relationship once, every one after those that lead to it."""
    joined: dict[str, Relationship] = {}
    for name in dict.fromkeys(needed):
        for relationship in graph.path_to(columns.model, fact.name, name):
            joined.setdefault(relationship.name, relationship)
    return list(joined.values())


def _on(columns: Columns, relationship: Relationship) -> exp.Expr:
    many, one = columns.dataset(relationship.many), columns.dataset(relationship.one)
    equal: list[exp.Expr] = []
    for left_name, right_name in zip(relationship.many_columns, relationship.one_columns, strict=True):
        left, right = columns.stored(many, left_name), columns.stored(one, right_name)
        types = columns.physical_type(many, left_name), columns.physical_type(one, right_name)
        if "String" in types and types[0] != types[1] and None not in types:
            # Trino has no varchar = bigint.
            left, right = (
                tree if kind == "String" else exp.cast(tree, "varchar")
                for tree, kind in zip((left, right), types, strict=True)
            )
        equal.append(exp.EQ(this=left, expression=right))
    return exp.and_(*equal, copy=False)


def _one_side(
    columns: Columns, one: Dataset, relationship: Relationship, on: exp.Expr, trees: list[exp.Expr]
) -> exp.Expr:
    """The table on the one side; made unique by its key first when the model does not say that it is.

    A repeated key would repeat the fact's rows and count them twice.
    """
    joined = {name.casefold() for name in relationship.one_columns}
    declared = [{c.casefold() for c in unique} for unique in (one.primary_key, *one.unique_keys) if unique]
    if any(unique <= joined for unique in declared):
        return columns.table(one)
    found = (c for tree in trees for c in tree.find_all(exp.Column) if c.table == one.name)
    used = {c.name.casefold(): c.name for c in found}
    key = {c.name.casefold() for c in on.find_all(exp.Column) if c.table == one.name}
    select = exp.Select().from_(columns.table(one), copy=False)
    grouped = 0
    for name in sorted(used, key=lambda n: (n not in key, n)):
        column = exp.column(exp.to_identifier(used[name], quoted=True), table=exp.to_identifier(one.name, quoted=True))
        value: exp.Expr = column
        if name in key:
            grouped += 1
        else:
            plain = columns.physical_type(one, used[name]) != "Opaque"
            value = exp.Min(this=column) if plain else exp.AnyValue(this=column)
        select.select(exp.alias_(value, used[name], quoted=True), copy=False)
    select.group_by(*(exp.Literal.number(i + 1) for i in range(grouped)), copy=False)
    return select.subquery(exp.to_identifier(one.name, quoted=True), copy=False)
