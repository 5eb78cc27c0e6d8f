"""A result as Slack's ``data_table`` block. Figures go from the receipt's rows into cells, past the model."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.reply.inert import inert
from bot.reply.numbers import shown
from bot.slack_api import Block
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Column, Scalar, Table

# https://docs.slack.dev/reference/block-kit/blocks/data-table-block
MAX_ROWS = 100
MAX_COLUMNS = 20
MAX_CHARACTERS = 10_000
PAGE_SIZE = 10
CAPTION = 200
CELL = 300


def data_table(table: Table, words: Words) -> tuple[Block, int] | None:
    """The block, and how many rows it shows; None for a table without rows or columns."""
    columns = table.columns[:MAX_COLUMNS]
    if not columns or not table.rows:
        return None
    header = [_text(column.label or column.name) for column in columns]
    characters = sum(len(str(cell["text"])) for cell in header)
    rows: list[list[Block]] = []
    for values in table.rows[:MAX_ROWS]:
        row = [_cell(value, column, words) for value, column in zip(values, columns, strict=False)]
        row += [_text(words.empty_cell)] * (len(columns) - len(row))
        characters += sum(_length(cell) for cell in row)
        if characters > MAX_CHARACTERS:
            break
        rows.append(row)
    if not rows:
        return None
    block: Block = {
        "type": "data_table",
        "caption": (inert(table.title) or words.table_fallback("", table.total_rows))[:CAPTION],
        "page_size": min(PAGE_SIZE, len(rows)),
        "rows": [header, *rows],
    }
    return block, len(rows)


def text_table(table: Table, words: Words, rows: int = 20) -> str:
    """The same as lines of aligned text, where Slack won't take the block."""
    columns = table.columns[:MAX_COLUMNS]
    lines = [[column.label or column.name for column in columns]]
    lines += [[shown(v, c, words) for v, c in zip(row, columns, strict=False)] for row in table.rows[:rows]]
    cells = [[" ".join(inert(cell).replace("`", "'").split())[:40] for cell in line] for line in lines]
    widths = [max(len(line[i]) if i < len(line) else 0 for line in cells) for i in range(len(columns))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column.type in ("integer", "number") else cell.ljust(width)
            for cell, width, column in zip(line, widths, columns, strict=False)
        ).rstrip()
        for line in cells
    )


def _cell(value: Scalar, column: Column, words: Words) -> Block:
    if isinstance(value, bool) or value is None:
        return _text(shown(value, column, words))
    if isinstance(value, int | float) and math.isfinite(value):
        return {"type": "raw_number", "value": value, "text": shown(value, column, words)}
    return _text(shown(value, column, words))


def _text(text: str) -> Block:
    text = inert(text)[:CELL].strip()
    return {"type": "raw_text", "text": text or " – ".strip()}


def _length(cell: Block) -> int:
    return len(str(cell["text"]))
