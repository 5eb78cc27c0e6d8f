"""Shares in a thread: what they were shares of stays, whatever else the next message changes."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.request import MetricRequest
from infra.local.model.arithmetic import Beside
from infra.local.model.meant import Meant
from infra.local.model.parts import Parts


def of_one(before: MetricRequest, meant: Meant, dimensions: Sequence[str]) -> bool:
    """ "Only online" after shares by channel: its share of all channels, and no 100 % of its own."""
    said = {place.ref for place in meant.places}
    return before.share and bool(dimensions) and said == {dimensions[-1]}


def part(before: MetricRequest, meant: Meant, parts: Parts) -> tuple[str, ...]:
    """The field whose value was the part: "what share was online?", then "per day"; empty where it is broken down by
    now, or dropped."""
    field = before.dimensions[-1:] if before.show and before.share else ()
    return () if parts.drops or any(f.ref in field for f in meant.dimensions) else field


def field_shown(request: MetricRequest) -> str:
    """The field whose values' shares are shown: the one breakdown that they are not taken in each of."""
    fields = [ref for ref in request.dimensions if ref not in request.within]
    return fields[0] if len(fields) == 1 else ""


def of_days(before: Beside) -> bool:
    """The part was some days of the week, in each of a breakdown: "share of orders on weekends, by channel"."""
    return before.share and before.by in ("weekday", "part_of_week") and bool(before.within)
