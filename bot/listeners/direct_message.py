"""A message to the bot itself. Channel messages without a mention are left alone: their twin is the mention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.listeners.asking import is_from_person, message_question
from bot.payload import text_at

if TYPE_CHECKING:
    from slack_bolt import BoltContext

    from bot.listeners.surfaces import Surfaces
    from bot.services import Services


def register(app: Surfaces, services: Services) -> None:
    def acknowledge_message() -> None:
        """Bolt answers 200."""

    def answer_direct_message(body: dict[str, Any], context: BoltContext) -> None:
        services.turns.answer(message_question(body, context, services))

    def is_direct(body: dict[str, Any]) -> bool:
        return text_at(body, "event", "channel_type") == "im" and is_from_person(body)

    app.event("message", matchers=[is_direct])(ack=acknowledge_message, lazy=[answer_direct_message])
