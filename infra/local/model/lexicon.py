"""The model's own words: every phrase that names a metric, field, known value or dataset, and what it can mean."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from agent_actions.semantic.model import Dataset, Metric, ModelField, SemanticModel
from agent_actions.sql.tables import Tables
from infra.local.model.english.text import Token, fold, forms, is_plural, keys, name_words
from infra.local.model.english.vocabulary import (
    AGGREGATES,
    COUNT_PREFIXES,
    COUNT_SUFFIXES,
    DETERMINERS,
    FLAG_PREFIXES,
    HARD,
    ONLY_BESIDE_FIELD,
    TABLE_PREFIXES,
)
from infra.local.model.figures import column_names
from infra.local.model.reach import Reach

LISTS = frozenset([",", "and", "or", "vs", "versus", "/", "n"])
"""Between values that are listed."""
METRICS = frozenset({"metric", "choice"})
"""Kinds of senses that are a figure, or a choice between some."""
SORTS = frozenset(
    ["kind", "type", "status", "state", "method", "format", "category", "group", "segment", "topic", "priority",
     "brand", "channel", "source", "currency", "country", "region", "district", "plan", "service", "route", "class",
     "level"]
)  # fmt: skip
"""Nouns that may stand before what they sort: "kind of machine" for the machine kind."""
GLUE = frozenset(["per", "by", "in", "of", "on", "at", "to", "for", "and", "or", "the", "a", "an", "as", "is", "are"])
"""Small words that join nothing to a name that is spelled without them: "shop per" is no shopper."""
MAX_PHRASE = 8
"""Words of the longest phrase that is looked up."""
MAX_LOOKED_UP = 20_000
"""Phrases whose senses are kept at a time."""


@dataclass(frozen=True)
class Sense:
    """One meaning of a phrase."""

    kind: Literal["metric", "field", "value", "dataset", "choice"]
    ref: str
    """Metric name, ``dataset.field``, dataset name, or the ambiguous word of ``outcrop.yaml``."""
    value: str | None = None
    weak: bool = False
    """Derived from a longer name; counts only where no name is spelled so."""


@dataclass(frozen=True)
class Lexicon:
    model: SemanticModel
    reach: Reach
    literal: Mapping[str, tuple[Sense, ...]]
    """Joined phrase, as the model spells it -> its senses."""
    senses: Mapping[str, tuple[Sense, ...]]
    """The same for every singular and abbreviated form."""
    words: Mapping[str, bool]
    """Every single word of a phrase -> whether it is only part of known values."""
    values: Mapping[str, Mapping[str, tuple[str, ...]]]
    """``dataset.field`` -> its known values with their synonyms."""
    longest: int
    edges: frozenset[str] = frozenset()
    """Small words that begin or end a name of several words."""
    _looked_up: dict[tuple[str, ...], tuple[Sense, ...]] = dataclasses.field(
        default_factory=dict[tuple[str, ...], "tuple[Sense, ...]"], init=False, repr=False, compare=False
    )
    """What was looked up of late: the readers of a message ask for the same words many times."""
    _found_at: dict[tuple[str, ...], tuple[int, tuple[Sense, ...]] | None] = dataclasses.field(
        default_factory=dict[tuple[str, ...], "tuple[int, tuple[Sense, ...]] | None"],
        init=False,
        repr=False,
        compare=False,
    )
    read_so: dict[tuple[Token, ...], list[Token]] = dataclasses.field(
        default_factory=dict[tuple["Token", ...], "list[Token]"], init=False, repr=False, compare=False
    )
    """What everyday turns were read as of late, kept by their reader."""

    def at(self, tokens: Sequence[Token], i: int) -> tuple[int, tuple[Sense, ...]] | None:
        """The longest known phrase that starts at token i: how many tokens, and its senses."""
        words = _run(tokens, i, self.longest)
        if not words:
            return None
        if words[0] in HARD or AGGREGATES.get(words[0]) == "average":  # these depend on the words around them
            return self._at(tokens, i, words)
        if words not in self._found_at:
            if len(self._found_at) > MAX_LOOKED_UP:
                self._found_at.clear()
            self._found_at[words] = self._at(tokens, i, words)
        return self._found_at[words]

    def _at(self, tokens: Sequence[Token], i: int, words: tuple[str, ...]) -> tuple[int, tuple[Sense, ...]] | None:
        averages = AGGREGATES.get(words[0]) == "average"
        for n in range(len(words), 0, -1):
            if not words[n - 1]:
                continue
            if n > 1 and averages and self._averages_a_name(tokens, i, n):
                continue
            found = self.lookup(words[:n])
            if n == 1 and words[0] in HARD and not self._placed_value(tokens, i):
                found = tuple(s for s in found if self._in_capitals(s, tokens[i].surface))
            if found:
                return n, found
        return None

    def _averages_a_name(self, tokens: Sequence[Token], i: int, n: int) -> bool:
        """ "Average order count" is the average of an order count, not a count of the average order."""
        if i + n >= len(tokens):
            return False
        longer = self.literal.get("".join(t.norm for t in tokens[i + 1 : i + n + 1]), ())
        return bool(tokens[i + n].norm) and any(s.kind == "metric" for s in longer)

    def _in_capitals(self, sense: Sense, surface: str) -> bool:
        """True for "US" or "IT" as the model writes them: otherwise they are small words."""
        spelled = (sense.value, *self.values.get(sense.ref, {}).get(sense.value or "", ()))
        return surface.isupper() and surface in spelled

    def _placed_value(self, tokens: Sequence[Token], i: int) -> bool:
        """True where a small word stands as a place does: "in the us", "the us"."""
        before = tokens[i - 1].norm if i else ""
        if tokens[i].norm in DETERMINERS:
            return False
        after = tokens[i + 1].norm if i + 1 < len(tokens) else ""
        alone = before in ("", ",") and after in ("only", "alone")
        return before in ("the", "in") or alone or self._beside_value(tokens, i)

    def _beside_value(self, tokens: Sequence[Token], i: int) -> bool:
        """ "UK vs us", "de, us and uk": another value of the same field stands beside it in a list."""
        own = self.refs((tokens[i].norm,), "value")

        def value(j: int) -> bool:
            near = self.lookup((tokens[j].norm,)) if 0 <= j < len(tokens) and tokens[j].norm not in HARD else ()
            return any(s.kind == "value" and s.ref in own for s in near)

        def joins(j: int, words: Container[str]) -> bool:
            return 0 <= j < len(tokens) and tokens[j].norm in words

        return bool(own) and ((joins(i - 1, LISTS) and value(i - 2)) or (joins(i + 1, LISTS - {","}) and value(i + 2)))

    def lookup(self, words: tuple[str, ...]) -> tuple[Sense, ...]:
        """What these words name, read together; the most literal reading decides.

        "Average orders" is not "average order": one averages a count, the other a value.
        """
        if (found := self._looked_up.get(words)) is None:
            if len(self._looked_up) > MAX_LOOKED_UP:
                self._looked_up.clear()
            found = self._looked_up[words] = self._look_up(words)
        return found

    def _look_up(self, words: tuple[str, ...]) -> tuple[Sense, ...]:
        if not words or len(words) > MAX_PHRASE or (len(words) == 1 and words[0].isdigit()):
            return ()
        if self._glued(words):
            return ()
        if found := self.literal.get("".join(words)):
            return self._as_plural(found, words)
        if AGGREGATES.get(words[0]) == "average" and is_plural(words[-1]) and "of" not in words:
            return ()
        return next((found for key in keys(words) if (found := self.senses.get(key))), ())

    def _as_plural(self, found: tuple[Sense, ...], words: tuple[str, ...]) -> tuple[Sense, ...]:
        """With the values of other fields that are called so in the singular: "newsletters" of one, "newsletter"."""
        if any(s.kind != "value" for s in found) or not is_plural(words[-1]):
            return found
        own = {s.ref for s in found}
        others = [s for key in keys(words) for s in self.senses.get(key, ()) if s.ref not in own]
        return (*found, *dict.fromkeys(others)) if all(s.kind == "value" for s in others) else found

    def means(self, words: tuple[str, ...], *kinds: str, weak: bool = True) -> bool:
        """Whether these words may name something of one of the kinds. ``weak``: by a derived name too."""
        return any(s.kind in kinds and (weak or not s.weak) for s in self.lookup(words))

    def means_at(self, tokens: Sequence[Token], i: int, *kinds: str, weak: bool = True) -> bool:
        """Whether the longest phrase that starts at token i may name something of one of the kinds."""
        found = self.at(tokens, i)
        return found is not None and any(s.kind in kinds and (weak or not s.weak) for s in found[1])

    def refs(self, words: tuple[str, ...], *kinds: str, weak: bool = True) -> set[str]:
        """What of these kinds the words may name."""
        return {s.ref for s in self.lookup(words) if s.kind in kinds and (weak or not s.weak)}

    def names(self, tokens: Sequence[Token], *kinds: str, weak: bool = True) -> bool:
        """Whether a phrase anywhere in the tokens, within a longer one too, may name something of one of the kinds."""
        return any(self.means_at(tokens, i, *kinds, weak=weak) for i in range(len(tokens)))

    def terms(self, tokens: Sequence[Token]) -> list[tuple[Sense, ...]]:
        """The senses of every phrase from left to right, each behind the one before."""
        found: list[tuple[Sense, ...]] = []
        i = 0
        while i < len(tokens):
            n, senses = self.at(tokens, i) or (1, ())
            found += [senses] if senses else []
            i += n
        return found

    def metrics(self, senses: Sequence[Sense], *, weak: bool = True) -> list[Metric]:
        """The metrics among the senses."""
        named = (self.model.metric(s.ref) for s in senses if s.kind == "metric" and (weak or not s.weak))
        return [m for m in named if m]

    def fields(self, senses: Sequence[Sense], kind: str = "field") -> list[ModelField]:
        """The fields among the senses; with the kind "value", those of which a value is named."""
        return [f for s in senses if s.kind == kind and (f := self.model.field(s.ref))]

    def counters(self, senses: Sequence[Sense]) -> list[Metric]:
        """The metrics that count the rows which the senses name."""
        return [m for s in senses if s.kind == "dataset" for m in self.reach.counters(s.ref)]

    def measured(self, senses: Sequence[Sense]) -> list[Metric]:
        """The metrics among the senses; without any, those that count the rows."""
        return self.metrics(senses) or self.counters(senses)

    def choices(self, senses: Sequence[Sense]) -> list[Metric]:
        """The metrics that an ambiguous word among the senses may mean."""
        names = [n for s in senses if s.kind == "choice" for n in self.model.config.ambiguous.get(s.ref, [])]
        return [m for n in names if (m := self.model.metric(n))]

    def called(self, nouns: Sequence[str]) -> list[Metric]:
        """The figures whose own name is one of these, those of a word with several meanings too; each once."""
        strong = [s for noun in nouns for s in self.lookup(name_words(noun)) if not s.weak]
        return list({m.name: m for s in strong for m in (*self.metrics([s]), *self.choices([s]))}.values())

    def meant(self, senses: Sequence[Sense]) -> list[Metric]:
        """The metrics among the senses, also those that an ambiguous word may mean, or those that count the rows."""
        return [*self.metrics(senses), *self.choices(senses)] or self.counters(senses)

    def _glued(self, words: Sequence[str]) -> bool:
        return len(words) > 1 and bool((GLUE - self.edges) & {words[0], words[-1]})

    def value_of(self, field: ModelField, text: str) -> str | None:
        """The known value of this field that the text names, or None."""
        folded = set(keys(name_words(text))) | {fold(text)}
        for value, synonyms in self.values.get(field.ref, {}).items():
            if any(fold(v) in folded or folded & set(keys(name_words(v))) for v in (value, *synonyms)):
                return value
        return None


def _run(tokens: Sequence[Token], i: int, most: int) -> tuple[str, ...]:
    """The words from token i up to the first sign; none where that is no word. A dash within them is empty."""
    words: list[str] = []
    for token in tokens[i : i + most] if i >= 0 else ():
        if (token.norm and not token.norm.isalnum()) or not (words or token.norm):
            break
        words.append(token.norm)
    return tuple(words)


def build(model: SemanticModel, tables: Tables) -> Lexicon:
    """All phrases of a model; known values come from it and from the catalogue's samples."""
    values = {f.ref: _values(d, f, tables) for d in model.datasets for f in d.fields}
    values |= _shared(model, values)
    literal: dict[str, dict[Sense, None]] = {}
    senses: dict[str, dict[Sense, None]] = {}
    words: dict[str, bool] = {}
    edges: set[str] = set()
    longest = 1
    for phrase, sense in _phrases(model, values):
        if not phrase or len(phrase) > MAX_PHRASE:
            continue
        longest = max(longest, len(phrase) + 2)
        edges |= GLUE & {phrase[0], phrase[-1]} if len(phrase) > 1 else set()
        if not sense.weak:
            literal.setdefault("".join(phrase), {})[sense] = None
        for key in keys(phrase):
            senses.setdefault(key, {})[sense] = None
        for word in phrase:
            for form in forms(word):
                words[form] = words.get(form, True) and sense.kind == "value"
    return Lexicon(
        model,
        Reach(model),
        {key: _strong(tuple(found)) for key, found in literal.items()},
        {key: _strong(tuple(found)) for key, found in senses.items()},
        words,
        values,
        min(longest, MAX_PHRASE),
        frozenset(edges),
    )


def _strong(senses: tuple[Sense, ...]) -> tuple[Sense, ...]:
    strong = tuple(s for s in senses if not s.weak)
    metrics = any(s.kind == "metric" for s in strong)
    weak = tuple(s for s in senses if s.weak and (not strong or (s.kind == "metric" and not metrics)))
    return (*strong, *weak)


def _values(dataset: Dataset, field: ModelField, tables: Tables) -> dict[str, tuple[str, ...]]:
    found = dict(field.values)
    table = tables.get(dataset.source)
    column = table.column(field.expression.strip().strip('"')) if table and not found else None
    return found or dict.fromkeys(column.samples if column else (), ())


def _shared(
    model: SemanticModel, values: Mapping[str, dict[str, tuple[str, ...]]]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Values of text fields that have no words for theirs, where every other field of that name, two at least, has.

    Such a field lists none, or those that its table shows; they are called as those of the others are.
    """
    named: dict[str, list[ModelField]] = {}
    for field in (f for d in model.datasets for f in d.fields if f.datatype in ("String", None) and not f.is_time):
        named.setdefault(field.name.casefold(), []).append(field)
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for fields in named.values():
        worded = [f for f in fields if any(f.values.values())] or [f for f in fields if f.values]
        lists = [values[f.ref] for f in worded]
        if len(lists) > 1 and all(other.keys() == lists[0].keys() for other in lists):
            for field in (f for f in fields if f not in worded):
                own = values[field.ref] or lists[0]
                found[field.ref] = {value: lists[0].get(value, ()) for value in own}
    return found


def _phrases(
    model: SemanticModel, values: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Iterator[tuple[tuple[str, ...], Sense]]:
    for metric in model.metrics:
        for name in (metric.name, metric.label, *metric.synonyms):
            words = name_words(name)
            yield words, Sense("metric", metric.name)
            for shorter in _shorter(words):
                yield shorter, Sense("metric", metric.name, weak=True)
    for dataset in model.datasets:
        names = [name_words(n) for n in dict.fromkeys((dataset.name, dataset.label, *dataset.synonyms))]
        for words in names:
            yield words, Sense("dataset", dataset.name)
            if len(words) > 1 and words[0] in TABLE_PREFIXES:
                yield words[1:], Sense("dataset", dataset.name, weak=True)
        for field in dataset.fields:
            yield from _field_phrases(field, names)
            for value, synonyms in values[field.ref].items():
                for text in (value, *synonyms):
                    words = name_words(text)
                    if words and not (len(words) == 1 and (words[0].isdigit() or words[0] in ONLY_BESIDE_FIELD)):
                        yield words, Sense("value", field.ref, value)
    for word in model.config.ambiguous:
        yield name_words(word), Sense("choice", word)
    for words, metric in column_names.phrases(model):
        yield words, Sense("metric", metric.name, weak=True)


def _field_phrases(
    field: ModelField, dataset_names: Sequence[tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], Sense]]:
    sense = Sense("field", field.ref)
    for name in dict.fromkeys((field.name, field.label, *field.synonyms)):
        words = name_words(name)
        yield words, sense
        if len(words) == 2 and words[1] in SORTS and field.datatype in ("String", None):
            yield (words[1], "of", words[0]), sense
            yield (words[1], "of", "the", words[0]), sense
        if len(words) > 1 and words[0] in FLAG_PREFIXES:
            yield words[1:], Sense("field", field.ref, weak=True)
        for owner in dataset_names:
            if set(keys(owner)) & set(keys(words[: len(owner)])):
                if len(words) > len(owner):
                    yield words[len(owner) :], Sense("field", field.ref, weak=True)
            elif field.datatype != "Boolean":
                yield (*owner, *words), sense


def _shorter(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The name without words such as "number of" that only say that it is a figure."""
    for prefix in COUNT_PREFIXES:
        if len(words) > len(prefix) and words[: len(prefix)] == prefix:
            yield words[len(prefix) :]
            break
    for suffix in COUNT_SUFFIXES:
        if len(words) > len(suffix) and words[-len(suffix) :] == suffix:
            yield words[: -len(suffix)]
