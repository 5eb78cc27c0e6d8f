"""The person looks at another channel beside the conversation. Nothing to do yet but to say that we heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.listeners.surfaces import Surfaces
    from bot.services import Services


def register(app: Surfaces, services: Services) -> None:  # noqa: ARG001 - every surface has this signature
    def acknowledge_context() -> None:
        """Bolt answers 200."""

    app.event("app_context_changed")(acknowledge_context)
