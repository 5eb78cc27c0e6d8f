"""Yes-or-no fields that are told by a turn: "said yes to marketing", "put something in the cart".

Only where all that the turn says is in the words by which the model tells of one such field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from agent_actions.semantic.model import ModelField
from infra.local.model.english.text import Token, name_words, stems
from infra.local.model.english.vocabulary import HARD
from infra.local.model.english.wording import Wording
from infra.local.model.lexicon import Lexicon

AGREED = re.compile(
    r"(?<!\S)(?P<fig>(?:(?:who|that|have|has|had)\s)*(?:(?:said|say|says|saying)\s(?P<answer>yes|no)\sto|"
    r"(?:agreed?|consent(?:ed|s)?|opted\sin)\s(?:to|for))\s(?:(?:our|the|get|getting|receive|receiving|any)\s)*(?P<noun>\S+?)(?:\s(?:e\s?mails?|mails?|messages?|letters?|newsletters?))?)(?!\S)"
)
AFTER = re.compile(
    r"(?<!\S)(?P<fig>(?:(?:that|which|were|was|got|are|only)\s)*(?:arrived?|delivered|came|come|arriving|coming)\s(?:only\s)?"
    r"(?:after|later\sthan|past)\s(?:(?:the|their|its|our)\s)?(?P<noun>promised|due|agreed|expected|planned)"
    r"(?:\sdelivery)?\s(?:days?|dates?|time))(?!\S)"
)
TELLS = frozenset(["true", "when", "whether", "it", "if", "was", "only", "ever"])
SOME = frozenset(
    ["something", "anything", "someone", "stuff", "things", "up", "out", "into", "in", "with", "an", "a", "the"]
)
LIMITS = frozenset(["only", "no", "not", "never", "without", "one", "once", "none", "nothing", "more", "less", "than"])
"""Of a field that is told with one of them, the noun and the verb alone say something else."""
WIDEST = 6
"""Tokens of the longest such turn."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns as the field."""
    return _ended(_after(_agreed(list(tokens), lexicon), lexicon), lexicon)


def _flags(lexicon: Lexicon) -> list[ModelField]:
    return [f for d in lexicon.model.datasets for f in d.fields if f.datatype == "Boolean"]


def _agreed(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Said yes to marketing mails" -> "with marketing consent"."""
    wording = Wording(tokens)
    found = AGREED.search(wording.line)
    if found is None:
        return tokens
    own = [f for f in _flags(lexicon) if any(found["noun"] in name_words(n) for n in (f.name, f.label, *f.synonyms))]
    if len(own) != 1:
        return tokens
    words = ("with" if found["answer"] != "no" else "without", *name_words(own[0].label))
    return wording.put(wording.place(found, "fig"), words, (), found["fig"])


def _after(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Arrived after the promised day": the one field that is told so, unless its name is a figure's as well."""
    wording = Wording(tokens)
    found = AFTER.search(wording.line)
    own = [f for f in _flags(lexicon) if found and _told_after(f, found["noun"])]
    if found is None or len(own) != 1:
        return tokens
    return wording.put(wording.place(found, "fig"), name_words(own[0].label), (), found["fig"], "that were")


def _told_after(field: ModelField, noun: str) -> bool:
    told = name_words(field.description or "")
    return any(a == "after" and noun in told[i : i + 3] for i, a in enumerate(told))


def _ended(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "(Visits that) ended with an order", "put anything in the cart": as the description of the field says it."""
    turned = _denied(tokens, lexicon)
    if turned != tokens:
        return turned
    for field in _flags(lexicon):
        told = _told(field.description or "")
        said = _window(tokens, told, lexicon, field) if len(told) > 1 else None
        if said is None:
            continue
        words = name_words(field.label)
        if {s.ref for s in lexicon.lookup(words)} == {field.ref}:
            return Wording(tokens).put(range(*said), words, (), " ".join(t.surface for t in tokens[said[0] : said[1]]))
    return tokens


def _denied(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Ended without an order": did not end with one, of such a field."""
    for i in range(1, len(tokens) - 1):
        none = 1 if tokens[i].norm == "without" else 2 if (tokens[i].norm, tokens[i + 1].norm) == ("with", "no") else 0
        if none:
            turned = [*tokens[: i - 1], replace(tokens[i], norm="not", surface=""), tokens[i - 1]]
            turned += [replace(tokens[i], norm="with"), *tokens[i + none :]]
            if (read_so := _ended(turned, lexicon)) != turned:
                return read_so
    return tokens


@lru_cache(maxsize=1024)
def _told(description: str) -> tuple[str, ...]:
    """The words of a description that tell what is done; none where it is limited."""
    words = name_words(description)
    return () if LIMITS & set(words) else tuple(w for w in words if w not in TELLS | HARD | SOME)


def _window(
    tokens: Sequence[Token], told: Sequence[str], lexicon: Lexicon, field: ModelField
) -> tuple[int, int] | None:
    """Where a turn stands that says the verb and the last noun of the description, and nothing besides."""
    for i, token in enumerate(tokens):
        said = stems(token.norm)
        verbs = [word for word in told if stems(word) & said]
        own = lexicon.at(tokens, i) if verbs else None
        if not verbs or verbs[0] == told[-1] or (own and any(s.kind != "field" or s.ref != field.ref for s in own[1])):
            continue
        for end in range(i + 2, min(i + WIDEST, len(tokens)) + 1):
            rest = [t.norm for t in tokens[i + 1 : end] if t.norm not in SOME]
            if rest and all(any(stems(word) & stems(one) for one in told) for word in rest):
                if stems(rest[-1]) & stems(told[-1]):
                    return i, end
            elif rest:
                break
    return None
