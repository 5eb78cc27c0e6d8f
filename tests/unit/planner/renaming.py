"""Every name of a model swapped for an invented one: in the model, in its rows and in questions."""

from __future__ import annotations

import re
from dataclasses import replace

from agent_actions.semantic.config import Config
from agent_actions.semantic.model import Dataset, Metric, ModelField, SemanticModel, TableRef
from infra.local.model.english.text import tokenize
from infra.local.model.lexicon import Lexicon
from infra.local.model.scan import Scanner
from tests.unit.planner.models import TODAY

ENGLISH_IN_NAMES = frozenset(
    {"number", "of", "average", "avg", "mean", "and", "over", "to", "under", "in", "at", "per", "by", "count", "total"}
    | {"order", "date", "days", "day", "month", "on", "out", "is", "change", "pct"}
)
"""Words of names that carry meaning in English, so that a renamed phrase keeps them."""
_SYLLABLES = ("ba", "ko", "ri", "mu", "fe", "zo", "ta", "ni", "lu", "pe")


def invented(word: str) -> str:
    """Another word for this one, always the same; a plural stays a plural."""
    if word in ENGLISH_IN_NAMES or not word.isalpha():
        return word
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        return invented(word[:-3] + "y") + "s" if word.endswith("ies") else invented(word[:-1]) + "s"
    seed = sum((n + 1) * ord(c) for n, c in enumerate(word))
    syllables = [_SYLLABLES[(seed // 7**k + k * len(word)) % 10] for k in range(4)]
    return "".join(syllables) + word[0] + "x"


def rename(text: str) -> str:
    return re.sub(r"[A-Za-z]+", lambda m: invented(m[0].casefold()), text)


def renamed(model: SemanticModel) -> SemanticModel:
    def field(f: ModelField) -> ModelField:
        return replace(
            f,
            dataset=rename(f.dataset),
            name=rename(f.name),
            label=rename(f.label),
            synonyms=tuple(map(rename, f.synonyms)),
            expression=rename(f.expression),
            values={rename(v): tuple(map(rename, s)) for v, s in f.values.items()},
        )

    def dataset(d: Dataset) -> Dataset:
        return replace(
            d,
            name=rename(d.name),
            label=rename(d.label),
            synonyms=tuple(map(rename, d.synonyms)),
            source=TableRef(d.source.database, rename(d.source.table)),
            primary_key=tuple(map(rename, d.primary_key)),
            unique_keys=tuple(tuple(map(rename, key)) for key in d.unique_keys),
            default_filter=rename(d.default_filter) if d.default_filter else None,
            freshness=rename(d.freshness) if d.freshness else None,
            fields=tuple(field(f) for f in d.fields),
            time=rename(d.time) if d.time else None,
        )

    def metric(m: Metric) -> Metric:
        return replace(
            m,
            name=rename(m.name),
            expression=re.sub(r"\b[a-z_]+\.[a-z_]+\b|'[^']*'", lambda x: rename(x[0]), m.expression),
            label=rename(m.label),
            synonyms=tuple(map(rename, m.synonyms)),
            time=rename(m.time) if m.time else None,
            datasets=tuple(map(rename, m.datasets)),
        )

    return replace(
        model,
        datasets=tuple(dataset(d) for d in model.datasets),
        relationships=tuple(
            replace(
                r,
                many=rename(r.many),
                one=rename(r.one),
                many_columns=tuple(map(rename, r.many_columns)),
                one_columns=tuple(map(rename, r.one_columns)),
            )
            for r in model.relationships
        ),
        metrics=tuple(metric(m) for m in model.metrics),
        config=Config(
            defaults=model.config.defaults,
            ambiguous={rename(w): list(map(rename, n)) for w, n in model.config.ambiguous.items()},
        ),
    )


def swapped(lexicon: Lexicon, text: str, *, follows: bool = False) -> str:
    """The message with every phrase that the planner reads as a name swapped, and nothing else."""
    tokens = tokenize(text)
    scanner = Scanner(lexicon, tokens, text, TODAY, follows=follows)
    for item in reversed(scanner.items()):
        if item.kind == "term":
            text = text[: item.start] + rename(text[item.start : item.end]) + text[item.end :]
    return text
