"""search_catalog over a catalogue of many datasets, as the action runs it: index, rights, what is visible."""

from __future__ import annotations

import heapq
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from agent_actions.context import Context, Services
from agent_actions.contract import Audience, Caller
from agent_actions.errors import ActionError
from agent_actions.files.scratch import Scratch
from agent_actions.groups.catalog import search_catalog
from agent_actions.semantic.config import Config
from agent_actions.semantic.model import Dataset, ModelField, SemanticModel, TableRef
from agent_actions.semantic.names import tokens
from agent_actions.semantic.search import SearchIndex
from agent_actions.settings import Settings
from agent_actions.sql.tables import TableColumn, TableInfo, Tables
from tests.bench.figures import Figure, percentile
from tests.bench.size import Size

SUBJECTS = (
    "order", "customer", "product", "store", "region", "invoice", "payment", "shipment", "carrier", "warehouse",
    "supplier", "contract", "employee", "salary", "budget", "forecast", "campaign", "click", "session", "visit",
    "ticket", "complaint", "return", "refund", "price", "discount", "tax", "account", "ledger", "asset", "machine",
    "sensor", "reading", "fault", "repair", "part", "batch", "recipe", "quality", "sample", "audit", "policy",
    "claim", "risk",
)  # fmt: skip
KINDS = (
    "daily", "weekly", "monthly", "raw", "clean", "archive", "summary", "detail", "history", "current", "planned",
    "actual",
)  # fmt: skip
FIELDS = (
    "id", "name", "status", "created_at", "updated_at", "amount", "quantity", "country", "category", "comment",
)  # fmt: skip
QUERIES_EACH = 40


def measure(size: Size, home: Path) -> dict[str, Figure]:
    """Queries of one to three words: known, misspelt, and unknown ones."""
    draw = random.Random(7)
    model, tables = catalogue(size.datasets, draw)
    index = SearchIndex(model, tables)
    context = _context(model, tables, index)
    queries = _queries(draw, model)
    ours = [_timed(lambda q=q: _search(q, context)) for q in (queries[0], *queries)][1:]
    names = [f"{d.name} {d.label} {d.description}".casefold() for d in model.datasets]
    names += [f"{f.name} {f.label}".casefold() for d in model.datasets for f in d.fields]
    naive = [_timed(lambda q=q: _scan(q, names)) for q in queries]
    return {"search": Figure(percentile(ours, 0.95), percentile(naive, 0.95), {"p50 ms": percentile(ours, 0.5)})}


def catalogue(count: int, draw: random.Random) -> tuple[SemanticModel, Tables]:
    """So many datasets with names of two or three words, ten fields each."""
    datasets: list[Dataset] = []
    tables: list[TableInfo] = []
    for number in range(count):
        words = [draw.choice(KINDS), *draw.sample(SUBJECTS, draw.choice((1, 2)))]
        name = "_".join([*words, str(number)])
        source = TableRef(f"db{number % 20}", name)
        fields = tuple(
            ModelField(dataset=name, name=field, expression=field, label=field.replace("_", " ").capitalize())
            for field in FIELDS
        )
        label = " ".join(words).capitalize()
        described = f"{label}, one row for each {draw.choice(SUBJECTS)}"
        datasets.append(Dataset(name=name, source=source, label=label, description=described, fields=fields))
        tables.append(TableInfo(source, tuple(TableColumn(field, "varchar") for field in FIELDS)))
    model = SemanticModel(name="many", datasets=tuple(datasets), relationships=(), metrics=(), config=Config())
    return model, Tables.of(tables)


def _context(model: SemanticModel, tables: Tables, index: SearchIndex) -> Context:
    nothing = cast("Any", None)
    settings = Settings(bucket="b", semantic_model="s3://b/model")  # type: ignore[call-arg]
    services = Services(
        settings, nothing, nothing, lambda: tables, lambda: model, lambda *_: index, nothing, _scratch(), {}
    )
    caller = Caller(team="T", user="U", email="u@example.com", kind="member")
    return Context(caller, Audience(kind="dm", channel="D"), "t", services, time.monotonic() + 3600)


def _scratch() -> Scratch:
    """No call of the bench is in a thread, so that none has tables of its own."""
    nothing = cast("Any", None)
    return Scratch(nothing, nothing, "b", "outcrop_files", 7)


def _queries(draw: random.Random, model: SemanticModel) -> list[str]:
    found: list[str] = []
    for _ in range(QUERIES_EACH):
        name = draw.choice(model.datasets).label
        word = draw.choice(SUBJECTS)
        middle = len(word) // 2
        misspelt = word[:middle] + word[middle + 1 :]
        found += [word, name, f"{word} by country", misspelt, f"{name} of unicorns", "xylophone"]
    return found


def _search(query: str, context: Context) -> None:
    try:
        search_catalog(query=query, context=context)
    except ActionError:  # nothing found: an answer too
        return


def _scan(query: str, names: list[str]) -> list[int]:
    """Every entry's text for every word of the query. Knows no misspelling and no rights."""
    asked = tokens(query)
    scores = [(sum(word in text for word in asked), -number) for number, text in enumerate(names)]
    return [-number for score, number in heapq.nlargest(10, scores) if score]


def _timed(do: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000
