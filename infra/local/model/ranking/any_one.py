"""The extreme of all there is: "the hottest any machine got", "the highest temperature a machine reached".

One figure is asked for, not one for each; and what something does to its own extreme says no more.
"""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.english.text import Token, is_plural
from infra.local.model.lexicon import Lexicon
from infra.local.model.reach import aggregate

ANY = frozenset(["any", "a", "an", "one"])
ONE_OF = frozenset(["single", "one", "of", "our", "the", "these", "those"])
REACHED = frozenset(["reached", "reach", "got", "gotten", "get", "hit", "attained", "has", "have", "had", "saw"])
FIGURES = frozenset(["the", "a", "an", "its", "their", "this", "that", "how"])
ASKS = frozenset(["which", "when", "who"])
"""Behind the figure they ask for more than the figure."""
EXTREMES = ("maximum", "minimum")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens without such words, where the only figure is a highest or a lowest."""
    kept = list(tokens)
    at, found = _figures(kept, lexicon)
    others = any(t.norm in ASKS for t in kept[at:])
    if others or not found or not all(aggregate(m) in EXTREMES for m in found):
        return kept
    i = at
    while i < len(kept):
        if kept[i].norm in ANY and (end := _noun(kept, i, lexicon)):
            return _verbless(kept[:i], kept[end:], lexicon)
        i += 1
    return _verbless(kept[:at], kept[at:], lexicon)


def _figures(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[int, list]:
    """The place behind the first figure, and all of them."""
    first, found, i = 0, [], 0
    while i < len(tokens):
        term = lexicon.at(tokens, i)
        named = lexicon.metrics(term[1]) if term else []
        found += named
        i += term[0] if term else 1
        first = first or (i if named else 0)
    return first, found


def _noun(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """The place behind "any machine", "any of our machines"; 0 for a value, which limits, and for what is unknown."""
    first = i + 1
    while first < len(tokens) and tokens[first].norm in ONE_OF:
        first += 1
    term = lexicon.at(tokens, first)
    if term is None or not all(s.kind in ("field", "dataset") for s in term[1]):
        return 0
    many = is_plural(tokens[first + term[0] - 1].norm)
    return 0 if many and first == i + 1 and tokens[i].norm != "any" else first + term[0]


def _verbless(before: list[Token], after: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """Without "reached" behind the figure; what follows on "reached the" is another thing."""
    for i, token in enumerate(after):
        follows = after[i + 1].norm if i + 1 < len(after) else ""
        if token.norm in REACHED and follows not in FIGURES and not lexicon.lookup((token.norm,)):
            rest = [t for t in after[:i] if t.norm not in REACHED - {"of"}]
            tail = after[i + 1 :]
            while tail and tail[0].norm in REACHED:
                tail = tail[1:]
            return [*before, *rest, *tail]
    return [*before, *after]
