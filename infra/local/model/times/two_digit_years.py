""" "Oct 26": the 26th, or October 2026? What stands around it may settle that; else it is asked.

Only numbers that could be a recent year are in doubt: "Oct 5" is a day, whatever is said beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import GRAIN_ADVERBS, MONTHS, UNITS, WEEKDAYS, word_set
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.says import date_says
from infra.local.model.times.weekdays_said import SHORT

RECENT = 3
"""Years, this one among them, that people shorten to two digits without saying more."""
OF_MONTHS = word_set("yoy yearly annual annually month months monthly quarter quarters quarterly year years")
"""They settle that months of years are meant."""
PARTS_OF_A_YEAR = word_set("q1 q2 q3 q4 h1 h2")
IN = word_set("in during throughout")
ON = word_set("on")
OF_WEEK = word_set("of ending ended commencing beginning starting")
BETWEEN = word_set(", and n / vs versus against")
LINKS = word_set("to until till through thru") | {""}
ALIKE = 3
"""So many months with the same number are months of that year."""


MOST_BETWEEN = 6
"""Tokens from one such month to the next that are asked about together."""


@dataclass(frozen=True)
class Doubt:
    """A month and a number behind it. ``at``: the token of the month."""

    at: int
    month: int
    number: int


def settled(tokens: Sequence[Token], today: date) -> tuple[Token, ...]:
    """The tokens with such numbers written as years where they are meant so. Raises Stop where it must be asked."""
    found = [d for i in range(len(tokens) - 1) if (d := _doubt(tokens, i, today))]
    dated = [
        i + 1
        for i in range(len(tokens) - 1)
        if (_day_before(tokens, i) or tokens[i].norm in PARTS_OF_A_YEAR) and _year(tokens, i + 1, today)
    ]
    if not found and not dated:
        return tuple(tokens)
    if found:
        years = _are_years(tokens, found)
        if years is None:
            raise Stop(_ask(tokens, found, today))
        dated += [d.at + 1 for d in found] if years else []
    return tuple(replace(t, norm=f"'{t.norm}", kind="shortyear") if i in dated else t for i, t in enumerate(tokens))


def _norm(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].norm if 0 <= i < len(tokens) else "\0"


def _year(tokens: Sequence[Token], i: int, today: date) -> int | None:
    """The recent year that the two digits here may be short for."""
    token = tokens[i] if 0 <= i < len(tokens) else None
    if token is None or token.kind != "number" or len(token.norm) != 2 or not token.norm.isdigit():
        return None
    year = 2000 + int(token.norm)
    return year if today.year - RECENT < year <= today.year else None


def _doubt(tokens: Sequence[Token], i: int, today: date) -> Doubt | None:
    month, year = MONTHS.get(_norm(tokens, i)), _year(tokens, i + 1, today)
    if month is None or year is None or _day_before(tokens, i) or date(year, month, 1) > today:
        return None
    after = i + 2 + (_norm(tokens, i + 2) == ",")
    says_year = len(_norm(tokens, after)) == 4 and _norm(tokens, after).isdigit()
    if says_year or (after < len(tokens) and tokens[after].kind == "shortyear"):
        return None
    return Doubt(i, month, int(tokens[i + 1].norm))


def _day_before(tokens: Sequence[Token], i: int) -> bool:
    """ "5 Oct 26", "the 5th of Oct 26"."""
    j = i - 1 - (_norm(tokens, i - 1) == "of")
    if _norm(tokens, i) not in MONTHS or j < 0:
        return False
    digits = _norm(tokens, j).rstrip("stndrh")
    return tokens[j].kind in ("number", "ordinal") and digits.isdigit() and 1 <= int(digits) <= 31


def _are_years(tokens: Sequence[Token], found: Sequence[Doubt]) -> bool | None:
    """None where nothing settles it."""
    said = {t.norm for t in tokens}
    if any(_is_day(tokens, d, found) for d in found):
        return False
    whole = said & OF_MONTHS or any(_norm(tokens, d.at - 1) in IN for d in found)
    alone = len(found) == 1 and (said & set(GRAIN_ADVERBS) or any(u in said for u in UNITS))
    listed = bool(_others(tokens, found)) or any(_after_a_month(tokens, d) for d in found)
    same = len({d.number for d in found}) == 1 and len({d.month for d in found}) >= ALIKE
    return True if whole or alone or listed or same else None


def _is_day(tokens: Sequence[Token], doubt: Doubt, found: Sequence[Doubt]) -> bool:
    """ "On Oct 26", "Monday Oct 26", "week of Oct 26", "Oct 24-26", "Oct 1 to Oct 26"."""
    before = _norm(tokens, doubt.at - 1)
    if (
        before in ON
        or before in WEEKDAYS
        or before in SHORT
        or (before in OF_WEEK and _norm(tokens, doubt.at - 2) == "week")
    ):
        return True
    after = doubt.at + 2
    if _norm(tokens, after) in LINKS and after + 1 < len(tokens) and tokens[after + 1].kind in ("number", "ordinal"):
        return True
    return any(_day_before(tokens, i) or not _whole_year(tokens, i + 1) for i in _others(tokens, found))


def _others(tokens: Sequence[Token], found: Sequence[Doubt]) -> list[int]:
    """Where other months with a number stand."""
    known = {d.at for d in found}
    return [
        i
        for i in range(len(tokens) - 1)
        if tokens[i].norm in MONTHS and i not in known and (_whole_year(tokens, i + 1) or _is_number(tokens[i + 1]))
    ]


def _whole_year(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].kind == "shortyear" or (len(tokens[i].norm) == 4 and tokens[i].norm.isdigit())


def _is_number(token: Token) -> bool:
    return token.kind in ("number", "ordinal") and token.norm.rstrip("stndrh").isdigit()


def _after_a_month(tokens: Sequence[Token], doubt: Doubt) -> bool:
    """ "Aug - Oct 26", "July, August and Oct 26": the month before it has no number."""
    i = doubt.at - 1
    while i >= 0 and tokens[i].norm in LINKS | BETWEEN:
        i -= 1
    return 0 <= i < doubt.at - 1 and tokens[i].norm in MONTHS


def _ask(tokens: Sequence[Token], found: Sequence[Doubt], today: date) -> Ask:
    first, last = found[0].at, found[-1].at + 1
    near = [d for a, d in pairwise(found) if d.at - a.at > MOST_BETWEEN]
    if near:
        last = found[found.index(near[0]) - 1].at + 1

    def said(*, years: bool) -> str:
        numbers = {d.at: d for d in found}
        words: list[str] = []
        i = first
        while i <= last:
            doubt = numbers.get(i)
            words.append(_written(doubt, today, years=years) if doubt else tokens[i].surface)
            i += 2 if doubt else 1
        return " ".join(words)

    options = tuple(Option(text, text) for text in (said(years=True), said(years=False)))
    text = " ".join({t.start: t.surface for t in tokens[first : last + 1]}.values())
    question = date_says.days_or_years(text)
    return Ask(text, question, options, "word", tokens[first].start, tokens[last].end, frozenset())


def _written(doubt: Doubt, today: date, *, years: bool) -> str:
    if years:
        return f"{date(2000 + doubt.number, doubt.month, 1):%B %Y}"
    year = today.year if (doubt.month, doubt.number) <= (today.month, today.day) else today.year - 1
    return f"{doubt.number} {date(2000, doubt.month, 1):%B} {year}"
