"""Agents for Amazon Bedrock: InvokeAgent. The model is a ``Model``; actions are Lambda functions of this stack.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_InvokeAgent.html
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from infra.local.aws.agent.definition import AgentDefinition
from infra.local.aws.agent.events import Event, Traces
from infra.local.aws.agent.sessions import Session, Sessions
from infra.local.aws.agent.turn import Turn
from infra.local.aws.lambda_runtime import LambdaRuntime
from infra.local.aws.service import AwsError, Service
from infra.local.model.port import Exchange, Model

FILES = 5
FILES_BYTES = 10 * 1024 * 1024
"""https://docs.aws.amazon.com/bedrock/latest/userguide/agents-code-interpretation.html"""


class BedrockAgentRuntimeService(Service):
    """InvokeAgent for ``agents``, each of which asks ``model`` and calls its actions through ``runtime``."""

    name = "bedrock-agent-runtime"

    def __init__(
        self,
        agents: Sequence[AgentDefinition],
        model: Model,
        runtime: LambdaRuntime,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._agents = {(agent.agent_id, agent.alias_id): agent for agent in agents}
        self._model = model
        self._runtime = runtime
        self._sessions = Sessions(clock)

    def invoke_agent(self, request: dict[str, Any]) -> dict[str, Any]:
        agent = self._agents.get((request["agentId"], request["agentAliasId"]))
        if agent is None:
            raise AwsError(
                "ResourceNotFoundException",
                "Failed to retrieve resource because it doesn't exist. "
                "Retry your request with a different resource identifier.",
                404,
            )
        state: Mapping[str, Any] = request.get("sessionState") or {}
        _check_state(state)
        key = (agent.agent_id, agent.alias_id, request["sessionId"])
        session = self._sessions.claim(key, agent.session_ttl_s, request.get("memoryId"))
        try:
            events = self._begin(agent, session, request, state)
        except BaseException:
            self._sessions.release(session)
            raise
        response: dict[str, Any] = {
            "contentType": "application/json",
            "sessionId": request["sessionId"],
            "completion": events,
        }
        if request.get("memoryId"):
            response["memoryId"] = request["memoryId"]
        return response

    def _begin(
        self, agent: AgentDefinition, session: Session, request: Mapping[str, Any], state: Mapping[str, Any]
    ) -> Iterator[Event]:
        """Check what the request continues, and start the turn."""
        if request.get("endSession"):
            self._sessions.end(session)
            return iter(())
        returned = _returned(session, state)
        pending = session.pending if returned else None
        if pending is None and not request.get("inputText"):
            raise AwsError("ValidationException", "inputText is missing and there are no invocation results", 400)
        session.attributes.update(state.get("sessionAttributes") or {})
        prompt_attributes = {
            **(pending.prompt_attributes if pending else {}),
            **(state.get("promptSessionAttributes") or {}),
        }
        alias_arn = (
            f"arn:aws:bedrock:{self._runtime.region}:{self._runtime.account}:"
            f"agent-alias/{agent.agent_id}/{agent.alias_id}"
        )
        turn = Turn(
            agent=agent,
            session=session,
            model=self._model,
            runtime=self._runtime,
            traces=Traces(agent, request["sessionId"], alias_arn, bool(request.get("enableTrace"))),
            text=pending.text if pending else request["inputText"],
            prompt_attributes=prompt_attributes,
            streamed=bool((request.get("streamingConfigurations") or {}).get("streamFinalResponse")),
            earlier=_history(state),
            turns_included=(request.get("promptCreationConfigurations") or {}).get(
                "previousConversationTurnsToInclude"
            ),
            results=list(pending.results) if pending else [],
            steps=pending.steps if pending else 0,
        )
        return Completion(turn.run(returned), lambda: self._sessions.release(session))


class Completion(Iterator[Event]):
    """A turn's events; gives the session back at the end, also when the client goes away before the first."""

    def __init__(self, events: Iterator[Event], release: Callable[[], None]) -> None:
        self._events = events
        self._release = release
        self._released = False

    def __next__(self) -> Event:
        try:
            return next(self._events)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if not self._released:
            self._released = True
            close = getattr(self._events, "close", None)
            if close is not None:
                with suppress(ValueError):  # it is running in another thread: the server is being stopped
                    close()
            self._release()


def _check_state(state: Mapping[str, Any]) -> None:
    """What the service model doesn't say. Raises AwsError ValidationException."""
    files: Sequence[Mapping[str, Any]] = state.get("files") or ()
    size = sum(len((file["source"].get("byteContent") or {}).get("data", b"")) for file in files)
    if len(files) > FILES:
        raise AwsError("ValidationException", f"The number of files exceeds the limit of {FILES}", 400)
    if size > FILES_BYTES:
        raise AwsError("ValidationException", f"The files' size exceeds the limit of {FILES_BYTES} bytes", 400)
    if files:
        raise AwsError("ValidationException", "Files can't be used: the agent has no code interpreter", 400)
    if state.get("knowledgeBaseConfigurations"):
        raise AwsError("ValidationException", "The agent has no such knowledge base", 400)


def _returned(session: Session, state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The function results for the session's pending calls, in their order. Raises AwsError ValidationException."""
    items: Sequence[Mapping[str, Any]] = state.get("returnControlInvocationResults") or ()
    if not items:
        return []
    pending = session.pending
    if pending is None or state.get("invocationId") != pending.invocation_id:
        raise AwsError("ValidationException", "The invocationId does not match an invocation that waits", 400)
    left = [item["functionResult"] for item in items if "functionResult" in item]
    ordered: list[Mapping[str, Any]] = []
    for call in pending.calls:
        found = next(
            (item for item in left if (item["actionGroup"], item.get("function")) == (call.group, call.name)), None
        )
        if found is None:
            raise AwsError("ValidationException", f"No functionResult for {call.group}::{call.name}", 400)
        left.remove(found)
        ordered.append(found)
    if left or len(ordered) != len(items):
        raise AwsError("ValidationException", "Results were sent for calls that were not asked for", 400)
    return ordered


def _history(state: Mapping[str, Any]) -> tuple[Exchange, ...]:
    """conversationHistory as exchanges: each assistant message with the user's before it."""
    exchanges: list[Exchange] = []
    said = ""
    for message in (state.get("conversationHistory") or {}).get("messages") or ():
        text = "\n".join(part.get("text", "") for part in message["content"])
        if message["role"] == "user":
            said = text
        else:
            exchanges.append(Exchange(said, text))
            said = ""
    return tuple(exchanges)
