"""The last two answers of a thread together: "both of them please", "compare the two"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from agent_actions.contract import HistoryTurn
from agent_actions.semantic.request import Filter, MetricRequest
from infra.local.model.figures.comparison import relation
from infra.local.model.known import Known
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Outcome, Query, Talk, Unplaced
from infra.local.model.says import words
from infra.local.model.threads import history, unsettled
from infra.local.model.times import spans
from infra.local.model.times.spans import Span

TWO = 2
_BOTH = re.compile(
    r"(?:(?:ok|okay|and|now|please|so|then|can you|could you|put|show|give|let us see|i want|we need|me|us)\s+)*"
    r"(?:(?:both(?: of (?:them|those|these))?|them both|the two(?: of them)?|those two|these two|them)"
    r"(?: (?:days|weeks|months|quarters|years|periods))?)"
    r"(?P<how> (?:put |taken |added )?(?:together|combined|up)| in total| side by side| in one(?: table| chart)?"
    r"| next to each other)?(?: please| now| then| thanks)*"
)
_POOLED = re.compile(r" (?:put |taken |added )?(?:together|combined|up)| in total")
_ALONE = re.compile(r"(?:and |all |ok |now |them )*(?:together|combined|added up|in total)(?: please)?")
_OF_A_FIELD = re.compile(
    r"(?:(?:ok|okay|and|now|please|so|then|for|in|show|me)\s+)*both (?:of the |the )?(?P<field>\w+(?: \w+)?)"
    r"(?: together| side by side)?(?: please| now| then)*"
)
_MORE = re.compile(
    r"(?:(?:ok|okay|and|now|please|so|then|put|show|give|me|us|what about|how about|(?P<against>compare))\s+)*"
    r"(?:both(?: of (?:them|those|these|the two))?|them both|the two(?: of them)?|those two|these two)\s+"
    r"(?:(?:next to each other|side by side|beside each other)\s+)?(?P<rest>.+)"
)
_BACK = re.compile(r"(?:(?:ok|okay|and|now|please|so|then)\s+)*(?:go )?back to both(?: of (?:them|those))?(?: please)?")
_APART = re.compile(
    r"(?:(?:and|now|please|can you)\s+)*(?:put|show|set) (?:them|those|these) (?:side by side|next to each other)"
)
_FOR_BOTH = re.compile(
    r"(?P<rest>.+?) (?:for|in) (?:both(?: of (?:them|those|these))?|the two(?: of them)?|them both)"
    r"(?: (?:days|weeks|months|quarters|years|periods|times|figures|numbers))?(?: please| pls| now| then| thanks)*"
)
_AS_ONE = re.compile(
    r"\b(?:(?:put |taken |added )?(?:together|combined)|added up|in total|"
    r"as (?:a|one)(?: single| combined)? (?:total|sum|figure|number))\b ?"
)
_COMPARE = re.compile(r"(?:(?:ok|okay|and|now|please|so|can you|could you)\s+)*(?:compare|comparing)\s+")

_MADE_IT = re.compile(
    r"\b(?:(?:make|makes|made|explains?|explained|caused?|behind|drove|drives) (?:most of |the most of |all )?"
    r"(?:the|that|this) (?:biggest |most |main |whole )?(?:difference|change|drop|rise|increase|decrease|gap)|"
    r"(?:difference|change|drop|rise|increase|decrease|gap) (?:come|comes|came|coming) from)\b"
)


def difference(turns: Sequence[HistoryTurn], normal: str, today: date, week_start: str) -> MetricRequest | None:
    """ "Which country made the difference", of two periods asked for one behind the other: the later against the
    earlier."""
    last = history.last_request(turns)
    if last is None or last.compare or not _MADE_IT.search(normal):
        return None
    both = joined(turns, today, week_start)
    return both if both and both.compare and both.metrics == last.metrics else None


_DIFFERENCE = re.compile(
    r"(?:(?:ok|okay|and|so|now|please|then|what|whats|is|s|how|big|much|many|show|give|tell|me|us)\s+)*"
    r"(?:(?:the\s+)?(?:difference|gap|delta)|(?:more|less|fewer|higher|lower|better|worse)\s+(?:is|was|are|were)\s+"
    r"(?:that|it|this|they)(?:\s+than\s+before)?(?:\s+in\s+percent)?)"
    r"(?:\s+between\s+(?:them|both|those|these|the two|those two|these two|the two of them))?(?:\s+(?:then|please))*"
)


def difference_asked(normal: str) -> bool:
    """ "What's the difference?", after two answers."""
    return bool(_DIFFERENCE.fullmatch(normal))


def two_periods(turns: Sequence[HistoryTurn], both: MetricRequest | None) -> bool:
    """True where ``both`` sets the periods of the last two answers beside each other."""
    last, before = history.last_request(turns), history.before_last(turns)
    return bool(both and both.compare and last and before and last.period != before.period)


def differ(turns: Sequence[HistoryTurn]) -> bool:
    """Whether there are two answers before, of different things, neither of them a comparison itself."""
    last, before = history.last_request(turns), history.before_last(turns)
    return bool(last and before and last != before and last.compare is None and before.compare is None)


def values_asked(normal: str, request: MetricRequest | None, lexicon: Lexicon) -> bool:
    """ "Both countries", where these are not all that there are. ``request``: the one for the two."""
    named = _OF_A_FIELD.fullmatch(normal)
    senses = lexicon.lookup(tuple(named["field"].split())) if named else ()
    kept = [f for f in request.filters if any(s.ref == f.field for s in senses)] if request else []
    return any(f.op == "in" and len(f.values) == 2 < len(lexicon.values.get(f.field, ())) for f in kept)


def asked(normal: str) -> bool:
    """``normal``: the message's folded words joined by spaces."""
    compared = _COMPARE.match(normal)
    rest = normal[compared.end() :] if compared else normal
    return bool(_BOTH.fullmatch(rest)) and (compared is not None or "both" in rest or "two" in rest)


def added_up(normal: str) -> bool:
    """ "Both together": one figure of the two, and not one of each."""
    said = _BOTH.fullmatch(normal)
    return bool(said and said["how"] and _POOLED.fullmatch(said["how"]))


def answered(normal: str, known: Known, change: Callable[[str, MetricRequest], Outcome | None]) -> Outcome | None:
    """What a message asks of the last two answers; None where it asks nothing of both.

    ``change``: what a reply makes of a request.
    """
    turns, today, week_start, lexicon = known.turns, known.today, known.week_start, known.lexicon
    if added_of_what(normal, turns):
        return Unplaced((normal,))
    last = history.last_request(turns)
    if difference_asked(normal) and last and last.compare and "how" in normal.split()[:2]:
        return Query(last)  # it shows the difference
    if difference_asked(normal) and (differ(turns) or (last and "how" in normal.split()[:2])):
        both = joined(turns, today, week_start)
        return Query(both) if both and two_periods(turns, both) else Talk(words.WHICH_DIFFERENCE, asks=True)
    before = history.before_last(turns)
    if _BACK.fullmatch(normal) and before and any(len(f.values) == TWO for f in before.filters):
        return Query(before)
    single = last and not (last.dimensions or last.grain or last.by or any(len(f.values) > 1 for f in last.filters))
    if _APART.fullmatch(normal) and single and (both := joined(turns, today, week_start)):
        return Query(both)
    if asked(normal) or "both" in normal:
        both = joined(turns, today, week_start, added=added_up(normal))
        if both and (asked(normal) or values_asked(normal, both, lexicon)):
            return Query(both)
    if said := _FOR_BOTH.fullmatch(normal):
        return _changed(said["rest"], known, change)
    if (more := _MORE.fullmatch(normal)) is None:
        return None
    both = joined(turns, today, week_start, added=_AS_ONE.search(more["rest"]) is not None)
    rest = _AS_ONE.sub("", more["rest"])
    return _of_another_time(both, f"compared {rest}" if more["against"] else rest, lexicon, change) if both else None


def _changed(rest: str, known: Known, change: Callable[[str, MetricRequest], Outcome | None]) -> Outcome | None:
    """ "Just France for both": of the two that one answer has, or of the last two answers; None where there is one."""
    last = history.last_request(known.turns)
    if last is None:
        return None
    two = last.compare is not None or len(last.metrics) == TWO
    both = last if two else joined(known.turns, known.today, known.week_start)
    if both is None:
        return Unplaced(("both",)) if differ(known.turns) else None
    changed = change(rest, both)
    if not isinstance(changed, Query):
        return changed
    kept = ("metrics", "period", "compare")
    same = all(getattr(changed.request, name) == getattr(both, name) for name in kept)
    return changed if same else Unplaced(("both",))


def _of_another_time(
    both: MetricRequest, rest: str, lexicon: Lexicon, change: Callable[[str, MetricRequest], Outcome | None]
) -> Query | None:
    """ "Both together for the year so far", "both countries in October", "both per month": the two at other times."""
    first, _, behind = rest.strip().partition(" ")
    kept = {f.field for f in both.filters if len(f.values) == 2}
    named = any(s.ref in kept for s in lexicon.lookup((first,)))
    changed = change(behind if named else rest, both)
    if not isinstance(changed, Query) or changed.request == both:
        return None
    times = {name: getattr(both, name) for name in ("period", "grain", "compare")}
    return changed if changed.request.model_copy(update=times) == both else None


def added_of_what(normal: str, turns: Sequence[HistoryTurn]) -> bool:
    """ "Together", behind answers for a value each: whether of two of them or of all isn't said."""
    last, before = history.last_request(turns), history.before_last(turns)
    return bool(_ALONE.fullmatch(normal) and last and before and _values(last, before, added=True))


def joined(turns: Sequence[HistoryTurn], today: date, week_start: str, *, added: bool = False) -> MetricRequest | None:
    """One request for the last two, where they differ in one thing only: figures, a breakdown, a value, a period.

    ``added``: two values are kept as one.
    """
    if unsettled.since(turns).lost:
        return None
    last, before = history.last_request(turns), history.before_last(turns)
    if last is None or before is None:
        return None
    differ = {n for n in type(last).model_fields if getattr(last, n) != getattr(before, n)} - {"order"}
    if last.limit or before.limit:
        return None
    if differ == {"metrics"}:
        return last.model_copy(update={"metrics": _united(before.metrics, last.metrics)})
    if differ == {"period"} and last.compare is None and not added:
        one, other = (spans.read(r.period, today, week_start) for r in (before, last))
        return _periods(last, before, one, other) if one and other else None
    if differ == {"dimensions"} and last.dimensions and before.dimensions:
        return last.model_copy(update={"dimensions": _united(before.dimensions, last.dimensions), "order": None})
    return _values(last, before, added=added) if differ == {"filters"} else None


def _periods(last: MetricRequest, before: MetricRequest, one: Span, other: Span) -> MetricRequest | None:
    """The later period against the earlier one, where that lies just before it or a year before it."""
    later, early, late = (last, one, other) if one.start < other.start else (before, other, one)
    kind = relation(early, late)
    return later.model_copy(update={"compare": kind}) if kind else None


def _united(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*one, *other]))


def _values(last: MetricRequest, before: MetricRequest, *, added: bool) -> MetricRequest | None:
    """Germany's and France's, told apart by country unless they are added up."""
    new = [f for f in last.filters if f not in before.filters]
    old = [f for f in before.filters if f not in last.filters]
    if len(new) != 1 or len(old) != 1 or new[0].field != old[0].field or {new[0].op, old[0].op} != {"in"}:
        return None
    both = Filter(field=new[0].field, op="in", values=tuple(dict.fromkeys([*old[0].values, *new[0].values])))
    filters = tuple(both if f == new[0] else f for f in last.filters)
    dimensions = last.dimensions if added else _united(last.dimensions, (both.field,))
    return last.model_copy(update={"filters": filters, "dimensions": dimensions, "order": None})
