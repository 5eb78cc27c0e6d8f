"""What "compare" sets side by side where it may be two periods or a stretch: it is asked which."""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.english.vocabulary import word_set
from infra.local.model.figures.comparison import relation
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.parts import Parts
from infra.local.model.says import date_says
from infra.local.model.scan import Item

BESIDE = word_set("of in")
"""Behind "compare" and before a period they name one of the two sides."""


def check(parts: Parts, items: Sequence[Item], text: str) -> None:
    """ "Compare revenue for February to October": these two months, or all from the one to the other? Raises Stop.

    "Compare February to October", "compare September to October" are two.
    """
    verb = next((n for n, item in enumerate(items) if item.name == "compare"), -1)
    at = [n for n, item in enumerate(items) if item.kind == "period"]
    if verb < 0 or items[verb].text.casefold() != "compare" or len(at) != 2 or len(parts.periods) != 2:
        return
    lead, link, (first, last) = items[at[0] - 1], items[at[0] + 1 : at[1]], parts.periods
    to = [item.text.casefold() for item in link] == ["to"]
    if (
        not to
        or verb > at[0] - 2
        or lead.text.casefold() in BESIDE
        or text[items[at[0]].end :].startswith(("'s", "’s"))
    ):
        return
    if not first.unit or first.unit != last.unit or first.start >= last.start or relation(first, last):
        return
    begin = lead.start if lead.kind == "preposition" else items[at[0]].start
    names, between = [items[n].text for n in at], text[items[verb].end : begin]
    apart = "" if parts.dimensions or parts.grain or parts.by else f" by {first.unit}"
    options = (
        Option(f"{names[1]} against {names[0]}", f"compare{between}in {names[1]} against {names[0]}"),
        Option(f"all from {names[0]} to {names[1]}", f"{between.strip()} from {names[0]} to {names[1]}{apart}"),
    )
    start, end, said = items[verb].start, items[at[1]].end, text[begin : items[at[1]].end]
    raise Stop(Ask(said, date_says.two_or_all(*names), options, "word", start, end, frozenset(), text))
