"""Checks of ``outcrop.yaml`` against the model: every name in it must name something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from agent_actions.semantic import certified_words
from agent_actions.semantic import model_words as words
from agent_actions.semantic.certified import DATED, PLACEHOLDER, misplaced
from agent_actions.semantic.config import CertifiedConfig, Config, DatasetConfig, ParameterConfig, Role
from agent_actions.semantic.document import Document, Path
from agent_actions.semantic.expressions import ExpressionError, broken_statement, columns_of, parse_expression
from agent_actions.semantic.model import Dataset, SemanticModel
from agent_actions.semantic.names import nearest
from agent_actions.semantic.problems import Problems
from agent_actions.sql.tables import TableInfo

_ATTRIBUTE = re.compile(r"\{caller\.\w+\}")


class ConfigChecker:
    """Reports what in the configuration names nothing. ``infos``: folded dataset name -> table, where known."""

    def __init__(
        self, model: SemanticModel, infos: Mapping[str, TableInfo], document: Document, problems: Problems
    ) -> None:
        self.model = model
        self.infos = infos
        self.document = document
        self.problems = problems

    def check(self, config: Config) -> None:
        for name, settings in config.datasets.items():
            dataset = self._dataset(name, ("datasets", name))
            if dataset:
                self._dataset_settings(dataset, settings, ("datasets", name))
        for name, metric in config.metrics.items():
            self._metric(name, ("metrics", name))
            if metric.time:
                self._field(metric.time, ("metrics", name, "time"))
        for word, names in config.ambiguous.items():
            for position, name in enumerate(names):
                self._metric(name, ("ambiguous", word, position))
        seen: set[str] = set()
        for position, certified in enumerate(config.certified):
            path: Path = ("certified", position)
            if certified.name.casefold() in seen:
                self._add((*path, "name"), words.duplicate_name("certified question", certified.name))
            seen.add(certified.name.casefold())
            self._certified(certified, path)
        if config.rights:
            self._rights(config)

    def _dataset_settings(self, dataset: Dataset, settings: DatasetConfig, path: Path) -> None:
        for key, name in (("time", settings.time), ("freshness", settings.freshness)):
            if name:
                own = name.split(".", 1)[1] if name.casefold().startswith(f"{dataset.name.casefold()}.") else name
                self._own_field(dataset, own, (*path, key))
        if settings.default_filter:
            self._condition(dataset, settings.default_filter, (*path, "default_filter"))
        for name in settings.samples:
            self._own_field(dataset, name, (*path, "samples", name))
        for column, rule in settings.partitions.items():
            self._column(dataset, column, (*path, "partitions", column))
            self._own_field(dataset, rule.field, (*path, "partitions", column, "field"))

    def _certified(self, certified: CertifiedConfig, path: Path) -> None:
        found = list(PLACEHOLDER.finditer(certified.sql))
        named = {placeholder["name"] for placeholder in found}
        for name in sorted(named - set(certified.parameters)):
            self._add((*path, "sql"), words.unknown_name("parameter", name, list(certified.parameters)))
        for placeholder in found:
            parameter = certified.parameters.get(placeholder["name"])
            if placeholder["part"] and parameter and parameter.type not in DATED:
                self._add((*path, "sql"), certified_words.no_part(placeholder[0]))
        for name, parameter in certified.parameters.items():
            self._parameter(certified, name, parameter, (*path, "parameters", name))
            if name not in named:
                self._add((*path, "parameters", name), certified_words.unused(name))
        reason = broken_statement(PLACEHOLDER.sub(lambda p: "'2000-01-01'" if p["quote"] else "1", certified.sql))
        if reason:
            self._add((*path, "sql"), reason)
        elif wrong := misplaced(certified.sql):
            self._add((*path, "sql"), certified_words.misplaced(wrong))
        if certified.owner is None:
            self.problems.warn(self.document, path, certified_words.no_owner(certified.name))

    def _parameter(self, certified: CertifiedConfig, name: str, parameter: ParameterConfig, path: Path) -> None:
        if parameter.field:
            self._field(parameter.field, (*path, "field"))
        elif parameter.type == "value":
            self._add(path, certified_words.needs_field(name))
        slot = f"{{{name}}}"
        if parameter.default is None and not all(slot in text for text in (certified.question, *certified.also)):
            self._add(path, certified_words.no_slot(name))

    def _rights(self, config: Config) -> None:
        rights = config.rights
        if rights is None:
            return
        for name, role in rights.roles.items():
            self._role(role, ("rights", "roles", name))
        for key, granted in (("people", rights.people), ("groups", rights.groups), ("channels", rights.channels)):
            for who, role in granted.items():
                if role not in rights.roles:
                    self._unknown("role", role, rights.roles, ("rights", key, who))

    def _role(self, role: Role, path: Path) -> None:
        if role.datasets != "*":
            for position, name in enumerate(role.datasets):
                self._dataset(name, (*path, "datasets", position))
        for name, columns in role.columns.items():
            dataset = self._dataset(name, (*path, "columns", name))
            if dataset:
                for key, listed in (("hide", columns.hide), ("mask", columns.mask)):
                    for position, column in enumerate(listed):
                        self._column(dataset, column, (*path, "columns", name, key, position))
        for name, condition in role.rows.items():
            dataset = self._dataset(name, (*path, "rows", name))
            if dataset:
                bound = _ATTRIBUTE.sub("'x'", condition.replace("'{", "{").replace("}'", "}"))
                self._condition(dataset, bound, (*path, "rows", name))

    def _condition(self, dataset: Dataset, sql: str, path: Path) -> None:
        try:
            tree = parse_expression(sql)
        except ExpressionError as error:
            self._add(path, str(error))
            return
        for column in columns_of(tree):
            if column.table and column.table.casefold() != dataset.name.casefold():
                self._add(path, words.field_of_other_dataset(column.table, dataset.name))
            else:
                self._column(dataset, column.name, path)

    def _dataset(self, name: str, path: Path) -> Dataset | None:
        dataset = self.model.dataset(name)
        if dataset is None:
            self._unknown("dataset", name, [d.name for d in self.model.datasets], path)
        return dataset

    def _metric(self, name: str, path: Path) -> None:
        if self.model.metric(name) is None:
            self._unknown("metric", name, [m.name for m in self.model.metrics], path)

    def _field(self, ref: str, path: Path) -> None:
        if self.model.field(ref) is None:
            self._unknown("field", ref, [f.ref for d in self.model.datasets for f in d.fields], path)

    def _own_field(self, dataset: Dataset, name: str, path: Path) -> None:
        if dataset.field(name) is None:
            self._unknown("field", name, [f.name for f in dataset.fields], path)

    def _column(self, dataset: Dataset, name: str, path: Path) -> None:
        """A column or a field; without a catalogue a name that is no field may still be a column."""
        info = self.infos.get(dataset.name.casefold())
        if info is None or dataset.field(name) or info.column(name):
            return
        self._unknown("column", name, dict.fromkeys([*(c.name for c in info.columns), *_names(dataset)]), path)

    def _unknown(self, kind: str, name: str, candidates: Iterable[str], path: Path) -> None:
        self._add(path, words.unknown_name(kind, name, nearest(name, candidates)))

    def _add(self, path: Path, message: str) -> None:
        self.problems.add(self.document, path, message)


def _names(dataset: Dataset) -> list[str]:
    return [f.name for f in dataset.fields]
