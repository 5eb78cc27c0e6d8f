"""The lines of a workbook's last sheet: where its figures come from. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.exports.xlsx_file import Written
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Column, Receipt


def about_lines(
    receipt: Receipt, question: str, written: Written, total: int, words: Words
) -> Iterator[tuple[str, str]]:
    """(label, text) in the order in which a reader wants them; what is empty is left out."""
    about = words.about
    yield about["title"], receipt.title or words.export_untitled
    if question:
        yield about["question"], question
    if receipt.provenance:
        yield about["provenance"], words.provenance[receipt.provenance]
    yield about["rows"], words.on_sheets(total, written.sheets) if written.sheets > 1 else words.rows(total)
    if receipt.data_as_of:
        yield about["data_as_of"], receipt.data_as_of
    for label, items in (("assumptions", receipt.assumptions), ("hidden", receipt.hidden)):
        yield from _listed(about[label], items)
    yield from _listed(about["warnings"], [*receipt.warnings, *_left_out(written, words)])
    yield from _listed(about["metrics"], [f"{metric.name} ({metric.version})" for metric in receipt.metrics])
    yield from _listed(about["columns"], [_column(column) for column in receipt.columns])
    if receipt.sql:
        yield about["sql"], receipt.sql
    if receipt.query_id:
        yield about["query"], receipt.query_id
    yield about["receipt"], receipt.id


def _listed(label: str, items: tuple[str, ...] | list[str]) -> Iterator[tuple[str, str]]:
    for index, item in enumerate(items):
        yield "" if index else label, item


def _left_out(written: Written, words: Words) -> Iterator[str]:
    if written.cut_cells:
        yield words.cells_cut(written.cut_cells)
    if written.cut_columns:
        yield words.columns_cut(written.cut_columns)


def _column(column: Column) -> str:
    label = column.label or column.name
    return f"{label}: {column.name}" + (f", {column.unit}" if column.unit else "")
