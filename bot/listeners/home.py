"""The app's own pages: suggested prompts in Messages; in Home what can be asked, with buttons that ask it."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from bot.buttons import ASK
from bot.errors import BotError
from bot.keys import claim_key, turn_id, user_of
from bot.listeners.asking import delivery_of
from bot.listeners.offer import home_view, prompts, prompts_title
from bot.payload import first_action, text_at
from bot.words import ENGLISH

if TYPE_CHECKING:
    from slack_bolt import Ack, BoltContext

    from bot.listeners.surfaces import Surfaces
    from bot.services import Services
    from bot.slack_api import Slack

SECONDS = 20.0


def register(app: Surfaces, services: Services) -> None:
    def acknowledge_home() -> None:
        """Bolt answers 200."""

    def acknowledge_asked_at_home(ack: Ack) -> None:
        ack()

    def show_home(body: dict[str, Any]) -> None:
        client = services.slack(time.monotonic() + SECONDS)
        offered, channel = _catalogue(services, client, body), text_at(body, "event", "channel")
        if text_at(body, "event", "tab") == "messages":
            client.assistant_threads_setSuggestedPrompts(
                channel_id=channel, title=prompts_title(offered, ENGLISH), prompts=prompts(offered, ENGLISH)
            )
        else:
            client.views_publish(user_id=user_of(body), view=home_view(offered, ENGLISH))

    def ask_from_home(body: dict[str, Any], context: BoltContext) -> None:
        from bot.question import Question

        user, delivery = user_of(body), delivery_of(context)
        opened = services.slack(time.monotonic() + SECONDS).conversations_open(users=user)
        services.turns.answer(
            Question(
                key=claim_key(body),
                team=services.identity().team,
                channel=text_at(opened.get("channel") or {}, "id"),
                user=user,
                text=text_at(first_action(body), "value"),
                by="command",
                delivery=delivery.id,
                deadline=delivery.deadline,
            )
        )

    app.event("app_home_opened")(ack=acknowledge_home, lazy=[show_home])
    app.action(re.compile(f"^{ASK}[0-9]+$"))(ack=acknowledge_asked_at_home, lazy=[ask_from_home])


def _catalogue(services: Services, client: Slack, body: dict[str, Any]) -> dict[str, object]:
    """What this person may ask about, alone with the bot; ``{"error": words}`` where that can't be found out."""
    try:
        team, channel = services.identity().team, text_at(body, "event", "channel")
        caller = services.people.caller(client, team, user_of(body))
        audience = services.people.audience(client, team, channel)
        return services.actions.call(
            "search_catalog", "catalog", {"query": ""}, caller, audience, turn_id(claim_key(body))
        )
    except BotError as error:
        return {"error": error.message}
