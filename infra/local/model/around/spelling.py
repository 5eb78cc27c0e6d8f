"""Slips of the finger: an unknown word that is one or two edits from exactly one known word.

Known values are mended only where a letter was lost, doubled or swapped: another letter may well be another value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from infra.local.model.english import vocabulary as v
from infra.local.model.english.arithmetic_words import FIGURES
from infra.local.model.english.english import COMMON
from infra.local.model.english.marks import MARKS
from infra.local.model.english.text import Token, distance, forms
from infra.local.model.lexicon import Lexicon
from infra.local.model.says.beyond import UNSUPPORTED
from infra.local.model.times.feasts import FEAST_WORDS

MAX_CHECKED = 12
"""Unknown words of one message that are compared with the known ones."""
SHORT = 4
"""Letters of a word that is too short for one slip to be seen."""
LONG = 6
"""Letters of a word whose neighbours may tell which of several it was meant to be."""


def _english() -> frozenset[str]:
    phrases = [p for group in (MARKS, FIGURES, UNSUPPORTED) for found in group.values() for p in found]
    phrases += v.FOLLOW_STARTS
    words = {w for p in phrases for w in p.split()}
    for known in (v.NUMBERS, v.ORDINALS, v.MONTHS, v.WEEKDAYS, v.UNITS, v.GRAIN_ADVERBS, v.AGGREGATES, v.ABBREVIATIONS):
        words |= set(known)
    for listed in (v.FILLER, v.RANK_ASC, v.RANK_DESC, v.LAST, v.THIS, v.NEXT, v.FOLLOW_FILLER, v.EXTRA_WORDS):
        words |= listed
    words |= v.MENDABLE | COMMON | FEAST_WORDS
    return frozenset(words)


ENGLISH = _english()
_MENDABLE = frozenset(
    w
    for group in (v.MONTHS, v.UNITS, v.GRAIN_ADVERBS, v.WEEKDAYS, v.RANK_ASC, v.RANK_DESC, v.MENDABLE)
    for w in group
    if len(w) >= 5 or w in v.MENDABLE
)
"""English words whose misspelling matters: those that shape a request."""


@dataclass(frozen=True)
class Spelling:
    lexicon: Lexicon

    @cached_property
    def _candidates(self) -> dict[str, bool]:
        return {**dict.fromkeys(_MENDABLE, False), **{w: only for w, only in self.lexicon.words.items() if len(w) >= 4}}

    def known(self, token: Token) -> bool:
        return (
            token.kind != "word"
            or len(token.norm) < 4
            or any(c.isdigit() for c in token.norm)
            or any(f in ENGLISH or f in self.lexicon.words or f in self.lexicon.senses for f in forms(token.norm))
        )

    def mend(self, tokens: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[tuple[str, str], ...]]:
        """The tokens with slips mended, and what was read as what."""
        mended: list[Token] = []
        read: list[tuple[str, str]] = []
        checked = 0
        for i, token in enumerate(tokens):
            better = None
            if not self.known(token) and checked < MAX_CHECKED and not self._joined(tokens, i):
                checked += 1
                near = self._near(token.norm)
                better = _one(token.norm, near) or self._beside(tokens, i, near) or self._plural(token.norm)
            if better:
                read.append((token.surface, better))
            mended.append(replace(token, norm=better) if better else token)
        return tuple(mended), tuple(dict.fromkeys(read))

    def _joined(self, tokens: Sequence[Token], i: int) -> bool:
        """True when the word is known together with a neighbour: e mail, sub category."""
        return any(
            self.lexicon.lookup(tuple(t.norm for t in tokens[a : a + 2]))
            for a in (i - 1, i)
            if 0 <= a < len(tokens) - 1
        )

    def _plural(self, word: str) -> str | None:
        """The plural of a name with a slip in it: "contries", of a country."""
        singular = forms(word)[-1]
        found = _one(singular, self._near(singular)) if singular != word and len(singular) > SHORT else None
        named = self.lexicon.lookup((found,)) if found else ()
        return found if any(s.kind in ("field", "dataset") for s in named) else None

    def _near(self, word: str) -> list[str]:
        """The known words that are the fewest edits away."""
        allowed = 2 if len(word) >= 8 else 1
        best: dict[str, int] = {}
        for candidate, only_value in self._candidates.items():
            limit = allowed if not only_value else min(1, allowed)
            if candidate[0] != word[0] or (only_value and len(word) < 6):
                continue
            if _derived(word, candidate):
                continue
            short = len(word) < 5 and (candidate not in _MENDABLE or len(candidate) < 5)
            if short and sorted(candidate) != sorted(word):
                continue
            if only_value and len(candidate) == len(word) and sorted(candidate) != sorted(word):
                continue
            steps = distance(word, candidate, limit)
            if steps <= limit:
                best[candidate] = steps
        least = min(best.values(), default=0)
        return [c for c, steps in best.items() if steps == least]

    def _beside(self, tokens: Sequence[Token], i: int, near: Sequence[str]) -> str | None:
        """Of several the one that makes a name together with its neighbours: "suport agent"; None where two do."""
        if len(tokens[i].norm) < LONG:
            return None
        named: dict[str, int] = {}
        for candidate in near:
            for start in range(max(i - 2, 0), i + 1):
                for end in range(max(i + 1, start + 2), min(i + 4, len(tokens) + 1)):
                    said = tuple(candidate if j == i else tokens[j].norm for j in range(start, end))
                    if all(said) and any(not s.weak for s in self.lexicon.lookup(said)):
                        named[candidate] = max(named.get(candidate, 0), end - start)
        return _one(tokens[i].norm, [*named])


def _one(word: str, near: Sequence[str]) -> str | None:
    """The nearest word, where they are all forms of one; of several the one in "ed", from which the e was lost."""
    roots = {forms(c)[-1] for c in near}
    if len(roots) > 1:
        lost = [c for c in near if len(c) == len(word) + 1 and c == f"{word[:-1]}ed" and word[-1] == "d"]
        near, roots = (lost, {forms(c)[-1] for c in lost}) if len(lost) == 1 else (near, roots)
    return min(near, key=lambda c: abs(len(c) - len(word))) if len(roots) == 1 else None


def _derived(word: str, candidate: str) -> bool:
    """True for words of one family, which mean different things: visitors and visits, buyer and buying."""
    one, other = forms(word)[-1], forms(candidate)[-1]
    root = next((n for n in range(min(len(one), len(other))) if one[n] != other[n]), min(len(one), len(other)))
    return root >= 4 and {one[root:], other[root:]} <= _ENDINGS and one != other


_ENDINGS = frozenset(("", "er", "or", "ed", "ing", "ion", "able", "ly", "al", "ment", "ist"))
