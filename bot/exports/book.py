"""The part of XlsxWriter that a workbook of ours needs, typed.

https://xlsxwriter.readthedocs.io/workbook.html and worksheet.html
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol, TextIO, cast

from xlsxwriter import Workbook  # pyright: ignore[reportMissingTypeStubs]
from xlsxwriter.exceptions import FileCreateError, FileSizeError  # pyright: ignore[reportMissingTypeStubs]

from bot.exports.errors import ExportError


class Format(Protocol):
    """A cell's looks, known to its workbook."""

    def _get_xf_index(self) -> int: ...


class Sheet(Protocol):
    """Rows and columns count from 0."""

    row_data_fh: TextIO
    """Where constant-memory mode keeps the rows until the workbook is closed."""

    def set_column(self, first_col: int, last_col: int, width: float) -> int: ...

    def freeze_panes(self, row: int, col: int) -> None: ...

    def autofilter(self, first_row: int, first_col: int, last_row: int, last_col: int) -> int: ...

    def _check_dimensions(self, row: int, col: int) -> int: ...

    def _opt_close(self) -> None: ...


def style_of(cell_format: Format | None) -> int:
    """The number by which cells name a format; 0 is none."""
    return cell_format._get_xf_index() if cell_format else 0  # pyright: ignore[reportPrivateUsage] - see write_rows


def write_rows(sheet: Sheet, rows: Iterable[str], columns: int) -> int:
    """Rows as XML into the sheet, as they come; how many there were. XlsxWriter has no public way to do so."""
    count, write = 0, sheet.row_data_fh.write
    for row in rows:
        write(row)
        count += 1
    if count:
        sheet._check_dimensions(0, 0)  # pyright: ignore[reportPrivateUsage]
        sheet._check_dimensions(count - 1, max(columns - 1, 0))  # pyright: ignore[reportPrivateUsage]
    return count


class Book(Protocol):
    def add_worksheet(self, name: str) -> Sheet: ...

    def add_format(self, properties: Mapping[str, object]) -> Format: ...

    def set_properties(self, properties: Mapping[str, str]) -> None: ...

    def worksheets(self) -> Sequence[Sheet]: ...

    def close(self) -> None: ...


@contextmanager
def new_book(path: Path, too_big: str) -> Generator[Book]:
    """A workbook that keeps one row in memory and the rest beside ``path``; no text in it is a formula or a link.

    The file is written at the end of the block. Raises OSError, and ExportError with the sentence ``too_big`` when a
    sheet has more than 4 GB.
    """
    options: dict[str, object] = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    made: object = Workbook(str(path), options)
    book = cast("Book", made)
    try:
        yield book
        book.close()
    except FileSizeError as error:
        raise ExportError(too_big) from error
    except FileCreateError as error:
        raise error.__cause__ or error.__context__ or error from None
    finally:
        for sheet in book.worksheets():
            with suppress(OSError):
                sheet._opt_close()  # pyright: ignore[reportPrivateUsage] - there is no other way to give a workbook up
