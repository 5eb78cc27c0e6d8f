"""``outcrop model draft``: a first semantic model of a lake, written for a person to go on with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from agent_actions.semantic.draft import draft_model
from agent_actions.semantic.reader import read_model
from agent_actions.sql.catalog import table_info
from agent_actions.sql.tables import Tables
from infra.local import names, words
from infra.local.aws.crawler import crawl
from infra.local.errors import LocalError, Notice

_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "datasets": words.DRAFT_DATASETS,
    "relationships": words.DRAFT_RELATIONSHIPS,
    "metrics": words.DRAFT_METRICS,
    "ambiguous": words.DRAFT_AMBIGUOUS,
    "defaults": words.DRAFT_DEFAULTS,
}
_SECTION = re.compile(r"^(\s*)(\w+):$")


def draft(lake: Path, out: Path, progress: Callable[[str], None]) -> str:
    """Write the model's files into ``out``; returns a sentence about them.

    Raises LocalError for a folder that isn't there, holds no table, or an ``out`` that holds something.
    """
    if not lake.is_dir():
        raise LocalError(words.no_lake(str(lake)))
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise LocalError(words.draft_in_the_way(str(out)))
    crawled = crawl(lake, names.LAKE_BUCKET, progress)
    for problem in crawled.problems:
        progress(Notice(problem.message))
    if not crawled.tables:
        raise LocalError(words.no_table(str(lake)))
    tables = Tables.of(table_info(table.database, cast("Any", table.input)) for table in crawled.tables)
    files = {name: marked(text) for name, text in draft_model(tables).items()}
    model = read_model(files, tables)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8")
    return words.drafted(str(out), len(model.datasets), len(model.relationships), len(model.metrics), str(lake))


def marked(text: str) -> str:
    """A drafted file with a comment over everything that was guessed: by what, and what to check."""
    lines = [f"# {line}" for line in words.DRAFT_HEAD]
    for line in text.splitlines():
        section = _SECTION.match(line)
        if section and section[2] in _SECTIONS:
            lines += [f"{section[1]}# {comment}" for comment in _SECTIONS[section[2]]]
        lines.append(line)
    return "\n".join(lines) + "\n"
