"""A question with words that nothing explains: what it asks without them, for the person to say yes or no to.

Never done unasked, and never with a word that turns or limits a question ("not", "more", a number): what is left would
then be another question.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from agent_actions.errors import ActionError
from agent_actions.semantic.compile import compile_metrics
from agent_actions.sql.tables import Tables
from infra.local.model.english.padding_words import TURNS
from infra.local.model.english.text import fold, is_plural, name_words, tokenize
from infra.local.model.english.vocabulary import PREPOSITIONS
from infra.local.model.known import Known
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Outcome, Query, Unplaced
from infra.local.model.says.words import LEAVE_OUT, left_out_as_agreed
from infra.local.model.scan import Scanner
from infra.local.model.threads.answers import YES
from infra.local.model.threads.rephrase import OUT_VERBS

MAX_LEFT_OUT = 5
"""Words of one question: with more of them it was hardly understood."""
_AGREED = frozenset({"y", "fine", "go ahead", "yes go ahead", "ok please", "do it", "do that", "please do"}) | YES
_LEAVE = re.compile(
    r"(?:yes |ok |okay |please |just )*(?:leave|take|drop|ignore|skip|forget|without) "
    r"?(?:it|that|them|those|this)?(?: out| away)?(?: please)?"
)


_WHEN = re.compile(
    r"\b(?:fiscal|years?|quarters?|months?|weeks?|days?|hours?|minutes?|seconds?|weekends?|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|before|after|since|until|till?|ago|later|earlier)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(\b(without|no|not|never|non|except|excluding|exclude|but|than|lacking|leaving|leave|w/o|neither|nor)|n['’]?t)"
    r"[\s-]+((a|an|any|the)\s+)?$",
    re.IGNORECASE,
)
"""Before unknown words: without them the denial would be of what follows."""
_PLACE = re.compile(
    r"\b(?:in|at|of|for|from|to|by|per|with|on|inside|within|about|via|through|under|over)\s+"
    r"(?:(?:the|our|my|your|their|a|an|all|this|that)\s+)?$",
    re.IGNORECASE,
)
_ASKS = frozenset(["how", "what"])
""" "How do (customers pay)": without these words it would be how many they are."""
_BESIDE = re.compile(r" \([^()]*\)")
"""What a title adds in brackets: "(30 days ending yesterday)"."""


@dataclass(frozen=True)
class Rest:
    """A question without the words that nothing explains."""

    text: str
    left_out: tuple[str, ...]
    query: Query


def agreed(reply: str) -> bool:
    """True for a reply that lets unknown words go: "yes", "leave it out", "without it"."""
    said = fold(re.sub(r"[^\w\s]", "", reply)).strip()
    if reply.startswith(f"{LEAVE_OUT}: "):
        return True
    return said in _AGREED or bool(said and _LEAVE.fullmatch(said) and " " in said)


def rest(question: str, unplaced: Unplaced, known: Known, again: Callable[[str], Outcome]) -> Rest | None:
    """The question without them, where that can be answered. ``again``: what to do with a message."""
    text, left_out, outcome = question, list[str](), unplaced
    while isinstance(outcome, Unplaced):
        words = outcome.words[0] if outcome.words else ""
        shorter = _without(text, words, known.lexicon)
        if shorter is None or not _limits_nothing(words, known):
            return None
        text, outcome = shorter, again(shorter)
        left_out.append(words)
        if sum(len(said.split()) for said in left_out) > MAX_LEFT_OUT:
            return None
    return Rest(text, tuple(left_out), outcome) if isinstance(outcome, Query) else None


def offered(question: str, unplaced: Unplaced, known: Known, again: Callable[[str], Outcome]) -> Unplaced:
    """``unplaced`` with what the question asks without the words, in words of the model, where that can be done."""
    found = rest(question, unplaced, known, again)
    if found is None:
        return unplaced
    try:
        made = compile_metrics(known.lexicon.model, found.query.request, known.today, Tables.of(()))
    except ActionError:
        return unplaced
    return replace(
        unplaced, words=tuple(dict.fromkeys((*unplaced.words, *found.left_out))), rest=_BESIDE.sub("", made.title)
    )


def said_so(found: Rest) -> Query:
    """The request for what is left, with what was left out of the question."""
    return replace(found.query, notes=(*found.query.notes, left_out_as_agreed(found.left_out)))


def _without(text: str, words: str, lexicon: Lexicon) -> str | None:
    """None too where the words stand as what a question is limited to: "in Atlantis", "of brand Atlantis"."""
    said = r"\W+".join(re.escape(part) for part in words.split())
    found = re.search(rf"(?<!\w){said}(?!\w)", text, re.IGNORECASE) if said else None
    before = text[: found.start()] if found else ""
    if found and (_PLACE.search(before) or _DENIED.search(before) or _named(before, lexicon)):
        return None
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split()) if found else None


def _named(before: str, lexicon: Lexicon) -> bool:
    """Whether the last word before is a field's name in the singular, and no breakdown: its value follows."""
    tokens = [t.norm for t in tokenize(before) if t.norm]
    if not tokens or is_plural(tokens[-1]) or tokens[-2:-1] in (["by"], ["per"], ["each"], ["every"]):
        return False
    return lexicon.means((tokens[-1],), "field")


def _limits_nothing(words: str, known: Known) -> bool:
    """False for what turns a question, says when, or is a name of the model in a place where it fits nothing."""
    said = {fold(word) for word in name_words(words)}
    if said & (TURNS | PREPOSITIONS | OUT_VERBS | _ASKS) or _WHEN.search(words) or any(c.isdigit() for c in words):
        return False
    items = Scanner(known.lexicon, tokenize(words), words, known.today).items()
    return all(item.kind == "unknown" for item in items)
