"""Days told by an ordinal: "the fifteenth of October", "from the first to the tenth of this month"."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import LAST, MONTHS, ORDINALS, THIS, word_set
from infra.local.model.times.spans import shift

_FROM_SIXTH = (
    "sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
    "eighteenth nineteenth twentieth"
)
DAYS = {word: day for word, day in ORDINALS.items() if word.isalpha()}
DAYS |= {word: day for day, word in enumerate(_FROM_SIXTH.split(), 6)}
DAYS["thirtieth"] = 30
TENS = {"twenty": 20, "thirty": 30}
LAST_DAY = 31
LINKS = word_set("to until till through thru and or") | {""}
"""Between two days of one month; the last is a dash."""
CURRENT = THIS | {"present", "running"}
FRACTION = word_set("a an one")
"""Before "third" it is a part of something."""
THE = ("the", "our")


def read(tokens: Sequence[Token], today: date) -> tuple[Token, ...]:
    """The tokens with such days as numbers before their month, or as dates of "this month" and "last month"."""
    found = list(tokens)
    i = len(found) - 1
    while i >= 0:
        day, used = _day(found, i)
        month = _month(found, i + used, today) if day else None
        if month is not None:
            found = _told(found, i, month)
        i -= 1
    return tuple(found)


def _day(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """The day of a month that an ordinal names here, and how many tokens it takes; 0 for none."""
    word = norm_at(tokens, i)
    if word in TENS:
        at = i + 1 + (norm_at(tokens, i + 1) == "")
        day = TENS[word] + DAYS.get(norm_at(tokens, at), LAST_DAY)
        return (day, at + 1 - i) if day <= LAST_DAY and day % 10 else (0, 0)
    if word[:-2].isdigit() and word[-2:] in ("st", "nd", "rd", "th") and 1 <= int(word[:-2]) <= LAST_DAY:
        return int(word[:-2]), 1
    within = norm_at(tokens, i - 1) in TENS or (norm_at(tokens, i - 1) == "" and norm_at(tokens, i - 2) in TENS)
    fraction = norm_at(tokens, i - 1) in FRACTION
    return (DAYS[word], 1) if word in DAYS and not within and not fraction else (0, 0)


def _month(tokens: Sequence[Token], i: int, today: date) -> tuple[int, date | None] | None:
    """How many tokens behind a day say of which month it is, and its first day where that is not said by name."""
    if norm_at(tokens, i) != "of":
        return None
    if norm_at(tokens, i + 1) in MONTHS:
        return 0, None
    at = i + 1 + (norm_at(tokens, i + 1) in THE)
    word = norm_at(tokens, at)
    if norm_at(tokens, at + 1) != "month" or word not in CURRENT | LAST:
        return None
    first = today.replace(day=1)
    return at + 2 - i, first if word in CURRENT else shift(first, "month", -1)


def _told(tokens: list[Token], i: int, month: tuple[int, date | None]) -> list[Token]:
    """The day here, and those that are linked to it before, as they are read anyway."""
    gone, first = month
    places = [i]
    at = i
    while (earlier := _linked(tokens, at)) is not None:
        places.append(earlier)
        at = earlier
    for place in places:
        day, used = _day(tokens, place)
        if first is not None and day > monthrange(first.year, first.month)[1]:
            return tokens
        more = gone if place == i else 0
        whole = replace(tokens[place], end=tokens[place + used + more - 1].end)
        said = replace(whole, surface=str(day), norm=str(day), kind="number")
        if first is not None:
            text = first.replace(day=day).isoformat()
            said = replace(whole, surface=text, norm=text, kind="date")
        tokens = [*tokens[:place], said, *tokens[place + used + more :]]
    return tokens


def _linked(tokens: Sequence[Token], i: int) -> int | None:
    """Where the day stands to which this one is linked: "the first to (the fifteenth)"."""
    link = i - 1 - (norm_at(tokens, i - 1) in THE)
    if link < 1 or norm_at(tokens, link) not in LINKS:
        return None
    found = next((n for n in (3, 2, 1) if link - n >= 0 and _day(tokens, link - n)[1] == n), None)
    return link - found if found else None
