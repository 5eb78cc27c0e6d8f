"""How people shorten the calendar: "last 30d", "L12M", "wk 44", "3rd qtr", "sept n oct", "til"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.numerals import number_at
from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import BY_EACH, GRAIN_ADVERBS, LAST, MONTHS, THIS, UNITS, WEEKDAYS, word_set
from infra.local.model.lexicon import Lexicon

SPELLED = {
    "wk": "week", "wks": "weeks", "mth": "month", "mths": "months", "qtr": "quarter", "qtrs": "quarters",
    "yr": "year", "yrs": "years", "til": "until", "untill": "until", "till": "until", "thru": "through",
}  # fmt: skip
LETTERS = {
    "d": "days", "w": "weeks", "wk": "weeks", "wks": "weeks", "m": "months", "mo": "months", "mos": "months",
    "mth": "months", "mths": "months", "q": "quarters", "qtr": "quarters", "y": "years", "yr": "years",
    "yrs": "years", "day": "days", "days": "days",
}  # fmt: skip
_STUCK = re.compile(rf"(?P<last>l)?(?P<count>\d{{1,3}})(?P<unit>{'|'.join(sorted(LETTERS, key=len, reverse=True))})")
_MONTH_YEAR = re.compile(rf"(?P<part>q[1-4]|h[12]|{'|'.join(MONTHS)})(?P<year>\d{{2}}|20\d\d)")
AND = word_set("n")
YEARS = {"ly": ("last", "year"), "py": ("previous", "year"), "lfy": ("last", "fy")}
A_YEAR = {"months": 12, "quarters": 4, "weeks": 52, "days": 365}
"""Shorter stretches that roll are rather a window."""
LINKS = word_set("to until till through thru and vs versus against") | {""}
AFTER_A_PERIOD = word_set(", ? . ; by per for in of vs versus against and with compared only on") | {"", "\0"}
LAST_WEEK_OF_A_YEAR = 53
AGO = word_set("ago earlier before prior")
JOINS = word_set("and & plus")
SEASONS = word_set("spring summer autumn fall winter")


def spelled_out(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens with such words in full; what the model itself writes so stays."""
    found: list[Token] = []
    for i, token in enumerate(tokens):
        own = token.kind == "word" and bool(lexicon.lookup((token.norm,)))
        found += [token] if own else _written(tokens, i)
    return tuple(_beside(_and_last(_since_season(found))))


def _since_season(tokens: Sequence[Token]) -> list[Token]:
    """ "Since the summer (1 June)", "since the summer, June on": the day that is told begins it."""
    for i, token in enumerate(tokens):
        at = i + 1 + (_norm(tokens, i + 1) in THIS | {"the"})
        if token.norm != "since" or _norm(tokens, at) not in SEASONS or at + 2 >= len(tokens):
            continue
        at += 1 + (not tokens[at + 1].norm.isalnum())
        day, month = sorted((_norm(tokens, at), _norm(tokens, at + 1)), key=lambda word: word in MONTHS)
        if month in MONTHS and (day.isdigit() or _norm(tokens, at + 1) in ("on", "onwards", "onward")):
            return [*tokens[: i + 1], *tokens[at:]]
    return list(tokens)


def _and_last(tokens: Sequence[Token]) -> list[Token]:
    """ "This year and last", "this month vs last": the second is of the same kind."""
    found = list(tokens)
    for i in range(len(found) - 1, 2, -1):
        units = next((n for n in (1, 2) if _norm(found, i - n) in JOINS | LINKS - {""}), 0)
        first = i - units - 1
        fiscal = _norm(found, first - 1) in ("fiscal", "financial")
        this = _norm(found, first - 1 - fiscal) == "this" and found[first].norm in UNITS
        link = units == 1 or _norm(found, i - 1) == "the"
        if units and link and this and found[i].norm in LAST and _norm(found, i + 1) in AFTER_A_PERIOD:
            place = found[i]
            again = [replace(t, start=place.start, end=place.end) for t in found[first - fiscal : first + 1]]
            return [*found[: i + 1], *again, *found[i + 1 :]]
    return found


def _beside(tokens: Sequence[Token]) -> list[Token]:
    """ "In October and a year ago" sets the two side by side, and asks for no October of a year ago."""
    found = list(tokens)
    for i in range(2, len(tokens) - 3):
        year = [t.norm for t in tokens[i + 1 : i + 4]]
        joined = tokens[i].norm in JOINS and year[0] in ("a", "one", "1") and year[1] == "year" and year[2] in AGO
        if joined and any(_dated(tokens, j) or tokens[j].norm in UNITS for j in range(i)):
            found[i] = replace(tokens[i], norm="vs")
    return found


def _written(tokens: Sequence[Token], i: int) -> list[Token]:
    token = tokens[i]
    before = _norm(tokens, i - 1)
    stuck = _STUCK.fullmatch(token.norm) if token.kind in ("word", "number") else None
    if stuck and (before in LAST or stuck["last"]):
        last = [_word(token, "last")] if stuck["last"] and before not in LAST else []
        return [*last, replace(token, norm=stuck["count"], kind="number"), _word(token, LETTERS[stuck["unit"]])]
    if dated := _MONTH_YEAR.fullmatch(token.norm) if token.kind == "word" else None:
        year = dated["year"]
        short = len(year) == 2 and token.norm[0] in "qh"
        number = replace(token, norm=f"'{year}" if short else year, kind="shortyear" if short else "number")
        return [_word(token, dated["part"]), number]
    if not token.norm and _norm(tokens, i - 1) in MONTHS and _two_digits(tokens, i):
        return []  # "Oct-26"
    if _letter_behind(tokens, i):
        return [_word(token, LETTERS[token.norm])]
    if token.kind == "word" and token.norm in SPELLED:
        return [_word(token, SPELLED[token.norm])]
    if token.norm in YEARS and before in ("vs", "versus", "against", "than", "to", "with"):
        return [_word(token, word) for word in YEARS[token.norm]]
    if token.norm in AND and _dated(tokens, i - 1) and _dated(tokens, i + 1):
        return [_word(token, "and")]
    if token.norm == "rolling" and _rolled(tokens, i):
        return [_word(token, "last")]
    if before == "same" and number_at(tokens, i)[1] == 1 and _norm(tokens, i + 1) in UNITS:
        # "the same 4 weeks last year"
        return [] if {"year", "fy"} & {_norm(tokens, i + n) for n in (2, 3, 4, 5)} else [token]
    if token.norm == "weeks" and _week(tokens, i + 1) and _norm(tokens, i + 2) in LINKS and _week(tokens, i + 3):
        return []
    if _week(tokens, i) and "weeks" in (before, _norm(tokens, i - 3)) and _listed(tokens, i):
        return [_word(token, f"w{token.norm}")]
    return [token]


def _two_digits(tokens: Sequence[Token], i: int) -> bool:
    """Two digits stand close behind a dash that stands close behind a word."""
    if not 0 < i < len(tokens) - 1:
        return False
    before, dash, after = tokens[i - 1 : i + 2]
    close = before.end == dash.start and dash.end == after.start
    return close and after.kind == "number" and len(after.norm) == 2 and after.norm.isdigit()


def _norm(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].norm if 0 <= i < len(tokens) else "\0"


def _word(token: Token, norm: str) -> Token:
    return replace(token, norm=norm, kind="word")


def _week(tokens: Sequence[Token], i: int) -> bool:
    """A number that a week may have, and no number of something: "weeks 40 to 44"."""
    word = _norm(tokens, i)
    return word.isdigit() and 1 <= int(word) <= LAST_WEEK_OF_A_YEAR and _norm(tokens, i + 1) not in UNITS


def _listed(tokens: Sequence[Token], i: int) -> bool:
    first = i if _norm(tokens, i - 1) == "weeks" else i - 2
    return _norm(tokens, first - 1) == "weeks" and _week(tokens, first) and _norm(tokens, first + 1) in LINKS and (
        _week(tokens, first + 2)
    )  # fmt: skip


def _rolled(tokens: Sequence[Token], i: int) -> bool:
    """ "By region, rolling 12 months": the last 12 months, where no steps are named that a window could go in."""
    count, used = number_at(tokens, i + 1)
    unit = _norm(tokens, i + 1 + used)
    if count is None or A_YEAR.get(unit) != count or _norm(tokens, i + 2 + used) not in AFTER_A_PERIOD:
        return False
    steps = any(
        t.norm in GRAIN_ADVERBS or (t.norm in UNITS and _norm(tokens, j - 1) in BY_EACH) for j, t in enumerate(tokens)
    )
    return not steps


def _letter_behind(tokens: Sequence[Token], i: int) -> bool:
    """ "Last 30 d"."""
    if i < 2 or tokens[i].norm not in LETTERS or tokens[i].norm in UNITS:
        return False
    return tokens[i - 1].kind == "number" and tokens[i - 2].norm in LAST


def _dated(tokens: Sequence[Token], i: int) -> bool:
    """A month, a weekday or a year stands here."""
    if not 0 <= i < len(tokens):
        return False
    token = tokens[i]
    year = token.kind == "number" and len(token.norm) == 4
    return token.norm in MONTHS or token.norm in WEEKDAYS or token.kind in ("date", "shortyear") or year
