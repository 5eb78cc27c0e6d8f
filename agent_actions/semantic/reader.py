"""Reads Ossie documents and ``outcrop.yaml`` into a :class:`SemanticModel`; finds everything that is wrong at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path as FilePath
from typing import cast

from agent_actions.semantic import model_words as words
from agent_actions.semantic.checks import ConfigChecker
from agent_actions.semantic.config import Config
from agent_actions.semantic.datasets import DatasetReader
from agent_actions.semantic.document import Document, TextError, read_document
from agent_actions.semantic.metrics import MetricReader, RelationshipReader
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.ossie import OssieDataset, OssieDocument, OssieMetric, OssieModel, OssieRelationship
from agent_actions.semantic.parts import PartReader, Placed
from agent_actions.semantic.problems import ModelError, Problem, Problems, validate
from agent_actions.sql.tables import Tables

__all__ = ["ModelError", "Problem", "read_folder", "read_model"]

CONFIG_NAMES = ("outcrop.yaml", "outcrop.yml", "outcrop.json")
SUFFIXES = (".yaml", ".yml", ".json")
_VERSIONS = re.compile(r"0\.1(\.\w+)*|0\.2\.0(\.?dev\d*)?")


def read_folder(path: FilePath) -> dict[str, str]:
    """The model's files: of a folder every YAML and JSON file in it, of one Ossie file that file and, when the same
    folder holds one, ``outcrop.yaml``. Raises ModelError when there is nothing to read."""
    if path.is_dir():
        found = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES and not p.name.startswith("."))
    elif path.is_file():
        beside = [path.parent / name for name in CONFIG_NAMES if (path.parent / name).is_file()]
        found = [path, *(p for p in beside[:1] if p.name != path.name)]
    else:
        raise ModelError([Problem(path.name, 1, "", words.NO_SUCH_FILE)])
    files: dict[str, str] = {}
    for file in found:
        try:
            files[file.name] = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise ModelError([Problem(file.name, 1, "", words.NOT_UTF8)]) from None
    if not any(not _is_config(name) for name in files):
        raise ModelError([Problem(path.name, 1, "", words.NO_OSSIE_FILE)])
    return files


def read_model(files: Mapping[str, str], tables: Tables | None = None) -> SemanticModel:
    """The model in these files (name -> text). With ``tables`` it is checked against and completed by the catalogue.

    Raises ModelError with every problem found.
    """
    problems = Problems()
    documents = _documents(files, problems)
    config_document = next((d for d in documents if _is_config(d.file)), Document("outcrop.yaml", {}))
    data: object = {} if config_document.data is None else config_document.data
    config = validate(Config, config_document, (), data, problems) or Config()
    whole = True
    models: list[Placed[OssieModel]] = []
    for document in documents:
        if not _is_config(document.file):
            found = _ossie(document, problems)
            whole = whole and found is not None
            models += found or []
    if not models or not whole:
        if not problems.found:
            problems.found.append(Problem("", 1, "", words.NO_OSSIE_FILE))
        problems.raise_if_any()
    model = _build(models, config, config_document, tables, problems)
    problems.raise_if_any()
    return replace(model, warnings=tuple(problems.warnings))


def _documents(files: Mapping[str, str], problems: Problems) -> list[Document]:
    documents: list[Document] = []
    for name, text in files.items():
        try:
            document, duplicates = read_document(name, text)
        except TextError as error:
            problems.found.append(Problem(name, error.line, "", error.message))
            continue
        documents.append(document)
        for path, line in duplicates:
            problems.found.append(Problem(name, line, str(path[-1]), words.REPEATED_KEY))
    return documents


def _ossie(document: Document, problems: Problems) -> list[Placed[OssieModel]] | None:
    """The document's models with their places; None when the document cannot be read as Ossie."""
    root = document.data
    data = cast("dict[str, object]", root) if isinstance(root, dict) else dict[str, object]()
    if "semantic_model" not in data:
        problems.add(document, (), words.NOT_OSSIE)
        return None
    if isinstance(data["semantic_model"], dict):
        problems.add(document, ("semantic_model",), words.MODELS_NOT_A_LIST)
        return None
    version = data.get("version")
    if version is None:
        problems.warn(document, (), words.NO_VERSION)
    elif not _VERSIONS.fullmatch(str(version)):
        problems.add(document, ("version",), words.unknown_version(str(version)))
    read = validate(OssieDocument, document, (), data, problems)
    if read is None:
        return None
    return [Placed(model, document, ("semantic_model", i)) for i, model in enumerate(read.semantic_model)]


def _build(
    models: list[Placed[OssieModel]],
    config: Config,
    config_document: Document,
    tables: Tables | None,
    problems: Problems,
) -> SemanticModel:
    extended = config
    probe = PartReader(config, tables, problems)
    for item in models:
        extension = probe.extension(item, item.part.custom_extensions, Config)
        if extension:
            extended = Config.model_validate(
                {**extension.model_dump(exclude_unset=True), **extended.model_dump(exclude_unset=True)}
            )
    builder = DatasetReader(extended, tables, problems)
    datasets: list[Placed[OssieDataset]] = []
    relationships: list[Placed[OssieRelationship]] = []
    metrics: list[tuple[Placed[OssieMetric], str | None]] = []
    scoped: list[tuple[Placed[OssieMetric], str | None]] = []
    for item in models:
        for i, dataset in enumerate(item.part.datasets):
            path = (*item.path, "datasets", i)
            datasets.append(Placed(dataset, item.document, path))
            for j, metric in enumerate(dataset.metrics or ()):
                scoped.append((Placed(metric, item.document, (*path, "metrics", j)), dataset.name))
        for i, relationship in enumerate(item.part.relationships or ()):
            relationships.append(Placed(relationship, item.document, (*item.path, "relationships", i)))
        for i, metric in enumerate(item.part.metrics or ()):
            metrics.append((Placed(metric, item.document, (*item.path, "metrics", i)), None))
    model = SemanticModel(
        name=models[0].part.name,
        datasets=tuple(builder.datasets(datasets)),
        relationships=(),
        metrics=(),
        config=extended,
        description=" ".join(m.part.description for m in models if m.part.description),
        instructions=" ".join(m.part.ai_context.instructions for m in models if m.part.ai_context).strip(),
    )
    if builder.settings:
        merged = {name: s for name, s in extended.datasets.items() if model.dataset(name) is None}
        own = {d.name: s for name, s in extended.datasets.items() if (d := model.dataset(name))}
        extended = extended.model_copy(update={"datasets": {**merged, **own, **builder.settings}})
        model = replace(model, config=extended)
    read_relationships = RelationshipReader(extended, tables, problems, builder.infos)
    model = replace(model, relationships=read_relationships.relationships(relationships, model))
    read_metrics = MetricReader(extended, tables, problems, builder.infos)
    model = replace(model, metrics=read_metrics.metrics([*metrics, *scoped], model))
    ConfigChecker(model, builder.infos, config_document, problems).check(extended)
    return model


def _is_config(name: str) -> bool:
    return FilePath(name).name.lower() in CONFIG_NAMES
