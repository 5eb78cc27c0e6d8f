"""Shares in a thread: what they were shares of stays, whatever else the next message changes."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.request import MetricRequest
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
