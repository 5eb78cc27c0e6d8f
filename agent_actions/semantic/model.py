"""The semantic model in memory: what the data means, in the words of the Ossie specification.

Built by :mod:`agent_actions.semantic.reader` from Ossie documents and ``outcrop.yaml``; immutable; no I/O.
Names match without regard to case (Ossie, "Identifiers").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from agent_actions.semantic.config import Config

TimeUnit = Literal["month", "quarter", "year"]
DataType = Literal[
    "String", "Integer", "Decimal", "Float", "Boolean", "Date", "Time", "DateTime", "DateTimeTz", "Opaque"
]
TIME_TYPES = frozenset({"Date", "Time", "DateTime", "DateTimeTz"})
DATED_TYPES = frozenset({"Date", "DateTime", "DateTimeTz"})
"""Types whose values fall on a day: what a period or a grain needs."""
NUMBER_TYPES = frozenset({"Integer", "Decimal", "Float"})


@dataclass(frozen=True)
class TableRef:
    """A physical table of the Glue Data Catalog."""

    database: str
    table: str

    def __str__(self) -> str:
        return f"{self.database}.{self.table}"


@dataclass(frozen=True)
class ModelField:
    """A column, or an expression over columns, of one dataset."""

    dataset: str
    name: str
    expression: str
    """ANSI SQL over the dataset's own columns."""
    label: str
    description: str = ""
    datatype: DataType | None = None
    is_time: bool = False
    synonyms: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Known values of a categorical field, each with its synonyms (may be empty)."""
    unit: str | None = None
    format: str | None = None

    @property
    def ref(self) -> str:
        return f"{self.dataset}.{self.name}"


@dataclass(frozen=True)
class Dataset:
    name: str
    source: TableRef
    label: str
    description: str = ""
    synonyms: tuple[str, ...] = ()
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    fields: tuple[ModelField, ...] = ()
    time: str | None = None
    """Name of the field that dates a row, when one is set or is the only time field."""
    time_unit: TimeUnit | None = None
    """The calendar unit that the time is the first day of, where a row is of it as a whole: a plan by the month."""
    freshness: str | None = None
    owner: str | None = None
    default_filter: str | None = None
    """SQL condition over the dataset's columns that every metric of it applies."""
    partitions: Mapping[str, PartitionRule] = field(default_factory=dict[str, "PartitionRule"])
    """Partition column -> how it follows from a time field, so that a period prunes partitions."""

    def field(self, name: str) -> ModelField | None:
        folded = name.casefold()
        return next((f for f in self.fields if f.name.casefold() == folded), None)


@dataclass(frozen=True)
class PartitionRule:
    """Partition column = strftime(``field``, ``format``), for example ``%Y-%m``; sorts as text in time order."""

    field: str
    format: str


@dataclass(frozen=True)
class Relationship:
    """Many-to-one: ``many`` (Ossie's ``from``) holds the foreign key to ``one`` (Ossie's ``to``)."""

    name: str
    many: str
    one: str
    many_columns: tuple[str, ...]
    one_columns: tuple[str, ...]
    description: str = ""


@dataclass(frozen=True)
class Metric:
    name: str
    expression: str
    """ANSI SQL aggregate expression; fields named ``dataset.field``."""
    label: str
    description: str = ""
    synonyms: tuple[str, ...] = ()
    datatype: DataType | None = None
    unit: str | None = None
    format: str | None = None
    time: str | None = None
    """``dataset.field`` by which periods and grains of this metric count."""
    owner: str | None = None
    datasets: tuple[str, ...] = ()
    """Datasets that the expression names, in order of first appearance."""
    version: str = ""
    """First 12 hexadecimal digits of the SHA-256 of the definition."""
    over: Divisor | None = None
    """For a figure that is computed from published ones: what it is divided by. See :mod:`divided`."""
    terms: tuple[Term, ...] = ()
    """For a figure that is computed from published ones: those that it is the sum of. See :mod:`summed`."""
    column: bool = False
    """It is straight from a column, or the number of a dataset's rows; nobody published it: :mod:`column_figures`."""

    @property
    def computed(self) -> bool:
        """It is made of published figures for one question, and is no published one itself."""
        return self.over is not None or bool(self.terms)

    @property
    def made_of(self) -> tuple[Metric, ...]:
        """The published figures of which it is made; itself where it is one."""
        if self.terms:
            return tuple(term.metric for term in self.terms)
        if self.over:
            return (self.over.of, self.over.metric) if self.over.metric else (self.over.of,)
        return (self,)


@dataclass(frozen=True)
class Term:
    """A figure that is added, or taken off."""

    sign: Literal["+", "-"]
    metric: Metric


@dataclass(frozen=True)
class Divisor:
    """What a metric is divided by: another metric, a unit of the calendar, or how many different things there are."""

    of: Metric
    """The metric that is divided."""
    metric: Metric | None = None
    unit: str = ""
    """day, week, month, quarter or year: the average of each such unit of the period."""
    field: str = ""
    """``dataset.field`` of which the different values among the metric's own rows are counted."""
    times: int = 1
    """100 in "tickets per 100 orders"."""
    share: bool = False
    """The quotient is shown in percent: "freight as a share of revenue"."""


@dataclass(frozen=True)
class SemanticModel:
    name: str
    datasets: tuple[Dataset, ...]
    relationships: tuple[Relationship, ...]
    metrics: tuple[Metric, ...]
    config: Config
    description: str = ""
    instructions: str = ""
    warnings: tuple[str, ...] = ()

    @cached_property
    def _datasets(self) -> dict[str, Dataset]:
        return {d.name.casefold(): d for d in self.datasets}

    @cached_property
    def _metrics(self) -> dict[str, Metric]:
        return {m.name.casefold(): m for m in self.metrics}

    @cached_property
    def _by_table(self) -> dict[tuple[str, str], Dataset]:
        return {(d.source.database.casefold(), d.source.table.casefold()): d for d in self.datasets}

    @cached_property
    def _leading_from(self) -> dict[str, tuple[Relationship, ...]]:
        found: dict[str, list[Relationship]] = {}
        for relationship in self.relationships:
            found.setdefault(relationship.many.casefold(), []).append(relationship)
        return {name: tuple(relationships) for name, relationships in found.items()}

    def leading_from(self, dataset: str) -> tuple[Relationship, ...]:
        """The many-to-one relationships in which this dataset is the many side."""
        return self._leading_from.get(dataset.casefold(), ())

    def dataset(self, name: str) -> Dataset | None:
        return self._datasets.get(name.casefold())

    def metric(self, name: str) -> Metric | None:
        """A published metric, or one that is computed: "revenue / session_count", "order_count / day", "avg(a.b)"."""
        return self.published(name) or self._computed(name)

    def published(self, name: str) -> Metric | None:
        return self._metrics.get(name.casefold())

    def _computed(self, name: str) -> Metric | None:
        from agent_actions.semantic.column_figures import column_named
        from agent_actions.semantic.divided import divided_named
        from agent_actions.semantic.summed import summed_named

        return divided_named(self, name) or summed_named(self, name) or column_named(self, name)

    def field(self, ref: str) -> ModelField | None:
        """The field that ``dataset.field`` names, or None."""
        dataset_name, _, field_name = ref.partition(".")
        dataset = self.dataset(dataset_name)
        return dataset.field(field_name) if dataset and field_name else None

    def dataset_of(self, table: TableRef) -> Dataset | None:
        """The dataset whose source is this physical table, or None."""
        return self._by_table.get((table.database.casefold(), table.table.casefold()))
