"""A turn as a chat model reads it: instruction, earlier exchanges, the question, calls and their results.

Session attributes stay out of it: who asks is settled outside the model's reach. Prompt session attributes (today's
date, the thread's earlier requests) stand before the question, as an agent's orchestration prompt has them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    SystemPromptPart,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.tools import ToolDefinition

from infra.local.model.port import Exchange, ModelTurn, Tool, ToolResult

MAX_EXCHANGES = 8
"""Earlier exchanges of the session that the model is shown."""
_OPENING = "\\u003c"
_NOT_A_NAME = re.compile(r"[^a-zA-Z0-9_-]+")


def messages_of(turn: ModelTurn) -> list[ModelMessage]:
    """The conversation, ending with the question or with the last results."""
    messages: list[ModelMessage] = [ModelRequest([SystemPromptPart(turn.instruction)])]
    for exchange in _whole(turn.exchanges)[-MAX_EXCHANGES:]:
        messages += [
            ModelRequest([UserPromptPart(exchange.user)]),
            ModelResponse([TextPart(exchange.assistant)]),
        ]
    messages.append(ModelRequest([UserPromptPart(_question(turn))]))
    names = spoken_names(turn.tools)
    for _, group in groupby(turn.results, key=lambda result: result.call.step):
        together = [(result, _name(result, names), result.call.id or f"call-{result.call.name}") for result in group]
        messages += [
            ModelResponse([ToolCallPart(name, dict(result.call.arguments), id_) for result, name, id_ in together]),
            ModelRequest([ToolReturnPart(name, result.body, id_) for result, name, id_ in together]),
        ]
    return messages


def spoken_names(tools: Sequence[Tool]) -> dict[str, Tool]:
    """Tools by what the model calls them: the function's name, as in the instruction; with group where two share it."""
    names = [tool.name for tool in tools]
    return {tool.name if names.count(tool.name) == 1 else f"{tool.group}__{tool.name}": tool for tool in tools}


def definitions(tools: Sequence[Tool]) -> list[ToolDefinition]:
    """The action group's functions as JSON-schema tools, parameters flat as Bedrock has them."""
    return [
        ToolDefinition(name=name, description=tool.description, parameters_json_schema=_schema(tool), strict=False)
        for name, tool in spoken_names(tools).items()
    ]


def _schema(tool: Tool) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for parameter in tool.parameters:
        properties[parameter.name] = {"type": parameter.type, "description": parameter.description}
        if parameter.type == "array":
            properties[parameter.name]["items"] = {"type": "string"}
    return {
        "type": "object",
        "properties": properties,
        "required": [parameter.name for parameter in tool.parameters if parameter.required],
    }


def _whole(exchanges: Sequence[Exchange]) -> list[Exchange]:
    return [exchange for exchange in exchanges if exchange.user.strip() and exchange.assistant.strip()]


def _question(turn: ModelTurn) -> str:
    """The attributes cannot be closed from within: people's words are in them."""
    given = [
        f"<{name}>{value.replace('<', _OPENING)}</{name}>"
        for name, value in turn.prompt_session_attributes.items()
        if value.strip() not in ("", "[]", "{}")
    ]
    return "\n".join([*given, "", turn.text]) if given else turn.text


def _name(result: ToolResult, names: dict[str, Tool]) -> str:
    known = next((n for n, t in names.items() if (t.group, t.name) == (result.call.group, result.call.name)), None)
    return known or _NOT_A_NAME.sub("_", result.call.name)[:64] or "unknown"
