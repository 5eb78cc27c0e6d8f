"""Reads the tables beside the tests: ``message  =>  what it becomes``, under the name of a model in brackets."""

from __future__ import annotations

from pathlib import Path

from infra.local.model.outcomes import (
    Ask,
    Describe,
    Explain,
    Look,
    Outcome,
    Query,
    Refuse,
    RunSql,
    ShowSql,
    Talk,
    Unplaced,
    Unreachable,
)
from tests.unit.planner.notation import brief


def read_blocks(name: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Blocks of a table: (model, rows)."""
    blocks: list[tuple[str, list[tuple[str, str]]]] = []
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            blocks.append((line.strip("[]"), []))
        elif line and not line.startswith("#"):
            message, _, becomes = line.partition("  =>  ")
            blocks[-1][1].append((message.replace("\\n", "\n"), becomes.strip()))
    return blocks


def read_rows(name: str) -> list[tuple[str, str, str]]:
    """All rows of a table: (model, message, what it becomes)."""
    return [(model, message, becomes) for model, rows in read_blocks(name) for message, becomes in rows]


def told(outcome: Outcome) -> str:
    """An outcome as the tables write it."""
    match outcome:
        case Query():
            return brief(outcome.request)
        case ShowSql(Query() as query):
            return f"sql of: {brief(query.request)}"
        case ShowSql(RunSql() as run):
            return f"sql of: {run.sql}"
        case RunSql():
            return f"<sql> {outcome.sql}"
        case Ask():
            return f"<ask> {outcome.query}: {', '.join(o.label for o in outcome.options)}".strip()
        case Unplaced():
            return f"<unplaced> {', '.join(outcome.words)}"
        case Explain():
            return f"<explain> {', '.join(outcome.metrics)}"
        case Describe():
            return f"<describe> {outcome.dataset}"
        case Unreachable():
            return f"<cannot> {outcome.query}"
        case Look() | Refuse():
            return f"<{type(outcome).__name__.casefold()}> {outcome.query}".strip()
        case Talk():
            return "<talk>"
        case _:
            return repr(outcome)
