""" "Revenue for each", "what has each of them cost?": an answer in one row is none to it."""

from __future__ import annotations

import re

from agent_actions.semantic.request import MetricRequest
from infra.local.model.outcomes import Stop, Unplaced

_EACH = re.compile(
    r"\b(?:(?:for|of|in|from|by|per)\s+)?(?:each|every\s+one)(?:\s+(?:of\s+(?:them|these|those)|one))?\b|\bper\s+one\b"
    r"|\bapiece\b",
    re.IGNORECASE,
)


def check(request: MetricRequest, text: str) -> None:
    """Raises Stop where nothing is told apart though "each" is said; "each click costs" is a figure of one of them."""
    apart = request.dimensions or request.grain or request.by or request.compare or len(request.metrics) > 1
    if request.count or apart or request.file or not request.metrics:
        return
    said = _EACH.search(text)
    bare = said is not None and said.group().casefold().startswith(("each", "every"))
    if said and not (bare and all("per" in name.split("_") or "/" in name for name in request.metrics)):
        raise Stop(Unplaced((said.group().strip(),), said.start(), said.end()))
