"""A message that changes the question before it: "and by channel?", "only EMEA", "what about last year?"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from agent_actions.semantic.request import MetricRequest
from infra.local.model import comparison, spans, words
from infra.local.model import vocabulary as v
from infra.local.model.change import Change, Earlier
from infra.local.model.comparison import Comparer, as_periods
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Query, Talk
from infra.local.model.parts import Dimension, Measure, Parts
from infra.local.model.resolve import Resolver
from infra.local.model.spans import Span

_BEFORE = re.compile(
    r"\b(?:the )?(?:(?P<unit>week|month|quarter|year|day) (?:before|earlier|prior)(?: that| this)?"
    r"|(?:previous|preceding|prior) (?P<period>period|one)"
    r"|same (?:period|time|month|week|quarter) (?P<year>last year|a year ago)"
    r"|(?P<that>before that))\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:vs|versus|against|than|compar\w+|relative|grow\w*|grew|chang\w+|increas\w+|decreas\w+|differ\w+|why)\b",
    re.IGNORECASE,
)
"""Before "the month before" these ask for a comparison with it, not for it."""
_START = tuple(sorted(v.FOLLOW_STARTS, key=len, reverse=True))
_STRONG = frozenset(
    ["and", "what about", "how about", "now", "same", "the same", "also", "add", "instead", "remove", "drop", "then",
     "do the same", "replace", "use", "switch to", "plus", "and now", "show the same", "with", "change"]
)  # fmt: skip
"""Starts after which even a message with a metric of its own builds on the question before."""


def earlier(request: MetricRequest, lexicon: Lexicon) -> Earlier | None:
    """None when the model no longer has one of the request's metrics."""
    metrics = [lexicon.model.metric(name) for name in request.metrics]
    return Earlier(request, tuple(m for m in metrics if m)) if all(metrics) else None


def starts_as_followup(normal: str, *, strong: bool = False) -> bool:
    """``normal``: the message's folded words joined by spaces."""
    return any(normal == s or normal.startswith(s + " ") for s in _START if not strong or s in _STRONG)


def shifted(text: str, before: Earlier, today: date, week_start: str) -> tuple[str, Span] | None:
    """ "the month before", "same period last year": the message without these words, and the period they mean."""
    match = _BEFORE.search(text)
    if match and _AGAINST.search(text[: match.start()]):
        return None
    span = spans.read(before.request.period, today, week_start)
    if (
        not match
        or span is None
        or (text[match.end() :].lstrip()[:1].isalnum() and match["unit"] and not match[0].endswith("that"))
    ):
        return None
    by_year = match["year"] or (match["unit"] == "year" and span.unit != "year")
    if match["unit"] and span.unit not in (None, match["unit"].casefold()) and not by_year:
        return None
    moved = comparison.year_earlier(span) if by_year else spans.before(span)
    return (text[: match.start()] + " " + text[match.end() :], moved) if moved else None


def merge(parts: Parts, before: Earlier, lexicon: Lexicon, today: date, week_start: str) -> Query | Talk:
    """The changed request. Raises Stop when something must be asked or refused."""
    _give_roles(parts, before, lexicon)
    base = spans.read(before.request.period, today, week_start, lexicon.model.config.defaults.fiscal_year_start)
    compared = Comparer(parts, today, week_start, base, based=True).compared()
    parts = as_periods(parts, compared)
    if compared.kind is None:
        _other_side(parts, base)
    meant = Resolver(lexicon, _without_drops(parts), before.metrics, before.refs).resolve()
    change = Change(parts, before, meant, lexicon, today, week_start, compared)
    if parts.empty and not change.says_something:
        return Talk(words.WHICH_CHANGE, asks=True)
    return change.query()


def _give_roles(parts: Parts, before: Earlier, lexicon: Lexicon) -> None:
    """A dataset named alone is counted when a metric does so, else it is the new breakdown.

    "Without the region" drops that breakdown when there is one.
    """
    broken = {d.casefold() for d in before.request.dimensions}
    for condition in list(parts.conditions):
        if condition.op == "is_null" and any(s.ref.casefold() in broken for s in condition.item.senses):
            parts.conditions.remove(condition)
            parts.drops.append(condition.item)
    for item in list(parts.datasets):
        counted = [m for s in item.senses if s.kind == "dataset" for m in lexicon.reach.counters(s.ref)]
        own = {d.casefold() for m in before.metrics for d in m.datasets}
        if parts.known or parts.conditions or {s.ref.casefold() for s in item.senses} & own:
            continue
        parts.datasets.remove(item)
        if counted:
            parts.measures.append(Measure(item, counts=True))
        else:
            parts.dimensions.append(Dimension(item, said=False))


def _other_side(parts: Parts, base: Span | None) -> None:
    """ "vs September": what the question before was about is the other side of the comparison."""
    if parts.versus and len(parts.periods) == 1 and not parts.known and base is not None:
        new = parts.periods[0]
        new = spans.with_year(new, base.start.year) if new.yearless and new.unit != "year" else new
        parts.periods = [base, new]


def _without_drops(parts: Parts) -> Parts:
    return replace(parts, drops=[], aggregates=[] if not parts.measures else parts.aggregates)
