"""What a chat model wants called, as the agent's own calls. Whatever is wrong with one goes back to the model."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_ai.messages import ToolCallPart

from infra.local.model.chatting import chat_words as words
from infra.local.model.chatting.chat_messages import spoken_names
from infra.local.model.port import Tool, ToolCall


def call_of(part: ToolCallPart, tools: Sequence[Tool], step: int, *, cut: bool = False) -> ToolCall:
    """The call, its values as strings (Bedrock's events carry no others), or with the problem that it has.

    ``cut``: the model ran into its output limit in this answer.
    """
    tool = _tool(part.tool_name, tools)
    if tool is None:
        problem = words.unknown_action(part.tool_name, list(spoken_names(tools)))
        return ToolCall("", part.tool_name, id=part.tool_call_id, step=step, problem=problem)
    arguments, problem = _arguments(part, tool, cut)
    lacking = [p.name for p in tool.parameters if p.required and p.name not in arguments]
    if not problem and lacking:
        problem = words.missing(tool.name, lacking)
    return ToolCall(tool.group, tool.name, arguments, id=part.tool_call_id, step=step, problem=problem)


def _tool(name: str, tools: Sequence[Tool]) -> Tool | None:
    """By the name that the model was given, or by ``group__function``, as Bedrock's own prompts have it."""
    spoken = spoken_names(tools)
    return spoken.get(name) or next((t for t in tools if f"{t.group}__{t.name}" == name), None)


def _arguments(part: ToolCallPart, tool: Tool, cut: bool) -> tuple[dict[str, str], str]:
    given: Any = part.args or {}
    example = json.dumps({p.name: "..." for p in tool.parameters if p.required} or {})
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError) as error:
            why = str(error) if isinstance(error, ValueError) else "too deep"
            return {}, words.cut_arguments(tool.name) if cut else words.not_json(tool.name, why, example)
    if not isinstance(given, Mapping):
        return {}, words.not_an_object(tool.name, example)
    return {str(name): _text(value) for name, value in given.items() if value is not None}, ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
