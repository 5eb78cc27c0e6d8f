"""A job is over: once nothing more is waited for, the question is asked again and answered in its thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.job_words import ENGLISH
from bot.question import Question

if TYPE_CHECKING:
    from bot.jobs.rows import JobRows, State
    from bot.ledger import Ledger
    from bot.queue import Delivery
    from bot.turn import Turns


@dataclass(frozen=True)
class Finisher:
    rows: JobRows
    ledger: Ledger
    turns: Turns

    def finish(self, turn: str, service: str, job: str, state: State, delivery: Delivery) -> None:
        """Note that ``job`` is over. Whatever was said in the thread meanwhile, the turn's question is answered once.

        Nothing is posted when the question was deleted or stopped, or was answered after all. Raises what
        ``Turns.answer`` raises.
        """
        waited = self.rows.of_turn(turn)
        this = [one for one in waited if (one.job.service, one.job.id) == (service, job)]
        if not this:
            return
        if this[0].state == "open":
            self.rows.end(this[0], state)
        others = [one for one in waited if one not in this]
        if any(one.state == "open" for one in others):
            return
        record = self.ledger.turn(turn)
        if record is None or record.outcome != "pending" or self.ledger.stop_reason(record) in ("deleted", "stopped"):
            return
        never = [one.job.what for one in others if one.state == "expired"]
        never += [this[0].job.what] if "expired" in (state, this[0].state) else []
        self.turns.answer(
            Question(
                key=f"job|{turn}",
                team=record.team,
                channel=record.channel,
                user=record.user,
                text=record.question,
                asked_ts=record.asked_ts,
                thread_ts=record.thread_ts,
                quoted=record.quoted,
                with_files=record.files,
                by="job",
                delivery=delivery.id,
                deadline=delivery.deadline,
                follows=record.follows or record.turn,
                round=record.round + 1,
                instead=ENGLISH.never_ended(never) if never else "",
            )
        )
