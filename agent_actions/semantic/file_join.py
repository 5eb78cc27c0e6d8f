"""A metric request over the rows of a shared file: the metrics grouped by the fields that its columns stand for, and
the file LEFT JOINed with them. Every row of the file has a row; period and filters apply to the metrics alone.

A value is matched so that no two groups of the metrics can meet one row of the file: that two rows of the file meet
one group is looked at before the statement runs (:attr:`FileJoined.repeats`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import sqlglot
from sqlglot import exp

from agent_actions.contract import Column
from agent_actions.errors import FixableError, UnknownNameError
from agent_actions.semantic import file_join_words as words
from agent_actions.semantic.columns import Columns
from agent_actions.semantic.compile import Compiled, compile_metrics
from agent_actions.semantic.describe import column_type
from agent_actions.semantic.expressions import DIALECT
from agent_actions.semantic.file_against import COMPUTED, set_against
from agent_actions.semantic.filters import compare_metric, number_literal
from agent_actions.semantic.formulas import formula_of
from agent_actions.semantic.havings import COMPARISONS
from agent_actions.semantic.lookup import field_named, label_for, metric_named
from agent_actions.semantic.model import DATED_TYPES, DataType, ModelField, SemanticModel
from agent_actions.semantic.names import fold, label_of, nearest
from agent_actions.semantic.request import FileJoin, Filter, MetricRequest
from agent_actions.semantic.sources import datatype_of
from agent_actions.semantic.words import by_name_only, lower_first, metric_comparison, one_value, unknown_order
from agent_actions.sql.tables import TableColumn, TableInfo, Tables

FILE, FIGURES = "file", "figures"
MOST_COLUMNS = 8
"""Columns of the file that are shown when none are named."""
REPEATS_SHOWN = 3

_Kind = Literal["text", "integer", "number", "date", "timestamp", "boolean", "other"]
_KINDS: dict[DataType | None, _Kind] = {
    "String": "text",
    "Integer": "integer",
    "Decimal": "number",
    "Float": "number",
    "Date": "date",
    "DateTime": "timestamp",
    "DateTimeTz": "timestamp",
    "Boolean": "boolean",
    "Time": "other",
    "Opaque": "other",
    None: "text",
}
_NUMBERS = ("integer", "number")


@dataclass(frozen=True)
class FileJoined:
    """What is to be known of the file before and after the statement runs."""

    label: str
    file: str | None
    """Slack's id."""
    keys: tuple[str, ...]
    """Labels of the columns that are matched; they are the first of the result."""
    repeats: str | None
    """A statement that gives the values that come more than once, with their count; None: it is known that none do."""
    against: str = ""
    """Label of the column that the metric is set against."""


@dataclass(frozen=True)
class _Key:
    column: TableColumn
    field: ModelField
    kind: _Kind
    """Of the field."""


def compile_request(
    model: SemanticModel, request: MetricRequest, today: date, tables: Tables, repeating: Collection[str] = ()
) -> tuple[Compiled, FileJoined | None]:
    """:func:`compile_metrics`, with or without the rows of a file. Raises what it raises."""
    if request.file is None:
        return compile_metrics(model, request, today, tables, repeating), None
    compiled, joined = _beside(model, request, request.file, today, tables)
    shared = [label_for(model, f) for pair in request.file.on if (f := model.field(pair.field)) and f.ref in repeating]
    told = tuple(by_name_only(label) for label in shared)
    return replace(compiled, assumptions=(*compiled.assumptions, *told)), joined


def _beside(
    model: SemanticModel, request: MetricRequest, join: FileJoin, today: date, tables: Tables
) -> tuple[Compiled, FileJoined]:
    _alone(request)
    info = _dataset(tables, join.dataset)
    label = info.parameters.get("outcrop.label", join.dataset)
    keys = _keys(model, request, join, info, tables)
    bounds, conditions = _split(model, request)
    inner = request.model_copy(
        update={
            "file": None,
            "dimensions": tuple(key.field.ref for key in keys),
            "filters": tuple(conditions),
            "order": None,
            "limit": None,
        }
    )
    compiled = compile_metrics(model, inner, today, tables)
    key_columns, metrics = compiled.columns[: len(keys)], compiled.columns[len(keys) :]
    figures = sqlglot.parse_one(compiled.sql, dialect=DIALECT)
    figures.set("order", None)
    shown = [key.column for key in keys]
    shown += [c for c in _shown(info, join, label) if c not in shown]
    target = _column(info, join.against, label) if join.against else None
    shown += [target] if target and target not in shown else []
    if target and target in (key.column for key in keys):
        raise FixableError(words.against_key(_label(target)))
    named = {m.name.casefold() for m in metrics}.union(COMPUTED if target else ())
    own = [(c, _described(c, len(keys) > i, named)) for i, c in enumerate(shown)]
    first = [pair for pair in own if pair[1].role]
    last = [pair for pair in own if not pair[1].role]

    select = exp.Select().from_(_table(info), copy=False)
    for column, described in first:
        select.select(exp.alias_(_col(FILE, column.name), described.name, quoted=True), copy=False)
    for metric in metrics:
        select.select(_col(FIGURES, metric.name), copy=False)
    computed: list[tuple[Column, exp.Expr]] = []
    if target:
        described = next(d for c, d in own if c == target)
        computed = set_against(metrics, _col(FIGURES, metrics[0].name), described, _col(FILE, target.name))
        own = [pair for pair in own if pair[0] != target]
        last = [pair for pair in last if pair[0] != target]
        first = [pair for pair in first if pair[0] != target]
    for column, value in computed:
        select.select(exp.alias_(value, column.name, quoted=True), copy=False)
    for column, described in last:
        select.select(exp.alias_(_col(FILE, column.name), described.name, quoted=True), copy=False)
    on = [_equal(key, _col(FIGURES, c.name)) for key, c in zip(keys, key_columns, strict=True)]
    joined = exp.table_(FIGURES, quoted=True)
    select.join(joined, on=exp.and_(*on, copy=False), join_type="left", copy=False)
    for bound in bounds:
        select.where(_bound(model, bound, {c.name: value for c, value in computed}), copy=False)
    columns = (*(c for _, c in first), *metrics, *(c for c, _ in computed), *(c for _, c in last))
    select.order_by(*_order(request, columns, len(first), len(keys)), copy=False)
    if request.limit:
        select.limit(request.limit, copy=False)
    select.with_(exp.to_identifier(FIGURES, quoted=True), as_=figures, copy=False)
    pairs = [(_label(key.column), label_for(model, key.field)) for key in keys]
    done = replace(
        compiled,
        sql=select.sql(dialect=DIALECT, identify=True),
        columns=columns,
        title=words.beside(compiled.title, label, _label(target) if target else ""),
        assumptions=(*compiled.assumptions, words.matched(label, pairs)),
    )
    repeats = None if len(keys) == 1 and keys[0].column.unique and not _is_cast(keys[0]) else _repeats(info, keys)
    compared = lower_first(_label(target)) if target else ""
    return done, FileJoined(label, info.parameters.get("outcrop.file"), tuple(p[0] for p in pairs), repeats, compared)


def _alone(request: MetricRequest) -> None:
    parts = {
        "dimensions": request.dimensions,
        "grain": request.grain,
        "by": request.by,
        "count": request.count,
        "rest": request.rest,
        "within": request.within,
        "compare": request.compare,
        "why": request.why,
        "share": request.share,
        "show": request.show,
        "running": request.running,
        "rolling": request.rolling,
    }
    given = [name for name, value in parts.items() if value]
    if given:
        raise FixableError(words.not_together(given))


def _dataset(tables: Tables, name: str) -> TableInfo:
    own = [table for table in tables.all if table.alias]
    folded = name.strip().casefold()
    for table in own:
        if folded in (table.alias.casefold(), str(table.ref).casefold(), table.ref.table.casefold()):
            return table
    labelled = [t for t in own if t.parameters.get("outcrop.label", "").casefold() == folded]
    if len(labelled) == 1:
        return labelled[0]
    known = [table.alias for table in own]
    raise UnknownNameError(words.unknown_dataset(name, known), nearest=nearest(name, known) or known[:3])


def _column(info: TableInfo, name: str, label: str) -> TableColumn:
    """By its name or by its header. Raises UnknownNameError."""
    found = info.column(name) or next((c for c in info.columns if c.label and fold(c.label) == fold(name)), None)
    if found is None:
        names = [c.name for c in info.columns]
        near = list(nearest(name, names)) or names
        raise UnknownNameError(words.unknown_column(name, label, names[:20]), nearest=near[:3])
    return found


def _keys(
    model: SemanticModel, request: MetricRequest, join: FileJoin, info: TableInfo, tables: Tables
) -> tuple[_Key, ...]:
    label = info.parameters.get("outcrop.label", join.dataset)
    formulas = [formula_of(model, metric_named(model, name), i + 1) for i, name in enumerate(request.metrics)]
    facts = list(dict.fromkeys(part.fact for formula in formulas for part in formula.parts))
    keys: list[_Key] = []
    for pair in join.on:
        column, field = _column(info, pair.column, label), field_named(model, pair.field, facts)
        if any(field.ref == key.field.ref for key in keys):
            raise FixableError(words.twice(label_for(model, field)))
        key = _Key(column, field, _kind_of(Columns(model, tables), field))
        if not _fits(key):
            kinds = words.KINDS[_KINDS[datatype_of(column.type)]], words.KINDS[key.kind]
            raise FixableError(words.kinds_differ(_label(column), kinds[0], label_for(model, field), kinds[1]))
        keys.append(key)
    return tuple(keys)


def _kind_of(columns: Columns, field: ModelField) -> _Kind:
    """As what the field's values come out: by the table where the field is a plain column of it."""
    stored = columns.physical_type(columns.dataset(field.dataset), field.expression)
    if stored is None or (stored == "String" and field.datatype in DATED_TYPES):
        stored = field.datatype
    return _KINDS[stored]


def _fits(key: _Key) -> bool:
    own, other = _KINDS[datatype_of(key.column.type)], key.kind
    if "other" in (own, other):
        return False
    if own == other or "text" in (own, other) or (own in _NUMBERS and other in _NUMBERS):
        return not (own == "number" and other == "text")
    return own == "timestamp" and other == "date"


def _is_cast(key: _Key) -> bool:
    return _KINDS[datatype_of(key.column.type)] != key.kind


def _value(key: _Key) -> exp.Expr:
    """The file's side of the match: text is read as what the field holds, else both are text."""
    column: exp.Expr = _col(FILE, key.column.name)
    own = _KINDS[datatype_of(key.column.type)]
    if own == key.kind or (own in _NUMBERS and key.kind in _NUMBERS):
        return column
    to = {"integer": "bigint", "number": "double", "date": "date", "timestamp": "timestamp", "boolean": "boolean"}
    if own == "text":
        return exp.TryCast(this=column, to=exp.DataType.build(to[key.kind], dialect=DIALECT))
    return exp.cast(column, "date" if key.kind == "date" else "varchar")


def _equal(key: _Key, figure: exp.Expr) -> exp.Expr:
    if key.kind == "number" and _KINDS[datatype_of(key.column.type)] == "text":
        figure = exp.cast(figure, "double")
    return exp.EQ(this=_value(key), expression=figure)


def _repeats(info: TableInfo, keys: Sequence[_Key]) -> str:
    values = [_value(key) for key in keys]
    select = exp.Select().from_(_table(info), copy=False)
    for i, value in enumerate(values):
        select.select(exp.alias_(value, f"key_{i + 1}", quoted=True), copy=False)
    select.select(exp.alias_(exp.Count(this=exp.Star()), "times", quoted=True), copy=False)
    for value in values:
        select.where(exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null())), copy=False)
    numbers = [exp.Literal.number(i + 1) for i in range(len(keys))]
    select.group_by(*numbers, copy=False)
    select.having(exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1)), copy=False)
    select.order_by(*(number.copy() for number in numbers), copy=False)
    return select.limit(REPEATS_SHOWN, copy=False).sql(dialect=DIALECT, identify=True)


def _split(model: SemanticModel, request: MetricRequest) -> tuple[list[Filter], list[Filter]]:
    """Filters on metrics, which leave rows out, and those on fields, which say what the metrics count."""
    metrics = [metric_named(model, name) for name in request.metrics]
    spelled = {fold(text) for metric in metrics for text in (metric.name, metric.label)}
    spelled |= set(COMPUTED) if request.file and request.file.against else set()
    on_metrics = [f for f in request.filters if fold(f.field) in spelled]
    return on_metrics, [f for f in request.filters if f not in on_metrics]


def _bound(model: SemanticModel, asked: Filter, computed: Mapping[str, exp.Expr]) -> exp.Expr:
    own = computed.get(fold(asked.field))
    metric = metric_named(model, asked.field) if own is None else None
    label = metric.label if metric else asked.field
    if asked.op not in COMPARISONS:
        raise FixableError(metric_comparison(label))
    if len(asked.values) != 1:
        raise FixableError(one_value(label, asked.op))
    value = _col(FIGURES, metric.name) if metric else own.copy() if own else exp.Null()
    return compare_metric(asked.op, value, number_literal(asked.values[0], label))


def _shown(info: TableInfo, join: FileJoin, label: str) -> list[TableColumn]:
    if not join.columns:
        return list(info.columns[:MOST_COLUMNS])
    return [_column(info, name, label) for name in join.columns]


def _described(column: TableColumn, is_key: bool, metrics: set[str]) -> Column:
    datatype = datatype_of(column.type)
    kind = column_type(datatype)
    name, label = column.name, _label(column)
    if name.casefold() in metrics:
        name, label = f"{FILE}_{name}", words.of_the_file(label)
    role = None if kind in ("integer", "number") and not is_key else "dimension"
    pattern = "0" if kind == "integer" and is_key else None
    return Column(name=name, label=label, type=kind, role=role, unit=column.unit or None, format=pattern)


def _label(column: TableColumn) -> str:
    return column.label or label_of(column.name)


def _order(request: MetricRequest, columns: Sequence[Column], names: int, keys: int) -> list[exp.Ordered]:
    """As asked, else from the first metric's top; rows without figures last, then by the keys."""
    first, descending = names, True
    if request.order:
        wanted = fold(request.order.by)
        found = [i for i, c in enumerate(columns) if wanted in (fold(c.name), fold(c.label))]
        if not found:
            allowed = [c.name for c in columns]
            raise FixableError(unknown_order(request.order.by, allowed), nearest=nearest(request.order.by, allowed))
        first, descending = found[0], request.order.direction == "desc"
    positions = [first, *(i for i in range(keys) if i != first)]
    return [
        exp.Ordered(this=exp.Literal.number(i + 1), desc=descending and i == first, nulls_first=False)
        for i in positions
    ]


def _table(info: TableInfo) -> exp.Expr:
    return exp.alias_(exp.table_(info.ref.table, db=info.ref.database, quoted=True), FILE, table=True, quoted=True)


def _col(table: str, name: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True), table=exp.to_identifier(table, quoted=True))
