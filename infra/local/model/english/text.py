"""Words as the planner compares them: tokens, folded case and diacritics, singular forms, edit distance."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from infra.local.model.english.vocabulary import ABBREVIATIONS, IRREGULAR_PLURALS, IRREGULAR_VERBS, KEEPS_S, PLURAL_ONLY

MAX_FORMS = 24
"""Readings of one phrase that are tried; more only happens with long rows of plurals."""

_TOKEN = re.compile(
    r"""
      (?P<mention><[@\#!][^>\s]*>)
    | (?P<quoted>"[^"\n]{1,120}"|“[^”\n]{1,120}”|`[^`\n]{1,120}`|(?<!\w)'[^'\n]{1,120}'(?!\w))
    | (?P<date>\d{4}-?q[1-4]\b|\d{4}[-/]\d{1,2}(?:[-/]\d{1,2})?\b|\d{1,2}[./]\d{1,2}[./]\d{4}\b|\d{1,2}/\d{4}\b)
    | (?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)
    | (?P<shortyear>'\d\d\b)
    | (?P<amount>\d+(?:[.,]\d+)*(?:k|mn|m|bn|b)\b)
    | (?P<measured>\d+(?:[.,]\d+)*(?=(?:h|hrs?|mins?|secs?|days?|kms?|kg|kwh|eur|usd|gbp)\b))
    | (?P<number>\d+(?:[.,]\d+)*(?![\w]))
    | (?P<possessive>(?<=\d)['’]s\b)
    | (?P<word>\w+(?:(?:[&.'’]|[\u200b-\u200d\u2060\ufeff\u00ad]+)\w+)*)
    | (?P<symbol>[?!](?=\s+\w)|\.\.|>=|<=|!=|[<>=,;/%+&–—:$€£¥-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SYMBOLS = {"&": "and", "+": "and", "-": "", "–": "", "—": "", "$": "usd", "€": "eur", "£": "gbp", "¥": "jpy"}
MONEY_SIGNS = frozenset("$€£¥")
_CONTRACTIONS = frozenset({"s", "d", "m", "ll", "ve", "re"})
_AUXILIARIES = frozenset(["ca", "do", "does", "is", "are", "was", "were", "did", "have", "has", "had"])
_NEGATED = frozenset(
    ["cannot", "dont", "doesnt", "isnt", "arent", "wasnt", "werent", "didnt", "havent", "hasnt", "hadnt"]
)
_FOLDS = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "’": "'", "ı": "i"}
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad")
)
"""Letters as people type them; signs without a width are no part of a word."""


@dataclass(frozen=True)
class Token:
    surface: str
    """As written."""
    norm: str
    """Folded, without a possessive ending."""
    kind: str
    """mention, quoted, date, ordinal, shortyear, number, word or symbol."""
    start: int
    end: int
    """Character offsets in the text."""


def fold(text: str) -> str:
    """Lower case without diacritics: ``Ünïté`` -> ``unite``."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_FOLDS)


def tokenize(text: str) -> tuple[Token, ...]:
    """The words, numbers and signs of a text, in order; mentions of people are left out."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = "number" if match.lastgroup in ("amount", "measured") else match.lastgroup or "word"
        if kind in ("mention", "possessive"):  # "2025's orders"
            continue
        for surface, norm in _parts(match.group(), kind):
            tokens.append(Token(surface, norm, kind, match.start(), match.end()))
    return tuple(tokens)


def norm_at(tokens: Sequence[Token], i: int) -> str:
    """The norm of the token at ``i``; empty before the first and behind the last."""
    return tokens[i].norm if 0 <= i < len(tokens) else ""


def longest(tokens: Sequence[Token], i: int, phrases: Iterable[tuple[str, ...]]) -> int:
    """How many tokens the longest of these phrases takes at ``i``; 0 where none stands there."""
    return max((len(p) for p in phrases if all(norm_at(tokens, i + n) == w for n, w in enumerate(p))), default=0)


def _parts(surface: str, kind: str) -> list[tuple[str, str]]:
    folded = fold(surface)
    if kind == "symbol":
        return [(surface, _SYMBOLS.get(surface, surface))]
    if kind != "word":
        return [(surface, folded[1:-1] if kind == "quoted" else folded)]
    if folded in _NEGATED or (folded.endswith("n't") and folded[:-3] in _AUXILIARIES):
        return [(surface, "not")]
    head, apostrophe, tail = folded.rpartition("'")
    if apostrophe and tail in _CONTRACTIONS and head:
        return (
            [(surface[: len(head)], _bare(head)), (surface[len(head) :], "is")]
            if _is_question_word(head)
            else [(surface[: len(head)], _bare(head))]
        )
    words = folded.replace("'", "").split("_")
    return [(surface, _bare(w)) for w in words if _bare(w)]


def _is_question_word(word: str) -> bool:
    return word in ("what", "how", "who", "where", "that", "it", "which")


def _bare(word: str) -> str:
    return "".join(c for c in word if c.isalnum())


@lru_cache(maxsize=8192)
def forms(word: str) -> tuple[str, ...]:
    """The word and what its singular may be, most literal first: ``boxes`` -> boxes, boxe, box."""
    word = ABBREVIATIONS.get(word, word)
    found = [word]
    if word in PLURAL_ONLY:
        return (word,)
    if word in IRREGULAR_PLURALS:
        found.append(IRREGULAR_PLURALS[word])
    if len(word) > 2 and word.endswith("s") and not word.endswith(KEEPS_S) and not word[-2].isdigit():
        found.append(word[:-1])
        if word.endswith("ies") and len(word) > 4:
            found.append(word[:-3] + "y")
        if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
            found.append(word[:-2])
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=8192)
def stems(word: str) -> frozenset[str]:
    """What the word may be as a verb's or a noun's bare form: ``shipped`` -> shipped, shippe, shipp, ship."""
    found = {*forms(word), IRREGULAR_VERBS.get(word, word)}
    for ending in ("ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            root = word[: -len(ending)]
            found |= {root, root + "e"}
            if root[-1] == root[-2]:
                found.add(root[:-1])
            if ending == "ed" and root.endswith("i"):
                found.add(root[:-1] + "y")
    return frozenset(found)


@lru_cache(maxsize=8192)
def keys(words: tuple[str, ...]) -> tuple[str, ...]:
    """What a phrase is looked up by: its words in every form, joined, so that e-mail, e mail and email are one."""
    found: dict[str, None] = {}
    for combination in product(*(forms(w) for w in words)):
        found["".join(combination)] = None
        if len(found) >= MAX_FORMS:
            break
    return tuple(found)


def is_plural(word: str) -> bool:
    return len(forms(word)) > 1


@lru_cache(maxsize=8192)
def name_words(name: str) -> tuple[str, ...]:
    """The words of an identifier, label or synonym: ``orderCount``, ``order_count`` -> order, count."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").replace(".", " ")
    return tuple(t.norm for t in tokenize(spaced) if t.norm.isalnum() and t.surface not in MONEY_SIGNS)


def distance(a: str, b: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) from a to b; ``limit + 1`` when there are more.

    Optimal string alignment distance.
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return min(previous[-1], limit + 1)
