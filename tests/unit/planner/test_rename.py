"""The planner knows no name: with every name of model and questions swapped for another, it decides the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from agent_actions.contract import HistoryTurn
from agent_actions.semantic.config import Config
from agent_actions.semantic.model import Dataset, Metric, ModelField, SemanticModel
from infra.local.model.lexicon import Lexicon, build
from infra.local.model.outcomes import Query
from infra.local.model.plan import Known, plan
from infra.local.model.scan import Scanner
from infra.local.model.text import tokenize
from tests.unit.planner.models import LEXICONS as ORIGINALS
from tests.unit.planner.models import MODELS, NO_TABLES, TODAY, decide, said
from tests.unit.planner.tables import read_blocks, read_rows, told

ENGLISH_IN_NAMES = frozenset(
    {"number", "of", "average", "avg", "mean", "and", "over", "to", "under", "in", "at", "per", "by", "count", "total"}
    | {"order", "date", "days", "day", "on", "out", "is", "change", "pct"}
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
            values={rename(v): tuple(map(rename, s)) for v, s in f.values.items()},
        )

    def dataset(d: Dataset) -> Dataset:
        return replace(
            d,
            name=rename(d.name),
            label=rename(d.label),
            synonyms=tuple(map(rename, d.synonyms)),
            primary_key=tuple(map(rename, d.primary_key)),
            fields=tuple(field(f) for f in d.fields),
            time=rename(d.time) if d.time else None,
        )

    def metric(m: Metric) -> Metric:
        return replace(
            m,
            name=rename(m.name),
            expression=re.sub(r"\b[a-z_]+\.[a-z_]+\b", lambda x: rename(x[0]), m.expression),
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


LEXICONS: Mapping[str, Lexicon] = {name: build(renamed(model), NO_TABLES) for name, model in MODELS.items()}


def swap(model: str, text: str, *, follows: bool = False) -> str:
    """The message with every phrase that the planner reads as a name swapped, and nothing else."""
    tokens = tokenize(text)
    scanner = Scanner(ORIGINALS[model], tokens, text, TODAY, follows=follows)
    for item in reversed(scanner.items()):
        if item.kind == "term":
            text = text[: item.start] + rename(text[item.start : item.end]) + text[item.end :]
    return text


def swap_value(model: str, value: object) -> object:
    known = {v for f in ORIGINALS[model].values.values() for v in f}
    return rename(value) if isinstance(value, str) and value in known else value


MISSPELT = re.compile(
    r"reveneu|revnue|ordres|cateogry|admisions|avrage|x-ray|productcategory|[^\x00-\x7f]|St\.? Mary|'s? |the us\b|"
    r"\bsell\b|\bsold\b|\bGerman\b",
    re.IGNORECASE,
)
"""Slips and spellings that a swap of whole words cannot keep."""
REQUESTS = [row for row in [*read_rows("questions.txt"), *read_rows("figures.txt")] if not MISSPELT.search(row[1])]


@pytest.mark.parametrize(("model", "question", "expected"), REQUESTS)
def test_renamed_questions_become_renamed_requests(model: str, question: str, expected: str) -> None:
    outcome = plan(swap(model, question), Known(LEXICONS[model], TODAY))
    original = decide(model, question)
    assert isinstance(original, Query)
    assert isinstance(outcome, Query), (swap(model, question), told(outcome))
    request = original.request
    assert outcome.request == request.model_copy(
        update={
            "metrics": tuple(map(rename, request.metrics)),
            "dimensions": tuple(map(rename, request.dimensions)),
            "filters": tuple(
                f.model_copy(
                    update={
                        "field": rename(f.field),
                        "values": tuple(swap_value(model, v) for v in f.values),
                    }
                )
                for f in request.filters
            ),
            "order": request.order.model_copy(update={"by": rename(request.order.by)}) if request.order else None,
        }
    )


@pytest.mark.parametrize(("model", "messages"), read_blocks("threads.txt"))
def test_renamed_threads_take_the_same_turns(model: str, messages: list[tuple[str, str]]) -> None:
    before: list[HistoryTurn] = []
    for message, expected in messages:
        text = swap(model, message, follows=bool(before))
        outcome = plan(text, Known(LEXICONS[model], TODAY, tuple(before)))
        kind = "request" if isinstance(outcome, Query) else told(outcome).split(">")[0].split(":")[0]
        assert kind == (expected.split(">")[0].split(":")[0] if expected.startswith(("<", "sql of")) else "request"), (
            text
        )
        before.append(said(text, outcome))
