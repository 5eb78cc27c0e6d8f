""" "How has the return rate moved month by month": its course, a figure for each month, and no comparison.

"Month over month", "compared with the month before" and "how much did it change" ask for the change. "Ad spend adding
up day by day": its running total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import AGAINST, UNITS, word_set
from infra.local.model.lexicon import Lexicon

MOVED = word_set(
    "move moves moved evolve evolves evolved change changes changed shift shifts shifted vary varies varied fluctuate "
    "fluctuates fluctuated trend trended trending"
)
COMPARES = word_set(
    "than before previous prior preceding earlier over much many growth percent percentage fast most least why one % "
    "yoy mom wow compared comparison difference"
)
EACH = word_set("by per each every")
REGULAR = word_set("daily weekly monthly quarterly yearly annually")
CLAUSES = word_set(", ; and but which what who") | {""}
ADDS_UP = word_set("add adds adding build builds built building accumulate accumulates pile piles piled piling")
TAKES_UP = word_set(", : day week month quarter year by per each every over in during since this last") | {""} | REGULAR
"""After "adding up": not "to", nor what is added."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with "developed", which says no more, in the place of such a verb."""
    kept = _adding_up(list(tokens))
    norms = [t.norm for t in kept]
    moved = next((i for i, word in enumerate(norms) if word in MOVED and lexicon.at(kept, i) is None), 0)
    if not moved or not _asks_how(norms[:moved]) or (COMPARES | AGAINST) & set(norms):
        return kept
    course = _by_units(kept)
    if not course:
        return kept
    return _by_units([*kept[:moved], replace(kept[moved], norm="developed"), *kept[moved + 1 :]])


def _adding_up(tokens: list[Token]) -> list[Token]:
    """ "Adding up day by day", "as it builds up by week": cumulatively, where it goes along a time."""
    for i, token in enumerate(tokens):
        said = token.norm in ADDS_UP and norm_at(tokens, i + 1) == "up" and norm_at(tokens, i + 2) in TAKES_UP
        if said and (norm_at(tokens, i + 2) in ("over", "since") or _by_units(tokens)):
            first = i - 2 if norm_at(tokens, i - 2) == "as" and norm_at(tokens, i - 1) in ("it", "they") else i
            return [*tokens[:first], replace(token, norm="cumulatively"), *tokens[i + 2 :]]
    return tokens


def _asks_how(before: Sequence[str]) -> bool:
    """ "How has it", "see how it has": in one clause with the verb."""
    how = max((i for i, word in enumerate(before) if word == "how"), default=-1)
    return how >= 0 and not CLAUSES & set(before[how + 1 :])


def _by_units(tokens: list[Token]) -> list[Token]:
    """The tokens with "month to month" as "month by month"; none where they name no row for each unit."""
    for i, token in enumerate(tokens):
        unit, after = norm_at(tokens, i + 1) in UNITS, norm_at(tokens, i + 2)
        if token.norm in REGULAR or (token.norm in EACH and unit):
            return tokens
        if token.norm in UNITS and norm_at(tokens, i + 1) == "to" and after == token.norm:
            first = i - (norm_at(tokens, i - 1) == "from")
            return [*tokens[:first], token, replace(tokens[i + 1], norm="by"), *tokens[i + 2 :]]
    return []
