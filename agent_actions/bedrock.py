"""Bedrock's Lambda envelope for function-schema action groups, in and out.

Format: Bedrock user guide, "Configure Lambda functions to send information an agent elicits" (agents-lambda).
Powertools' ``BedrockAgentFunctionResolver`` turns an exception into an ordinary body, which would hide a failure
from the agent; so the event class is Powertools' and the response is built here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aws_lambda_powertools.utilities.data_classes import BedrockAgentFunctionEvent
from pydantic import TypeAdapter

from agent_actions.contract import (
    AUDIENCE_ATTRIBUTE,
    CALLER_ATTRIBUTE,
    FILES_ATTRIBUTE,
    HISTORY_ATTRIBUTE,
    MEANINGS_ATTRIBUTE,
    THREAD_ATTRIBUTE,
    TURN_ATTRIBUTE,
    Audience,
    Caller,
    HistoryTurn,
    SharedFile,
)
from agent_actions.run import Answer


@dataclass(frozen=True)
class Call:
    """One call as the agent made it. Identity comes from the session attributes, which the bot alone writes."""

    function: str
    arguments: dict[str, str]
    caller: Caller
    audience: Audience
    turn: str
    thread: str = ""
    """The thread's key; empty outside of threads, where there are no files."""
    files: tuple[SharedFile, ...] = ()
    history: tuple[HistoryTurn, ...] = ()
    meanings: dict[str, str] = field(default_factory=dict[str, str])


_MEANINGS = TypeAdapter(dict[str, str])
_FILES, _HISTORY = TypeAdapter(tuple[SharedFile, ...]), TypeAdapter(tuple[HistoryTurn, ...])


def call_of(event: dict[str, Any]) -> Call:
    """Read the envelope. Missing identity leaves a stranger, whom the rights refuse."""
    parsed = BedrockAgentFunctionEvent(event)
    attributes, prompt = parsed.session_attributes, parsed.prompt_session_attributes
    return Call(
        function=parsed.function,
        arguments={p.name: p.value for p in parsed.parameters},
        caller=_caller(attributes.get(CALLER_ATTRIBUTE)),
        audience=_audience(attributes.get(AUDIENCE_ATTRIBUTE)),
        turn=attributes.get(TURN_ATTRIBUTE) or f"session-{parsed.session_id}",
        thread=attributes.get(THREAD_ATTRIBUTE) or "",
        files=_FILES.validate_json(prompt.get(FILES_ATTRIBUTE) or "[]"),
        history=_HISTORY.validate_json(prompt.get(HISTORY_ATTRIBUTE) or "[]"),
        meanings=_MEANINGS.validate_json(prompt.get(MEANINGS_ATTRIBUTE) or "{}"),
    )


def response_to(event: dict[str, Any], answer: Answer) -> dict[str, Any]:
    """REPROMPT hands the text back to the model to mend its call; a final refusal is an ordinary result."""
    function: dict[str, Any] = {"responseBody": {"TEXT": {"body": answer.body}}}
    if answer.reprompt:
        function["responseState"] = "REPROMPT"
    return {
        "messageVersion": "1.0",
        "response": {
            "actionGroup": event["actionGroup"],
            "function": event["function"],
            "functionResponse": function,
        },
        "sessionAttributes": event.get("sessionAttributes") or {},
        "promptSessionAttributes": event.get("promptSessionAttributes") or {},
    }


def _caller(text: str | None) -> Caller:
    return Caller.model_validate_json(text) if text else Caller(team="", user="", kind="stranger")


def _audience(text: str | None) -> Audience:
    return Audience.model_validate_json(text) if text else Audience(kind="channel", channel="", shared=True)
