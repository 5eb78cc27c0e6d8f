"""What stands in for the foundation model: given the turn so far, the next thing to do."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable


@dataclass(frozen=True)
class ToolParameter:
    name: str
    type: Literal["string", "number", "integer", "boolean", "array"]
    description: str
    required: bool


@dataclass(frozen=True)
class Tool:
    """A function of an action group, as the agent's own definition has it."""

    group: str
    name: str
    description: str
    parameters: tuple[ToolParameter, ...] = ()


@dataclass(frozen=True)
class ToolCall:
    group: str
    name: str
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])
    id: str = ""
    """The model's own name for this call, where it has one."""
    step: int = 0
    """Calls that the model made in one breath share it."""
    problem: str = ""
    """Why the call can't be carried out: the model hears this in place of a result."""


@dataclass(frozen=True)
class ToolResult:
    call: ToolCall
    body: str
    """The text that the action returned: JSON of the action's answer."""
    reprompt: bool = False
    """True when the action returned responseState REPROMPT: its text says what to mend."""


@dataclass(frozen=True)
class Exchange:
    user: str
    assistant: str


@dataclass(frozen=True)
class ModelTurn:
    instruction: str
    tools: tuple[Tool, ...]
    text: str
    session_attributes: Mapping[str, str]
    prompt_session_attributes: Mapping[str, str]
    exchanges: tuple[Exchange, ...] = ()
    """Earlier turns of this agent session."""
    results: tuple[ToolResult, ...] = ()
    """Calls of this turn that have come back, in order."""


@dataclass(frozen=True)
class Usage:
    """Tokens that one question to the model took."""

    input_tokens: int
    output_tokens: int


@dataclass(frozen=True)
class CallTools:
    calls: tuple[ToolCall, ...]
    rationale: str = ""
    usage: Usage | None = None


@dataclass(frozen=True)
class Say:
    """The turn's last words; ``asks`` when they are a question to the person."""

    chunks: tuple[str, ...]
    asks: bool = False
    usage: Usage | None = None


Step = CallTools | Say


class Model(Protocol):
    def next(self, turn: ModelTurn) -> Step: ...


@runtime_checkable
class Speaker(Protocol):
    """A model whose words can be heard while it makes them."""

    def stream(self, turn: ModelTurn) -> Generator[str | Step]:
        """Words as they come, then one step: what to do, or what is left to say."""
        ...
