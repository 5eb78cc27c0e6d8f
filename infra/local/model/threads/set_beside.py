""" "And put the same days of last year beside it", "next to October": a comparison, said by where it is to stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from infra.local.model.english.arithmetic_words import FIGURES
from infra.local.model.english.text import Token, longest
from infra.local.model.english.vocabulary import THIS, word_set
from infra.local.model.lexicon import Lexicon

_AS_MUCH = re.compile(
    r"(?P<link>\b(?:vs\.?|versus|against|with|to|than)\s+)(?:the\s+)?same\s+(?:days|dates|period|stretch)\s+(?:(?:in|of)\s+)?(?=\w)",
    re.IGNORECASE,
)


def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in text.split(" | "))


LEADS = word_set("and with plus also") | {",", ""}
PUTS = word_set("put set place have")
BESIDE = phrases(
    "beside | beside it | beside that | beside them | next to it | next to that | next to them | alongside | alongside "
    "it | by its side | for comparison | as well for comparison | as comparison | as a comparison | to compare | as a "
    "reference"
)
"""Behind what is to stand there."""
TO = phrases(
    "next to | alongside | beside | besides | held against | set against | put against | as against | side by "
    "side with | side-by-side with"
)
"""Before what is to stand there."""
NEXT = phrases("next to | alongside | beside | side by side with | side-by-side with")
"""Between two figures."""
COLUMNS = phrases(
    "next to it | next to that | next to them | beside it | beside that | beside them | alongside | alongside it | by "
    "its side | as a second column | as an extra column | as another column | in a second column | in another column | "
    "in an extra column | as a new column | in a column of its own | as a separate column | in a separate column"
)
"""Where a second figure is to stand."""
SECOND = word_set("with and plus add adding include including have show put") | {","}
"""Before a second figure."""
SAME = word_set("days dates period time stretch")
SETS = word_set("and vs versus against than or")
_NEEDED = word_set("beside besides next alongside comparison compare reference side against")
_KINDS = ("year", "before", "before:day", "before:week", "before:month", "before:quarter", "before:year",
          "before:weekday")  # fmt: skip
_PHRASES = {tuple(phrase.split()) for kind in _KINDS for phrase in FIGURES[kind]}
_LONGEST = max(map(len, _PHRASES))


def read(tokens: Sequence[Token], period: Callable[[int], int]) -> tuple[Token, ...]:
    """The tokens with "versus" for such words. ``period``: how many tokens of a period begin at a place."""
    found = _in_a_column(_year_ago(tokens, period), period)
    if not any(t.norm in _NEEDED for t in tokens):
        return tuple(found)
    i = 0
    while i < len(found):
        if turned := _behind(found, i, period) or _before(found, i, period):
            used, there = turned
            versus = replace(found[i], surface="vs", norm="versus", kind="word")
            found[i : i + used] = [versus, *there]
            return tuple(found)
        i += 1
    return tuple(found)


def figures(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """ "Revenue next to the orders by region": one figure and the other."""
    for i in range(1, len(tokens)):
        n = longest(tokens, i, NEXT)
        at = i + n
        while n and _norm(tokens, at) in ("the", "our", "their", "its", "number", "of"):
            at += 1
        after = lexicon.at(tokens, at) if n and at < len(tokens) else None
        before = (
            any(s.kind in ("metric", "dataset") for term in lexicon.terms(tokens[:i]) for s in term) if n else False
        )
        if before and after and any(s.kind in ("metric", "dataset") and not s.weak for s in after[1]):
            return [*tokens[:i], replace(tokens[i], norm="and", kind="word"), *tokens[i + n :]]
    return list(tokens)


def _year_ago(tokens: Sequence[Token], period: Callable[[int], int]) -> list[Token]:
    """ "In October, and a year ago", "vs a year ago": the same a year before; behind another period alone."""
    found = list(tokens)
    for i in range(1, len(found)):
        if tuple(t.norm for t in found[i : i + 3]) not in (("a", "year", "ago"), ("one", "year", "ago")):
            continue
        linked = found[i - 1].norm in SETS or (found[i - 1].norm == "to" and found[i - 2].norm == "compared")
        if linked and any(period(j) for j in range(len(found)) if not i - 1 <= j < i + 3):
            versus = (
                [replace(found[i - 1], norm="versus")] if found[i - 1].norm in ("and", "or", ",") else [found[i - 1]]
            )
            same = [replace(found[i], norm=word, kind="word") for word in ("same", "period", "last", "year")]
            return [*found[: i - 1], *versus, *same, *found[i + 3 :]]
    return found


def _in_a_column(tokens: list[Token], period: Callable[[int], int]) -> list[Token]:
    """ "With a running total next to it", "and, next to it, the orders": where a second figure stands says no more."""
    for i in range(1, len(tokens)):
        n = longest(tokens, i, COLUMNS)
        lead = next((j for j in range(i - 1, -1, -1) if _opens(tokens[j])), None)
        if not n or lead is None or _dated_before(tokens, i, period) or _time(tokens, i + n, period):
            continue
        joined = replace(tokens[lead], norm="and") if tokens[lead].norm == "with" and lead else tokens[lead]
        return [*tokens[:lead], joined, *tokens[lead + 1 : i], *tokens[i + n :]]
    return tokens


def _opens(token: Token) -> bool:
    return token.norm in SECOND or token.norm.startswith("plan_")


def _dated_before(tokens: Sequence[Token], end: int, period: Callable[[int], int]) -> bool:
    """Another time is named right before: it is that which is to stand there."""
    return any(i + _time(tokens, i, period) == end for i in range(max(end - _LONGEST, 0), end))


def same_days(tokens: Sequence[Token], month_of: Callable[[int], date | None], today: date) -> tuple[Token, ...]:
    """ "This month and the same days of October": of the month before, where that is the one that is named.

    ``month_of``: the first day of the month that the token names.
    """
    under_way = any(t.norm == "month" and _norm(tokens, i - 1) in THIS for i, t in enumerate(tokens))
    for i in range(1, len(tokens) - 3):
        said = _norm(tokens, i) == "same" and _norm(tokens, i + 1) in SAME and _norm(tokens, i + 2) in ("of", "in")
        month = month_of(i + 3) if said and under_way else None
        if month is None or (today.replace(day=1) - timedelta(days=1)).replace(day=1) != month:
            continue
        before = [replace(tokens[i + 3], norm=word, kind="word") for word in ("the", "previous", "month")]
        return (*tokens[: i + 3], *before, *tokens[i + 4 :])
    return tuple(tokens)


def as_much(text: str) -> str:
    """ "Vs the same days in October", of a month that is under way: so many days of October are compared anyway."""
    return _AS_MUCH.sub(lambda found: found["link"].ljust(len(found.group())), text)


def _norm(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].norm if 0 <= i < len(tokens) else "\0"


def _time(tokens: Sequence[Token], i: int, period: Callable[[int], int]) -> int:
    """How many tokens say another time here: "the same days of last year", "October 2025"."""
    start = i + (_norm(tokens, i) == "the")
    said = max((n for n in range(1, _LONGEST + 1) if tuple(t.norm for t in tokens[start : start + n]) in _PHRASES),
               default=0)  # fmt: skip
    n = max(said, period(start) if start < len(tokens) else 0)
    return n + start - i if n else 0


def _behind(tokens: Sequence[Token], i: int, period: Callable[[int], int]) -> tuple[int, list[Token]] | None:
    j = i
    while _norm(tokens, j) in LEADS:
        j += 1
    j += _norm(tokens, j) in PUTS
    n = _time(tokens, j, period) if j > i else 0
    beside = longest(tokens, j + n, BESIDE) if n else 0
    if not beside or _time(tokens, j + n + beside, period):
        return None
    return j + n + beside - i, list(tokens[j : j + n])


def _before(tokens: Sequence[Token], i: int, period: Callable[[int], int]) -> tuple[int, list[Token]] | None:
    j = i
    while _norm(tokens, j) in LEADS:
        j += 1
    j += _norm(tokens, j) in PUTS and not longest(tokens, j, TO)
    to = longest(tokens, j, TO)
    n = _time(tokens, j + to, period) if to and i else 0
    return (j + to - i, []) if n else None
