"""The chart of an answer as a picture in its thread, where Slack refused to draw it."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import BotError
from bot.exports.make import picture_file
from bot.exports.upload import Uploads
from bot.ledger import Ledger
from bot.records import TurnRecord
from bot.reply.elements import paragraph
from bot.reply.inert import escaped
from bot.slack_api import Slack
from bot.slack_client import SLACK_ERRORS, error_code
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Receipt, Table

log = logging.getLogger("outcrop.exports")


@dataclass(frozen=True)
class RefusedCharts:
    ledger: Ledger
    uploads: Uploads
    now: Callable[[], float] = time.time

    def post(self, client: Slack, record: TurnRecord, table: Table, receipt: Receipt, words: Words) -> None:
        """Once for each result. Where there can be no picture either, the thread is told that the table has it all."""
        if self.ledger.exported(record.turn, receipt.id, "png"):
            return
        try:
            with tempfile.TemporaryDirectory(prefix="chart-") as folder:
                made = picture_file(table, receipt, Path(folder), words)
                self.uploads.send(
                    client,
                    made.path,
                    title=made.path.stem,
                    comment=escaped(words.chart_as_picture(made.comment)),
                    channel=record.channel,
                    thread_ts=record.thread_ts,
                    too_big=words.export_too_big,
                    before_shown=lambda file: self._note(record, receipt, file, 0),
                    alt=made.alt,
                )
        except (BotError, OSError, *SLACK_ERRORS) as error:
            log.warning("turn %s: no picture of a refused chart: %s", record.turn, error_code(error) or error)
            self._tell(client, record, words)

    def _note(self, record: TurnRecord, receipt: Receipt, file: str, at: int) -> None:
        self.ledger.save_export(record.turn, receipt.id, "png", file, at)

    def _tell(self, client: Slack, record: TurnRecord, words: Words) -> None:
        try:
            client.chat_postMessage(
                channel=record.channel,
                thread_ts=record.thread_ts,
                text=words.chart_refused,
                blocks=[paragraph(words.chart_refused)],
                unfurl_links=False,
                unfurl_media=False,
            )
        except SLACK_ERRORS as error:
            log.warning("turn %s: the thread wasn't told: %s", record.turn, error_code(error))
