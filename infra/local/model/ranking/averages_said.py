"""Whether an average over days is asked for: "average orders on Saturdays", but not "average order value" or a rate."""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import AGGREGATES, UNITS
from infra.local.model.lexicon import Lexicon
from infra.local.model.reach import pools


def averaged(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """An average is asked for that has no name of its own, of what adds up: "average CPC on weekends" is the rate."""
    said = (j for j, token in enumerate(tokens) if AGGREGATES.get(token.norm) == "average")
    if all((lexicon.at(tokens, j) or (1, ()))[0] > 1 for j in said):
        return False
    if any(t.norm == "per" and UNITS.get(norm_at(tokens, j + 1)) is None for j, t in enumerate(tokens)):
        return False  # "average revenue per order on Saturdays"
    terms = (lexicon.at(tokens, j) for j in range(len(tokens)))
    metrics = [m for term in terms if term for m in lexicon.metrics(term[1], weak=False)]
    return not metrics or not all(pools(m) for m in metrics)


def per_unit(tokens: Sequence[Token]) -> bool:
    """ "Average orders per day", "a day": the average says over what it goes."""
    each = ("per", "a", "each", "every", "by")
    return any(
        UNITS.get(norm_at(tokens, j)) is not None and norm_at(tokens, j - 1) in each for j in range(1, len(tokens))
    )
