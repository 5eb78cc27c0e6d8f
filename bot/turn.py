"""THE use case: one message, one answer.

Claim it, see who asks and who will read, give it to the agent with the thread's earlier requests, show what comes,
end with tables and receipts, and write down what happened. Every accepted turn ends in words before its deadline.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agent_actions.contract import Audience, Caller, SharedFile, thread_key
from bot.agents.port import AgentEvent, AgentTurn
from bot.errors import NotYetError, PersonError, SlackGoneError
from bot.evidence import Evidence
from bot.files import offer
from bot.files.errors import HaltedError
from bot.files.in_turn import TurnFiles
from bot.files.intake import Taken
from bot.hearing import Heard, Proof, hear
from bot.jobs.rows import waiting_for
from bot.keys import session_id, turn_id
from bot.meanings import learned
from bot.outcome import (
    calls_of,
    choices_of,
    data_receipts,
    files_unused,
    has_table,
    jobs_of,
    outcome_of,
    waiting_words,
    words_left_out,
)
from bot.owners import keepers
from bot.payload import question_text
from bot.question import QUESTION_CHARACTERS, Question, Tools
from bot.records import Outcome, Step, StopReason, TurnRecord
from bot.repeat import repeat_question
from bot.reply.blocks import Answer, endings
from bot.reply.charts import drawing
from bot.reply.figures import Figures
from bot.reply.machine import is_read
from bot.reply.segments import Place
from bot.reply.stream import Reply
from bot.reply.traces import lost_replies, take_back
from bot.slack_client import SLACK_ERRORS
from bot.words import ENGLISH, Words, words_for

ATTEMPTS = 3
"""A turn whose workers died this often ends with an apology instead of another try."""
THREAD_TURNS = 50
"""Turns of a thread whose messages are known when looking for lost ones."""
ENDING_S = 8.0
"""Seconds of the deadline kept back for the last words."""

NOTHING: Iterator[AgentEvent] = iter(())

log = logging.getLogger("outcrop.turn")


class Turns:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def answer(self, question: Question, on_gone: Callable[[], None] = lambda: None) -> None:
        """Answer, or do nothing if this question was answered before.

        ``on_gone`` is called when Slack takes nothing from us in the question's channel.
        Raises NotYetError when another worker may still be on this delivery, and whatever kept the answer from being
        posted: the queue then brings the delivery again.
        """
        tools = self._tools
        claim = tools.claims.take(question.key, question.delivery)
        if claim.state == "held" and claim.same_delivery:
            raise NotYetError("This delivery is being worked on.")
        if claim.state != "taken":
            return
        deadline = min(question.deadline, tools.clock() + tools.seconds)
        with tools.claims.kept(claim) as lost:
            try:
                Attempt(tools, question, claim.attempt, deadline, lost.is_set).run()
            except SlackGoneError as error:
                log.warning("turn %s: Slack takes nothing more here: %s", turn_id(question.key), error.message)
                on_gone()
            except Exception:
                tools.claims.release(claim)
                raise
        tools.claims.finish(claim)


class Attempt:
    """One attempt at one question."""

    def __init__(
        self, tools: Tools, question: Question, number: int, deadline: float, lost: Callable[[], bool]
    ) -> None:
        """``lost`` tells that another worker took the claim over: then nothing more may be said here."""
        self._tools, self._question, self._number, self._deadline = tools, question, number, deadline
        self._claim_lost = lost
        self._client = tools.slack(deadline)
        self._words: Words = ENGLISH
        self._began, self._turn = tools.clock(), turn_id(question.key)
        self._file_steps: Mapping[str, Step] = {}

    def run(self) -> None:
        """Raises SlackGoneError when Slack takes nothing more in this place."""
        record = self._tools.ledger.turn(self._turn) if self._number > 1 else None
        if record is not None and record.status == "done":
            return
        record = self._place(record)
        if record is None:
            return
        record = self._clear(record)
        reply = Reply(
            self._client,
            Place(record.team, record.channel, record.thread_ts, record.user),
            turn=self._turn,
            words=self._words,
            posted=lambda ts: self._tools.ledger.posted(self._turn, ts),
            allowed_hosts=self._tools.allowed_hosts,
            lost=lambda: self._lost(record, reply.messages),
            clock=self._tools.clock,
        )
        try:
            self._answer(record, reply)
        except (SlackGoneError, NotYetError, *SLACK_ERRORS):
            raise
        except Exception:
            log.exception("turn %s broke", self._turn)
            self._say(record, reply, self._words.broken(self._turn), "error")

    def _place(self, record: TurnRecord | None) -> TurnRecord | None:
        """The turn's row, written before anything is shown. For a command or a button, the question is posted first."""
        question = self._question
        if record is None:
            text = question.text
            if question.by == "message":
                text = question_text(text, self._tools.bot_user())
            record = TurnRecord(
                turn=self._turn,
                team=question.team,
                channel=question.channel,
                thread_ts=question.thread_ts or question.asked_ts,
                user=question.user,
                question=text,
                quoted=question.quoted,
                asked_ts=question.asked_ts,
                follows=question.follows,
                round=question.round,
                started_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            )
        if record.asked_ts:
            self._tools.ledger.save(record)
            return record
        asked_ts = repeat_question(self._tools, self._client, record, question)
        record = record.model_copy(update={"asked_ts": asked_ts, "thread_ts": record.thread_ts or asked_ts})
        self._tools.ledger.save(record)
        return record

    def _clear(self, record: TurnRecord) -> TurnRecord:
        """Take back what an attempt before this one left in the thread."""
        if self._number == 1:
            return record
        for ts in (*record.reply_ts, *self._lost(record, record.reply_ts)):
            take_back(self._client, record.channel, ts, self._words.stopped)
        record = record.model_copy(update={"reply_ts": ()})
        self._tools.ledger.save(record)
        return record

    def _lost(self, record: TurnRecord, known: list[str] | tuple[str, ...]) -> list[str]:
        """Messages of ours that no turn knows of; none while another turn of the thread is at work."""
        others = self._tools.ledger.thread(record.team, record.channel, record.thread_ts, THREAD_TURNS)
        if any(other.turn != record.turn and other.status == "running" for other in others):
            return []
        all_known = {*known, record.asked_ts, *(ts for other in others for ts in (*other.reply_ts, other.asked_ts))}
        return lost_replies(
            self._client,
            record.channel,
            record.thread_ts,
            bot_user=self._tools.bot_user(),
            after=record.asked_ts,
            known=all_known,
        )

    def _answer(self, record: TurnRecord, reply: Reply) -> None:
        reply.begin()
        words, text = self._words, record.question
        if self._number > ATTEMPTS:
            self._say(record, reply, words.gave_up(self._turn), "error")
            return
        try:
            caller = self._tools.people.caller(self._client, record.team, record.user)
        except PersonError as error:
            self._say(record, reply, error.message, "refused")
            return
        if caller.kind == "stranger":
            self._say(record, reply, words.stranger, "refused")
            return
        words = self._words = words_for(caller.locale)
        if self._question.instead:
            self._say(record, reply, self._question.instead, "error")
            return
        if len(text) > QUESTION_CHARACTERS:
            self._say(record, reply, words.too_long(len(text), QUESTION_CHARACTERS), "refused")
            return
        audience = self._tools.people.audience(self._client, record.team, record.channel)
        try:
            taken = self._take_files(record, reply, caller, audience)
        except HaltedError as halted:
            self._halt(record, reply, halted)
            return
        record = record.model_copy(update={"files": tuple(file.id for file in taken.now)})
        reply.write("".join(f"{sentence}\n\n" for sentence in taken.said))
        if taken.shared and not taken.now:
            self._finish(record, reply, "refused")
        elif text:
            self._ask(record, reply, caller, audience, taken)
        elif taken.files:
            self._offer(record, reply, caller, taken.now or taken.files[:1])
        else:
            self._say(record, reply, words.help_empty, "asked_back")

    def _take_files(self, record: TurnRecord, reply: Reply, caller: Caller, audience: Audience) -> Taken:
        files = TurnFiles(self._tools, self._question, record, again=self._number > 1)
        self._file_steps = files.steps
        return files.take(
            reply,
            self._words,
            caller,
            audience,
            until=self._deadline - ENDING_S,
            stop_reason=lambda: self._stop_reason(record),
        )

    def _halt(self, record: TurnRecord, reply: Reply, halted: HaltedError) -> None:
        """The turn ends while files are being taken."""
        if halted.reason == "deleted":
            reply.withdraw()
            self._close(record, reply, "refused")
        elif halted.reason == "stopped":
            self._say(record, reply, self._words.files_stopped, "refused")
        else:
            self._say(record, reply, self._words.files_too_late, "error")

    def _offer(self, record: TurnRecord, reply: Reply, caller: Caller, files: Sequence[SharedFile]) -> None:
        """Files without a word: what they are, and buttons for what can be done with them."""
        words = self._words
        choices = offer.choices(files, words, caller.locale)
        record = record.model_copy(
            update={"choices": choices, "several": True, "files": tuple(file.id for file in files)}
        )
        reply.write(offer.lines(files, words))
        self._tools.ledger.save(record.model_copy(update={"reply_ts": tuple(reply.messages)}))
        answer = Answer(turn=self._turn, choices=choices, ask_feedback=False)
        reply.finish(endings(answer, words, self._date(caller)), waits=True)
        self._close(record, reply, "asked_back")

    def _ask(self, record: TurnRecord, reply: Reply, caller: Caller, audience: Audience, taken: Taken) -> None:
        tools, words = self._tools, self._words
        today = self._date(caller)
        earlier = tools.receipts.keys(self._turn) if self._number > 1 else ()
        turn = AgentTurn(
            turn=self._turn,
            session=session_id(record.team, record.channel, record.thread_ts, record.user),
            text=record.question + record.quoted,
            caller=caller,
            audience=audience,
            today=today.isoformat(),
            history=tools.ledger.history(record),
            thread=thread_key(record.team, record.channel, record.thread_ts),
            files=taken.files,
            meanings=tools.ledger.meanings(record.team, record.user),
        )
        evidence = Evidence(tools.receipts, turn, earlier)
        proof = Proof(evidence, Figures(evidence.facts))
        heard = hear(
            tools.agent.ask(turn) if self._stop_reason(record) not in ("deleted", "stopped") else NOTHING,
            reply,
            words,
            proof,
            until=self._deadline - ENDING_S,
            stop_reason=lambda: self._stop_reason(record),
            clock=tools.clock,
        )
        if heard.stop == "deleted":
            reply.withdraw()
            self._close(record, reply, "refused", heard=heard)
            return
        if heard.stop == "stopped":
            self._say(record, reply, words.stopped, "refused", heard=heard)
            return
        for word, metric in learned(record.question, turn.history, proof.evidence.receipts()).items():
            tools.ledger.mean(record.team, record.user, word, metric)
        self._end(record, reply, heard, proof, audience, today, taken.now)

    def _stop_reason(self, record: TurnRecord) -> StopReason | None:
        if self._claim_lost():
            raise NotYetError("Another worker took this turn over.")
        return self._tools.ledger.stop_reason(record)

    def _end(
        self,
        record: TurnRecord,
        reply: Reply,
        heard: Heard,
        proof: Proof,
        audience: Audience,
        today: date,
        files: Sequence[SharedFile],
    ) -> None:
        words, receipts = self._words, proof.evidence.receipts()
        data = data_receipts(receipts)
        rest = proof.figures.end()
        reply.write(rest)
        said, left_out = heard.said or bool(rest.strip()), proof.figures.left_out
        failure = words.too_late(self._tools.seconds) if heard.late else heard.failure
        outcome = outcome_of(
            receipts, text=reply.text if said else "", asked_back=heard.asked_back, failed=bool(failure)
        )
        shown = [receipt for receipt in data if has_table(receipt, data)]
        tables = {receipt.id: table for receipt in shown if (table := proof.evidence.table(receipt)) is not None}
        drawings = {r.id: drawing(tables[r.id], r, words) for r in data if r.id in tables and not is_read(r)}
        jobs = jobs_of(receipts)
        silent = said or jobs or (failure and outcome == "error")
        last = [] if silent else [words_left_out(outcome, receipts, words)]
        if left_out:
            log.warning("turn %s: %d parts with unproven figures left out", self._turn, left_out)
            alone = last == [words.no_answer]
            outcome = "refused" if alone and outcome == "error" else outcome
            last = [words.left_out_alone] if alone else [*last, words.left_out(left_out)]
        if failure:
            last.append(failure)
        last += dict.fromkeys(made.unmet for made in drawings.values() if made.unmet)
        if heard.stop == "edited":
            last.append(words.edited)
        waiting = waiting_for(record, jobs)
        if jobs:
            last += waiting_words(receipts, reply.words, waits=bool(waiting))
            outcome = outcome if waiting else "error"
        if unused := files_unused(files, receipts):
            last.append(words.files_unused(unused))
        if last:
            reply.write(("\n\n" if said else "") + "\n\n".join(last))
        choices = choices_of(outcome, receipts, reply.words)
        answer = Answer(
            turn=self._turn,
            receipts=data,
            tables=tables,
            drawings=drawings,
            choices=choices,
            said=reply.words,
            in_channel=audience.kind == "channel",
            sources=proof.evidence.sources,
            kept_by=keepers(receipts, self._tools.people, self._client, record.team),
            ask_feedback=outcome in ("answered", "refused"),
        )
        record = record.model_copy(
            update={
                "receipts": tuple(receipt.id for receipt in receipts),
                "calls": calls_of(receipts),
                "choices": choices,
            }
        )
        self._tools.jobs.begin(waiting)
        # the row goes first: a button pressed the moment it shows must find its turn
        self._tools.ledger.save(record.model_copy(update={"reply_ts": tuple(reply.messages)}))
        reply.finish(endings(answer, words, today), waits=outcome in ("asked_back", "pending") and not jobs)
        for receipt in data:
            if receipt.id in reply.uncharted:
                self._tools.refused_charts.post(self._client, record, tables[receipt.id], receipt, words)
        self._tools.attachments.post(self._client, record, data, proof.evidence.sources, words)
        self._close(record, reply, outcome, heard=heard)
        # news that came before this turn's rows were written found nobody waiting
        self._tools.jobs.look(waiting)

    def _say(
        self, record: TurnRecord, reply: Reply, text: str, outcome: Outcome, *, heard: Heard | None = None
    ) -> None:
        """End the turn with a sentence and nothing else."""
        reply.write(("\n\n" if reply.text.strip() else "") + text)
        self._finish(record, reply, outcome, heard=heard)

    def _finish(self, record: TurnRecord, reply: Reply, outcome: Outcome, *, heard: Heard | None = None) -> None:
        reply.finish((), waits=outcome == "asked_back")
        self._close(record, reply, outcome, heard=heard)

    def _close(self, record: TurnRecord, reply: Reply, outcome: Outcome, *, heard: Heard | None = None) -> None:
        self._tools.ledger.save(
            record.model_copy(
                update={
                    "status": "done",
                    "outcome": outcome,
                    "text": reply.text.strip(),
                    "language": self._words.language,
                    "reply_ts": tuple(reply.messages),
                    "steps": (*self._file_steps.values(), *(heard.steps.values() if heard else ())),
                    "elapsed_ms": int((self._tools.clock() - self._began) * 1000),
                }
            )
        )

    def _date(self, caller: Caller) -> date:
        if self._tools.today:
            return date.fromisoformat(self._tools.today)
        try:
            return datetime.now(ZoneInfo(caller.timezone)).date()
        except (ZoneInfoNotFoundError, ValueError):
            return datetime.now(UTC).date()
