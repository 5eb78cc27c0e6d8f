"""What a question word asks after is shown: somebody after "who", a time after "when", a place after "where".

Nothing else reads these words, so that "who placed them?", after a number of orders, could come to that number again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_actions.semantic.model import DATED_TYPES
from agent_actions.semantic.request import MetricRequest
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, norm_at, tokenize
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Outcome, Query, Unplaced
from infra.local.model.reach import is_key

WHO = v.word_set("who whos whose whom")
LEADS = v.word_set(
    "and so ok okay now then but also well hm hmm oh please pls can could you tell show me us i do we know want need "
    "to like would let see for on in at of with by from just exactly s d"
) | {"", ",", "-", ":"}
"""Before a question word at the head of a sentence; elsewhere "who" and "when" may begin a clause."""
ENDS = v.word_set(". ? ! ;")
ASKS = v.BE | v.DO | v.word_set("has have had can could will would should s re")
TIMES = v.word_set("day days date dates time hour weekday week month quarter year")
JOINED = v.word_set("on over to by after and")
"""Behind "year" no unit of the calendar is asked for: "what year on year growth"."""


@dataclass(frozen=True)
class Asked:
    """A question word with what stands behind it, and where."""

    kind: str
    text: str
    start: int
    end: int


def check(outcome: Outcome, text: str, lexicon: Lexicon, before: MetricRequest | None) -> Outcome:
    """The outcome, or in its place that the word is not understood. ``before``: the question that it goes on from."""
    if not isinstance(outcome, Query):
        return outcome
    request = outcome.request
    for asked in _asked(tokenize(text), lexicon):
        told = _times(request, lexicon) if asked.kind == "when" else _things(request)
        if not told or request == before or (asked.kind == "who" and _only_keys(request, lexicon)):
            return Unplaced((asked.text,), asked.start, asked.end)
    return outcome


def _asked(tokens: Sequence[Token], lexicon: Lexicon) -> list[Asked]:
    found: list[Asked] = []
    head = True
    for i, token in enumerate(tokens):
        if head and (kind := _kind(tokens, i, lexicon)):
            last = tokens[i + 1] if token.norm in ("what", "which") else token
            text = token.surface if last is token else f"{token.surface} {last.surface}"
            found.append(Asked(kind, text, token.start, last.end))
        head = token.norm in ENDS or token.surface in ENDS or (head and token.norm in LEADS)
    return found


def _kind(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> str:
    word, after = tokens[i].norm, norm_at(tokens, i + 1)
    if word in WHO:
        return "who"
    alone = not after.isalnum()
    if word in ("when", "where") and (alone or after in ASKS):
        return word
    if word in ("what", "which") and after in TIMES and norm_at(tokens, i + 2) not in JOINED:
        return "" if lexicon.at(tokens, i + 1) and lexicon.terms(tokens[i + 1 : i + 3]) else "when"
    return ""


def _things(request: MetricRequest) -> bool:
    return bool(request.dimensions)


def _times(request: MetricRequest, lexicon: Lexicon) -> bool:
    fields = [f for ref in request.dimensions if (f := lexicon.model.field(ref))]
    return bool(request.grain or request.by or request.compare or any(f.datatype in DATED_TYPES for f in fields))


def _only_keys(request: MetricRequest, lexicon: Lexicon) -> bool:
    """Rows by their numbers, or a list with no text but what they are sorted into: nobody is named."""
    fields = [f for ref in request.dimensions if (f := lexicon.model.field(ref))]
    named = [f for f in fields if f.datatype in ("String", None) and not is_key(lexicon.model, f)]
    return not [f for f in named if request.metrics or not f.values]
