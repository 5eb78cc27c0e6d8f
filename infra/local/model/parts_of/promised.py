"""What a message asks for in percent is given in percent, or it says why not: the last look at any request."""

from __future__ import annotations

import re

from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import FileQuery, Outcome, Query, Unplaced
from infra.local.model.parts_of.rates import is_percent

SHARE = r"(?:percentages?|percent|pct|share|proportion|fraction|portion)"
SAID = re.compile(
    rf"\bas\s+(?:an?\s+|the\s+)?(?:{SHARE}\b|%)|\bin\s+(?:percent(?:ages?)?\b|pct\b|%)|\b(?:what|which)\s+(?:{SHARE}\b|%)"
    rf"|(?<![\d.,])(?<![\d.,]\s)(?:%|\b(?:percent|percentage|share|proportion|portion)\b)\s+of\b",
    re.IGNORECASE,
)
"""Not "70% of the list price", which bounds something."""


def kept(outcome: Outcome, text: str, lexicon: Lexicon) -> Outcome:
    """The outcome; or the words that ask for a share, where its figures hold none."""
    query = outcome.query if isinstance(outcome, FileQuery) else outcome
    said = SAID.search(text) if isinstance(query, Query) else None
    if said is None or not isinstance(query, Query) or _in_percent(query, lexicon):
        return outcome
    return Unplaced((said.group(),), said.start(), said.end())


def _in_percent(query: Query, lexicon: Lexicon) -> bool:
    request = query.request
    metrics = [m for name in request.metrics if (m := lexicon.model.metric(name))]
    return bool(request.share or request.compare) or any(is_percent(m) or m.over for m in metrics)
