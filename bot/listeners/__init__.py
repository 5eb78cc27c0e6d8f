"""One small file per Slack surface, each with ``register(app, services)``. The last one takes what nobody wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.listeners import (
    ask_about,
    choice,
    command,
    context_changed,
    direct_message,
    export,
    feedback,
    home,
    job_done,
    mention,
    message_edits,
    session_stopped,
    show_sql,
    translate,
    types,
    unhandled,
)

if TYPE_CHECKING:
    from bot.listeners.surfaces import Surfaces
    from bot.services import Services


def register(app: Surfaces, services: Services) -> None:
    for surface in (
        mention,
        message_edits,
        direct_message,
        command,
        show_sql,
        export,
        choice,
        feedback,
        home,
        session_stopped,
        job_done,
        context_changed,
        ask_about,
        translate,
        types,
        unhandled,
    ):
        surface.register(app, services)
