"""The tokens of a message as one line of text, so that a turn of several words is a pattern; and how one is put in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from infra.local.model.english.text import Token

MEANT = "meant"
"""The kind of a token that stands for a turn of English by another name; its surface is that turn."""


@dataclass(frozen=True)
class Wording:
    tokens: Sequence[Token]

    @cached_property
    def line(self) -> str:
        return " ".join(t.norm or "-" for t in self.tokens)

    @cached_property
    def _starts(self) -> dict[int, int]:
        """Offset in the line -> token."""
        starts: dict[int, int] = {}
        at = 0
        for i, token in enumerate(self.tokens):
            starts[at] = i
            at += len(token.norm or "-") + 1
        return starts

    def place(self, match: re.Match[str], group: str | int) -> range:
        """The tokens of a group; empty where it took no part."""
        start, end = match.span(group)
        if start < 0 or start == end or start not in self._starts:
            return range(0)
        return range(self._starts[start], self._starts[start] + len(match.group(group).split()))

    def said(self, places: range) -> str:
        return " ".join(self.tokens[i].surface for i in places)

    def put(self, at: range, words: Sequence[str], gone: Sequence[range], turn: str, lead: str = "") -> list[Token]:
        """The tokens with these words (behind ``lead``) in the place of those, and without what is ``gone``."""
        first, last = self.tokens[at[0]], self.tokens[at[-1]]
        whole = replace(first, end=last.end, kind="word")
        made = [replace(whole, norm=word) for word in lead.split()]
        made += [replace(whole, norm=word, surface=turn, kind=MEANT) for word in words]
        left_out = {i for r in gone for i in r} | set(at)
        kept = [(i, t) for i, t in enumerate(self.tokens) if i not in left_out]
        before = [t for i, t in kept if i < at[0]]
        return [*before, *made, *(t for i, t in kept if i > at[0])]


def turns(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """What was said and the names that it was read as, for each turn that was put in."""
    found: list[tuple[str, str]] = []
    last = -1
    for i, token in enumerate(tokens):
        if token.kind != MEANT:
            continue
        if last == i - 1 and found and found[-1][0] == token.surface:
            found[-1] = (token.surface, f"{found[-1][1]} {token.norm}")
        else:
            found.append((token.surface, token.norm))
        last = i
    return found
