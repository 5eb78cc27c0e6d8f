"""How people shorten the calendar: "last 30d", "L12M", "wk 44", "3rd qtr", "sept n oct", "til"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.lexicon import Lexicon
from infra.local.model.text import Token
from infra.local.model.vocabulary import LAST, MONTHS, UNITS, WEEKDAYS, word_set

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
AND = word_set("n")


def spelled_out(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens with such words in full; what the model itself writes so stays."""
    found: list[Token] = []
    for i, token in enumerate(tokens):
        before = tokens[i - 1] if i else None
        behind_last = before is not None and before.norm in LAST
        stuck = _STUCK.fullmatch(token.norm) if token.kind in ("word", "number") else None
        own = token.kind == "word" and bool(lexicon.lookup((token.norm,)))
        if stuck and not own and (behind_last or stuck["last"]):
            last = [replace(token, norm="last", kind="word")] if stuck["last"] and not behind_last else []
            count = replace(token, norm=stuck["count"], kind="number")
            found += [*last, count, replace(token, norm=LETTERS[stuck["unit"]], kind="word")]
        elif _letter_behind(tokens, i):
            found.append(replace(token, norm=LETTERS[token.norm]))
        elif token.kind == "word" and not own and token.norm in SPELLED:
            found.append(replace(token, norm=SPELLED[token.norm]))
        elif token.norm in AND and _dated(tokens, i - 1) and _dated(tokens, i + 1):
            found.append(replace(token, norm="and"))
        else:
            found.append(token)
    return tuple(found)


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
