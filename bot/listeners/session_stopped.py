"""Slack's Stop button: noted at once, in front of the queue, where it would wait behind the turn it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.payload import text_at

if TYPE_CHECKING:
    from bot.listeners.surfaces import Surfaces
    from bot.services import Services


def register(app: Surfaces, services: Services) -> None:
    def note_stop(body: dict[str, Any]) -> None:
        services.ledger.stop_thread(
            services.identity().team,
            text_at(body, "event", "channel"),
            text_at(body, "event", "thread_ts"),
            text_at(body, "event", "event_ts") or str(body.get("event_time") or ""),
        )

    app.event("agent_session_stopped")(note_stop)
