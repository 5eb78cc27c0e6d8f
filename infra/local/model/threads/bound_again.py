""" "But under 200,000", after those over 100,000: both; "over 50,000 instead" and "and over 150,000": in its place."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.request import Filter
from infra.local.model.english.vocabulary import word_set
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.says import words

NARROWS = "narrows"
"""The flag of a reply that bounds the rows of before once more."""
RANGES = frozenset(["gt", "gte", "lt", "lte"])
LEADS = word_set("but and yet only just also still those ones though keep again ok okay then now so")
BUT = word_set("but yet and only just also still though")
TAILS = word_set("though too also")


def narrows(normal: str) -> bool:
    """ "But under ...", "only those under ...", "under ..., though". ``normal``: the reply's folded words."""
    said = normal.split()
    lead = next((i for i, word in enumerate(said) if word not in LEADS), len(said))
    tail = next((word for word in reversed(said) if word.isalnum()), "")
    return bool(BUT & set(said[:lead])) or tail in TAILS


def put(old: Sequence[Filter], new: Sequence[Filter], *, narrows: bool, replaces: bool) -> list[Filter]:
    """The bounds of before with those said now, all on figures or on fields of the same kind.

    Raises Stop where a bound of the other direction may as well be meant in place of the first.
    """
    kept: list[Filter] = []
    for f in old:
        again = [x for x in new if x.field.casefold() == f.field.casefold()]
        if again and (replaces or not all(_fits(f, x) for x in again)):
            continue
        if again and not narrows:
            raise Stop(_both_or_one())
        kept.append(f)
    return [*kept, *new]


def _fits(old: Filter, new: Filter) -> bool:
    """They bound from two sides, and leave something between."""
    if not {old.op, new.op} <= RANGES or old.op[0] == new.op[0]:
        return False
    low, high = (old, new) if old.op[0] == "g" else (new, old)
    return float(low.values[0]) < float(high.values[0])


def _both_or_one() -> Ask:
    options = (Option(words.BOTH_BOUNDS, " too"), Option(words.ONE_BOUND, " instead"))
    return Ask("", words.BOTH_OR_ONE_BOUND, options, "added", kinds=frozenset())
