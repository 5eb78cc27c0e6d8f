""" "Campaigns that have ended, with their last day": the end date of each, and no day before this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import UNITS, word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.scan import Item

WHOSE = word_set("their its his her each's")
ENDS = {
    "first": (("start", "date"), ("starting", "date")),
    "last": (("end", "date"), ("ending", "date")),
    "final": (("end", "date"), ("ending", "date")),
}
SHOWS = word_set("with and plus including showing show , was were is are")
"""Before "their last day" they say that it is one more thing to be told."""
GOES_ON = word_set("and or , ? . ! in of for by per sorted ordered")
"""Behind "their last month" they end it: "their last month's revenue" is another matter."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with "their last day" as "their end date", where the model calls a field so."""
    for i in range(1, len(tokens) - 2):
        shown = norm_at(tokens, i - 1) in SHOWS and tokens[i].norm in WHOSE and norm_at(tokens, i + 2) == "day"
        names = ENDS.get(tokens[i + 1].norm, ()) if shown and _ends(tokens, i + 3) else ()
        if name := next((n for n in names if lexicon.means(n, "field")), None):
            put = [replace(tokens[i + 1 + n], norm=word) for n, word in enumerate(name)]
            return [*tokens[: i + 1], *put, *tokens[i + 3 :]]
    return list(tokens)


def check(items: Sequence[Item], tokens: Sequence[Token]) -> None:
    """Raises Stop where a day, month or year of each thing's own would be read as a period of all."""
    for item in items:
        own = item.kind == "period" and norm_at(tokens, item.first - 1) in WHOSE
        if own and norm_at(tokens, item.last) in UNITS and _ends(tokens, item.last + 1):
            said = f"{tokens[item.first - 1].surface} {item.text}"
            raise Stop(Unplaced((said,), tokens[item.first - 1].start, item.end))


def _ends(tokens: Sequence[Token], at: int) -> bool:
    return at >= len(tokens) or tokens[at].norm in GOES_ON
