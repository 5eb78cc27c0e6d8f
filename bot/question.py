"""What is asked, and what answering takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.agents.port import Agent
    from bot.claims import Claims
    from bot.exports.attach import Attachments
    from bot.exports.chart import RefusedCharts
    from bot.files.intake import Intake
    from bot.files.slack_file import Shared
    from bot.jobs.desk import JobDesk
    from bot.ledger import Ledger
    from bot.people import People
    from bot.receipts import Receipts
    from bot.slack_api import Slack


QUESTION_CHARACTERS = 8_000


@dataclass(frozen=True)
class Question:
    """A message, command or pressed choice, as it was delivered."""

    key: str
    """What makes two deliveries the same question."""
    team: str
    channel: str
    user: str
    text: str
    asked_ts: str = ""
    """The message that asks; empty for a command or a button: then the bot repeats the question in the channel."""
    thread_ts: str = ""
    by: Literal["message", "command", "choice", "job"] = "message"
    label: str = ""
    """For a choice: the button's text."""
    files: tuple[Shared, ...] | None = ()
    """What was shared with it; None where the event doesn't say, as with mentions."""
    about_ts: str = ""
    """A message of the thread that the question is about, with its files."""
    quoted: str = ""
    """That message's words: for the agent, below the question."""
    with_files: tuple[str, ...] = ()
    """Slack ids of files of the thread that it is about."""
    delivery: str = ""
    """The queue message's id."""
    deadline: float = float("inf")
    """On ``time.monotonic``'s clock."""
    follows: str = ""
    """For a job: the turn that asked first and has waited since. Its files are this question's files."""
    round: int = 0
    """For a job: how often the question was asked before."""
    instead: str = ""
    """Words that end the turn at once: the agent isn't asked."""


@dataclass(frozen=True)
class Tools:
    """What a turn works with."""

    ledger: Ledger
    claims: Claims
    people: People
    agent: Agent
    receipts: Receipts
    slack: Callable[[float], Slack]
    """Makes a client that waits for rate limits until a deadline."""
    bot_user: Callable[[], str]
    refused_charts: RefusedCharts
    intake: Intake
    jobs: JobDesk
    attachments: Attachments
    seconds: int = 240
    today: str | None = None
    """Fixes the date; otherwise it is today's in the asker's timezone."""
    allowed_hosts: frozenset[str] = frozenset()
    clock: Callable[[], float] = time.monotonic
