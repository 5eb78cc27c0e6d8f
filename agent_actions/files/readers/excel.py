"""XLSX by openpyxl, row by row; formulas as the values that Excel last computed."""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.workbook import Workbook

from agent_actions.files import words
from agent_actions.files.confined import UnfitError
from agent_actions.files.readers.common import as_lines, cell_text, table, text_answer


def text(path: Path, name: str) -> dict[str, Any]:
    with _opened(path, name) as book:
        sheets = [(sheet.title, as_lines(_rows(sheet)).strip()) for sheet in book.worksheets]
    several = len(sheets) > 1
    return text_answer("\n\n".join(f"{title}\n{body}" if several else body for title, body in sheets if body))


def tables(path: Path, name: str) -> dict[str, Any]:
    with _opened(path, name) as book:
        found = [table(sheet.title, _rows(sheet)) for sheet in book.worksheets]
    return {"tables": [item for item in found if item["rows"]]}


@contextmanager
def _opened(path: Path, name: str) -> Generator[Workbook]:
    warnings.simplefilter("ignore")
    try:
        with path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            try:
                yield book
            finally:
                book.close()
    except (BadZipFile, KeyError, ValueError, SyntaxError):
        raise UnfitError(words.office_unreadable(name)) from None


def _rows(sheet: Any) -> Iterator[list[str | None]]:
    """Empty rows at the top are left out; the size that a sheet claims for itself is not believed."""
    sheet.reset_dimensions()
    begun = False
    for row in sheet.iter_rows(values_only=True):
        cells = [cell_text(value) for value in row]
        begun = begun or any(cells)
        if begun:
            yield cells
