"""Datasets and their fields, from Ossie and the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlglot import exp

from agent_actions.semantic import model_words as words
from agent_actions.semantic.config import Config, DatasetConfig
from agent_actions.semantic.expressions import DIALECT, aggregates_of, columns_of
from agent_actions.semantic.model import (
    DATED_TYPES,
    TIME_TYPES,
    Dataset,
    DataType,
    ModelField,
    PartitionRule,
    TableRef,
)
from agent_actions.semantic.names import fold, label_of, nearest
from agent_actions.semantic.ossie import AiContext, FieldExtension, OssieDataset, OssieField
from agent_actions.semantic.parts import PartReader, Placed, described, merged
from agent_actions.semantic.problems import Problems
from agent_actions.semantic.sources import Source, SourceError, datatype_of, resolve
from agent_actions.sql.tables import TableColumn, TableInfo, Tables


class DatasetReader(PartReader):
    def __init__(self, config: Config, tables: Tables | None, problems: Problems) -> None:
        super().__init__(config, tables, problems)
        self.settings: dict[str, DatasetConfig] = {}
        """Dataset name -> settings that partly come from the document's own extension."""

    def datasets(self, placed: Iterable[Placed[OssieDataset]]) -> list[Dataset]:
        found: dict[str, Dataset] = {}
        own = {name.casefold(): settings for name, settings in self.config.datasets.items()}
        for item in placed:
            name = item.part.name
            if name.casefold() in found:
                self.add(item, ("name",), words.duplicate_name("dataset", name))
                continue
            extension = self.extension(item, item.part.custom_extensions, DatasetConfig)
            settings = merged(extension, own.get(name.casefold()), DatasetConfig)
            if extension:
                self.settings[name] = settings
            found[name.casefold()] = self._dataset(item, settings)
        return list(found.values())

    def _dataset(self, item: Placed[OssieDataset], settings: DatasetConfig) -> Dataset:
        part = item.part
        source = self._source(item)
        info = source.info
        if info:
            self.infos[part.name.casefold()] = info
        fields = self._fields(item, settings, info)
        context = part.ai_context or AiContext()
        dated = [f.name for f in fields if f.is_time and (f.datatype in DATED_TYPES or f.datatype is None)]
        time = _bare(settings.time, part.name) if settings.time else dated[0] if len(dated) == 1 else None
        return Dataset(
            name=part.name,
            source=source.ref,
            label=settings.label or label_of(part.name),
            description=described(part.description, context) or (info.description if info else ""),
            synonyms=tuple(context.synonyms),
            primary_key=tuple(part.primary_key or ()),
            unique_keys=tuple(tuple(key) for key in part.unique_keys or ()),
            fields=tuple(fields),
            time=time,
            time_unit=settings.time_unit,
            freshness=_bare(settings.freshness, part.name) if settings.freshness else None,
            owner=settings.owner,
            default_filter=settings.default_filter,
            partitions={c: PartitionRule(p.field, p.format) for c, p in settings.partitions.items()},
        )

    def _source(self, item: Placed[OssieDataset]) -> Source:
        try:
            source = resolve(item.part.source, self.tables, self.config.defaults.database)
        except SourceError as error:
            self.add(item, ("source",), str(error))
            return Source(TableRef("", item.part.source), None)
        if source.warning:
            self.problems.warn(item.document, (*item.path, "source"), source.warning)
        return source

    def _fields(self, item: Placed[OssieDataset], settings: DatasetConfig, info: TableInfo | None) -> list[ModelField]:
        samples = {name.casefold(): values for name, values in settings.samples.items()}
        if not item.part.fields:
            if info is None and self.tables is None:
                self.problems.warn(item.document, item.path, words.no_fields(item.part.name))
            columns = {c.name.casefold(): c for c in info.columns}.values() if info else ()
            return [_from_column(item.part.name, c, samples.get(c.name.casefold())) for c in columns]
        found: dict[str, ModelField] = {}
        names = {f.name.casefold() for f in item.part.fields}
        for position, part in enumerate(item.part.fields):
            placed = Placed(part, item.document, (*item.path, "fields", position))
            if part.name.casefold() in found:
                self.add(placed, ("name",), words.duplicate_name("field", part.name))
                continue
            built = self._field(item.part.name, placed, info, names, samples.get(part.name.casefold()))
            found[part.name.casefold()] = built
        return list(found.values())

    def _field(
        self,
        dataset: str,
        item: Placed[OssieField],
        info: TableInfo | None,
        names: set[str],
        samples: Mapping[str, list[str]] | None,
    ) -> ModelField:
        part = item.part
        sql, tree = self.expression(item, part.expression)
        column: TableColumn | None = None
        if tree is not None:
            self._check_field_expression(dataset, item, tree, info, names)
            if isinstance(tree, exp.Column) and info:
                column = info.column(tree.name)
        extension = self.extension(item, part.custom_extensions, FieldExtension) or FieldExtension()
        datatype = part.datatype or (datatype_of(column.type) if column else _cast_type(tree))
        is_time = part.dimension.is_time if part.dimension else None
        context = part.ai_context or AiContext()
        return ModelField(
            dataset=dataset,
            name=part.name,
            expression=sql,
            label=extension.label or part.label or label_of(part.name),
            description=described(part.description, context) or (column.comment if column else ""),
            datatype=datatype,
            is_time=datatype in TIME_TYPES if is_time is None else is_time,
            synonyms=tuple(context.synonyms),
            values=_values(samples if samples is not None else extension.values, column),
            unit=extension.unit,
            format=extension.format,
        )

    def _check_field_expression(
        self, dataset: str, item: Placed[OssieField], tree: exp.Expr, info: TableInfo | None, names: set[str]
    ) -> None:
        if aggregates_of(tree):
            self.add(item, ("expression",), words.FIELD_WITH_AGGREGATE)
        for column in columns_of(tree):
            if column.table and column.table.casefold() != dataset.casefold():
                self.add(item, ("expression",), words.field_of_other_dataset(column.table, dataset))
            elif info and not info.column(column.name) and not self._is_other_field(column.name, item.part.name, names):
                near = nearest(column.name, [c.name for c in info.columns])
                self.add(item, ("expression",), words.unknown_column(column.name, str(info.ref), near))

    @staticmethod
    def _is_other_field(name: str, own: str, names: set[str]) -> bool:
        return name.casefold() in names and name.casefold() != own.casefold()


def _bare(name: str, dataset: str) -> str:
    """A field's own name from ``field`` or ``dataset.field``."""
    prefix, _, rest = name.partition(".")
    return rest if rest and prefix.casefold() == dataset.casefold() else name


def _cast_type(tree: exp.Expr | None) -> DataType | None:
    if not isinstance(tree, exp.Cast):
        return None
    datatype = datatype_of(tree.to.sql(dialect=DIALECT))
    return None if datatype == "Opaque" else datatype


def _from_column(dataset: str, column: TableColumn, samples: Mapping[str, list[str]] | None) -> ModelField:
    datatype = datatype_of(column.type)
    return ModelField(
        dataset=dataset,
        name=column.name,
        expression=exp.column(exp.to_identifier(column.name)).sql(dialect=DIALECT),
        label=label_of(column.name),
        description=column.comment,
        datatype=datatype,
        is_time=datatype in TIME_TYPES,
        values=_values(samples, column),
    )


def _values(samples: Mapping[str, list[str]] | None, column: TableColumn | None) -> dict[str, tuple[str, ...]]:
    """Known values with their synonyms: what the model says, spelled and completed as the catalogue has them."""
    in_data = dict.fromkeys(column.samples if column else ())
    by_folded = {fold(value): value for value in in_data}
    values: dict[str, tuple[str, ...]] = {}
    for value, synonyms in (samples or {}).items():
        values[value if value in in_data else by_folded.get(fold(value), value)] = tuple(synonyms)
    for value in in_data:
        values.setdefault(value, ())
    return values
