"""How long ago rows came, as a bound: "older than a week", "more than 10 days ago"."""

from __future__ import annotations

from dataclasses import replace

from infra.local.model.english.numerals import number_at
from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import NUMBERS, UNITS
from infra.local.model.lexicon import Lexicon


def long_ago(tokens: list[Token]) -> list[Token]:
    """ "More than 10 days ago", "over 2 weeks ago": before that day."""
    for i in range(len(tokens) - 3):
        more = norm_at(tokens, i) in ("more", "longer") and norm_at(tokens, i + 1) == "than"
        at = i + 2 if more else i + 1 if norm_at(tokens, i) == "over" else 0
        length = {"day": 1, "week": 7}.get(UNITS.get(norm_at(tokens, at + 1), ""), 0)
        if at and length and norm_at(tokens, at).isdigit() and norm_at(tokens, at + 2) == "ago":
            before = replace(tokens[i], norm="before", end=tokens[at - 1].end)
            days = replace(tokens[at], norm=str(int(tokens[at].norm) * length))
            return [*tokens[:i], before, days, replace(tokens[at + 1], norm="days"), *tokens[at + 2 :]]
    return tokens


def older(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Tickets older than a week": from before that day; of rows that begin with a time, and no age in years."""
    for i in range(1, len(tokens) - 2):
        if norm_at(tokens, i) != "older" or norm_at(tokens, i + 1) != "than":
            continue
        one = norm_at(tokens, i + 2) in ("a", "an", "one")
        unit = tokens[i + 3] if i + 3 < len(tokens) else tokens[i]
        number = one or tokens[i + 2].kind == "number" or norm_at(tokens, i + 2) in NUMBERS
        found = [s for j in range(i) if (term := lexicon.at(tokens, j)) for s in term[1]]
        rows = {s.ref for s in found if s.kind == "dataset"}
        rows |= {d for m in lexicon.metrics(found) for d in m.datasets}
        timed = [d for name in rows if (d := lexicon.model.dataset(name)) and d.time]
        length = {"day": 1, "week": 7}.get(UNITS.get(unit.norm, ""), 0)
        if number and length and len(rows) == len(timed) == 1:
            many = 1 if one else int(number_at(tokens, i + 2)[0] or 0)
            days = replace(tokens[i + 2], norm=str(many * length), kind="number")
            said = [replace(tokens[i], norm="before"), days, replace(unit, norm="days"), replace(unit, norm="ago")]
            return [*tokens[:i], *said, *tokens[i + 4 :]] if many else tokens
    return tokens
