"""Near spellings among known words, by trigrams first and edit distance on the few that are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

_SHORTEST = 4
"""Words with fewer letters are never taken for a misspelling: "tax" is not "max"."""
_LONG = 8
"""From this length on two mistakes are forgiven, below it one."""
_FEW = 12
"""Words compared letter by letter for one lookup."""


class Spelling:
    def __init__(self, known: Iterable[str]) -> None:
        self._known = list(known)
        self._grams: dict[str, list[int]] = {}
        self._counts: list[int] = []
        for number, word in enumerate(self._known):
            grams = _trigrams(word)
            self._counts.append(len(grams))
            for gram in grams:
                self._grams.setdefault(gram, []).append(number)

    def near(self, word: str, *, least: float, limit: int) -> list[tuple[str, float]]:
        """Known words that share trigrams with this one: (word, Dice coefficient), best first."""
        grams = _trigrams(word)
        shared: Counter[int] = Counter()
        for gram in grams:
            shared.update(self._grams.get(gram, ()))
        scored = [(2 * n / (len(grams) + self._counts[i]), i) for i, n in shared.most_common(limit * 20)]
        best = sorted(((score, i) for score, i in scored if score >= least), key=lambda s: (-s[0], self._known[s[1]]))
        return [(self._known[i], score) for score, i in best[:limit]]

    def misspelled(self, word: str) -> dict[str, float]:
        """Known words that this one can be a misspelling of, with how alike they are (0.7 to 0.9).

        Short words must begin alike: "take" is not "make".
        """
        if len(word) < _SHORTEST or not word.isalpha():
            return {}
        allowed = 2 if len(word) >= _LONG else 1
        found: dict[str, int] = {}
        for candidate, _ in self.near(word, least=0.2, limit=_FEW):
            if len(candidate) >= _SHORTEST and (candidate[0] == word[0] or len(word) >= _LONG):
                distance = edit_distance(word, candidate, allowed)
                if distance <= allowed:
                    found[candidate] = distance
        fewest = min(found.values(), default=0)
        return {w: 1.0 - 0.12 * distance for w, distance in found.items() if distance == fewest}


def _trigrams(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[i : i + 3] for i in range(len(padded) - 2)} | {f"^{word[:1]}", f"{word[-1:]}$"}


def edit_distance(left: str, right: str, most: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between the words; most + 1 when there are more."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, previous = previous, current
    return min(previous[-1], most + 1)
