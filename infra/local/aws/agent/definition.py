"""An agent as Amazon Bedrock would have it, checked against its quotas when it is made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from infra.local.aws import words
from infra.local.model.port import Tool

RETURN_CONTROL: Final = "RETURN_CONTROL"
"""In place of a function's name: the action group's calls are handed to the client (customControl)."""

FUNCTIONS = 11
PARAMETERS = 5
"""Default quotas, per agent and per function (https://docs.aws.amazon.com/general/latest/gr/bedrock.html)."""
INSTRUCTION = (40, 4_000)
GROUP_NAME = re.compile(r"([0-9a-zA-Z][_-]?){1,100}")
FUNCTION_DESCRIPTION = 1_200
PARAMETER_DESCRIPTION = 500
"""Lengths and patterns of botocore's model of bedrock-agent (CreateAgent, CreateAgentActionGroup)."""
TOOL_NAME = 64
"""``group__function`` (https://docs.aws.amazon.com/bedrock/latest/userguide/agents-action-add.html)."""
SESSION_TTL = (60, 5_400)
"""Seconds."""
_ID = re.compile(r"[0-9a-zA-Z]{1,10}")


class DefinitionError(ValueError):
    """An agent breaks Bedrock's rules; the message lists how, for a person."""


@dataclass(frozen=True)
class AgentDefinition:
    """An agent, its alias, and which Lambda function (or RETURN_CONTROL) is behind each action group.

    Raises DefinitionError.
    """

    agent_id: str
    alias_id: str
    instruction: str
    tools: tuple[Tool, ...]
    groups: Mapping[str, str]
    version: str = "1"
    confirm: frozenset[tuple[str, str]] = frozenset()
    """(group, function) of what needs the person's confirmation (``requireConfirmation: ENABLED``)."""
    session_ttl_s: int = 600
    functions_quota: int = FUNCTIONS
    arrays: Literal["json", "java"] = "json"
    """How array values reach the function: ``["a"]``, or ``[a]`` as Java's toString has it; both were seen."""
    by_name: Mapping[tuple[str, str], Tool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise DefinitionError(words.agent_problems(self.agent_id, problems))
        object.__setattr__(self, "by_name", {(tool.group, tool.name): tool for tool in self.tools})

    def _problems(self) -> Iterator[str]:
        for what, value in (("agent id", self.agent_id), ("alias id", self.alias_id)):
            if not _ID.fullmatch(value):
                yield words.agent_pattern(what, value, "1 to 10 letters or digits")
        if not INSTRUCTION[0] <= len(self.instruction) <= INSTRUCTION[1]:
            yield words.agent_length("the instruction", len(self.instruction), *INSTRUCTION)
        if not SESSION_TTL[0] <= self.session_ttl_s <= SESSION_TTL[1]:
            yield words.agent_pattern("session_ttl_s", str(self.session_ttl_s), "60 to 5400 seconds")
        if len(self.tools) > self.functions_quota:
            names = [tool.name for tool in self.tools]
            yield words.agent_count("functions", len(names), self.functions_quota, names)
        for group in sorted({tool.group for tool in self.tools}):
            if not GROUP_NAME.fullmatch(group):
                yield words.agent_pattern("the action group", group, "1 to 100 letters, digits, single _ or -")
            if not self.groups.get(group):
                yield words.agent_group_without_function(group)
        seen: set[tuple[str, str]] = set()
        for tool in self.tools:
            if (tool.group, tool.name) in seen:
                yield words.agent_twice("the function", tool.name)
            seen.add((tool.group, tool.name))
            yield from _tool_problems(tool)


def _tool_problems(tool: Tool) -> Iterator[str]:
    if not GROUP_NAME.fullmatch(tool.name):
        yield words.agent_pattern("the function", tool.name, "1 to 100 letters, digits, single _ or -")
    joined = f"{tool.group}__{tool.name}"
    if len(joined) > TOOL_NAME:
        yield words.agent_length(f"the tool name '{joined}'", len(joined), 1, TOOL_NAME)
    if not 1 <= len(tool.description) <= FUNCTION_DESCRIPTION:
        yield words.agent_length(f"the description of '{tool.name}'", len(tool.description), 1, FUNCTION_DESCRIPTION)
    names = [parameter.name for parameter in tool.parameters]
    if len(names) > PARAMETERS:
        yield words.agent_count(f"parameters of '{tool.name}'", len(names), PARAMETERS, names)
    for parameter in tool.parameters:
        where = f"'{tool.name}.{parameter.name}'"
        if not GROUP_NAME.fullmatch(parameter.name):
            yield words.agent_pattern("the parameter", where, "1 to 100 letters, digits, single _ or -")
        if names.count(parameter.name) > 1:
            yield words.agent_twice("the parameter", where)
        if not 1 <= len(parameter.description) <= PARAMETER_DESCRIPTION:
            size = len(parameter.description)
            yield words.agent_length(f"the description of {where}", size, 1, PARAMETER_DESCRIPTION)
