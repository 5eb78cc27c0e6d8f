"""Days that people call by a name of their own: Black Friday, Christmas, Easter, New Year's Eve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta


def thanksgiving(year: int) -> date:
    """The fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus, as in Meeus, "Astronomical Algorithms")."""
    golden, century = year % 19, year // 100
    skipped = century - century // 4 - (8 * century + 13) // 25
    epact = (skipped + 19 * golden + 15) % 30
    moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    day = moon - weekday
    month = 3 + (day + 40) // 44
    return date(year, month, day + 28 - 31 * (month // 4))


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _after(feast: Callable[[int], date], days: int) -> Callable[[int], date]:
    return lambda year: feast(year) + timedelta(days=days)


_FEASTS: dict[tuple[str, ...], Callable[[int], date]] = {
    ("thanksgiving",): thanksgiving,
    ("black", "friday"): _after(thanksgiving, 1),
    ("cyber", "monday"): _after(thanksgiving, 4),
    ("good", "friday"): _after(easter, -2),
    ("easter", "sunday"): easter,
    ("easter", "monday"): _after(easter, 1),
    ("christmas", "eve"): _fixed(12, 24),
    ("christmas", "day"): _fixed(12, 25),
    ("boxing", "day"): _fixed(12, 26),
    ("new", "year", "eve"): _fixed(12, 31),
    ("new", "years", "eve"): _fixed(12, 31),
    ("new", "year", "day"): _fixed(1, 1),
    ("new", "years", "day"): _fixed(1, 1),
    ("valentine", "day"): _fixed(2, 14),
    ("valentines", "day"): _fixed(2, 14),
    ("halloween",): _fixed(10, 31),
}
"""Only days: "Christmas" and "Easter" alone may be a season, and are asked about."""
FEAST_WORDS = frozenset(word for name in _FEASTS for word in name)


def feast_at(words: Sequence[str], i: int) -> tuple[int, Callable[[int], date]] | None:
    """How many words at place ``i`` name such a day, and the day in a given year."""
    for n in (3, 2, 1):
        day_of = _FEASTS.get(tuple(words[i : i + n]))
        if day_of is not None and i + n <= len(words):
            return n, day_of
    return None


def christmas_at(word: str) -> tuple[int, Callable[[int], date]] | None:
    """Christmas or Easter, for the week that holds it."""
    return {"christmas": (1, _fixed(12, 25)), "xmas": (1, _fixed(12, 25)), "easter": (1, easter)}.get(word)
