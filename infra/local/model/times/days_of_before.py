"""A weekday or the weekend, said of a stretch of days before: "just the weekend", after revenue in October."""

from __future__ import annotations

from agent_actions.semantic.request import MetricRequest
from infra.local.model.parts import Parts
from infra.local.model.times import spans
from infra.local.model.times.moments_said import CODES
from infra.local.model.times.redating import DAYS, day_in
from infra.local.model.times.spans import Span


def settle(parts: Parts, before: MetricRequest, base: Span | None) -> None:
    """In a week it is the one of that week; of a longer stretch, and of a split by weekday, all such days are kept."""
    span = parts.periods[0] if len(parts.periods) == 1 else None
    if span is None or not span.weekday or parts.versus or parts.compare:
        return
    weekend = span.days > 1
    split = before.by in ("weekday", "part_of_week")
    if split or (base is not None and base.days > DAYS and (weekend or "only" in parts.flags)):
        parts.periods = []
        parts.weekdays = tuple(CODES[n] for n in sorted({span.start.weekday(), span.end.weekday()}))
    elif weekend and base is not None and base.text and (first := day_in(base, span.start)):
        parts.periods = [spans.between(first, first + (span.end - span.start))]
