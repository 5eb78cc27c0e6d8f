"""A result of one value, large, with its change where one was asked for. Pure: table in, texts and blocks out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reply.inert import inert
from bot.reply.numbers import number
from bot.reply.values import number_of
from bot.slack_api import Block
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Column, Receipt, Scalar, Table

MOST = 3
"""Figures that are shown large; more are read in a table."""
HEADER = 150
"""https://docs.slack.dev/reference/block-kit/blocks/header-block"""
ROLES = (None, "metric", "previous", "change", "change_pct", "time")
NUMERIC = ("integer", "number")


@dataclass(frozen=True)
class Figure:
    """``value`` large; below it ``label`` and, after a comparison, ``change``."""

    value: str
    label: str
    change: str = ""


def is_one_value(table: Table, receipt: Receipt) -> bool:
    """One row of figures alone, or of one calendar unit, and no more of it than their change."""
    if len(table.rows) != 1 or table.total_rows != 1 or receipt.status != "ok":
        return False
    columns = [column for column in table.columns if column.role != "time"]
    return bool(columns) and all(column.type in NUMERIC and column.role in ROLES for column in columns)


def figures(table: Table, receipt: Receipt, words: Words) -> tuple[Figure, ...]:
    """What to show large; nothing for a result that is better read as a table."""
    if not is_one_value(table, receipt):
        return ()
    cells = dict(zip(range(len(table.columns)), table.rows[0], strict=False))
    metrics = [i for i, column in enumerate(table.columns) if column.role in (None, "metric")]
    if not 0 < len(metrics) <= MOST or all(number_of(cells.get(i)) is None for i in metrics):
        return ()
    alone = len(metrics) == 1
    found: list[Figure] = []
    for index in metrics:
        column = table.columns[index]
        label = table.title if alone and table.title else column.label or column.name
        change = _change(table.columns, cells, column, words)
        found.append(Figure(_exact(cells.get(index), column, words), inert(label), inert(change)))
    return tuple(found)


def number_blocks(found: Sequence[Figure]) -> list[Block]:
    blocks: list[Block] = []
    for figure in found:
        blocks.append({"type": "header", "text": _plain(figure.value[:HEADER])})
        lines = [line for line in (figure.change, figure.label) if line]
        blocks.append({"type": "context", "elements": [_plain(line) for line in lines]})
    return blocks


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _exact(value: Scalar, column: Column, words: Words) -> str:
    """A figure that stands alone is not shortened to k or M."""
    figure = number_of(value)
    if figure is None:
        return words.no_value
    if (column.format or "").endswith("a"):
        column = column.model_copy(update={"format": "0,0" if abs(figure) >= 1_000 else None})
    return number(figure, column)


def _change(columns: Sequence[Column], cells: dict[int, Scalar], metric: Column, words: Words) -> str:
    """``▲ 2.9% (+€75,548) from €2,640,586``, with the name of the earlier period."""
    of = metric.of or metric.name
    there = {column.role: i for i, column in enumerate(columns) if column.of == of}
    if "previous" not in there:
        return ""
    earlier = columns[there["previous"]]
    before = number_of(cells.get(there["previous"]))
    if before is None:
        return words.change_from_nothing(earlier.label)
    was = _exact(before, earlier, words)
    change = number_of(cells.get(there.get("change", -1)))
    if change is None:
        return words.change_unknown(was, earlier.label)
    if change == 0:
        return words.change_none(was, earlier.label)
    share = number_of(cells.get(there.get("change_pct", -1)))
    percent = None if share is None else number(abs(share), columns[there["change_pct"]])
    return words.change(change > 0, _difference(change, metric, words), percent, was, earlier.label)


def _difference(change: float, metric: Column, words: Words) -> str:
    """Of a share in percentage points, as 2% more of 10% may be 12% or 10.2%."""
    sign = "+" if change > 0 else ""
    if (metric.format or "").endswith("%"):
        bare = metric.model_copy(update={"format": (metric.format or "").rstrip("%"), "unit": None})
        return words.points(sign + number(change * 100, bare))
    if metric.unit == "%":
        return words.points(sign + number(change, metric.model_copy(update={"unit": None})))
    return sign + _exact(change, metric, words)
