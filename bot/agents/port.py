"""The agent as the bot sees it: a turn goes in, events come out. Providers end inside their adapters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from agent_actions.contract import Audience, Caller, HistoryTurn, SharedFile


@dataclass(frozen=True)
class AgentTurn:
    """One message for the agent, with who asks, who will read, and what was asked before."""

    turn: str
    session: str
    """33-100 characters, ``[a-zA-Z0-9][a-zA-Z0-9-_]*``: fits InvokeAgent and InvokeHarness."""
    text: str
    caller: Caller
    audience: Audience
    today: str
    history: tuple[HistoryTurn, ...] = ()
    thread: str = ""
    """Key of the thread, as ``agent_actions.contract.thread_key`` makes it."""
    files: tuple[SharedFile, ...] = ()
    """The thread's files, those of the message first, then the newest first."""
    meanings: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the asker means by words with several meanings: word -> metric."""
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class TextDelta:
    text: str


@dataclass(frozen=True)
class StepStarted:
    id: str
    action: str
    arguments: Mapping[str, str]


@dataclass(frozen=True)
class StepFinished:
    id: str
    action: str
    status: Literal["complete", "error"]
    detail: str = ""
    output: str = ""
    """What the action told the agent, as text: JSON of its answer."""


@dataclass(frozen=True)
class AskedBack:
    """The agent wants a word from the person: its text is a question."""


@dataclass(frozen=True)
class Usage:
    input_tokens: int
    output_tokens: int


@dataclass(frozen=True)
class Done:
    pass


AgentEvent = TextDelta | StepStarted | StepFinished | AskedBack | Usage | Done


class Agent(Protocol):
    def ask(self, turn: AgentTurn) -> Iterator[AgentEvent]:
        """Yield events until Done. Raises :class:`bot.errors.AgentError` with words for a person."""
        ...
