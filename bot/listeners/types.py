"""Correct types: a window with the columns of a dataset that was made of a file; what is chosen goes to the action."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.buttons import CORRECT_TYPES
from bot.job_words import ENGLISH
from bot.keys import channel_of, claim_key, thread_of, user_of
from bot.listeners.asking import delivery_of
from bot.listeners.whisper import whisper
from bot.listeners.window import open_window
from bot.payload import first_action, text_at
from bot.reply.types_view import TYPES_VIEW, Reference, changed_types, types_view

if TYPE_CHECKING:
    from slack_bolt import Ack, BoltContext, Respond

    from agent_actions.contract import Receipt
    from bot.listeners.surfaces import Surfaces
    from bot.records import TurnRecord
    from bot.services import Services


def register(app: Surfaces, services: Services) -> None:
    def open_types(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        # within the three seconds of a trigger: a row, a receipt, one call to Slack
        ack()
        turn, receipt_id = _reference(text_at(first_action(body), "value"))
        record, receipt = _find(services, turn, receipt_id)
        if record is not None and record.user != user_of(body):
            whisper(services, body, ENGLISH.types_not_yours)
        elif receipt is None:
            whisper(services, body, ENGLISH.types_gone)
        else:
            reference = Reference(turn, receipt_id, channel_of(body), thread_of(body))
            open_window(services, body, types_view(receipt, reference), respond)

    def close_types(ack: Ack) -> None:
        ack()

    def retype(body: dict[str, Any], context: BoltContext) -> None:
        reference, delivery = Reference.of(body), delivery_of(context)
        record, receipt = _find(services, reference.turn, reference.receipt)
        if record is None or receipt is None or record.user != user_of(body):
            return
        types = changed_types(receipt, body)
        if types:
            services.retyping.run(claim_key(body), delivery.id, record, receipt.dataset or "", types, user_of(body))

    app.action(CORRECT_TYPES)(open_types)
    app.view(TYPES_VIEW)(ack=close_types, lazy=[retype])


def _find(services: Services, turn: str, receipt_id: str) -> tuple[TurnRecord | None, Receipt | None]:
    """The turn, and its receipt if it tells of a dataset."""
    record = services.ledger.turn(turn) if turn else None
    receipt = services.receipts.find(turn, receipt_id) if record else None
    return record, receipt if receipt and receipt.dataset else None


def _reference(value: str) -> tuple[str, str]:
    try:
        found: Any = json.loads(value)
        return str(found["turn"]), str(found["receipt"])
    except (ValueError, KeyError, TypeError):
        return "", ""
