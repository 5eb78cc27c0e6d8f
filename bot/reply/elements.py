"""The smallest blocks, of which windows, notes and answers are made. Pure, and light: the front loads them.

https://docs.slack.dev/reference/block-kit
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.reply.inert import inert
from bot.slack_api import Block

MAX_CONTEXT = 10
BUTTON_TEXT = 75
PLAIN_TEXT = 3_000


def plain(text: str, limit: int = BUTTON_TEXT) -> Block:
    """A ``plain_text`` object: no mention, no link, no emoji code is read in it."""
    return {"type": "plain_text", "text": inert(text)[:limit] or "–", "emoji": False}


def button(action_id: str, text: str, value: str) -> Block:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": value}


def actions_block(elements: Sequence[Block]) -> Block:
    return {"type": "actions", "elements": list(elements)}


def context_block(lines: Sequence[str]) -> Block:
    return {"type": "context", "elements": [plain(line, PLAIN_TEXT) for line in lines[:MAX_CONTEXT]]}


def markdown_block(text: str) -> Block:
    """Text that went through inert already."""
    return {"type": "markdown", "text": text}


def emphasis(text: str) -> Block:
    """A line in bold, in which nothing is read as markup."""
    bold: Block = {"type": "text", "text": text or "–", "style": {"bold": True}}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [bold]}]}


def paragraph(text: str) -> Block:
    """Words of a person or of a catalogue: rich text, in which nothing is read as markup."""
    return _rich_text("rich_text_section", text)


def quoted(text: str) -> Block:
    """Somebody's words, set apart: nothing is read as markup."""
    return _rich_text("rich_text_quote", text)


def preformatted(text: str) -> Block:
    return _rich_text("rich_text_preformatted", text)


def _rich_text(kind: str, text: str) -> Block:
    return {
        "type": "rich_text",
        "elements": [{"type": kind, "elements": [{"type": "text", "text": text or "–"}]}],
    }
