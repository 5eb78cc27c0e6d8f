"""A reply as it grows: status, steps and text while the agent works, then tables and buttons.

A streamed message dies about five minutes after its start, and at about 10 kB of text: it is rolled over to a new
message before either. When Slack refuses streaming, or ends a stream, the rest goes on in another way; nothing is lost
and nothing is said twice.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from bot.errors import SlackGoneError
from bot.reply.blocks import Ending
from bot.reply.fences import fence_end, open_fence, open_table, split_at
from bot.reply.inert import Inert, inert
from bot.reply.segments import Place, Posted, Segment, Streamed
from bot.reply.traces import take_back
from bot.slack_api import Block
from bot.slack_client import GONE, SLACK_ERRORS, error_code
from bot.words import Words

if TYPE_CHECKING:
    from bot.slack_api import Slack

MESSAGE_BYTES = 9_000
MESSAGE_SECONDS = 240.0
LEAST_BYTES = 500
"""A Slack that takes less than this in one message takes nothing."""
FENCE_BYTES = 8
"""Kept free for what closes a code block."""
FLUSH_CHARACTERS = 1_200
FLUSH_SECONDS = 1.0
TITLE, DETAIL = 200, 300

PASSING = frozenset({"", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack's own trouble, or a broken connection: the same call may work the next time."""
TOO_LONG = frozenset({"msg_too_long", "msg_blocks_too_long"})
STREAM_OVER = frozenset({"message_not_in_streaming_state", "message_not_owned_by_app", "message_not_found"})

DEATHS = 2
"""After so many streams that Slack ended before we did, the rest is posted."""

StepStatus = Literal["in_progress", "complete", "error"]

log = logging.getLogger("outcrop.reply")


class _TooLongError(Exception):
    """Slack takes less text in one message than we took for granted; nothing of this piece was kept."""


class Reply:
    """One answer, in one message or, when it is long, in several."""

    def __init__(
        self,
        client: Slack,
        place: Place,
        *,
        turn: str,
        words: Words,
        posted: Callable[[str], None],
        allowed_hosts: frozenset[str] = frozenset(),
        lost: Callable[[], Sequence[str]] = tuple,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``posted`` is told each message's ts at once; ``lost`` finds messages of ours that nobody was told of."""
        self._client, self._place, self._words, self._posted_to, self._lost = client, place, words, posted, lost
        self._clock, self._metadata = clock, {"event_type": "outcrop_turn", "event_payload": {"turn": turn}}
        self._inert = Inert(allowed_hosts)
        self._pending, self._tasks = "", list[Block]()
        self._open_steps: dict[str, str] = {}
        self._segment: Segment | None = None
        self._streams, self._session, self._deaths, self._room = True, False, 0, MESSAGE_BYTES
        self._body, self._carry, self._opened_at, self._flushed_at = "", "", 0.0, float("-inf")
        self.messages: list[str] = []
        """Timestamps of the reply's messages."""
        self.text = ""
        """All words so far, as shown."""
        self.uncharted: list[str] = []
        """Ids of the receipts whose chart Slack refused."""
        self.stopped = False
        """True once Slack said that the person stopped the stream."""

    @property
    def words(self) -> str:
        """All words so far, those included that are still held back."""
        return self.text + self._inert.held

    def begin(self) -> None:
        """The first visible sign: the thread's status, with Slack's Stop button where there is one."""
        place = self._place
        try:
            self._client.agents_sessions_setStatus(
                channel_id=place.channel, thread_ts=place.thread_ts, status="processing", initiator_user_id=place.user
            )
            self._session = True
            return
        except SLACK_ERRORS as error:
            self._give_up_if_gone(error)
        try:
            self._client.assistant_threads_setStatus(
                channel_id=place.channel, thread_ts=place.thread_ts, status=self._words.thinking
            )
        except SLACK_ERRORS as error:
            self._give_up_if_gone(error)

    def step(self, step: str, title: str, status: StepStatus, detail: str = "") -> None:
        """Show that a step began, or how it ended."""
        if status == "in_progress":
            self._open_steps[step] = title
        else:
            self._open_steps.pop(step, None)
        task: Block = {"type": "task_update", "id": step[:100], "title": inert(title)[:TITLE], "status": status}
        if detail:
            task["details"] = inert(detail)[:DETAIL]
        self._tasks.append(task)
        self._flush()

    def write(self, text: str) -> None:
        """More words of the answer, from anyone: made inert here."""
        self._add(self._inert.feed(text))

    def tick(self) -> None:
        """To be called now and then: shows what has waited for a second."""
        if self._pending and self._clock() - self._flushed_at >= FLUSH_SECONDS:
            self._flush()

    def finish(self, endings: Sequence[Ending], *, waits: bool = False) -> None:
        """The last words and blocks; ``waits`` when the person has to say something before it goes on."""
        self._add(self._inert.flush())
        for step, title in list(self._open_steps.items()):
            self.step(step, title, "error", self._words.closed_step)
        self._flush()
        first, *more = [*endings] or [Ending()]
        status = ("suspended" if waits else "active") if self._session else None
        self._close(first, status)
        for ending in more:
            self._segment = Posted(self._client, self._place, metadata=self._metadata, clock=self._clock)
            self._close(ending, None)

    def withdraw(self) -> None:
        """Take everything back: the question is gone."""
        for ts in self.messages:
            take_back(self._client, self._place.channel, ts, self._words.stopped)
        self.messages, self.text, self._segment = [], "", None
        self.rest()

    def rest(self) -> None:
        """Set the session's status back where no stream's end did it."""
        if not self._session:
            return
        try:
            self._client.agents_sessions_setStatus(
                channel_id=self._place.channel, thread_ts=self._place.thread_ts, status="active"
            )
        except SLACK_ERRORS:
            log.warning("session status not reset")

    def _add(self, text: str) -> None:
        self._pending += text
        self.text += text
        waited = self._clock() - self._flushed_at >= FLUSH_SECONDS
        if self._pending.strip() and (waited or len(self._pending) >= FLUSH_CHARACTERS):
            self._flush()

    def _flush(self) -> None:
        text, tasks = self._pending, self._tasks
        self._pending, self._tasks, self._flushed_at = "", [], self._clock()
        while text or tasks:
            if self._segment is not None and self._clock() - self._opened_at > MESSAGE_SECONDS:
                self._roll(text)
            used = len((self._body + self._carry).encode()) + FENCE_BYTES
            head, rest = split_at(text, self._room - used)
            try:
                if head or tasks:
                    self._send(head, tasks)
            except _TooLongError as error:
                self._take_less(head, text, error)
                continue
            text, tasks = rest, []
            if text:
                self._roll(text)

    def _take_less(self, head: str, text: str, error: _TooLongError) -> None:
        """Make room for ``head``, which was too long: in a new message, and in the next ones from the start."""
        size = len((self._body + self._carry + head).encode())
        if self._body:
            self._room = max(LEAST_BYTES, min(self._room, size) * 3 // 4)
            self._roll(text)
        elif self._room > LEAST_BYTES and head:
            self._room = max(LEAST_BYTES, size // 2)
        else:
            raise error.__cause__ or error

    def _send(self, text: str, tasks: Sequence[Block]) -> None:
        if self.stopped:
            return
        piece, carry = text, self._carry
        text, self._carry = carry + text, ""
        if self._segment is None:
            self._open()
        for last in (False, False, True):
            segment = self._segment
            if segment is None:
                return
            try:
                segment.send(text, tasks)
            except SLACK_ERRORS as error:
                if error_code(error) in TOO_LONG and piece:
                    self._carry = carry
                    raise _TooLongError from error
                if last:
                    raise
                text = self._recover(error, segment, text)
                continue
            self._body += text
            self._know(segment)
            return

    def _open(self) -> None:
        self._body, self._opened_at = "", self._clock()
        if self._streams:
            self._segment = Streamed(self._client, self._place)
        else:
            self._segment = Posted(self._client, self._place, metadata=self._metadata, clock=self._clock)

    def _recover(self, error: Exception, segment: Segment, text: str) -> str:
        """Find another way for ``text``; what must be sent now, a code fence reopened before it if need be."""
        self._give_up_if_gone(error)
        code = error_code(error)
        if code == "stopped_by_user":
            self.stopped, self._segment = True, None
            return text
        if isinstance(segment, Posted):
            if code:
                raise error
            lost = self._lost()  # the connection broke: the message may be there all the same
            if lost and segment.ts is None:
                self._segment = Posted(
                    self._client, self._place, metadata=self._metadata, ts=lost[-1], text=self._body, clock=self._clock
                )
            return text
        log.warning("stream refused: %s", code or type(error).__name__)
        if segment.ts is None:
            for ts in () if code else self._lost():
                take_back(self._client, self._place.channel, ts, self._words.stopped)
            self._streams = False
            self._open()
            return text
        if code in PASSING and self._body.strip():
            return self._go_on_by_edits(segment.ts, text)
        self._deaths += 1
        self._streams = self._deaths < DEATHS
        fence = open_fence(self._body)
        self._leave(segment.ts)
        self._open()
        return f"{fence}\n{text}" if fence else text

    def _go_on_by_edits(self, ts: str, text: str) -> str:
        """Nobody knows whether Slack took the last piece: the message's whole text is set by the next edit."""
        with contextlib.suppress(*SLACK_ERRORS):
            self._client.chat_stopStream(channel=self._place.channel, ts=ts)
        self._segment = Posted(
            self._client, self._place, metadata=self._metadata, ts=ts, text=self._body, clock=self._clock
        )
        return text

    def _leave(self, ts: str) -> None:
        """End a message whose stream takes no more; one without a word in it yet is taken back."""
        if self._body.strip():
            with contextlib.suppress(*SLACK_ERRORS):
                self._client.chat_stopStream(channel=self._place.channel, ts=ts)
            return
        take_back(self._client, self._place.channel, ts, self._words.stopped)
        self.messages = [message for message in self.messages if message != ts]
        for step, title in self._open_steps.items():
            task: Block = {"type": "task_update", "id": step[:100], "title": inert(title)[:TITLE]}
            self._tasks.append({**task, "status": "in_progress"})

    def _roll(self, rest: str) -> None:
        """End this message and go on with ``rest`` in a new one."""
        fence, table = open_fence(self._body), open_table(self._body, rest)
        if fence and self._body:
            with contextlib.suppress(_TooLongError):
                self._send(fence_end(fence), [])
        if self._segment is not None:
            if self._body:
                self._close(Ending(), None)
            elif self._segment.ts:
                self._leave(self._segment.ts)
        self._segment, self._body = None, ""
        self._carry = f"{fence}\n" if fence else table or ""

    def _close(self, ending: Ending, status: str | None) -> None:
        segment = self._segment
        if segment is None:
            if not ending.blocks and (self.stopped or not ending.summary):
                self.rest()
                return
            segment = self._segment = Posted(self._client, self._place, metadata=self._metadata, clock=self._clock)
        failure: Exception | None = None
        for way, blocks, session in self._ways(segment, ending, status):
            if failure is not None and way is segment and error_code(failure) in STREAM_OVER:
                continue
            ended = self._end(way, blocks, ending.summary, session)
            if ended is not None:
                failure = ended
                continue
            self._know(way)
            if ending.charted and blocks is not ending.blocks:
                self.uncharted.append(ending.charted)
            if status and not (isinstance(way, Streamed) and session):
                self.rest()
            self._segment = None
            return
        if failure is not None:
            raise failure

    def _end(self, way: Segment, blocks: Sequence[Block], summary: str, session: str | None) -> Exception | None:
        """Close ``way``, or say why not. Tried twice where Slack itself was in trouble and nothing can be doubled."""
        failure: Exception | None = None
        for _ in range(2 if way.ts else 1):
            try:
                way.close(blocks, summary, self._metadata, session)
            except SLACK_ERRORS as error:
                self._give_up_if_gone(error)
                if error_code(error) == "stopped_by_user":
                    self.stopped = True
                    self.rest()
                    return None
                log.warning("reply not closed: %s", error_code(error) or type(error).__name__)
                failure = error
                if error_code(error) not in PASSING:
                    return error
            else:
                return None
        return failure

    def _ways(
        self, segment: Segment, ending: Ending, status: str | None
    ) -> Iterator[tuple[Segment, Sequence[Block], str | None]]:
        """Ways to end a message, best first: as meant, without its chart, with plainer blocks, by an edit, in a message
        of its own.
        """
        for blocks in ending.forms:
            yield segment, blocks, status
        if status:
            yield segment, ending.simple, None
        edit = Posted(
            self._client, self._place, metadata=self._metadata, ts=segment.ts, text=self._body, clock=self._clock
        )
        for blocks in ending.forms:
            yield edit, blocks, None
        if segment.ts and ending.simple:
            yield Posted(self._client, self._place, metadata=self._metadata, clock=self._clock), ending.simple, None

    def _know(self, segment: Segment) -> None:
        ts = segment.ts
        if ts and ts not in self.messages:
            self.messages.append(ts)
            self._posted_to(ts)

    def _give_up_if_gone(self, error: Exception) -> None:
        if error_code(error) in GONE:
            raise SlackGoneError(error_code(error)) from error
