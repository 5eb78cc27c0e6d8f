"""What this planner understands but cannot do, by topic."""

from __future__ import annotations

from infra.local.model.outcomes import Refuse
from infra.local.model.says.refusal_words import MISSING, UNSUPPORTED


def refuse(topic: str, said: str = "") -> Refuse:
    """``said``: the person's own words for it."""
    return Refuse(said, UNSUPPORTED[topic], MISSING[topic])
