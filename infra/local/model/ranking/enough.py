"""So many rows will do: "..., ten are enough", "20 is plenty", at the end of a question or as a whole reply."""

from __future__ import annotations

import re

from agent_actions.semantic.request import MetricRequest, Order
from infra.local.model.listing.listing_ranks import NUMBER, number
from infra.local.model.outcomes import Outcome, Query, Unplaced

_ENOUGH = re.compile(
    rf"(?:^|[,;.:–—-]?\s+)(?:(?:and|but|the\s+(?:first|top))[\s,]+)*(?P<said>{NUMBER}(?:\s+(?:of\s+them|rows|lines|ones))?"
    r"\s+(?:is|are|will\s+be|would\s+be)\s+(?:quite\s+|just\s+)?(?:enough|plenty|sufficient|fine)|"
    rf"(?P<do>{NUMBER.replace('<n>', '<m>')})\s+(?:will|would)\s+do)(?:\s+(?:for\s+(?:me|now)|thanks|please))*[\s.!]*$",
    re.IGNORECASE,
)


def split(text: str) -> tuple[str, int, str] | None:
    """The rest of such a message, the number of rows and the words for it."""
    said = _ENOUGH.search(text)
    if said is None:
        return None
    return text[: said.start()].rstrip(" ,;.:-–—"), number(said["n"] or said["m"]), said["said"]


def cut(outcome: Outcome, most: int, said: str) -> Outcome:
    """The answer with so many rows: of figures the greatest, where no order was asked for."""
    if not isinstance(outcome, Query):
        return outcome
    request = outcome.request
    other = {"metrics", "dimensions", "filters", "period", "order", "limit"}
    plain = all(getattr(request, n) == f.default for n, f in type(request).model_fields.items() if n not in other)
    if not (plain and request.dimensions):
        return Unplaced((said,))
    return Query(_cut(request, most), outcome.notes, outcome.taken)


def _cut(request: MetricRequest, most: int) -> MetricRequest:
    first = Order(by=request.metrics[0], direction="desc") if request.metrics else None
    return request.model_copy(update={"order": request.order or first, "limit": most})
