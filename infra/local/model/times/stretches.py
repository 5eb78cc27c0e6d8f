"""Periods with two ends in English -> spans: "since March", "between 1 March and 15 April 2026", "until Friday"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from infra.local.model.english.numerals import number_at
from infra.local.model.english.vocabulary import AGAINST, IRREGULAR_VERBS, MONTHS, UNITS, word_set
from infra.local.model.times import spans
from infra.local.model.times.dates import Match, PointReader
from infra.local.model.times.spans import Span
from infra.local.model.times.stretch_ends import stretch_at

EARLIER = frozenset(["more", "longer", "over"])
LATER = frozenset(["less", "fewer"])
MAKES = word_set("sold made took spent had got did earned increased decreased")
"""Behind them "more than a year ago" is more of it than there was then."""
MOST_BACK = {"day": 10_000, "week": 1_000, "month": 400, "quarter": 120, "year": 50}

_OF_THEM = frozenset(["were", "was", "are", "is", "have", "has", "got"])
"""Behind "orders from a day" it is said what became of these."""


class PeriodReader(PointReader):
    """Reads any period out of the tokens of one message."""

    def at(self, i: int) -> Match | None:
        """The longest period that starts at token i, or None."""
        readers = (self._bounded, self._open, self._long_ago, self.point, self._stretch, self._all_time)
        found = [m for reader in readers if (m := reader(i))]
        return self._so_far_too(i, max(found, key=lambda m: m[0], default=None))

    def _stretch(self, i: int) -> Match | None:
        return stretch_at(self, i)

    def _so_far_too(self, i: int, best: Match | None) -> Match | None:
        """ "2026 so far": the words behind a period that is under way add nothing."""
        if best and (self.norm(i + best[0]), self.norm(i + best[0] + 1)) == ("so", "far"):
            return best[0] + 2, best[1]
        return best

    def apart(self, i: int) -> Match | None:
        """As :meth:`at`, but "from A to B" stays two periods: what changed from one to the other is asked."""
        if any(t.norm in AGAINST for t in self.tokens):
            return self.at(i)
        days = self._bounded(i) if self._dashed_days(i) else None
        found = [m for m in (days, self._open(i), self.point(i), stretch_at(self, i), self._all_time(i)) if m]
        return self._so_far_too(i, max(found, key=lambda m: m[0], default=None))

    def _dashed_days(self, i: int) -> bool:
        """ "Nov 1-14", "1-14 November": one stretch, whatever is asked of it."""
        first = i + (self.norm(i) in MONTHS)
        dash = self.sign(first + 1) in ("-", "–", "—")
        return dash and self.day(first) is not None and self.day(first + 2) is not None

    def _bounded(self, i: int) -> Match | None:
        """between A and B, from A to B, A to B."""
        opener = self.norm(i)
        first = i + 1 if opener in ("between", "from") else i
        first = self.skip(first, "the")
        left = self.point(first) or self._bare_day(first) or self._end_of(first, "start", "beginning")
        if not left:
            return None
        middle = first + left[0]
        links = ("and", "to", "until", "till", "through", "thru") if opener == "between" else (
            "to", "until", "till", "through", "thru", ".."
        )  # fmt: skip
        dash = self.sign(middle) in ("-", "–", "—") and self.sign(middle) != ""
        if not dash and self.norm(middle) not in links:
            return None
        second = self.skip(middle + 1, "the")
        if opener != "between" and self.norm(second) in ("now", "date") and self._begun(left[1]):
            return second + 1 - i, self._up_to_today(left[1].start)
        right = self.point(second) or self._bare_day(second, left[1]) or self._end_of(second, "end")
        if not right or not left[1].text or _of_two_calendars(left[1], right[1]):
            return None
        start, end = self._agree(left[1], right[1])
        if start.start > end.end:
            return None
        used = second + right[0] - i
        more, year = self.year_after(i + used) if left[1].yearless and right[1].yearless else (0, None)
        if year is not None:
            start, end = self._agree(left[1], spans.with_year(right[1], year))
        return used + more, spans.between(start.start, end.end)

    def _end_of(self, i: int, *edges: str) -> Match | None:
        """ "(From the) start of August (to the) end of the month": the period that it is an end of."""
        if self.norm(i) not in edges:
            return None
        then = self.skip(self.skip(i + 1, "of"), "the")
        unit = UNITS.get(self.norm(then))
        if unit not in (None, "day"):
            return then + 1 - i, spans.relative(cast("spans.Unit", unit), 0, self.today, self.week_start)
        point = self.point(then)
        return (then + point[0] - i, point[1]) if point else None

    def _begun(self, span: Span) -> bool:
        """ "July to date", not "month to date" of the month under way."""
        return span.text is not None and span.start <= self.today and not span.start <= self.today <= span.end

    def _bare_day(self, i: int, month_of: Span | None = None) -> Match | None:
        """A day number whose month is said at the other end: 1 to 15 March, March 1-15."""
        day = self.day(i)
        if day is None:
            return None
        if month_of is not None and month_of.month and month_of.day:
            return 1, replace(spans.day(month_of.start.year, month_of.month, day), yearless=month_of.yearless)
        if month_of is None and self.norm(i + 1) in ("to", "until", "through", "and", "", "till"):
            right = self.month_day(self.skip(i + 2, "the"))
            if right:
                return 1, replace(spans.day(right[1].start.year, right[1].month or 1, day), yearless=True)
        return None

    def _agree(self, left: Span, right: Span) -> tuple[Span, Span]:
        """Give a yearless end the year of the other; the left one is the latest before the right one."""
        if right.yearless and not left.yearless and left.unit in ("day", "month", "quarter"):
            right = spans.with_year(right, left.start.year)
            if right.end < left.start:
                right = spans.with_year(right, left.start.year + 1)
        if left.yearless:
            left = spans.with_year(left, right.start.year)
            if left.start > right.end:
                left = spans.with_year(left, right.start.year - 1)
        return left, right

    def _open(self, i: int) -> Match | None:
        """since A, after A, from A on, until A, before A, up to A."""
        word, then = self.norm(i), i + 1
        if word == "starting":
            word, then = "since", self.skip(then, "in", "from", "on", "with")
        if word == "up" and self.norm(then) == "to":
            word, then = "until", then + 1
        if word == "on" and self.norm(then) == "or" and self.norm(then + 1) in ("after", "before"):
            word, then = {"after": "since", "before": "until"}[self.norm(then + 1)], then + 2
        if word == "ever" and self.norm(then) == "since":
            word, then = "since", then + 1
        if word not in ("since", "after", "until", "till", "before", "from"):
            return None
        edge = ""
        if self.norm(self.skip(then, "the")) in ("start", "beginning", "end"):
            edge = self.norm(self.skip(then, "the"))
            then = self.skip(self.skip(self.skip(then, "the") + 1, "of"), "the")
            if self.norm(then) in UNITS and UNITS[self.norm(then)] != "day":
                unit = UNITS[self.norm(then)]
                point: Match | None = (1, spans.relative(unit, 0, self.today, self.week_start))  # type: ignore[arg-type]
            else:
                point = self.point(then)
        else:
            then = self.skip(then, "the")
            point = self.point(then)
        if not point or not point[1].text:
            return None
        used, span = then + point[0] - i, point[1]
        if word == "since" and not edge and self.norm(i + used) in ("start", "started", "began", "beginning"):
            used += 1  # "since the fiscal year began"
        if word == "from":
            if i and span.unit == "day" and self.norm(i + used) in _OF_THEM:
                return used, span  # "orders from 28 November were ...": those of that day
            if self.norm(i + used) not in ("on", "onwards", "onward", "upwards", "forward"):
                return None
            used, word = used + 1, "since"
        if word == "since":
            return used, self._up_to_today(span.end if edge == "end" else span.start)
        if word == "after":
            return used, self._up_to_today(span.end + timedelta(days=1))
        last = span.end if word in ("until", "till") and edge not in ("start", "beginning") else span.start
        if word == "before" or edge in ("start", "beginning"):
            last = (span.end + timedelta(days=1) if edge == "end" else span.start) - timedelta(days=1)
        within = self._said_within(then, i + used) if not edge else None
        if within is not None and within.start <= last and not self.norm(i - 1).endswith("ed"):
            return used, spans.between(within.start, last)
        return used, spans.until(last)

    def _said_within(self, first: int, end: int) -> Span | None:
        """ "This year", of "(before) August this year": nothing before that year is meant.

        Not of a deed, whose time it is: "shops opened before August this year" are all that there were by then.
        """
        unit = UNITS.get(self.norm(end - 1))
        if end - first < 3 or unit in (None, "day") or self.norm(end - 2) not in ("this", "last"):
            return None
        whole = self.point(end - 2)
        return whole[1] if whole and whole[0] == 2 else None

    def _long_ago(self, i: int) -> Match | None:
        """ "(Opened) more than a week ago": before the day so long ago; "less than a week ago" since the one after it.

        Only behind what was done: "more than a year ago" may compare a figure.
        """
        than = int(self.norm(i + 1) == "than")
        earlier, at = self.norm(i) in EARLIER, i + 1 + than
        later = self.norm(i) in LATER and bool(than)
        before = self.norm(i - 1) if i else ""
        done = before.endswith("ed") or before in IRREGULAR_VERBS
        if not (earlier or later) or (self.norm(i) == "over") == bool(than) or not done or before in MAKES:
            return None
        count, used = (1.0, 1) if self.norm(at) in ("a", "an", "one") else number_at(self.tokens, at)
        unit = UNITS.get(self.norm(at + used))
        if (
            not count
            or count != int(count)
            or unit is None
            or self.norm(at + used + 1) != "ago"
            or count > MOST_BACK.get(unit, 0)
        ):
            return None
        day = spans.days_back(self.today, unit, int(count))  # type: ignore[arg-type]
        used = at + used + 2 - i
        one = timedelta(days=1)
        return used, spans.until(day - one) if earlier else self._up_to_today(day + one)

    def _up_to_today(self, start: date) -> Span:
        return spans.between(start, max(self.today, start))

    def _all_time(self, i: int) -> Match | None:
        for phrase in (("of", "all", "time"), ("all", "time"), ("since", "the", "beginning"), ("since", "the", "start"),
                       ("for", "all", "time"), ("all", "history"), ("since", "inception"), ("lifetime",), ("ever",),
                       ("all", "periods"), ("all", "dates"), ("alltime",)):  # fmt: skip
            if all(self.norm(i + n) == word for n, word in enumerate(phrase)):
                following = self.norm(i + len(phrase))
                if not (phrase[0] == "since" and following == "of"):
                    return len(phrase), Span(None, date.min, self.today)
        return None


def _of_two_calendars(left: Span, right: Span) -> bool:
    """ "The 2025-2026 fiscal year", "fiscal year 2025 to 2026": such years of two calendars bound nothing."""
    fiscal = [bool(span.text and span.text.startswith("FY")) for span in (left, right)]
    return fiscal[0] != fiscal[1] and "year" in (left.unit, right.unit)
