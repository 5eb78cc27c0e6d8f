"""Things told apart by a clause, with figures of each: "shops opened since 2023 and their revenue last month".

The two halves are read apart, the one as a list, the other as figures; the answer has these for each of the things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agent_actions.semantic.request import Filter, MetricRequest
from infra.local.model.lexicon import Lexicon
from infra.local.model.listing.listing_replies import rows_of
from infra.local.model.outcomes import Outcome, Query, Stop, Unplaced

_JOINT = re.compile(
    r"\s*,?\s+(?:and|with|plus|including|along\s+with|together\s+with|showing)\s+"
    r"(?P<own>(?:also\s+)?(?:the|their|its|what|how)\s+)?|\s*:\s+",
    re.IGNORECASE,
)
_OWN = re.compile(r"^(?:also\s+)?(?:their|its)\s+", re.IGNORECASE)
_ANY = re.compile(r"^(?:also\s+)?(?:had|has|have|got)\s+", re.IGNORECASE)
_BROUGHT = re.compile(
    r"\s+(?:(?:that|which)\s+)?(?:they|it|each(?:\s+(?:one|of\s+them))?)\s+(?:(?:have|has|had|each)\s+)*"
    r"(?:brought|bring|made|make|generated|earned|took|take|taken|had|have|got|drew|attracted|received|produced|saw|placed|did)"
    r"(?:\s+in(?!\s+\S))?(?=$|\s|[.,?!])|\s+(?:of\s+)?each(?:\s+(?:one|of\s+them))?(?=[.?!]*$)",
    re.IGNORECASE,
)
_SOLD = re.compile(r"\b(?:that\s+)?(?:they|it|each)\s+(?:(?:have|has|had|each)\s+)*(?=sold\b)", re.IGNORECASE)
_EACH = re.compile(
    r"\s*\b(?:(?:did|do|does|has|have|had)\s+(?:each|they)(?:\s+(?:of\s+(?:them|these|those)|one))?\s+(?:have|get|make|made|had|got|see)\b"
    r"|(?:for|of|in|per|by)\s+(?:each|them|these|those)(?:\s+(?:of\s+(?:them|these|those)|one))?|per\s+one|their|each)\b\s*",
    re.IGNORECASE,
)
"""Words that stand for the things of before, one by one."""
_ADDED = re.compile(r"^(?:(?:and|now|also|please|then|ok)[,\s]+)*(?:add|include|with|plus)\s+(?:me\s+)?", re.IGNORECASE)
_TOO = re.compile(r"\s*,?\s+(?:as\s+well|too|also|next\s+to\s+it|beside\s+it|please)(?=[.?!\s]*$)", re.IGNORECASE)
_TEXTS = ("contains", "starts_with", "ends_with")
_CLAUSES = ("gt", "gte", "lt", "lte", "is_null", "is_not_null")


def read(text: str, lexicon: Lexicon, plan_of: Callable[[str], Outcome]) -> Query | None:
    """The figures of each of the things; None where the message is no such two halves.

    ``plan_of``: what a question on its own comes to. Raises Stop where what is said of each of them is no such figure.
    """
    lost = ""
    for things, said, own, colon in _halves(text):
        listed = _listed(plan_of(things), lexicon)
        if listed is None or (colon and not any(f.op in _TEXTS for f in listed.filters)):
            continue
        asked = plan_of(_SOLD.sub("", _BROUGHT.sub("", _OWN.sub("", said))))
        if isinstance(asked, Query) and (request := figures_of(listed, asked.request, lexicon)):
            return Query(_those_with(request) if _ANY.match(said) else request, asked.notes, asked.taken)
        lost = said if own else lost
    if lost:
        raise Stop(Unplaced((lost.strip(" .?!"),)))
    return None


def _those_with(request: MetricRequest) -> MetricRequest:
    """ "Machines that ... and had alerts": those that had any."""
    if len(request.metrics) != 1:
        return request
    some = Filter(field=request.metrics[0], op="gt", values=(0,))
    return request.model_copy(update={"filters": (*request.filters, some)})


def in_reply(text: str, before: MetricRequest, lexicon: Lexicon, plan_of: Callable[[str], Outcome]) -> Query | None:
    """ "Show October revenue for each as well", "and their revenue": of each of the things that were listed before."""
    own = rows_of(before, lexicon)
    field = lexicon.model.field(before.dimensions[0]) if own and before.dimensions else None
    bare = _TOO.sub("", _ADDED.sub("", text.strip()))
    said = _EACH.sub(" ", bare).strip(" ,.?!")
    if own is None or field is None or field.name in own.primary_key or before.period or before.limit:
        return None
    if said == bare.strip(" ,.?!") and bare == text.strip():
        return None
    asked = plan_of(said)
    request = figures_of(before, asked.request, lexicon) if isinstance(asked, Query) else None
    return Query(request, asked.notes, asked.taken) if request and isinstance(asked, Query) else None


def _halves(text: str) -> Iterator[tuple[str, str, bool, bool]]:
    for joint in _JOINT.finditer(text):
        own = joint["own"] or ""
        said = text[joint.end() - len(own) :]
        yield text[: joint.start()], said, bool(own), ":" in joint.group()


def _listed(outcome: Outcome, lexicon: Lexicon) -> MetricRequest | None:
    """The list of named things, told apart by more than a value."""
    request = outcome.request if isinstance(outcome, Query) else None
    own = rows_of(request, lexicon) if request else None
    if request is None or own is None or request.period or request.limit or request.order:
        return None
    field = lexicon.model.field(request.dimensions[0])
    dated = [f for f in request.filters if (found := lexicon.model.field(f.field)) and found.is_time]
    told = dated or any(f.op in (*_CLAUSES, *_TEXTS) for f in request.filters)
    return request if told and field and field.name not in own.primary_key else None


def figures_of(listed: MetricRequest, asked: MetricRequest, lexicon: Lexicon) -> MetricRequest | None:
    """The figures of each of the things that are listed; None where they are not figures alone, or not of these."""
    metrics = [m for name in asked.metrics if (m := lexicon.model.metric(name))]
    plain = asked == MetricRequest(metrics=asked.metrics, period=asked.period)
    own = listed.dimensions[0].partition(".")[0]
    if not metrics or len(metrics) != len(asked.metrics) or not plain or lexicon.reach.distance(metrics, own) is None:
        return None
    if any(own.casefold() in lexicon.reach.facts(m) for m in metrics):
        return None
    chosen = {f.field for f in listed.filters}
    shown = tuple(ref for ref in listed.dimensions[1:] if ref not in chosen)
    return asked.model_copy(update={"dimensions": (listed.dimensions[0], *shown), "filters": listed.filters})
