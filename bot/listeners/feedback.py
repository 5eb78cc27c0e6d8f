"""Thumbs under an answer: kept in the ledger, and "not right" told to who answers for the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.buttons import BAD, FEEDBACK, GOOD
from bot.keys import user_of
from bot.listeners.whisper import whisper
from bot.payload import first_action, text_at
from bot.words import ENGLISH

if TYPE_CHECKING:
    from slack_bolt import Ack

    from bot.listeners.surfaces import Surfaces
    from bot.services import Services


def register(app: Surfaces, services: Services) -> None:
    def acknowledge_feedback(ack: Ack) -> None:
        ack()

    def save_feedback(body: dict[str, Any]) -> None:
        from bot.owners import tell_owners

        turn, _, value = text_at(first_action(body), "value").partition(":")
        record = services.ledger.turn(turn)
        if value not in (GOOD, BAD) or record is None:
            return
        is_new = services.ledger.save_feedback(turn, user_of(body), value)
        told = is_new and value == BAD and tell_owners(services, record, user_of(body))
        bad = ENGLISH.feedback_told if told else ENGLISH.feedback_bad
        whisper(services, body, ENGLISH.feedback_good if value == GOOD else bad)

    app.action(FEEDBACK)(ack=acknowledge_feedback, lazy=[save_feedback])
