"""DOCX by python-docx: paragraphs and tables in their order."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.table import Table

from agent_actions.files import words
from agent_actions.files.confined import UnfitError
from agent_actions.files.readers.common import as_lines, cell_text, table, text_answer


def text(path: Path, name: str) -> dict[str, Any]:
    parts: list[str] = []
    for item in _opened(path, name).iter_inner_content():
        parts.append(as_lines(_rows(item)) if isinstance(item, Table) else item.text)
    return text_answer("\n".join(parts).strip())


def tables(path: Path, name: str) -> dict[str, Any]:
    found = [table("", _rows(item)) for item in _opened(path, name).tables]
    return {"tables": [item for item in found if item["rows"]]}


def _opened(path: Path, name: str) -> Document:
    try:
        return docx.Document(str(path))
    except (OpcError, BadZipFile, KeyError, ValueError, SyntaxError):
        raise UnfitError(words.office_unreadable(name)) from None


def _rows(item: Table) -> list[list[str | None]]:
    return [[cell_text(cell.text) for cell in row.cells] for row in item.rows]
