"""Textract's answers as text, tables, fields and amounts. Pure; shapes by botocore's textract model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent_actions.files.rows import split_header

Block = Mapping[str, Any]


@dataclass(frozen=True)
class PageText:
    page: int
    lines: tuple[str, ...]
    sure: tuple[float, ...] = ()
    """Confidence of each line in per cent, where the service gave one."""


@dataclass(frozen=True)
class FoundTable:
    """A table as read: header labels, rows of text, and page and lowest confidence of each row where known."""

    labels: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    pages: tuple[int | None, ...] = ()
    sure: tuple[float | None, ...] = ()
    title: str = ""
    headed: bool = True
    total: int | None = None
    """Rows there are, when more than were read."""

    @property
    def first_page(self) -> int | None:
        return self.pages[0] if self.pages else None


@dataclass(frozen=True)
class Field:
    """A form's key and value, or a field of a bill (``kind`` as Textract calls it, such as ``TOTAL``)."""

    key: str
    value: str
    page: int
    sure: float | None = None
    kind: str = ""


@dataclass(frozen=True)
class LineItem:
    fields: Mapping[str, str]
    """By Textract's types: ITEM, QUANTITY, UNIT_PRICE, PRICE, PRODUCT_CODE."""
    page: int
    sure: float | None = None


def page_texts(blocks: Iterable[Block]) -> list[PageText]:
    """Lines of each page in reading order; a page without any is there too."""
    lines: dict[int, list[Block]] = {}
    for block in blocks:
        if block["BlockType"] == "PAGE":
            lines.setdefault(_page(block), [])
        elif block["BlockType"] == "LINE":
            lines.setdefault(_page(block), []).append(block)
    return [
        PageText(
            page,
            tuple(str(line.get("Text", "")) for line in found),
            tuple(float(line["Confidence"]) for line in found if line.get("Confidence") is not None),
        )
        for page, found in sorted(lines.items())
    ]


def tables_of(blocks: Sequence[Block]) -> list[FoundTable]:
    """Every table; one that goes on over a page break is one table."""
    known = {str(block["Id"]): block for block in blocks}
    found = [_table(block, known) for block in blocks if block["BlockType"] == "TABLE"]
    joined: list[FoundTable] = []
    for table in (t for t in found if t.rows):
        if joined and _continues(joined[-1], table):
            joined[-1] = _appended(joined[-1], table)
        else:
            joined.append(table)
    return joined


def fields_of(blocks: Sequence[Block]) -> list[Field]:
    """Keys and values of a form, in the order of their keys."""
    known = {str(block["Id"]): block for block in blocks}
    found: list[Field] = []
    for block in blocks:
        if block["BlockType"] != "KEY_VALUE_SET" or "KEY" not in block.get("EntityTypes", []):
            continue
        values = [known[i] for i in _related(block, "VALUE") if i in known]
        value = " ".join(text for v in values if (text := _text(v, known)))
        sure = _lowest([block.get("Confidence"), *(v.get("Confidence") for v in values)])
        found.append(Field(_text(block, known), value, _page(block), sure))
    return found


def bills_of(documents: Iterable[Mapping[str, Any]]) -> tuple[list[Field], list[LineItem]]:
    """Summary fields and line items of receipts and invoices."""
    fields: list[Field] = []
    items: list[LineItem] = []
    for document in documents:
        for given in document.get("SummaryFields", []):
            value = given.get("ValueDetection", {})
            kind = str(given.get("Type", {}).get("Text", ""))
            label = str(given.get("LabelDetection", {}).get("Text", "")).strip().rstrip(":")
            page = int(given.get("PageNumber", 1))
            fields.append(Field(label, str(value.get("Text", "")).strip(), page, _sure(value), kind))
        for group in document.get("LineItemGroups", []):
            for item in group.get("LineItems", []):
                parts = item.get("LineItemExpenseFields", [])
                read = {
                    str(p.get("Type", {}).get("Text", "")): " ".join(str(p["ValueDetection"].get("Text", "")).split())
                    for p in parts
                    if "ValueDetection" in p
                }
                sure = _lowest([p.get("ValueDetection", {}).get("Confidence") for p in parts])
                pages = [int(p["PageNumber"]) for p in parts if p.get("PageNumber")]
                items.append(LineItem(read, min(pages, default=1), sure))
    return fields, items


def _table(block: Block, known: Mapping[str, Block]) -> FoundTable:
    cells = [known[i] for i in _related(block, "CHILD") if i in known and known[i]["BlockType"] == "CELL"]
    height = max((int(c["RowIndex"]) for c in cells), default=0)
    width = max((int(c["ColumnIndex"]) for c in cells), default=0)
    grid: list[list[str | None]] = [[None] * width for _ in range(height)]
    sure: list[list[float | None]] = [[] for _ in range(height)]
    heads = False
    for cell in cells:
        row, text = int(cell["RowIndex"]) - 1, _text(cell, known)
        grid[row][int(cell["ColumnIndex"]) - 1] = text or None
        sure[row].append(cell.get("Confidence"))
        heads = heads or (row == 0 and "COLUMN_HEADER" in cell.get("EntityTypes", []))
    kept = [n for n, row in enumerate(grid) if any(row)]
    labels, body = split_header([grid[n] for n in kept], headed=True if heads else None)
    skipped = len(kept) - len(body)
    below = kept[skipped:]
    title = " ".join(_text(known[i], known) for i in _related(block, "TABLE_TITLE") if i in known)
    page = _page(block)
    return FoundTable(
        labels=tuple(labels),
        rows=tuple(tuple(row) for row in body),
        pages=(page,) * len(body),
        sure=tuple(_lowest(sure[n]) for n in below),
        title=title.strip(),
        headed=skipped > 0,
    )


def _continues(before: FoundTable, table: FoundTable) -> bool:
    last = before.pages[-1] if before.pages else None
    if last is None or table.first_page != last + 1 or len(table.labels) != len(before.labels):
        return False
    same = [a.casefold() for a in table.labels] == [b.casefold() for b in before.labels]
    return same or not table.headed


def _appended(before: FoundTable, table: FoundTable) -> FoundTable:
    return FoundTable(
        before.labels,
        before.rows + table.rows,
        before.pages + table.pages,
        before.sure + table.sure,
        before.title,
        before.headed,
    )


def _text(block: Block, known: Mapping[str, Block]) -> str:
    parts: list[str] = []
    for identity in _related(block, "CHILD"):
        child = known.get(identity)
        if child is None:
            continue
        if child["BlockType"] == "SELECTION_ELEMENT":
            parts.append("☒" if child.get("SelectionStatus") == "SELECTED" else "☐")
        elif child.get("Text"):
            parts.append(str(child["Text"]))
    return " ".join(parts)


def _related(block: Block, kind: str) -> list[str]:
    return [str(i) for r in block.get("Relationships", []) if r.get("Type") == kind for i in r.get("Ids", [])]


def _page(block: Block) -> int:
    return int(block.get("Page") or 1)


def _sure(detection: Mapping[str, Any]) -> float | None:
    return _lowest([detection.get("Confidence")])


def _lowest(values: Iterable[float | None]) -> float | None:
    given = [float(v) for v in values if v is not None]
    return round(min(given), 1) if given else None
