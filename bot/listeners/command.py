"""``/outcrop ask | datasets | help``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from bot.errors import BotError
from bot.keys import channel_of, claim_key, turn_id, user_of
from bot.listeners.asking import delivery_of
from bot.listeners.datasets import datasets_text
from bot.payload import Payload, text_at
from bot.reply.elements import paragraph
from bot.words import ENGLISH

if TYPE_CHECKING:
    from slack_bolt import Ack, BoltContext, Respond

    from bot.listeners.surfaces import Surfaces
    from bot.services import Services

COMMAND = "/outcrop"
SECONDS = 60.0


def register(app: Surfaces, services: Services) -> None:
    def is_ask(body: dict[str, Any]) -> bool:
        word, rest = _words(body)
        return word == "ask" and bool(rest)

    def is_datasets(body: dict[str, Any]) -> bool:
        return _words(body)[0] == "datasets"

    def acknowledge_command(ack: Ack) -> None:
        ack()

    def answer_command(body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        from bot.question import Question

        delivery = delivery_of(context)
        services.turns.answer(
            Question(
                key=claim_key(body),
                team=services.identity().team,
                channel=channel_of(body),
                user=user_of(body),
                text=_words(body)[1],
                by="command",
                delivery=delivery.id,
                deadline=delivery.deadline,
            ),
            on_gone=lambda: _say(respond, ENGLISH.not_in_channel),
        )

    def list_datasets(body: dict[str, Any], respond: Respond) -> None:
        client, team = services.slack(time.monotonic() + SECONDS), services.identity().team
        try:
            caller = services.people.caller(client, team, user_of(body))
            audience = services.people.audience(client, team, channel_of(body))
            turn = turn_id(claim_key(body))
            found = services.actions.call("search_catalog", "catalog", {"query": ""}, caller, audience, turn)
        except BotError as error:
            _say(respond, error.message)
            return
        _say(respond, datasets_text(found, ENGLISH))

    def help_with_command(ack: Ack, body: dict[str, Any]) -> None:
        word, _ = _words(body)
        if word == "ask":
            text = ENGLISH.ask_empty
        else:
            text = ENGLISH.command_help if word in ("", "help") else ENGLISH.unknown_command(word)
        ack(text=text, blocks=[paragraph(text)], response_type="ephemeral")

    app.command(COMMAND, matchers=[is_ask])(ack=acknowledge_command, lazy=[answer_command])
    app.command(COMMAND, matchers=[is_datasets])(ack=acknowledge_command, lazy=[list_datasets])
    app.command(COMMAND)(help_with_command)


def _words(body: Payload) -> tuple[str, str]:
    """``ask revenue last month`` -> (``ask``, ``revenue last month``)."""
    word, _, rest = text_at(body, "text").strip().partition(" ")
    return word.lower(), rest.strip()


def _say(respond: Respond, text: str) -> None:
    respond(text=text, blocks=[paragraph(text)], response_type="ephemeral", replace_original=False)
