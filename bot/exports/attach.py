"""Files that actions made, and texts too long for a message, posted into the thread after the answer, once each."""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import BotError
from bot.exports.errors import ExportError
from bot.exports.filename import file_name
from bot.exports.upload import Uploads, is_shown
from bot.job_words import ENGLISH, JobWords
from bot.ledger import Ledger
from bot.receipts import Receipts
from bot.records import TurnRecord
from bot.reply.elements import paragraph
from bot.reply.inert import escaped, inert
from bot.reply.machine import is_cut
from bot.slack_api import Slack
from bot.slack_client import SLACK_ERRORS, error_code
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Receipt

log = logging.getLogger("outcrop.exports")

PIECE_BYTES = 1 << 20
TITLE = 200


@dataclass(frozen=True)
class Attachment:
    """A file to be posted. ``kind`` tells it from the receipt's other files."""

    kind: str
    key: str
    name: str
    title: str


@dataclass(frozen=True)
class Attachments:
    ledger: Ledger
    receipts: Receipts
    uploads: Uploads
    words: JobWords = ENGLISH
    now: Callable[[], float] = time.time

    def post(
        self, client: Slack, record: TurnRecord, receipts: Sequence[Receipt], sources: Mapping[str, str], words: Words
    ) -> None:
        """Post what belongs to ``receipts``; the thread is told of each that can't be posted."""
        for receipt in receipts:
            for attachment in attachments_of(receipt, sources, self.words):
                if not self._there_already(client, record, receipt, attachment):
                    self._post(client, record, receipt, attachment, words)

    def _there_already(self, client: Slack, record: TurnRecord, receipt: Receipt, attachment: Attachment) -> bool:
        """Whether an attempt before this one posted it."""
        earlier = self.ledger.exported(record.turn, receipt.id, attachment.kind)
        return earlier is not None and (earlier[1] > 0 or is_shown(client, earlier[0]))

    def _post(self, client: Slack, record: TurnRecord, receipt: Receipt, attachment: Attachment, words: Words) -> None:
        uploaded: list[str] = []

        def note(file: str, at: int = 0) -> None:
            self.ledger.save_export(record.turn, receipt.id, attachment.kind, file, at)
            uploaded.append(file)

        try:
            with tempfile.TemporaryDirectory(prefix="made-") as folder:
                self.uploads.send(
                    client,
                    self._fetched(attachment, Path(folder)),
                    title=attachment.title[:TITLE],
                    comment=escaped(attachment.title),
                    channel=record.channel,
                    thread_ts=record.thread_ts,
                    too_big=self.words.too_big,
                    before_shown=note,
                )
        except (BotError, OSError, *SLACK_ERRORS) as error:
            code = error_code(error)
            # the answer to the last call may have got lost on its way
            if not uploaded or code or not is_shown(client, uploaded[0]):
                log.warning("turn %s: %s was not posted: %s", record.turn, attachment.key, code or error)
                why = error.message if isinstance(error, BotError) else words.upload_refusal(code)
                self._tell(client, record, self.words.not_posted(attachment.name, why or self.words.ask_again))
                return
        note(uploaded[0], int(self.now()))

    def _fetched(self, attachment: Attachment, folder: Path) -> Path:
        """The file on disk, fetched in pieces. Raises ExportError when it is gone."""
        body = self.receipts.stream(attachment.key)
        if body is None:
            raise ExportError(self.words.ask_again)
        path = folder / attachment.name
        with closing(body), path.open("wb") as out:
            shutil.copyfileobj(body, out, PIECE_BYTES)
        return path

    def _tell(self, client: Slack, record: TurnRecord, text: str) -> None:
        try:
            client.chat_postMessage(
                channel=record.channel,
                thread_ts=record.thread_ts,
                text=escaped(text),
                blocks=[paragraph(inert(text))],
                unfurl_links=False,
                unfurl_media=False,
            )
        except SLACK_ERRORS as error:
            log.warning("turn %s: the thread wasn't told: %s", record.turn, error_code(error))


def attachments_of(receipt: Receipt, sources: Mapping[str, str], words: JobWords) -> Iterator[Attachment]:
    """The files of a receipt, named safely: what it made, then its text where an answer can't show it whole."""
    for number, made in enumerate(receipt.files):
        name = _safe(made.name, words.file_untitled)
        yield Attachment(f"made{number}", made.key, name, inert(made.title) or name)
    if receipt.text_key and is_cut(receipt):
        of = sources.get(receipt.source or "") or receipt.title
        name = file_name(of, words.text_untitled, "txt")
        yield Attachment("text", receipt.text_key, name, inert(words.whole_text(of)))


def _safe(name: str, otherwise: str) -> str:
    stem, _, suffix = name.rpartition(".")
    plain = bool(stem) and suffix.isascii() and suffix.isalnum()
    return file_name(stem if plain else name, otherwise, suffix if plain else "bin")
