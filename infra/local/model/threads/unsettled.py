"""What was asked since the last answer of a thread and came to nothing.

A message that changes "the question before" may mean one that was refused. Where it doesn't plainly take the place of
what was refused, it is asked what to build on; where it does, it is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from agent_actions.contract import HistoryTurn
from infra.local.model.english.text import fold, tokenize
from infra.local.model.outcomes import Ask, Option, Outcome, Query, Refuse, Talk, Unplaced, Unreachable
from infra.local.model.parts import Parts
from infra.local.model.says import thread_words
from infra.local.model.threads import history

LOST = ("refused", "asked_back", "error")
BY = frozenset(["by", "per", "across", "each", "every"])
PLACED = frozenset(["in", "for", "from", "only", "just", "at", "with", "of"])
AGREED = re.compile(
    r"(?:(?:yes|yep|yeah|ok|okay|sure|fine|right|correct|exactly|please|go ahead|go on|do (?:it|that)|"
    r"without (?:it|that)|leave (?:it|that) out|(?:skip|ignore|forget) (?:it|that)|on that one|that one|1)\W*)+"
)
CHOOSES = re.compile(r"\b(?:which|who|whose|only|just|those|the ones|any of|keep|drop)\b")
"""In a question they leave some of the rows before."""
THEY = re.compile(r"\b(?:those|these|they|them|their|theirs|each|the ones)\b(?! instead\b)")

DISMISSED = re.compile(
    r"(?:(?:ok|okay|no|oh|ah|well|hm+|then)\W+)*(?:never ?mind|nvm|forget (?:it|that)|scratch that)\b"
)


@dataclass(frozen=True)
class Since:
    """Turns of a thread around its last answered request."""

    settled: tuple[HistoryTurn, ...]
    """Up to the answered one, which is the last of them."""
    lost: tuple[HistoryTurn, ...]
    """The asker's own after it that came to nothing."""
    turns: tuple[HistoryTurn, ...] = ()
    """All."""

    def open(
        self, asked: Callable[[HistoryTurn, tuple[HistoryTurn, ...]], Outcome], leans: bool
    ) -> list[tuple[HistoryTurn, Outcome]]:
        """Those that were about figures, and what each was stopped by. ``asked`` asks one again.

        ``leans``: the new message says no more than "in percent", or "those", which may be of what came to nothing.
        """
        found = [(turn, asked(turn, self.turns[: self.turns.index(turn)])) for turn in self.lost]
        return [
            (turn, pending)
            for turn, pending in found
            if counts(pending) or (leans and isinstance(pending, Talk) and pending.asks)
        ]


def since(turns: Sequence[HistoryTurn]) -> Since:
    last = next((i for i in reversed(range(len(turns))) if history.last_request(turns[i : i + 1])), None)
    if last is None:
        return Since((), ())
    after = turns[last + 1 :]
    return Since(tuple(turns[: last + 1]), tuple(t for t in after if t.by_asker and t.outcome in LOST), tuple(turns))


def dismissed(text: str) -> bool:
    """ "Never mind, ...": what was not answered is not wanted any more."""
    return bool(DISMISSED.match(fold(text).strip()))


def agreed(reply: str) -> bool:
    """Whether a reply to :func:`which_base` takes what was offered."""
    return bool(AGREED.fullmatch(fold(reply).strip()))


def which_base(found: Since) -> Ask:
    """The question back: what the message is to build on."""
    lost = [t.question for t in found.lost]
    question = thread_words.built_on_what(lost, found.settled[-1].question)
    return Ask("", question, (Option(thread_words.WITHOUT_THAT, thread_words.WITHOUT_THAT),), "base", kinds=frozenset())


def checked(
    changed: Query,
    text: str,
    turns: Sequence[HistoryTurn],
    parts: Parts,
    again: Callable[[HistoryTurn, tuple[HistoryTurn, ...]], Outcome],
    read: Callable[[str], Parts],
) -> Query | Ask:
    """What a reply makes of the last answer, or the question what it builds on, where something came to nothing since.

    ``again``: asks a turn again. ``read``: the parts of a text.
    """
    found = since(turns)
    leans = (bool(parts.figures) and not kinds(parts)) or any(_of_its_rows(t.question, text) for t in found.lost)
    if dismissed(text) or not (lost := found.open(again, leans)):
        return changed
    turn, pending = lost[0]
    if len(lost) > 1 or _of_its_rows(turn.question, text) or not replaced(turn.question, pending, parts, read):
        return which_base(replace(found, lost=tuple(t for t, _ in lost)))
    return replace(changed, notes=(*changed.notes, thread_words.built_on(found.settled[-1].question)))


def _of_its_rows(question: str, text: str) -> bool:
    """ "Which of them went above 60 degrees?", then "when were those installed?": of rows that were never told."""
    return bool(CHOOSES.search(fold(question))) and bool(THEY.search(fold(text)))


def counts(pending: Outcome) -> bool:
    """True for an outcome that leaves a question about figures open; small talk leaves none."""
    return isinstance(pending, Ask | Unplaced | Unreachable | Refuse | Query)


def replaced(question: str, pending: Outcome, parts: Parts, read: Callable[[str], Parts]) -> bool:
    """True when the new message says in another way what the refused one was to change, and that one nothing else.

    ``parts``: of the new message. ``read``: the parts of a text.
    """
    said = kinds(parts)
    if isinstance(pending, Refuse):
        return len(said) == 1 and kinds(read(question)) == said
    if not isinstance(pending, Unplaced | Unreachable) or pending.end <= pending.start:
        return False
    rest = read(f"{question[: pending.start]} {question[pending.end :]}")
    if len(said) != 1 or kinds(rest) or rest.unknown or rest.figures or rest.ranked or rest.limit:
        return False
    before = [t.norm for t in tokenize(question[: pending.start]) if t.norm]
    link = before[-1] if before else ""
    if link in BY:
        return said == {"breakdown"}
    return said <= {"value", "period"} if link in PLACED else True


def kinds(parts: Parts) -> set[str]:
    """Which parts of a question are said."""
    found = {
        "figure": bool(parts.measures),
        "breakdown": bool(parts.dimensions or parts.grain or parts.by or parts.trend or parts.datasets),
        "value": bool(parts.known or parts.conditions or parts.all_of),
        "period": bool(parts.periods or parts.asks("year") or any(f.name.startswith("before") for f in parts.figures)),
    }
    return {kind for kind, there in found.items() if there}
