"""A question deleted or edited while its turn is on: noted at once, in front of the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.payload import text_at

if TYPE_CHECKING:
    from bot.listeners.surfaces import Surfaces
    from bot.records import StopReason
    from bot.services import Services


def register(app: Surfaces, services: Services) -> None:
    def note_deleted(body: dict[str, Any]) -> None:
        flag(body, "deleted")

    def note_changed(body: dict[str, Any]) -> None:
        if text_at(body, "event", "message", "subtype") == "tombstone":
            flag(body, "deleted")  # deleted, with replies under it
        elif text_at(body, "event", "message", "text") != text_at(body, "event", "previous_message", "text"):
            flag(body, "edited")

    def flag(body: dict[str, Any], reason: StopReason) -> None:
        before = text_at(body, "event", "previous_message", "text")
        identity = services.identity()
        if text_at(body, "event", "previous_message", "user") in ("", identity.user):
            return
        if text_at(body, "event", "channel_type") != "im" and f"<@{identity.user}" not in before:
            return
        ts = text_at(body, "event", "deleted_ts") or text_at(body, "event", "message", "ts")
        ts = ts or text_at(body, "event", "previous_message", "ts")
        services.ledger.flag_message(identity.team, text_at(body, "event", "channel"), ts, reason)

    app.event({"type": "message", "subtype": "message_deleted"})(note_deleted)
    app.event({"type": "message", "subtype": "message_changed"})(note_changed)
