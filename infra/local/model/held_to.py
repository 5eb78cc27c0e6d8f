"""A request that says less than its words, or more: the last look at it before it is put.

Whatever read a message, a "not" must have left something out, "highest" must have put something first, "each" must have
split the figure (:mod:`split_by_each`); and no share and no "first of each" comes of words that ask for none. Where one
of these was lost its word is asked about: a figure that answers another question is never given. What is asked in
percent: :mod:`promised`; after whom and when: :mod:`asked_after`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import MetricRequest
from infra.local.model.english.text import tokenize
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.reach import parsed
from infra.local.model.threads import split_by_each

Holds = Callable[[MetricRequest, list[Metric]], bool]

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
_NOT = re.compile(
    r"\b(?:not|never|without|except|excluding|exclude|none|neither|nothing|no|(?:other than|apart from|aside from)"
    r"|(?:is|are|was|were|do|does|did|has|have|had|ca|could|wo|would)n['’]?t)(?!\w)"
)
_NOT_MEANT = re.compile(
    r"\b(?:no (?:matter|need|rush|hurry|worries)\b|no[.,]|not (?:by|sure|last|this|too)\b|not (?:the )?\w+$|never mind"
    r"|(?:not|no) (?:a )?charts?|no filters?"
    r"|(?:\w+n['’]?t \w+ |\w+ing )?(?:all|every\w*|nothing|anything|no|any)(?: \w+){0,3}?"
    r" (?:but|except|apart from|other than)\b"
    r"|(?:includ\w+|even|also|count\w*)\b.*\b(?:with no|without|not|don['’]?t|no)\b"
    r"|with(?: \w+)?,? (?:and|or|\w+ and) (?:\w+ ){0,2}without)"
)
"""What says "not" of nothing that is counted."""
_LEFT_OUT = re.compile(
    r"\b(?:but|besides|bar|sans|leav\w+|omit\w*|skip\w*|drop\w*|remov\w+|ignor\w+|exclu\w+|except\w*)\b"
)
_FIRST = re.compile(
    r"(?<!\bat )(?<!\bon )(?<!\bthe )\btop(?= \w)|\bthe top (?:\d|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"|\b(?:bottom|highest|lowest|fewest|worst|largest|biggest|smallest|dearest|cheapest|hottest|coldest|strongest)\b"
    r"|\bweakest\b|(?<!\bat )\b(?:most|least)\b"
)
_RUNNING = re.compile(r"\b(?:running (?:total|sum|count)s?|cumulative(?:ly)?|cumulated)\b")
_PER_EACH = re.compile(r"\bper \w+ (?:did|do|does|has|had|have) (?:each|every)\b")
""" "How many alerts per machine did each site have": one number for each site."""
_SOME_OF_THEM = re.compile(r"\b(?:had|have|has) (?:any |some )?\w+ ones\b")
""" "Agents with more than 20 tickets that have open ones": the bound is on all of them."""
_MOVED = re.compile(r"\b(?:go|goes|went|gone|going) (?:up|down)\b")
_ADDS = re.compile(
    r"(?:(?:and|now|please|also|then|ok|okay|can you|could you),? )*(add|include|with)\b(?! to\b)(?!.*\binstead\b)"
)
_OWNED = re.compile(r"\b(its|their) (\w+)")
_SEVERAL = re.compile(r"\b(?:each|all|both|every one) of (?:them|those|these)\b")
_GROUPS = re.compile(r"\b(?:each|every|per|all|any|both|their|by|one|respective(?:ly)?|within|among)\b")
_PARTS = re.compile(
    r"%|\b(?:per ?cent\w*|pct|shares?|proportions?|portions?|fractions?|parts?|distribut\w+|contribut\w+|splits?|mix"
    r"|quota|how (?:much|many) of|of all|out of|of (?:the|that) (?:total|whole)|make up|made up)\b"
)
_FLAGS_TOLD = re.compile(
    r"\b(?:by|per|split|each|every|whether|or not|broken|breakdown|vs|versus|compar\w+|against|both|distribution|mix"
    r"|separate\w*|apart|between|without|and (?:non|not|without|un\w+|the others?|the rest)|grouped?)\b"
)
_CLAUSES = frozenset(["that", "which", "who", "whose"])
_TAKEN_AWAY = (
    "filters",
    "dimensions",
    "metrics",
    "order",
    "limit",
    "grain",
    "share",
    "compare",
    "running",
    "rest",
    "chart",
)


def check(text: str, request: MetricRequest, before: MetricRequest | None, lexicon: Lexicon) -> None:
    """Raises Stop with the word of ``text`` that the request doesn't hold. ``before``: the request that it changes."""
    said = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text).casefold()
    split_by_each.check(request, said, lexicon)
    _echoed(request, said)
    if before is None and (some := _SOME_OF_THEM.search(said)) and any("." not in f.field for f in request.filters):
        raise Stop(Unplaced((some[0],)))
    _of_the_counted(said, request, lexicon)
    _by_flags(said, request, before, lexicon)
    metrics = [m for name in request.metrics if (m := lexicon.model.metric(name))]
    for cue, holds in _CUES:
        lost = next(cue.finditer(_NOT_MEANT.sub(" ", said) if cue is _NOT else said), None)
        if lost and not holds(request, metrics) and not (before and _took_away(request, before, cue)):
            raise Stop(Unplaced((lost[0].strip(),)))
    if before:
        _added(said, request, before)
        _owned(said, request, before, lexicon)
    _unasked(said, request, before)
    _both_ways(said, request, before)


def _echoed(request: MetricRequest, said: str) -> None:
    """ "What do we have in the Leipzig warehouse": the warehouses that are Leipzig tell nobody anything."""
    only = request.filters[0] if len(request.filters) == 1 else None
    if only and not request.metrics and request.dimensions == (only.field,) and only.op == "in":
        raise Stop(Unplaced((said.split(maxsplit=1)[0],)))


def _of_the_counted(said: str, request: MetricRequest, lexicon: Lexicon) -> None:
    """ "How many orders did the shops that made over 60,000 have": what is bounded is not what is counted."""
    groups = {ref for name in request.dimensions if request.count for ref in (name, name.partition(".")[0])}
    tokens = tokenize(said)
    for i, token in enumerate(tokens[1:], 1):
        named = lexicon.refs((tokens[i - 1].norm,), "dataset", "field")
        if token.norm in _CLAUSES and named & groups and request.count not in named:
            raise Stop(Unplaced((f"{tokens[i - 1].surface} {token.surface}",)))


def _by_flags(said: str, request: MetricRequest, before: MetricRequest | None, lexicon: Lexicon) -> None:
    """ "Shops where more than 5 parcels were late" are not told apart by late or not, as nothing says so."""
    if not request.metrics or request.share or _FLAGS_TOLD.search(said):
        return
    known = set(before.dimensions) if before else set[str]()
    for name in request.dimensions:
        field = lexicon.model.field(name)
        if field and field.datatype == "Boolean" and name not in known:
            raise Stop(Unplaced((field.label.casefold(),)))


def _both_ways(said: str, request: MetricRequest, before: MetricRequest | None) -> None:
    """ "EMEA less AMER": a value kept and another left out of one field, though nothing is said to be left out."""
    kept = {f.field for f in request.filters if f.op == "in"}
    out = next((f for f in request.filters if f.op == "not_in" and f.field in kept), None)
    if out and not (before and out in before.filters) and not (_NOT.search(said) or _LEFT_OUT.search(said)):
        raise Stop(Unplaced((str(out.values[0]),)))


def _added(said: str, request: MetricRequest, before: MetricRequest) -> None:
    """What is added to a figure stands beside it: "add how many were late" puts nothing in its place."""
    if (lead := _ADDS.match(said)) and not set(before.metrics) <= set(request.metrics):
        raise Stop(Unplaced((lead[1],)))


def _owned(said: str, request: MetricRequest, before: MetricRequest, lexicon: Lexicon) -> None:
    """ "Their orders by month" tells apart what was told apart before; "its products", of several, is nobody's."""
    several = bool(before.dimensions) and before.limit != 1
    for found in _OWNED.finditer(said) if several else ():
        dropped = not set(before.dimensions) <= set(request.dimensions)
        rows = lexicon.refs((found[2],), "dataset")
        if (found[1] == "its" and rows) or (dropped and (rows or lexicon.refs((found[2],), "metric"))):
            raise Stop(Unplaced((found[0],)))


def _unasked(said: str, request: MetricRequest, before: MetricRequest | None) -> None:
    """A share or the first of each that neither these words nor those before asked for; and one row for several."""
    first = said.split(maxsplit=1)[0] if said.split() else ""
    if before and before.limit == request.limit == 1 and (several := _SEVERAL.search(said)):
        raise Stop(Unplaced((several[0],)))
    bound = any("." not in kept.field for kept in request.filters)
    rows = request.dimensions or request.grain or request.by or request.count
    if before and bound and not rows and first in ("which", "who"):
        raise Stop(Unplaced((first,)))
    if request.share and not (before and before.share) and before and not _PARTS.search(said):
        raise Stop(Unplaced((first,)))
    if request.within and request.limit and not (before and before.within) and not _GROUPS.search(said):
        raise Stop(Unplaced((first,)))
    kept = before and before.within and request.limit and request.limit == before.limit
    if kept and not request.within and len(request.dimensions) + bool(request.grain) > 1:
        raise Stop(Unplaced((first,)))


def _took_away(request: MetricRequest, before: MetricRequest, cue: re.Pattern[str]) -> bool:
    """ "Not by month", "without the share": something of the request before is gone, or was left out already."""
    if request == before:
        return cue is _NOT
    return any(_much(getattr(request, part)) < _much(getattr(before, part)) for part in _TAKEN_AWAY) or any(
        set(old.values) - set(new.values) for old in before.filters for new in request.filters if new.field == old.field
    )


def _much(part: object) -> int:
    return len(part) if isinstance(part, tuple) else bool(part)


def _leaves_out(request: MetricRequest, metrics: list[Metric]) -> bool:
    denied = any(
        kept.op not in ("in", "contains", "starts_with", "ends_with") or set(kept.values) <= {0}
        for kept in request.filters
    )
    return denied or bool(request.count or request.weekdays) or any(metric.terms for metric in metrics)


def _is_ratio(request: MetricRequest, metrics: list[Metric]) -> bool:
    return bool(request.grain or request.mean) or any(m.terms or "per" in m.name.split("_") for m in metrics)


def _is_ranked(request: MetricRequest, metrics: list[Metric]) -> bool:
    return bool(request.order or request.limit or request.rest or request.why) or any(
        node.find(exp.Max, exp.Min) for metric in metrics if (node := parsed(metric.expression))
    )


_CUES: tuple[tuple[re.Pattern[str], Holds], ...] = (
    (_NOT, _leaves_out),
    (_FIRST, _is_ranked),
    (_PER_EACH, _is_ratio),
    (_MOVED, lambda request, _: bool(request.compare or request.grain)),
    (_RUNNING, lambda request, _: request.running or request.rolling is not None),
)
