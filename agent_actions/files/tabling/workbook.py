"""A sheet of an XLSX workbook as rows of text, as a person sees the cells; and which of its cells are merged."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from agent_actions.files import dataset_words as words
from agent_actions.files.confined import UnfitError
from agent_actions.files.tabling.header import LOOKED_AT, Row

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')
_ZEROS = re.compile(r"0{2,20}")
_CHUNK = 1 << 20
_BLANK_ROWS = 1_000
"""So many blank rows on end are the end of the sheet: formatting may go on to its last row."""


@dataclass(frozen=True)
class Sheet:
    name: str
    others: tuple[str, ...]
    """Further sheets that hold something."""
    rows: Iterator[Row]
    merged: tuple[tuple[int, int, int], ...]
    """(row, first column, last column) of merged cells among the first rows, from 0."""


def open_sheet(path: Path, name: str, wanted: str) -> Sheet:
    """``wanted``: a sheet's name or number; empty: the first that holds something. Raises UnfitError."""
    try:
        book = load_workbook(path.open("rb"), read_only=True, data_only=True, keep_links=False)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, InvalidFileException) as error:
        raise UnfitError(words.unreadable(name)) from error
    sheets: list[Any] = list(book.worksheets)
    holding = [sheet for sheet in sheets if _holds(sheet)]
    if not holding:
        raise UnfitError(words.no_table(name))
    chosen = _named(sheets, wanted, name) if wanted.strip() else holding[0]
    others = tuple(sheet.title for sheet in holding if sheet is not chosen)
    return Sheet(chosen.title, others, _rows(chosen), _merged(path, chosen))


def _named(sheets: list[Any], wanted: str, name: str) -> Any:
    folded = wanted.strip().casefold()
    for sheet in sheets:
        if sheet.title.casefold() == folded:
            return sheet
    if folded.isdigit() and 1 <= int(folded) <= len(sheets):
        return sheets[int(folded) - 1]
    raise UnfitError(words.no_sheet(name, wanted, [sheet.title for sheet in sheets]))


def _holds(sheet: Any) -> bool:
    return any(any(cell is not None for cell in row) for row in sheet.iter_rows(max_row=LOOKED_AT, values_only=True))


def _rows(sheet: Any) -> Iterator[Row]:
    blank = 0
    for row in sheet.iter_rows():
        cells = [_text(cell.value, getattr(cell, "number_format", "")) for cell in row]
        blank = 0 if any(cells) else blank + 1
        if blank > _BLANK_ROWS:
            return
        yield cells


def _text(value: Any, shown_as: str) -> str | None:
    """Leading zeros that only the cell's format shows are kept: 7 shown as 007 is 007."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int) and _ZEROS.fullmatch(shown_as or ""):
        return str(value).zfill(len(shown_as))
    if isinstance(value, float):
        return repr(value)
    return str(value)


def _merged(path: Path, sheet: Any) -> tuple[tuple[int, int, int], ...]:
    """openpyxl's reader of large workbooks leaves them out, so they are looked for in the sheet itself."""
    inside = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    found: list[tuple[int, int, int]] = []
    try:
        with zipfile.ZipFile(path) as packed, packed.open(inside) as xml:
            rest = b""
            while piece := xml.read(_CHUNK):
                rest += piece
                for match in _MERGED.finditer(rest):
                    first, row, last, _ = range_boundaries(match[1].decode())
                    if first and row and last and row <= LOOKED_AT:
                        found.append((row - 1, first - 1, last - 1))
                rest = rest[-200:] if b"<mergeCell " in rest[-200:] else rest[-60:]
    except (KeyError, OSError, zipfile.BadZipFile):
        return ()
    return tuple(dict.fromkeys(found))
