"""Hours of the day: "between 22:00 and 06:00", "from 9am to 5pm", "after 6pm". Only what has the form of a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from infra.local.model.english.vocabulary import word_set
from infra.local.model.outcomes import Stop
from infra.local.model.says.refusals import refuse
from infra.local.model.times.stretches import PeriodReader

_STUCK = re.compile(r"(?P<hour>\d{1,2})(?P<half>am|pm)")
NAMED = {"noon": 12, "midday": 12, "midnight": 24}
OPENERS = word_set("between from")
LINKS = word_set("and to until till through") | {""}
SINCE = word_set("after since")
UNTIL = word_set("before until till")
HALVES = {"morning": "am", "afternoon": "pm", "evening": "pm"}
SHIFTS = word_set("night day early late morning evening afternoon")
APPOINTMENTS = word_set("meeting call lunch presentation deadline appointment")
LASTS = word_set("time times duration long longer took take takes taking lasted lasting resolution delivery hours")
"""With these "from 8 to 18 h" may be how long it was."""
DEADLINES = word_set(
    "send get give have ready need needs needed want wants meeting call deadline asap due deck report presentation "
    "lunch i'm im leave leaving"
)
"""With these a time is more likely that by which an answer is needed."""


@dataclass(frozen=True)
class Hours:
    """``code``: as a request names them, "22-6"."""

    used: int
    code: str


def hours_at(reader: PeriodReader, i: int) -> Hours | None:
    """Raises Stop for times that are no whole hours."""
    said = {t.norm for t in reader.tokens}
    if shift := _shift(reader, i):
        return shift
    outside = reader.norm(i) == "outside"
    opener = (1 + (reader.norm(i + 1) == "of")) if outside else int(reader.norm(i) in OPENERS)
    lasting = not outside and (reader.norm(i) != "from" or bool(said & LASTS))
    first = _time(reader, i + opener, lasting=lasting)
    if first and not said & APPOINTMENTS:
        at = i + opener + first[0]
        second = _time(reader, at + 1, lasting=lasting) if reader.norm(at) in LINKS else None
        if second:
            used = at + 1 + second[0] - i
            start = first[1] if first[2] else _like(first[1], second[1])
            code = _code(second[1], start) if outside else _code(start, second[1])
            return Hours(used, code) if second[2] else None
    if outside:
        return None
    if said & (DEADLINES | APPOINTMENTS):
        return None
    word = reader.norm(i)
    single = _time(reader, i + 1) if word in SINCE | UNTIL else None
    if single is None or not single[2]:
        return None
    start, end = (single[1], 24) if word in SINCE else (0, single[1])
    return Hours(1 + single[0], _code(start, end)) if (start % 24, end) != (0, 24) else None


def _shift(reader: PeriodReader, i: int) -> Hours | None:
    """ "Night shift (22 to 6)": beside a shift bare numbers are hours."""
    named = 2 if reader.norm(i) in SHIFTS and reader.norm(i + 1) in ("shift", "shifts") else 0
    named = named or (1 if reader.norm(i) in ("shift", "shifts") else 0)
    at = i + named + (reader.norm(i + named) in OPENERS)
    first = _time(reader, at) if named else None
    second = _time(reader, at + first[0] + 1) if first and reader.norm(at + first[0]) in LINKS else None
    if not first or not second or first[1] % 24 == second[1] % 24:
        return None
    return Hours(at + first[0] + 1 + second[0] - i, _code(first[1], second[1]))


def _code(start: int, end: int) -> str:
    return f"{start % 24}-{end or 24}"


def _like(hour: int, other: int) -> int:
    """ "8 to 10 am", "2-5 pm"."""
    return hour + 12 if other > 12 and hour + 12 < other else hour


def _time(reader: PeriodReader, i: int, *, lasting: bool = True) -> tuple[int, int, bool] | None:
    """How many tokens, the hour, and whether it has the form of a time; a bare number may be one too.

    ``lasting``: "8 h" may be how long something took.
    """
    word = reader.norm(i)
    if word in NAMED:
        return 1, NAMED[word], True
    if match := _STUCK.fullmatch(word):
        return (1, _half(int(match["hour"]), match["half"]), True) if 1 <= int(match["hour"]) <= 12 else None
    if not word.isdigit() or len(word) > 2 or int(word) > 24:
        return None
    hour, after = int(word), reader.norm(i + 1)
    if after == ":" and len(reader.norm(i + 2)) >= 2 and reader.norm(i + 2)[:2].isdigit():
        if reader.norm(i + 2)[:2] != "00":
            raise Stop(refuse("half hours"))
        half = reader.norm(i + 2)[2:] or (reader.norm(i + 3) if reader.norm(i + 3) in ("am", "pm") else "")
        if half in ("am", "pm"):
            return 3 + (reader.norm(i + 2)[2:] == ""), _half(hour, half), True
        return (3, hour, True) if not half else None
    if after in ("am", "pm") and 1 <= hour <= 12:
        return 2, _half(hour, after), True
    day = reader.norm(i + 3) if after == "in" and reader.norm(i + 2) == "the" else ""
    if day in HALVES and 1 <= hour <= 12:
        return 4, _half(hour, HALVES[day]), True
    if after in ("oclock", "o'clock") or (after == "h" and not lasting):
        return 2, hour, True
    return 1, hour, False


def _half(hour: int, half: str) -> int:
    return hour % 12 + (12 if half == "pm" else 0)
