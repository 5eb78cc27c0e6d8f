"""Fields of the model as SQL over physical columns, each under its dataset's alias."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from agent_actions.errors import FinalError
from agent_actions.semantic import words
from agent_actions.semantic.expressions import ExpressionError, columns_of, parse_expression
from agent_actions.semantic.model import DATED_TYPES, Dataset, DataType, ModelField, SemanticModel
from agent_actions.semantic.sources import datatype_of
from agent_actions.sql.tables import Tables

_DEEPEST = 8
_WHOLE = (exp.Column, exp.Func, exp.Paren, exp.Literal, exp.Boolean, exp.Null)


@dataclass(frozen=True)
class Columns:
    model: SemanticModel
    tables: Tables

    def dataset(self, name: str) -> Dataset:
        dataset = self.model.dataset(name)
        if dataset is None:
            raise FinalError(words.broken_definition(name))
        return dataset

    def table(self, dataset: Dataset) -> exp.Expr:
        """ "database"."table" under the dataset's name."""
        table = exp.table_(dataset.source.table, db=dataset.source.database or None, quoted=True)
        return exp.alias_(table, dataset.name, table=True, quoted=True)

    def field(self, field: ModelField) -> exp.Expr:
        """The field's expression; text that the model calls a date is cast to one."""
        dataset = self.dataset(field.dataset)
        tree = self._expand(dataset, field, 0)
        if field.datatype in DATED_TYPES and isinstance(tree, exp.Column):
            stored = self.physical_type(dataset, tree.name)
            if stored == "String":
                return exp.cast(tree, "date" if field.datatype == "Date" else "timestamp")
        return tree

    def named(self, dataset: Dataset, name: str) -> exp.Expr:
        """What a metric means by ``dataset.name``: the field, else the column."""
        field = dataset.field(name)
        return self.field(field) if field else _column(dataset, name)

    def stored(self, dataset: Dataset, name: str) -> exp.Expr:
        """What a relationship or a filter over columns means by a name: the column, else the field."""
        if self.physical_type(dataset, name) is None:
            field = dataset.field(name)
            if field:
                return self.field(field)
        return _column(dataset, name)

    def condition(self, dataset: Dataset, sql: str) -> exp.Expr:
        """A condition over the dataset's columns, such as its default filter."""
        try:
            tree = parse_expression(sql).copy()
        except ExpressionError:
            raise FinalError(words.broken_definition(dataset.label)) from None
        return _replace_columns(tree, lambda column: self.stored(dataset, column.name))

    def aggregate(self, tree: exp.Expr) -> exp.Expr:
        """An aggregate of a metric over physical columns, as Athena computes it."""
        tree = tree.copy()
        for count in list(tree.find_all(exp.Count)):
            if isinstance(count.this, exp.Column) and isinstance(count.this.this, exp.Star):
                count.set("this", exp.Star())
        tree = _replace_columns(tree, lambda column: self.named(self.dataset(column.table), column.name))
        for average in list(tree.find_all(exp.Avg)):
            if not isinstance(average.this, exp.Distinct | exp.Cast):
                # Trino's avg(decimal) rounds to the scale of its input.
                average.set("this", exp.cast(average.this, "double"))
        for median in list(tree.find_all(exp.Median)):
            quantile = exp.ApproxQuantile(this=median.this, quantile=exp.Literal.number("0.5"))
            if median is tree:
                return quantile
            median.replace(quantile)
        return tree

    def physical_type(self, dataset: Dataset, column: str) -> DataType | None:
        """The type of a physical column, None when the catalogue does not have it."""
        info = self.tables.get(dataset.source)
        found = info.column(column) if info else None
        return datatype_of(found.type) if found else None

    def _expand(self, dataset: Dataset, field: ModelField, depth: int) -> exp.Expr:
        try:
            tree = parse_expression(field.expression)
        except ExpressionError:
            raise FinalError(words.broken_definition(field.ref)) from None
        if isinstance(tree, exp.Column):
            return self._inner(dataset, field, tree.name, depth)
        tree = _replace_columns(tree.copy(), lambda column: self._inner(dataset, field, column.name, depth))
        return tree if isinstance(tree, _WHOLE) else exp.paren(tree, copy=False)

    def _inner(self, dataset: Dataset, field: ModelField, name: str, depth: int) -> exp.Expr:
        """A name inside a field's expression: a column, or another field when the table has no such column."""
        other = dataset.field(name)
        if other is None or other is field or depth >= _DEEPEST or self.physical_type(dataset, name) is not None:
            return _column(dataset, name)
        return self._expand(dataset, other, depth + 1)


def _column(dataset: Dataset, name: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True), table=exp.to_identifier(dataset.name, quoted=True))


def _replace_columns(tree: exp.Expr, replacement: Callable[[exp.Column], exp.Expr]) -> exp.Expr:
    for column in list(columns_of(tree)):
        if isinstance(column.this, exp.Star):
            continue
        new = replacement(column)
        if column is tree:
            return new
        column.replace(new)
    return tree
