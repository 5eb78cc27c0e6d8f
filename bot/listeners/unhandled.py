"""Whatever nobody asked for, window or button: acknowledged, or Slack would send it three more times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_bolt import Ack

    from bot.listeners.surfaces import Surfaces
    from bot.services import Services

ANY = re.compile(".*")


def register(app: Surfaces, services: Services) -> None:  # noqa: ARG001 - every surface has this signature
    def acknowledge_event() -> None:
        """Bolt answers 200."""

    def acknowledge_action(ack: Ack) -> None:
        ack()

    app.event(ANY)(acknowledge_event)
    app.action(ANY)(acknowledge_action)
    app.shortcut(ANY)(acknowledge_action)
    app.view(ANY)(acknowledge_action)
