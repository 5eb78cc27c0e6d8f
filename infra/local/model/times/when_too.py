"""What is on top, and when that was: "which machine ran hottest in August, and on what day?".

Of a highest or a lowest value it is one row, the day on which that machine reached it. Of any other figure it may be
the best store and then its best month, or the best month of any store: it is not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import UNITS
from infra.local.model.figures.meant import Meant
from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts
from infra.local.model.reach import aggregate
from infra.local.model.says.refusals import refuse

ASKS = frozenset(["which", "what"])
EXTREMES = {"desc": "maximum", "asc": "minimum"}


def settle(parts: Parts, tokens: Sequence[Token]) -> None:
    """Note that a thing and a unit of the calendar are both asked for by "which", with nothing told apart by "each"."""
    if not (parts.ranked and parts.grain) or parts.of_each or parts.sorting:
        return
    units = any(UNITS.get(t.norm) == parts.grain and norm_at(tokens, i - 1) in ASKS for i, t in enumerate(tokens))
    things = [d for d in parts.dimensions if not d.listed]
    parts.when_too = units and bool(things) and all(d.target or _asked(d.item.first, tokens) for d in things)


def _asked(first: int, tokens: Sequence[Token]) -> bool:
    return norm_at(tokens, first - 1) in ASKS


def check(parts: Parts, meant: Meant) -> None:
    """Raises Stop where it is not one row that tells both."""
    main = meant.order_metric or meant.metrics[0]
    one = parts.limit in (None, 1) and not parts.target_plural
    if not one or aggregate(main) != EXTREMES[parts.direction or "desc"]:
        raise Stop(refuse("two questions"))
    parts.limit = 1
