"""Show SQL: the statement behind an answer, as it ran, to the person who asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.buttons import SHOW_SQL
from bot.keys import user_of
from bot.listeners.export import export
from bot.listeners.whisper import whisper
from bot.payload import first_action, text_at
from bot.reply.elements import paragraph, preformatted
from bot.words import ENGLISH

if TYPE_CHECKING:
    from slack_bolt import Ack, BoltContext

    from bot.listeners.surfaces import Surfaces
    from bot.services import Services

PIECE = 3_000
"""Characters of one preformatted piece; a longer statement takes several."""
SQL_SHOWN = 9_000
"""Characters of a statement that a message takes; a longer one comes as a file."""


def register(app: Surfaces, services: Services) -> None:
    def acknowledge_show_sql(ack: Ack) -> None:
        ack()

    def show_sql(body: dict[str, Any], context: BoltContext) -> None:
        turn, receipt = _reference(text_at(first_action(body), "value"))
        record = services.ledger.turn(turn)
        if record is not None and record.user != user_of(body):
            whisper(services, body, ENGLISH.sql_not_yours)
            return
        found = services.receipts.find(turn, receipt) if record else None
        if found is None or not found.sql:
            whisper(services, body, ENGLISH.sql_gone)
            return
        if len(found.sql) > SQL_SHOWN:
            export(services, body, context, "sql")
            return
        pieces = [found.sql[i : i + PIECE] for i in range(0, len(found.sql), PIECE)]
        whisper(services, body, ENGLISH.sql_title, [paragraph(ENGLISH.sql_title), *map(preformatted, pieces)])

    app.action(SHOW_SQL)(ack=acknowledge_show_sql, lazy=[show_sql])


def _reference(value: str) -> tuple[str, str]:
    try:
        found: Any = json.loads(value)
        return str(found["turn"]), str(found["receipt"])
    except (ValueError, KeyError, TypeError):
        return "", ""
