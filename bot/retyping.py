"""Types of a thread's dataset as a person corrected them: handed to the action, told in the thread, once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from agent_actions.contract import thread_key
from bot.actions import Actions, Answer
from bot.claims import Claims
from bot.errors import BotError, NotYetError
from bot.job_words import ENGLISH, JobWords
from bot.keys import turn_id
from bot.payload import mapping, text_at
from bot.people import People
from bot.reply.elements import paragraph
from bot.reply.inert import escaped, inert
from bot.slack_api import Slack

if TYPE_CHECKING:
    from bot.records import TurnRecord

SECONDS = 150.0
NAMED = 30
"""Columns whose types are named in the thread."""


@dataclass(frozen=True)
class Retyping:
    claims: Claims
    people: People
    actions: Actions
    slack: Callable[[float], Slack]
    words: JobWords = ENGLISH

    def run(
        self, key: str, delivery: str, record: TurnRecord, dataset: str, types: Mapping[str, str], user: str
    ) -> None:
        """``key``: the same for every delivery of one submission.

        Raises NotYetError when another worker is on it, and what kept the outcome from being posted.
        """
        claim = self.claims.take(key, delivery)
        if claim.state == "held" and claim.same_delivery:
            raise NotYetError("This delivery is being worked on.")
        if claim.state != "taken":
            return
        client = self.slack(time.monotonic() + SECONDS)
        try:
            with self.claims.kept(claim):
                self._tell(client, record, self._outcome(client, key, record, dataset, types, user))
        except Exception:
            self.claims.release(claim)
            raise
        self.claims.finish(claim)

    def _outcome(
        self, client: Slack, key: str, record: TurnRecord, dataset: str, types: Mapping[str, str], user: str
    ) -> str:
        try:
            caller = self.people.caller(client, record.team, user)
            answer = self.actions.call(
                "retype_dataset",
                "files",
                {"dataset": dataset, "types": json.dumps(dict(types))},
                caller,
                self.people.audience(client, record.team, record.channel),
                turn_id(key),
                thread_key(record.team, record.channel, record.thread_ts),
            )
        except BotError as error:
            return self.words.not_retyped(dataset, error.message)
        if answer.get("status") not in ("ok", "empty"):
            return self.words.not_retyped(dataset, text_at(answer, "error"))
        said = [text_at(answer, "headline"), self.words.retyped(dataset, self._types(answer)[:NAMED])]
        return "\n".join(line for line in (*said, *_texts(answer.get("warnings"))) if line)

    def _types(self, answer: Answer) -> list[tuple[str, str]]:
        """(label, type) of each column as it is now."""
        found = answer.get("columns")
        columns = [mapping(item) for item in cast("list[object]", found)] if isinstance(found, list) else []
        return [(text_at(c, "label") or text_at(c, "name"), self.words.type_name(text_at(c, "type"))) for c in columns]

    def _tell(self, client: Slack, record: TurnRecord, text: str) -> None:
        client.chat_postMessage(
            channel=record.channel,
            thread_ts=record.thread_ts,
            text=escaped(text),
            blocks=[paragraph(inert(text))],
            unfurl_links=False,
            unfurl_media=False,
        )


def _texts(found: object) -> list[str]:
    return [item for item in cast("list[object]", found) if isinstance(item, str)] if isinstance(found, list) else []
