"""One turn of an agent: ask the model for a step, call the actions it wants, until it says its last words."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

from infra.local.aws.agent.action import FAILED_RESPONSE, event_of, run_action
from infra.local.aws.agent.definition import AgentDefinition
from infra.local.aws.agent.events import (
    RETURNED_CALLS,
    Event,
    Traces,
    chunks,
    invocation_type,
    return_control,
)
from infra.local.aws.agent.sessions import Pending, Session
from infra.local.aws.errors import AwsError
from infra.local.aws.lambda_runtime import LambdaRuntime
from infra.local.model.port import CallTools, Exchange, Model, ModelTurn, Say, Speaker, Step, ToolCall, ToolResult

log = logging.getLogger(__name__)

MAX_STEPS = 25
"""Times that the model is asked in one turn."""
DENIED = "The user denied this action. It was not carried out."
"""What the model hears when the person says no."""


@dataclass
class Turn:
    """The state of one turn; ``run`` yields the stream's events."""

    agent: AgentDefinition
    session: Session
    model: Model
    runtime: LambdaRuntime
    traces: Traces
    text: str
    prompt_attributes: dict[str, str]
    streamed: bool
    earlier: tuple[Exchange, ...] = ()
    """Exchanges that came with the request (conversationHistory), before the session's own."""
    turns_included: int | None = None
    results: list[ToolResult] = field(default_factory=list[ToolResult])
    steps: int = 0
    said: str = ""
    """What was said before the last words, by a model that is heard while it speaks."""

    def run(self, returned: Sequence[Mapping[str, Any]] = ()) -> Iterator[Event]:
        """Yield events until the turn is over or hands control to the client.

        ``returned`` are the request's functionResults for the calls that the session has pending. Raises AwsError,
        which the stream turns into an exception frame.
        """
        try:
            pending, self.session.pending = self.session.pending, None
            if returned and pending is not None:
                yield from self._take_back(pending, returned)
                if self.session.pending is not None:
                    return
            while True:
                self.steps += 1
                self.traces.next_step()
                if self.steps > MAX_STEPS:
                    raise AwsError("InternalServerException", "Max iterations exceeded", 500)
                step = yield from self._step()
                yield from self.traces.usage(step.usage)
                if isinstance(step, Say):
                    yield from self._say(step)
                    return
                yield from self._call_tools(step)
                if self.session.pending is not None:
                    return
        except AwsError as error:
            yield from self.traces.failure(error.message)
            raise
        except Exception as error:
            log.exception("the agent's turn broke")
            message = "The server encountered an internal error"
            yield from self.traces.failure(message)
            raise AwsError("InternalServerException", message, 500) from error

    def _step(self) -> Generator[Event, None, Step]:
        """Ask the model once; its words go out as they come when the client wants them so."""
        turn = self._model_turn()
        if not (self.streamed and isinstance(self.model, Speaker)):
            return self.model.next(turn)
        apart = "\n\n" if self.said else ""
        with closing(self.model.stream(turn)) as parts:
            for part in parts:
                for words in [part] if isinstance(part, str) else part.chunks if isinstance(part, Say) else ():
                    yield from chunks([apart + words], streamed=True)
                    self.said, apart = self.said + apart + words, ""
                if not isinstance(part, str):
                    return replace(part, chunks=()) if isinstance(part, Say) else part
        raise RuntimeError("the model's stream ended without a step")

    def _model_turn(self) -> ModelTurn:
        exchanges = (*self.earlier, *self.session.exchanges)
        if self.turns_included is not None:
            exchanges = exchanges[len(exchanges) - min(self.turns_included, len(exchanges)) :]
        return ModelTurn(
            instruction=self.agent.instruction,
            tools=self.agent.tools,
            text=self.text,
            session_attributes=dict(self.session.attributes),
            prompt_session_attributes=dict(self.prompt_attributes),
            exchanges=tuple(exchanges),
            results=tuple(self.results),
        )

    def _say(self, step: Say) -> Iterator[Event]:
        text = self.said + "".join(step.chunks)
        self.session.remember(Exchange(self.text, text))
        if self.streamed:
            yield from chunks(step.chunks, streamed=True)
            yield from self.traces.finish(text, step.asks)
        else:
            yield from self.traces.finish(text, step.asks)
            yield from chunks(step.chunks, streamed=False)

    def _call_tools(self, step: CallTools) -> Iterator[Event]:
        yield from self.traces.rationale(step.rationale)
        handed: list[ToolCall] = []
        for call in step.calls:
            unknown = (call.group, call.name) not in self.agent.by_name
            if call.problem or unknown:
                body = call.problem or f"The agent has no function {call.group}::{call.name}"
                self.results.append(ToolResult(call, body, reprompt=True))
                yield from self.traces.observation(self.results[-1])
            elif invocation_type(self.agent, call):
                handed.append(call)
            else:
                yield from self._act(call)
        if handed:
            yield from self._hand_over(tuple(handed))

    def _act(self, call: ToolCall) -> Iterator[Event]:
        yield from self.traces.invocation(call)
        event = event_of(
            self.agent,
            call,
            text=self.text,
            session_id=self.session.key[2],
            session_attributes=self.session.attributes,
            prompt_attributes=self.prompt_attributes,
        )
        answer = run_action(self.runtime, self.agent.groups[call.group], call, event)
        self.session.attributes.update(answer.session_attributes or {})
        self.prompt_attributes.update(answer.prompt_attributes or {})
        self.results.append(answer.result)
        yield from self.traces.observation(answer.result)

    def _hand_over(self, calls: tuple[ToolCall, ...]) -> Iterator[Event]:
        invocation_id = str(uuid.uuid4())
        now, waiting = calls[:RETURNED_CALLS], calls[RETURNED_CALLS:]
        for call in now:
            yield from self.traces.invocation(call, invocation_id)
        self.session.pending = Pending(
            invocation_id, now, waiting, self.text, tuple(self.results), dict(self.prompt_attributes), self.steps
        )
        yield return_control(self.agent, now, invocation_id)

    def _take_back(self, pending: Pending, returned: Sequence[Mapping[str, Any]]) -> Iterator[Event]:
        """The client's results for the pending calls, in the order of the calls."""
        for call, result in zip(pending.calls, returned, strict=True):
            kind = invocation_type(self.agent, call)
            if kind != "RESULT" and result.get("confirmationState") != "CONFIRM":
                self.results.append(ToolResult(call, DENIED))
            elif kind == "USER_CONFIRMATION":
                yield from self._act(call)
                continue
            elif result.get("responseState") == "FAILURE":
                raise AwsError("DependencyFailedException", FAILED_RESPONSE, 424)
            else:
                body = result.get("responseBody", {}).get("TEXT", {}).get("body", "")
                reprompt = result.get("responseState") == "REPROMPT"
                self.results.append(ToolResult(call, body, reprompt=reprompt))
            yield from self.traces.observation(self.results[-1])
        if pending.waiting:
            yield from self._hand_over(pending.waiting)
