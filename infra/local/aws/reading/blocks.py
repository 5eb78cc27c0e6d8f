"""A page as Textract's blocks and expense documents.

https://docs.aws.amazon.com/textract/latest/dg/how-it-works-document-layout.html. ``Confidence`` is the recogniser's
score of what a block's words were read from; a PDF's own text has none.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from infra.local.aws.reading.expense import Expense
from infra.local.aws.reading.items import Item
from infra.local.aws.reading.layout import Cell, Frame, Page, Pair, Quad, Table, around

Block = dict[str, Any]


def text_blocks(page: Page) -> tuple[list[Block], list[str]]:
    """PAGE, LINE and WORD blocks, and the ids of the page's words."""
    ids = [_new_id() for _ in page.words]
    lines = page.lines
    line_ids = [_new_id() for _ in lines]
    whole: Quad = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    blocks: list[Block] = [_block(page, "PAGE", _new_id(), whole, children=line_ids)]
    for name, line in zip(line_ids, lines, strict=True):
        quad = quad_around(page, line.words)
        children = [ids[index] for index in line.words]
        blocks.append(_block(page, "LINE", name, quad, children=children, Text=page.text(line.words), words=line.words))
    for index, word in enumerate(page.words):
        blocks.append(_block(page, "WORD", ids[index], word.quad, Text=word.text, words=(index,)))
    return blocks, ids


def table_blocks(page: Page, ids: Sequence[str], tables: Sequence[Table]) -> Iterator[Block]:
    """TABLE, CELL and MERGED_CELL blocks. A cell over several places is one CELL a place and one MERGED_CELL."""
    for table in tables:
        cells: list[Block] = []
        merged: list[Block] = []
        for cell in table.cells:
            parts = list(_cell_blocks(page, ids, cell, header=table.header and cell.row == 0))
            cells += parts
            if len(parts) > 1:
                merged.append(_merged(page, cell, [part["Id"] for part in parts], table.header))
        relations = [{"Type": "CHILD", "Ids": [cell["Id"] for cell in cells]}]
        if merged:
            relations.append({"Type": "MERGED_CELL", "Ids": [cell["Id"] for cell in merged]})
        kind = "STRUCTURED_TABLE" if table.header else "SEMI_STRUCTURED_TABLE"
        yield {
            **_block(page, "TABLE", _new_id(), table.quad),
            "Relationships": relations,
            "EntityTypes": [kind],
        }
        yield from cells
        yield from merged


def _cell_blocks(page: Page, ids: Sequence[str], cell: Cell, *, header: bool) -> Iterator[Block]:
    frame = Frame(page.width, page.height, page.angle)
    box = frame.box(cell.quad)
    wide, tall = (box.right - box.left) / cell.column_span, box.height / cell.row_span
    for down in range(cell.row_span):
        for across in range(cell.column_span):
            part = type(box)(
                box.left + across * wide,
                box.top + down * tall,
                box.left + (across + 1) * wide,
                box.top + (down + 1) * tall,
            )
            held = cell.words if (down, across) == (0, 0) else ()
            block = _block(
                page, "CELL", _new_id(), frame.quad(part), children=[ids[index] for index in held], words=held,
                RowIndex=cell.row + down + 1, ColumnIndex=cell.column + across + 1, RowSpan=1, ColumnSpan=1,
            )  # fmt: skip
            if header:
                block["EntityTypes"] = ["COLUMN_HEADER"]
            yield block


def _merged(page: Page, cell: Cell, parts: list[str], header: bool) -> Block:
    block = _block(
        page, "MERGED_CELL", _new_id(), cell.quad, children=parts, words=cell.words,
        RowIndex=cell.row + 1, ColumnIndex=cell.column + 1, RowSpan=cell.row_span, ColumnSpan=cell.column_span,
    )  # fmt: skip
    if header and cell.row == 0:
        block["EntityTypes"] = ["COLUMN_HEADER"]
    return block


def pair_blocks(page: Page, ids: Sequence[str], pairs: Sequence[Pair]) -> Iterator[Block]:
    """KEY_VALUE_SET blocks, a key and its value after each other."""
    for pair in pairs:
        value_id = _new_id()
        key = _block(page, "KEY_VALUE_SET", _new_id(), quad_around(page, pair.key), words=pair.key, EntityTypes=["KEY"])
        key["Relationships"] = [
            {"Type": "VALUE", "Ids": [value_id]},
            {"Type": "CHILD", "Ids": [ids[index] for index in pair.key]},
        ]
        yield key
        yield _block(
            page, "KEY_VALUE_SET", value_id, quad_around(page, pair.value), words=pair.value,
            children=[ids[index] for index in pair.value], EntityTypes=["VALUE"],
        )  # fmt: skip


def expense_document(page: Page, found: Expense) -> dict[str, Any]:
    """An ``ExpenseDocument`` with ``ExpenseIndex`` left to the caller."""
    summary = [_field(page, one.type, one.value, one.label, one.currency) for one in found.fields]
    rows = [{"LineItemExpenseFields": _item_fields(page, item)} for item in found.items]
    groups = [{"LineItemGroupIndex": 1, "LineItems": rows}] if rows else []
    return {"SummaryFields": summary, "LineItemGroups": groups, "Blocks": text_blocks(page)[0]}


def _item_fields(page: Page, item: Item) -> list[dict[str, Any]]:
    priced = ("UNIT_PRICE", "PRICE")
    fields = [
        _field(page, kind, words, item.labels.get(kind, ()), item.currency if kind in priced else None)
        for kind, words in item.parts.items()
    ]
    return [*fields, _field(page, "EXPENSE_ROW", item.words, (), None)]


def _field(page: Page, kind: str, value: Sequence[int], label: Sequence[int], currency: str | None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "Type": {"Text": kind},
        "ValueDetection": _detection(page, value),
        "PageNumber": page.number,
    }
    if label:
        made["LabelDetection"] = _detection(page, label)
    if currency:
        made["Currency"] = {"Code": currency}
    return made


def _detection(page: Page, words: Sequence[int]) -> dict[str, Any]:
    made: dict[str, Any] = {"Text": page.text(words), "Geometry": geometry(quad_around(page, words))}
    score = page.score(words)
    if score is not None:
        made["Confidence"] = score * 100
    return made


def _block(
    page: Page, kind: str, name: str, quad: Quad, *, children: Sequence[str] = (), words: Sequence[int] = (),
    **members: Any,
) -> Block:  # fmt: skip
    block: Block = {"BlockType": kind, "Id": name, "Geometry": geometry(quad), "Page": page.number, **members}
    if children:
        block["Relationships"] = [{"Type": "CHILD", "Ids": list(children)}]
    score = page.score(words)
    if score is not None:
        block["Confidence"] = score * 100
    return block


def quad_around(page: Page, words: Sequence[int]) -> Quad:
    frame = Frame(page.width, page.height, page.angle)
    return frame.quad(around(frame.box(page.words[index].quad) for index in words))


def geometry(quad: Quad) -> dict[str, Any]:
    """An upright bounding box and the polygon itself, as ratios."""
    left, top = min(x for x, _ in quad), min(y for _, y in quad)
    right, bottom = max(x for x, _ in quad), max(y for _, y in quad)
    return {
        "BoundingBox": {"Left": left, "Top": top, "Width": right - left, "Height": bottom - top},
        "Polygon": [{"X": x, "Y": y} for x, y in quad],
    }


def _new_id() -> str:
    return str(uuid.uuid4())
