"""A result as an Excel workbook: typed cells row by row, and a sheet that says where they come from.

XlsxWriter in constant-memory mode keeps one row; sheets lie as XML in a temporary folder until they are zipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.exports.book import Book, Format, Sheet, new_book
from bot.exports.filename import sheet_name
from bot.exports.formats import number_format
from bot.exports.source import Cells
from bot.exports.values import day_serial, exact_number, moment_serial

if TYPE_CHECKING:
    from agent_actions.contract import Column

# https://support.microsoft.com/office/excel-specifications-and-limits
SHEET_ROWS = 1_048_576
SHEET_COLUMNS = 16_384
CELL_CHARACTERS = 32_767

WIDTH_ROWS = 200
"""Rows that a column's width is measured on."""
NARROWEST, WIDEST = 9, 60
LABEL_WIDTH, VALUE_WIDTH = 22, 110

_LEFT_OUT = "…"


@dataclass(frozen=True)
class Written:
    """What didn't fit into the sheet, if anything."""

    rows: int
    """Rows that are in it."""
    cut_cells: int = 0
    """Texts longer than a cell takes."""
    cut_columns: int = 0


@dataclass(frozen=True)
class SheetWords:
    """Texts of the workbook itself."""

    title: str
    result: str
    about: str
    too_big: str


About = Callable[[Written], Iterable[tuple[str, str]]]
"""The lines of the second sheet, label and text, asked for when the rows are written."""


def write_xlsx(
    rows: Iterable[Cells],
    columns: Sequence[Column],
    path: Path,
    about: About,
    words: SheetWords,
    *,
    sheet_rows: int = SHEET_ROWS,
) -> Written:
    """Write ``rows`` as they come, at most ``sheet_rows`` less the header; the rest is read and left out.

    Raises ExportError when the workbook is bigger than a zip file or the disk may hold.
    """
    with new_book(path, words.too_big) as book:
        book.set_properties({"title": words.title[:255]})
        sheet = book.add_worksheet(sheet_name(words.title, words.result, words.about))
        table = _Table(book, sheet, columns[:SHEET_COLUMNS])
        count = table.fill(rows, sheet_rows)
        written = Written(count, table.cut_cells, max(0, len(columns) - SHEET_COLUMNS))
        _write_about(book, about(written), words)
    return written


class _Table:
    """The sheet of the rows."""

    def __init__(self, book: Book, sheet: Sheet, columns: Sequence[Column]) -> None:
        self._sheet, self._columns = sheet, columns
        self._header = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F1F3F5", "align": "left"})
        self._header_right = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F1F3F5", "align": "right"})
        self._formats: list[Format | None] = [_format(book, column) for column in columns]
        self._widths = [len(column.label or column.name) + 3 for column in columns]
        self.cut_cells = 0

    def fill(self, rows: Iterable[Cells], sheet_rows: int) -> int:
        """Returns how many rows are in the sheet."""
        sheet, writers = self._sheet, [self._writer(column) for column in self._columns]
        for index, column in enumerate(self._columns):
            is_number = column.type in ("integer", "number")
            self._text(0, index, column.label or column.name, self._header_right if is_number else self._header)
        count = 0
        for cells in rows:
            if count + 1 >= sheet_rows:
                continue
            count += 1
            for index, (cell, write, cell_format) in enumerate(zip(cells, writers, self._formats, strict=False)):
                if cell:
                    write(count, index, cell, cell_format)
            if count <= WIDTH_ROWS:
                self._measure(cells)
        for index, width in enumerate(self._widths):
            sheet.set_column(index, index, min(max(width, NARROWEST), WIDEST))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, count, max(0, len(self._columns) - 1))
        return count

    def _writer(self, column: Column) -> Callable[[int, int, str, Format | None], object]:
        if column.type in ("integer", "number"):
            return self._number
        if column.type == "date":
            return self._day
        if column.type == "timestamp":
            return self._moment
        return self._truth if column.type == "boolean" else self._text

    def _number(self, row: int, at: int, cell: str, cell_format: Format | None) -> None:
        number = exact_number(cell)
        if number is None:
            self._text(row, at, cell)
        else:
            self._sheet.write_number(row, at, number, cell_format)

    def _day(self, row: int, at: int, cell: str, cell_format: Format | None) -> None:
        serial = day_serial(cell)
        if serial is None:
            self._text(row, at, cell)
        else:
            self._sheet.write_number(row, at, serial, cell_format)

    def _moment(self, row: int, at: int, cell: str, cell_format: Format | None) -> None:
        serial = moment_serial(cell)
        if serial is None:
            self._text(row, at, cell)
        else:
            self._sheet.write_number(row, at, serial, cell_format)

    def _truth(self, row: int, at: int, cell: str, cell_format: Format | None) -> None:
        if cell in ("true", "false"):
            self._sheet.write_boolean(row, at, cell == "true", cell_format)
        else:
            self._text(row, at, cell)

    def _text(self, row: int, at: int, cell: str, cell_format: Format | None = None) -> None:
        if len(cell) > CELL_CHARACTERS // 2 and _utf16_units(cell) > CELL_CHARACTERS:
            cell = _cut(cell)
            self.cut_cells += 1
        self._sheet.write_string(row, at, cell, cell_format)

    def _measure(self, cells: Cells) -> None:
        for index, (cell, width) in enumerate(zip(cells, self._widths, strict=False)):
            # a number format adds signs and commas
            length = len(cell) * (4 if self._formats[index] else 3) // 3 + 2 if cell else 0
            self._widths[index] = min(max(length, width), WIDEST)


def _format(book: Book, column: Column) -> Format | None:
    pattern = number_format(column)
    return book.add_format({"num_format": pattern}) if pattern not in ("", "General") else None


def _write_about(book: Book, lines: Iterable[tuple[str, str]], words: SheetWords) -> None:
    sheet = book.add_worksheet(words.about)
    label_format = book.add_format({"bold": True, "valign": "top"})
    text_format = book.add_format({"text_wrap": True, "valign": "top"})
    row = 0
    for label, text in lines:
        for start in range(0, max(1, len(text)), CELL_CHARACTERS // 2):
            if start == 0:
                sheet.write_string(row, 0, label, label_format)
            sheet.write_string(row, 1, text[start : start + CELL_CHARACTERS // 2], text_format)
            row += 1
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, 1, VALUE_WIDTH)


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str) -> str:
    """As many UTF-16 units as a cell takes, an ellipsis for the rest."""
    kept = text.encode("utf-16-le")[: 2 * (CELL_CHARACTERS - len(_LEFT_OUT))]
    return kept.decode("utf-16-le", errors="ignore") + _LEFT_OUT
