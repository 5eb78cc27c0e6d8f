"""A dbt manifest as the files of a semantic model, and a line for everything that was not taken over as it is."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from agent_actions.semantic import graph
from agent_actions.semantic.advice import uncomputable
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.reader import read_model
from infra.dbt import words
from infra.dbt.datasets import Datasets
from infra.dbt.manifest import Manifest
from infra.dbt.metrics import Metrics
from infra.local.errors import LocalError

VERSION = "0.2.0.dev0"
FILE = "dbt.yaml"
CONFIG = "outcrop.yaml"


@dataclass(frozen=True)
class Imported:
    files: dict[str, str]
    model: SemanticModel
    notes: tuple[str, ...]


def convert(manifest: Manifest) -> Imported:
    """Raises LocalError for a manifest without semantic models, ModelError for one that makes no model."""
    if not manifest.semantic_models:
        raise LocalError(words.NO_MODELS)
    notes: dict[str, None] = {}

    def note(kind: str, name: str, what: str) -> None:
        notes[words.note(kind, name, what)] = None

    datasets = Datasets(manifest, note)
    metrics = Metrics(manifest, datasets, note)
    drawn, settings = metrics.ossie()
    relationships = datasets.relationships()
    for query in manifest.saved_queries:
        note("saved query", query.name, words.SAVED_QUERY)
    project = manifest.project_configuration
    if project and (project.time_spines or project.time_spine_table_configurations):
        note("project", "time spines", words.TIME_SPINES)
    config = _config(manifest, datasets, settings)
    files = _files(datasets, relationships, drawn, config)
    model = read_model(files)
    broken = _broken(model, metrics, files)
    for name, reason in broken.items():
        note("metric", name, words.left_out(reason))
    if broken:
        drawn = [metric for metric in drawn if metric["name"] not in broken]
        config["metrics"] = {name: own for name, own in settings.items() if name not in broken}
        files = _files(datasets, relationships, drawn, config)
        model = read_model(files)
    return Imported(files, model, tuple(notes))


def _broken(model: SemanticModel, metrics: Metrics, files: dict[str, str]) -> dict[str, str]:
    """Metric -> why it would not be computed, or would be computed over other rows than dbt's."""
    named = {problem.key: problem.message for problem in uncomputable(model, files)}
    found: dict[str, str] = {}
    for position, metric in enumerate(model.metrics):
        root = graph.fact_of(model, metric.datasets)
        reason = named.get(f"semantic_model[0].metrics[{position}].expression")
        for fact in metrics.facts(metric.name):
            if not all(graph.reaches(model, fact.dataset, name) for name in fact.named):
                reason = words.fans_out(fact.dataset)
            elif fact.blind and root and root != fact.dataset:
                reason = words.other_fact(fact.dataset, root)
        if reason:
            found[metric.name] = reason
    return found


def _config(manifest: Manifest, datasets: Datasets, metrics: dict[str, dict[str, str]]) -> dict[str, object]:
    schemas = {model.node_relation.schema_name for model in manifest.semantic_models}
    own: dict[str, dict[str, str]] = {}
    for model in manifest.semantic_models:
        time = datasets.time_of(model.name)
        told = {"label": model.label or "", "time": time or ""}
        own[model.name] = {key: value for key, value in told.items() if value}
    return {
        "version": 1,
        "defaults": {"database": schemas.pop()} if len(schemas) == 1 else {},
        "datasets": {name: settings for name, settings in own.items() if settings},
        "metrics": metrics,
    }


def _files(
    datasets: Datasets,
    relationships: list[dict[str, object]],
    metrics: list[dict[str, object]],
    config: dict[str, object],
) -> dict[str, str]:
    model = {"name": "dbt", "datasets": datasets.ossie(), "relationships": relationships, "metrics": metrics}
    document = {"version": VERSION, "semantic_model": [{key: value for key, value in model.items() if value}]}
    return {FILE: _yaml(document), CONFIG: _yaml({key: value for key, value in config.items() if value})}


def _yaml(data: object) -> str:
    return yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=120)
