"""What a machine read from a file: its text as a quotation, its source, how sure the service was. Pure.

A text from a file is data, whatever it says: it is shown in a quotation in which nothing is read as markup, and it
never goes where the agent's own words go.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.job_words import ENGLISH, JobWords
from bot.reply.inert import inert
from bot.reply.numbers import number
from bot.slack_api import Block

if TYPE_CHECKING:
    from agent_actions.contract import Receipt, Table

TEXT_SHOWN = 2_500
"""Characters of a text shown under an answer; a block of rich text takes about 3,000."""
LEAST_SHOWN = 0.7
"""Part of TEXT_SHOWN that must be left when a text is cut at a line or a word."""
CONFIDENCE = "confidence"
SHORT = 12
"""Characters of a cell that tells no more than where something is."""


def is_read(receipt: Receipt) -> bool:
    return receipt.provenance == "machine-read"


def text_of(receipt: Receipt) -> tuple[str, int]:
    """The text to be shown, and how many characters the whole has."""
    text = receipt.text or ""
    total = max(receipt.text_characters or 0, len(text))
    if total <= TEXT_SHOWN:
        return text, total
    kept = text[:TEXT_SHOWN]
    for mark in ("\n", " "):
        at = kept.rfind(mark)
        if at >= TEXT_SHOWN * LEAST_SHOWN:
            return kept[:at].rstrip(), total
    return kept, total


def is_cut(receipt: Receipt) -> bool:
    """Whether the text is longer than an answer shows."""
    return max(receipt.text_characters or 0, len(receipt.text or "")) > TEXT_SHOWN


def quotation(receipt: Receipt) -> list[Block]:
    """The text, quoted; nothing where there is none."""
    text, _ = text_of(receipt)
    shown = inert(text).strip()
    if not shown:
        return []
    quote: Block = {"type": "rich_text_quote", "elements": [{"type": "text", "text": shown}]}
    return [{"type": "rich_text", "elements": [quote]}]


def repeats(receipt: Receipt, table: Table) -> bool:
    """Whether the table says nothing that the quotation above it doesn't: one row, as of a short recording."""
    if not is_read(receipt) or not receipt.text or len(table.rows) != 1:
        return False
    told = [cell for cell in table.rows[0] if isinstance(cell, str) and len(cell) > SHORT]
    return bool(told) and all(cell in receipt.text for cell in told)


def about(
    receipt: Receipt, table: Table | None, sources: Mapping[str, str], words: JobWords = ENGLISH
) -> tuple[str, ...]:
    """For the line under it: the file's name, how sure the service was, and how much of the text is shown."""
    name = sources.get(receipt.source or "")
    parts = [name] if name else []
    sure = confidence(table) if table and is_read(receipt) else None
    if sure is not None:
        parts.append(words.confidence(*sure))
    if is_cut(receipt):
        shown, total = text_of(receipt)
        parts.append(words.text_shown(len(shown), total))
    return tuple(parts)


def confidence(table: Table) -> tuple[str, str] | None:
    """The least and the greatest confidence in the table, as its column writes them; None where nothing tells."""
    index = next((n for n, column in enumerate(table.columns) if column.name.casefold() == CONFIDENCE), None)
    if index is None:
        return None
    found = [cell for row in table.rows if isinstance(cell := row[index], int | float) and not isinstance(cell, bool)]
    if not found:
        return None
    return number(min(found), table.columns[index]), number(max(found), table.columns[index])


def downloadable(receipt: Receipt) -> bool:
    """Whether its rows can be had as a file: from the engine's output, or from a table that was read or laid out."""
    laid_out = (receipt.request or {}).get("chart") == "pivot"
    return bool(receipt.output_key or ((is_read(receipt) or laid_out) and receipt.result_key))
