"""Seasons of a year with their months: "spring 2026 (March to May) with spring 2025"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import MONTHS
from infra.local.model.times.vague_periods import SEASONS

YEAR = re.compile(r"20\d\d")


def spelled_out(tokens: Sequence[Token]) -> list[Token]:
    """ "Spring 2026 (March to May) with spring 2025": the months that a season is said to be, of each year."""
    found: list[Token] = []
    months: dict[str, list[Token]] = {}
    i = 0
    while i < len(tokens):
        word, year = tokens[i].norm, norm_at(tokens, i + 1)
        if word not in SEASONS or not YEAR.fullmatch(year):
            found.append(tokens[i])
            i += 1
            continue
        at = i + 2 + (norm_at(tokens, i + 2) == ",")
        first, last = MONTHS.get(norm_at(tokens, at)), MONTHS.get(norm_at(tokens, at + 2))
        if norm_at(tokens, at + 1) in ("to", "until", "through", "") and first and last and first < last:
            months[word] = [
                replace(tokens[at], norm=str(last - first + 1), kind="number"),
                *(replace(tokens[at], norm=said) for said in ("months", "to", norm_at(tokens, at + 2))),
            ]
            at += 3 + (norm_at(tokens, at + 3) == year)
        else:
            at = i + 2
        spelled = [replace(t, start=tokens[i].start, end=tokens[i + 1].end) for t in months.get(word, [])]
        found += [*(spelled or [tokens[i]]), tokens[i + 1]]
        i = at
    return found
