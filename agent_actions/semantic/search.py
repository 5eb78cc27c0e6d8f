"""Search over the model's names, words and known values, and the catalogue's tables, by an inverted index.

Every entry has phrases: its name, label and synonyms (strong) and its description (weak). A query is matched word by
word: exactly, else by a near spelling found over the words' trigrams. Scores run from 0 to 1; from
:data:`REAL_MATCH` on, the entry is what the words mean: one of its strong phrases is in the query, or the whole query
is in it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from itertools import pairwise
from typing import Literal

from agent_actions.semantic import words
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.names import label_of, tokens
from agent_actions.semantic.spelling import Spelling
from agent_actions.sql.tables import Tables

Kind = Literal["metric", "dataset", "field", "value", "certified"]

REAL_MATCH = 0.5
NEAR_MATCH = 0.46
"""Score from which an entry is worth naming when nothing real was found: more than a description alone gives."""
NEAR_SPELLING = 0.6
"""Likeness (Dice, of trigrams) from which a known word is worth naming for an unknown one."""
_MOST_CANDIDATES = 150
"""Phrases scored for what they have of all words together, and for two frequent neighbours."""
_OF_EACH = 60
"""Phrases scored for one word alone; they are held shortest first, so that the best are among them."""
_SHARED_FROM = 2_000
"""A word in more phrases than this is looked up together with its neighbours in the query."""
_KINDS: dict[Kind, int] = {"metric": 0, "certified": 1, "dataset": 2, "field": 3, "value": 4}
_STOP_WORDS = frozenset(
    tokens(
        "a an and are as at be but by can could did do does each every for from get give has have how i in is it its "
        "list many me much my of on or our per please show tell that the their there these this those to us was we "
        "were what when where which who why will with you your last previous next month year week quarter day today "
        "yesterday top bottom best worst highest lowest only versus compare "
        "cua la va theo cho bao nhieu trong cac nhung"
    )
)


@dataclass(frozen=True)
class Match:
    kind: Kind
    ref: str
    """``metric``, ``dataset``, ``database.table`` for a table outside the model, ``dataset.field`` for a field and
    for a value of it, or the certified question's name."""
    label: str
    """For a value the value itself."""
    description: str
    score: float


@dataclass(frozen=True)
class _Entry:
    kind: Kind
    ref: str
    label: str
    description: str
    strong: tuple[str, ...]


class SearchIndex:
    """Immutable; build one for each model and catalogue. The index itself is made at the first search."""

    def __init__(self, model: SemanticModel, tables: Tables) -> None:
        self._model = model
        self._tables = tables

    def search(self, query: str, limit: int = 10) -> tuple[Match, ...]:
        """The best matches, best first."""
        return self._index.search(query, limit)

    def nearest(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """Labels of the known things spelled most like the word; empty when nothing is near."""
        return tuple(dict.fromkeys(match.label for match in self.near(word, limit)))[:limit]

    def near(self, word: str, limit: int = 3) -> tuple[Match, ...]:
        """What :meth:`nearest` names, for a caller who must look at each first: entries of ``limit`` labels or more."""
        return self._index.near(word, limit)

    @cached_property
    def _index(self) -> _Index:
        return _Index(list(_entries(self._model, self._tables)))


def _entries(model: SemanticModel, tables: Tables) -> Iterable[_Entry]:
    meant: dict[str, list[str]] = {}
    for word, names in model.config.ambiguous.items():
        for name in names:
            meant.setdefault(name.casefold(), []).append(word)
    for metric in model.metrics:
        strong = (metric.label, metric.name, *metric.synonyms, *meant.get(metric.name.casefold(), ()))
        yield _Entry("metric", metric.name, metric.label, metric.description, strong)
    for question in model.config.certified:
        strong = (question.question, label_of(question.name), *question.also)
        yield _Entry("certified", question.name, question.question, question.description, strong)
    for dataset in model.datasets:
        strong = (dataset.label, dataset.name, *dataset.synonyms)
        yield _Entry("dataset", dataset.name, dataset.label, dataset.description, strong)
        for field in dataset.fields:
            yield _Entry("field", field.ref, field.label, field.description, (field.label, field.name, *field.synonyms))
            for value, synonyms in field.values.items():
                described = words.value_of(field.label, dataset.label)
                yield _Entry("value", field.ref, value, described, (value, *synonyms))
    for table in tables.all:
        if model.dataset_of(table.ref) is None:
            described = " ".join([words.raw_table(str(table.ref)), table.description]).strip()
            yield _Entry("dataset", str(table.ref), label_of(table.ref.table), described, (table.ref.table,))


class _Index:
    """Phrases are numbered in the order in which they are preferred: few words first, metrics before fields."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self.entries = entries
        found: dict[tuple[int, tuple[str, ...]], bool] = {}
        for number, entry in enumerate(entries):
            for phrase in entry.strong:
                found.setdefault((number, tokens(phrase)), True)
            if entry.description:
                found.setdefault((number, tokens(entry.description)), False)
        order = sorted(found, key=lambda p: (not found[p], len(p[1]), _KINDS[entries[p[0]].kind]))
        self.phrases = [(number, frozenset(phrase), found[number, phrase]) for number, phrase in order if phrase]
        self.postings: dict[str, list[int]] = {}
        for position, (_, phrase, _) in enumerate(self.phrases):
            for word in phrase:
                self.postings.setdefault(word, []).append(position)
        self.shared = {word: frozenset(at) for word, at in self.postings.items() if len(at) > _SHARED_FROM}
        self.weights = {word: self._weight(len(at)) for word, at in self.postings.items()}
        self.spelling = Spelling(self.postings)

    def _weight(self, count: int) -> float:
        """Rare words say more; bounded, so that a frequent word still says something."""
        return 1.0 + math.log((1 + len(self.phrases)) / (1 + count)) / math.log(2 + len(self.phrases))

    def search(self, query: str, limit: int) -> tuple[Match, ...]:
        asked = tuple(dict.fromkeys(tokens(query)))
        content = [word for word in asked if word not in _STOP_WORDS] or list(asked)
        meant = {word: self._variants(word) for word in content}
        weights = {word: self._query_weight(variants) for word, variants in meant.items()}
        whole = sum(weights.values())
        if not whole:
            return ()
        similar: dict[str, tuple[str, float]] = {}
        for word, variants in meant.items():
            for variant, likeness in variants.items():
                if variant not in similar or similar[variant][1] < likeness:
                    similar[variant] = (word, likeness)
        best: dict[int, float] = {}
        for position in self._candidates(content, meant):
            number, phrase, strong = self.phrases[position]
            score = self._score(phrase, strong, similar, weights, whole)
            if score > best.get(number, 0.0):
                best[number] = score
        ranked = sorted(best.items(), key=lambda item: (-item[1], _KINDS[self.entries[item[0]].kind], item[0]))
        return tuple(self._match(number, score) for number, score in ranked[:limit])

    def near(self, word: str, limit: int) -> tuple[Match, ...]:
        found = {(m.label, m.ref): m for m in self.search(word, limit) if m.score >= NEAR_MATCH}
        for asked in tokens(word):
            if len({label for label, _ in found}) >= limit:
                break
            for variant, alike in self.spelling.near(asked, least=NEAR_SPELLING, limit=limit):
                for position in self.postings[variant][:limit]:
                    number, _, strong = self.phrases[position]
                    if strong:
                        match = self._match(number, alike)
                        found.setdefault((match.label, match.ref), match)
        return tuple(found.values())

    def _variants(self, word: str) -> dict[str, float]:
        if word in self.postings:
            return {word: 1.0}
        return self.spelling.misspelled(word)

    def _query_weight(self, variants: dict[str, float]) -> float:
        """A word that is known nowhere weighs as much as the rarest: it is what the query is about."""
        return max((self.weights[v] for v in variants), default=2.0)

    def _candidates(self, content: Sequence[str], meant: dict[str, dict[str, float]]) -> set[int]:
        found: set[int] = set()
        together: dict[int, float] = {}
        for variants in meant.values():
            for variant, likeness in variants.items():
                at, weight = self.postings[variant], self.weights[variant] * likeness
                found.update(at[:_OF_EACH])
                for position in at if len(at) <= _SHARED_FROM else ():
                    together[position] = together.get(position, 0.0) + weight
        found.update(nlargest(_MOST_CANDIDATES, together, key=lambda position: (together[position], -position)))
        for left, right in pairwise(content):
            for a in meant[left]:
                for b in meant[right]:
                    if a in self.shared and b in self.postings:
                        found.update(sorted(self._both(a, b))[:_MOST_CANDIDATES])
                    elif b in self.shared:
                        found.update(sorted(self._both(b, a))[:_MOST_CANDIDATES])
        return found

    def _both(self, shared: str, other: str) -> frozenset[int] | set[int]:
        if other in self.shared:
            return self.shared[shared] & self.shared[other]
        return self.shared[shared].intersection(self.postings[other])

    def _score(
        self,
        phrase: frozenset[str],
        strong: bool,
        similar: dict[str, tuple[str, float]],
        weights: dict[str, float],
        whole: float,
    ) -> float:
        total = matched = likeness = 0.0
        asked: dict[str, float] = {}
        for word in phrase:
            weight = self.weights[word] * (0.2 if word in _STOP_WORDS else 1.0)
            total += weight
            hit = similar.get(word)
            if hit:
                matched += weight
                likeness += weight * hit[1]
                asked[hit[0]] = weights[hit[0]]
        if not matched or not total:
            return 0.0
        of_phrase, of_query = matched / total, sum(asked.values()) / whole
        alike = likeness / matched
        if not strong:
            return alike * (0.55 * of_query if len(asked) > 1 and of_query > 0.99 else 0.45 * of_query)
        if of_phrase > 0.99:
            return alike * (0.65 + 0.35 * of_query)
        if of_query > 0.99:
            return alike * (0.55 + 0.35 * of_phrase)
        both = math.sqrt(of_phrase * of_query)
        return alike * (0.7 * both if both > 0.8 else 0.55 * both)

    def _match(self, number: int, score: float) -> Match:
        entry = self.entries[number]
        return Match(entry.kind, entry.ref, entry.label, entry.description, round(min(score, 1.0), 4))
