""" "Orders over 1,500 euros, with country and channel": rows that are named by a condition, and columns of theirs.

A breakdown is asked for by "by", "per" or "for each"; behind "with" each row has one of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.request import MetricRequest
from infra.local.model.english.marks import COMPARISONS, TEXTS
from infra.local.model.english.text import fold, is_plural
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.scan import Item

SHOWING = frozenset(["showing", "including", "incl", "displaying", "along with", "together with"])
WITH = frozenset(["with", *SHOWING])
BROKEN = frozenset(["by", "howmany", "versus", "compare"])
"""Marks with which rows are counted."""
ALL = frozenset(["all", "every"])


SPLITS = word_set("split splits breakdown distribution mix broken divided")


def plainly(items: Sequence[Item]) -> list[Item]:
    """ "Showing country and channel" behind the rows as "with" these."""
    found: list[Item] = []
    for n, item in enumerate(items):
        shows = n > 0 and item.kind in ("unknown", "mark") and item.text.casefold() in SHOWING
        found.append(replace(item, kind="preposition", name="with") if shows else item)
    return found


def shown(items: Sequence[Item]) -> bool:
    """Whether a field is named right behind "with" or a colon, and none is to break the rows down."""
    if any(i.kind in ("rank", "aggregate", "figure") or _breaks(i, items[n + 1 : n + 2]) for n, i in enumerate(items)):
        return False
    told = [i for n, i in enumerate(items) if not (i.kind == "unknown" and n and _opens(items[n - 1]))]
    return any(_opens(link) and _column(*told[n + 1 : n + 3]) for n, link in enumerate(told[:-1]))


def of_events(items: Sequence[Item], head: int, *, limited: bool) -> bool:
    """Whether such rows are asked for. ``limited``: a condition tells them, not only a period."""
    every = any(i.kind == "all" and i.name in ALL for i in items[:head])
    plural = is_plural(fold(items[head].text).split()[-1])
    return plural and (limited or every) and shown(items[head:])


def lost(items: Sequence[Item], request: MetricRequest, lexicon: Lexicon) -> bool:
    """Whether rows are named by a condition and broken down by what is told of each: that is another question."""
    first = next((i for i in items if i.kind == "term"), None)
    metrics = [m for name in request.metrics if (m := lexicon.model.metric(name))]
    if first is None or len(metrics) != 1 or not (request.dimensions and request.filters) or request.order:
        return False
    named = {s.ref.casefold() for s in first.senses if s.kind == "dataset"}
    named |= {n for m in lexicon.metrics(first.senses) if (n := lexicon.reach.counts(m))}
    rows = bool(named & set(lexicon.reach.facts(metrics[0])))
    return rows and is_plural(fold(first.text).split()[0]) and shown(plainly(items))


def named_apart(items: Sequence[Item], lexicon: Lexicon) -> bool:
    """ "Late parcels with carrier": the name of a figure, where it is rows that have a column."""
    first = next((i for i in items if i.kind == "term"), None)
    return first is not None and shown(items) and bool(lexicon.metrics(first.senses))


def _breaks(item: Item, after: Sequence[Item]) -> bool:
    """ "Paid by invoice" breaks nothing down."""
    value = item.name == "by" and bool(after) and all(s.kind == "value" for s in after[0].senses)
    return item.name in BROKEN and not (value and after[0].senses)


def _opens(link: Item) -> bool:
    return (link.kind == "preposition" and link.name == "with") or link.text == ":"


def _column(item: Item, after: Item | None = None) -> bool:
    """A field of theirs that nothing bounds, or one thing that they belong to."""
    if after is not None and (after.name in (*COMPARISONS, *TEXTS, "between", "is") or after.kind == "number"):
        return False
    own = {s.ref for s in item.senses if s.kind == "field"}
    if after is not None and any(s.kind == "value" and s.ref in own for s in after.senses):
        return False  # "with channel app"
    one = item.has("dataset") and not item.has("metric") and not is_plural(fold(item.text))
    return item.kind == "term" and (item.has("field") or one) and not item.has("value")
