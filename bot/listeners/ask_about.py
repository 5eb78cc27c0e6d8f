"""The shortcut "Ask Outcrop about this": a window for the question; the answer goes to the message's thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from bot.about import QUESTION, ask_view, recalled
from bot.buttons import ASK_ABOUT
from bot.keys import claim_key, user_of
from bot.listeners.asking import delivery_of
from bot.listeners.window import open_window
from bot.payload import text_at
from bot.words import ENGLISH

if TYPE_CHECKING:
    from slack_bolt import Ack, BoltContext, Respond

    from bot.listeners.surfaces import Surfaces
    from bot.services import Services

SECONDS = 20.0


def register(app: Surfaces, services: Services) -> None:
    def open_ask_about(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        open_window(services, body, ask_view(body, ENGLISH), respond)

    def is_empty(body: dict[str, Any]) -> bool:
        return not _question(body)

    def refuse_empty(ack: Ack) -> None:
        """By itself: what was put on the queue for an empty one would keep the mended one off it."""
        ack(response_action="errors", errors={QUESTION: ENGLISH.ask_about_empty})

    def close_ask_about(ack: Ack) -> None:
        ack()

    def answer_about(body: dict[str, Any], context: BoltContext) -> None:
        from bot.question import Question

        subject, question, delivery = recalled(body), _question(body), delivery_of(context)
        if subject is None:
            return
        identity = services.identity()

        def not_here() -> None:
            services.slack(time.monotonic() + SECONDS).chat_postMessage(
                channel=user_of(body), text=ENGLISH.not_in_channel, unfurl_links=False, unfurl_media=False
            )

        services.turns.answer(
            Question(
                key=claim_key(body),
                team=identity.team,
                channel=subject.channel,
                user=user_of(body),
                text=question,
                thread_ts=subject.thread,
                by="command",
                about_ts=subject.ts,
                quoted=subject.quoted(identity.user),
                delivery=delivery.id,
                deadline=delivery.deadline,
            ),
            on_gone=not_here,
        )

    app.shortcut(ASK_ABOUT)(open_ask_about)
    app.view(ASK_ABOUT, matchers=[is_empty])(refuse_empty)
    app.view(ASK_ABOUT)(ack=close_ask_about, lazy=[answer_about])


def _question(body: dict[str, Any]) -> str:
    return text_at(body, "view", "state", "values", QUESTION, QUESTION, "value").strip()
