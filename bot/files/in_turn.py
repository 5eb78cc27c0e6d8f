"""The files part of one attempt at a turn: what was shared with the question or earlier in its thread, taken."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from agent_actions.contract import thread_key
from bot.files.errors import HaltedError
from bot.files.intake import Taken, Watch
from bot.files.slack_file import Shared, shared_files
from bot.files.take import Place
from bot.keys import thread_partition
from bot.payload import Payload, mapping, text_at
from bot.records import Step, StopReason
from bot.slack_client import SLACK_ERRORS, error_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent_actions.contract import Audience, Caller
    from bot.question import Question, Tools
    from bot.records import TurnRecord
    from bot.reply.stream import Reply
    from bot.words import Words

LOOK_S = 3.0
"""How long Slack may make us wait for a thread's messages."""
LOOK_EVERY_S = 0.5
PAGE, PAGES = 200, 5
"""Messages of a thread looked through for files: at most PAGE * PAGES."""
STEP = "inspect_file"

log = logging.getLogger("outcrop.files")


class TurnFiles:
    """``steps`` are those that were shown, by file id."""

    def __init__(self, tools: Tools, question: Question, record: TurnRecord, *, again: bool) -> None:
        self._tools, self._question, self._record, self._again = tools, question, record, again
        self._thread = thread_partition(record.team, record.channel, record.thread_ts)
        self.steps: dict[str, Step] = {}

    def take(
        self,
        reply: Reply,
        words: Words,
        caller: Caller,
        audience: Audience,
        *,
        until: float,
        stop_reason: Callable[[], StopReason | None],
    ) -> Taken:
        """Raises HaltedError when somebody stops the turn, or the clock passes ``until``, before all are taken."""
        tools, record, question = self._tools, self._record, self._question
        rows, looked = tools.intake.known(self._thread)
        now, earlier = list(question.files or ()), list[Shared]()
        subjects = {question.asked_ts, question.about_ts} - {""}
        if self._is_to_be_looked_through(looked):
            for file in self._found(looked if question.files is not None or self._in_thread else None):
                (now if file.message in subjects else earlier).append(file)
        about = {*question.with_files, *(row.id for row in rows.values() if row.message == question.about_ts)}
        return tools.intake.take(
            self._thread,
            rows,
            _once(now),
            _once(earlier),
            Place(
                thread=thread_key(record.team, record.channel, record.thread_ts),
                turn=record.turn,
                caller=caller,
                audience=audience,
                again=self._again,
            ),
            words,
            self._watch(reply, words, until, stop_reason),
            about=about,
        )

    @property
    def _in_thread(self) -> bool:
        return bool(self._question.thread_ts) and self._question.thread_ts != self._question.asked_ts

    def _is_to_be_looked_through(self, looked: str | None) -> bool:
        """Whether the thread may hold files that no event brought.

        In a direct conversation every message came as an event, so once is enough; in a channel only mentions do.
        """
        if self._question.by == "message" and self._question.files is None:
            return True
        if not self._in_thread or self._question.by not in ("message", "command"):
            return False
        return looked is None or not self._record.channel.startswith("D")

    def _found(self, looked: str | None) -> list[Shared]:
        """Files that people shared in the thread after the message ``looked``; none when Slack won't say."""
        tools, record = self._tools, self._record
        client, cursor = tools.slack(tools.clock() + LOOK_S), ""
        newest, found = looked or "0", list[Shared]()
        for _ in range(PAGES):
            try:
                page = client.conversations_replies(
                    channel=record.channel, ts=record.thread_ts, oldest=looked or "0", limit=PAGE, cursor=cursor or None
                )
            except SLACK_ERRORS as error:
                log.warning("turn %s: thread not looked through: %s", record.turn, error_code(error) or repr(error))
                return found
            messages = [mapping(message) for message in cast("Iterable[object]", page.get("messages") or ())]
            newest = max([newest, *(text_at(message, "ts") for message in messages)])
            found += [file for message in messages if self._by_person(message) for file in shared_files(message)]
            cursor = text_at(mapping(page.get("response_metadata")), "next_cursor")
            if not cursor:
                break
        tools.intake.looked(self._thread, newest)
        return found

    def _by_person(self, message: Payload) -> bool:
        user = text_at(message, "user")
        return bool(user) and user != self._tools.bot_user() and not text_at(message, "bot_id")

    def _watch(self, reply: Reply, words: Words, until: float, stop_reason: Callable[[], StopReason | None]) -> Watch:
        clock, looked_at = self._tools.clock, [float("-inf")]

        def began(file: str, name: str) -> None:
            title = words.reading(name)
            self.steps[file] = Step(action=STEP, title=title, status="error", detail=words.closed_step)
            reply.step(file, title, "in_progress")

        def ended(file: str, name: str, taken: bool) -> None:
            title, status = words.reading(name), "complete" if taken else "error"
            self.steps[file] = Step(action=STEP, title=title, status=status)
            reply.step(file, title, status)

        def look() -> None:
            if reply.stopped:
                raise HaltedError("stopped")
            if clock() > until:
                raise HaltedError(None)
            if clock() - looked_at[0] >= LOOK_EVERY_S:
                looked_at[0], reason = clock(), stop_reason()
                if reason in ("deleted", "stopped"):
                    raise HaltedError(reason)
            reply.tick()

        return Watch(began, ended, look)


def _once(files: Sequence[Shared]) -> list[Shared]:
    return list({file.id: file for file in files}.values())
