"""CSV, Excel and PNG: the result behind an answer, or its chart, as a file in its thread, for the person who asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.buttons import EXPORT_CSV, EXPORT_PNG, EXPORT_XLSX
from bot.keys import claim_key, user_of
from bot.listeners.asking import delivery_of
from bot.listeners.whisper import whisper
from bot.payload import first_action, text_at

if TYPE_CHECKING:
    from slack_bolt import Ack, BoltContext

    from bot.exports.make import Kind
    from bot.listeners.surfaces import Surfaces
    from bot.services import Services


def register(app: Surfaces, services: Services) -> None:
    def acknowledge_export(ack: Ack) -> None:
        ack()

    def export_csv(body: dict[str, Any], context: BoltContext) -> None:
        export(services, body, context, "csv")

    def export_xlsx(body: dict[str, Any], context: BoltContext) -> None:
        export(services, body, context, "xlsx")

    def export_png(body: dict[str, Any], context: BoltContext) -> None:
        export(services, body, context, "png")

    app.action(EXPORT_CSV)(ack=acknowledge_export, lazy=[export_csv])
    app.action(EXPORT_XLSX)(ack=acknowledge_export, lazy=[export_xlsx])
    app.action(EXPORT_PNG)(ack=acknowledge_export, lazy=[export_png])


def export(services: Services, body: dict[str, Any], context: BoltContext, kind: Kind) -> None:
    """Make the file that a pressed button stands for, and post it or tell the person why not."""
    from bot.exports.export import Press

    press, delivery = first_action(body), delivery_of(context)
    turn, receipt = _reference(text_at(press, "value"))
    services.exports.send(
        Press(
            key=claim_key(body),
            turn=turn,
            receipt=receipt,
            kind=kind,
            user=user_of(body),
            at=_seconds(text_at(press, "action_ts")),
            delivery=delivery.id,
            deadline=delivery.deadline,
        ),
        lambda text: whisper(services, body, text),
    )


def _reference(value: str) -> tuple[str, str]:
    try:
        found: Any = json.loads(value)
        return str(found["turn"]), str(found["receipt"])
    except (ValueError, KeyError, TypeError):
        return "", ""


def _seconds(ts: str) -> float:
    try:
        return float(ts)
    except ValueError:
        return 0.0
