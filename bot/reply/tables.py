"""A result as Slack's ``data_table`` block. Figures go from the receipt's rows into cells, past the model."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reply.graphemes import cut
from bot.reply.inert import inert
from bot.reply.numbers import shown
from bot.reply.times import Grain, day_of, time_column
from bot.reply.values import Value, number_of
from bot.slack_api import Block
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Column, Receipt, Scalar, Table

# https://docs.slack.dev/reference/block-kit/blocks/data-table-block
MAX_ROWS = 100
MAX_COLUMNS = 20
MAX_CHARACTERS = 10_000
PAGE_SIZE = 10
CAPTION = 200
CELLS = (300, 120, 60, 24)
"""Characters of a cell: the first of these with which a page of rows fits."""
NUMERIC = ("integer", "number")

TEXT_ROWS = 20
TEXT_CELL = 32
TEXT_WIDTH = 100
"""Characters of a line, where the table is text; what doesn't fit is left out with its column."""


@dataclass(frozen=True)
class Shown:
    """What of a result is to be seen: the block, or the text where Slack won't take it."""

    block: Block
    text: str
    rows: int
    columns: int
    shortened: bool = False
    """Some text is longer than what is shown of it."""
    text_rows: int = 0
    text_columns: int = 0


def shown_table(table: Table, words: Words, receipt: Receipt | None = None) -> Shown | None:
    """None for a table without rows or columns. ``receipt`` tells which column is a calendar unit."""
    columns = table.columns[:MAX_COLUMNS]
    if not columns or not table.rows:
        return None
    timed = time_column(columns, receipt)
    texts = [_texts(row, columns, timed, words) for row in table.rows[:MAX_ROWS]]
    header = _header(columns, timed, words)
    most, kept, shortened = _fit(header, texts)
    rows: list[list[Block]] = []
    for row, values in zip(texts[:kept], table.rows, strict=False):
        numbers = [number_of(value) for value in [*values, *[None] * len(columns)][: len(columns)]]
        if timed and (day := day_of(values[timed[0]] if timed[0] < len(values) else None)):
            numbers[timed[0]] = int(f"{day:%Y%m%d}")
        rows.append([_cell(text, value, most) for text, value in zip(row, numbers, strict=True)])
    block: Block = {
        "type": "data_table",
        "caption": inert(cut(table.title, CAPTION)) or words.table_fallback("", table.total_rows),
        "page_size": min(PAGE_SIZE, kept),
        "rows": [[_text(text, most) for text in header], *rows],
    }
    text, width = _text_table(header, texts[:TEXT_ROWS], columns, timed)
    return Shown(block, text, kept, len(columns), shortened, min(len(texts), TEXT_ROWS), width)


def _header(columns: Sequence[Column], timed: tuple[int, Grain] | None, words: Words) -> list[str]:
    labels = [" ".join((column.label or column.name).split()) for column in columns]
    if timed and timed[1] == "week":
        labels[timed[0]] = words.week_column
    return labels


def _texts(
    row: Sequence[Scalar], columns: Sequence[Column], timed: tuple[int, Grain] | None, words: Words
) -> list[str]:
    texts = [shown(value, column, words) for value, column in zip(row, columns, strict=False)]
    texts += [words.empty_cell] * (len(columns) - len(texts))
    if timed and (day := day_of(row[timed[0]] if timed[0] < len(row) else None)):
        texts[timed[0]] = words.calendar_unit(day, timed[1])
    return texts


def _fit(header: Sequence[str], texts: Sequence[Sequence[str]]) -> tuple[int, int, bool]:
    """Characters for a cell, rows that fit with them, and whether some text is cut."""
    found = ((most, *_fitting(header, texts, most)) for most in CELLS)
    best = next(found)
    while best[1] < min(len(texts), PAGE_SIZE) and (tighter := next(found, None)):
        best = tighter
    return best


def _fitting(header: Sequence[str], texts: Sequence[Sequence[str]], most: int) -> tuple[int, bool]:
    """How many rows fit when a cell has ``most`` characters, and whether any of their texts is cut."""
    characters, shortened = sum(len(_plain(text, most)) for text in header), False
    for index, row in enumerate(texts):
        plain = [_plain(text, most) for text in row]
        characters += sum(map(len, plain))
        if characters > MAX_CHARACTERS:
            return index, shortened
        shortened = shortened or any(text.endswith("…") for text in plain)
    return len(texts), shortened


def _plain(text: str, most: int) -> str:
    """A cell's text, cut and made inert: never longer than ``most``, never empty."""
    made = inert(cut(text, most)).strip()  # cut first: making 20 kB inert takes its time
    return (made if len(made) <= most else cut(made, most)) or "–"


def _text(text: str, most: int) -> Block:
    return {"type": "raw_text", "text": _plain(text, most)}


def _cell(text: str, value: Value, most: int) -> Block:
    """Slack sorts a column by its numbers where all its cells have one, else by the alphabet.

    A calendar unit's number is its first day, 20261001 for October 2026, so that time sorts as time. What has no value
    has no number either: a client that shows the number instead of the text must not show one that isn't there.
    """
    return _text(text, most) if value is None else {"type": "raw_number", "value": value, "text": _plain(text, most)}


def _text_table(
    header: Sequence[str], texts: Sequence[Sequence[str]], columns: Sequence[Column], timed: tuple[int, Grain] | None
) -> tuple[str, int]:
    """The same as lines of aligned text, and how many columns are in it."""
    lines = [[_plain(text, TEXT_CELL).replace("`", "'") for text in line] for line in (header, *texts)]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(columns))]
    kept = 1
    while kept < len(columns) and sum(widths[: kept + 1]) + 2 * kept <= TEXT_WIDTH:
        kept += 1
    right = [c.type in NUMERIC and not (timed and timed[0] == i) for i, c in enumerate(columns)]
    aligned = [
        "  ".join(_padded(text, widths[i], to_the_right=right[i]) for i, text in enumerate(line[:kept])).rstrip()
        for line in lines
    ]
    return "\n".join(aligned), kept


def _padded(text: str, width: int, *, to_the_right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if to_the_right else text + space


def _width(text: str) -> int:
    """Columns of a fixed-width font: two for most East Asian signs, none for accents."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.category(character) in ("Mn", "Me", "Cf") for character in text)
