"""Where an answer comes from, in one line: "Metric · 4 rows · 12.3 MB scanned · data to 14 Nov"."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.reply.inert import inert
from bot.reply.numbers import size
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Receipt

SEPARATOR = " · "


def receipt_line(
    receipt: Receipt,
    words: Words,
    today: date,
    shown_rows: int | None = None,
    cuts: Sequence[str] = (),
    about: Sequence[str] = (),
) -> str:
    """``shown_rows``: rows that the table beside it shows, named when they are fewer than the result has; ``cuts``:
    what else of the result it doesn't show; ``about``: what it was read from, and how well.
    """
    parts = [words.provenance[receipt.provenance]] if receipt.provenance else []
    parts += about
    if receipt.row_count is not None:
        cut = shown_rows is not None and 0 < shown_rows < receipt.row_count
        parts.append(words.rows_shown(shown_rows or 0, receipt.row_count) if cut else words.rows(receipt.row_count))
    parts += cuts
    if receipt.bytes_scanned is not None:
        parts.append(words.scanned(size(receipt.bytes_scanned)) if receipt.bytes_scanned else words.from_cache)
    day = _day(receipt.data_as_of)
    if day is not None:
        parts.append(words.data_to(words.day(day, today)))
    return inert(SEPARATOR.join(parts))


def notes(receipts: tuple[Receipt, ...], words: Words, *, in_channel: bool, said: str = "") -> list[str]:
    """What was taken for granted, hidden and worth a warning, each once; nothing that ``said``, the answer, has."""
    lines: list[str] = []
    assumed = _once((item for receipt in receipts for item in receipt.assumptions), said)
    hidden = _once((item for receipt in receipts for item in receipt.hidden), said)
    warned = _once((item for receipt in receipts for item in receipt.warnings), said)
    if assumed:
        lines.append(words.assumed(assumed))
    if hidden:
        lines.append(words.hidden(hidden))
    if in_channel and any(words.channel_mark in item for receipt in receipts for item in receipt.hidden):
        lines.append(words.fuller_elsewhere)
    if warned:
        lines.append(words.warnings(warned))
    return [inert(line) for line in lines]


def _once(items: Iterable[str], said: str) -> list[str]:
    return [item for item in dict.fromkeys(items) if not has_words(said, item)]


def has_words(said: str, item: str) -> bool:
    """Whether ``said`` has the words of ``item``, one after the other."""
    return _plain(item) in _plain(said)


def _plain(text: str) -> str:
    """The words alone, as escaping and streaming may change the signs between them."""
    return " ".join(["", *re.findall(r"[^\W_]+", html.unescape(text).casefold()), ""])


def _day(value: str | None) -> date | None:
    try:
        return datetime.fromisoformat(value).date() if value else None
    except ValueError:
        return None
