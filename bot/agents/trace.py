"""Steps out of InvokeAgent's traces: which action was called with what, how it ended, and what tokens it took.

https://docs.aws.amazon.com/bedrock/latest/userguide/trace-orchestration.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import cast

from bot.agents.port import AgentEvent, AskedBack, StepFinished, StepStarted, Usage

Trace = Mapping[str, object]


class Steps:
    """Reads one turn's traces in order."""

    def __init__(self) -> None:
        self._running: dict[str, str] = {}
        self._count = 0
        self.last_action = ""
        """The action called last, for words about a failure."""

    def read(self, part: object) -> Iterator[AgentEvent]:
        """Events of one ``trace`` member of the stream. Traces that say nothing to a person give none."""
        trace = _map(_map(part).get("trace"))
        for kind in ("orchestrationTrace", "preProcessingTrace", "postProcessingTrace"):
            step = _map(trace.get(kind))
            if step:
                yield from self._orchestration(step)

    def _orchestration(self, step: Trace) -> Iterator[AgentEvent]:
        call = _map(_map(step.get("invocationInput")).get("actionGroupInvocationInput"))
        if call:
            yield self._started(_text(_map(step.get("invocationInput")), "traceId"), call)
        observation = _map(step.get("observation"))
        if observation:
            yield from self._observed(observation)
        usage = _map(_map(_map(step.get("modelInvocationOutput")).get("metadata")).get("usage"))
        if usage:
            yield Usage(_number(usage, "inputTokens"), _number(usage, "outputTokens"))

    def _started(self, trace_id: str, call: Trace) -> StepStarted:
        self._count += 1
        action = _text(call, "function") or _text(call, "apiPath").strip("/")
        step = f"{self._count}-{trace_id}" if trace_id else str(self._count)
        self._running[step], self.last_action = action, action
        parameters = call.get("parameters")
        items = cast("list[object]", parameters) if isinstance(parameters, list) else []
        return StepStarted(step, action, {_text(_map(p), "name"): _text(_map(p), "value") for p in items})

    def _observed(self, observation: Trace) -> Iterator[AgentEvent]:
        kind = _text(observation, "type")
        output, reprompt = (
            _map(observation.get("actionGroupInvocationOutput")),
            _map(observation.get("repromptResponse")),
        )
        if kind == "ASK_USER":
            yield AskedBack()
        elif output or (kind == "REPROMPT" and reprompt):
            step = self._step_of(_text(observation, "traceId"))
            if step is None:
                return
            told = _text(output or reprompt, "text")
            failed, detail = summary(told)
            yield StepFinished(step, self._running.pop(step), "error" if failed else "complete", detail, told)

    def _step_of(self, trace_id: str) -> str | None:
        """The running step that an observation belongs to: by its trace id, else the one that began first."""
        for step in self._running:
            if trace_id and step.partition("-")[2] == trace_id:
                return step
        return next(iter(self._running), None)


def summary(body: str) -> tuple[bool, str]:
    """Whether an action's answer is a failure, and its sentence. The answer is JSON; anything else says nothing.

    To find nothing, or several things, is an answer: a person need not be alarmed by it.
    """
    try:
        answer: object = json.loads(body)
    except ValueError:
        return False, ""
    if not isinstance(answer, Mapping):
        return False, ""
    found = cast("Mapping[str, object]", answer)
    return found.get("status") in ("refused", "error"), str(found.get("headline") or found.get("error") or "")


def _map(value: object) -> Trace:
    return cast("Trace", value) if isinstance(value, Mapping) else {}


def _text(value: Trace, key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _number(value: Trace, key: str) -> int:
    found = value.get(key)
    return found if isinstance(found, int) else 0
