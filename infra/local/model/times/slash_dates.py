"""Dates in digits: "1/10 - 15/10", "01/10/2026", "15/10/25". Which is the day is asked where nothing shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import word_set
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.says import date_says

NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december")  # fmt: skip
BEFORE_A_DATE = word_set("on from since until till through thru to between before after and") | {""}
AFTER_A_DATE = word_set("to until till through thru") | {""}
NO_DATES = frozenset([("24", "7")])


@dataclass(frozen=True)
class _Date:
    """``first`` to ``last``: its tokens."""

    first: int
    last: int
    numbers: tuple[int, int]
    year: str


def written_out(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens with such dates as day, month and year. Raises Stop where it must be asked which is the day."""
    found: list[_Date] = []
    i = 0
    while i < len(tokens):
        date = _date_at(tokens, i)
        if date:
            found.append(date)
        i = date.last + 1 if date else i + 1
    if not found:
        return tuple(tokens)
    day_first = any(d.numbers[0] > 12 for d in found)
    if day_first and any(d.numbers[1] > 12 for d in found):
        return tuple(tokens)
    open_ = [d for d in found if len(set(d.numbers)) > 1]
    if open_ and not day_first and not any(d.numbers[1] > 12 for d in found):
        raise Stop(_ask(tokens, open_))
    written = list(tokens[: found[0].first])
    for date, after in zip(found, [*found[1:], None], strict=True):
        written += _tokens(tokens, date, day_first=day_first)
        written += tokens[date.last + 1 : after.first if after else len(tokens)]
    return tuple(written)


def _date_at(tokens: Sequence[Token], i: int) -> _Date | None:
    token = tokens[i]
    if token.kind == "date" and token.norm.count("/") == 2 and not token.norm[:4].isdigit():
        first, second, year = token.norm.split("/")
        return _Date(i, i, (int(first), int(second)), year) if _fits(int(first), int(second)) else None
    group = tokens[i : i + 5]
    close = [a.end == b.start for a, b in pairwise(group)]
    if len(group) < 3 or not all(close[:2]) or group[1].norm != "/" or not _small(group[0]) or not _small(group[2]):
        return None
    numbers = int(group[0].norm), int(group[2].norm)
    if len(group) == 5 and all(close) and group[3].norm == "/":
        year = group[4].norm
        return _Date(i, i + 4, numbers, year) if len(year) == 2 and year.isdigit() and _fits(*numbers) else None
    after = tokens[i + 3].norm if i + 3 < len(tokens) else "\0"
    if not _fits(*numbers) or after in ("of", "/", "%") or (group[0].norm, group[2].norm) in NO_DATES:
        return None
    before = tokens[i - 1].norm if i else "\0"
    dated = max(numbers) > 12 or before in BEFORE_A_DATE or after in AFTER_A_DATE
    return _Date(i, i + 2, numbers, "") if dated else None


def _small(token: Token) -> bool:
    return token.kind == "number" and token.norm.isdigit() and len(token.norm) <= 2


def _fits(first: int, second: int) -> bool:
    return 1 <= min(first, second) <= 12 and max(first, second) <= 31


def _tokens(tokens: Sequence[Token], date: _Date, *, day_first: bool) -> list[Token]:
    day, month = date.numbers if day_first else date.numbers[::-1]
    whole = replace(tokens[date.first], end=tokens[date.last].end)
    found = [replace(whole, norm=str(day), kind="number"), replace(whole, norm=NAMES[month - 1], kind="word")]
    if date.year:
        short = len(date.year) == 2
        year = f"'{date.year}" if short else date.year
        found.append(replace(whole, norm=year, kind="shortyear" if short else "number"))
    return found


def _ask(tokens: Sequence[Token], found: Sequence[_Date]) -> Ask:
    first, last = found[0].first, found[-1].last
    if any(b.first - a.last > 3 for a, b in pairwise(found)):
        last = found[0].last

    def said(*, day_first: bool) -> str:
        words: list[str] = []
        i = first
        while i <= last:
            date = next((d for d in found if d.first == i), None)
            if date is None:
                words.append(tokens[i].surface)
                i += 1
                continue
            day, month = date.numbers if day_first else date.numbers[::-1]
            year = f" {date.year if len(date.year) != 2 else '20' + date.year}" if date.year else ""
            words.append(f"{day} {NAMES[month - 1].capitalize()}{year}")
            i = date.last + 1
        return " ".join(words)

    options = tuple(Option(text, text) for text in (said(day_first=True), said(day_first=False)))
    text = "".join(t.surface for t in tokens[first : last + 1])
    start, end = tokens[first].start, tokens[last].end
    return Ask(text, date_says.which_format(text), options, "word", start, end, frozenset())
