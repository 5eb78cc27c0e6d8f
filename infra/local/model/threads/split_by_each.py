""" "Revenue for each", "what has each of them cost?": an answer in one row is none to it."""

from __future__ import annotations

import re

from agent_actions.semantic.request import MetricRequest
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced

_EACH = re.compile(
    r"\b(?:(?:for|of|in|from|by|per)\s+)?(?:each|every\s+one)(?:\s+(?:of\s+(?:them|these|those)|one))?\b|\bper\s+one\b"
    r"|\bapiece\b",
    re.IGNORECASE,
)


_DID = re.compile(
    r"\bdid\s+(?P<each>each|every)\s+(?P<rows>\w+)\b(?!.*\b(?:on average|typically|usually)\b)", re.IGNORECASE
)
""" "What did each repair cost": of each of them, where "does" asks what they cost in general."""


def check(request: MetricRequest, text: str, lexicon: Lexicon) -> None:
    """Raises Stop where nothing is told apart though "each" is said; "each click costs" is a figure of one of them."""
    apart = request.dimensions or request.grain or request.by or request.compare or len(request.metrics) > 1
    if request.count or apart or request.file or not request.metrics:
        return
    did = _DID.search(text)
    if did and any(s.kind == "dataset" for s in lexicon.lookup((did["rows"].casefold(),))):
        raise Stop(Unplaced((did["each"],), did.start("each"), did.end("each")))
    said = _EACH.search(text)
    bare = said is not None and said.group().casefold().startswith(("each", "every"))
    if said and not (bare and all("per" in name.split("_") or "/" in name for name in request.metrics)):
        raise Stop(Unplaced((said.group().strip(),), said.start(), said.end()))
