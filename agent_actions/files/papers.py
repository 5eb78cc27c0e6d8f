"""Results of reading a document: its text, one of its tables, the fields of a form, the amounts of a bill."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.context import Context
from agent_actions.contract import RESULT_ROWS, Column, Scalar, SharedFile
from agent_actions.errors import UnknownNameError
from agent_actions.files import read_words, textract, words
from agent_actions.files.blocks import Field, FoundTable, LineItem, bills_of, fields_of
from agent_actions.files.jobs import pending
from agent_actions.files.reading import on_paper, tables_in, text_of
from agent_actions.files.rows import column, confidence, found_table, names_of
from agent_actions.result import ActionResult

Row = dict[str, Scalar]
_SUMMARY = ("VENDOR_NAME", "INVOICE_RECEIPT_DATE", "TOTAL")


def text_result(context: Context, file: SharedFile) -> ActionResult:
    read = text_of(context, file)
    if read.jobs:
        return pending(read.jobs, words.waiting(words.lower(read.jobs[0].what)), file.id)
    pages = len(read.pages) or file.pages
    lines = sum(1 for line in read.text.splitlines() if line.strip()) if not read.pages else 0
    lines = lines or sum(len(page.lines) for page in read.pages)
    found = bool(read.text.strip())
    described = [
        {"page": page.page, "lines": len(page.lines)}
        | ({"lowest_confidence": round(min(page.sure), 1)} if page.sure else {})
        for page in read.pages
    ]
    return ActionResult(
        status="ok" if found else "empty",
        title=read_words.text_title(file.name),
        headline=read_words.text_read(file.name, pages, lines) if found else read_words.no_text(file.name, pages),
        data={"pages": described} if described else {},
        text=read.text if found else None,
        provenance="machine-read",
        warnings=read.notes,
        source=file.id,
    )


def table_result(context: Context, file: SharedFile, sheet: str) -> ActionResult:
    """The table that ``sheet`` names by number or name; without it the longest."""
    read = tables_in(context, file)
    if read.jobs:
        return pending(read.jobs, words.waiting(words.lower(read.jobs[0].what)), file.id)
    if not read.tables:
        said = read_words.no_table(file.name, plain=not on_paper(file))
        return ActionResult(
            status="empty", headline=said, provenance="machine-read", warnings=read.notes, source=file.id
        )
    chosen = pick(read.tables, sheet, file.name)
    table, number = read.tables[chosen], chosen + 1
    title = read_words.table_title(file.name, table.title, number, len(read.tables))
    names = names_of(table.labels, ("page", "confidence"))
    several = len({page for page in table.pages if page}) > 1 or (file.pages or 1) > 1
    columns = [column(name, label) for name, label in zip(names, table.labels, strict=True)]
    rows: list[Row] = []
    for n, cells in enumerate(table.rows):
        row: Row = dict(zip(names, cells, strict=True))
        row["page"] = table.pages[n] if several and n < len(table.pages) else None
        row["confidence"] = table.sure[n] if n < len(table.sure) else None
        rows.append(row)
    columns += [column("page", read_words.PAGE, "integer"), confidence(read_words.CONFIDENCE)]
    total = table.total if table.total is not None else len(rows)
    shown = found_table(title, columns, rows)
    if shown is not None and total > shown.total_rows:
        shown = shown.model_copy(update={"total_rows": total, "truncated": True})
    others = [
        read_words.table_called(n, t.title, t.first_page, t.total if t.total is not None else len(t.rows))
        for n, t in enumerate(read.tables, 1)
        if n != number
    ]
    notes = [*read.notes, *([read_words.other_tables(others)] if others else [])]
    if total > RESULT_ROWS:
        notes.append(read_words.rows_cut(RESULT_ROWS, total))
    pages = sorted({page for page in table.pages if page}) if several else []
    return ActionResult(
        status="ok" if rows else "empty",
        title=title,
        headline=read_words.table_read(file.name, table.title, total, len(names), pages),
        data={"tables": _listed(read.tables)} if others else {},
        table=shown,
        provenance="machine-read",
        warnings=tuple(notes),
        source=file.id,
    )


def pick(tables: Sequence[FoundTable], sheet: str, name: str) -> int:
    """Index of the table meant. Raises UnknownNameError, naming those there are."""
    wanted = sheet.strip().casefold().removeprefix("table").removeprefix("sheet").strip().removeprefix("#")
    if not sheet.strip():
        return max(range(len(tables)), key=lambda n: (len(tables[n].rows), -n))
    titles = [table.title.casefold() for table in tables]
    if sheet.strip().casefold() in titles:
        return titles.index(sheet.strip().casefold())
    if wanted.isdecimal() and 1 <= int(wanted) <= len(tables):
        return int(wanted) - 1
    near = [n for n, title in enumerate(titles) if wanted and wanted in title]
    if len(near) == 1:
        return near[0]
    known = [read_words.table_called(n, t.title, t.first_page, len(t.rows)) for n, t in enumerate(tables, 1)]
    raise UnknownNameError(read_words.unknown_sheet(sheet.strip(), name, known), nearest=known[:3])


def _listed(tables: Sequence[FoundTable]) -> list[dict[str, object]]:
    return [
        {"number": n, "title": t.title, "page": t.first_page, "rows": len(t.rows), "columns": list(t.labels)}
        for n, t in enumerate(tables, 1)
    ]


def form_result(context: Context, file: SharedFile) -> ActionResult:
    read = textract.read(context, file, "forms")
    if read.jobs:
        return pending(read.jobs, words.waiting(words.lower(read.jobs[0].what)), file.id)
    fields = fields_of(read.found)
    columns = [
        column("field", read_words.KEY),
        column("value", read_words.VALUE),
        confidence(read_words.CONFIDENCE),
        column("page", read_words.PAGE, "integer"),
    ]
    rows: list[Row] = [
        {
            "field": field.key,
            "value": field.value or None,
            "confidence": field.sure,
            "page": field.page if read.pages > 1 else None,
        }
        for field in fields
    ]
    empty = sum(not field.value for field in fields)
    return ActionResult(
        status="ok" if rows else "empty",
        title=read_words.form_title(file.name),
        headline=read_words.form_read(file.name, len(rows), empty) if rows else read_words.no_form(file.name),
        table=found_table(read_words.form_title(file.name), columns, rows),
        provenance="machine-read",
        warnings=read.notes,
        source=file.id,
    )


def bill_result(context: Context, file: SharedFile) -> ActionResult:
    """Line items as the table, summary fields as the text; without items the fields are the table."""
    read = textract.read(context, file, "expenses")
    if read.jobs:
        return pending(read.jobs, words.waiting(words.lower(read.jobs[0].what)), file.id)
    fields, items = bills_of(read.found)
    fields = [field for field in fields if field.value]
    title = read_words.bill_title(file.name, bool(items))
    vendor, day, total = (next((f.value for f in fields if f.kind == kind), "") for kind in _SUMMARY)
    said = read_words.bill_read(file.name, " ".join(vendor.split()), day, total, len(items))
    lines = [read_words.bill_line(_label(field), " ".join(field.value.split())) for field in fields]
    several = read.pages > 1
    if items:
        table = found_table(title, _item_columns(), [_item(item, several) for item in items])
    else:
        columns = [
            column("kind", read_words.KIND),
            column("label", read_words.LABEL),
            column("value", read_words.VALUE),
            confidence(read_words.CONFIDENCE),
            column("page", read_words.PAGE, "integer"),
        ]
        table = found_table(title, columns, [_summary(field, several) for field in fields])
    return ActionResult(
        status="ok" if fields or items else "empty",
        title=title,
        headline=said if fields or items else read_words.no_bill(file.name),
        data={"summary": [_summary(field, several) for field in fields]} if fields else {},
        text="\n".join(lines) if items and lines else None,
        table=table,
        provenance="machine-read",
        warnings=read.notes,
        source=file.id,
    )


def _label(field: Field) -> str:
    return field.key or field.kind.replace("_", " ").capitalize()


def _summary(field: Field, several: bool) -> Row:
    row: Row = {
        "kind": field.kind.replace("_", " ").lower(),
        "label": field.key or None,
        "value": " ".join(field.value.split()),
        "confidence": field.sure,
        "page": field.page if several else None,
    }
    return {name: value for name, value in row.items() if value is not None}


def _item_columns() -> list[Column]:
    named = [column(kind.lower(), label) for kind, label in read_words.ITEM_COLUMNS.items()]
    return [*named, confidence(read_words.CONFIDENCE), column("page", read_words.PAGE, "integer")]


def _item(item: LineItem, several: bool) -> Row:
    row: Row = {kind.lower(): item.fields.get(kind) or None for kind in read_words.ITEM_COLUMNS}
    return row | {"confidence": item.sure, "page": item.page if several else None}
