"""Listening to the agent: its events shown as they come, with an eye on Stop and on the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.agents.port import AgentEvent, AskedBack, StepFinished, StepStarted, TextDelta
from bot.errors import AgentError
from bot.evidence import Evidence
from bot.pump import pump
from bot.records import Step, StopReason
from bot.reply.figures import Figures
from bot.reply.stream import Reply
from bot.words import Words

TICK_S = 0.25
MAX_STEPS = 20
"""Calls of actions in one turn; Bedrock's own limit on an agent's iterations isn't told to the person."""
LOOK_EVERY_S = 0.5
"""How often the stop flag is read while the agent works."""


@dataclass(frozen=True)
class Proof:
    """The guard over the agent's figures, and what it goes by."""

    evidence: Evidence
    figures: Figures


@dataclass
class Heard:
    """What the agent said and did."""

    said: bool = False
    """True once something that it said was shown."""
    asked_back: bool = False
    failure: str = ""
    """Words for a person when the agent broke off."""
    late: bool = False
    stop: StopReason | None = None
    steps: dict[str, Step] = field(default_factory=dict[str, Step])


def hear(
    events: Iterator[AgentEvent],
    reply: Reply,
    words: Words,
    proof: Proof,
    *,
    until: float,
    stop_reason: Callable[[], StopReason | None],
    clock: Callable[[], float] = time.monotonic,
) -> Heard:
    """Show ``events`` in ``reply`` until they end, someone stops them, or the clock passes ``until``.

    What has a figure that nothing bears out yet is held back in ``proof``.
    """
    heard, looked_at = Heard(), float("-inf")
    try:
        for event in pump(events, TICK_S):
            if clock() - looked_at >= LOOK_EVERY_S:
                looked_at, heard.stop = clock(), stop_reason()
            if heard.stop in ("deleted", "stopped") or reply.stopped:
                heard.stop = heard.stop or "stopped"
                return heard
            if clock() > until:
                heard.late = True
                return heard
            if isinstance(event, StepStarted) and len(heard.steps) >= MAX_STEPS:
                heard.failure = words.too_many_steps(MAX_STEPS)
                break
            _show(event, heard, reply, words, proof)
    except AgentError as error:
        heard.failure = error.message
    heard.stop = stop_reason() or heard.stop
    return heard


def _show(event: AgentEvent | None, heard: Heard, reply: Reply, words: Words, proof: Proof) -> None:
    if isinstance(event, TextDelta):
        _say(proof.figures.feed(event.text), heard, reply)
    elif isinstance(event, StepStarted):
        proof.evidence.called(event.id, event.arguments)
        title = words.step(event.action, event.arguments)
        if not proof.figures.allows(title):
            title = words.step(event.action, {})
        heard.steps[event.id] = Step(action=event.action, title=title, status="error", detail=words.closed_step)
        reply.step(event.id, title, "in_progress")
    elif isinstance(event, StepFinished):
        begun = heard.steps.get(event.id)
        title = begun.title if begun else words.step(event.action, {})
        heard.steps[event.id] = Step(action=event.action, title=title, status=event.status, detail=event.detail)
        proof.evidence.told(event.id, event.output)
        # what a step found is in the answer; why it failed often isn't
        told = event.status == "error" and proof.figures.allows(event.detail)
        reply.step(event.id, title, event.status, event.detail if told else "")
        _say(proof.figures.look_again(), heard, reply)
    elif isinstance(event, AskedBack):
        heard.asked_back = True
    else:
        reply.tick()


def _say(text: str, heard: Heard, reply: Reply) -> None:
    heard.said = heard.said or bool(text.strip())
    if text:
        reply.write(text)
