"""@Outcrop in a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.listeners.asking import is_from_person, message_question

if TYPE_CHECKING:
    from slack_bolt import BoltContext

    from bot.listeners.surfaces import Surfaces
    from bot.services import Services


def register(app: Surfaces, services: Services) -> None:
    def acknowledge_mention() -> None:
        """Bolt answers 200."""

    def answer_mention(body: dict[str, Any], context: BoltContext) -> None:
        services.turns.answer(message_question(body, context, services))

    def from_person(body: dict[str, Any]) -> bool:
        return is_from_person(body)

    app.event("app_mention", matchers=[from_person])(ack=acknowledge_mention, lazy=[answer_mention])
