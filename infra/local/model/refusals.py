"""What this planner understands but cannot do, by topic."""

from __future__ import annotations

from infra.local.model import words
from infra.local.model.outcomes import Refuse


def refuse(topic: str, said: str = "") -> Refuse:
    """``said``: the person's own words for it."""
    return Refuse(said, words.UNSUPPORTED[topic], words.MISSING[topic])
