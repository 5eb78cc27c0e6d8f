"""Periods in words and codes -> half-open ranges of days: the grammar of ``MetricRequest.period``.

``today``, ``yesterday``, ``tomorrow``; ``this|last|previous|next day|week|month|quarter|year``;
``last N days|weeks|months|quarters|years``; ``N <units> ago``; ``month to date`` and the like (``wtd`` ... ``ytd``);
``2026``, ``2026-Q3``, ``2026-10``, ``2026-W45``, ``2026-10-05``; ``October 2026``, ``October``, ``Q3`` (the latest
one begun); ``a..b`` with either end open, both ends included;
``since a``, ``until a``; ``FY2026``, ``FY2026-Q1``, ``this|last|next fiscal year|quarter``, ``fiscal year to date``.

Choices: "last N days" ends yesterday; "last N weeks" (months, ...) are the N whole ones before the current one;
weeks start as the model says, and ``2026-W45`` is the ISO week (from Monday) whatever it says; a fiscal year is
named by the calendar year that holds most of its months, by its end when that is a tie.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from agent_actions.errors import FixableError
from agent_actions.semantic import words

UNITS = ("day", "week", "month", "quarter", "year", "fiscal quarter", "fiscal year")
_UNIT = r"(?P<unit>day|week|month|quarter|year|fiscal quarter|fiscal year)"
_COUNT = r"(?P<count>\d{1,4})"
_TO_DATE = {"wtd": "week", "mtd": "month", "qtd": "quarter", "ytd": "year", "fytd": "fiscal year"}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days from ``start`` up to but without ``end``; ``date.min`` and ``date.max`` stand for an open end."""

    start: date
    end: date
    label: str
    unit: str = field(default="", compare=False)
    """The calendar unit in which it was asked for, also when only its part up to today was: "week", "fiscal year"."""

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - _DAY if self.end > date.min else self.end

    @property
    def open_start(self) -> bool:
        return self.start == date.min

    @property
    def open_end(self) -> bool:
        return self.end == date.max


@dataclass(frozen=True)
class _Calendar:
    today: date
    week_start: str
    fiscal_month: int
    fiscal_day: int

    def unit(self, unit: str, offset: int) -> Period:
        """The unit ``offset`` units from the one that holds today."""
        start = self._start(unit, offset)
        end = self._start(unit, offset + 1)
        return Period(start, end, self.label(unit, start, end), unit)

    def units(self, unit: str, first: int, count: int) -> Period:
        start, end = self._start(unit, first), self._start(unit, first + count)
        return Period(start, end, self.label(unit, start, end) if count == 1 else range_label(start, end), unit)

    def _start(self, unit: str, offset: int) -> date:
        today = self.today
        if unit == "day":
            return today + timedelta(days=offset)
        if unit == "week":
            return self.week_of(today) + timedelta(weeks=offset)
        if unit == "month":
            return _month(today.year, today.month + offset)
        if unit == "quarter":
            return _month(today.year, (today.month - 1) // 3 * 3 + 1 + 3 * offset)
        if unit == "year":
            return date(today.year + offset, 1, 1)
        months = 12 if unit == "fiscal year" else 3
        begun = self._fiscal_start(today.year - 1)
        passed = 0
        while self._fiscal_month(begun, passed + months) <= today:
            passed += months
        return self._fiscal_month(begun, passed + months * offset)

    def week_of(self, day: date) -> date:
        back = day.weekday() if self.week_start == "monday" else (day.weekday() + 1) % 7
        return day - timedelta(days=back)

    def _fiscal_start(self, year: int) -> date:
        return date(year, self.fiscal_month, min(self.fiscal_day, monthrange(year, self.fiscal_month)[1]))

    def _fiscal_month(self, start: date, months: int) -> date:
        first = _month(start.year, start.month + months)
        return first.replace(day=min(self.fiscal_day, monthrange(first.year, first.month)[1]))

    def _fiscal_name(self, start: date) -> int:
        """The number in FY2026 for the fiscal year that starts on this day."""
        return start.year if self.fiscal_month < 7 else start.year + 1

    def fiscal(self, number: int, quarter: int | None) -> Period:
        year = number if self.fiscal_month < 7 else number - 1
        start = self._fiscal_start(year)
        if quarter is None:
            end = self._fiscal_start(year + 1)
            return Period(start, end, self.label("fiscal year", start, end))
        first, end = self._fiscal_month(start, 3 * (quarter - 1)), self._fiscal_month(start, 3 * quarter)
        return Period(first, end, self.label("fiscal quarter", first, end))

    def label(self, unit: str, start: date, end: date) -> str:
        if unit == "week":
            return words.week_of(day_label(start))
        if not unit.startswith("fiscal"):
            return range_label(start, end)
        begun = self._fiscal_start(start.year)
        begun = begun if begun <= start else self._fiscal_start(start.year - 1)
        name = f"FY{self._fiscal_name(begun)}"
        if unit == "fiscal quarter":
            quarter = next(q for q in range(4) if start < self._fiscal_month(begun, 3 * (q + 1)))
            name = f"{name}-Q{quarter + 1}"
        return words.fiscal(name, words.from_to(day_label(start), day_label(end - _DAY)))


def parse_period(text: str, today: date, *, week_start: str = "monday", fiscal_year_start: str = "01-01") -> Period:
    """The period that the text means on this day. Raises FixableError, saying what is allowed."""
    month, day = (int(part) for part in fiscal_year_start.split("-"))
    calendar = _Calendar(today, week_start, month if 1 <= month <= 12 else 1, max(day, 1))
    clean = " ".join(text.strip().casefold().replace("_", " ").split())
    try:
        period = _parse(clean, calendar)
    except (OverflowError, ValueError):
        raise FixableError(words.period_too_far(text)) from None
    if period is None:
        raise FixableError(words.period_unknown(text))
    if period.start >= period.end:
        raise FixableError(words.period_backwards(text))
    return period


def _parse(text: str, calendar: _Calendar) -> Period | None:
    if ".." in text:
        left, _, right = text.partition("..")
        return _range(left.strip(), right.lstrip(". "), calendar)
    for pattern, read in _GRAMMAR:
        match = pattern.fullmatch(text)
        if match:
            return read(match, calendar)
    return None


def _range(left: str, right: str, calendar: _Calendar) -> Period | None:
    start = _parse(left, calendar) if left else None
    end = _parse(right, calendar) if right else None
    if (left and start is None) or (right and end is None) or ".." in right:
        return None
    if start is None and end is None:
        return Period(date.min, date.max, words.ALL_DATES)
    if end is None:
        assert start is not None
        return Period(start.start, date.max, words.since(day_label(start.start)))
    if start is None:
        return Period(date.min, end.end, words.until(day_label(end.last)))
    return Period(start.start, end.end, range_label(start.start, end.end))


def _relative(match: re.Match[str], calendar: _Calendar) -> Period:
    offset = {"this": 0, "current": 0, "next": 1}.get(match["which"], -1)
    return calendar.unit(match["unit"], offset)


def _last_units(match: re.Match[str], calendar: _Calendar) -> Period | None:
    count, unit = int(match["count"]), match["unit"]
    if count == 0:
        return None
    period = calendar.units(unit, -count, count)
    if unit == "day" and count > 1:
        return Period(period.start, period.end, words.days_ending_yesterday(period.label, count), unit)
    return period


def _next_units(match: re.Match[str], calendar: _Calendar) -> Period | None:
    count = int(match["count"])
    return calendar.units(match["unit"], 1, count) if count else None


def _ago(match: re.Match[str], calendar: _Calendar) -> Period:
    return calendar.unit(match["unit"], -int(match["count"]))


def _to_date(match: re.Match[str], calendar: _Calendar) -> Period:
    short = match.groupdict().get("short")
    unit = _TO_DATE[short] if short else match["unit"]
    start, end = calendar.unit(unit, 0).start, calendar.today + _DAY
    return Period(start, end, range_label(start, end), unit)


def _iso(match: re.Match[str], calendar: _Calendar) -> Period:
    year = int(match["year"])
    if match["week"]:
        try:
            start = date.fromisocalendar(year, int(match["week"]), 1)
        except ValueError:
            raise FixableError(words.no_such_date(match[0])) from None
        return Period(start, start + timedelta(weeks=1), words.week_of(day_label(start)), "week")
    if match["quarter"]:
        start = date(year, int(match["quarter"]) * 3 - 2, 1)
        end = _month(year, start.month + 3)
    elif match["day"]:
        try:
            start = date(year, int(match["month"]), int(match["day"]))
        except ValueError:
            raise FixableError(words.no_such_date(match[0])) from None
        end = start + _DAY
    elif match["month"]:
        if not 1 <= int(match["month"]) <= 12:
            raise FixableError(words.no_such_date(match[0]))
        start = date(year, int(match["month"]), 1)
        end = _month(year, start.month + 1)
    else:
        start, end = date(year, 1, 1), date(year + 1, 1, 1)
    return Period(start, end, calendar.label("", start, end))


def _named(match: re.Match[str], calendar: _Calendar) -> Period:
    """A month or a quarter by name; without a year the latest one that has begun."""
    parts = match.groupdict()
    quarter = parts.get("quarter")
    month = int(quarter) * 3 - 2 if quarter else _MONTHS.index(match["month"][:3]) + 1
    today = calendar.today
    year = int(match["year"]) if match["year"] else today.year if month <= today.month else today.year - 1
    start, end = date(year, month, 1), _month(year, month + (3 if quarter else 1))
    return Period(start, end, range_label(start, end))


def _fiscal(match: re.Match[str], calendar: _Calendar) -> Period:
    return calendar.fiscal(int(match["year"]), int(match["quarter"]) if match["quarter"] else None)


def _since(match: re.Match[str], calendar: _Calendar) -> Period | None:
    return _range(match["from"], "", calendar)


def _until(match: re.Match[str], calendar: _Calendar) -> Period | None:
    return _range("", match["to"], calendar)


_ISO = r"(?P<year>\d{4})(?:-?q(?P<quarter>[1-4])|-?w(?P<week>\d{1,2})|-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"
_MONTHS = [month.casefold() for month in words.DAY_MONTHS]
_MONTH_NAMES = "|".join([*(month.casefold() for month in words.MONTHS), *_MONTHS])
_GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Calendar], Period | None]], ...] = (
    (re.compile(r"today"), lambda _, c: c.unit("day", 0)),
    (re.compile(r"yesterday"), lambda _, c: c.unit("day", -1)),
    (re.compile(r"tomorrow"), lambda _, c: c.unit("day", 1)),
    (re.compile(rf"(?P<which>this|current|last|previous|next) {_UNIT}"), _relative),
    (re.compile(rf"(?:last|previous|past) {_COUNT} {_UNIT}s?"), _last_units),
    (re.compile(rf"next {_COUNT} {_UNIT}s?"), _next_units),
    (re.compile(rf"{_COUNT} {_UNIT}s? ago"), _ago),
    (re.compile(rf"{_UNIT}[ -]to[ -]date"), _to_date),
    (re.compile(rf"(?P<short>{'|'.join(_TO_DATE)})"), _to_date),
    (re.compile(_ISO), _iso),
    (re.compile(rf"(?P<month>{_MONTH_NAMES})(?: (?P<year>\d{{4}}))?"), _named),
    (re.compile(r"q(?P<quarter>[1-4])(?:[ -](?P<year>\d{4}))?"), _named),
    (re.compile(r"fy ?(?P<year>\d{4})(?:[ -]?q(?P<quarter>[1-4]))?"), _fiscal),
    (re.compile(r"since (?P<from>.+)"), _since),
    (re.compile(r"until (?P<to>.+)"), _until),
    (re.compile(r"all(?: time)?"), lambda _, c: _range("", "", c)),
)


def _month(year: int, month: int) -> date:
    """The first day of a month, counted on over the year's ends: month 13 is next January."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def day_label(day: date) -> str:
    """ "5 Oct 2026"."""
    return f"{day.day} {words.DAY_MONTHS[day.month - 1]} {day.year}"


def range_label(start: date, end: date) -> str:
    """Words for the days from start up to but without end: "October 2026", "Q3 2026", "1 Oct 2026 to 15 Nov 2026"."""
    last = end - _DAY
    if start == last:
        return day_label(start)
    if start.day == 1 and end.day == 1:
        months = (end.year - start.year) * 12 + end.month - start.month
        if months == 1:
            return f"{words.MONTHS[start.month - 1]} {start.year}"
        if months == 3 and start.month % 3 == 1:
            return f"Q{start.month // 3 + 1} {start.year}"
        if start.month == 1 and months % 12 == 0:
            return str(start.year) if months == 12 else words.from_to(str(start.year), str(last.year))
        first_month, last_month = words.MONTHS[start.month - 1], words.MONTHS[last.month - 1]
        return words.from_to(f"{first_month} {start.year}", f"{last_month} {last.year}")
    return words.from_to(day_label(start), day_label(last))


_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12, "fiscal_quarter": 3, "fiscal_year": 12}


def months_of(unit: str) -> int:
    """Calendar months in a unit of periods or grains; 0 for days and weeks."""
    return _MONTHS_OF.get(unit.replace(" ", "_"), 0)


def grain_label(start: date, grain: str) -> str:
    """The calendar unit that starts on this day: "October 2026", "Q3 2026", "week of 2 Nov 2026"."""
    if grain == "week":
        return words.week_of(day_label(start))
    if grain.startswith("fiscal"):
        return words.unit_from(grain.replace("_", " "), day_label(start))
    months = _MONTHS_OF.get(grain)
    if months is None or start.day != 1:
        return day_label(start)
    return range_label(start, _month(start.year, start.month + months))


def unit_start(day: date, grain: str, week_start: str = "monday", fiscal_year_start: str = "01-01") -> date:
    """The first day of the week, month, quarter, year or fiscal unit that holds this day."""
    if grain == "week":
        return _Calendar(day, week_start, 1, 1).week_of(day)
    months = _MONTHS_OF.get(grain)
    if months is None:
        return day
    if grain.startswith("fiscal"):
        month, first = (int(part) for part in fiscal_year_start.split("-"))
        return _Calendar(day, week_start, month, first).unit(grain.replace("_", " "), 0).start
    return _month(day.year, (day.month - 1) // months * months + 1)


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the month's last where it has no such day: 31 March - 1 = 28 February."""
    first = _month(day.year, day.month + months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def add_units(day: date, grain: str, count: int) -> date:
    months = _MONTHS_OF.get(grain)
    return add_months(day, months * count) if months else day + timedelta(days=count * (7 if grain == "week" else 1))
