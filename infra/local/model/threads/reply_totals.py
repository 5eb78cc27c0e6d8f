""" "How much was it in total?", after one figure per another: what was divided, added up.

Of an average or a price nobody says what is added up; "overall" alone asks for the figure of all together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from infra.local.model.english.text import Token, name_words
from infra.local.model.english.wording import Wording
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts_of.rates import divided_in, is_percent
from infra.local.model.reach import AVERAGES, aggregate
from infra.local.model.threads.earlier import Earlier

_TOTAL = r"(?P<total>in\s(?:total|all|sum)|altogether|all\stogether|all\sin\sall|overall)"
_IS = r"(?:is|are|was|were|does|do|did|has|have)"
_IT = r"(?:all\s(?:of\s)?)?(?:it|that|this|they|those|these|them)(?:\sall)?"
_DOES = r"(?:come\sto|came\sto|add\sup\sto|amount\sto|make|cost|been|be|then|now)"
ASKED = re.compile(
    rf"(?P<fig>(?:(?:and|so|ok|okay|now|then|but|[-,])\s)*"
    rf"(?:(?:how\s(?:much|many)|what|whats)(?:\s(?:{_IS}|s))?(?:\s{_IT})?(?:\s{_DOES})*\s{_TOTAL}"
    rf"|(?:how\s(?:much|many)|what|whats)\s(?:{_IS}|s)\s(?:the|that\sas\sa|its|their)\s(?P<sum>(?:grand\s)?(?:total|sum)))"
    r"(?:(?:\s[-,])?\s(?:then|now|please|exactly))*)(?:\s[-?.!,])*"
)


def put(tokens: Sequence[Token], before: Earlier, lexicon: Lexicon) -> list[Token]:
    """The tokens as the name of that figure. Raises Stop where it is none of the published ones."""
    figure = before.metrics[0]
    wording = Wording(tokens)
    found = ASKED.fullmatch(wording.line) if len(before.metrics) == 1 else None
    if found is None or is_percent(figure) or before.request.count:
        return list(tokens)
    at = wording.place(found, "fig")
    said = wording.place(found, "total") or wording.place(found, "sum")
    if before.request.limit or any("." not in f.field for f in before.request.filters):  # of these, or of all?
        raise Stop(Unplaced((wording.said(said),), tokens[said[0]].start, tokens[said[-1]].end))
    divided = figure.over.of if figure.over and not figure.terms else divided_in(figure, lexicon.model)
    if divided and aggregate(divided) in ("sum", "count"):
        return wording.put(at, (*name_words(divided.label), "in", "total"), (), found["fig"])
    if not figure.over and aggregate(figure) not in AVERAGES:
        return list(tokens)
    raise Stop(Unplaced((wording.said(said),), tokens[said[0]].start, tokens[said[-1]].end))
