"""``outcrop model check``: what is wrong with a semantic model, and what could be better."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from agent_actions.errors import ActionError
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.problems import ModelError
from agent_actions.semantic.reader import read_folder, read_model
from agent_actions.sql.catalog import table_info
from agent_actions.sql.tables import Tables
from infra.local import names
from infra.local.aws.crawler import crawl
from infra.local.errors import LocalError


def check(path: Path, lake: Path | None) -> tuple[list[str], list[str]]:
    """Errors and warnings, a line each. Raises LocalError when there is nothing to check."""
    if not path.exists():
        raise LocalError(f"{path}: there is no such file or folder.")
    try:
        files = read_folder(path)
        tables = _tables(lake) if lake else None
        model = read_model(files, tables)
    except ModelError as error:
        return [str(problem) for problem in error.problems], []
    except ActionError as error:
        return [error.message], []
    return [], [*model.warnings, *_undescribed(model), *_unreachable(model)]


def _undescribed(model: SemanticModel) -> list[str]:
    things = [("dataset", d.name, d.description) for d in model.datasets]
    things += [("metric", m.name, m.description) for m in model.metrics]
    return [f"{kind} {name} has no description: people and search go by it" for kind, name, text in things if not text]


def _unreachable(model: SemanticModel) -> list[str]:
    used = {name for metric in model.metrics for name in metric.datasets}
    joined = {side for r in model.relationships for side in (r.many, r.one)}
    return [
        f"dataset {d.name} has no metric and no relationship: no question reaches it but SQL"
        for d in model.datasets
        if d.name not in used | joined
    ]


def _tables(lake: Path) -> Tables:
    if not lake.is_dir():
        raise LocalError(f"--lake {lake} is not a folder.")
    crawled = crawl(lake, names.LAKE_BUCKET).tables
    return Tables.of(table_info(table.database, cast("Any", table.input)) for table in crawled)
