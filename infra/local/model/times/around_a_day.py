""" "The four weeks before vs since 12 October": a day, and a length, said once for what lies on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.numerals import number_at
from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import UNITS, word_set
from infra.local.model.times.stretches import PeriodReader

LINKS = (
    ("vs",),
    ("versus",),
    ("against",),
    ("and",),
    ("compared", "to"),
    ("compared", "with"),
    ("with",),
    ("or",),
    ("",),
)
AFTER = word_set("after since from following")


def written_twice(tokens: Sequence[Token], reader: PeriodReader) -> tuple[Token, ...]:
    """The tokens with the day, and the length, on both sides."""
    for i in range(len(tokens)):
        count, used = number_at(tokens, i)
        unit = i + used
        if not used or count is None or reader.norm(unit) not in UNITS or reader.norm(unit + 1) != "before":
            continue
        link = max((len(p) for p in LINKS if all(reader.norm(unit + 2 + n) == w for n, w in enumerate(p))), default=0)
        at = reader.skip(unit + 2 + link, "the")
        length = number_at(tokens, at)[1]
        same = bool(length) and reader.norm(at + length) in UNITS
        side = at + length + 1 if same else at
        if not link or reader.norm(side) not in AFTER:
            continue
        day = reader.skip(side + 1, "the")
        found = reader.point(day)
        if found is None or found[1].unit != "day":
            continue
        said = tokens[day : day + found[0]]
        between = tokens[unit + 2 : unit + 2 + link]
        if between[0].norm in ("", "or", "and"):
            between = (replace(between[0], norm="versus"),)
        again = () if same else tokens[i : unit + 1]
        return (*tokens[: unit + 2], *said, *between, *again, *tokens[at:])
    return tuple(tokens)
