"""Sentences about what is read from documents, tables and texts."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.files.words import counted, joined

DOING = "reading it"
TAKEN = "documents, pictures, tables and texts"
OF_PAPER = "PDFs and pictures"
PAGE, CONFIDENCE, KEY, VALUE, KIND, LABEL = "Page", "Confidence", "Field", "Value", "Kind", "Label"
ITEM_COLUMNS = {
    "PRODUCT_CODE": "Code",
    "ITEM": "Item",
    "QUANTITY": "Quantity",
    "UNIT_PRICE": "Unit price",
    "PRICE": "Price",
}
WANTS = ("text", "tables", "forms", "expenses", "dataset")


def reading(name: str) -> str:
    return f"Reading {name}"


def unknown_want(given: str) -> str:
    return f"`want` takes {joined(list(WANTS), 'or')}, not “{given}”."


def only_of_paper(want: str, name: str) -> str:
    return f"{want.capitalize()} are read from {OF_PAPER}, and “{name}” is neither. Ask for its text or its tables."


def pages_skipped(pages: Sequence[int]) -> str:
    return f"Textract couldn't read {counted(len(pages), 'page')}: {joined([str(p) for p in pages])}."


# text


def text_title(name: str) -> str:
    return f"Text of {name}"


def text_read(name: str, pages: int | None, lines: int) -> str:
    of = f"{counted(pages, 'page')}, " if pages else ""
    return f"{name}: {of}{counted(lines, 'line')} of text read."


def no_text(name: str, pages: int | None) -> str:
    on = f" on its {counted(pages, 'page')}" if pages and pages > 1 else ""
    return f"{name}: no text was found{on}."


def page_mark(page: int) -> str:
    return f"[Page {page}]"


def unsure_lines(count: int, below: int, pages: Sequence[int]) -> str:
    where = f" (page {joined([str(p) for p in pages])})" if pages else ""
    verb = "was" if count == 1 else "were"
    return (
        f"{counted(count, 'line')} {verb} read with less than {below} % confidence{where}: check before you rely on it."
    )


def text_cut(name: str, taken: int, of: int) -> str:
    return f"“{name}” has {of:,} characters; the first {taken:,} were read."


# tables


def table_title(name: str, title: str, number: int, count: int) -> str:
    if title:
        return f"{title} ({name})"
    return f"Table {number} of {name}" if count > 1 else f"Table of {name}"


def table_read(name: str, title: str, rows: int, columns: int, pages: Sequence[int]) -> str:
    what = f"{name}, {title}" if title else name
    where = f" on page {joined([str(p) for p in pages])}" if pages else ""
    return f"{what}: {counted(rows, 'row')} and {counted(columns, 'column')} read{where}."


def other_tables(others: Sequence[str]) -> str:
    verb = "is one more table" if len(others) == 1 else f"are {len(others)} more tables"
    return f"There {verb}: {joined(list(others[:8]))}. Ask for one by its number or name."


def table_called(number: int, title: str, page: int | None, rows: int) -> str:
    called = f"{number} “{title}”" if title else str(number)
    return f"{called} ({f'page {page}, ' if page else ''}{counted(rows, 'row')})"


def no_table(name: str, plain: bool) -> str:
    if plain:
        return f"{name}: there is no table in it."
    return f"{name}: no table was found on it. Ask for its text instead."


def unknown_sheet(given: str, name: str, known: Sequence[str]) -> str:
    return f"“{name}” has no table or sheet “{given}”. It has: {joined(list(known[:12]))}."


def rows_cut(shown: int, total: int) -> str:
    return f"The first {shown:,} of {total:,} rows are shown. As a dataset all of them can be asked about."


# forms and bills


def form_title(name: str) -> str:
    return f"Form fields of {name}"


def form_read(name: str, count: int, empty: int) -> str:
    without = f", {empty} of them empty" if empty else ""
    return f"{name}: {counted(count, 'form field')} read{without}."


def no_form(name: str) -> str:
    return f"{name}: no form fields were found on it. Ask for its text instead."


def bill_title(name: str, items: bool) -> str:
    return f"{'Line items' if items else 'Amounts'} of {name}"


def bill_read(name: str, vendor: str, day: str, total: str, items: int) -> str:
    """Whatever of vendor, date and total was found."""
    parts = [part for part in (vendor, day, f"total {total}" if total else "") if part]
    return f"{name}: {', '.join([*parts, counted(items, 'line item')])}."


def no_bill(name: str) -> str:
    return f"{name}: no amounts of a receipt or an invoice were found on it. Ask for its text instead."


def bill_line(label: str, value: str) -> str:
    return f"{label}: {value}"
