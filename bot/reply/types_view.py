"""The window in which a person corrects the types of a dataset's columns. Pure: a receipt in, a view out, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.job_words import ENGLISH, JobWords
from bot.payload import Payload, at, mapping, text_at
from bot.reply.elements import paragraph, plain
from bot.slack_api import Block

if TYPE_CHECKING:
    from agent_actions.contract import Column, Receipt

TYPES_VIEW = "outcrop_types_view"
MOST_COLUMNS = 98
"""A window takes 100 blocks: https://docs.slack.dev/reference/views"""
LABEL, TITLE = 150, 24
CHOICE = "type"
TYPES = ("text", "integer", "number", "date", "timestamp", "boolean")
OF_COLUMN: Mapping[str, str] = {"string": "text", "json": "text"}
"""A column's type by the names that the window has, where they differ."""


@dataclass(frozen=True)
class Reference:
    """The answer whose dataset the window is about. ``channel`` and ``thread``: where it stands."""

    turn: str
    receipt: str
    channel: str
    thread: str

    def packed(self) -> str:
        return json.dumps(self.__dict__)

    @classmethod
    def of(cls, body: Payload) -> Reference:
        """From a submitted window; empty for anything else."""
        try:
            kept = mapping(json.loads(text_at(body, "view", "private_metadata")))
        except ValueError:
            kept = mapping(None)
        return cls(*(text_at(kept, name) for name in ("turn", "receipt", "channel", "thread")))


def types_view(receipt: Receipt, reference: Reference, words: JobWords = ENGLISH) -> Mapping[str, object]:
    """A select for each column, its type as it is now chosen in it."""
    shown = receipt.columns[:MOST_COLUMNS]
    options = {kind: _option(kind, words) for kind in TYPES}
    blocks: list[Block] = [paragraph(words.types_asked)]
    if len(shown) < len(receipt.columns):
        blocks.append(paragraph(words.types_cut(len(shown), len(receipt.columns))))
    for number, column in enumerate(shown):
        select: Block = {
            "type": "static_select",
            "action_id": CHOICE,
            "options": list(options.values()),
            "initial_option": options[type_of(column)],
        }
        label = plain(column.label or column.name, LABEL)
        blocks.append({"type": "input", "block_id": f"column{number}", "label": label, "element": select})
    return {
        "type": "modal",
        "callback_id": TYPES_VIEW,
        "private_metadata": reference.packed(),
        "title": plain(words.correct_types, TITLE),
        "submit": plain(words.types_submit, TITLE),
        "close": plain(words.types_close, TITLE),
        "blocks": blocks,
    }


def changed_types(receipt: Receipt, body: Payload) -> dict[str, str]:
    """Column name -> type, for those that a person chose another type for."""
    state = mapping(at(body, "view", "state", "values"))
    out: dict[str, str] = {}
    for number, column in enumerate(receipt.columns[:MOST_COLUMNS]):
        chosen = text_at(state, f"column{number}", CHOICE, "selected_option", "value")
        if chosen in TYPES and chosen != type_of(column):
            out[column.name] = chosen
    return out


def type_of(column: Column) -> str:
    return OF_COLUMN.get(column.type, column.type)


def _option(kind: str, words: JobWords) -> Block:
    return {"text": plain(words.type_names[kind]), "value": kind}
