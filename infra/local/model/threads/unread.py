"""A reply that changes a question which could not be answered: it is tried together with that question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from agent_actions.contract import HistoryTurn
from agent_actions.semantic.request import MetricRequest
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import tokenize
from infra.local.model.outcomes import (
    Ask,
    OfferCertified,
    Outcome,
    Query,
    Refuse,
    RunCertified,
    Talk,
    Unplaced,
    Unreachable,
)
from infra.local.model.parts import Parts
from infra.local.model.says import thread_words
from infra.local.model.threads import followup, history, unsettled

Planned = Callable[[str, tuple[HistoryTurn, ...]], Outcome]
Changed = Callable[[str, MetricRequest], Outcome | None]
"""What a message makes of a request."""
LOST = (Ask, Unplaced, Refuse, Unreachable, OfferCertified)
_LEAD = re.compile(
    r"^(?:(?:and|ok|okay|so|then|now|but|also|please|just|hm+|well|oh|the same|same|instead|rather|what about|how about"
    r"|make (?:it|that)|i mean[t]?|sorry|no)\b[\s,.:;-]*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s,.!?;:]*\b(?:instead|please|pls|then|too|as well|thanks)?[\s,.!?;:]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Opener:
    """The question that came to nothing, and the turns before it."""

    turn: HistoryTurn
    before: tuple[HistoryTurn, ...]
    since: tuple[tuple[str, Parts], ...] = ()
    """Changes of it that came to nothing too, with their parts."""


def depends(parts: Parts, normal: str, *, points: bool) -> bool:
    """Whether a message is no question of its own. ``points``: it has words that stand for something before it."""
    if points:
        return True
    asks = parts.measures or parts.counting or parts.timed
    if parts.measures and all(m.ordering for m in parts.measures) and normal.split()[:1] == ["by"]:
        return True
    if asks and parts.periods and (parts.dimensions or not parts.flags & (v.ADD_WORDS | v.REPLACE_WORDS)):
        return False
    changes = bool(parts.flags & (v.ADD_WORDS | v.REPLACE_WORDS | v.DROP_WORDS | {"only", "same", "again"}))
    if changes or followup.starts_as_followup(normal, strong=True):
        return True
    said = not parts.empty or bool(parts.figures or parts.flags or parts.chart)
    return said and not (asks or parts.datasets)


def opener(turns: Sequence[HistoryTurn], read: Callable[[str], tuple[Parts, str, bool]]) -> Opener | None:
    """The newest question of the asker's own that came to nothing, where nothing was answered since.

    What a thread begins with goes on from nothing.
    ``read``: the parts of a message, its folded words, and whether it points back.
    """
    first = None
    since: list[tuple[str, Parts]] = []
    for i in reversed(range(len(turns))):
        turn = turns[i]
        if history.last_call([turn]):
            return None
        if not turn.by_asker or turn.outcome not in unsettled.LOST:
            continue
        parts, normal, points = read(turn.question)
        first = Opener(turn, tuple(turns[:i]), tuple(since))
        since.insert(0, (turn.question, parts))
        if not depends(parts, normal, points=points):
            return first
    return first


def retried(
    text: str, parts: Parts, found: Opener, plan: Planned, read: Callable[[str], Parts], change: Changed
) -> Outcome | None:
    """What the message and the question before it come to together. None: the message stays as it is."""
    question, before = found.turn.question, found.before
    pending = plan(question, before)
    if not isinstance(pending, (*LOST, Talk)):
        return None
    then: list[str] = []
    for said, changes in (*found.since, (text, parts)):
        last = said is text
        if isinstance(pending, Ask) and _takes_place(changes, read(question)):
            then.append(said)
            continue
        question = together(said, changes, question, pending) if question and (last or isinstance(pending, Ask)) else ""
        pending = plan(question, before) if question and not last else pending
    outcome = plan(question, before) if question else None
    if isinstance(outcome, Query) and then:
        outcome = changed(outcome, then, change)
    if isinstance(outcome, Query):
        return replace(outcome, notes=(*outcome.notes, thread_words.read_with(found.turn.question)))
    if isinstance(outcome, RunCertified):
        return outcome
    if isinstance(outcome, Ask) and isinstance(pending, Ask):
        return replace(outcome, about=outcome.about or question, then=(*outcome.then, *then))
    return Talk(thread_words.not_understood(found.turn.question), asks=True)


def _takes_place(new: Parts, old: Parts) -> bool:
    """ "And in Poland?", after a question about Spain: in the place of what that says, and not one with it."""
    if new.measures or new.flags & v.ADD_WORDS - {"and"}:
        return False
    values = [{s.ref for k in parts.known for s in k.item.senses if s.kind == "value"} for parts in (new, old)]
    axes = [parts.dimensions or parts.grain or parts.by for parts in (new, old)]
    return bool(values[0] & values[1] or (new.periods and old.periods) or all(axes))


def changed(outcome: Outcome, then: Sequence[str], change: Changed) -> Outcome:
    """A question that is complete now, with what was said of it since."""
    for said in then:
        made = change(said, outcome.request) if isinstance(outcome, Query) else None
        if not isinstance(outcome, Query) or not isinstance(made, Query):
            return made or outcome
        outcome = replace(made, notes=tuple(dict.fromkeys((*outcome.notes, *made.notes))))
    return outcome


def together(text: str, parts: Parts, question: str, pending: Outcome) -> str:
    """One question of both; empty where it isn't clear how they go together."""
    change = _TAIL.sub("", _LEAD.sub("", text.strip()))
    asked = question.rstrip(" ?.!")
    if isinstance(pending, Ask):
        return f"{asked} {change}" if change else ""
    if isinstance(pending, Unplaced | Unreachable) and pending.end > pending.start and change:
        link = _link(question[: pending.start])
        kinds = unsettled.kinds(parts)
        linked = kinds == {"breakdown"} if link in unsettled.BY else bool(kinds) and kinds <= {"value", "period"}
        if link in unsettled.BY | unsettled.PLACED and linked:
            head = question[: pending.start].rstrip()
            head = (
                head[: len(head) - len(link)] if tokenize(change)[0].norm in unsettled.BY | unsettled.PLACED else head
            )
            return f"{head.rstrip()} {change} {question[pending.end :].lstrip()}".strip()
    return ""


def _link(text: str) -> str:
    words = [t.norm for t in tokenize(text) if t.norm]
    return words[-1] if words else ""
