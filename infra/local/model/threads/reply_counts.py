""" "How many are there?", "how many of them are outlets?": the rows of an answer that pass a bound, counted.

And the other way round: "which ones were they?", after how many there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.request import Filter, MetricRequest
from infra.local.model.english.listing_words import rows_asked
from infra.local.model.english.text import Token
from infra.local.model.known import Known
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.reach import entity
from infra.local.model.threads import history
from infra.local.model.threads.earlier import Earlier

_LEAD = r"(?:(?:and|so|ok|then)\s)*how\smany"
_ALL = re.compile(
    rf"{_LEAD}(?:\s(?P<what>(?!(?:of|are|is|were|was|do|did|have)\s)\S+(?:\s(?!(?:are|is|were|was)\s)\S+)?))?"
    r"(?:\sof\s(?:them|those|these))?\s(?:are|is|were|was)\s(?:there|that|those|these|they|it)"
    r"(?:\s(?:in\s(?:total|all)|altogether))?(?:\s[-?.!])*"
)
_WHICH = re.compile(
    r"(?:(?:and|so|ok|okay|then)\s)*(?:which|what|who)"
    r"(?:\s(?P<what>(?!(?:are|is|were|was|ones?)(?:\s|$))\S+(?:\s(?!(?:are|is|were|was)\s)\S+)?))?"
    r"(?:\sones?)?(?:\s(?:are|were|is|was)\s(?:they|those|these|that|it))?(?:\s(?:exactly|please|then))?(?:\s[-?.!])*"
)
_SOME = re.compile(
    rf"{_LEAD}(?:\sof\s(?:them|those|these))?\s(?:are|were)\s(?:(?:in|from|of|the|our|a|an)\s)*"
    r"(?P<value>\S+(?:\s[^\s?.!-]+){0,2}?)(?:\s[-?.!])*"
)


_COUNTS = re.compile(
    r"(?:(?:and|so|ok|okay|then|no|now|please|can you|could you)[\s,]+)*(?:just |only )?"
    r"(?:count (?:them|those|these)(?: all)?|(?:give me |show me |i need |tell me )?(?:just |only )?(?:the|a|their) "
    r"(?:count|number)(?: of (?:them|those|these))?|how many (?:in all|in total|altogether))(?: up)?"
    r"(?:,? (?:please|then|instead))*[\s.?!]*"
)


_OF_SHOWN = re.compile(
    r"(?:(?:and|so|but|ok|okay|now|then)[\s,]+)*(?:of (?P<of>those|them|these|that|it),? )?how (?:many|much)\b"
    r"(?(of)|(?: \w+)? of (?:those|them|these|that|it)\b)(?!.*(?:\bshares?\b|\bper ?cent|%))",
    re.IGNORECASE,
)


def plainly(text: str, known: Known) -> str:
    """ "Just count them", "just the number", of a list or of rows that pass a bound, as "how many are there?"."""
    said = " ".join(text.casefold().split())
    before = history.last_request(known.turns) if _COUNTS.fullmatch(said) else None
    if before is None or before.count:
        return text
    bounded = before.dimensions and any(known.lexicon.model.metric(f.field) for f in before.filters)
    return "how many are there?" if bounded or not before.metrics else text


def of_shown(text: str, before: Earlier) -> Earlier:
    """ "How many of those were returned?", behind the share of one value: of that value's rows, and no share."""
    request = before.request
    alone = request.share and request.show and len(request.dimensions) == 1 and not (request.within or request.grain)
    if not alone or not _OF_SHOWN.match(text):
        return before
    kept = Filter(field=request.dimensions[0], values=request.show)
    plain = {"share": False, "show": (), "dimensions": (), "order": None, "limit": None, "chart": None}
    return replace(before, request=request.model_copy(update={**plain, "filters": (*request.filters, kept)}))


def changed(tokens: Sequence[Token], before: Earlier, lexicon: Lexicon) -> MetricRequest | None:
    """The request of before with the number of its rows; None where anything else is said, or it has no such bound."""
    request = before.request
    if request.count:
        return _counted(tokens, request, lexicon)
    bounds = [f for f in request.filters if lexicon.model.metric(f.field)]
    plain = not (request.share or request.compare or request.running or request.rolling or request.count)
    single = len(request.dimensions) == 1 and not (request.grain or request.by or request.limit or request.within)
    if not (bounds and plain and single):
        return None
    line = " ".join(t.norm or "-" for t in tokens)
    added: list[Filter] = []
    if found := _ALL.fullmatch(line):
        if not _of_rows(found["what"], request, lexicon):
            return None
    elif not ((found := _SOME.fullmatch(line)) and (added := _values(found["value"], request, lexicon))):
        return None
    update = {
        "metrics": tuple(dict.fromkeys(f.field for f in bounds)), "count": request.dimensions[0], "dimensions": (),
        "filters": (*request.filters, *added), "order": None, "chart": None, "show": (),
    }  # fmt: skip
    return request.model_copy(update=update)


def _counted(tokens: Sequence[Token], request: MetricRequest, lexicon: Lexicon) -> MetricRequest | None:
    """The rows that the request of before counted, each with its figure; None where the message asks anything else.

    Raises Stop for "which sites", of machines that were counted.
    """
    line = " ".join(t.norm for t in tokens if t.norm.isalnum())
    found = _WHICH.fullmatch(line)
    asked = found is not None or rows_asked(line) == ""
    own = lexicon.model.dataset(request.count or "")
    fields = [f.ref for f in entity(lexicon.model, own)] if own else [request.count or ""]
    if not asked or not fields or lexicon.model.field(fields[0]) is None or request.dimensions or request.grain:
        return None
    listed = request.model_copy(update={"count": None, "dimensions": tuple(fields), "chart": None})
    if found and not _of_rows(found["what"], listed, lexicon):
        raise Stop(Unplaced((found["what"],)))
    return listed


def _thing(request: MetricRequest, lexicon: Lexicon) -> str:
    """The dataset of which each row is one; empty for rows that are categories."""
    field = lexicon.model.field(request.dimensions[0])
    own = lexicon.model.dataset(field.dataset) if field else None
    return own.name if own and field in entity(lexicon.model, own) else ""


def _of_rows(said: str | None, request: MetricRequest, lexicon: Lexicon) -> bool:
    """Nothing is named, or what the rows are: "stores" of stores by name."""
    senses = lexicon.lookup(tuple(said.split())) if said else ()
    refs = {s.ref for s in senses if s.kind in ("field", "dataset")}
    return said is None or bool(refs & {request.dimensions[0], _thing(request, lexicon)})


def _values(said: str, request: MetricRequest, lexicon: Lexicon) -> list[Filter]:
    """The one value of the things themselves that is named."""
    own = _thing(request, lexicon)
    refs = {(s.ref, s.value) for s in lexicon.lookup(tuple(said.split())) if s.kind == "value" and s.value is not None}
    found = [(ref, value) for ref, value in refs if ref.partition(".")[0] == own]
    return [Filter(field=ref, values=(value,)) for ref, value in found] if own and len(found) == 1 else []
