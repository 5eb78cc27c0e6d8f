"""Weekday names beside dates: "Monday 5 October". They add nothing where they fit; where they don't, it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import LAST, THIS, WEEKDAYS, word_set
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.says import date_says
from infra.local.model.times.feasts import feast_at
from infra.local.model.times.spans import Span
from infra.local.model.times.stretches import PeriodReader

SHORT = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5,
         "sun": 6}  # fmt: skip
LINKS = word_set("to until till through thru and") | {""}
RANGES = LINKS - {"and"}
WEEK_LEADS = word_set("of in the ,") | LAST | THIS
"""Between the days of a whole week and the word for it."""
NEAREST = 3
"""Days that a weekday is looked for around the date."""


@dataclass(frozen=True)
class NamedDay:
    """A date that was said with its weekday. ``day``: as it reads without what stands around it."""

    weekday: int
    day: date | None
    number: int
    text: str
    start: int
    end: int


def read(tokens: Sequence[Token], reader: PeriodReader) -> tuple[tuple[Token, ...], list[NamedDay]]:
    """The tokens without the weekdays that stand before dates, and those dates."""
    kept: list[Token] = []
    named: list[NamedDay] = []
    i = 0
    while i < len(tokens):
        word = tokens[i].norm
        weekday = WEEKDAYS.get(word, SHORT.get(word))
        if weekday is not None and _in_feast(tokens, i):
            weekday = None
        j = i + 1
        while j < len(tokens) and tokens[j].norm in (",", "the", ""):
            j += 1
        if weekday is not None and j < len(tokens) and (found := _date_at(tokens, reader, j)):
            used, day, number = found
            said = f"{tokens[i].surface} {' '.join(t.surface for t in tokens[j : j + used])}"
            named.append(NamedDay(weekday, day, number, said, tokens[i].start, tokens[j + used - 1].end))
            i = j
            continue
        kept.append(tokens[i])
        i += 1
    return tuple(kept), named


def whole_week(reader: PeriodReader, i: int) -> int:
    """How many tokens say "from Monday to Sunday", before "of last week": they limit that week by nothing."""
    first = i + (norm_at(reader.tokens, i) == "from")
    days = [WEEKDAYS.get(word, SHORT.get(word)) for k in (0, 2) for word in [norm_at(reader.tokens, first + k)]]
    at = first + 3
    while norm_at(reader.tokens, at) in WEEK_LEADS:
        at += 1
    of_week = at > first + 3 and norm_at(reader.tokens, at) == "week" and reader.week_start == "monday"
    return first + 3 - i if days == [0, 6] and norm_at(reader.tokens, first + 1) in RANGES and of_week else 0


def _in_feast(tokens: Sequence[Token], i: int) -> bool:
    """ "Black Friday" is a day of its own, and no Friday that a date behind it tells."""
    found = feast_at([t.norm for t in tokens], i - 1) if i else None
    return found is not None and found[0] > 1


def _date_at(tokens: Sequence[Token], reader: PeriodReader, j: int) -> tuple[int, date | None, int] | None:
    found = reader.month_day(j)
    if found is None and tokens[j].kind == "date":
        found = reader.point(j)
    if found is not None and found[1].unit == "day":
        return found[0], found[1].start, found[1].start.day
    number = reader.day(j)
    linked = j + 1 < len(tokens) and tokens[j + 1].norm in LINKS
    return (1, None, number) if number is not None and linked else None


def check(named: Sequence[NamedDay], spans: Sequence[Span]) -> None:
    """Raises Stop with a question back where a weekday is not that of its date."""
    for one in named:
        ends = [end for span in spans for end in (span.start, span.end) if end.day == one.number]
        ends = [end for end in ends if one.day is None or end.month == one.day.month]
        days = ends or ([one.day] if one.day else [])
        if days and all(day.weekday() != one.weekday for day in days):
            raise Stop(_ask(one, days[0]))


def _ask(one: NamedDay, day: date) -> Ask:
    near = sorted(range(-NEAREST, NEAREST + 1), key=abs)
    other = next(d for n in near if (d := day + timedelta(days=n)).weekday() == one.weekday)
    options = tuple(Option(date_says.long_day(d), date_says.long_day(d)) for d in (day, other))
    return Ask(one.text, date_says.not_that_weekday(day), options, "word", one.start, one.end, frozenset())
