"""``outcrop model check``: what is wrong with a semantic model, and what could be better."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from agent_actions.errors import ActionError
from agent_actions.semantic.advice import advice, uncomputable
from agent_actions.semantic.problems import ModelError
from agent_actions.semantic.reader import read_folder, read_model
from agent_actions.sql.catalog import table_info
from agent_actions.sql.tables import Tables
from infra.local import names, words
from infra.local.aws.crawler import crawl
from infra.local.aws.crawler.result import CrawledTable
from infra.local.errors import LocalError
from infra.local.lakekeys import repeated_keys
from infra.local.lakepartitions import broken_partitions


def check(path: Path, lake: Path | None) -> tuple[list[str], list[str]]:
    """Errors and warnings, a line each. Raises LocalError when there is nothing to check."""
    if not path.exists():
        raise LocalError(words.no_model_there(str(path)))
    try:
        files = read_folder(path)
        crawled = _crawled(lake) if lake else ()
        tables = Tables.of(table_info(table.database, cast("Any", table.input)) for table in crawled) if lake else None
        model = read_model(files, tables)
    except ModelError as error:
        return [str(problem) for problem in error.problems], []
    except ActionError as error:
        return [error.message], []
    wrong = uncomputable(model, files)
    if lake:
        wrong += repeated_keys(model, files, lake, crawled)
        wrong += broken_partitions(model, files, lake, crawled)
    return [str(problem) for problem in wrong], [*model.warnings, *(str(problem) for problem in advice(model, files))]


def _crawled(lake: Path) -> tuple[CrawledTable, ...]:
    if not lake.is_dir():
        raise LocalError(words.no_lake(str(lake)))
    return crawl(lake, names.LAKE_BUCKET).tables
