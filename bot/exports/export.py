"""A press of a download button, turned into one file in the answer's thread.

Only the person who asked gets it, and it goes where the answer went: the result was computed for what they and the
readers there may see. However often the queue brings a press, and however often a person clicks before the file has
come, there is one file.
"""

from __future__ import annotations

import errno
import logging
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from bot.claims import Claim, Claims
from bot.errors import NotYetError
from bot.exports.errors import ExportError
from bot.exports.make import Kind, Made, Maker, has
from bot.exports.upload import Uploads, is_shown
from bot.ledger import Ledger
from bot.pictures.png import PictureError
from bot.receipts import Receipts
from bot.records import TurnRecord
from bot.reply.inert import escaped, inert
from bot.slack_api import Slack
from bot.slack_client import SLACK_ERRORS, error_code
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Receipt

log = logging.getLogger("outcrop.exports")

ATTEMPTS = 3
"""Deliveries of one press that are tried before the person is told that it didn't work."""
LONG_ROWS = 50_000
"""From here on a person is told that the file takes a moment."""
PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack's error codes that pass by themselves."""
DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
TITLE = 200
UPLOAD_S = 10.0
"""Seconds of the worker's time kept back for Slack and the last words."""


@dataclass(frozen=True)
class Press:
    """A download button, pressed."""

    key: str
    """Claim key: the same for every delivery of this press."""
    turn: str
    receipt: str
    kind: Kind
    user: str
    at: float
    """When it was pressed, by Slack's clock: epoch seconds."""
    delivery: str
    deadline: float
    """On ``time.monotonic``'s clock: when the worker itself will be ended."""


@dataclass(frozen=True)
class Tools:
    ledger: Ledger
    claims: Claims
    receipts: Receipts
    slack: Callable[[float], Slack]
    uploads: Uploads
    seconds: int
    words: Words
    now: Callable[[], float] = time.time
    clock: Callable[[], float] = time.monotonic


class Exports:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def send(self, press: Press, tell: Callable[[str], None]) -> None:
        """Post the file, or ``tell`` the person why there is none.

        Raises NotYetError when another worker is on this delivery, and whatever may pass by itself (a broken
        connection): the queue then brings the delivery again.
        """
        tools = self._tools
        claim = tools.claims.take(press.key, press.delivery)
        if claim.state == "held" and claim.same_delivery:
            raise NotYetError("This delivery is being worked on.")
        if claim.state != "taken":
            return
        with tools.claims.kept(claim) as lost:
            try:
                self._attempt(press, claim, tell, lost)
            except Exception:
                tools.claims.release(claim)
                raise
        tools.claims.finish(claim)

    def _attempt(self, press: Press, claim: Claim, tell: Callable[[str], None], lost: Event) -> None:
        words = self._tools.words
        if claim.attempt > ATTEMPTS:
            tell(words.export_failed)
            return
        try:
            self._export(press, claim, tell, lost)
        except ExportError as error:
            tell(error.message)
        except SLACK_ERRORS as error:
            code = error_code(error)
            log.warning("export of turn %s: Slack said %s", press.turn, code or type(error).__name__)
            if not code or code in PASSING:
                raise
            tell(words.upload_refused(code))

    def _export(self, press: Press, claim: Claim, tell: Callable[[str], None], lost: Event) -> None:
        tools, words = self._tools, self._tools.words
        record = tools.ledger.turn(press.turn)
        if record is not None and record.user != press.user:
            tell(words.export_not_yours)
            return
        receipt = tools.receipts.find(press.turn, press.receipt) if record else None
        if record is None or receipt is None or not has(receipt, press.kind):
            tell(words.export_gone)
            return
        deadline = min(press.deadline, tools.clock() + tools.seconds) - UPLOAD_S
        client = tools.slack(deadline + UPLOAD_S)
        if self._there_already(press, claim, client):
            return
        of_rows = press.kind in ("csv", "xlsx")
        if of_rows and (receipt.row_count or 0) >= LONG_ROWS and claim.attempt == 1:
            tell(words.export_begun(receipt.row_count or 0))

        def look() -> None:
            if lost.is_set():
                raise NotYetError("Another worker took this press over.")
            if tools.clock() > deadline:
                raise ExportError(words.export_too_late)

        with tempfile.TemporaryDirectory(prefix="export-") as folder:
            try:
                made = Maker(tools.receipts, words).make(receipt, press.kind, record.question, Path(folder), look)
            except OSError as error:
                if error.errno in DISK_FULL:
                    raise ExportError(words.export_too_big) from error
                raise
            except PictureError as error:
                raise ExportError(error.message) from error
            self._send(press, record, receipt, client, made, look)

    def _there_already(self, press: Press, claim: Claim, client: Slack) -> bool:
        """Whether the file that this press asks for has come: to a click before it, or to an attempt that broke."""
        earlier = self._tools.ledger.exported(press.turn, press.receipt, press.kind)
        if earlier is None:
            return False
        file, shown_at = earlier
        if shown_at:
            return press.at <= shown_at
        if claim.attempt > 1 and is_shown(client, file):
            self._note(press, file)
            return True
        return False

    def _note(self, press: Press, file: str) -> None:
        self._tools.ledger.save_export(press.turn, press.receipt, press.kind, file, int(self._tools.now()) + 1)

    def _send(
        self,
        press: Press,
        record: TurnRecord,
        receipt: Receipt,
        client: Slack,
        made: Made,
        look: Callable[[], None],
    ) -> None:
        words, ledger = self._tools.words, self._tools.ledger
        uploaded: list[str] = []

        def before_shown(file: str) -> None:
            look()
            ledger.save_export(press.turn, press.receipt, press.kind, file, 0)
            uploaded.append(file)

        title = inert(receipt.title) or words.export_untitled
        try:
            self._tools.uploads.send(
                client,
                made.path,
                title=title[:TITLE],
                comment=escaped(made.comment),
                channel=record.channel,
                thread_ts=record.thread_ts,
                too_big=words.export_too_big,
                before_shown=before_shown,
                alt=made.alt,
            )
        except SLACK_ERRORS as error:
            # the answer to the last call may have got lost on its way
            if not uploaded or error_code(error) or not is_shown(client, uploaded[0]):
                raise
        self._note(press, uploaded[0])
