"""What the ledger remembers of a turn, and how a turn ends."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from agent_actions.contract import Choice, Frozen, HistoryCall

Outcome = Literal["answered", "asked_back", "refused", "pending", "error"]
StopReason = Literal["stopped", "deleted", "edited"]


class Step(Frozen):
    """One step of the agent as it was shown."""

    action: str
    title: str
    status: Literal["complete", "error"]
    detail: str = ""


class TurnRecord(Frozen):
    """A turn's row."""

    turn: str
    team: str
    channel: str
    thread_ts: str
    user: str
    question: str
    status: Literal["running", "done"] = "running"
    outcome: Outcome | None = None
    text: str = ""
    """The answer's words, as posted."""
    language: str = "en"
    asked_ts: str = ""
    """The message that asked: the person's own, or the one in which the bot repeats a command's question."""
    reply_ts: tuple[str, ...] = ()
    """Every message posted for this turn, recorded as soon as Slack said its ts."""
    receipts: tuple[str, ...] = ()
    """Receipt ids in order."""
    calls: tuple[HistoryCall, ...] = ()
    choices: tuple[Choice, ...] = ()
    several: bool = False
    """Whether each of the choices may be taken, once, and not just one of them."""
    files: tuple[str, ...] = ()
    """Slack ids of the files that came with the question and were taken."""
    quoted: str = ""
    """A message that the question is about, as it goes to the agent below the question."""
    steps: tuple[Step, ...] = ()
    elapsed_ms: int = 0
    follows: str = ""
    """The turn whose question this one asks again, as what it waited for is done."""
    round: int = 0
    """How often its question was asked before."""
    started_at: str = Field(default="")
    """ISO 8601, UTC."""
