"""Days, months, quarters and years in English -> spans: "last three months", "Q3 2025", "5 November", "a year ago"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from infra.local.model.english.numerals import number_at
from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import (
    BY_EACH,
    LAST,
    MONTHS,
    NEXT,
    ORDINALS,
    PREPOSITIONS,
    THIS,
    UNITS,
    WEEKDAYS,
)
from infra.local.model.times import spans
from infra.local.model.times.feasts import feast_at
from infra.local.model.times.fiscal import fiscal_at
from infra.local.model.times.fiscal_spans import canonical_fiscal
from infra.local.model.times.spans import Span, Unit

YEARS = range(1990, 2100)
_BEFORE_MAY = frozenset(PREPOSITIONS | THIS | LAST) | frozenset(
    {"of", "since", "until", "till", "before", "after", "to", "through", "and", "between", "vs", "versus", "only"}
)
_TO_A_MONTH = frozenset({"to", "until", "till", "through", "thru", "and", ""})
_SHORT = {"ytd": "year", "qtd": "quarter", "mtd": "month", "wtd": "week"}
_TWELVE = ("ttm", "ltm")
"""Trailing, or last, twelve months."""

Match = tuple[int, Span]
"""How many tokens, and the span that they mean."""
OVER = frozenset(["over", "in", "during", "within", "for", "throughout"])
"""Before \"the last year\" they say the twelve months up to now, as \"the past year\" does."""


@dataclass(frozen=True)
class PointReader:
    """Reads days and whole units out of the tokens of one message."""

    tokens: Sequence[Token]
    today: date
    week_start: str = "monday"
    fiscal_year_start: str = "01-01"
    _points: dict[int, Match | None] = field(default_factory=dict[int, "Match | None"], init=False, repr=False)
    """What :meth:`point` found at a token: every kind of stretch asks for it again."""

    def future_at(self, i: int) -> int:
        """Tokens of a period that has not begun ("next month"), or 0."""
        if self.norm(i) == "tomorrow":
            return 1
        if self.norm(i) not in NEXT:
            return 0
        if self.norm(i + 1) in UNITS or self.norm(i + 1) in WEEKDAYS or self.norm(i + 1) in MONTHS:
            return 2
        value, used = number_at(self.tokens, i + 1)
        return 2 + used if value and used and self.norm(i + 1 + used) in UNITS else 0

    def norm(self, i: int) -> str:
        return self.tokens[i].norm if 0 <= i < len(self.tokens) else "\0"

    def sign(self, i: int) -> str:
        return self.tokens[i].surface if 0 <= i < len(self.tokens) else ""

    def skip(self, i: int, *words: str) -> int:
        return i + 1 if self.norm(i) in words else i

    def point(self, i: int) -> Match | None:
        """The longest day or whole unit that starts at token i, or None."""
        if i not in self._points:
            self._points[i] = self._read_point(i)
        return self._points[i]

    def _read_point(self, i: int) -> Match | None:
        found = [
            m
            for reader in (
                self._iso, self._relative, self._to_date, self._ago, self.month_day, self._month, self._quarter,
                self._half, self._year, self._fiscal, self._weekday, self._before_last, self._named, self._week,
                self._edge, self._same_before,
            )
            if (m := reader(i))
        ]  # fmt: skip
        return max(found, key=lambda m: m[0], default=None)

    def _iso(self, i: int) -> Match | None:
        if i >= len(self.tokens) or self.tokens[i].kind != "date":
            return None
        text = self.tokens[i].norm
        if "q" in text:
            return 1, _quarter(int(text[:4]), int(text[-1]))
        numbers = [int(n) for n in text.replace("/", "-").replace(".", "-").split("-")]
        if numbers[0] < 1000:
            if (
                len(numbers) == 3
                and numbers[0] <= 12
                and numbers[1] <= 12
                and "." not in text
                and len(set(numbers[:2])) > 1
            ):
                return None
            swap = len(numbers) == 3 and numbers[1] > 12
            numbers = [numbers[-1], *([numbers[0], numbers[1]] if swap else numbers[-2::-1])]
        if not 1 <= numbers[1] <= 12:
            return None
        if len(numbers) == 2:
            return 1, spans.whole(date(numbers[0], numbers[1], 1), "month")
        span = spans.day(numbers[0], numbers[1], numbers[2])
        return (1, span) if span.start.day == numbers[2] else None

    def _relative(self, i: int) -> Match | None:
        word = self.norm(i)
        if word in ("today", "yesterday"):
            return 1, spans.relative("day", int(word == "yesterday"), self.today)
        if (word, self.norm(i + 1), self.norm(i + 2)) == ("day", "before", "yesterday"):
            return 3, spans.whole(self.today - timedelta(days=2), "day")
        if word not in LAST and word not in THIS:
            return None
        if self.norm(i + 1) in ("full", "complete", "whole") and self.norm(i + 2) in UNITS and word in LAST:
            full = spans.relative(UNITS[self.norm(i + 2)], 1, self.today, self.week_start)  # type: ignore[arg-type]
            return (3, full) if not self.norm(i + 2).endswith("s") else None
        noun = self.norm(i + 1)
        if noun in UNITS and not (noun.endswith("s") and word not in LAST):
            unit: Unit = UNITS[noun]  # type: ignore[assignment]
            if word in THIS:
                extra = 2 if (self.norm(i + 2), self.norm(i + 3)) == ("so", "far") else 0
                return 2 + extra, spans.relative(unit, 0, self.today, self.week_start)
            if noun.endswith("s"):
                return None
            back = unit == "year" and self.norm(i - 1) == "the" and self.norm(i - 2) in OVER
            if (word in ("past", "trailing") or (word == "last" and back)) and unit in ("week", "month", "year"):
                rolling = {"week": (7, "day"), "month": (30, "day"), "year": (12, "month")}[unit]
                return 2, spans.last_units(rolling[0], rolling[1], self.today)  # type: ignore[arg-type]
            return (
                (2, spans.relative(unit, 1, self.today, self.week_start)) if word not in ("recent", "latest") else None
            )
        if word in LAST and noun == "fortnight":
            return 2, spans.last_units(14, "day", self.today)
        return self._last_n(i + 1) if word in LAST else None

    def _last_n(self, i: int) -> Match | None:
        count, used = number_at(self.tokens, i)
        if (self.norm(i), self.norm(i + 1)) == ("couple", "of"):
            count, used = 2, 2
        if not count or not used or not 1 <= count <= 9999 or count != int(count):
            return None
        noun = self.norm(i + used)
        if noun in ("full", "complete", "calendar", "whole") and UNITS.get(self.norm(i + used + 1), "day") != "day":
            used, noun = used + 1, self.norm(i + used + 1)
        if noun in UNITS:
            return 2 + used, spans.last_units(int(count), UNITS[noun], self.today)  # type: ignore[arg-type]
        return (2 + used, spans.last_units(14 * int(count), "day", self.today)) if noun == "fortnights" else None

    def _to_date(self, i: int) -> Match | None:
        if self.norm(i) in _TWELVE:
            return 1, spans.last_units(12, "month", self.today)
        if (self.norm(i), self.norm(i + 1), self.norm(i + 2)) == ("so", "far", "this") and self.norm(i + 3) in UNITS:
            return 4, spans.relative(UNITS[self.norm(i + 3)], 0, self.today, self.week_start)  # type: ignore[arg-type]
        unit = _SHORT.get(self.norm(i))
        if unit:
            return 1, self._so_far(unit)
        words = [self.norm(i + n) for n in range(5) if self.norm(i + n) != ""]
        for used in (3, 4, 5):
            if [self.norm(i + n) for n in range(used) if self.norm(i + n) != ""][1:] == ["to", "date"]:
                noun = words[0]
                if noun in UNITS and noun != "day":
                    return used, self._so_far(UNITS[noun])
        return None

    def _so_far(self, unit: str) -> Span:
        start = spans.unit_start(self.today, unit, self.week_start)  # type: ignore[arg-type]
        return Span(f"{unit} to date", start, self.today)

    def _fiscal(self, i: int) -> Match | None:
        """FY2026, this fiscal year, Q1 of FY26...: see :mod:`fiscal`."""
        found = fiscal_at([t.norm for t in self.tokens], i)
        return (found[0], self._canonical(found[1])) if found else None

    def _canonical(self, text: str) -> Span:
        canonical = canonical_fiscal(text, self.today, self.fiscal_year_start)
        found = spans.read(canonical, self.today, self.week_start, self.fiscal_year_start)
        return replace(found, text=canonical) if found else Span(canonical, self.today, self.today)

    def _named(self, i: int) -> Match | None:
        """Black Friday, Christmas, Easter...: see :mod:`feasts`."""
        found = feast_at([t.norm for t in self.tokens], i)
        if found is None:
            return None
        used, day_of = found
        more, year = self.year_after(i + used)
        if year is not None:
            return used + more, replace(spans.whole(day_of(year), "day"), in_year=day_of)
        latest = day_of(self.today.year)
        latest = latest if latest <= self.today else day_of(self.today.year - 1)
        return used, replace(spans.whole(latest, "day"), yearless=True, in_year=day_of)

    def _ago(self, i: int) -> Match | None:
        """3 days ago, two months ago, a year ago: the day or the unit that long ago."""
        count, used = number_at(self.tokens, i)
        if self.norm(i) in ("a", "one"):
            count, used = 1, 1
        if not count or not used or count != int(count) or not 1 <= count <= 2000:
            return None
        noun = self.norm(i + used)
        if noun in UNITS and self.norm(i + used + 1) == "ago":
            unit: Unit = UNITS[noun]  # type: ignore[assignment]
            return used + 2, spans.relative(unit, int(count), self.today, self.week_start)
        return None

    def _before_last(self, i: int) -> Match | None:
        if self.norm(i) in UNITS and (self.norm(i + 1), self.norm(i + 2)) == ("before", "last"):
            return 3, spans.relative(UNITS[self.norm(i)], 2, self.today, self.week_start)  # type: ignore[arg-type]
        return self._unit_before(i)

    def _unit_before(self, i: int) -> Match | None:
        """ "The month before September": the one that lies before the month that is named."""
        unit = UNITS.get(self.norm(i))
        if unit is None or self.norm(i).endswith("s") or self.norm(i + 1) != "before":
            return None
        found = self.point(i + 2)
        earlier = spans.before(found[1]) if found and found[1].unit == unit else None
        return (2 + found[0], earlier) if found and earlier else None

    def _edge(self, i: int) -> Match | None:
        """First 10 days of October, the last two months of 2025, first day of Q3; of weeks it is not clear which."""
        word, (count, used) = self.norm(i), number_at(self.tokens, i + 1)
        if word not in ("first", "last") or (used and (count is None or count != int(count) or not 1 <= count <= 366)):
            return None
        j = i + 1 + used
        unit = UNITS.get(self.norm(j), "week")
        whole = self.point(self.skip(j + 2, "the")) if self.norm(j + 1) in ("of", "in") and unit != "week" else None
        if whole is None or whole[1].unit not in spans.UNITS[spans.UNITS.index(unit) + 1 :]:  # type: ignore[arg-type]
            return None
        found = spans.edge(whole[1], unit, int(count or 1), last=word == "last")  # type: ignore[arg-type]
        at = self.skip(j + 2, "the")
        return (at + whole[0] - i, found) if found and found.start <= self.today else None

    def year_after(self, i: int) -> tuple[int, int | None]:
        """Tokens and year of "2026", "'26", "of 2026", "last year", "of this year" at i."""
        j = self.skip(self.skip(i, ","), "of", "in")
        if j < len(self.tokens):
            token = self.tokens[j]
            if token.kind == "number" and token.norm.isdigit() and int(token.norm) in YEARS:
                return j + 1 - i, int(token.norm)
            if token.kind == "shortyear":
                return j + 1 - i, 2000 + int(token.norm[1:])
        j = self.skip(j, "the")
        said = self.norm(j)
        if self.norm(j + 1) == "year" and said in ("last", "previous", "prior", "this", "current"):
            return j + 2 - i, self.today.year - (said not in ("this", "current"))
        if said in ("a", "one") and (self.norm(j + 1), self.norm(j + 2)) == ("year", "ago"):
            return j + 3 - i, self.today.year - 1
        return 0, None

    def day(self, i: int) -> int | None:
        if i >= len(self.tokens) or self.tokens[i].kind not in ("number", "ordinal"):
            return None
        digits = self.tokens[i].norm.rstrip("stndrh")
        return int(digits) if digits.isdigit() and 1 <= int(digits) <= 31 else None

    def _month_at(self, i: int) -> int | None:
        word = self.norm(i)
        if word not in MONTHS:
            return None
        if word == "may":
            linked = self.norm(i + 1) in _TO_A_MONTH and self.norm(i + 2) in MONTHS
            dated = linked or self.year_after(i + 1)[1] or self.day(i + 1) or self.day(i - 1)
            if not dated and self.norm(i - 1) not in _BEFORE_MAY and len(self.tokens) > 2 and self.norm(i - 1) != "":
                return None
        return MONTHS[word]

    def month_day(self, i: int) -> Match | None:
        """5 November, the 5th of November 2026, November 5, Nov 5th, 2026."""
        day, month, after = self.day(i), None, i + 1
        if day is not None:
            after = self.skip(after, "of")
            month = self._month_at(after)
            after += 1
        else:
            month, day = self._month_at(i), self.day(i + 1)
            after = i + 2
        if month is None or day is None:
            return None
        span = spans.day(self.today.year, month, day)
        if span.start.day != day:
            return None
        used, year = self.year_after(after)
        if year is not None:
            return after + used - i, spans.with_year(span, year)
        if span.start > self.today:
            span = spans.with_year(span, self.today.year - 1)
        return after - i, replace(span, yearless=True)

    def _same_before(self, i: int) -> Match | None:
        """ "October 2026 and the October before": that of the year before the one that was named."""
        month = MONTHS.get(self.norm(i))
        if month is None or self.norm(i + 1) not in ("before", "prior") or self.point(i + 2):
            return None
        named = [m[1] for j in range(i - 1) if self.norm(j) in MONTHS and (m := self._month(j))]
        years = [span.start.year for span in named if span.month == month]
        return (2, spans.whole(date(years[-1] - 1, month, 1), "month")) if years else None

    def _month(self, i: int) -> Match | None:
        if self.norm(i) in (*LAST, *THIS) and self.norm(i + 1) in MONTHS:
            month, back = MONTHS[self.norm(i + 1)], self.norm(i) in LAST
            start = date(self.today.year, month, 1)
            current = spans.unit_start(self.today, "month")
            if back and start >= current:
                start = date(self.today.year - 1, month, 1)
            return 2, spans.whole(start, "month")
        month = self._month_at(i)
        if month is None:
            return None
        used, year = self.year_after(i + 1)
        start = date(year or self.today.year, month, 1)
        if year is not None:
            return 1 + used, spans.whole(start, "month")
        if start > self.today:
            start = date(self.today.year - 1, month, 1)
        return 1, replace(spans.whole(start, "month"), yearless=True)

    def _quarter(self, i: int) -> Match | None:
        word, used = self.norm(i), 1
        if fiscal_at([t.norm for t in self.tokens], i - 1) or fiscal_at([t.norm for t in self.tokens], i):
            return None
        number = int(word[1]) if len(word) == 2 and word[0] == "q" and word[1] in "1234" else None
        if number is None and word in ORDINALS and self.norm(i + 1) == "quarter":
            number, used = ORDINALS[word], 2
        if number is None and word == "quarter" and self.norm(i + 1) in ("1", "2", "3", "4"):
            number, used = int(self.norm(i + 1)), 2
        if number is None and word in LAST and self.norm(i + 1) == "quarter":
            more, year = self.year_after(i + 2)
            return (2 + more, _quarter(year, 4)) if year and self.norm(i + 2) == "of" else None
        if number is None or number > 4:
            year = self._plain_year(i)
            following = self._quarter(i + 1) if year and self.norm(i + 1)[:1] == "q" else None
            return (1 + following[0], spans.with_year(following[1], year)) if year and following else None
        more, year = self.year_after(i + used)
        if year is not None:
            return used + more, _quarter(year, number)
        span = _quarter(self.today.year, number)
        if span.start > self.today:
            span = _quarter(self.today.year - 1, number)
        return used, replace(span, yearless=True)

    def _half(self, i: int) -> Match | None:
        word, used = self.norm(i), 1
        half = {"h1": 1, "h2": 2}.get(word)
        if half is None and self.norm(i + 1) == "half" and word in ("first", "second", "1st", "2nd"):
            half, used = ORDINALS[word], 2
        if half is None:
            return None
        more, year = self.year_after(i + used)
        if word not in ("h1", "h2") and year is None and self.norm(i + used) == "of":
            return None
        latest = self.today.year if half == 1 or self.today.month > 6 else self.today.year - 1
        start = date(year or latest, 1 if half == 1 else 7, 1)
        span = spans.between(start, spans.shift(start, "month", 6) - timedelta(days=1))
        return used + more, replace(span, half=half, yearless=year is None)

    def _week(self, i: int) -> Match | None:
        """Week 45, calendar week 45 of 2026, CW45: the ISO week, the latest one begun; the week of 5 October."""
        word, j = self.norm(i), self.skip(i, "calendar", "iso")
        if word == "week" and self.norm(i - 1) in BY_EACH:
            return None  # "per week from 5 October to 1 November": a breakdown
        if word == "week" and self.norm(i + 1) in ("of", "from") and (found := self.point(self.skip(i + 2, "the"))):
            at = self.skip(i + 2, "the")
            start = spans.unit_start(found[1].start, "week", self.week_start)
            return (at + found[0] - i, spans.whole(start, "week")) if found[1].unit == "day" else None
        stuck = word[2:] if word[:2] in ("cw", "kw") else word[1:] if word[:1] == "w" else ""
        said, j = (stuck, i) if stuck.isdigit() else (self.norm(j + 1), j + 1)
        if not stuck.isdigit() and self.norm(j - 1) not in ("week", "cw", "kw"):
            return None
        if not said.isdigit() or not 1 <= int(said) <= 53:
            return None
        more, year = self.year_after(j + 1)
        number = int(said)
        this = year or self.today.isocalendar().year
        begun = year is not None or (this, number) <= self.today.isocalendar()[:2]
        text = f"{this if begun else this - 1}-W{number:02d}"
        span = spans.read(text, self.today, self.week_start)
        return (j + 1 + (more if year is not None else 0) - i, span) if span else None

    def _plain_year(self, i: int) -> int | None:
        norm = self.norm(i)
        is_year = i < len(self.tokens) and self.tokens[i].kind == "number" and norm.isdigit() and int(norm) in YEARS
        return int(norm) if is_year else None

    def _year(self, i: int) -> Match | None:
        j = i + 1 if self.norm(i) == "year" else i
        year = self._plain_year(j)
        return (j + 1 - i, spans.whole(date(year, 1, 1), "year")) if year else None

    def _weekday(self, i: int) -> Match | None:
        skip = int(self.norm(i) in LAST or self.norm(i) in THIS)
        word = self.norm(i + skip)
        if word not in WEEKDAYS:
            return None
        back = (self.today.weekday() - WEEKDAYS[word]) % 7
        if skip and self.norm(i) in LAST and back == 0:
            back = 7
        return 1 + skip, replace(spans.whole(self.today - timedelta(days=back), "day"), weekday=not skip)


def _quarter(year: int, number: int) -> Span:
    return spans.whole(date(year, 3 * number - 2, 1), "quarter")
