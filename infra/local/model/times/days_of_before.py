"""A weekday or the weekend, said of the days before: "and on Monday?", "just the weekend", after revenue in October."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from agent_actions.semantic.request import MetricRequest
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.scan import Item
from infra.local.model.times import spans
from infra.local.model.times.moments_said import CODES
from infra.local.model.times.spans import Span

DAYS = 7


def settle(parts: Parts, items: Sequence[Item], before: MetricRequest, base: Span | None, week_start: str) -> None:
    """In a week, or the week of a day, it is the one of that week, and not the latest one.

    "Only" or the weekend of a longer stretch, and of a split by weekday, keeps all such days. Raises Stop for another
    weekday behind a longer stretch that the latest one is not in.
    """
    span = parts.periods[0] if len(parts.periods) == 1 and not (parts.versus or parts.compare) else None
    if span is not None and span.weekday:
        split = before.by in ("weekday", "part_of_week")
        all_of = base is not None and base.days > DAYS and (span.days > 1 or "only" in parts.flags)
        if split or all_of:
            parts.periods = []
            parts.weekdays = tuple(CODES[n] for n in sorted({span.start.weekday(), span.end.weekday()}))
            return
    if base is None or not base.text:
        return
    for item in items:
        said = item.span if item.kind == "period" else None
        if said is None or not said.weekday or said not in parts.periods:
            continue
        if said.days == 1 and base.days > DAYS and not base.start <= said.start <= base.end:
            raise Stop(Unplaced((item.text,), item.start, item.end))
        if first := _day_in(base, said.start, week_start):
            day = said.days == 1
            found = spans.whole(first, "day") if day else spans.between(first, first + (said.end - said.start))
            parts.periods[parts.periods.index(said)] = found


def _day_in(base: Span, latest: date, week_start: str) -> date | None:
    """The day of a week, or of the week of a day, that is such a weekday as the latest one; None for a day to come."""
    if base.days > DAYS:
        return None
    start = spans.unit_start(base.start, "week", week_start) if base.days == 1 else base.start
    day = start + timedelta(days=(latest.weekday() - start.weekday()) % DAYS)
    return day if day <= latest else None
