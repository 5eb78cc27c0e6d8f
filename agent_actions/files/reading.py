"""Text and tables of a shared file, whoever reads it: Textract, a library in a limited process, or Transcribe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from agent_actions.context import Context
from agent_actions.contract import Job, SharedFile
from agent_actions.files import read_words, textract
from agent_actions.files.blocks import FoundTable, PageText, page_texts, tables_of
from agent_actions.files.child import run_limited
from agent_actions.files.limits import READ, TEXT_READ
from agent_actions.files.rows import split_header
from agent_actions.files.shared import fetch, folder

MODULE = "agent_actions.files.reader"
_UNSURE = 80
"""Per cent of confidence below which a line is named as uncertain."""


def on_paper(file: SharedFile) -> bool:
    """Read by Textract."""
    return file.kind == "image" or file.mime == "application/pdf"


@dataclass(frozen=True)
class Text:
    """``text`` whole, or ``jobs`` that are waited for."""

    text: str = ""
    pages: Sequence[PageText] = field(default_factory=list[PageText])
    """Of paper only."""
    jobs: tuple[Job, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tables:
    tables: Sequence[FoundTable] = ()
    jobs: tuple[Job, ...] = ()
    notes: tuple[str, ...] = ()


def text_of(context: Context, file: SharedFile) -> Text:
    """The text of a document, picture, table or text. Raises ActionError in words."""
    if on_paper(file):
        read = textract.read(context, file, "text")
        if read.jobs:
            return Text(jobs=read.jobs)
        pages = page_texts(read.found)
        return Text(_joined(pages), pages, notes=(*read.notes, *_unsure(pages)))
    answer = _library(context, file, "text")
    notes: list[str] = list(answer.get("notes") or ())
    if answer.get("cut"):
        notes.append(read_words.text_cut(file.name, TEXT_READ, int(answer["cut"])))
    return Text(str(answer["text"]), notes=tuple(notes))


def tables_in(context: Context, file: SharedFile) -> Tables:
    """Every table or sheet. Raises ActionError in words."""
    if on_paper(file):
        read = textract.read(context, file, "tables")
        return Tables(() if read.jobs else tables_of(read.found), read.jobs, read.notes)
    answer = _library(context, file, "tables")
    found: list[dict[str, Any]] = answer["tables"]
    return Tables([_found(item) for item in found])


def _found(item: dict[str, Any]) -> FoundTable:
    rows: list[list[str | None]] = item["rows"]
    labels, body = split_header(rows, item["headed"])
    width, headed = len(labels), len(body) < len(rows)
    return FoundTable(
        labels=tuple(labels),
        rows=tuple((*row, *(None,) * (width - len(row))) for row in body),
        title=str(item["title"]),
        headed=headed,
        total=int(item["total"]) - headed,
    )


def _library(context: Context, file: SharedFile, do: str) -> dict[str, Any]:
    with folder() as at:
        path = fetch(context, file, at)
        request = {"do": do, "path": str(path), "name": file.name, "mime": file.mime}
        return run_limited(MODULE, request, at, READ)


def _joined(pages: Sequence[PageText]) -> str:
    filled = [page for page in pages if page.lines]
    if len(pages) == 1:
        return "\n".join(pages[0].lines)
    return "\n\n".join("\n".join((read_words.page_mark(page.page), *page.lines)) for page in filled)


def _unsure(pages: Sequence[PageText]) -> tuple[str, ...]:
    counts = {page.page: sum(sure < _UNSURE for sure in page.sure) for page in pages}
    total = sum(counts.values())
    if not total:
        return ()
    where = [page for page, count in counts.items() if count] if len(pages) > 1 else []
    return (read_words.unsure_lines(total, _UNSURE, where),)
