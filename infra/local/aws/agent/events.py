"""The events of InvokeAgent's stream: chunks, traces, returnControl."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from infra.local.aws.agent.action import parameters_of
from infra.local.aws.agent.definition import RETURN_CONTROL, AgentDefinition
from infra.local.model.port import ToolCall, ToolResult, Usage

CHUNK_BYTES = 1_000_000
"""A chunk's bytes, at most (1 MB; botocore's model of PayloadPart)."""
RETURNED_CALLS = 5
"""Calls of one returnControl, at most."""

Event = dict[str, Any]


class Traces:
    """Trace events of one turn; none when the request did not ask for them."""

    def __init__(self, agent: AgentDefinition, session_id: str, alias_arn: str, enabled: bool) -> None:
        self._agent = agent
        self._session_id = session_id
        self._alias_arn = alias_arn
        self._enabled = enabled
        self._turn = uuid.uuid4()
        self._step = 0

    def next_step(self) -> None:
        """The agent asks its model again: traces of one step share an id."""
        self._step += 1

    def _trace(self, kind: str, part: dict[str, Any]) -> Iterator[Event]:
        if self._enabled:
            yield {
                "trace": {
                    "agentId": self._agent.agent_id,
                    "agentAliasId": self._agent.alias_id,
                    "agentVersion": self._agent.version,
                    "sessionId": self._session_id,
                    "callerChain": [{"agentAliasArn": self._alias_arn}],
                    "eventTime": datetime.now(UTC),
                    "trace": {kind: part},
                }
            }

    def _orchestration(self, part: str, content: dict[str, Any]) -> Iterator[Event]:
        content = {"traceId": f"{self._turn}-{self._step}", **content}
        return self._trace("orchestrationTrace", {part: content})

    def rationale(self, text: str) -> Iterator[Event]:
        return self._orchestration("rationale", {"text": text}) if text else iter(())

    def usage(self, usage: Usage | None) -> Iterator[Event]:
        """What the model took for one step; nothing for what is no model."""
        if usage is None:
            return iter(())
        tokens = {"inputTokens": usage.input_tokens, "outputTokens": usage.output_tokens}
        return self._orchestration("modelInvocationOutput", {"metadata": {"usage": tokens}})

    def invocation(self, call: ToolCall, invocation_id: str | None = None) -> Iterator[Event]:
        returned = invocation_id is not None
        action: dict[str, Any] = {
            "actionGroupName": call.group,
            "function": call.name,
            "parameters": parameters_of(self._agent, call),
            "executionType": "RETURN_CONTROL" if returned else "LAMBDA",
        }
        if returned:
            action["invocationId"] = invocation_id
        content = {"invocationType": "ACTION_GROUP", "actionGroupInvocationInput": action}
        return self._orchestration("invocationInput", content)

    def observation(self, result: ToolResult) -> Iterator[Event]:
        if result.reprompt:
            reprompt = {"source": "ACTION_GROUP", "text": result.body}
            return self._orchestration("observation", {"type": "REPROMPT", "repromptResponse": reprompt})
        output = {"text": result.body}
        return self._orchestration("observation", {"type": "ACTION_GROUP", "actionGroupInvocationOutput": output})

    def finish(self, text: str, asks: bool) -> Iterator[Event]:
        content = {"type": "ASK_USER" if asks else "FINISH", "finalResponse": {"text": text}}
        return self._orchestration("observation", content)

    def failure(self, reason: str) -> Iterator[Event]:
        return self._trace("failureTrace", {"traceId": f"{self._turn}-{self._step}", "failureReason": reason})


def chunks(parts: Sequence[str], *, streamed: bool) -> Iterator[Event]:
    """The answer's text: one chunk, or one a part when it is streamed; larger ones cut between bytes."""
    for part in parts if streamed else ["".join(parts)]:
        data = part.encode()
        for start in range(0, len(data), CHUNK_BYTES):
            yield {"chunk": {"bytes": data[start : start + CHUNK_BYTES]}}


def return_control(agent: AgentDefinition, calls: Sequence[ToolCall], invocation_id: str) -> Event:
    """Hands ``calls`` to the client: to be confirmed, carried out, or both."""
    return {
        "returnControl": {
            "invocationId": invocation_id,
            "invocationInputs": [
                {
                    "functionInvocationInput": {
                        "agentId": agent.agent_id,
                        "actionGroup": call.group,
                        "function": call.name,
                        "parameters": parameters_of(agent, call),
                        "actionInvocationType": invocation_type(agent, call),
                    }
                }
                for call in calls
            ],
        }
    }


def invocation_type(agent: AgentDefinition, call: ToolCall) -> str:
    """What the client has to do, ``""`` when the agent calls the function by itself."""
    confirm = (call.group, call.name) in agent.confirm
    returned = agent.groups[call.group] == RETURN_CONTROL
    if confirm and returned:
        return "USER_CONFIRMATION_AND_RESULT"
    return "USER_CONFIRMATION" if confirm else "RESULT" if returned else ""
