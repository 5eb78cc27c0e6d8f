"""A result as an Excel workbook: typed cells row by row, and a sheet that says where they come from.

XlsxWriter in constant-memory mode keeps one row; sheets lie as XML in a temporary folder until they are zipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from bot.exports.book import Book, Format, Sheet, new_book, style_of, write_rows
from bot.exports.filename import numbered, sheet_name
from bot.exports.formats import number_format
from bot.exports.sheet_rows import (
    CELL_CHARACTERS,
    Texts,
    Writer,
    date_writer,
    number_writer,
    row_xml,
    truth_writer,
)
from bot.exports.source import Cells
from bot.reply.times import Grain

if TYPE_CHECKING:
    from agent_actions.contract import Column

# https://support.microsoft.com/office/excel-specifications-and-limits
SHEET_ROWS = 1_048_576
SHEET_COLUMNS = 16_384
NUMERIC = ("integer", "number")

WIDTH_ROWS = 200
"""Rows that a column's width is measured on."""
NARROWEST, WIDEST = 9, 60
LABEL_WIDTH, VALUE_WIDTH = 22, 110


@dataclass(frozen=True)
class Written:
    """What is in the workbook, and what didn't fit into it, if anything."""

    rows: int
    """Rows that are in it."""
    cut_cells: int = 0
    """Texts longer than a cell takes."""
    cut_columns: int = 0
    sheets: int = 1


@dataclass(frozen=True)
class SheetWords:
    """Texts of the workbook itself."""

    title: str
    result: str
    about: str
    too_big: str


About = Callable[[Written], Iterable[tuple[str, str]]]
"""The lines of the last sheet, label and text, asked for when the rows are written."""


def write_xlsx(
    rows: Iterable[Cells],
    columns: Sequence[Column],
    path: Path,
    about: About,
    words: SheetWords,
    *,
    timed: tuple[int, Grain] | None = None,
    sheet_rows: int = SHEET_ROWS,
) -> Written:
    """Write ``rows`` as they come, on as many sheets as they need: each takes ``sheet_rows`` with its header.

    ``timed``: the column of calendar units, and which units they are.
    Raises ExportError when the workbook is bigger than a zip file or the disk may hold.
    """
    with new_book(path, words.too_big) as book:
        book.set_properties({"title": words.title[:255]})
        table = _Table(book, columns[:SHEET_COLUMNS], timed)
        count = table.fill(rows, sheet_rows, sheet_name(words.title, words.result, words.about))
        written = Written(count, table.cut_cells, max(0, len(columns) - SHEET_COLUMNS), table.sheets)
        _write_about(book, about(written), words)
    return written


class _Table:
    """The sheets of the rows."""

    def __init__(self, book: Book, columns: Sequence[Column], timed: tuple[int, Grain] | None) -> None:
        self._book, self._columns, self._texts = book, columns, Texts()
        self._headers = [_header(book, "right" if c.type in NUMERIC else "left") for c in columns]
        grains = dict([timed] if timed else [])
        self._patterns = [number_format(column, grains.get(i)) for i, column in enumerate(columns)]
        self._styles = [style_of(_format(book, pattern)) for pattern in self._patterns]
        self._widths = [len(column.label or column.name) + 3 for column in columns]
        self.sheets = 0

    @property
    def cut_cells(self) -> int:
        return self._texts.cut

    def fill(self, rows: Iterable[Cells], sheet_rows: int, name: str) -> int:
        """Returns how many rows are in the workbook. One sheet at least, for a header without rows."""
        waiting, total = iter(rows), 0
        first = next(waiting, None)
        while first is not None or not self.sheets:
            self.sheets += 1
            head = [] if first is None else [first]
            part = islice(chain(head, waiting), sheet_rows - 1)
            total += self._sheet(self._book.add_worksheet(numbered(name, self.sheets)), part)
            first = next(waiting, None)
        return total

    def _sheet(self, sheet: Sheet, rows: Iterable[Cells]) -> int:
        count = write_rows(sheet, self._lines(rows), len(self._columns)) - 1
        for index, width in enumerate(self._widths):
            sheet.set_column(index, index, min(max(width, NARROWEST), WIDEST))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, count, max(0, len(self._columns) - 1))
        return count

    def _lines(self, rows: Iterable[Cells]) -> Iterator[str]:
        headers = [self._texts.writer(i, style_of(header)) for i, header in enumerate(self._headers)]
        yield row_xml(1, [column.label or column.name for column in self._columns], headers)
        writers = [self._writer(i, column) for i, column in enumerate(self._columns)]
        for number, cells in enumerate(rows, 2):
            if number <= WIDTH_ROWS:
                self._measure(cells)
            yield row_xml(number, cells, writers)

    def _writer(self, index: int, column: Column) -> Writer:
        text, style = self._texts.writer(index), self._styles[index]
        if column.type in NUMERIC:
            return number_writer(index, style, text)
        if column.type in ("date", "timestamp"):
            return date_writer(index, style, text, moments=column.type == "timestamp")
        return truth_writer(index, text) if column.type == "boolean" else text

    def _measure(self, cells: Cells) -> None:
        for index, (cell, width) in enumerate(zip(cells, self._widths, strict=False)):
            # a number format adds signs and commas
            length = len(cell) * (4 if self._styles[index] else 3) // 3 + 2 if cell else 0
            self._widths[index] = min(max(length, width), WIDEST)


def _header(book: Book, align: str) -> Format:
    return book.add_format({"bold": True, "bottom": 1, "bg_color": "#F1F3F5", "align": align})


def _format(book: Book, pattern: str) -> Format | None:
    return book.add_format({"num_format": pattern}) if pattern not in ("", "General") else None


def _write_about(book: Book, lines: Iterable[tuple[str, str]], words: SheetWords) -> None:
    sheet, texts = book.add_worksheet(words.about), Texts()
    label_format = book.add_format({"bold": True, "valign": "top"})
    text_format = book.add_format({"text_wrap": True, "valign": "top"})
    writers = [texts.writer(0, style_of(label_format)), texts.writer(1, style_of(text_format))]
    pieces = (
        (label if start == 0 else "", text[start : start + CELL_CHARACTERS // 2])
        for label, text in lines
        for start in range(0, max(1, len(text)), CELL_CHARACTERS // 2)
    )
    write_rows(sheet, (row_xml(number, cells, writers) for number, cells in enumerate(pieces, 1)), 2)
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, 1, VALUE_WIDTH)
