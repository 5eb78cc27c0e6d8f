"""What a question word asks after is shown: somebody after "who", a time after "when", a place after "where".

Nothing else reads these words, so that "who placed them?", after a number of orders, could come to that number again.
"How do customers in Canada pay?", "what do they buy": no number of these customers answers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_actions.semantic.model import DATED_TYPES
from agent_actions.semantic.request import MetricRequest
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, is_plural, norm_at, stems, tokenize
from infra.local.model.english.verb_words import EVENTS
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Outcome, Query, Unplaced
from infra.local.model.reach import aggregate, entity, is_key

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

COURSES = v.word_set(
    "do doing look looking perform performing develop developing go going fare stand compare change evolve move trend "
    "vary differ amount come total add number sum rank break split divide distribute hold shape measure"
)
"""Verbs of figures; of any other it is asked how it is done, or what is done."""
FARES = v.word_set("do doing look looking perform performing go going fare")
DONE = v.word_set("taken made done sent given sold bought paid")
SUBJECT_WITHIN = 4


@dataclass(frozen=True)
class Asked:
    """A question word with what stands behind it, and where."""

    kind: str
    text: str
    start: int
    end: int
    of: frozenset[str] = frozenset()
    """Fields and datasets that are asked about: of themselves they say nothing."""


def check(outcome: Outcome, text: str, lexicon: Lexicon, before: MetricRequest | None) -> Outcome:
    """The outcome, or in its place that the word is not understood. ``before``: the question that it goes on from."""
    if not isinstance(outcome, Query):
        return outcome
    request = outcome.request
    for asked in _asked(tokenize(text), lexicon):
        if asked.kind == "how":
            told = _of_them(request, asked.of, lexicon)
        else:
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
        elif head and (of := _done(tokens, i, lexicon)):
            verb = tokens[i + 1]
            found.append(Asked("how", f"{token.surface} {verb.surface}", token.start, verb.end, of))
        head = token.norm in ENDS or token.surface in ENDS or (head and token.norm in LEADS)
    return found


def _kind(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> str:
    word, after = tokens[i].norm, norm_at(tokens, i + 1)
    if word in WHO:
        return "who"
    alone = not after.isalnum()
    if word in ("when", "where") and (alone or after in ASKS):
        return word
    if word == "which" and is_plural(after) and lexicon.at(tokens, i + 1) and _values_alone(tokens, i + 1, lexicon):
        return "which"
    if word in ("what", "which") and after in TIMES and norm_at(tokens, i + 2) not in JOINED:
        return "" if lexicon.at(tokens, i + 1) and lexicon.terms(tokens[i + 1 : i + 3]) else "when"
    return ""


def _done(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> frozenset[str]:
    """ "How do customers pay", "what did customers buy", "how were parcels sent": whose doing is asked after."""
    word, after = tokens[i].norm, norm_at(tokens, i + 1)
    acts = word in ("how", "what") and after in v.DO
    if norm_at(tokens, i + 2) == "you":
        return frozenset()
    if not acts and not (word == "how" and after in v.BE | v.word_set("have has")):
        return frozenset()
    end = next((j for j in range(i, len(tokens)) if tokens[j].surface in ENDS), len(tokens))
    for j in range(i + 2, min(i + 2 + SUBJECT_WITHIN, end)):
        n, senses = lexicon.at(tokens, j) or (1, ())
        whose = senses if n == 1 else (*senses, *lexicon.lookup((tokens[j].norm,)))  # "parcels" of "parcels sent"
        of = frozenset(s.ref for s in whose if s.kind in ("dataset", "field"))
        if not of or any(s.kind == "value" for s in senses):
            continue
        behind = {t.norm for t in tokens[j + n : end]}
        how_it_goes = behind & (COURSES - FARES if _lasting(of, lexicon) else COURSES)
        last = j + n - (n > 1)
        sent = norm_at(tokens, last + (norm_at(tokens, last) in v.BE | {"been"}))
        done = bool(stems(sent) & EVENTS) or sent.endswith("ed") or sent in DONE or (behind & FARES and not how_it_goes)
        return of if (not how_it_goes if acts else done) else frozenset()
    return frozenset()


def _lasting(of: frozenset[str], lexicon: Lexicon) -> bool:
    """Things that are there, as shops are: how they do is not how many there are."""
    ones, many = ({getattr(r, end) for r in lexicon.model.relationships} for end in ("one", "many"))
    return any(ref in ones - many for ref in of)


def _of_them(request: MetricRequest, of: frozenset[str], lexicon: Lexicon) -> bool:
    """More than how many of them there are, or which."""
    figures = [m for name in request.metrics if (m := lexicon.model.metric(name))]
    counts = all(lexicon.reach.counts(m) or aggregate(m) == "distinct" for m in figures)
    names = {f.ref for ref in of if (d := lexicon.model.dataset(ref)) for f in entity(lexicon.model, d)}
    split = bool(figures) and any(ref not in of | names for ref in request.dimensions)
    return split or not counts or bool(request.grain or request.by or request.compare)


def _values_alone(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """ "Which robots": things of a kind, and not how much there was of them."""
    _, senses = lexicon.at(tokens, i) or (1, ())
    return all(s.kind == "value" for s in senses)


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
