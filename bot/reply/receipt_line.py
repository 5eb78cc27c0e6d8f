"""Where an answer comes from, in one line: "Metric · 4 rows · 12.3 MB scanned · data to 14 Nov"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.reply.inert import inert
from bot.reply.numbers import size
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Receipt

SEPARATOR = " · "


def receipt_line(receipt: Receipt, words: Words, today: date, shown_rows: int | None = None) -> str:
    """``shown_rows``: rows that the table beside it shows, named when they are fewer than the result has."""
    parts = [words.provenance[receipt.provenance]] if receipt.provenance else []
    if receipt.row_count is not None:
        cut = shown_rows is not None and 0 < shown_rows < receipt.row_count
        parts.append(words.rows_shown(shown_rows or 0, receipt.row_count) if cut else words.rows(receipt.row_count))
    if receipt.bytes_scanned is not None:
        parts.append(words.scanned(size(receipt.bytes_scanned)) if receipt.bytes_scanned else words.from_cache)
    day = _day(receipt.data_as_of)
    if day is not None:
        parts.append(words.data_to(words.day(day, today)))
    return inert(SEPARATOR.join(parts))


def notes(receipts: tuple[Receipt, ...], words: Words, *, in_channel: bool) -> list[str]:
    """What was taken for granted, hidden and worth a warning, each once."""
    lines: list[str] = []
    assumed = _once(item for receipt in receipts for item in receipt.assumptions)
    hidden = _once(item for receipt in receipts for item in receipt.hidden)
    warned = _once(item for receipt in receipts for item in receipt.warnings)
    if assumed:
        lines.append(words.assumed(assumed))
    if hidden:
        lines.append(words.hidden(hidden, in_channel))
    if warned:
        lines.append(words.warnings(warned))
    return [inert(line) for line in lines]


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def _day(value: str | None) -> date | None:
    try:
        return datetime.fromisoformat(value).date() if value else None
    except ValueError:
        return None
