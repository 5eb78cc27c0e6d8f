"""The app's own pages: suggested prompts in Messages, a few words in Home."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from bot.payload import text_at
from bot.reply.blocks import paragraph
from bot.words import ENGLISH

if TYPE_CHECKING:
    from bot.listeners.surfaces import Surfaces
    from bot.services import Services

SECONDS = 20.0


def register(app: Surfaces, services: Services) -> None:
    def acknowledge_home() -> None:
        """Bolt answers 200."""

    def show_home(body: dict[str, Any]) -> None:
        client = services.slack(time.monotonic() + SECONDS)
        if text_at(body, "event", "tab") == "messages":
            client.assistant_threads_setSuggestedPrompts(
                channel_id=text_at(body, "event", "channel"),
                title=ENGLISH.prompts_title,
                prompts=[{"title": title, "message": message} for title, message in ENGLISH.prompts],
            )
        else:
            view = {"type": "home", "blocks": [paragraph(ENGLISH.home)]}
            client.views_publish(user_id=text_at(body, "event", "user"), view=view)

    app.event("app_home_opened")(ack=acknowledge_home, lazy=[show_home])
