"""What a figure is set against: the period before, the year before, or another period said outright."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from agent_actions.semantic.request import Comparison
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.parts import Parts
from infra.local.model.says import words
from infra.local.model.says.refusals import refuse
from infra.local.model.times import spans
from infra.local.model.times.spans import Span, Unit

YEAR_OF_WEEKS = timedelta(weeks=52)
WEEK = 7
LONG_SERIES = 12
"""Months of a series of changes when no period was said."""


@dataclass(frozen=True)
class Compared:
    kind: Comparison | str | None = None
    """How the other period lies to the one that is asked for, or that period itself, as a request names it."""
    periods: tuple[Span, ...] = ()
    """The periods that are left to ask for."""
    grain: Unit | None = None
    taken: str = ""


@dataclass(frozen=True)
class Comparer:
    """Decides for one message. ``base``: the period of the question before, if it builds on one."""

    parts: Parts
    today: date
    week_start: str
    base: Span | None = None
    based: bool = False
    """The message builds on an earlier question."""

    def compared(self) -> Compared:
        """Raises Stop when it is not clear what is to be compared with what."""
        parts = self.parts
        periods = self._periods()
        if parts.versus and len(parts.periods) > 1 and len(set(parts.periods)) == 1 and not parts.befores:
            raise Stop(refuse("comparison"))
        unit = self._unit_before()
        if parts.asks("year"):
            return self._with("previous_year", self._later(periods))
        if unit == "weekday":
            return self._weekday(periods)
        if unit is not None:
            return self._before(unit, periods)
        if len(periods) == 2 and (parts.versus or parts.compare or parts.changes or self._of_a_kind(periods)):
            return self._two(periods)
        aside = parts.versus or parts.compare or (parts.changes and parts.against_period)
        if len(periods) == 1 and aside and (self._sides() < 2 or parts.against_period):
            return self._one(periods[0])
        if parts.changes:
            return self._with("previous_grain" if self._by_rows else "previous_period", periods)
        return Compared(None, tuple(parts.periods))

    def _of_a_kind(self, periods: list[Span]) -> bool:
        """ "October 2025 and October 2026": nobody adds those up, so they stand beside each other."""
        parts = self.parts
        early, late = sorted(periods, key=lambda p: (p.start, -p.days))
        together = parts.either or parts.grain or parts.ranked or {"sum", "total", "pooled"} & set(parts.aggregates)
        alike = early.unit == late.unit and early.unit in ("month", "quarter")
        return alike and not together and relation(early, late) == "previous_year"

    def _sides(self) -> int:
        parts = self.parts
        values = {k.item.text.casefold() for k in parts.known if not k.negative}
        return max(len(values), len(parts.measures), 2 if parts.plan else 0)

    @property
    def _has_now(self) -> bool:
        """Something stands beside "the month before": another period, the question before, or each month."""
        parts = self.parts
        return len(parts.periods) > len(parts.befores) or self.base is not None or parts.grain is not None

    @property
    def _by_rows(self) -> bool:
        """The growth of each month is its change on the month before; a reason is asked of the whole."""
        return self.parts.grain is not None and not self.parts.asks("why", "explain")

    def _set_side_by_side(self) -> bool:
        parts = self.parts
        return parts.versus or parts.compare or parts.changes

    def _periods(self) -> list[Span]:
        """The periods, but for those said as the one before another: "last month against the previous month"."""
        parts = self.parts
        if not (self._has_now and self._set_side_by_side()):
            return list(dict.fromkeys(parts.periods))
        return list(dict.fromkeys(p for i, p in enumerate(parts.periods) if i not in parts.befores))

    def _unit_before(self) -> str | None:
        """The unit of "the month before" or "the previous month"; empty for "the previous period"; None: not said."""
        parts = self.parts
        for figure in parts.figures:
            one = figure.name == "before" and "one" in figure.text.casefold().split()
            if one and parts.grain and (parts.each or parts.of_each not in ("", "per")):
                return parts.grain  # "each quarter against the one before"
            if figure.name.startswith(("before", "over:")):
                return figure.name.partition(":")[2]
        left = self._periods()
        said = [p for i, p in enumerate(parts.periods) if i in parts.befores]
        if said and self._set_side_by_side() and self._has_now:
            return said[0].unit or "" if len(left) < 2 else None
        return None

    def _later(self, periods: list[Span]) -> list[Span]:
        """Without the year that only says what to compare with: "October against the same month last year"."""
        if len(periods) < 2:
            return periods
        early, late = sorted(periods, key=lambda p: (p.start, -p.days))[-2:]
        if len(periods) == 2 and relation(early, late) == "previous_year":
            return [late]
        kept = [p for p in periods if p.text != "last year"]
        return kept if len(kept) == 1 else self._stop()

    def _weekday(self, periods: list[Span]) -> Compared:
        """The same day of the week before; a whole week or a month has none."""
        day = periods[0] if len(periods) == 1 else self.base if not periods else self._stop_span()
        if day is None or day.unit != "day":
            raise Stop(refuse("comparison"))
        return Compared(spans.whole(spans.shift(day.start, "week", -1), "day").text, tuple(periods))

    def _before(self, unit: str, periods: list[Span]) -> Compared:
        period = periods[0] if len(periods) == 1 else None if not periods else self._stop_span()
        period = period or self.base
        series = any(f.name.startswith("over:") for f in self.parts.figures) or self.parts.grain == unit
        if series and (period is None or period.unit != unit) and self.parts.grain in (None, unit):
            return self._with("previous_grain", periods, cast("Unit", unit))
        if unit == "year" and period is not None and period.unit != "year":
            return self._with("previous_year", periods)
        seven_days = unit == "week" and period is not None and period.days == WEEK
        if unit and period is not None and unit not in (period.unit, _to_date(period)) and not seven_days:
            raise Stop(refuse("comparison"))
        return self._with("previous_period", periods)

    def _two(self, periods: list[Span]) -> Compared:
        """Two periods said outright: a comparison when one lies just before the other or a year before it.

        Neighbours of which a row each, or a chart, is asked for stay a series.
        """
        early, late = sorted(periods, key=lambda p: (p.start, -p.days))
        kind = relation(early, late)
        joined = spans.join(periods)
        drawn = self.parts.wish not in (None, "table")
        listed = joined is not None and (self.parts.grain == joined[1] or (drawn and self.parts.grain is None))
        if listed and not self.parts.changes:
            return Compared(None, tuple(self.parts.periods))
        return Compared(kind or self._outright(early, late), (late,))

    def _outright(self, early: Span, late: Span) -> str:
        """Two periods that are no neighbours: each must have two ends, and neither may lie within the other."""
        bounded = all(s.text and s.start > date(1000, 1, 1) and s.end < date(9000, 1, 1) for s in (early, late))
        unlike = bool(early.unit and late.unit) and early.unit != late.unit
        if not bounded or unlike or early.end >= late.start or not early.text:
            raise Stop(refuse("two periods"))
        return early.text

    def _one(self, span: Span) -> Compared:
        """ "Versus last year": against what this message, or the question before, is about."""
        if self.base is not None:
            new = spans.with_year(span, self.base.start.year) if span.yearless and span.unit != "year" else span
            for early in (new, span):
                if kind := relation(early, self.base):
                    return Compared(kind)
            kind = relation(self.base, span)
            if kind:
                return Compared(kind, (span,))
            if spans.join((new, self.base)):
                return Compared(None, tuple(self.parts.periods))
            early, late = sorted((new, self.base), key=lambda p: (p.start, -p.days))
            outright = self._outright(early, late)
            return Compared(outright, () if late is self.base else (late,))
        text = span.text or ""
        if self.based or not text.startswith("last ") or span.unit is None or span.unit == "day":
            return Compared(None, tuple(self.parts.periods)) if self.based else self._stop_one(span)
        this = spans.relative(span.unit, 0, self.today, self.week_start)
        against: Comparison = "previous_year" if span.unit == "year" else "previous_period"
        return Compared(against, (this,), taken=words.against(this.text or "", text))

    def _with(self, kind: Comparison, periods: list[Span], grain: Unit | None = None) -> Compared:
        if len(periods) > 1:
            raise Stop(refuse("two periods"))
        if periods and periods[0].text is None:
            raise Stop(self._which_period())
        if kind == "previous_year" and periods and periods[0].in_year:  # a day that moves from year to year
            return Compared(spans.with_year(periods[0], periods[0].start.year - 1).text, tuple(periods), grain)
        if periods or self.base is not None:
            return Compared(kind, tuple(periods), grain)
        if (grain or self.parts.grain or self.parts.trend) and not self.parts.asks("why"):
            count = {"day": 30, "week": 12, "month": LONG_SERIES, "quarter": 8, "year": 3}.get(
                str(grain or self.parts.grain or "month"), LONG_SERIES
            )
            unit = grain or (self.parts.grain if self.parts.grain in spans.UNITS else None) or "month"
            span = spans.last_units(count, cast("Unit", unit), self.today)
            return Compared(kind, (span,), grain, taken=str(span.text))
        raise Stop(self._which_period())

    def _which_period(self) -> Ask:
        options = tuple(Option(p, p) for p in words.CHANGE_PERIODS)
        return Ask("", words.CHANGE_OVER, options, "period", kinds=frozenset())

    def _stop_one(self, span: Span) -> Compared:
        options = tuple(Option(p, p) for p in words.CHANGE_PERIODS)
        raise Stop(Ask(span.text or "", words.COMPARED_WHAT, options, "period", kinds=frozenset()))

    def _stop(self) -> list[Span]:
        raise Stop(refuse("two periods"))

    def _stop_span(self) -> Span:
        raise Stop(refuse("two periods"))


def relation(early: Span, late: Span) -> Comparison | None:
    """How the first period lies to the second: just before it, or a year before it; None otherwise.

    "Last year" beside a shorter period means that period a year earlier.
    """
    if early.text is None or late.text is None or early == late:
        return None
    if (year := year_earlier(late)) is not None and (year.start, year.end) == (early.start, early.end):
        return "previous_year"
    if (before := spans.before(late)) is not None and (before.start, before.end) == (early.start, early.end):
        return "previous_period"
    if (unit := _to_date(late)) and early.text == f"last {unit}":
        return "previous_year" if unit in ("year", "fiscal year") else "previous_period"
    within = late.start.year == late.end.year and late.unit != "year"
    if early.text == "last year" and within and late.start.year - 1 == early.start.year:
        return "previous_year"
    return None


def _to_date(span: Span) -> str:
    """The unit of "month to date"."""
    text = span.text or ""
    return text.removesuffix(" to date") if text.endswith(" to date") else ""


def year_earlier(span: Span) -> Span | None:
    """The same day, month, quarter or stretch of days a year before; a week 52 weeks before, as weeks are compared."""
    if span.text is None or span.start.year < 1000 or span.end.year > 9000:
        return None
    if span.unit in ("day", "month", "quarter", "year"):
        if span.unit == "year":
            return spans.before(span)
        return spans.with_year(spans.whole(span.start, span.unit), span.start.year - 1)
    if span.unit == "week":
        return spans.whole(span.start - YEAR_OF_WEEKS, "week")
    return spans.between(_back(span.start), _back(span.end))


def _back(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def as_periods(parts: Parts, compared: Compared) -> Parts:
    """The parts with the periods that are left to ask for."""
    return replace(parts, periods=list(compared.periods), befores=[], grain=parts.grain or compared.grain)
