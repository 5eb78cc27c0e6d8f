"""Two months with something else that is told apart: "top 5 brands in July and August" are one list over both.

Nobody who says no more wants a list of each. Rows of each are given where it is said that they stand apart.
A bound that goes on things "altogether" is on all of them in each month, and on none of them alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from infra.local.model.english.text import Token, is_plural
from infra.local.model.english.vocabulary import PREPOSITIONS, word_set
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.parts import Parts
from infra.local.model.says import words
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.times.spans import Span

UNITS = frozenset(["month", "quarter", "year"])
RELATIVE = ("this", "last", "next")
""" "This month and last month" are rather set beside each other."""
COMPARED = frozenset(
    ["compared", "comparison", "comparing", "contrasted", "contrast", "separate", "apart", "difference"]
)
ALL = ("in", "all")
ALL_OF = word_set("the our all these those of one")
"""Between a word that tells things apart and their name."""
CLAUSES = word_set("which where when that")
EACH = word_set("each every any by per")
SPLITS = word_set("by per each every and ,")
MOST = 2
"""Periods: of more of them each may well be meant."""


def settle(parts: Parts, items: Sequence[Item], tokens: Sequence[Token]) -> None:
    """Note "in September and October compared", "in September and in October"."""
    at = [i for i in items if i.kind == "period"]
    between = {t.norm for before, after in pairwise(at) for t in tokens[before.last + 1 : after.first]}
    parts.months_apart = bool(between & PREPOSITIONS or COMPARED & {t.norm for t in tokens})


def over_all(parts: Parts, items: Sequence[Item], tokens: Sequence[Token], text: str) -> None:
    """ "Months in which the machines were down for over 60 hours altogether": the bound is on all of them together.

    Raises Stop where they are no things that the figure is surely all of, and without "altogether": that may be asked
    of each of them.
    """
    norms = [t.norm for t in tokens]
    together = "pooled" in parts.aggregates or ALL in pairwise(norms)
    units = [i.last for i in items if i.kind == "unit"]
    heads = units or [d.item.last for d in parts.dimensions]
    apart = EACH & set(norms)
    if not (parts.thresholds and heads and (together or (units and not apart))):
        return
    clause = min(
        [*units, *(at for at, word in enumerate(norms) if word in CLAUSES and at > heads[0])], default=len(norms)
    )
    for dimension in [d for d in parts.dimensions if d.item.first > clause]:
        item = dimension.item
        before = next((word for word in reversed(norms[: item.first]) if word not in ALL_OF), "")
        if before in SPLITS or not is_plural(norms[item.last]):
            continue
        if not together:
            raise Stop(_each_or_all(item, tokens, text))
        if not item.has("dataset"):
            raise Stop(refuse("condition count"))
        parts.dimensions = [d for d in parts.dimensions if d is not dimension]
        parts.datasets.append(item)


def _each_or_all(things: Item, tokens: Sequence[Token], text: str) -> Ask:
    first = things.first
    while first and tokens[first - 1].norm in ALL_OF:
        first -= 1
    each = words.each_of(things.text)
    apart = f"{text[: tokens[first].start]}{each}{text[things.end :]}"
    options = [Option(each, apart), Option(words.ALTOGETHER, f"{text.rstrip(' ?.!')} {words.ALTOGETHER}")]
    options = options if things.has("dataset") else options[:1]
    question = words.by_or_total(things.text)
    return Ask(things.text, question, tuple(options), "word", 0, len(text), frozenset(), text)


def as_one(parts: Parts, found: Sequence[Span]) -> bool:
    """Whether neighbouring periods are meant as one, beside something that is told apart.

    Raises Stop where those are asked for that had something in them: in both, in either, or in both together.
    """
    if _apart(parts):
        return False
    asked = any(d.target for d in parts.dimensions) and not (parts.ranked or parts.limit or parts.sorting)
    if asked or parts.thresholds:
        raise Stop(refuse("two periods"))
    named = all(s.unit in UNITS and s.text and not s.text.startswith(RELATIVE) for s in found)
    return named and len(found) <= MOST


def _apart(parts: Parts) -> bool:
    """ "September and October, each", "both September and October", "September against October"."""
    if parts.months_apart or parts.chart not in ("", "table") or parts.by == "month_of_year":
        return True
    if parts.each or parts.trend or parts.versus or parts.compare or parts.changes or "both" in parts.flags:
        return True
    return parts.asks("running", "rolling", "year")
