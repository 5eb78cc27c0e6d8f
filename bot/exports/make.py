"""The file that a button asks for, in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.exports.csv_file import write_csv
from bot.exports.errors import ExportError
from bot.exports.filename import file_name
from bot.exports.source import Rows, TableRows
from bot.receipts import Receipts
from bot.reply.machine import downloadable
from bot.reply.times import time_column
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Receipt, Table

Kind = Literal["csv", "xlsx", "png", "sql"]
"""The whole result as rows, as a workbook; its chart; the statement behind it."""


@dataclass(frozen=True)
class Made:
    path: Path
    comment: str
    """What stands above the file in the thread."""
    alt: str = ""
    """What the file shows, for those who don't see it."""


def has(receipt: Receipt, kind: Kind) -> bool:
    """Whether there is anything to make this file of."""
    if kind == "sql":
        return bool(receipt.sql)
    if kind == "png":
        return bool(receipt.result_key)
    return downloadable(receipt) and bool(receipt.columns)


@dataclass(frozen=True)
class Maker:
    receipts: Receipts
    words: Words

    def make(self, receipt: Receipt, kind: Kind, question: str, folder: Path, look: Callable[[], None]) -> Made:
        """``look`` is called now and then, and raises to end the work. Raises ExportError and OSError."""
        title = receipt.title or self.words.export_untitled
        path = folder / file_name(receipt.title, self.words.export_untitled, kind)
        if kind == "sql":
            path.write_text(f"{receipt.sql or ''}\n", encoding="utf-8")
            return Made(path, self.words.export_comment(title, self.words.sql_as_it_ran))
        if kind == "png":
            table = self.receipts.table(receipt)
            if table is None:
                raise ExportError(self.words.export_gone)
            return picture_file(table, receipt, folder, self.words)
        rows = self._sheet(receipt, question, path, look) if kind == "xlsx" else self._csv(receipt, path, look)
        return Made(path, self.words.export_comment(title, rows))

    def _rows(self, receipt: Receipt, look: Callable[[], None]) -> Rows | TableRows:
        if not receipt.output_key:
            table = self.receipts.table(receipt)
            if table is None:
                raise ExportError(self.words.export_gone)
            return TableRows(table)
        stream = self.receipts.output(receipt)
        if stream is None:
            raise ExportError(self.words.export_gone)
        return Rows(stream, len(receipt.columns), self.words.export_unreadable, look)

    def _csv(self, receipt: Receipt, path: Path, look: Callable[[], None]) -> str:
        with closing(self._rows(receipt, look)) as rows:
            write_csv(rows, receipt.columns, path)
        return self._count(receipt, rows)

    def _count(self, receipt: Receipt, rows: Rows | TableRows) -> str:
        """How many rows the file has; of how many, where only the first ones were kept."""
        total = max(receipt.row_count or 0, rows.count)
        return self.words.rows_shown(rows.count, total) if total > rows.count else self.words.rows(rows.count)

    def _sheet(self, receipt: Receipt, question: str, path: Path, look: Callable[[], None]) -> str:
        # XlsxWriter is for this alone: neither the front nor any other turn waits for its import
        from bot.exports.about import about_lines
        from bot.exports.xlsx_file import SheetWords, write_xlsx

        words = self.words
        with closing(self._rows(receipt, look)) as rows:
            written = write_xlsx(
                rows,
                receipt.columns,
                path,
                lambda written: about_lines(receipt, question, written, rows.count, words),
                SheetWords(
                    title=receipt.title or words.export_untitled,
                    result=words.export_untitled,
                    about=words.about_sheet,
                    too_big=words.export_too_big,
                ),
                timed=time_column(receipt.columns, receipt),
            )
        several = written.sheets > 1
        return words.on_sheets(written.rows, written.sheets) if several else self._count(receipt, rows)


def picture_file(table: Table, receipt: Receipt, folder: Path, words: Words) -> Made:
    """The result's chart as a PNG. Raises ExportError when it makes none, or can't be drawn."""
    from bot.pictures.picture import picture
    from bot.pictures.png import png_of

    drawn = picture(table, receipt, words)
    if drawn is None:
        raise ExportError(words.picture_none)
    path = folder / file_name(drawn.title, words.export_untitled, "png")
    path.write_bytes(png_of(drawn.spec, words.picture_failed))
    return Made(path, "\n".join(line for line in (drawn.title, drawn.note) if line), drawn.alt)
